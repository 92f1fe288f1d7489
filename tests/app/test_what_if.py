"""The what-if page: variants told apart, variants made, sweeps in words, pictures and a command."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from crewline.ui.draft.draft import Draft
from crewline.ui.pages.what_if.fields import axis_text, varied_fields
from crewline.ui.pages.what_if.own import Own, read_own, written_own
from crewline.ui.pages.what_if.sweeping import command
from crewline.ui.pages.what_if.tasks import MOST_CELLS, CompareTask, SweepTask
from crewline.words import Language, Words
from scenarios.faults import BadInput
from scenarios.load import Loaded, load
from scenarios.studies.comparison import compare, load_all, study_all
from scenarios.studies.options import RunOptions
from scenarios.studies.sweep.cells import plan
from tests.app.pages import CORNER_BANK, ended, healthy, page_of, with_tables, workspace  # noqa: F401

pytestmark = pytest.mark.usefixtures("workspace")
FILE = "corner_bank.yaml"
SHORT = Draft(FILE, replications=2)
ENGLISH = Words(Language.ENGLISH)


class Silent:
    """Hears how far a task is, and keeps it."""

    def __init__(self) -> None:
        self.shares: list[float] = []

    def __call__(self, share_done: float, text: str, /, **values: object) -> None:
        self.shares.append(share_done)
        assert ENGLISH(text, **values)

    def compiling(self) -> None:
        """Hear of it."""


def side_by_side(**address: Any) -> AppTest:
    """Return the page with two columns, run with as few days as there may be."""
    page = page_of("what_if", scenario=FILE, n="2", **address)
    return ran(page, "what_if_compare_button")


def ran(page: AppTest, key: str) -> AppTest:
    """Return the page with its result: worked out now, or there already for all sessions."""
    button = page.button(key=key)
    if not button.disabled:
        button.click()
        page.run()
    return ended(page)


def test_variants_are_compared_on_the_same_days() -> None:
    """The task finds what `crewline compare` does."""
    base, promotion = load_all([str(CORNER_BANK), f"{CORNER_BANK}:promotion"])
    told = Silent()
    found = CompareTask(("draft", "variant:promotion"), (base, promotion), 3).carry_out(told)
    expected = compare(study_all([base, promotion], RunOptions(replications=3, jobs=1)))
    numbers = ["base", "value", "difference", "low", "high"]
    assert found.differences[numbers].equals(expected.differences[numbers])
    assert told.shares == sorted(told.shares)
    assert told.shares[-1] == 1.0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_cannot_be_told_apart_is_grey_and_said(lang: str) -> None:
    page = side_by_side(lang=lang, what_if_with=["variant:promotion"])
    table = page.table[0].value
    assert table.shape[1] == 2
    grey = [cell for cell in table.iloc[:, 1] if ":gray[" in cell]
    sure = [cell for cell in table.iloc[:, 1] if "**" in cell]
    word = {"en": "cannot tell apart", "zh": "无法区分"}[lang]
    assert sure
    assert all(word in cell for cell in grey)
    targets = page.table[1].value
    assert len(targets) == 3  # lines with a target
    assert targets.shape[1] == 2


def test_line_and_figures_are_chosen() -> None:
    page = side_by_side(what_if_with=["variant:promotion"], what_if_line="loan")
    page.multiselect(key="what_if_kpis_line").set_value(["abandonment", "asa"]).run()
    assert page.table[0].value.index.tolist() == ["Abandonment", "Speed of answer (ASA)"]
    assert page.query_params["what_if_kpis_line"] == ["abandonment", "asa"]


def test_the_base_of_differences_is_chosen() -> None:
    page = page_of(
        "what_if",
        scenario=FILE,
        n="2",
        what_if_with=["variant:promotion"],
        what_if_base="variant:promotion",
    )
    page = ran(page, "what_if_compare_button")
    assert page.table[0].value.columns[0] == "Double 11 (base)"


def test_one_of_them_is_kept_as_an_option_and_worked_with() -> None:
    page = side_by_side(what_if_with=["variant:promotion"], what_if_own="")
    page.selectbox(key="what_if_take").set_value("variant:promotion")
    page.run()
    page.button(key="what_if_keep").click()
    page.run()
    (option,) = page.session_state["options"]
    assert (option.title, option.draft.variant) == ("Double 11", "promotion")
    page.button(key="what_if_use").click()
    page = healthy(page.run())
    assert page.session_state["draft"].variant == "promotion"
    assert "Ordinary day" in page.multiselect(key="what_if_with").options


def test_a_variant_is_made_with_the_form_and_kept_in_the_address() -> None:
    page = page_of("what_if", scenario=FILE, n="2")
    page.text_input(key="what_if_new_name").set_value("Busy: loans")
    page.number_input(key="what_if_new_volume").set_value(50)
    page.multiselect(key="what_if_new_lines").set_value(["loan"])
    page.text_input(key="what_if_new_free").set_value("groups.novices.absence=0")
    page.button[0].click()
    page.run()
    line = "Busy loans: queues.loan.volume_factor=1.5; groups.novices.absence=0"
    assert page.text_area(key="what_if_own").value == line
    assert page.query_params["what_if_own"] == line
    assert "own:Busy loans" in page.multiselect(key="what_if_with").value


def test_an_empty_form_makes_nothing() -> None:
    page = page_of("what_if", scenario=FILE, n="2")
    page.button[0].click()
    page.run()
    assert page.text_area(key="what_if_own").value == ""
    assert "nothing to add" in page.warning[0].value


@pytest.mark.parametrize(
    "text", ["no colon", "a: ", ": x=1", "a: no equals sign", "a: b=1\na: c=2"]
)
def test_lines_that_are_no_variant_are_told(text: str) -> None:
    with pytest.raises(BadInput):
        read_own(text)
    page = page_of("what_if", scenario=FILE, n="2", what_if_own=text)
    assert any("cannot be read" in error.value for error in page.error)
    assert page.button(key="what_if_compare_button")  # and the page goes on


def test_a_variant_that_is_at_fault_is_told_by_name() -> None:
    page = page_of(
        "what_if", scenario=FILE, what_if_own="odd: queues.nobody.x=1", what_if_with=["own:odd"]
    )
    assert any("odd" in error.value for error in page.error)


def test_a_variant_is_read_as_it_was_written() -> None:
    written = written_own("Two; of: all", ["a.b=1", "c.d*=2"])
    assert read_own(f"\n{written}\n") == [Own("Two of all", ("a.b=1", "c.d*=2"))]


def corner(sets: tuple[str, ...]) -> Loaded:
    return load(CORNER_BANK, sets=sets)


def test_a_factor_multiplies_what_is_there() -> None:
    own = Own("more", ("groups.experts.agents*=2", "queues.loan.patience*=0.5", "seed=7"))
    plain = corner(())
    changed = corner(own.settings(plain)).scenario
    before, after = (one.groups["experts"].agents for one in (plain.scenario, changed))
    assert isinstance(before, tuple)
    assert after == tuple(2 * number for number in before)
    assert changed.queues["loan"].patience.mean == 120  # type: ignore[union-attr]
    assert changed.seed == 7


@pytest.mark.parametrize("setting", ["queues.loan.volume*=x", "queues.loan.title*=2", "a..b=1"])
def test_what_cannot_be_multiplied_is_refused(setting: str) -> None:
    with pytest.raises(BadInput):
        Own("odd", (setting,)).settings(corner(()))


def test_every_field_that_is_offered_can_be_varied() -> None:
    """Each by its two ends, all of them sound scenarios; in the words of the command line."""
    from scenarios.studies.sweep.bench import Bench, checked

    fields = varied_fields(corner(()).scenario, ENGLISH)
    assert len(fields) > 12
    bench = Bench(str(CORNER_BANK), None, (), None)
    for field in fields:
        cells = plan([axis_text(field, field.low, field.high, 2)], None, 2)
        assert len(list(checked(bench, cells))) == 3


def test_whole_numbers_are_varied_in_whole_numbers() -> None:
    (field,) = (
        one
        for one in varied_fields(corner(()).scenario, ENGLISH)
        if one.path == "groups.novices.shifts.late.agents"
    )
    assert axis_text(field, 0, 4, 4) == "groups.novices.shifts.late.agents=0,1,3,4"
    assert axis_text(field, 1, 2, 5) == "groups.novices.shifts.late.agents=1,2"


def swept_page(vary: str, **address: Any) -> AppTest:
    page = page_of(
        "what_if", scenario=FILE, n="2", what_if_view="sweep", what_if_vary=vary, **address
    )
    return ran(page, "what_if_sweep_button")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_axis_is_a_curve_and_two_are_a_map(lang: str) -> None:
    volume = "queues.general.volume_factor*=0.8,1.2"
    page = swept_page(volume, lang=lang)
    # The base and two cells, three figures of each; then four cells.
    assert len(with_tables(page).dataframe[-1].value) == 3 * 3
    page = swept_page(f"{volume}\ngroups.novices.absence=0 %,10 %", lang=lang)
    assert len(with_tables(page).dataframe[-1].value) == 5 * 3


def test_the_form_writes_an_axis_once() -> None:
    page = page_of("what_if", scenario=FILE, n="2", what_if_view="sweep")
    page.selectbox(key="what_if_field").set_value("queues.loan.volume_factor*").run()
    page.number_input(key="what_if_steps").set_value(3)
    page.button(key="what_if_add").click().run()
    assert page.text_area(key="what_if_vary").value == "queues.loan.volume_factor*=0.8..1.4:3"
    page.number_input(key="what_if_high").set_value(1.2)
    page.button(key="what_if_add").click().run()
    assert page.text_area(key="what_if_vary").value == "queues.loan.volume_factor*=0.8..1.2:3"


@pytest.mark.parametrize(
    "vary", ["nonsense", "queues.general.volume_factor*=a", "seed=1,2", "x=1..2:2\nx=1..2:3"]
)
def test_what_cannot_be_varied_is_told(vary: str) -> None:
    page = page_of("what_if", scenario=FILE, n="2", what_if_view="sweep", what_if_vary=vary)
    assert page.error
    assert not [one for one in page.button if one.key == "what_if_sweep_button"]


def test_too_many_cells_are_refused() -> None:
    task = SweepTask.of(Draft(FILE), (f"queues.general.volume_factor*=1..2:{MOST_CELLS}",))
    with pytest.raises(BadInput, match=f"at most {MOST_CELLS}"):
        _ = task.cells


def test_finished_cells_are_kept_when_a_sweep_is_cancelled(tmp_path: Path) -> None:
    class Enough(Silent):
        def __call__(self, share_done: float, text: str, /, **values: object) -> None:
            if values["done"] == 2:
                raise KeyboardInterrupt

    task = SweepTask.of(SHORT, ("queues.loan.volume_factor*=0.9,1.1",), str(tmp_path))
    with pytest.raises(KeyboardInterrupt):
        task.carry_out(Enough())
    assert task.finished == 2
    found = task.carry_out(Silent())
    assert found.resumed == 2
    assert [axis.numbers for axis in found.axes] == [(0.9, 1.1)]


def test_what_is_swept_is_what_was_asked(workspace: Path, tmp_path: Path) -> None:  # noqa: F811
    """The file may have changed, or be gone, before a worker comes to it."""
    vary = ("queues.loan.volume_factor*=0.9,1.1",)
    task = SweepTask.of(SHORT, vary, str(tmp_path / "one"))
    wanted = task.carry_out(Silent()).table
    (workspace / FILE).unlink()
    again = replace(task, folder=str(tmp_path / "two")).carry_out(Silent()).table
    assert again.equals(wanted)


def test_a_text_of_ones_own_is_swept_too(tmp_path: Path) -> None:
    own = CORNER_BANK.read_text("utf-8")
    draft = Draft("mine", "promotion", settings=("seed=3",), replications=2, own=own)
    task = SweepTask.of(draft, ("variant=null,promotion",), str(tmp_path))
    found = task.carry_out(Silent())
    assert found.seed == 3
    assert found.axes[0].numbers is None
    assert found.labels == ("base", "ordinary day", "promotion")
    at = found.of(("centre", ""), "offered")["value"].tolist()
    assert at[0] == at[2] > at[1]


def test_the_command_does_the_same() -> None:
    vary = ("queues.loan.volume_factor*=0.9..1.1:3",)
    draft = Draft(FILE, "promotion", ("site_loss",), ("groups.novices.absence=8 %",), 4, 9)
    words = shlex.split(command(SweepTask.of(draft, vary)))
    assert words == [
        *("crewline", "sweep", FILE, "--variant", "promotion", "--with", "site_loss"),
        *("--set", "groups.novices.absence=8 %", "--vary", vary[0]),
        *("--replications", "4", "--seed", "9"),
    ]


def test_a_faulty_draft_is_told_and_nothing_else() -> None:
    page = page_of("what_if", scenario=FILE, set="queues.general.talk=never")
    assert page.error
    assert not [one for one in page.button if str(one.key).startswith("what_if")]


@pytest.mark.parametrize(
    ("lang", "strikes", "playbooks"),
    [("en", "strikes on day 1", "with playbooks"), ("zh", "第 1 天", "已启用预案")],
)
def test_what_is_made_of_an_event_is_told_of_its_column(
    lang: str, strikes: str, playbooks: str
) -> None:
    """`crewline compare` says it of all; here it stands by the column, before any run."""
    loaded = load(CORNER_BANK, events=["double11"])
    assert len(loaded.notes) == 2
    assert loaded.scenario.playbooks
    page = page_of("what_if", lang=lang, scenario=FILE, what_if_with=["event:double11"])
    (told,) = [one.value for one in page.caption if playbooks in one.value]
    assert strikes in told
    assert {"en": "left out of double11", "zh": "double11 中以下内容在本场景没有对应"}[lang] in told
    title = {"en": "Double 11", "zh": "双十一"}[lang]
    assert told.startswith(f":material/info: **{title}")


def test_a_doubt_is_told_with_the_columns_that_it_is_about() -> None:
    """Only the variant has a doubt: that of the base alone was told before."""
    doubtful = "absent: groups.experts.agents=0"
    assert not corner(()).warnings
    (warning, *_) = corner(("groups.experts.agents=0",)).warnings
    page = page_of("what_if", scenario=FILE, what_if_own=doubtful, what_if_with=["own:absent"])
    told = [one.value for one in page.markdown if one.value.startswith("- ")]
    assert any("**absent**: " in one and warning.expected[:12] in one for one in told)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "2 times, 4 days in all"), ("zh", "模拟 2 次，共 4 天")]
)
def test_of_several_days_it_is_said_how_often_they_were_simulated(lang: str, words: str) -> None:
    page = side_by_side(lang=lang, set="days=2", what_if_with=["variant:promotion"])
    assert any(words in one.value for one in page.caption)
    assert not any("2 random days" in one.value for one in page.caption)
    vary = "queues.loan.volume_factor*=0.9,1.1"
    page = page_of(
        "what_if", lang=lang, scenario=FILE, n="2", set="days=2", seed="77",
        what_if_view="sweep", what_if_vary=vary,
    )  # fmt: skip
    assert any(words in one.value for one in page.caption)


def test_what_is_to_be_compared_says_how_many_days_it_takes() -> None:
    chosen = ["variant:promotion"]
    page = page_of("what_if", scenario=FILE, n="3", seed="78", set="days=2", what_if_with=chosen)
    told = " ".join(one.value for one in page.caption)
    assert "simulated 3 times on the same random days, 6 days in all of each" in told


UNPAID = [f"groups.{group}.wage_per_h=0" for group in ("novices", "juniors", "experts")]


def test_without_wages_no_cost_is_compared() -> None:
    """Telephony and playbooks have their prices here; what the centre costs is not known."""
    page = side_by_side(set=UNPAID, what_if_with=["variant:promotion", "event:double11"])
    assert not any("Cost" in row for row in page.table[0].value.index)
    offered = page.multiselect(key="what_if_kpis").options
    assert offered
    assert not any("cost" in one.lower() or "wages" in one.lower() for one in offered)
    assert any("No wages are given" in one.value for one in page.caption)


def test_where_one_gives_no_wages_its_cost_is_left_out() -> None:
    unpaid = f"unpaid: {'; '.join(UNPAID)}"
    page = side_by_side(what_if_own=unpaid, what_if_with=["own:unpaid", "variant:promotion"])
    row = page.table[0].value.loc["Cost"]
    assert row["unpaid"] == "–"
    assert "CNY" in row["Double 11"]
    assert any(
        one.value.startswith("unpaid: No wages are given, so no cost is told.")
        for one in page.caption
    )


def test_a_sweep_without_wages_offers_no_cost() -> None:
    page = swept_page("queues.general.volume_factor*=0.8,1.2", set=UNPAID)
    offered = page.multiselect(key="what_if_sweep_kpis").options
    assert offered
    assert not any("cost" in one.lower() for one in offered)
    assert any("No wages are given" in one.value for one in page.caption)


def test_one_that_is_named_twice_is_one_column() -> None:
    twice = ["variant:promotion", "variant:promotion"]
    page = side_by_side(what_if_with=twice)
    assert page.table[0].value.shape[1] == 2
