"""`crewline staff`: the requirement of a scenario, and the calculator."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest

from crewline.cli import answer
from tests.cli.planned import QUICK, desk
from tests.cli.process import CORNER_BANK

Capture = pytest.CaptureFixture[str]

LINE = ("--calls", "200", "--per", "30min", "--aht", "180s")


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    return tmp_path


def test_a_line_given_by_hand_needs_no_scenario(inside: Path, capsys: Capture) -> None:
    """20 Erlangs: 24 agents by Erlang C are in every textbook's table."""
    assert answer(["staff", *LINE, "--sl", "80%", "--within", "20s"]) == 0
    out = capsys.readouterr().out
    assert "400 calls an hour of 180 s are 20.00 Erlangs" in out
    assert "At least 24 agents on the phone keep the target" in out
    rows = [line.split() for line in out.splitlines() if line.rstrip().endswith(("kept", "missed"))]
    assert [(row[0], row[-1]) for row in rows] == [
        ("21", "missed"),
        ("22", "missed"),
        ("23", "missed"),
        ("24", "kept"),
        ("25", "kept"),
        ("26", "kept"),
        ("27", "kept"),
        ("28", "kept"),
    ]
    assert list(inside.iterdir()) == []


def test_the_target_is_80_in_20_unless_given(capsys: Capture) -> None:
    assert answer(["staff", *LINE, "--json"]) == 0
    usual = capsys.readouterr().out
    assert answer(["staff", *LINE, "--json", "--sl", "0.8", "--within", "20 s"]) == 0
    assert json.loads(usual) == json.loads(capsys.readouterr().out)


