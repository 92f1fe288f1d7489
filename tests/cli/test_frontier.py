"""`crewline frontier`, as a shell sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from crewline.cli import answer
from tests.cli.planned import QUICK, desk

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    return tmp_path


#: All calls come while the line is open: a target that no staff can keep has no price.
BY_DAY = (
    ("queues:\n", f"profiles: {{day: {[0] * 16 + [1] * 20 + [0] * 12}}}\nqueues:\n"),
    ("{per_h: 30}", "{total: 300, profile: day}"),
)


def test_cost_against_service_is_told_and_written(inside: Path, capsys: Capture) -> None:
    arguments = [
        "frontier",
        desk(inside, *BY_DAY),
        "--targets",
        "60%,80%,95%",
        *QUICK,
        "--out",
        "f",
    ]
    assert answer(arguments) == 0
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[0] == "Help desk / 服务台 (desk): cost against service"
    assert [line[:7].strip() for line in lines if line[:2] in {"1:", "2:", "3:"}] == [
        "1: 60 %",
        "2: 80 %",
        "3: 95 %",
    ]
    assert "One more, one less, at" in told.out
    assert "one more hire: team" in told.out
    assert "10 s less handling" in told.out
    assert told.err.splitlines()[-1].startswith("3 points, 3 found now; the table is f/points.csv")
    files = {path.name for path in (inside / "f").iterdir()}
    assert files == {
        "points",
        "points.parquet",
        "points.csv",
        "marginals.parquet",
        "marginals.csv",
        "summary.json",
    }
    table = pd.read_parquet(inside / "f" / "points.parquet")
    assert table["decision"].tolist() == ["60 %", "80 %", "95 %"]
    assert table["cost"][2] > table["cost"][0]  # far apart, for few rounds leave some noise
    for schedule in table["schedule"]:
        assert (inside / "f" / schedule).is_file()


def test_what_is_finished_is_there_the_next_time(inside: Path, capsys: Capture) -> None:
    scenario = desk(inside)
    quick = [*QUICK, "--no-marginals", "--out", "f"]
    assert answer(["frontier", scenario, "--targets", "70%", *quick]) == 0
    assert answer(["frontier", scenario, "--targets", "70%,90%", *quick, "--json"]) == 0
    out = capsys.readouterr().out
    found = json.loads(out[out.index('{\n  "ok"') :])
    assert found["computed"] == 1
    assert [point["level"] for point in found["points"]] == [0.7, 0.9]
    assert answer(["frontier", scenario, "--targets", "70%,90%", *quick]) == 0
    assert "70 %: cost" in (said := capsys.readouterr().err)
    assert said.count("from before") == 2


def test_headcounts_and_sets_of_shifts_are_decisions(inside: Path, capsys: Capture) -> None:
    ways = ["--headcount", "3,5", "--shifts", "full", "--shifts", "full,part"]
    assert answer(["frontier", desk(inside), *ways, *QUICK, "--no-marginals", "--json"]) == 0
    points = json.loads(capsys.readouterr().out)["points"]
    assert [point["decision"] for point in points] == [
        "3 agents, full",
        "5 agents, full",
        "3 agents, full+part",
        "5 agents, full+part",
    ]
    assert [point["agents"] <= point["headcount"] for point in points] == [True] * 4
    assert points[1]["service"] > points[0]["service"]


def test_a_point_may_be_chosen(inside: Path, capsys: Capture) -> None:
    two = ["--targets", "60%,90%", *QUICK, "--out", "f"]
    assert answer(["frontier", desk(inside), *two, "--at", "1"]) == 0
    assert "One more, one less, at 60 %" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--targets", "ninety"], "--targets: got ninety"),
        (["--headcount", "0"], "--headcount: got 0"),
        (["--shifts", "ful"], "did you mean full?"),
        (["--targets", "80%", "--at", "2"], "--at: got 2"),
        (["--line", "hlep"], "did you mean help?"),
        (["--gap", "x"], "--gap: got x"),
    ],
)
def test_bad_input_leaves_nothing(
    arguments: list[str], said: str, inside: Path, capsys: Capture
) -> None:
    assert answer(["frontier", desk(inside), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in inside.iterdir()] == ["desk.yaml"]


def test_a_folder_of_something_else_is_refused(inside: Path, capsys: Capture) -> None:
    (inside / "f").mkdir()
    (inside / "f" / "mine.txt").write_text("x", "utf-8")
    assert answer(["frontier", desk(inside), "--out", "f"]) == 2
    assert "a frontier's folder" in capsys.readouterr().err


def test_a_point_without_a_schedule_has_nothing_to_weigh(inside: Path, capsys: Capture) -> None:
    """The team has five agents at least, so that three are no schedule."""
    scenario = desk(inside, ("planning:\n", "planning:\n  groups: {team: {least: 5}}\n"))
    one = ["--headcount", "3", *QUICK, "--out", "f", "--at", "1"]
    assert answer(["frontier", scenario, *one]) == 4
    told = capsys.readouterr()
    assert "no schedule" in told.out
    assert "--at 1, 3 agents: there is no schedule, so nothing to weigh." in told.err
    assert "One more, one less" not in told.out
    assert answer(["frontier", scenario, *one[:-2], "--json"]) == 4
    told = capsys.readouterr()
    assert json.loads(told.out)["marginals"] is None
    assert "No point has a schedule" in told.err
