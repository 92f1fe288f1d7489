"""The page on sweeps: its Python lines run, and its tables tell of every column and file."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

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
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        exec(code, {})
    assert len(printed.getvalue().splitlines()) == 2 + 4  # headings, and four factors


def test_it_tells_of_every_column_and_file(folder: Path) -> None:
    table = pd.read_parquet(folder / "results" / "night" / "table.parquet")
    told = set(re.findall(r"`([a-z_]+)`", PAGE.partition("## The results")[2]))
    columns = {name for name in table.columns if "." not in name}
    assert columns <= told
    names = {path.name for path in (folder / "results" / "night").iterdir()}
    assert names <= set(re.findall(r"^\| `([a-z.]+)/?` \|", PAGE, re.MULTILINE))
