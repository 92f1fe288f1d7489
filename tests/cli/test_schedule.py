"""`crewline schedule`: found, proved, written, fed back; and what stands in its way, said."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from crewline.cli import answer
from scenarios.duty import staffed
from scenarios.load import load
from scenarios.planning.proof import trial
from tests.cli.planned import QUICK, desk

Capture = pytest.CaptureFixture[str]

FRESH = ("--fresh", "4")
FOLDERS = ("s", "again")


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    return tmp_path


def test_a_schedule_is_found_proved_and_written(inside: Path, capsys: Capture) -> None:
    assert answer(["schedule", desk(inside), *QUICK, *FRESH]) == 0
    told = capsys.readouterr()
    for heading in ("By interval: centre", "Shifts: agents", "Rounds", "Targets", "Proof: "):
        assert heading in told.out
    assert "Plain Erlang C, line by line" in told.out
    assert re.search(r"together [\d,]+, at least [\d,]+ for this", " ".join(told.out.split()))
    folder = inside / "results" / "desk-schedule-001"
    assert {path.name for path in folder.iterdir()} == {
        "scenario.yaml",
        "schedule.csv",
        "schedule.xlsx",
        "summary.json",
        "groups.parquet",
        "intervals.parquet",
        "rounds.parquet",
    }
    assert "round 1, searched: cost" in told.err
    assert "results/desk-schedule-001" in told.err


def test_what_it_says_is_what_it_wrote(inside: Path, capsys: Capture) -> None:
    assert answer(["schedule", desk(inside), *QUICK, *FRESH, "--json", "--csv", "--out", "s"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    found = json.loads(told.out)
    assert found["results"] == "s"
    kept = json.loads((inside / "s" / "summary.json").read_text("utf-8"))
    assert kept == {key: value for key, value in found.items() if key != "results"}
    scheduled = load(inside / "s" / "scenario.yaml").scenario
    hours = staffed(scheduled, "team").sum() / 2
    table = pd.read_csv(inside / "s" / "intervals.csv")
    assert table[table["name"] == "help"]["agents"].sum() / 2 == pytest.approx(hours)
    assert len(pd.read_csv(inside / "s" / "rounds.csv")) == len(found["rounds"])
    # Wages alone, at 40 an hour: the paid hours say what it costs.
    assert found["schedule"]["cost"] == pytest.approx(40 * found["schedule"]["paid_h"])


def test_the_scheduled_scenario_runs(inside: Path, capsys: Capture) -> None:
    assert answer(["schedule", desk(inside), "--no-proof", "--out", "s"]) == 0
    assert "Not simulated: whether the targets hold is not known." in capsys.readouterr().out
    assert answer(["run", "s/scenario.yaml", "--replications", "2", "--jobs", "1"]) == 0


def edited(folder: Path, column: str, value: str, row: int = 0) -> str:
    """Change one cell of the schedule written to `s`, and return the file."""
    with (folder / "s" / "schedule.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row][column] = value
    back = folder / "back.csv"
    with back.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return str(back)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_schedule_that_comes_back_as_it_was_is_the_same(
    kind: str, inside: Path, capsys: Capture
) -> None:
    scenario = desk(inside)
    assert answer(["schedule", scenario, "--no-proof", "--out", "s", "--json"]) == 0
    before = json.loads(capsys.readouterr().out)
    check = ["--check", f"s/schedule.{kind}", "--jobs", "1", *FRESH, "--out", "again", "--json"]
    assert answer(["schedule", scenario, *check]) == 0
    after = json.loads(capsys.readouterr().out)
    assert after["breaches"] == []
    assert (after["cost"], after["paid_h"]) == (before["cost"], before["paid_h"])
    assert after["simulation"]["replications"] == 4
    texts = [(inside / name / "schedule.csv").read_text("utf-8") for name in FOLDERS]
    assert texts[0] == texts[1]


def test_more_agents_in_the_file_are_more_in_the_simulation(inside: Path, capsys: Capture) -> None:
    scenario = desk(inside)
    assert answer(["schedule", scenario, "--no-proof", "--out", "s"]) == 0
    back = edited(inside, "agents", "30")
    capsys.readouterr()
    check = ["--check", back, "--jobs", "1", *FRESH, "--out", "again"]
    assert answer(["schedule", scenario, *check]) == 0
    assert "Solver" not in capsys.readouterr().out  # nothing was searched
    there = [staffed(load(inside / name / "scenario.yaml").scenario, "team") for name in FOLDERS]
    assert (there[1] - there[0]).max() >= 25


def test_an_edited_schedule_that_breaks_a_rule_is_said_which(inside: Path, capsys: Capture) -> None:
    scenario = desk(inside)
    assert answer(["schedule", scenario, "--no-proof", "--out", "s"]) == 0
    back = edited(inside, "start", "05:00")
    capsys.readouterr()
    check = ["schedule", scenario, "--check", back, "--jobs", "1", *FRESH]
    assert answer(check) == 2
    said = capsys.readouterr().err
    assert "back.csv:2" in said
    assert "expected" in said
    assert not list(inside.glob("results/*"))
    assert answer([*check, "--accept"]) == 0
    assert "Rules that it breaks, accepted: 1" in capsys.readouterr().out


def test_a_missed_target_leaves_with_1_where_it_is_asked(inside: Path, capsys: Capture) -> None:
    """A cap is a decision: what it misses is told, and no fault of the schedule."""
    scenario = desk(inside, ("planning:\n", "planning:\n  coverage: {headcount: 1}\n"))
    assert answer(["schedule", scenario, *QUICK, *FRESH, "--out", "a"]) == 0
    assert "Proof: a target is missed (help): 0 of 1 met, 1 missed" in capsys.readouterr().out
    assert answer(["schedule", scenario, *QUICK, *FRESH, "--out", "b", "--strict"]) == 1


@pytest.mark.parametrize("how", [["--no-proof"], [*QUICK, *FRESH]])
def test_what_would_have_to_give_is_said_with_its_price(
    how: list[str], inside: Path, capsys: Capture
) -> None:
    scenario = desk(inside, ("planning:\n", "planning:\n  groups: {team: {most: 1}}\n"))
    assert answer(["schedule", scenario, *how, "--out", "a"]) == 4
    out = capsys.readouterr().out
    assert "The least to relax, so that all is covered" in out
    assert re.search(r"^(what is required +help|most agents +team)", out, re.MULTILINE)
    assert answer(["schedule", scenario, *how, "--out", "b", "--json"]) == 4
    found = json.loads(capsys.readouterr().out)
    assert found["to_relax"]["needed"]
    assert all(each["amount"] > 0 for each in found["to_relax"]["needed"])


def test_demand_that_no_shift_covers_is_said_with_its_hours(inside: Path, capsys: Capture) -> None:
    scenario = desk(inside, ('open: "08:00-18:00"', "open: always"))
    assert answer(["schedule", scenario, *QUICK, *FRESH]) == 4
    out = capsys.readouterr().out
    assert "no shift that may be worked reaches" in out
    assert "00:00-" in out
    assert "But nobody is on duty 00:00-08:00, 18:00-24:00 (help)" in " ".join(out.split())


def test_hours_that_nobody_works_are_no_success(inside: Path, capsys: Capture) -> None:
    """Few come late, so that the day's target may hold: whoever comes from 18:00 on is lost."""
    profile = ("    volume: {per_h: 30}", "    volume: {total: 302, profile: late}")
    halves = ", ".join(["0"] * 16 + ["15"] * 20 + ["1"] * 2 + ["0"] * 10)
    late = ("queues:\n", f"profiles:\n  late: [{halves}]\nqueues:\n")
    hours = ('open: "08:00-18:00"', 'open: "08:00-19:00"')
    easy = ("level: 80 %", "level: 60 %")
    scenario = desk(inside, profile, late, hours, easy)
    assert answer(["schedule", scenario, *QUICK, *FRESH, "--out", "a"]) == 4
    out = " ".join(capsys.readouterr().out.split())
    assert "But nobody is on duty 18:00-19:00 (help)" in out
    assert answer(["schedule", scenario, *QUICK, *FRESH, "--out", "b", "--json"]) == 4
    found = json.loads(capsys.readouterr().out)
    assert found["holds"] is False
    assert found["verdicts"]["missed"] == 0
    assert found["nobody_on_duty"] == [{"line": "help", "hours": "18:00-19:00"}]


