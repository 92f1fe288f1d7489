"""The printed tables of a small study: what a planner reads."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from crewline.tables.comparison import print_comparison
from crewline.tables.kpis import print_study
from crewline.tables.verdicts import verdict_lines
from scenarios.load import load
from scenarios.studies.comparison import Comparison, compare, load_all, study_all
from scenarios.studies.study import study

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


@pytest.fixture(scope="module")
def found() -> Comparison:
    loaded = load_all([str(CORNER_BANK), f"{CORNER_BANK}:promotion"])
    return compare(study_all(loaded, replications=4, jobs=1))


def screen() -> Console:
    return Console(file=io.StringIO(), width=132)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_all_six_service_levels_stand_side_by_side(found: Comparison) -> None:
    console = screen()
    print_study(console, found.base)
    text = printed(console)
    header = text[: text.index("centre")]
    assert [level for level in ("SL1", "SL2", "SL3", "SL4", "SL5", "SL6") if level in header] == [
        "SL1",
        "SL2",
        "SL3",
        "SL4",
        "SL5",
        "SL6",
    ]
    assert "/ answered" in header
    assert "/ offered" in header
    for name in ("general", "novices", "all groups", "Cost: ", "How days differ"):
        assert name in text
    assert "…" not in text


def test_a_queue_without_contacts_is_a_dash_and_no_success() -> None:
    silent = load(CORNER_BANK, sets=["queues.loan.volume={per_h: 0}"])
    console = screen()
    print_study(console, study(silent, replications=2, jobs=1))
    line = next(line for line in printed(console).splitlines() if " loan " in line)
    assert line.split()[1:4] == ["0.0", "30", "s"]
    assert set(line.split()[4:]) == {"–"}


def test_every_target_has_a_sentence(found: Comparison) -> None:
    lines = list(verdict_lines(found.base))
    assert [line.split(":")[0] for line in lines] == ["general", "loan", "expert"]
    assert "SL3 in 20 s" in lines[0]
    assert "target at least 80 % on 90 % of days" in lines[0]
    assert "target at most 40 s of the day on average" in lines[2]
    assert all("4 simulated days keep to it" in line for line in lines)


def test_a_scenario_without_targets_says_so() -> None:
    untold = [f"queues.{queue}.target=null" for queue in ("general", "loan", "expert")]
    found = study(load(CORNER_BANK, sets=untold), replications=2, jobs=1)
    assert list(verdict_lines(found)) == ["No queue has a target."]
    assert found.targets_met


def test_differences_come_with_a_word(found: Comparison) -> None:
    console = screen()
    print_comparison(console, found)
    text = printed(console)
    assert "corner_bank:promotion" in text
    assert " worse" in text
    assert " higher" in text
    assert "on the same 4 random horizons" in text


def test_a_scenario_alone_has_nothing_to_be_compared_with(found: Comparison) -> None:
    console = screen()
    print_comparison(console, Comparison((found.base,)))
    assert "no variant" in printed(console)
