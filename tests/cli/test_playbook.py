"""`crewline playbook`: what it prints, writes and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import crewline
from crewline.cli import answer
from tests.cli.process import QUICK
from tests.studies.emergency import bad_day
from tests.studies.emergency.bad_day import BY_CLOCK

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "bad_day.yaml").write_text(bad_day.text(), encoding="utf-8")
    event = {"name": "more", "playbooks": {"more": BY_CLOCK}}
    (tmp_path / "more.yaml").write_text(json.dumps(event), encoding="utf-8")
    return tmp_path


def test_tables_follow_the_question(inside: Path, capsys: Capture) -> None:
    assert answer(["playbook", "bad_day.yaml", *QUICK, "--worth", "30", "--csv"]) == 0
    out, err = capsys.readouterr()
    titles = [
        "What goes wrong",
        "What was detected and done with playbooks",
        "Out of target and back in it",
        "What the days come to",
        "What the actions were worth",
        "Targets, with playbooks",
    ]
    places = [out.index(title) for title in titles]
    assert places == sorted(places)
    rows = [line.split("  ") for line in out.splitlines()]
    cells = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    assert ["Sale", "10:00", "12:00", "volume × 3"] in cells
    begun = "reserve/1, 1. call in 4 to front"
    assert [begun, "100.0", "1.0", "10:30", "10:30", "10:30", "30"] in cells
    paid = next(row for row in cells if row[:1] == [begun] and "+415.0" in row)
    assert paid[1:4] == ["100.0", "1.5", "6.0"]
    assert "2 replications of each day, seed 5" in err
    folder = inside / "results" / "bad_day-playbook-001"
    assert (folder / "earned.csv").is_file()
    assert pd.read_parquet(folder / "earned.parquet")["cost"][1] == 415


def test_json_says_all_and_nothing_else(capsys: Capture) -> None:
    assert answer(["playbook", "bad_day.yaml", *QUICK, "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["ok"] is True
    assert (summary["onset_min"], summary["worth"]) == (600, None)
    assert [row["event"] for row in summary["events"]] == ["detected", "back", "begun"]
    assert len(summary["earned"]) == 2
    assert answer(["run", "bad_day.yaml", *QUICK, "--json"]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert summary["targets"] == alone["targets"]
    assert [target["queue"] for target in summary["targets"]] == ["general"]
    assert summary["results"].endswith("bad_day-playbook-001")


def test_events_bring_their_playbooks(capsys: Capture) -> None:
    assert answer(["playbook", "bad_day.yaml", *QUICK, "--with", "more.yaml", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["scenario"] == "bad_day+more"
    assert [row["playbook"] for row in summary["earned"]] == ["", "reserve", "more"]


def test_a_timeline_is_kept_where_it_is_asked_for(inside: Path, capsys: Capture) -> None:
    assert answer(["playbook", "bad_day.yaml", *QUICK, "--timeline", "--out", "minutes"]) == 0
    capsys.readouterr()
    events = pd.read_parquet(inside / "minutes" / "timeline_events.parquet")
    assert "begun" in set(events["event"])


def test_strict_leaves_with_another_code_where_a_target_is_missed(capsys: Capture) -> None:
    arguments = ["playbook", "bad_day.yaml", *QUICK, "--strict"]
    assert answer(arguments) == 1
    assert answer([*arguments, "--set", "groups.front.agents=40"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--set", "playbooks=null"], "playbooks: got none; expected at least one playbook"),
        (["--vary", "days=1,2"], "--vary with --tune only"),
        (["--tune", "--worth", "3"], "--worth without --tune only"),
        (["--tune", "--timeline"], "--timeline without --tune only"),
        (["--tune", "--set", "playbooks=null"], "expected at least one playbook"),
        (["--with", "nowhere"], "--with"),
    ],
)
def test_what_cannot_be_is_refused(options: list[str], told: str, capsys: Capture) -> None:
    assert answer(["playbook", "bad_day.yaml", *QUICK, *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err


def test_tuning_prints_the_curve_and_goes_on(inside: Path, capsys: Capture) -> None:
    arguments = ["playbook", "bad_day.yaml", *QUICK, "--tune", "--out", "tuned"]
    assert answer(arguments) == 0
    out, err = capsys.readouterr()
    assert "Cost against recovery" in out
    assert "reserves × 0, lead times × 0.5" in out  # the cheapest is always on the curve
    assert "Of 15 cells" in out  # by the clock there is no level: 5 reserves, 3 lead times
    assert "15 computed now" in err
    assert answer([*arguments, "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["resumed"], summary["computed"]) == (15, 0)
    costs = [row["cost"] for row in summary["table"]]
    assert summary["curve"][0] == costs.index(min(costs))


def test_the_python_face(inside: Path) -> None:
    found = crewline.playbook("bad_day.yaml+more.yaml", replications=2, jobs=1, worth=30)
    assert found.earned["playbook"].tolist() == ["", "reserve", "more"]
    assert found.timeline is None
    tuned = crewline.tune(
        "bad_day.yaml", ["groups.front.agents=5,6"], replications=2, jobs=1, out=inside / "own"
    )
    assert len(tuned.table) == 3
