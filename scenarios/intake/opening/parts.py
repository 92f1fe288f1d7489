"""The parts of a workbook, judged by what they hold: XML that blows up, macros.

Spreadsheet programs find parts by the workbook's own list of types and by its relationships, so
that a part may have any name; every one is looked at.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from typing import IO, Final
from xml.parsers import expat

from scenarios.faults import BadInput, Fault

_TYPES: Final = "[content_types].xml"
_RELATIONSHIPS: Final = ".rels"
#: Names of parts that are XML in any case; others may be.
_XML: Final = (".xml", _RELATIONSHIPS, ".vml")
#: What types and relationships call macros, of today and of 1992, in small letters.
_MACROS: Final = ("vbaproject", "macrosheet")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The stream that every project of macros has, as its container writes names.
_PROJECT: Final = "_VBA_PROJECT".encode("utf-16-le")
_PIECE: Final = 1 << 16


class _RootSeenError(Exception):
    """The first element begins: no document type can follow."""


class _DocumentTypeError(Exception):
    """A document type, where entities stand."""


class _MacroTypeError(Exception):
    """A type or relationship of macros."""


def refuse_unsafe_parts(archive: zipfile.ZipFile, file: str) -> None:
    """Raise BadInput for macros, for XML with a document type, and for parts that are broken."""
    for part in archive.infolist():
        try:
            with archive.open(part) as stream:
                _judge(part.filename.lower(), stream)
        except _DocumentTypeError:
            words = "a workbook as spreadsheet programs write it"
            raise _bad(file, "XML with a document type", words) from None
        except _MacroTypeError:
            words = "a workbook without macros (.xlsx), or CSV text"
            raise _bad(file, "a workbook with macros", words) from None
        except Exception:  # a broken part; zipfile, zlib and expat say so in many ways
            raise _bad(file, "a broken workbook", "an XLSX workbook") from None


def _judge(name: str, stream: IO[bytes]) -> None:
    head = stream.read(_PIECE)
    if name.endswith("vbaproject.bin") or (head.startswith(_OLE) and _has_project(head, stream)):
        raise _MacroTypeError
    try:
        _read_xml(head, stream, whole=name == _TYPES or name.endswith(_RELATIONSHIPS))
    except expat.ExpatError:
        if name.endswith(_XML):
            raise


def _has_project(head: bytes, stream: IO[bytes]) -> bool:
    before = head
    while _PROJECT not in before:
        piece = stream.read(_PIECE)
        if not piece:
            return False
        before = before[-len(_PROJECT) :] + piece
    return True


def _read_xml(head: bytes, stream: IO[bytes], *, whole: bool) -> None:
    """Read a part as XML up to its first element, or `whole` to see what types it names."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = _refuse_macro_type if whole else _stop
    piece = head
    try:
        while piece:
            parser.Parse(piece, False)
            piece = stream.read(_PIECE)
    except _RootSeenError:
        return


def _refuse_document_type(*_: object) -> None:
    raise _DocumentTypeError


def _refuse_macro_type(_: str, attributes: Mapping[str, str]) -> None:
    for name in ("ContentType", "Type"):
        if any(word in attributes.get(name, "").lower() for word in _MACROS):
            raise _MacroTypeError


def _stop(*_: object) -> None:
    raise _RootSeenError


def _bad(file: str, value: str, expected: str) -> BadInput:
    return BadInput([Fault(file, 0, "", value, expected)])
