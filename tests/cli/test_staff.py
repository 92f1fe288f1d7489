"""`crewline staff`: the requirement of a scenario, and the calculator."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crewline.cli import answer

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
    ],
)
def test_what_makes_no_sense_is_refused(
    arguments: tuple[str, ...], said: str, capsys: Capture
) -> None:
    assert answer(["staff", *LINE, *arguments]) == 2
    assert said in capsys.readouterr().err
