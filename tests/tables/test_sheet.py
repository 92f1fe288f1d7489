"""A table is never cut, however narrow the screen."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from crewline.tables.sheet import Column, in_lines, print_sheet

NAMES = Column("line", ["centre", "general_enquiries"])
FIGURES = [
    Column(f"figure {number}\n/ offered, %", [f"{number},000 ±{number}.5", f"{number}.2"])
    for number in range(1, 9)
]


def printed(width: int, names: Column, columns: list[Column], title: str = "Waiting") -> str:
    console = Console(file=io.StringIO(), width=width)
    print_sheet(console, title, names, columns)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [33, 40, 60, 80, 100, 140])
def test_every_figure_is_whole_and_no_line_too_long(width: int) -> None:
    text = printed(width, NAMES, FIGURES)
    assert all(cell_len(line) <= width for line in text.splitlines())
    for number in range(1, 9):
        assert f"{number},000 ±{number}.5" in text
        assert f"{number}.2" in text
    assert "…" not in text


def test_every_block_names_its_rows() -> None:
    wide, narrow = printed(140, NAMES, FIGURES), printed(60, NAMES, FIGURES)
    assert wide.count("general_enquiries") == 1
    blocks = narrow.count("general_enquiries")
    assert blocks > 1
    assert narrow.count("(continued)") == blocks - 1
    assert narrow.count("Waiting") == blocks


@pytest.mark.parametrize("width", [12, 20, 30])
def test_on_the_narrowest_screen_letters_go_on_below(width: int) -> None:
    text = printed(width, NAMES, FIGURES[:1], title="")
    assert all(cell_len(line) <= width for line in text.splitlines())
    letters = "".join(text.split())
    for letter in set("general_enquiries1,000±1.5"):
        assert letter in letters
    assert len(letters.replace("─", "")) == len(
        "".join(["linecentregeneral_enquiries", "figure1/offered,%1,000±1.51.2"])
    )


def test_words_are_wrapped_between_them() -> None:
    words = Column("verdict", ["counts the answered only", Text("missed")], words=True)
    text = printed(20, Column("line", ["a", "b"]), [words])
    assert "answered" in text
    assert "counts the answered only" not in text
    assert "counts the answered only" in printed(60, Column("line", ["a", "b"]), [words])


def test_wide_letters_take_two_columns() -> None:
    text = printed(24, Column("line", ["综合业务"]), [Column("title", ["街角银行"] * 1)] * 3)
    assert text.count("街角银行") == 3
    assert all(cell_len(line) <= 24 for line in text.splitlines())


def test_a_bracket_is_no_markup() -> None:
    assert "[red]" in printed(60, Column("line", ["a"]), [Column("label [red]", ["1"])])


def test_a_variant_has_a_line_of_its_own() -> None:
    assert in_lines("insurer_claims:site_loss") == "insurer_claims:\nsite_loss"
