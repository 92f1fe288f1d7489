"""The decision page: options chosen, worked out on the same days, told and taken along."""

from __future__ import annotations

import io
import pickle
from typing import Any

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from crewline.reports import decision_of_studies
from crewline.reports.decision import COST, LOST
from crewline.ui.draft.draft import Draft
from crewline.ui.draft.options import MOST, drop, keep, kept
from crewline.ui.pages.decision.choosing import chosen_first, options_there
from crewline.ui.pages.decision.task import DecisionTask, refuse_unlike
from crewline.words import Language, Words
from scenarios.faults import BadInput
from scenarios.load import load
from scenarios.studies.comparison import load_all, study_all
from scenarios.studies.options import RunOptions
from tests.app.pages import CORNER_BANK, ended, page_of, workspace  # noqa: F401

pytestmark = pytest.mark.usefixtures("workspace")
FILE = "corner_bank.yaml"
ENGLISH = Words(Language.ENGLISH)
DEARER = "groups.juniors.wage_per_h=70"


class Silent:
    """Hears how far a task is, and keeps it."""

    def __init__(self) -> None:
        self.shares: list[float] = []

    def __call__(self, share_done: float, text: str, /, **values: object) -> None:
        self.shares.append(share_done)
        assert ENGLISH(text, **values)

    def compiling(self) -> None:
        """Hear of it."""


def worked_out(page: AppTest) -> AppTest:
    """Return the page with its result: worked out now, or there already for all sessions."""
    button = page.button(key="decision_run_button")
    if not button.disabled:
        button.click()
        page.run()
    return ended(page)


def decided(**address: Any) -> AppTest:
    return worked_out(page_of("decision", scenario=FILE, n="2", **address))


def downloads(page: AppTest) -> list[str]:
    return [
        str(one.key) for one in page.get("download_button") if str(one.key).startswith("decision_")
    ]


@pytest.fixture
def session() -> Any:
    """A session's state of its own, as pages see it."""
    st.session_state.clear()
    yield st.session_state
    st.session_state.clear()


# --- the work


def test_the_task_finds_what_studies_on_the_same_days_do() -> None:
    loaded = load_all([str(CORNER_BANK)], against=[DEARER])
    told = Silent()
    found = DecisionTask(tuple(loaded), 3).carry_out(told)
    expected = decision_of_studies(list(study_all(loaded, RunOptions(replications=3, jobs=1))))
    for kpi in (COST, LOST):
        assert found.options[1].gaps[kpi] == expected.options[1].gaps[kpi]
    assert found.advice == expected.advice
    assert found.same_days
    assert told.shares == sorted(told.shares)
    assert told.shares[-1] == 1.0


def test_a_decision_crosses_to_another_process() -> None:
    loaded = load_all([str(CORNER_BANK)], against=[DEARER])
    found = DecisionTask(tuple(loaded), 2).carry_out(Silent())
    again = pickle.loads(pickle.dumps(found))
    assert again.advice == found.advice
    assert again.options[1].gaps == found.options[1].gaps


def test_tasks_differ_by_what_they_simulate() -> None:
    now, dearer = load(CORNER_BANK), load(CORNER_BANK, sets=[DEARER])
    keys = {
        DecisionTask(loaded, n, seed).key
        for loaded, n, seed in [
            ((now,), 2, None),
            ((now, dearer), 2, None),
            ((dearer, now), 2, None),
            ((now,), 3, None),
            ((now,), 2, 5),
        ]
    }
    assert len(keys) == 5


def test_other_money_is_refused() -> None:
    other = load(CORNER_BANK, sets=["currency=EUR", "confidence=90%"])
    with pytest.raises(BadInput) as bad:
        refuse_unlike((load(CORNER_BANK), other))
    assert {fault.field for fault in bad.value.faults} == {"currency", "confidence"}


# --- what may be chosen


def test_options_are_kept_once_and_not_for_ever(session: Any) -> None:
    for number in range(MOST + 2):
        keep(Draft(settings=(f"seed={number}",)), f"Option {number}")
    keep(Draft(settings=("seed=5",)), "  The fifth ")
    titles = [option.title for option in kept()]
    assert len(titles) == MOST
    assert titles[-1] == "The fifth"
    assert "Option 0" not in titles
    drop(Draft(settings=("seed=5",)))
    assert len(kept()) == MOST - 1


