"""The real log: its traps, its known figures, and the calibration page.

These tests need the data, which is not part of the repository: the folder `anonymous_bank_1999`
under `CREWLINE_DATA`, else under `../shared/data` beside the repository.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from scenarios.intake import Imported, import_log, replay
from scenarios.intake.backtest import day_table, log_tables, table_of
from scenarios.intake.calls import Calls
from scenarios.intake.comparison import SHOWN_DAYS, compared_days, recorded, replayed, scenario_of
from scenarios.intake.patience import patience_times

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("CREWLINE_DATA", ROOT.parent / "shared" / "data"))
FOLDER = DATA / "anonymous_bank_1999"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason=f"the bank's log is not here ({FOLDER}); set CREWLINE_DATA"
    ),
]


@pytest.fixture(scope="module")
def bank() -> Imported:
    """Return the whole log imported."""
    return import_log(sorted(FOLDER.glob("*.txt.gz")), "anonymous_bank_1999")


@pytest.fixture(scope="module")
def page() -> str:
    """Return the calibration page."""
    return (ROOT / "docs" / "calibration.md").read_text(encoding="utf-8")


def test_every_row_is_accounted_for(bank: Imported) -> None:
    quality = bank.quality
    ignored = sum(finding.count for finding in quality.ignored)
    assert quality.rows_read == 252_290
    assert quality.rows_read == quality.dropped + ignored + quality.offered
    assert quality.dropped == 4  # rows of type AA


def test_traps_are_found(bank: Imported) -> None:
    odd = {finding.what: finding.count for finding in bank.quality.oddities}
    assert odd["a negative time in the voice response unit"] > 200
    assert odd["went on after midnight"] > 100
    assert odd["answered, but by no named agent"] > 3000
    assert odd["service longer than 3600 s; left out of handling times"] == 48
    short = odd["service shorter than 10 s"]
    assert short / int(bank.calls.table["answered"].sum()) == pytest.approx(0.06, abs=0.01)
    assert bank.quality.days_missing[:2] == (date(1999, 1, 11), date(1999, 1, 12))
    left_out = {entry.day: entry.why for entry in bank.quality.days_left_out}
    assert left_out[date(1999, 5, 23)].startswith("abnormal")
    agents = set(bank.calls.table["agent"])
    assert not any("NO_SERVER" in agent for agent in agents)
    assert {"NAAMA", "ANAT", ""} <= agents


def test_figures_are_near_those_published(bank: Imported) -> None:
    """The published ones are of January to October; these of January to July."""
    figures = bank.quality.figures
    assert figures["abandoned_share"] == pytest.approx(0.153, abs=0.02)
    assert figures["waited_share"] == pytest.approx(0.62, abs=0.06)
    assert figures["mean_wait_of_waiting_s"] == pytest.approx(97, abs=3)
    assert figures["sd_wait_of_waiting_s"] == pytest.approx(107, abs=4)
    assert figures["mean_service_s"] == pytest.approx(187, abs=4)
    assert figures["sd_service_s"] == pytest.approx(238, abs=6)
    assert figures["median_service_s"] == pytest.approx(113, abs=4)
    assert 2.3 < figures["interval_variance_over_mean"] < 6.3
    prospect = bank.estimates.talk["prospect"]
    assert (prospect.mean_s, prospect.sd_s, prospect.median_s) == pytest.approx(
        (111, 154, 64), rel=0.05
    )


def test_patience_of_july_is_that_of_august(bank: Imported) -> None:
    table = bank.calls.table
    july = patience_times(Calls(table[table["day"] >= "1999-07-01"]), bank.mapping)
    found = [july.survival_at(time) for time in (5, 30, 60, 120, 300, 600)]
    assert found == pytest.approx([0.988, 0.894, 0.815, 0.712, 0.547, 0.378], abs=0.02)


def test_more_agents_seen_than_ready_than_busy(bank: Imported) -> None:
    hours = bank.estimates.staffing.hours_a_day()
    assert hours["seen_h_per_day"] > hours["saturated_h_per_day"] > hours["in_calls_h_per_day"] > 50


def test_page_shows_what_the_log_says(bank: Imported, page: str) -> None:
    for name, table in log_tables(bank).items():
        assert table_of(page, name) == table, f"run the back-test again: table {name}"


def test_page_shows_what_the_first_days_give(bank: Imported, page: str) -> None:
    scenario = scenario_of(bank)
    days = compared_days(bank)[:SHOWN_DAYS]
    was = recorded(bank, scenario, days)
    simulated = replayed(bank, scenario, days, "saturated")
    assert table_of(page, "days") == day_table(was, simulated, days)


def test_replayed_days_agree_with_the_real_ones(bank: Imported) -> None:
    """Two weeks: abandonment within 4 points on average, and days in the same order."""
    scenario = scenario_of(bank)
    days = compared_days(bank)[:SHOWN_DAYS]
    was = recorded(bank, scenario, days).by_day("abandoned")
    simulated = replayed(bank, scenario, days, "saturated").by_day("abandoned")
    assert np.mean(np.abs(was - simulated)) < 0.04
    assert np.corrcoef(was, simulated)[0, 1] > 0.9


def test_week_is_replayed_whole(bank: Imported) -> None:
    from scenarios.build import centre

    made = centre(scenario_of(bank))
    contacts = replay(bank.calls, bank.mapping, made, date(1999, 6, 6))
    week = bank.calls.table["day"].between("1999-06-06", "1999-06-12")
    assert len(contacts) == int(week.sum())
