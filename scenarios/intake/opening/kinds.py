"""What a file is, by its first bytes: a text, a workbook, or something that is no table."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import Final, Literal

from scenarios.faults import BadInput, Fault
from scenarios.intake.opening.limits import Limits

Kind = Literal["text", "workbook"]

A_TABLE: Final = "a table as CSV text or an XLSX workbook"
AS_XLSX: Final = "an XLSX workbook or CSV text; save it as one of these"

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
#: First bytes of what people mistake for a table, or rename into one.
_OTHERS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
#: A text may well begin with these two letters; an image or a program soon has a zero byte.
_SHORT: Final = 2
_MARKUP: Final = (
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML file"),
)
_HEAD: Final = 4096


def kind_of(data: bytes, file: str) -> Kind:
    """Return what a file's bytes are. Raises BadInput for what is neither text nor a workbook."""
    head = data[:_HEAD]
    if not data.strip():
        raise _bad(file, "an empty file", "a table with a row of headings")
    if head.startswith(_ZIP):
        return "workbook"
    if head.startswith(_OLE):
        raise _ole(data, file)
    for magic, what in _OTHERS:
        if head.startswith(magic) and (len(magic) > _SHORT or b"\0" in head):
            raise _bad(file, what, A_TABLE)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for mark, what in _MARKUP:
        if start.startswith(mark):
            raise _bad(file, what, AS_XLSX)
    return "text"


def _ole(data: bytes, file: str) -> BadInput:
    """Return the refusal of a file of the old kind of container: what is inside decides it."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _bad(file, "a workbook locked with a password", "a workbook without one")
    return _bad(file, "a file of the old kind of Excel (.xls) or Word", AS_XLSX)


def unpacked(data: bytes, file: str, limits: Limits) -> bytes:
    """Return the bytes, unpacked where they are gzip, whatever the file is called.

    Raises BadInput for what is too large, before or after, and for what is cut off.
    """
    if len(data) > limits.file_bytes:
        words = f"at most {limits.file_bytes // 1_000_000} MB"
        raise _bad(file, f"a file of {len(data) / 1e6:,.0f} MB", words)
    if not data.startswith(_GZIP):
        return data
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            found = packed.read(limits.unpacked_bytes + 1)
    except (EOFError, OSError, zlib.error):
        raise _bad(file, "gzip cut off or damaged", "a whole gzip file") from None
    if len(found) > limits.unpacked_bytes:
        words = f"at most {limits.unpacked_bytes // 1_000_000} MB unpacked"
        raise _bad(file, "a larger file", words)
    return found


def _bad(file: str, value: str, expected: str) -> BadInput:
    return BadInput([Fault(file, 0, "", value, expected)])
