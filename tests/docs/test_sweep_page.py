"""The page on sweeps: its Python lines run, and its tables tell of every column and file."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from crewline.cli import answer
from tests.cli.process import CORNER_BANK, ROOT

PAGE = (ROOT / "docs" / "sweep.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the page's sweep was made, of a smaller bank."""
    folder = tmp_path_factory.mktemp("page")
    axes = re.findall(r"--vary '([^']+\*=0\.9\.\.1\.2:4|groups[^']+=5 %,15 %)'", PAGE)
    assert len(axes) == 2
    vary = [option for axis in axes for option in ("--vary", axis)]
    options = ["--replications", "2", "--jobs", "1", "--out", "results/night"]
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        assert answer(["sweep", CORNER_BANK, *vary, *options]) == 0
    return folder


def test_its_python_lines_run(folder: Path) -> None:
    pivot, cheapest = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    printed = io.StringIO()
    names: dict[str, Any] = {}
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        exec(pivot, names)
        assert len(printed.getvalue().splitlines()) == 2 + 4  # headings, and four factors
        assert "0.06" not in printed.getvalue()
        exec(cheapest, names)
        assert list(names["meeting"].index) == cells_that_meet_all(names["table"])
        # With targets that are met everywhere, the cheapest of all cells is the answer.
        easy = names["table"].assign(target=names["table"]["target"].astype(object))
        easy.loc[easy["target"].notna(), "target"] = "met"
        names["table"] = easy
        exec(cheapest, names)
    costs = easy.query("kpi == 'cost'").set_index("cell")["value"]
    assert names["meeting"].index[0] == costs.idxmin()
    assert len(names["meeting"]) == easy["cell"].nunique()


def cells_that_meet_all(table: pd.DataFrame) -> list[int]:
    """Return the cells without a target that is missed or open, the cheapest first."""
    doubtful = table[table["target"].isin(["missed", "cannot tell"])]["cell"]
    costs = table.query("kpi == 'cost'").sort_values("value")["cell"]
    return [cell for cell in costs if cell not in set(doubtful)]


def test_it_tells_of_every_column_and_file(folder: Path) -> None:
    table = pd.read_parquet(folder / "results" / "night" / "table.parquet")
    told = set(re.findall(r"`([a-z_]+)`", PAGE.partition("## The results")[2]))
    columns = {name for name in table.columns if "." not in name}
    assert columns <= told
    names = {path.name for path in (folder / "results" / "night").iterdir()}
    assert names <= set(re.findall(r"^\| `([a-z.]+)/?` \|", PAGE, re.MULTILINE))
