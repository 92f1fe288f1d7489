"""The back-test on a log that the tests make, and how its tables get into a page."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from scenarios.faults import BadInput
from scenarios.intake import backtest, import_log
from scenarios.intake.comparison import compared_days, held_out, recorded, scenario_of
from tests.intake.small_log import mapping, row, write_log, write_mapping

MONDAY = date(2026, 6, 1)
ROWS = [
    row(
        f"{MONDAY + timedelta(days=place)} {9 + call // 12:02d}:{call % 12 * 5:02d}:{call:02d}",
        wait=0 if call % 3 else 15 + call,
        talk=200 + 7 * call if call % 6 else "",
        end="A" if call % 6 else "H",
        agent=("ann", "bob")[call % 2] if call % 6 else "",
    )
    for place in range(21)
    for call in range(24)
]


def test_every_table_is_made_and_put_into_the_page(tmp_path: Path) -> None:
    imported = import_log(write_log(tmp_path, ROWS), mapping())
    found = backtest.tables(backtest.run(imported, 2))
    page = "text\n" + "\n".join(
        f"## {name}\n<!-- table: {name} -->\nstale\n<!-- end -->\n" for name in found
    )
    new = backtest.put_into(page, found)
    assert "stale" not in new
    assert {name: backtest.table_of(new, name) for name in found} == found
    assert backtest.put_into(new, found) == new


def test_page_must_have_a_place_for_each_table() -> None:
    page = "<!-- table: one -->\n<!-- end -->\n"
    with pytest.raises(BadInput, match="one place for each"):
        backtest.put_into(page, {"one": "a", "two": "b"})
    with pytest.raises(BadInput, match="one place for each"):
        backtest.put_into(page, {})


def test_page_of_the_repository_has_all_places() -> None:
    page = (Path(__file__).parents[2] / "docs" / "calibration.md").read_text(encoding="utf-8")
    for name in ("quality", "survival", "agreement", "hours_wait_s", "queues"):
        assert backtest.table_of(page, name), name


def test_record_has_the_logs_own_figures(tmp_path: Path) -> None:
    """Of 24 calls a day 4 give up, after 15, 21, 27 and 33 s; 4 others wait 18 to 36 s."""
    imported = import_log(write_log(tmp_path, ROWS), mapping())
    was = recorded(imported, scenario_of(imported), compared_days(imported))
    assert was.by_queue("abandoned").value[0] == pytest.approx(1 / 6)
    waits = [15 + call for call in range(0, 24, 3)]
    assert was.by_queue("wait_s").value[0] == pytest.approx(sum(waits) / 24)
    late = sum(1 for call in range(0, 24, 3) if call % 6 and 15 + call > 20)
    assert was.by_queue("in_time").value[0] == pytest.approx((20 - late) / 24)
    assert was.offered[0, 9:11].tolist() == [12, 12]


def test_later_days_are_held_out(tmp_path: Path) -> None:
    imported = import_log(write_log(tmp_path, ROWS), mapping())
    earlier, later = held_out(imported)
    assert len(earlier.days.used) == 14
    assert min(later) > max(earlier.days.used)


def test_intervals_must_divide_an_hour(tmp_path: Path) -> None:
    chosen = mapping(days={"interval": "2 h"})
    imported = import_log(write_log(tmp_path, ROWS), chosen)
    with pytest.raises(BadInput, match="divisor of an hour"):
        backtest.run(imported, 1)


def test_log_of_one_day_has_nothing_to_hold_out(tmp_path: Path) -> None:
    imported = import_log(write_log(tmp_path, ROWS[:24]), mapping())
    with pytest.raises(BadInput, match="enough days"):
        backtest.run(imported, 1)


def test_command_prints_tables_and_refuses_bad_input(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scenarios.intake.backtest"]
    root = Path(__file__).parents[2]
    chosen = ["--mapping", str(write_mapping(tmp_path)), "--replications", "1"]
    log = str(write_log(tmp_path, ROWS))
    good = subprocess.run(
        [*command, log, *chosen], cwd=root, capture_output=True, text=True, check=False
    )
    assert good.returncode == 0, good.stderr
    assert "| as they went | 21 | 24 |" in good.stdout
    bad = subprocess.run(
        [*command, "nothing.csv", *chosen], cwd=root, capture_output=True, text=True, check=False
    )
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "no such file" in bad.stderr
    assert "Traceback" not in bad.stderr
