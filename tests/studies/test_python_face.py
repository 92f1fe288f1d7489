"""The short Python face: what the package's own page promises."""

from __future__ import annotations

from pathlib import Path

import crewline

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


def test_compare_gives_differences() -> None:
    found = crewline.compare(CORNER_BANK, f"{CORNER_BANK}:site_loss", replications=2, jobs=1)
    assert set(found.differences["variant"]) == {"corner_bank:site_loss"}
