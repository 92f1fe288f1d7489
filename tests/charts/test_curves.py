"""The lines of the charts."""

from __future__ import annotations

import math
from pathlib import Path

from crewline.charts.curves import curve
from scenarios.load import load
from scenarios.studies.options import RunOptions
from scenarios.studies.study import study

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


def test_bands_reach_no_further_than_what_can_be() -> None:
    found = study(load(CORNER_BANK), RunOptions(replications=3, jobs=1))
    levels = curve(found, ("centre", ""), "SL3", factor=100)
    waits = curve(found, ("centre", ""), "asa")
    assert max(high for high in levels.high if not math.isnan(high)) == 100
    assert min(low for low in levels.low if not math.isnan(low)) == 0
    assert min(low for low in waits.low if not math.isnan(low)) == 0
    assert max(high for high in waits.high if not math.isnan(high)) > 1
