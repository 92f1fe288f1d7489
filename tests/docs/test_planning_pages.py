"""The pages on planning: their commands print the figures beside them, their Python runs."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from crewline.cli import answer
from scenarios.load import load
from scenarios.planning.files.schedule_table import COLUMNS

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("staffing", "scheduling", "frontier")
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

#: Words of a table, but for those that depend on the figures.
WORD = re.compile(
    r"\b(?!(?:hold|holds|missed|met|chosen|dominated|by|free|saves|optimal|feasible|told|falls|short"
    r"|chance|targets?|all|the|cannot|be|stretches|more|less|what|required|most|agents|no|than|may|do"
    r"|is|are|where|simulation|does|not|miss|them|uncovered|priced|price|requirement|at|together"
    r"|wages)\b)[a-zA-Z]{2,}\b"
)

#: What takes no --jobs, for it simulates nothing.
_BY_FORMULA = re.compile(r"crewline staff (?!.*--explain)")


def blocks(page: str) -> Iterator[tuple[str, str, str]]:
    """Return kind, word behind it, and text of a page's code blocks."""
    for found in BLOCK.finditer((DOCS / f"{page}.md").read_text("utf-8")):
        kind, word, text = found.groups()
        yield kind, word, text


def lines(text: str) -> list[str]:
    """Return the lines with anything on them, without the spaces behind."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scenario of the pages."""
    folder = tmp_path_factory.mktemp("planning")
    for _, word, text in blocks("staffing"):
        if word.startswith("file="):
            (folder / word.removeprefix("file=")).write_text(text, "utf-8")
    return folder


def test_the_scenario_is_sound(folder: Path) -> None:
    assert load(folder / "desk.yaml").warnings == ()


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_its_commands_print_its_figures(
    page: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)  # as wide as what is written to a file
    printed = ""
    told = 0
    for kind, word, text in blocks(page):
        if kind == "console":
            expected = int(word.removeprefix("exit=") or 0)
            printed = "".join(run(line, expected, folder) for line in lines(text))
        elif kind == "text":
            assert not missing(text, printed, once=word == "once"), page
            told += 1
    assert told, "a page shows figures"


def missing(text: str, printed: str, *, once: bool) -> list[str]:
    """Return what a page shows and its command does not print: lines, or words where `once`.

    Searches go by the clock. What they found `once` is found again with other figures, in the same
    words.
    """
    if once:
        return [word for word in WORD.findall(text) if word not in set(WORD.findall(printed))]
    return [line for line in lines(text) if line not in lines(printed)]


@pytest.mark.slow
def test_the_frontier_page_tells_of_every_column_and_file(folder: Path) -> None:
    quick = ["--targets", "own,80%", "--rounds", "1", "--replications", "4", "--jobs", "1"]
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        assert answer(["frontier", "desk.yaml", *quick, "--out", "results/page"]) == 0
    page = (DOCS / "frontier.md").read_text("utf-8")
    told = set(re.findall(r"`([\w.]+)/?`", page))
    made = folder / "results" / "page"
    assert {path.name for path in made.iterdir()} <= told
    for name in ("points", "marginals"):
        columns = pd.read_parquet(made / f"{name}.parquet").columns
        plain = {re.sub(r"_(low|high|direction)$", "", column) for column in columns}
        assert plain - {"price"} <= told
    (code,) = (text for kind, _, text in blocks("frontier") if kind == "python")
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code.replace("results/desk", made.as_posix()), {})
    assert "80 %" in printed.getvalue()


def run(command: str, expected: int, folder: Path) -> str:
    """Run a command of a page in `folder`, and return what it printed."""
    arguments = shlex.split(command.removeprefix("$ crewline "))
    jobs = [] if _BY_FORMULA.search(command) else ["--jobs", "1"]
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        assert answer([*arguments, *jobs]) == expected
    return printed.getvalue()


def test_the_python_of_staffing_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = (text for kind, _, text in blocks("staffing") if kind == "python")
    with contextlib.chdir(folder):
        exec(code, {})
    assert "repairs" in capsys.readouterr().out


@pytest.mark.slow
def test_the_python_of_scheduling_runs(folder: Path) -> None:
    (code,) = (text for kind, _, text in blocks("scheduling") if kind == "python")
    names: dict[str, Any] = {}
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        exec(code, names)
    assert names["scheduled"].groups["juniors"].shifts


def test_the_rules_on_the_page_are_rules_of_a_scenario(folder: Path, tmp_path: Path) -> None:
    """The piece of YAML fits the help desk, over a week and open at night."""
    (piece,) = (text for kind, word, text in blocks("scheduling") if kind == "yaml" and not word)
    text = (folder / "desk.yaml").read_text("utf-8")
    own, _, _ = text.partition("planning:\n")
    (tmp_path / "week.yaml").write_text(own.replace("interval:", "days: 7\ninterval:") + piece)
    planning = load(tmp_path / "week.yaml").scenario.planning
    assert planning is not None
    assert set(planning.shifts or {}) == {"early", "split"}


def test_every_column_of_a_schedule_is_told() -> None:
    page = (DOCS / "scheduling.md").read_text("utf-8")
    told = set(re.findall(r"`(\w+)`", page.partition("| column | meaning |")[2]))
    assert set(COLUMNS) <= told
