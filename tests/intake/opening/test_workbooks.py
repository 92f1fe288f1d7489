"""Workbooks: parts are judged by what they hold, and one bad cell is one bad cell."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from scenarios.faults import BadInput
from scenarios.intake.guessing import guess
from scenarios.intake.opening import LIMITS, Sheet, open_sheet
from scenarios.intake.tables.importing import import_table
from scenarios.intake.tables.mapping import IntervalMapping
from tests.intake.opening.nasty import with_part, workbook

SMALL: list[list[object]] = [["date", "calls"], ["2026-06-01", 12]]
PAGE = "xl/worksheets/sheet1.xml"
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><x>&lol;</x>"""
FETCHES = b"""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>"""
MACRO_TYPE = "application/vnd.ms-office.vbaProject"
SHEET_OF_MACROS = "application/vnd.ms-excel.macrosheet+xml"
#: As a container of macros holds the name of its main stream.
PROJECT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900) + "_VBA_PROJECT".encode("utf-16-le")


def _part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def _page(cells: str) -> bytes:
    """Return a workbook with `cells`, as XML, for all rows of its sheet."""
    xml = _part(workbook(SMALL), PAGE).decode()
    start, end = xml.index("<sheetData>"), xml.index("</sheetData>")
    return with_part(workbook(SMALL), PAGE, f"{xml[:start]}<sheetData>{cells}{xml[end:]}".encode())


def _opened(data: bytes) -> Sheet:
    return open_sheet(data, "b.xlsx")


@pytest.mark.parametrize("content", [LAUGHS, FETCHES, LAUGHS.decode().encode("utf-16")])
@pytest.mark.parametrize(
    "name", ["xl/odd.vml", "xl/_rels/more.rels", "xl/sheet.dat", "xl/nothing", "customXml/a.TXT"]
)
def test_a_document_type_is_refused_whatever_its_part_is_called(name: str, content: bytes) -> None:
    with pytest.raises(BadInput, match="XML with a document type"):
        _opened(with_part(workbook(SMALL), name, content))


def _typed(kind: str) -> bytes:
    types = _part(workbook(SMALL), "[Content_Types].xml").decode()
    one = f'<Override PartName="/xl/innocent.dat" ContentType="{kind}"/></Types>'
    return with_part(
        workbook(SMALL), "[Content_Types].xml", types.replace("</Types>", one).encode()
    )


def _related() -> bytes:
    rels = _part(workbook(SMALL), "xl/_rels/workbook.xml.rels").decode()
    kind = "http://schemas.microsoft.com/office/2006/relationships/vba&#80;roject"
    one = f'<Relationship Id="m" Type="{kind}" Target="innocent.dat"/></Relationships>'
    changed = rels.replace("</Relationships>", one).encode()
    assert changed != rels.encode()
    return with_part(workbook(SMALL), "xl/_rels/workbook.xml.rels", changed)


@pytest.mark.parametrize(
    "data",
    [
        _typed(MACRO_TYPE),
        _typed(MACRO_TYPE.upper()),
        _typed(SHEET_OF_MACROS),
        _related(),
        with_part(workbook(SMALL), "xl/innocent.dat", PROJECT),
        with_part(workbook(SMALL), "xl/VBAPROJECT.BIN", b"x"),
    ],
    ids=["type", "type in capitals", "sheet of macros", "relationship", "content", "name"],
)
def test_macros_are_refused_whatever_their_part_is_called(data: bytes) -> None:
    with pytest.raises(BadInput, match="a workbook with macros"):
        _opened(data)


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(99), PROJECT[:800], b"plain words", b""]
)
def test_parts_of_other_kinds_do_no_harm(content: bytes) -> None:
    assert len(_opened(with_part(workbook(SMALL), "xl/media/some.bin", content))) == 2


def test_a_long_cell_is_refused_with_row_column_and_length() -> None:
    rows = [["date", "note"], ["2026-06-01", "fine"], ["2026-06-02", "x" * 25]]
    with pytest.raises(BadInput) as bad:
        open_sheet(workbook(rows), "b.xlsx", limits=replace(LIMITS, cell_chars=20))
    (fault,) = bad.value.faults
    assert (fault.line, fault.value) == (3, "a cell of 25 characters in column 2")
    assert fault.expected == "at most 20 characters in a cell"


def test_a_row_far_below_is_refused_by_its_number() -> None:
    """Two rows, the second of which says that it is the hundred millionth."""
    data = _page('<row r="1"><c r="A1"><v>1</v></c></row><row r="100000000"><c><v>2</v></c></row>')
    with pytest.raises(BadInput) as bad:
        _opened(data)
    (fault,) = bad.value.faults
    assert (fault.line, fault.value) == (100_000_000, "more rows")
    assert fault.expected == "at most 1,200,000 rows"


@pytest.mark.parametrize("number", ["-3", "0", "1", "2"])
def test_rows_that_are_not_in_order_are_refused(number: str) -> None:
    first = '<row r="2"><c r="A2"><v>1</v></c></row>'
    with pytest.raises(BadInput) as bad:
        _opened(_page(f'{first}<row r="{number}"><c><v>2</v></c></row>'))
    (fault,) = bad.value.faults
    assert (fault.line, fault.value) == (2, "rows that are not in order")


def test_rows_that_are_not_there_are_counted() -> None:
    sheet = _opened(_page('<row r="3"><c r="B3"><v>1</v></c></row><row><c><v>2</v></c></row>'))
    assert list(sheet.lines) == [3, 4]
    assert (sheet.row(0), sheet.row(1)) == (("", "1"), ("2", ""))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B2"><v>#REF!</v></c>', "#REF!"),  # an error that says it is a number
        ('<c r="B2" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="B2" t="s"><v>99999</v></c>', "#UNREADABLE"),  # a text that is in no list
        ('<c r="B2" t="d"><v>soon</v></c>', "soon"),
        ('<c r="B2" t="b"><v>maybe</v></c>', "maybe"),
        ('<c r="B2" s="odd"><v>12</v></c>', "12"),
        ('<c r="??"><v>12</v></c>', "12"),
    ],
)
def test_a_cell_that_cannot_be_read_stays_one(cell: str, text: str) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>7</v></c>' + cell
    sheet = _opened(_page(rows + '<c r="C2"><v>8</v></c></row>'))
    assert sheet.row(1) == ("7", text, "8")


def _table(bad: dict[tuple[int, int], str]) -> Sheet:
    rows: list[list[object]] = [["date", "interval", "queue", "offered", "answered"]]
    rows += [["2026-06-01", f"{hour}:00", "cards", 20, 19] for hour in range(9, 15)]
    for (row, column), text in bad.items():
        rows[row - 1][column] = text
    return _opened(workbook(rows))


@pytest.mark.parametrize("column", range(5))
@pytest.mark.parametrize("error", ["#REF!", "#UNREADABLE"])
def test_a_bad_cell_costs_its_row_and_no_more(column: int, error: str) -> None:
    """Of six rows with 20 calls each, the third has a cell that spreadsheets could not reckon."""
    sheet = _table({(4, column): error})
    guessed = guess(sheet)
    assert isinstance(guessed.mapping, IntervalMapping)
    report = import_table(sheet, guessed.mapping).report
    assert report.offered == 100
    assert [line.name for line in report.by_line] == ["cards"]
    (note,) = [one for one in report.notes.notes if one.row]
    assert (note.row, note.value) == (4, error)
