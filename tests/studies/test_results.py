"""The results folder: whole or not there, and enough to run again exactly."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import crewline
from scenarios.faults import BadInput
from scenarios.load import load
from scenarios.studies.comparison import compare, load_all, study_all
from scenarios.studies.folder import keep
from scenarios.studies.options import RunOptions
from scenarios.studies.results import load_results, save, save_comparison
from scenarios.studies.study import Study, study

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


@pytest.fixture(scope="module")
def found() -> Study:
    loaded = load(CORNER_BANK, "promotion", ["queues.loan.capacity=7"])
    return study(loaded, RunOptions(replications=3, jobs=1, seed=11), legs=True)


@pytest.fixture(scope="module")
def folder(found: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(found, tmp_path_factory.mktemp("results") / "promotion")


def test_it_can_be_run_again_exactly(found: Study, folder: Path) -> None:
    results = load_results(folder)
    options = RunOptions(replications=results.summary["replications"], jobs=1)
    again = study(load(results.scenario_file), options)
    assert again.seed == 11
    assert again.kpis.equals(found.kpis)
    assert again.days.equals(found.days)


def test_it_says_how_it_came_about(folder: Path) -> None:
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["scenario"] == "corner_bank:promotion"
    assert summary["overrides"] == ["sale_volume", "sale_talk", "queues.loan.capacity=7"]
    assert (summary["seed"], summary["replications"]) == (11, 3)
    assert {"crewline", "python", "numpy", "simpy"} <= set(summary["versions"])


def test_tables_come_back_as_they_were(found: Study, folder: Path) -> None:
    tables = load_results(folder).tables
    assert list(tables) == ["days", "flows", "groups", "intervals", "kpis", "legs"]
    pd.testing.assert_frame_equal(tables["kpis"], found.kpis, check_categorical=False)
    assert len(tables["legs"]) == len(found.first_legs if found.first_legs is not None else [])


def test_a_folder_that_holds_something_is_refused(found: Study, folder: Path) -> None:
    before = sorted(folder.iterdir())
    with pytest.raises(BadInput, match="no result is overwritten"):
        save(found, folder)
    assert sorted(folder.iterdir()) == before


def test_a_place_inside_a_file_is_refused(found: Study, folder: Path) -> None:
    with pytest.raises(BadInput, match="inside a folder"):
        save(found, folder / "summary.json" / "deeper")


@pytest.mark.parametrize("name", ["x" * 300, "x/" * 3000, "y" * 300 + "/z"])
def test_a_name_too_long_for_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"--out: got .*name too long\); expected a folder that can"):
        keep(lambda folder: None, "a", tmp_path / name)


def test_default_folders_are_numbered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    placed = [keep(lambda draft: (draft / "x").touch(), "bank-promotion") for _ in range(3)]
    names = ["bank-promotion-001", "bank-promotion-002", "bank-promotion-003"]
    assert [folder.name for folder in placed] == names
    Path("results/bank-promotion-002/x").unlink()
    Path("results/bank-promotion-002").rmdir()
    assert keep(lambda draft: None, "bank-promotion").name == "bank-promotion-004"


def test_a_failure_half_way_leaves_nothing(tmp_path: Path) -> None:
    def fails(draft: Path) -> None:
        (draft / "half").touch()
        raise OSError("the disk is full")

    with pytest.raises(BadInput, match="the disk is full"):
        keep(fails, "bank", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_who_is_quicker_is_not_overwritten(tmp_path: Path) -> None:
    taken = tmp_path / "out"

    def slow(draft: Path) -> None:
        (draft / "mine").touch()
        taken.mkdir()
        (taken / "theirs").touch()

    with pytest.raises(BadInput, match="no result is overwritten"):
        keep(slow, "bank", taken)
    assert [path.name for path in taken.iterdir()] == ["theirs"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_comparison_keeps_every_scenario(tmp_path: Path) -> None:
    loaded = load_all([str(CORNER_BANK), f"{CORNER_BANK}:site_loss"])
    folder = save_comparison(
        compare(study_all(loaded, RunOptions(replications=2, jobs=1))), tmp_path / "both"
    )
    results = load_results(folder)
    assert results.summary["base"] == "corner_bank"
    assert set(results.tables["differences"]["variant"]) == {"corner_bank:site_loss"}
    for name in ("1-corner_bank", "2-corner_bank-site_loss"):
        assert "kpis" in crewline.load_results(folder / name).tables


def test_what_is_no_results_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="a results folder"):
        load_results(tmp_path)
