"""Staffing and shifts: what is needed, a schedule made and proved, an edit and its effect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from crewline.ui.pages.staffing.history import History
from crewline.ui.pages.staffing.search import ScheduleTask, Trouble
from crewline.ui.work.task import Cancelled
from scenarios.load import load
from scenarios.planning.proof.reasons import Cause
from tests.app.pages import (
    CORNER_BANK,
    ended,
    healthy,
    page_of,
    with_tables,
    workspace,  # noqa: F401
)

TINY = Trouble(
    rounds=1, time_s=0.2, gap=0.05, replications=2, fresh=2, growth=1, confirmations=1, trims=0
)
BANK = "corner_bank.yaml"
PER_CENT = 0.01

pytestmark = pytest.mark.usefixtures("workspace")


def metrics(page: AppTest) -> dict[str, str]:
    return {one.label: str(one.value) for one in page.metric}


def texts(page: AppTest) -> str:
    kinds = (page.caption, page.markdown, page.info, page.success, page.warning, page.error)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def tables(page: AppTest) -> list[Any]:
    return [one.value for one in page.dataframe]


def table_with(page: AppTest, column: str) -> Any:
    return next(one for one in tables(with_tables(page)) if column in one.columns)


def tiny_search(lang: str = "en", **address: str | list[str]) -> AppTest:
    """Return the page of schedules with a search that is over at once."""
    page = page_of(
        "staffing",
        lang=lang,
        scenario=BANK,
        staff_view="schedule",
        staff_effort="quick",
        **address,
    )
    numbers = {"time": 0.2, "rounds": 1, "replications": 2, "fresh": 2}
    for name, value in numbers.items():
        page.number_input(key=f"staffing_{name}_quick").set_value(value)
    return healthy(page.run())


def made(lang: str = "en", **address: str | list[str]) -> AppTest:
    """Return the page with a schedule on it."""
    page = tiny_search(lang, **address)
    if not page.button(key="staffing_search_button").disabled:
        page.button(key="staffing_search_button").click()
        page = ended(healthy(page.run()), 300)
    return page


def look_at(page: AppTest, view: str) -> AppTest:
    page.button_group(key="staff_view").set_value(view)
    return healthy(page.run())


def edited(page: AppTest, row: int, **cells: object) -> AppTest:
    """Return the page after cells of a row were typed."""
    history: History = page.session_state["staffing_history"]
    rows = {number: dict(one) for number, one in history.now.items()}
    rows[row] |= cells
    page.session_state["staffing_history"] = history.replaced(rows)
    return healthy(page.run())


@pytest.mark.parametrize(
    ("lang", "label"), [("en", "Erlang C, agent-hours"), ("zh", "Erlang C，坐席工时")]
)
def test_what_is_needed_is_there_at_once(lang: str, label: str) -> None:
    page = page_of("staffing", lang=lang, scenario=BANK)
    assert label in metrics(page)
    assert not page.button  # nothing to run, nothing under way
    steps = table_with(page, {"en": "Step", "zh": "步骤"}[lang])
    assert len(steps) == 8


def test_one_line_can_be_looked_at_and_turned_round() -> None:
    page = page_of("staffing", scenario=BANK, staff_of="expert")
    assert page.selectbox(key="staff_of").value == "expert"
    whole = page_of("staffing", scenario=BANK)
    of_line, of_all = (metrics(one)["Erlang C, agent-hours"] for one in (page, whole))
    assert float(of_line) < float(of_all)
    page.number_input(key="staffing_reverse_expert").set_value(50)
    table = table_with(healthy(page.run()), "Needed for the target")
    assert (table["Answered in time, % of the offered"] > 99).all()


def test_a_line_that_is_none_is_as_if_nothing_was_chosen() -> None:
    page = page_of("staffing", scenario=BANK, staff_of="nobody's")
    assert page.selectbox(key="staff_of").value == "*"


def test_a_schedule_is_made_proved_and_told_in_both_languages() -> None:
    page = made()
    found = metrics(page)
    assert float(found["Wages, CNY"].replace(",", "")) > 0
    assert found["Targets kept by estimate"].endswith("/ 3")
    assert "replications that it was" in texts(page)
    assert len(table_with(page, "Verdict")) == 3
    steps = table_with(page, "Step")
    assert steps["Step"].iloc[-1] == "Simulated and repaired"
    assert set(table_with(page, "Base wage, CNY")["Group"]) >= {"Novices", "All groups"}
    rounds = table_with(page, "What was done")
    assert rounds["What was done"].iloc[0] == "searched"
    shifts = table_with(page, "Agents")
    assert shifts["Agents"].sum() == float(found["People on the fullest day"])

    chinese = made("zh")  # the result is kept: nothing is made again
    assert not any(str(one.key).endswith("cancel") for one in chinese.button)
    assert metrics(chinese)["工资，CNY"] == found["Wages, CNY"]
    assert table_with(chinese, "步骤")["步骤"].iloc[-1] == "经模拟并修正"


def test_what_stands_in_the_way_is_told() -> None:
    """Nobody may be scheduled of any group, and everything has to be covered."""
    sets = [f"planning.groups.{name}.most=0" for name in ("novices", "juniors", "experts")]
    page = page_of(
        "staffing",
        lang="zh",
        scenario=BANK,
        set=sets,
        staff_view="schedule",
        staff_effort="formulas",
    )
    page.number_input(key="staffing_time_formulas").set_value(0.2)
    healthy(page.run())
    page.button(key="staffing_search_button").click()
    page = ended(healthy(page.run()), 300)
    assert "不存在可行的排班" in texts(page)
    relaxed = table_with(page, "规则")
    assert set(relaxed["规则"]) <= {"最多人数", "人力需求"}
    assert relaxed["放宽幅度"].str.contains("名坐席|坐席工时|人时").all()


def test_working_with_a_schedule_makes_it_the_draft() -> None:
    page = made()
    page.button(key="staffing_use").click()
    page = healthy(page.run())
    draft = page.session_state["draft"]
    shifts = draft.loaded().scenario.groups["novices"].shifts
    assert shifts is not None
    assert all("-b" in name for name in shifts)
    assert draft.plain().scenario == load(CORNER_BANK).scenario.model_copy()
    assert page.button(key="staffing_use").disabled
    assert "earlier choice" not in texts(page)
    page.text_input(key="staffing_title").set_value("Ours")
    page.button(key="staffing_keep").click()
    (option,) = healthy(page.run()).session_state["options"]
    assert option.title == "Ours"
    assert option.draft == draft


def test_an_edit_is_told_at_once_simulated_and_undone() -> None:
    page = look_at(made(), "edit")
    assert "All rules are kept." in texts(page)
    before = metrics(page)
    page = edited(page, 1, agents=4)
    after = metrics(page)
    assert float(after["Paid hours"]) > float(before["Paid hours"])
    page.number_input(key="staffing_check_replications").set_value(2)
    page = healthy(page.run())
    page.button(key="staffing_check_button").click()
    page = ended(healthy(page.run()), 300)
    changes = table_with(page, "Interval of the difference")
    assert {"Novices", "Loans", "The whole centre"} & set(changes["Of"])
    cost = changes[changes["Figure"].str.contains("ost")].iloc[-1]
    assert cost["Difference"].startswith("+")
    page.button(key="staffing_undo").click()
    page = healthy(page.run())
    assert metrics(page) == before
    assert page.button(key="staffing_undo_all").disabled


def test_broken_rules_are_told_at_their_row_in_the_readers_language() -> None:
    page = look_at(made("zh"), "edit")
    history: History = page.session_state["staffing_history"]
    row = next(number for number, one in history.now.items() if one["pattern"] == "part")
    page = edited(page, row, breaks="")
    (broken,) = [one for one in tables(page) if "违反的规则" in one.columns]
    assert broken["行"].tolist() == [str(row)]
    assert "缺少" in broken["违反的规则"].iloc[0]
    assert "15 分" in broken["违反的规则"].iloc[0]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"start": "8点"}, "第 2 行，开始"),
        ({"days": "9"}, "日子，例如 3"),
        ({"agents": "many"}, "坐席数"),
        ({"breaks": "noon"}, "间断班：13:00"),
        ({"group": "nobody"}, "技能组之一"),
    ],
)
def test_what_cannot_be_read_is_told_in_the_readers_language(
    cells: dict[str, str], expected: str
) -> None:
    rows = {1: ROW, 2: ROW | cells}
    page = AppTest.from_function(unreadable, args=(rows,), default_timeout=30)
    (error,) = healthy(page.run()).error
    assert expected in error.value.replace("\\", "")


ROW: dict[str, object] = {
    "group": "novices",
    "days": "1",
    "pattern": "part",
    "start": "08:00",
    "end": "12:00",
    "breaks": "09:15 15 min",
    "agents": 1,
}


def unreadable(rows: dict[int, dict[str, object]]) -> None:
    from crewline.ui.pages.staffing.cells import show_unreadable
    from crewline.ui.pages.staffing.needed import problem_of
    from crewline.words import Language, Words
    from scenarios.faults import BadInput
    from scenarios.load import load
    from scenarios.planning.files.files import read_back
    from scenarios.planning.files.uploaded import sheet_of
    from tests.app.pages import CORNER_BANK

    loaded = load(CORNER_BANK)
    problem, words = problem_of(loaded), Words(Language.CHINESE)
    try:
        read_back(loaded.scenario, problem, sheet_of(rows, "rows"))
    except BadInput as bad:
        show_unreadable(bad.faults, problem, loaded.scenario, words)


def test_what_cannot_be_read_is_told_and_nothing_is_lost() -> None:
    page = look_at(made(), "edit")
    page = edited(page, 2, start="8 o'clock", days="9")
    said = "\n".join(one.value for one in page.error)
    assert "cannot be read" in said
    assert said.count("Row 2") == 2
    page.button(key="staffing_undo").click()
    assert not healthy(page.run()).error


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_schedule_edited_elsewhere_comes_in(kind: str, tmp_path: Path) -> None:
    from openpyxl import Workbook

    head = ["group", "days", "start", "end", "breaks", "agents"]
    row = ["novices", 1, "08:00", "17:00", "", 7]
    if kind == "csv":
        data = "\n".join(",".join(map(str, one)) for one in (head, row)).encode("gb18030")
    else:
        book = Workbook()
        for one in (head, row):
            book.active.append(one)
        book.save(tmp_path / "a.xlsx")
        data = (tmp_path / "a.xlsx").read_bytes()
    page = page_of("staffing", scenario=BANK, staff_view="edit")
    assert "Make a schedule first" in texts(page)
    page.file_uploader(key="staffing_upload").upload(f"a.{kind}", data)
    page = healthy(page.run())
    assert float(metrics(page)["Paid hours"]) == 7 * 9
    assert "rule" in texts(page)  # no breaks in nine hours


def test_a_file_that_is_no_schedule_is_refused_and_the_page_lives_on() -> None:
    page = page_of("staffing", scenario=BANK, staff_view="edit")
    page.file_uploader(key="staffing_upload").upload("a.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 99)
    page = healthy(page.run())
    assert "PNG" in texts(page)
    assert look_at(page, "need").metric


class Impatient:
    """Wants a search no more when it was told so many times that something is simulated."""

    def __init__(self, patience: int) -> None:
        self.patience = patience

    def __call__(self, share_done: float, text: str, /, **values: object) -> None:
        assert 0 <= share_done <= 1
        assert text.format(**values)
        self.patience -= 1
        if self.patience < 0:
            raise Cancelled

    def compiling(self) -> None:
        raise AssertionError("it is compiled already")


class UntilRound:
    """Wants a search no more as soon as its second round is told of."""

    def __call__(self, share_done: float, text: str, /, **values: object) -> None:
        if int(str(values.get("round", 0))) > 1:
            raise Cancelled

    def compiling(self) -> None:
        """Go on."""


def test_a_search_that_is_stopped_keeps_the_best_until_then() -> None:
    task = ScheduleTask(load(CORNER_BANK), Trouble(rounds=9, time_s=0.3, replications=2, fresh=2))
    report = task.carry_out(UntilRound())
    assert report.is_cut
    assert report.shown is not None
    assert Cause.CUT in {one.cause for one in report.reasons}
    assert len(report.turns) < 9


def test_a_search_that_is_stopped_before_it_found_anything_has_nothing() -> None:
    with pytest.raises(Cancelled):
        ScheduleTask(load(CORNER_BANK), TINY).carry_out(Impatient(0))


def test_another_try_is_another_task() -> None:
    loaded = load(CORNER_BANK)
    tasks = [ScheduleTask(loaded, TINY, attempt=attempt) for attempt in (0, 1)]
    assert tasks[0].key != tasks[1].key
    assert tasks[0].key == ScheduleTask(load(CORNER_BANK), TINY).key


UNPAID = [f"groups.{group}.wage_per_h=0" for group in ("novices", "juniors", "experts")]


@pytest.mark.parametrize(("lang", "wages"), [("en", "Wage"), ("zh", "工资")])
def test_without_wages_no_schedule_is_told_in_money(lang: str, wages: str) -> None:
    page = made(lang, set=UNPAID)
    assert len(page.metric) == 3
    assert not any(wages in one.label for one in page.metric)
    assert {"en": "No wages are given", "zh": "没有给出工资"}[lang] in texts(page)
    assert "0\u00a0CNY" not in texts(page)
    columns = {str(one) for table in tables(with_tables(page)) for one in table.columns}
    assert columns
    assert not any("CNY" in one for one in columns)
    page = look_at(page, "edit")
    assert not any(wages in one.label for one in page.metric)
    assert any("CNY" not in one.label for one in page.metric)
    assert {"en": "No wages are given", "zh": "没有给出工资"}[lang] in texts(page)


def test_a_table_without_the_columns_of_a_schedule_is_told_which() -> None:
    page = page_of("staffing", scenario=BANK, staff_view="edit")
    page.file_uploader(key="staffing_upload").upload("a.csv", b"foo,bar\n1,2\n3,4\n")
    page = healthy(page.run())
    assert "got columns foo, bar; expected a column of this name" in page.error[0].value
    assert "group" in page.error[0].value