def test_wages_and_the_price_of_what_is_missing_are_told_on_one_basis(
    inside: Path, capsys: Capture
) -> None:
    """Of one agent at most much is missing, at five times the wage of 40 an hour."""
    scenario = desk(inside, ("planning:\n", "planning:\n  groups: {team: {most: 1}}\n"))
    assert answer(["schedule", scenario, *QUICK, *FRESH, "--out", "a", "--json"]) == 4
    told = json.loads(capsys.readouterr().out)
    found = told["schedule"]
    assert found["uncovered_h"] > 0
    assert found["uncovered_price"] == pytest.approx(5 * 40 * found["uncovered_h"])
    together = found["cost"] + found["uncovered_price"]
    assert found["wages_and_price"] == pytest.approx(together)
    assert found["wages_and_price_at_least"] <= together + 1e-6
    (cap,) = told["to_relax"]["caps"]
    assert (cap["group"], cap["most"]) == ("team", 1)
    # So many do cover it all, so that there is a schedule for the formulas.
    enough = ("planning:\n", f"planning:\n  groups: {{team: {{most: {cap['enough']}}}}}\n")
    again = ["schedule", desk(inside, enough), "--no-proof", "--out", "b"]
    assert answer(again) == 0
    assert "uncovered" not in capsys.readouterr().out


