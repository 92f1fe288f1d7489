"""Separated text: its encoding, its separator, its rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from scenarios.faults import BadInput, Fault
from scenarios.intake.opening.limits import Limits
from scenarios.intake.opening.sheet import Sheet, gathered
from scenarios.yaml_file import shown

SEPARATORS: Final = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|"}

#: What no text has but a binary file soon: control characters other than tab, line ends, and
#: the mark at which old programs end a text.
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_STEP: Final = 1 << 20
#: Rows that a separator is judged by.
_SAMPLE: Final = 60
_HINT: Final = re.compile(r"sep=(.)\s*", re.IGNORECASE)
#: What is left of that line once it is parted.
_SAYS_SEPARATOR: Final = re.compile(r"sep=.?", re.IGNORECASE)


def read_text(data: bytes, file: str, limits: Limits) -> Sheet:
    """Return the rows of a separated text: UTF-8, GBK (GB18030), or UTF-16 with its mark.

    Raises BadInput for a binary file, bytes of another encoding, text that is not separated, or
    one that is too large.
    """
    encoding = encoding_of(data, file)
    separator = separator_of(_opened(data, encoding).read(_STEP))
    reader = csv.reader(_opened(data, encoding), delimiter=SEPARATORS[separator])
    try:
        rows, lines = gathered(_rows(reader), file, limits, limits.cells)
    except csv.Error as error:
        fault = Fault(file, reader.line_num, "", shown(error), "separated text")
        raise BadInput([fault]) from None
    return Sheet(file, "text", rows, lines, encoding, separator)


def encoding_of(data: bytes, file: str) -> str:
    """Return the encoding of a text. Raises BadInput for a binary file, or another encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _first_that_reads(data, file, ("utf-16",))
    if _CONTROL.search(data):
        raise BadInput([Fault(file, 0, "", "a binary file", "a table as CSV text or XLSX")])
    if data.startswith(codecs.BOM_UTF8):
        return _first_that_reads(data, file, ("utf-8-sig",))
    return _first_that_reads(data, file, ("utf-8", "gb18030"))


def _first_that_reads(data: bytes, file: str, encodings: Sequence[str]) -> str:
    """Return the first encoding that all bytes are text in; piece by piece, as texts are long."""
    for encoding in encodings:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            for start in range(0, len(data), _STEP):
                decoder.decode(data[start : start + _STEP])
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    fault = Fault(file, 0, "", "bytes that are neither UTF-8 nor GBK", "text in UTF-8 or GBK")
    raise BadInput([fault])


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


def _rows(reader: Iterator[list[str]]) -> Iterator[tuple[int, Sequence[str]]]:
    for row in reader:
        line: int = reader.line_num  # type: ignore[attr-defined]
        if line == 1 and _SAYS_SEPARATOR.fullmatch("".join(row).strip()):
            continue
        cells = [cell.strip().strip("\x1a\ufeff") for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        yield line, cells
