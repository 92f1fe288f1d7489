"""Tables for spreadsheets: readable, and harmless."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from scenarios.load import load
from scenarios.studies.comparison import compare, load_all, study_all
from scenarios.studies.csv_files import write_csv
from scenarios.studies.options import RunOptions
from scenarios.studies.results import load_results, save, save_comparison
from scenarios.studies.study import study

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


@pytest.mark.parametrize(
    "risky", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(A1)"]
)
def test_no_text_begins_a_formula(risky: str, tmp_path: Path) -> None:
    table = pd.DataFrame({"name": [risky, "calm"], risky: [-1.5, 2]})
    table["kind"] = pd.Categorical([risky, "queue"])
    write_csv(table, tmp_path / "x.csv")
    back = pd.read_csv(tmp_path / "x.csv", encoding="utf-8-sig", lineterminator="\n")
    assert back["name"].tolist() == [f"'{risky}", "calm"]
    assert back["kind"].tolist() == [f"'{risky}", "queue"]
    assert back[f"'{risky}"].tolist() == [-1.5, 2]  # a number may be below zero


def test_it_begins_with_the_mark_and_keeps_other_letters(tmp_path: Path) -> None:
    write_csv(pd.DataFrame({"name": ["专家"], "value": [float("nan")]}), tmp_path / "x.csv")
    content = (tmp_path / "x.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == ["name,value", "专家,"]


def test_a_run_has_the_same_tables_twice(tmp_path: Path) -> None:
    found = study(load(CORNER_BANK), RunOptions(replications=2, jobs=1), legs=True)
    folder = save(found, tmp_path / "found", csv=True)
    for name, table in load_results(folder).tables.items():
        written = pd.read_csv(folder / f"{name}.csv", encoding="utf-8-sig")
        assert list(written.columns) == list(table.columns)
        assert len(written) == len(table)
    assert not list(save(found, tmp_path / "again").glob("*.csv"))


def test_a_comparison_has_them_too(tmp_path: Path) -> None:
    loaded = load_all([str(CORNER_BANK), f"{CORNER_BANK}:site_loss"])
    both = compare(study_all(loaded, RunOptions(replications=2, jobs=1)))
    folder = save_comparison(both, tmp_path / "both", csv=True)
    assert (folder / "differences.csv").is_file()
    assert len(list(folder.glob("*/kpis.csv"))) == 2