def test_what_is_chosen_at_first(session: Any) -> None:
    plain = Draft(FILE)
    assert chosen_first(options_there(plain, ENGLISH)) == [
        "draft",
        "variant:promotion",
        "variant:site_loss",
    ]
    changed = Draft(FILE, settings=(DEARER,))
    assert chosen_first(options_there(changed, ENGLISH)) == ["plain", "draft"]
    keep(changed, "More pay")
    assert chosen_first(options_there(plain, ENGLISH)) == ["draft", "kept:0"]


# --- the page


@pytest.mark.parametrize(
    ("lang", "answer", "part"),
    [("en", "not choices", "How sure are we?"), ("zh", "不同的日子", "有多大把握？")],
)
def test_a_manager_reads_the_answer(lang: str, answer: str, part: str) -> None:
    page = decided(lang=lang)
    said = " ".join(one.value for one in [*page.warning, *page.success, *page.info, *page.error])
    assert answer in said
    assert part in {one.value for one in page.subheader}
    assert len(page.table) >= 5
    assert downloads(page) == ["decision_html", "decision_xlsx"]


def test_a_change_is_weighed_against_what_was_before() -> None:
    page = decided(set=[DEARER])
    assert page.multiselect(key="decision_options").value == ["plain", "draft"]
    table = page.table[1].value
    assert list(table.index) == ["Without my changes", "As it is now"]


def test_the_question_is_the_title() -> None:
    page = page_of("decision", scenario=FILE, n="2")
    page.text_input(key="decision_question").set_value("Shall we *really* wait?").run()
    page = worked_out(page)
    assert page.header[0].value == r"Shall we \*really\* wait?"


def test_what_was_worked_out_stays_while_another_is_chosen() -> None:
    page = decided()
    page.multiselect(key="decision_options").set_value(["draft"]).run()
    assert not page.exception
    known = page.button(key="decision_run_button").disabled
    assert known or any("chosen before" in one.value for one in page.warning)


def test_nothing_chosen_is_no_fault() -> None:
    page = page_of("decision", scenario=FILE, n="2")
    page.multiselect(key="decision_options").set_value([]).run()
    assert [one.value for one in page.info] == ["Choose at least one option."]


def test_kept_options_are_there_and_can_be_dropped() -> None:
    page = page_of("decision", scenario=FILE, n="2")
    page.session_state["options"] = []
    page.session_state["options"].append(_kept("**Bold** pay"))
    page.run()
    assert not page.exception
    assert "**Bold** pay" in page.multiselect(key="decision_options").options
    page.button(key="decision_drop_0").click().run()
    assert not page.exception
    assert "**Bold** pay" not in page.multiselect(key="decision_options").options


def _kept(title: str) -> Any:
    from crewline.ui.draft.options import Option

    return Option(title, Draft(FILE, settings=(DEARER,)))


def test_a_faulty_draft_is_told_and_the_page_lives() -> None:
    page = page_of("decision", scenario=FILE, set=["queues.nobody.volume_factor=2"])
    assert page.error
    assert not page.multiselect


def test_an_option_is_chosen_by_the_address() -> None:
    page = page_of("decision", scenario=FILE, decision_options=["draft", "variant:site_loss"])
    assert page.multiselect(key="decision_options").value == ["draft", "variant:site_loss"]


def test_options_that_were_kept_are_in_the_address() -> None:
    page = page_of("decision", scenario=FILE, n="2")
    page.session_state["options"] = [_kept("More pay / 加薪")]
    page.run()
    told = page.query_params["option"]
    other = page_of("decision", scenario=FILE, n="2", option=told)
    assert "More pay / 加薪" in other.multiselect(key="decision_options").options
    assert other.multiselect(key="decision_options").value == ["draft", "kept:0"]
    assert list(other.session_state["options"]) == [_kept("More pay / 加薪")]


def test_an_option_that_cannot_be_read_is_as_if_it_were_not_there() -> None:
    page = page_of("decision", scenario=FILE, n="2", option=["~0", "nonsense", "eJyLjgUAARUAuQ=="])
    assert not page.error
    assert page.session_state["options"] == []


def test_the_workbook_of_a_task_opens() -> None:
    from crewline.reports.files import Format, report

    loaded = load_all([str(CORNER_BANK)], against=[DEARER])
    found = DecisionTask(tuple(loaded), 2).carry_out(Silent())
    content = report(found, Format.XLSX, Words(Language.CHINESE))
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "决策"
