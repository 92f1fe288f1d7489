"""The pages on emergencies: their commands print the figures beside them, their Python runs."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from crewline.cli import answer

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("double11", "emergency")
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> Iterator[tuple[str, str, str]]:
    """Return kind, word behind it, and text of a page's code blocks."""
    for found in BLOCK.finditer((DOCS / f"{page}.md").read_text("utf-8")):
        kind, word, text = found.groups()
        yield kind, word, text


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_its_commands_print_its_figures(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)  # as wide as what is written to a file
    printed = ""
    told = 0
    for kind, word, text in blocks(page):
        if word.startswith("file="):
            (tmp_path / word.removeprefix("file=")).write_text(text, "utf-8")
        elif kind == "console":
            printed = "".join(run(command, tmp_path) for command in commands(text))
        elif kind == "python":
            printed = run_python(text, tmp_path)
        elif kind == "text":
            missing = [line for line in lines(text) if line not in lines(printed)]
            assert missing == []
            told += 1
    assert told, "a page shows figures"


def commands(text: str) -> list[str]:
    """Return the commands of a block; one that ends in a backslash goes on in the next line."""
    return lines(text.replace("\\\n", " "))


def lines(text: str) -> list[str]:
    """Return the lines with anything on them, without the spaces behind."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def run(command: str, folder: Path) -> str:
    """Run a command of a page in `folder`, and return what it printed."""
    arguments = shlex.split(command.removeprefix("$ crewline "))
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        assert answer([*arguments, "--jobs", "1"]) == 0
    return printed.getvalue()


def run_python(code: str, folder: Path) -> str:
    """Run a page's Python in `folder`, and return what it printed."""
    printed = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(printed):
        exec(code, {})
    return printed.getvalue()
