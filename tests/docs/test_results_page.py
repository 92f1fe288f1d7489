"""The page about the results folder names all that is in one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from scenarios.studies.comparison import compare, load_all, study_all
from scenarios.studies.options import RunOptions
from scenarios.studies.results import save, save_comparison
from scenarios.studies.study import study
from sim.codes import Cause, Outcome
from sim.kpis.definitions import KPIS

ROOT = Path(__file__).parents[2]
CORNER_BANK = ROOT / "tests" / "corner_bank.yaml"
PAGE = (ROOT / "docs" / "results.md").read_text("utf-8")
NAMED = set(re.findall(r"`([^`\n]+)`", PAGE))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    loaded = load_all([str(CORNER_BANK), f"{CORNER_BANK}:promotion"])
    folder = tmp_path_factory.mktemp("results")
    options = RunOptions(replications=2, jobs=1)
    alone = save(study(loaded[0], options, legs=True, timeline=True), folder / "alone")
    both = compare(study_all(loaded, RunOptions(replications=2, jobs=1)))
    return [alone, save_comparison(both, folder / "both")]


def test_it_names_every_file(folders: list[Path]) -> None:
    files = {path.name for folder in folders for path in folder.iterdir() if path.is_file()}
    assert files <= NAMED


def test_it_names_every_column_of_every_table(folders: list[Path]) -> None:
    tables = [path for folder in folders for path in folder.glob("*.parquet")]
    assert len(tables) == 12
    for path in tables:
        columns = set(pd.read_parquet(path).columns)
        assert columns <= NAMED, (path.name, columns - NAMED)


def test_its_two_lines_of_pandas_read_a_folder(
    folders: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert "results/shop-001" in code
    exec(code.replace("results/shop-001", folders[0].as_posix()), {})
    assert "SL3" in capsys.readouterr().out


def test_it_names_every_kpi_and_word() -> None:
    words = {each.name.lower() for each in (*Cause, *Outcome)}
    assert words | set(KPIS) <= NAMED


def test_it_names_what_the_summary_holds(folders: list[Path]) -> None:
    summary = json.loads((folders[0] / "summary.json").read_text("utf-8"))
    assert set(summary) - {"ok"} <= NAMED
