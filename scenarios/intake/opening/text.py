"""Separated text: its encoding, its separator, its rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from scenarios.intake.opening.encodings import encoding_of
from scenarios.intake.opening.limits import Limits
from scenarios.intake.opening.separated import separated_rows
from scenarios.intake.opening.sheet import Sheet, gathered

SEPARATORS: Final = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|"}

_STEP: Final = 1 << 20
#: Rows that a separator is judged by.
_SAMPLE: Final = 60
_HINT: Final = re.compile(r"sep=(.)\s*", re.IGNORECASE)
#: What is left of that line once it is parted.
_SAYS_SEPARATOR: Final = re.compile(r"sep=.?", re.IGNORECASE)


def read_text(data: bytes, file: str, limits: Limits) -> Sheet:
    """Return the rows of a separated text: UTF-8, GBK (GB18030), or UTF-16.

    Raises BadInput for a binary file, another encoding or two of them, a quote that is never
    closed, and what is too large.
    """
    encoding = encoding_of(data, file)
    separator = separator_of(_opened(data, encoding).read(_STEP))
    text = _opened(data, encoding)
    numbered = separated_rows(text, SEPARATORS[separator], file, limits.cell_chars)
    rows, lines = gathered(_tidied(numbered), file, limits, limits.cells)
    return Sheet(file, "text", rows, lines, encoding, separator)


def separator_of(text: str) -> str:
    """Return the name of the character that parts the most rows alike; comma where none does."""
    first, _, rest = text.partition("\n")
    if hint := _HINT.fullmatch(first.strip()):  # a line that Excel understands
        named = [name for name, mark in SEPARATORS.items() if mark == hint[1]]
        if named:
            return named[0]
        text = rest
    return max(SEPARATORS, key=lambda name: _fit(text, SEPARATORS[name]))


def _fit(text: str, mark: str) -> tuple[int, int]:
    """Return how well a mark parts rows: how many of them alike, in how many cells."""
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), _SAMPLE))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0, 0
    width, alike = max(widths.items(), key=lambda item: (item[1], item[0]))
    return alike, width


def _opened(data: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")


def _tidied(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, Sequence[str]]]:
    """Give rows without blanks around cells, and without the line that names the separator."""
    for line, row in rows:
        if line == 1 and _SAYS_SEPARATOR.fullmatch("".join(row).strip()):
            continue
        cells = [cell.strip().strip("\x1a\ufeff") for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        yield line, cells
