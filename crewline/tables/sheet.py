"""A table that is never cut: where it is wider than the screen, it goes on in blocks of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

#: Between two columns.
_GAP: Final = 2
#: A header is spread over lines of so many letters before it makes its column wider ...
_HEADER: Final = 10
#: ... and over so many where there is room.
_WIDE_HEADER: Final = 16
#: No single word of a header makes a column wider than this; it goes on in the next line.
_LONG_WORD: Final = 24
#: What is left to the names, however wide the figures are.
_SHORT_NAME: Final = 8


@dataclass(frozen=True)
class Column:
    """One column; cells may have several lines, and only words (not figures) may be wrapped."""

    header: str
    cells: Sequence[str | Text]
    words: bool = False

    @property
    def _widest(self) -> int:
        return max((_line_width(str(cell)) for cell in self.cells), default=0)

    @property
    def least(self) -> int:
        """How wide it must be for all figures and words to stay whole."""
        body = max(map(_word_width, map(str, self.cells)), default=0) if self.words else 0
        header = min(
            max(_word_width(self.header), min(_line_width(self.header), _HEADER)), _LONG_WORD
        )
        return max(body if self.words else self._widest, header)

    @property
    def most(self) -> int:
        """How wide it may grow where there is room."""
        return max(self.least, self._widest, min(_line_width(self.header), _WIDE_HEADER))


def print_sheet(console: Console, title: str, names: Column, columns: Sequence[Column]) -> None:
    """Print columns side by side; each block of them begins with the names again."""
    widest = max((column.least for column in columns), default=0)
    room = console.width - _GAP - widest
    name_width = max(min(names.most, room), min(names.most, _SHORT_NAME))
    left = max(1, console.width - _GAP - name_width)
    for number, block in enumerate(_blocks(columns, left)):
        head = f"{title} (continued)" if title and number else title
        widths = [name_width, *_widths(block, left)]
        if head:
            console.print(Text(head, style="bold"))
        console.print(_table([names, *block], widths))
        console.print()


def in_lines(label: str) -> str:
    """Return a scenario's label as a header: the variant in a line of its own."""
    return label.replace(":", ":\n")


def _blocks(columns: Sequence[Column], room: int) -> Iterator[list[Column]]:
    """Give the columns in order, as many at a time as there is room for, and at least one."""
    block: list[Column] = []
    for column in columns:
        if block and _least([*block, column]) > room:
            yield block
            block = []
        block.append(column)
    if block:
        yield block


def _least(block: Sequence[Column]) -> int:
    return sum(column.least for column in block) + _GAP * (len(block) - 1)


def _widths(block: Sequence[Column], room: int) -> list[int]:
    """Return the columns' widths, with the room that is left shared out evenly."""
    widths = [min(column.least, room) for column in block]
    spare = room - sum(widths) - _GAP * (len(block) - 1)
    while spare > 0:
        growing = [i for i, column in enumerate(block) if widths[i] < column.most]
        if not growing:
            break
        for i in growing[:spare]:
            widths[i] += 1
        spare -= len(growing)
    return widths


def _table(columns: Sequence[Column], widths: Sequence[int]) -> Table:
    table = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, _GAP - 1, 0, 0),
    )
    for number, (column, width) in enumerate(zip(columns, widths, strict=True)):
        table.add_column(
            Text(column.header),
            width=width,
            justify="left" if column.words or number == 0 else "right",
            overflow="fold",
        )
    for cells in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in cells))
    return table


def _line_width(text: str) -> int:
    return max(map(cell_len, text.split("\n")))


def _word_width(text: str) -> int:
    return max(map(cell_len, text.split()), default=0)
