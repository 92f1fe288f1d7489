"""The check after an import: log and simulated weeks side by side, and a sparse line comes back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from scenarios.intake import Imported, check_against_log, import_log
from scenarios.intake.backtest import table_of
from scenarios.intake.comparison import compared_days, recorded, scenario_of
from tests.intake.made_up_log import PAGE, page_tables, write_made_up
from tests.intake.small_log import mapping, row, write_log

FIRST = date(2026, 6, 1)


@pytest.fixture(scope="module")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """Return the import of the made-up log, of a known centre with few calls."""
    log, chosen = write_made_up(tmp_path_factory.mktemp("sparse"))
    return import_log(log, chosen)


def test_sparse_lines_come_back(sparse: Imported) -> None:
    """Hardly anybody gave up or waited, and hardly anybody does in the scenario."""
    whole = check_against_log(sparse, 5).by_line[0]
    assert whole.log["abandoned"] < 0.02
    assert whole.simulated["abandoned"] < whole.log["abandoned"] + 0.03
    assert whole.simulated["in_time"] > whole.log["in_time"] - 0.08


def test_no_call_comes_when_nobody_is_there(sparse: Imported) -> None:
    assert sparse.quality.by_line[0].unstaffed == 0


def test_log_side_is_what_the_record_says(sparse: Imported) -> None:
    found = check_against_log(sparse, 2)
    was = recorded(sparse, scenario_of(sparse), compared_days(sparse))
    for ratio in ("wait_s", "abandoned", "in_time"):
        sides = [side.log[ratio] for side in found.by_line]
        assert sides == pytest.approx(was.by_queue(ratio).value.tolist(), abs=1e-4)


def test_check_reads_well_and_for_machines(sparse: Imported) -> None:
    found = check_against_log(sparse, 2)
    assert [side.name for side in found.by_line] == ["all", "sales", "service"]
    assert [side.name for side in found.by_day][::5] == ["monday", "saturday"]
    total = found.by_line[0].calls_a_week
    assert total == pytest.approx(sum(side.calls_a_week for side in found.by_line[1:]))
    assert total == pytest.approx(sum(side.calls_a_week for side in found.by_day))
    text = "\n".join(found.lines())
    assert "abandoned: log" in text
    assert "agents.csv" in text
    json.dumps(found.as_dict(), allow_nan=False)
    assert check_against_log(sparse, 2) == found


def test_one_week_says_nothing_of_its_spread(sparse: Imported) -> None:
    with pytest.raises(ValueError, match="at least two"):
        check_against_log(sparse, 1)


def test_check_needs_no_intervals_that_divide_an_hour(tmp_path: Path) -> None:
    rows = [row(f"{FIRST} 09:{minute:02d}:00", agent="ann") for minute in range(0, 60, 2)]
    imported = import_log(write_log(tmp_path, rows), mapping(days={"interval": "2 h"}))
    assert check_against_log(imported, 2).by_line[0].calls_a_week == 30


def test_page_shows_the_report_and_the_check(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, text in page_tables(tmp_path).items():
        assert table_of(page, name) == text, "run python -m tests.intake.made_up_log FOLDER --page"
