"""`crewline schedule --check`: what editing a schedule costs, and today's roster beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from crewline.cli import answer
from tests.cli.planned import desk

Capture = pytest.CaptureFixture[str]

TODAY = ("    agents: 4\n", '    shifts: {day: {start: "08:00", end: "18:00", agents: 4}}\n')


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def stretched(file: Path) -> int:
    """Let the last row of a schedule end two hours later; return how many agents it has."""
    table = pd.read_csv(file, dtype=str, keep_default_na=False)
    last = len(table) - 1
    hour, minute = str(table.loc[last, "end"]).split(":")
    table.loc[last, "end"] = f"{int(hour) + 2}:{minute}"
    table.to_csv(file, index=False)
    return int(str(table.loc[last, "agents"]))


def test_what_was_edited_is_told_with_its_rows_and_its_cost(inside: Path, capsys: Capture) -> None:
    scenario = desk(inside, TODAY)
    assert answer(["schedule", scenario, "--no-proof", "--out", "s", "--json"]) == 0
    before = json.loads(capsys.readouterr().out)
    file = inside / "s" / "schedule.csv"
    agents = stretched(file)
    check = ["schedule", scenario, "--check", "s/schedule.csv", "--fresh", "2", "--jobs", "1"]
    assert answer(check) == 2
    rows = len(file.read_text("utf-8").splitlines())
    assert f"schedule.csv:{rows}: start, end: got team" in capsys.readouterr().err
    assert answer([*check, "--accept", "--json"]) == 0
    after = json.loads(capsys.readouterr().out)
    # Two hours more for each at 40; a part-timer's six hours are none of overtime.
    assert after["original_cost"] == before["cost"]
    assert after["cost"] - before["cost"] == pytest.approx(agents * 2 * 40)
    assert after["broken_wages"] == pytest.approx(agents * 6 * 40)
    assert answer([*check, "--accept"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert f"It was edited from a schedule of {before['cost']:,.0f} CNY, and costs" in told
    assert f"(row {rows})" in told
    # Today: four agents of ten hours at 40, two of them overtime at half as much more.
    assert "Today's roster, by the same wages: 1,760 CNY for 40 paid hours" in told
    assert after["groups"][-1]["today_wages"] == pytest.approx(4 * 40 * (10 + 2 * 0.5))
