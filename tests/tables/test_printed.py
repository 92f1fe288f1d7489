"""The printed tables of a small study: what a planner reads."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from crewline.tables.comparison import print_comparison
from crewline.tables.kpis import print_study
from scenarios.load import load
from scenarios.studies.comparison import Comparison, compare, load_all, study_all
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"
NO_WAGES = [f"groups.{group}.wage_per_h=0" for group in ("novices", "juniors", "experts")]
NO_TELEPHONY = ["costs.telephony_per_min=0"]


@pytest.fixture(scope="module")
def found() -> Comparison:
    loaded = load_all([str(CORNER_BANK), f"{CORNER_BANK}:promotion"])
    return compare(study_all(loaded, RunOptions(replications=4, jobs=1)))


def studied(*sets: str, replications: int = 2) -> Study:
    return study(load(CORNER_BANK, sets=list(sets)), RunOptions(replications=replications, jobs=1))


def screen(width: int = 132) -> Console:
    return Console(file=io.StringIO(), width=width)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def study_text(study: Study, width: int = 132) -> str:
    console = screen(width)
    print_study(console, study)
    return printed(console)


def compared_text(comparison: Comparison, width: int = 132) -> str:
    console = screen(width)
    print_comparison(console, comparison)
    return printed(console)


def section(text: str, title: str) -> list[list[str]]:
    """Return the words of the lines below a title, up to an empty one."""
    lines = text[text.index(title) :].splitlines()
    return [line.split() for line in lines[: lines.index("")]]


def test_all_six_service_levels_stand_side_by_side(found: Comparison) -> None:
    text = study_text(found.base)
    header = text[: text.index("centre")]
    levels = [level for level in ("SL1", "SL2", "SL3", "SL4", "SL5", "SL6") if level in header]
    assert levels == ["SL1", "SL2", "SL3", "SL4", "SL5", "SL6"]
    assert "/ answered" in " ".join(header.split())
    assert "offered" in header
    for name in ("general", "novices", "all groups", "Cost: ", "How days differ"):
        assert name in text
    assert "…" not in text


@pytest.mark.parametrize("width", [50, 80, 100, 115])
def test_a_narrow_screen_shows_the_same_figures(found: Comparison, width: int) -> None:
    for narrow, wide in (
        (study_text(found.base, width), study_text(found.base, 250)),
        (compared_text(found, width), compared_text(found, 250)),
    ):
        assert all(cell_len(line) <= width for line in narrow.splitlines())
        figures = [word for word in wide.split() if word[0].isdigit() or word[0] in "+-±"]
        assert sorted(figures) == sorted(
            word for word in narrow.split() if word[0].isdigit() or word[0] in "+-±"
        )
        assert "…" not in narrow
        for name in ("general", "novices"):
            assert name in narrow


def test_a_queue_without_contacts_is_a_dash_and_no_success() -> None:
    text = study_text(studied("queues.loan.volume={per_h: 0}"))
    line = next(line for line in text.splitlines() if line.startswith("loan "))
    assert line.split()[1:4] == ["0.0", "30", "s"]
    assert set(line.split()[4:]) == {"–"}


def test_what_became_of_those_offered_adds_up() -> None:
    # Loans close at noon: who comes later is turned away, who waits then is cleared.
    cut = (
        'queues.loan.open="08:00-12:00"',
        "queues.general.capacity=1",
        "queues.loan.volume_factor=6",
    )
    text = study_text(studied(*cut, replications=4), width=200)
    header, *_ = text[text.index("Waiting") :].split("centre")
    for fate in ("blocked", "came while", "cleared"):
        assert fate in header
    lines = {words[0]: words for words in section(text, "Waiting") if words}
    for line in ("centre", "general", "loan", "expert"):
        values = [float(word.replace(",", "")) for word in lines[line][1:] if word[0] != "±"]
        assert sum(values[4:]) == pytest.approx(100, abs=0.31)


def test_nothing_turned_away_is_no_column() -> None:
    header = study_text(studied())
    assert "blocked" not in header
    assert "cleared" not in header


def test_cost_is_told_where_it_is_given() -> None:
    plain = [*NO_WAGES, *NO_TELEPHONY]
    assert "Cost: no wages given." in study_text(studied(*plain))
    assert "wages" not in study_text(studied(*plain)).replace("no wages given", "")
    assert "(telephony)" in study_text(studied(*NO_WAGES))
    assert "(wages)" in study_text(studied(*NO_TELEPHONY))


def test_no_currency_leaves_no_gap() -> None:
    text = study_text(studied('currency=""'))
    cost = next(line for line in text.splitlines() if line.startswith("Cost: "))
    assert "  " not in cost
    assert "; " in cost


def test_differences_come_with_a_word(found: Comparison) -> None:
    text = compared_text(found)
    assert "promotion" in text
    assert " worse" in text
    assert " higher" in text
    assert "on the same 4 random horizons" in text


def test_who_waits_when_the_horizon_ends_is_no_difference(found: Comparison) -> None:
    assert "waiting at the end" not in compared_text(found)
    lines = compared_text(found).splitlines()
    closed = next(i for i, line in enumerate(lines) if line.startswith("centre: came while closed"))
    assert not lines[closed + 1].endswith(("better", "worse"))


def test_a_cost_is_higher_and_no_worse(found: Comparison) -> None:
    lines = compared_text(found).splitlines()
    cost = next(i for i, line in enumerate(lines) if line.startswith("centre: cost "))
    assert lines[cost + 1].endswith("higher")


def test_every_line_tells_its_level_and_who_gave_up(found: Comparison) -> None:
    text = compared_text(found)
    for line in ("general", "loan", "expert"):
        assert f"{line}: SL3, %" in text
        assert f"{line}: abandonment, %" in text
    assert "expert: ASA, s" in text


def test_a_scenario_alone_has_nothing_to_be_compared_with(found: Comparison) -> None:
    assert "no variant" in compared_text(Comparison((found.base,)))
