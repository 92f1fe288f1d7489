"""Rows of separated text, as the csv module parts them; what it passes over is refused here.

It takes a quote that is never closed for a cell that holds the rest of the file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from scenarios.faults import BadInput, Fault
from scenarios.intake.opening.sheet import refuse_long_cell

#: Comes after the last line; part of a cell then, where a quote is open still.
_END: Final = "\ue000"
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


class _Lines:
    """The lines of a text, and a mark behind the last of them.

    `ended`: the mark was given; `given` are the lines since it was emptied last.
    """

    def __init__(self, text: Iterable[str]) -> None:
        self._text = text
        self.given: list[str] = []
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            self.given.append(line)
            yield line
        self.ended = True
        yield _END


def separated_rows(
    text: Iterable[str], mark: str, file: str, most_chars: int
) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of a text, its line ends as they are, each with the number of its last line.

    Raises BadInput for a cell of more than `most_chars`, and a quote that is never closed, or not
    where its cell ends.
    """
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=mark)
    before = 0
    while True:
        try:
            row = next(reader)
        except csv.Error:  # of its own limit, as lines are parted where they end
            raise BadInput([_overlong(file, before + 1, most_chars)]) from None
        if lines.ended:
            if row != [_END]:
                raise BadInput([_unclosed(file, reader.line_num - 1, row[-1])])
            return
        if len(lines.given) > 1:
            _refuse_glued(lines.given, mark, file, before + 1)
        lines.given.clear()
        refuse_long_cell(row, before + 1, file, most_chars)
        before = reader.line_num
        yield before, row


def _refuse_glued(lines: Sequence[str], mark: str, file: str, line: int) -> None:
    """Raise BadInput where a cell goes on behind the quote that closes it, in a row over lines.

    The first quote of a later cell closes one that was left open; what stands between is lost.
    """
    try:
        list(csv.reader(lines, delimiter=mark, strict=True))
    except csv.Error:
        value, words = "a quote that does not end its cell", "a second quote that ends the cell"
        raise BadInput([Fault(file, line, "", value, words)]) from None


def _overlong(file: str, line: int, most_chars: int) -> Fault:
    value = f"a cell of more than {csv.field_size_limit():,} characters"
    words = f"at most {most_chars:,} characters in a cell, and an end to every quote"
    return Fault(file, line, "", value, words)


def _unclosed(file: str, last: int, cell: str) -> Fault:
    """Return the fault of a cell that goes on to the end, from the line where it begins."""
    text = cell.removesuffix(_END)
    breaks = len(_LINE_END.findall(text))
    ends_a_line = bool(_LINE_END.fullmatch(text[-1:]))
    words = "a second quote that ends the cell"
    return Fault(file, last - breaks + ends_a_line, "", "a quote that is never closed", words)
