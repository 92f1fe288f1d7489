"""The pages on channels: their YAML loads, their commands print the figures beside them."""

from __future__ import annotations

import contextlib
import io
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from crewline.cli import answer
from scenarios.load import check, library
from scenarios.schema.stages import HOUSE

CHANNELS = Path(__file__).parents[2] / "docs" / "channels"
PAGES = sorted(path.stem for path in CHANNELS.glob("*.md") if path.stem != "README")
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> Iterator[tuple[str, str, str]]:
    """Return kind, word behind it, and text of a page's code blocks."""
    for found in BLOCK.finditer((CHANNELS / f"{page}.md").read_text("utf-8")):
        kind, word, text = found.groups()
        yield kind, word, text


def example(page: str) -> tuple[str, str]:
    """Return the name and the text of a page's scenario."""
    ((name, text),) = [
        (word.removeprefix("file="), text) for kind, word, text in blocks(page) if "file=" in word
    ]
    return name, text


@pytest.mark.parametrize("page", PAGES)
def test_every_piece_of_yaml_fits_its_example(page: str, tmp_path: Path) -> None:
    name, text = example(page)
    pieces = [piece for kind, word, piece in blocks(page) if kind == "yaml" and not word]
    assert pieces, "a page says what a planner writes"
    for number, piece in enumerate(pieces):
        override = textwrap.indent(f"piece_{number}:\n{textwrap.indent(piece, '  ')}", "  ")
        text = text.replace("\noverrides:\n", f"\noverrides:\n{override}", 1)
    assert text.count("piece_") == len(pieces)
    (tmp_path / name).write_text(text, "utf-8")
    loaded = check(tmp_path / name)
    assert [str(warning) for each in loaded for warning in each.warnings] == []


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_its_commands_print_its_figures(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)  # as wide as what is written to a file
    name, text = example(page)
    (tmp_path / name).write_text(text, "utf-8")
    commands = [line for kind, _, text in blocks(page) if kind == "console" for line in lines(text)]
    figures = [line for kind, _, text in blocks(page) if kind == "text" for line in lines(text)]
    assert figures, "a page shows figures"
    printed = io.StringIO()
    with contextlib.chdir(tmp_path), contextlib.redirect_stdout(printed):
        for command in commands:
            assert answer([*command.removeprefix("$ crewline ").split(), "--jobs", "1"]) == 0
    missing = [line for line in figures if line not in lines(printed.getvalue())]
    assert missing == []


def lines(text: str) -> list[str]:
    """Return the lines with anything on them, without the spaces behind."""
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def test_the_index_leads_to_every_page_and_names_scenarios_that_ship() -> None:
    index = (CHANNELS / "README.md").read_text("utf-8")
    assert set(re.findall(r"\(([a-z-]+)\.md\)", index)) == set(PAGES)
    named = re.findall(r"^\$ crewline check (\w+)$", index, re.MULTILINE)
    assert named
    assert set(named) <= set(library())


def test_the_stages_of_the_page_are_those_of_the_house() -> None:
    page = (CHANNELS / "people.md").read_text("utf-8")
    for name, stage in HOUSE.items():
        factors = (stage.handling_factor, stage.transfer_factor, stage.repeat_factor)
        row = " | ".join([f"| `{name}`", *(f"x {factor:g}" for factor in factors)])
        assert f"{row} | {100 * stage.absence:g} % |" in page
