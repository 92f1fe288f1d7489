"""The short Python face: what the package's own page promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import crewline
from scenarios.faults import BadInput

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


def test_run_gives_tables() -> None:
    found = crewline.run(f"{CORNER_BANK}:promotion", replications=2, jobs=1)
    assert found.label == "corner_bank:promotion"
    assert {"SL3", "asa", "cost"} <= set(found.kpis["kpi"])


def test_what_was_loaded_can_be_run() -> None:
    loaded = crewline.load(CORNER_BANK, sets=["days=2"])
    found = crewline.run(loaded, replications=2, jobs=1, seed=3)
    assert found.seed == 3
    assert found.days["day"].max() == 2


def test_a_scenario_that_was_made_can_be_run_and_compared() -> None:
    """As a schedule that was found is one: `crewline.run(proof.schedule)`."""
    made = crewline.load(CORNER_BANK).scenario
    of_file = crewline.run(CORNER_BANK, replications=2, jobs=1)
    assert crewline.run(made, replications=2, jobs=1).kpis.equals(of_file.kpis)
    both = crewline.compare(CORNER_BANK, made, replications=2, jobs=1)
    assert (both.differences["difference"].dropna() == 0).all()
    with pytest.raises(ValueError, match="against"):
        crewline.compare(made, against=["days=2"], replications=2, jobs=1)


@pytest.mark.parametrize("engine", ["reference", "compiled"])
def test_the_engine_goes_by_its_name(engine: str) -> None:
    both = crewline.compare(CORNER_BANK, replications=2, jobs=1, engine=engine)
    assert {study.engine for study in both.studies} == {engine}
    assert crewline.run(CORNER_BANK, replications=2, jobs=1, engine=engine).engine == engine


def test_an_engine_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="--engine: got fast"):
        crewline.run(CORNER_BANK, engine="fast")


def test_compare_gives_differences() -> None:
    found = crewline.compare(CORNER_BANK, f"{CORNER_BANK}:site_loss", replications=2, jobs=1)
    assert set(found.differences["variant"]) == {"corner_bank:site_loss"}


def test_what_is_found_prints_as_a_line() -> None:
    one = crewline.run(CORNER_BANK, replications=2, jobs=1)
    assert repr(one).startswith("<Study corner_bank: replications 2, seed 618; see .kpis, ")
    both = crewline.compare(CORNER_BANK, f"{CORNER_BANK}:promotion", replications=2, jobs=1)
    assert repr(both) == (
        "<Comparison corner_bank, corner_bank:promotion: replications 2, seed 618; see"
        " .differences, .base, .variants, .studies>"
    )
    for found in (one, both):
        seen = re.findall(r" \.([a-z_]+)", str(found))
        assert all(hasattr(found, name) for name in seen)
