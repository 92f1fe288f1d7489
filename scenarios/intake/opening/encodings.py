"""The encoding of a text from somebody we do not know: one for all of it, or the line that breaks.

A text of two encodings reads as GBK nearly always, and what was UTF-8 in it as other characters.
Lines tell it apart: Chinese in GBK is hardly ever UTF-8 by chance, and never Chinese then.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from scenarios.faults import BadInput, Fault

#: What no text has but a binary file soon: control characters other than tab, line ends, and
#: the mark at which old programs end a text.
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_CONTROL_MARKS: Final = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
#: Chinese, and the wide signs that stand with it.
_CHINESE: Final = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_STEP: Final = 1 << 20

_ONE_ENCODING: Final = "text in one encoding throughout, UTF-8 or GBK"
_EXPECTED: Final = "text in UTF-8 or GBK"


def encoding_of(data: bytes, file: str) -> str:
    """Return the encoding of a text: UTF-8, GBK (as GB18030), or UTF-16.

    Raises BadInput for a binary file, another encoding, and a text of two, with the first line that
    is not like the others.
    """
    if _is_utf32(data):
        raise BadInput([Fault(file, 0, "", "text in UTF-32", _EXPECTED)])
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if _reads_whole(data, "utf-16"):
            return "utf-16"
        raise BadInput([Fault(file, 0, "", "text in UTF-16, cut off or damaged", _EXPECTED)])
    if _CONTROL.search(data):
        return _unmarked(data, file)
    if data.startswith(codecs.BOM_UTF8):
        if _reads_whole(data, "utf-8-sig"):
            return "utf-8-sig"
        raise BadInput([_odd_line(file, _parted(data))])
    if _reads_whole(data, "utf-8"):
        return "utf-8"
    refuse_two(data, file)
    return "gb18030"


def refuse_two(data: bytes, file: str) -> None:
    """Raise BadInput for a text that is not all GBK: a line of it is UTF-8, or neither."""
    parted = _parted(data)
    if parted.chinese or not _reads_whole(data, "gb18030"):
        raise BadInput([_odd_line(file, parted)])


def _is_utf32(data: bytes) -> bool:
    """Tell whether bytes are text of four bytes a sign, of which two at least are 0."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return True
    unmarked = {"utf-32-le": data[2:4], "utf-32-be": data[:2]}
    return any(zeros == b"\0\0" and _is_text(data, one) for one, zeros in unmarked.items())


def _unmarked(data: bytes, file: str) -> str:
    """Return which UTF-16 a text without its mark is in: every other byte of plain signs is 0."""
    low, high = data[0::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if high > low else "utf-16-be"
    if low != high and _is_text(data, encoding):
        return encoding
    raise BadInput([Fault(file, 0, "", "a binary file", "a table as CSV text or XLSX")])


def _is_text(data: bytes, encoding: str) -> bool:
    """Tell whether bytes are text of more than one line, without control characters."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return "\n" in text.strip() and not _CONTROL_MARKS.search(text)


def _reads_whole(data: bytes, encoding: str) -> bool:
    """Tell whether all bytes are text in an encoding; piece by piece, as texts are long."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), _STEP):
            decoder.decode(data[start : start + _STEP])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True)
class _Parted:
    """Lines by encoding: `chinese` are Chinese in UTF-8, `others` no UTF-8 at all.

    Each is how many there are; `first_chinese` and `first_other` the numbers of the first, and
    `first_strange` that of the first which is neither UTF-8 nor GBK; 0 where there is none.
    """

    chinese: int = 0
    others: int = 0
    first_chinese: int = 0
    first_other: int = 0
    first_strange: int = 0


def _parted(data: bytes) -> _Parted:
    chinese = others = first_chinese = first_other = first_strange = 0
    for number, line in _telling_lines(data):
        text = _decoded(line, "utf-8")
        if text is None:
            others += 1
            first_other = first_other or number
            if not first_strange and _decoded(line, "gb18030") is None:
                first_strange = number
        elif _CHINESE.search(text):
            chinese += 1
            first_chinese = first_chinese or number
    return _Parted(chinese, others, first_chinese, first_other, first_strange)


def _telling_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the lines that are not all plain letters, with their numbers."""
    for number, line in enumerate(io.BytesIO(data.removeprefix(codecs.BOM_UTF8)), start=1):
        if not line.isascii():
            yield number, line


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _odd_line(file: str, parted: _Parted) -> Fault:
    """Return the fault of the first line that is unlike the others."""
    if parted.first_strange:
        value = "bytes that are neither UTF-8 nor GBK"
        return Fault(file, parted.first_strange, "", value, _EXPECTED)
    if parted.chinese and parted.chinese < parted.others:
        value = "a line in UTF-8, where others are in GBK"
        return Fault(file, parted.first_chinese, "", value, _ONE_ENCODING)
    value = "a line in GBK, where others are in UTF-8"
    return Fault(file, parted.first_other, "", value, _ONE_ENCODING)