def test_patience_and_shrinkage_are_each_applied_once(capsys: Capture) -> None:
    assert answer(["staff", *LINE, "--patience", "5min", "--shrinkage", "30%", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is True
    assert found["agents"] < 24  # some give up, so that fewer do
    assert found["agents"] - 1 < found["agents_fractional"] <= found["agents"]
    assert found["agents_to_schedule"] == pytest.approx(found["agents"] / 0.7)


@pytest.mark.parametrize(("shrinkage", "paid", "whole"), [("30%", "34.3", 35), ("20%", "30.0", 30)])
def test_who_is_to_be_scheduled_is_told_in_whole_people(
    shrinkage: str, paid: str, whole: int, capsys: Capture
) -> None:
    """24 / 0.7 = 34.29 and 24 / 0.8 = 30."""
    assert answer(["staff", *LINE, "--shrinkage", shrinkage]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert f"{paid} are to be scheduled" in out
    assert f"In whole people, {whole} are to be scheduled." in out
    assert answer(["staff", *LINE, "--shrinkage", shrinkage, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["agents_to_schedule_whole"] == whole


def test_another_target_takes_the_place_of_the_usual_one(capsys: Capture) -> None:
    assert answer(["staff", *LINE, "--occupancy", "75%", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["goal"] == {"occupancy": 0.75, "within_s": 20.0, "counts": "SL3"}
    assert found["agents"] == 27  # 20 / 0.75 = 26.7


def test_the_reverse_question_shows_the_service_of_so_many(capsys: Capture) -> None:
    assert answer(["staff", *LINE, "--agents", "24", "--json"]) == 0
    around = json.loads(capsys.readouterr().out)["around"]
    assert 24 in [row["agents"] for row in around]
    by_agents = [row["SL3"] for row in around]
    assert by_agents == sorted(by_agents)


def test_no_calls_need_nobody(capsys: Capture) -> None:
    assert answer(["staff", "--calls", "0", "--aht", "180s", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["agents"] == 0


def test_all_that_cannot_be_read_is_told_at_once(inside: Path, capsys: Capture) -> None:
    wrong = ["--calls", "x", "--per", "0s", "--aht", "1", "--sl", "100%", "--patience", "-1"]
    assert answer(["staff", *wrong]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.split(":")[1].strip() for line in told] == [
        "--aht",
        "--calls",
        "--patience",
        "--per",
        "--sl",
    ]
    assert "no number of agents answers every call in time" in told[-1]


def test_neither_a_scenario_nor_a_line_is_refused(capsys: Capture) -> None:
    assert answer(["staff"]) == 2
    assert "--calls" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--shrinkage", "99%"), "at most 95%"),
        (("--occupancy", "0%"), "above 0"),
        (("--calls", "1e9"), "at most 100,000 Erlangs"),
        (("--agents", "-3"), "--agents"),
        (("--agents", "1e300"), "at most 1,000,000 agents"),
        (("--abandonment", "5%"), "--patience; expected how long callers wait"),
        (("--calls", "1e15", "--aht", "1e-6s", "--patience", "300d"), "--patience: got 300d"),
    ],
)
def test_what_makes_no_sense_is_refused(
    arguments: tuple[str, ...], said: str, capsys: Capture
) -> None:
    assert answer(["staff", *LINE, *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_scenario_is_told_by_line_and_day_step_by_step(inside: Path, capsys: Capture) -> None:
    assert answer(["staff", CORNER_BANK]) == 0
    out = capsys.readouterr().out
    assert "Corner bank / 街角银行 (corner_bank): agents needed" in out
    assert "SL3 80 % in 20 s" in out
    assert "ASA 40 s" in out
    assert "adding up rounded lines overstates staff by" in out
    assert re.search(r"^all lines .*", out, re.MULTILINE)
    assert list(inside.iterdir()) == []


def test_whole_and_fractional_sums_stand_side_by_side(capsys: Capture) -> None:
    assert answer(["staff", CORNER_BANK, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    lines = {row["name"]: row for row in found["lines"]}
    everything = lines.pop("")
    for step in ("erlang_c", "fractional", "pooling", "gross"):
        assert everything[step] == pytest.approx(sum(row[step] for row in lines.values()))
        by_interval = sum(row[step] for row in found["intervals"]) / 2  # half hours
        assert by_interval == pytest.approx(everything[step])
    # Half an agent is added to each of 3 lines by rounding up, more or less, in each of 24 or 25
    # half hours in which they are open.
    added = everything["erlang_c"] - everything["fractional"]
    assert 0.25 * 3 * 24 / 2 < added < 0.75 * 3 * 25 / 2
    assert everything["load_h"] < everything["pooling"] < everything["fractional"]


def test_whole_agents_of_a_pool_are_rounded_up_once(capsys: Capture) -> None:
    """All lines of the corner bank share groups: they are one pool."""
    assert answer(["staff", CORNER_BANK, "--json"]) == 0
    for row in json.loads(capsys.readouterr().out)["intervals"]:
        assert row["whole"] == math.ceil(row["pooling"] - 1e-9)


def test_intervals_are_of_all_lines_or_of_one(capsys: Capture) -> None:
    assert answer(["staff", CORNER_BANK, "--by", "interval", "--queue", "loan"]) == 0
    out = capsys.readouterr().out
    assert "Agents by interval: loan" in out
    assert re.search(r"^10:00 ", out, re.MULTILINE)
    assert not re.search(r"^03:00 ", out, re.MULTILINE)
    assert "general" not in out
    arguments = ["--by", "interval", "--line", "loan", "--fractional"]
    assert answer(["staff", CORNER_BANK, *arguments]) == 0
    assert "hang up" in capsys.readouterr().out.partition("Agents by interval")[2]


def test_the_reverse_question_of_a_line_goes_by_interval(capsys: Capture) -> None:
    assert answer(["staff", CORNER_BANK, "--line", "loan", "--agents", "4"]) == 0
    out = capsys.readouterr().out
    assert "loan with 4 agents on the phone" in out
    rows = [line.split() for line in out.splitlines() if re.match(r"\d\d:\d\d ", line)]
    for row in rows:
        needed, served = float(row[3]), float(row[4])
        assert (served >= 75) == (needed <= 4)


def test_tables_are_written_where_it_is_asked(inside: Path, capsys: Capture) -> None:
    assert answer(["staff", CORNER_BANK, "--out", "need", "--csv"]) == 0
    assert "The tables are in need" in capsys.readouterr().err
    stems = {path.stem for path in (inside / "need").glob("*.csv")}
    assert stems == {"lines", "days", "intervals", "steps"}
    assert (inside / "need" / "summary.json").is_file()


def test_each_step_up_to_the_simulation_is_explained(inside: Path, capsys: Capture) -> None:
    assert answer(["staff", desk(inside), "--explain", *QUICK, "--fresh", "4"]) == 0
    told = capsys.readouterr()
    steps = told.out.partition("From the Erlang number to the final one")[2]
    for words in ("Erlang C", "hang up", "whole shifts", "paid breaks", "simulated and repaired"):
        assert words in steps
    assert "round 1, searched" in told.err
    ended = " ".join(steps.split())
    assert re.search(r"Proof: .* on 4 fresh replications", ended)
    assert re.search(r"at least [\d,]+ for this requirement \(gap [\d.]+ %", ended)
    assert "cheaper groups" in ended


def test_both_volumes_stand_beside_what_each_is_staffed_for(capsys: Capture) -> None:
    assert answer(["staff", CORNER_BANK, "--json", "--line", "general"]) == 0
    rows = json.loads(capsys.readouterr().out)["intervals"]
    assert all(row["first_per_h"] <= row["calls_per_h"] + 1e-9 for row in rows)
    assert any(row["first_per_h"] < row["calls_per_h"] - 1e-3 for row in rows)
    assert answer(["staff", CORNER_BANK, "--by", "interval", "--line", "general"]) == 0
    out = capsys.readouterr().out
    assert "with returns" in out
    assert "is staffed for first calls" in out
    assert "several at once" not in out


def test_chats_several_at_once_are_said_to_be(inside: Path, capsys: Capture) -> None:
    chat = ("  help:\n", "  help:\n    channel: chat\n")
    scenario = desk(inside, chat, ("agents: 4", "agents: 4\n    concurrency: 3"))
    assert answer(["staff", scenario, "--by", "interval"]) == 0
    assert "Of help an agent serves several at once" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--line", "laon"], "did you mean loan?"),
        (["--agents", "4"], "--line beside it"),
        (["--agents", "many", "--line", "loan"], "--agents: got many"),
        (["--agents", "1e9", "--line", "loan"], "a number from 0 to 1,000,000"),
        (["--calls", "200"], "the scenario has its own"),
        (["--gap", "x"], "--gap: got x"),
    ],
)
def test_bad_questions_are_refused(
    arguments: list[str], said: str, inside: Path, capsys: Capture
) -> None:
    assert answer(["staff", CORNER_BANK, *arguments]) == 2
    assert said in capsys.readouterr().err
    assert list(inside.iterdir()) == []