def test_a_second_is_enough_for_a_schedule_with_its_gap(inside: Path, capsys: Capture) -> None:
    options = [*QUICK[:4], "--time-limit", "1s", "--jobs", "1", *FRESH, "--json"]
    assert answer(["schedule", desk(inside), *options]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schedule"]["gap"] >= 0
    assert found["schedule"]["status"] in {"optimal", "feasible"}


def test_a_shortfall_is_told_in_percent_on_both_sides(inside: Path, capsys: Capture) -> None:
    scenario = desk(inside, ("planning:\n", "planning:\n  groups: {team: {most: 2}}\n"))
    assert answer(["schedule", scenario, *QUICK, *FRESH]) == 4
    out = capsys.readouterr().out
    assert re.search(r"help: SL3 is \d+(\.\d)? %, promised 80 %\.$", out, re.MULTILINE)
    assert "Most agents: team 2 -> " in out


def test_a_target_that_nobody_can_reach_is_said(inside: Path, capsys: Capture) -> None:
    scenario = desk(inside, ("level: 80 %", "level: 100 %"))
    assert answer(["schedule", scenario, *QUICK, *FRESH]) == 0
    assert "100 % is more than chance allows" in capsys.readouterr().out


def _first_round(process: subprocess.Popen[str]) -> str:
    """Return the line on standard error that tells of the first round; empty where none does."""
    assert process.stderr is not None
    return next((line for line in process.stderr if "round 1, searched" in line), "")


def test_an_interrupt_leaves_the_best_until_then(inside: Path) -> None:
    """Ctrl-C on the way: what is found is written and told, and the shell hears of the cut."""
    options = ["--replications", "4", "--rounds", "50", "--fresh", "400", "--jobs", "1"]
    command = [sys.executable, "-m", "crewline", "schedule", desk(inside), *options, "--out", "s"]
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert _first_round(process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    assert "Interrupted" in err
    assert "Traceback" not in err
    assert "cut short by Ctrl-C; this is the best found until then" in out
    kept = json.loads((inside / "s" / "summary.json").read_text("utf-8"))
    assert kept["cut"]
    assert kept["outcome"] != "met" or kept["on_fresh_days"]
    assert len(kept["rounds"]) >= 1
    assert load(inside / "s" / "scenario.yaml").scenario.groups["team"].shifts


def test_an_interrupt_is_told_in_json_too(
    inside: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pressed as the second schedule is sent through the simulation."""
    simulated, before = [], signal.getsignal(signal.SIGINT)

    def pressed(*given: Any) -> Any:
        simulated.append(given)
        if len(simulated) > 1:
            raise KeyboardInterrupt
        return simulate(*given)

    simulate = trial.simulated
    monkeypatch.setattr(trial, "simulated", pressed)
    try:
        assert answer(["schedule", desk(inside), *QUICK, *FRESH, "--json"]) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert found["cut"]
    assert not found["on_fresh_days"]
    assert len(found["rounds"]) == 1
    assert (inside / found["results"] / "schedule.csv").exists()
    assert "Interrupted" in told.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--time-limit", "soon"], "--time-limit: got soon"),
        (["--gap", "2"], "--gap: got 2"),
        (["--line", "hlep"], "did you mean help?"),
        (["--accept"], "--check beside it"),
        (["--check", "none.csv"], "none.csv"),
        (["--rounds", "0"], "--rounds"),
    ],
)
def test_bad_input_leaves_nothing(
    arguments: list[str], said: str, inside: Path, capsys: Capture
) -> None:
    assert answer(["schedule", desk(inside), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in inside.iterdir()] == ["desk.yaml"]
