"""`crewline sweep`, as a shell sees it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from crewline.cli import answer
from scenarios.studies.sweep import store
from tests.cli.process import CORNER_BANK

Capture = pytest.CaptureFixture[str]

QUICK = ("--replications", "2", "--jobs", "1")
VARY = ("--vary", "queues.general.volume*=1,1.3", "--vary", "groups.novices.absence=5 %,20 %")


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    return tmp_path


def test_all_cells_of_a_small_sweep_are_shown(inside: Path, capsys: Capture) -> None:
    assert answer(["sweep", CORNER_BANK, *VARY, *QUICK]) == 0
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[0] == "corner_bank: queues.general.volume*, groups.novices.absence"
    cells = [line.split("  ")[0] for line in lines if line[:2] in {f"{n}:" for n in range(10)}]
    assert cells == ["0: base (1, 5 %)", "1: 1, 5 %", "2: 1, 20 %", "3: 1.3, 5 %", "4: 1.3, 20 %"]
    assert "the same" in told.out
    assert "cannot be told" in told.out
    assert "held" not in told.out
    assert re.search(r"^cell +targets .*cost$", told.out, re.MULTILINE)
    assert told.err.splitlines()[-1] == (
        "4 different cells, 4 computed now; 2 replications of each, seed 618. The table is"
        " results/corner_bank-sweep-001/table.parquet (and .csv), 770 rows."
    )
    files = {path.name for path in (inside / "results" / "corner_bank-sweep-001").iterdir()}
    assert files == {"sweep.json", "scenario.yaml", "cells", "table.parquet", "table.csv"}


def test_a_second_sweep_has_a_folder_of_its_own_unless_told(inside: Path, capsys: Capture) -> None:
    for _ in range(2):
        assert answer(["sweep", CORNER_BANK, "--vary", "days=1", *QUICK]) == 0
    assert {path.name for path in (inside / "results").iterdir()} == {
        "corner_bank-sweep-001",
        "corner_bank-sweep-002",
    }
    again = ["--out", "results/corner_bank-sweep-001"]
    assert answer(["sweep", CORNER_BANK, "--vary", "days=1", *QUICK, *again]) == 0
    assert "0 computed now, 1 finished before" in capsys.readouterr().err


def test_cells_with_more_replications_are_called_extended(capsys: Capture) -> None:
    arguments = ["sweep", CORNER_BANK, "--jobs", "1", "--out", "night", "--replications"]
    assert answer([*arguments, "2", "--vary", "queues.general.volume*=1.1"]) == 0
    capsys.readouterr()
    assert answer([*arguments, "3", "--vary", "queues.general.volume*=1.1"]) == 0
    said = "2 different cells, 2 cells extended from 2 to 3 replications; 3 replications of each"
    assert said in capsys.readouterr().err
    assert answer([*arguments, "4", "--vary", "queues.general.volume*=1.1,1.2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["computed"], found["extended"], found["extended_from"]) == (1, 2, {"3": 2})


def test_of_many_cells_the_base_the_best_and_the_worst_are_shown(capsys: Capture) -> None:
    many = "queues.general.volume*=0.5..1.5:21"
    arguments = ["sweep", CORNER_BANK, "--vary", many, *QUICK, "--kpis", "SL3", "--out", "found"]
    assert answer(arguments) == 0
    out = capsys.readouterr().out
    assert "Of 22 cells the base, the best 5 and the worst 5, ranked by targets met, then" in out
    assert answer([*arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["cells"], found["computed"], found["resumed"]) == (22, 0, 21)
    assert [cell["cell"] for cell in found["shown"]] == [0, *found["best"], *found["worst"]]
    standings = [
        (-cell["targets_met"], cell["targets_missed"], cell["cost"]) for cell in found["shown"]
    ]
    assert standings[1:] == sorted(standings[1:])
    assert found["ranked_by"].startswith("targets met, then fewest missed, then lowest cost")
    table = pd.read_parquet(found["table"])
    verdicts = [target["target"] for target in found["shown"][1]["targets"]]
    assert found["shown"][1]["targets_met"] == verdicts.count("met")
    assert found["rows"] == len(table) == 22 * 4  # SL3 of the centre and three lines
    best = found["shown"][1]
    assert best["values"] == {"queues.general.volume*": 0.5 + 0.05 * (best["cell"] - 1)}
    assert {target["name"] for target in best["targets"]} == {"general", "loan", "expert"}


def test_the_kpis_asked_for_are_shown_and_missed_targets_are_marked(capsys: Capture) -> None:
    vary = ["--vary", "queues.general.volume*=6", "--kpis", "asa,occupancy"]
    assert answer(["sweep", CORNER_BANK, *vary, *QUICK]) == 0
    out = capsys.readouterr().out
    heading = "".join(out.splitlines()[1:4])
    assert "ASA" in heading
    assert "occupancy" in heading
    assert "SL3" not in heading
    assert "1 missed" in out or "2 missed" in out
    assert answer(["sweep", CORNER_BANK, *vary[:2], *QUICK]) == 0
    assert re.search(r"^1: 6 .* missed \d+\.\d", capsys.readouterr().out, re.MULTILINE)


def test_json_is_the_only_output(capsys: Capture) -> None:
    assert answer(["sweep", CORNER_BANK, "--vary", "days=1", *QUICK, "--json"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    found = json.loads(told.out)
    assert found["ok"] is True
    assert found["results"] == "results/corner_bank-sweep-001"
    assert found["shown"][1]["targets"][0]["difference"] == 0


def test_a_file_of_variants_names_its_cells(inside: Path, capsys: Capture) -> None:
    rows = "name,queues.general.volume*,groups.experts.agents*\nbusy,1.3,\nboth,1.3,1.5\n"
    (inside / "night.csv").write_text(rows, encoding="utf-8")
    assert answer(["sweep", CORNER_BANK, "--variants", "night.csv", *QUICK]) == 0
    out = capsys.readouterr().out
    assert "1: busy" in out
    assert "2: both" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "something to vary"),
        (["--vary", "queues.genral.volume*=1"], "did you mean general?"),
        (["--vary", "queues.general.volumn=1"], "did you mean volume?"),
        (["--vary", "days=2..1:3"], "a range a..b:n of n values"),
        (["--vary", "days=1", "--variants", "none.csv"], "none.csv: got no such file"),
        (["--vary", "days=1", "--cluster", "foo"], "--cluster: got foo; expected the address"),
        (["--vary", "days=1", "--kpis", "SL3,assa"], "--kpis: got assa"),
        (["--vary", "days=1", "--engine", "fast"], "--engine"),
        (["--vary", "days=1,99", "--json"], '"value": "99"'),
    ],
)
def test_bad_input_leaves_nothing(
    arguments: list[str], said: str, inside: Path, capsys: Capture
) -> None:
    assert answer(["sweep", CORNER_BANK, *arguments, *QUICK]) == 2
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert list(inside.iterdir()) == []


@pytest.mark.parametrize("as_json", [True, False])
def test_a_full_disk_is_told_and_leaves_with_74(
    as_json: bool, inside: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [3]

    def failing(descriptor: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", failing)
    options = ["--out", "night", *(["--json"] if as_json else [])]
    assert answer(["sweep", CORNER_BANK, *VARY, *QUICK, *options]) == 74
    told = capsys.readouterr()
    assert ".cell cannot be written (No space left on device). Make room there, and" in told.err
    if as_json:
        assert json.loads(told.out)["ok"] is False
    monkeypatch.undo()
    monkeypatch.chdir(inside)
    assert answer(["sweep", CORNER_BANK, *VARY, *QUICK, "--out", "night"]) == 0
    assert "3 computed now, 1 finished before" in capsys.readouterr().err
