"""What `run` and `compare` show and write where they are asked."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from crewline.cli import answer
from sim.kpis import replicate as replicate_module
from tests.cli.process import CORNER_BANK, QUICK

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    return tmp_path


def rows_of(out: str) -> dict[str, list[str]]:
    """Return the cells of the printed intervals by their begin."""
    table = out[out.index("By interval:") :]
    cells = [line.split() for line in table.splitlines()]
    return {row[0]: row[1:] for row in cells if row and row[0][:1].isdigit()}


def test_by_interval_shows_the_centre_and_all_groups(inside: Path, capsys: Capture) -> None:
    assert answer(["run", CORNER_BANK, *QUICK, "--by", "interval"]) == 0
    rows = rows_of(capsys.readouterr().out)
    assert "03:00" not in rows  # nothing comes and nobody is there
    table = pd.read_parquet(inside / "results" / "corner_bank-001" / "intervals.parquet")
    ten = table[table["start_min"] == 600].set_index(["kind", "kpi"])["value"]
    shown = [float(cell) for cell in rows["10:00"]]
    assert shown == pytest.approx(
        [
            ten["centre", "offered"],
            100 * ten["centre", "SL3"],
            ten["centre", "asa"],
            100 * ten["centre", "abandonment"],
            ten["all groups", "on_duty"] / 1800,
            100 * ten["all groups", "occupancy"],
        ],
        abs=0.06,
    )


def test_by_interval_of_a_line_shows_its_groups(capsys: Capture) -> None:
    arguments = ["--by", "interval", "--line", "loan"]
    assert answer(["run", CORNER_BANK, *QUICK, *arguments]) == 0
    out = capsys.readouterr().out
    assert "By interval: loan" in out
    assert len(rows_of(out)["10:00"]) == 4 + 2 * 2  # juniors and experts serve it


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "interval", "--line", "laon"], "did you mean loan"),
        (["--line", "loan"], "expected --by interval beside it"),
        (["--by", "minute"], "--by"),
    ],
)
def test_what_cannot_be_shown_is_refused(
    arguments: list[str], said: str, inside: Path, capsys: Capture
) -> None:
    assert answer(["run", CORNER_BANK, *QUICK, *arguments]) == 2
    assert said in capsys.readouterr().err
    assert list(inside.iterdir()) == []


@pytest.mark.parametrize("command", ["run", "compare"])
def test_csv_is_written_where_it_is_asked(command: str, inside: Path) -> None:
    assert answer([command, CORNER_BANK, *QUICK, "--csv", "--out", "found"]) == 0
    tables = {path.stem for path in inside.glob("found/**/*.parquet")}
    assert {path.stem for path in inside.glob("found/**/*.csv")} == tables


def test_a_change_is_compared_with_the_base(capsys: Capture) -> None:
    change = "groups.experts.agents=9"
    assert answer(["compare", CORNER_BANK, *QUICK, "--against", change, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [study["scenario"] for study in found["studies"]] == [
        "corner_bank",
        f"corner_bank {change}",
    ]


def test_a_comparison_in_a_pipe_says_what_is_done(capsys: Capture) -> None:
    both = [CORNER_BANK, f"{CORNER_BANK}:promotion"]
    assert answer(["compare", *both, *QUICK]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "simulated" in line]
    assert told == [
        "corner_bank: simulated, 2 replications",
        "corner_bank:promotion: simulated, 2 replications",
    ]
    assert answer(["compare", *both, *QUICK, "--json"]) == 0
    assert capsys.readouterr().err == ""


def test_a_precision_says_where_it_falls_short_and_what_it_is_not_about(capsys: Capture) -> None:
    assert answer(["run", CORNER_BANK, *QUICK, "--precision", "0.1 %"]) == 0
    said = capsys.readouterr().err
    assert "Not as precise as asked (0.1 %) after 2 replications" in said
    assert "general ±" in said
    assert "not a share: expert (ASA)" in said


@pytest.mark.parametrize("engine", ["reference", "compiled"])
def test_a_summary_says_which_engine_ran(engine: str, inside: Path, capsys: Capture) -> None:
    assert answer(["compare", CORNER_BANK, *QUICK, "--engine", engine, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {study["engine"] for study in found["studies"]} == {engine}
    kept = inside / "results" / "corner_bank-compared-001" / "1-corner_bank" / "summary.json"
    assert json.loads(kept.read_text("utf-8"))["engine"] == engine


@pytest.mark.parametrize("command", ["run", "compare"])
def test_the_wait_for_the_compiler_is_told_beside_the_results(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(replicate_module, "prepare", lambda engine, on_compile: on_compile())
    assert answer([command, f"{CORNER_BANK}:promotion", *QUICK, "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["ok"]
    assert err == "Compiling the engine, once on this machine: ten to twenty seconds.\n"


def test_a_timeline_is_kept_and_its_events_are_printed(inside: Path, capsys: Capture) -> None:
    assert answer(["run", f"{CORNER_BANK}:site_loss", *QUICK, "--timeline", "--out", "kept"]) == 0
    out = capsys.readouterr().out
    printed = out[out.index("What happened, and what was done") :].splitlines()
    begins = next(line.split() for line in printed if "disruption begins" in line)
    assert begins == ["site_loss", "disruption", "begins", "100.0", "1.0", *(3 * ["10:00"])]
    kept = {path.name for path in (inside / "kept").glob("timeline_*")}
    tables = ("queues", "groups", "events", "bands", "event_bands")
    assert kept == {f"timeline_{table}.parquet" for table in tables}


def test_without_asking_there_is_no_timeline(inside: Path, capsys: Capture) -> None:
    assert answer(["run", f"{CORNER_BANK}:site_loss", *QUICK, "--out", "plain"]) == 0
    assert "What happened" not in capsys.readouterr().out
    assert not list((inside / "plain").glob("timeline_*"))
