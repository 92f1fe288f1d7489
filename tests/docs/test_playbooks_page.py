"""The page on playbooks: its example runs and prints its figures; no table lacks a column."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import get_args

import pytest

import crewline
from crewline.cli import answer
from scenarios.schema.disruption import Disruption
from scenarios.schema.playbook.action import KINDS
from scenarios.schema.playbook.figures import FigureName
from scenarios.studies.results import load_results
from tests.cli.process import ROOT

PAGE = (ROOT / "docs" / "playbooks.md").read_text(encoding="utf-8")
TUNE = ["playbook", "shop.yaml", "--with", "sale.yaml", "--tune", "--jobs", "1"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the page's two files."""
    folder = tmp_path_factory.mktemp("page")
    shop, sale = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    (folder / "shop.yaml").write_text(shop, encoding="utf-8")
    (folder / "sale.yaml").write_text(sale, encoding="utf-8")
    return folder


def printed(folder: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", "118")
    out = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out):
        assert answer(arguments) == 0
    return out.getvalue()


def test_its_tables_are_printed_by_its_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = re.search(r"^crewline (playbook .*--worth 20)$", PAGE, re.MULTILINE)
    assert command is not None
    arguments = [*command[1].split(), "--jobs", "1", "--out", "out"]
    lines = {line.rstrip() for line in printed(folder, arguments, monkeypatch).splitlines()}
    shown = [block for block in re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL) if "───" in block]
    told = [line for block in shown if "tuned" not in block for line in block.splitlines()]
    assert len(told) > 50
    assert [line for line in told if line not in lines] == []
    tables = load_results(folder / "out").tables
    rows = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (`.*) \|$", PAGE, re.MULTILINE))
    for name, table in tables.items():
        for column in table.columns:
            said = column if f"`{column}`" in rows[name] else re.sub("_(low|high)$", "", column)
            assert f"`{said}`" in rows[name], (name, column)


def test_its_tunings_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vary = re.findall(r"--vary '?(playbooks[^' \n]+)'?", PAGE)
    assert len(vary) == 2
    options = [option for each in vary for option in ("--vary", each)]
    options += ["--replications", "2", "--out", "tuned"]
    assert "Of 7 cells" in printed(folder, [*TUNE, *options], monkeypatch)
    table = load_results(folder / "tuned").tables["tuning"]
    assert all(f"`{re.sub('_(low|high)$', '', column)}`" in PAGE for column in table.columns)


def test_its_python_lines_run(folder: Path) -> None:
    (lines,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    out = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out):
        exec(lines, {"crewline": crewline})
    assert len(out.getvalue().splitlines()) == 1 + 4


def test_it_names_every_figure_action_and_key() -> None:
    names = [*KINDS, *get_args(FigureName)]
    names += [field.alias or name for name, field in Disruption.model_fields.items()]
    assert [name for name in names if f"`{name}" not in PAGE] == []
