"""`crewline import`: from a log to a scenario that the other commands take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crewline.cli import answer
from tests.cli.process import QUICK
from tests.intake.small_log import row, write_log, write_mapping

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the arguments of an import: five days of forty calls, two agents."""
    monkeypatch.chdir(tmp_path)
    rows = [
        row(f"2024-03-0{day} {9 + call // 8:02}:{call % 8 * 7:02}:00", wait=call % 5 * 4, agent=who)
        for day in range(4, 9)
        for call, who in zip(range(40), ["ann", "bob"] * 20, strict=True)
    ]
    return [
        str(write_log(tmp_path, rows)),
        f"--mapping={write_mapping(tmp_path)}",
        "--out=centre",
    ]


def test_an_imported_scenario_can_be_run(log: list[str], capsys: Captured) -> None:
    assert answer(["import", *log]) == 0
    out, err = capsys.readouterr()
    assert "offered calls: 200" in out
    assert "crewline run centre/small.yaml" in err
    assert answer(["run", "centre/small.yaml", *QUICK]) == 0


def test_json_holds_the_quality_report(log: list[str], capsys: Captured) -> None:
    assert answer(["import", *log, "--name", "branch", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["scenario_file"] == "centre/branch.yaml"
    assert told["quality"]["rows_read"] == 200


def test_check_puts_log_and_scenario_side_by_side(log: list[str], capsys: Captured) -> None:
    assert answer(["import", *log, "--check"]) == 0
    assert "log and scenario side by side" in capsys.readouterr().out
    assert answer(["import", *log[:2], "--out=other", "--check", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["check"]["by_line"][0]["calls_a_week"] == 200


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--weekday=funday", "funday"),
        ("--day=2024-13-45", "2024-13-45"),
        ("--day=2031-01-01", "2031-01-01"),
    ],
)
def test_days_that_are_none_are_refused(
    log: list[str], option: str, said: str, capsys: Captured, tmp_path: Path
) -> None:
    assert answer(["import", *log, option]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "centre").exists()
