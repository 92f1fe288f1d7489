"""Files as nobody should send them, and workbooks as programs write them; all made here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl


def workbook(rows: Iterable[Sequence[Any]], *, merged: Sequence[str] = ()) -> bytes:
    """Return a workbook of one sheet, cells of the ranges `merged` made one."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return a zip file with a part put in, or replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return made.getvalue()


def zip_bomb(megabytes: int = 40) -> bytes:
    """Return a workbook of which one part is zeros: small as it comes, large unpacked."""
    return with_part(
        workbook([["date", "calls"]]), "xl/media/picture.bin", bytes(megabytes * 1_000_000)
    )


def lying(data: bytes, name: str, size: int) -> bytes:
    """Return a zip file whose directory gives a part another size than it has."""
    made = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo(name).file_size
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(name.encode()))
    assert int.from_bytes(made[entry + 24 : entry + 28], "little") == real
    made[entry + 24 : entry + 28] = size.to_bytes(4, "little")
    return bytes(made)
