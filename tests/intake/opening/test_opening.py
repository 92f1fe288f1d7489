"""Opening: what is a table is read as it stands, what is none is refused by what it is."""

from __future__ import annotations

import datetime
import gzip
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.faults import BadInput
from scenarios.intake.opening import LIMITS, open_file, open_sheet
from tests.intake.opening.nasty import lying, saved, with_part, workbook, zip_bomb

SMALL = [["date", "calls"], ["2026-06-01", "12"]]


def _rows(data: bytes, name: str = "t.csv", sheet: str | None = None) -> list[list[str]]:
    return [list(row) for row in open_sheet(data, name, sheet).rows.itertuples(index=False)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize(("mark", "name"), [(",", "comma"), ("\t", "tab"), (";", "semicolon")])
def test_encodings_and_separators(encoding: str, mark: str, name: str) -> None:
    text = f"日期{mark}来电量\n2026-06-01{mark}12\n"
    sheet = open_sheet(text.encode(encoding), "表.csv")
    assert [sheet.row(0), sheet.row(1)] == [("日期", "来电量"), ("2026-06-01", "12")]
    assert sheet.separator == name
    assert list(sheet.lines) == [1, 2]


def test_lines_are_those_of_the_file() -> None:
    text = 'sep=;\nReport\n\nday;note;calls\n1;"two\nlines";5\n;;\n2;;6\n'
    sheet = open_sheet(text.encode(), "t.csv")
    assert list(sheet.lines) == [2, 4, 6, 8]
    assert sheet.row(2) == ("1", "two\nlines", "5")
    assert sheet.width == 3


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="gb18030", exclude_categories=["Cc", "Cs"]), max_size=6),
            min_size=2,
            max_size=2,
        ),
        max_size=8,
    ),
    st.sampled_from([",", "\t", ";"]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_any_text_in_any_dialect_is_read_back(
    rows: list[list[str]], mark: str, encoding: str
) -> None:
    import csv
    import io

    stream = io.StringIO()
    whole = [["队列", "备注"]] * 12 + rows
    csv.writer(stream, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(whole)
    found = _rows(stream.getvalue().encode(encoding))
    cleaned = [[cell.strip().strip("\ufeff") for cell in row] for row in whole]
    assert found == [row for row in cleaned if any(row)]


def test_a_workbook_is_one_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "really_a_workbook.csv"
    path.write_bytes(workbook(SMALL))
    sheet = open_file(path)
    assert (sheet.kind, sheet.row(1)) == ("workbook", ("2026-06-01", "12"))


def test_values_of_a_workbook_are_text_that_says_the_same() -> None:
    rows = [
        ["date", "from", "talk", "share", "n"],
        [datetime.date(2026, 6, 1), datetime.time(9, 30), datetime.timedelta(hours=25), 0.85, 3.0],
        [datetime.datetime(2026, 6, 1, 9, 30), True, None, "  x\ny ", 2],
    ]
    assert _rows(workbook(rows)) == [
        ["date", "from", "talk", "share", "n"],
        ["2026-06-01", "09:30:00", "25:00:00", "0.85", "3"],
        ["2026-06-01 09:30:00", "TRUE", "", "x y", "2"],
    ]


def test_a_formula_is_its_saved_value_or_said_to_have_none() -> None:
    plain = workbook([["n", "double"], [4, "=A2*2"]])
    assert _rows(plain)[1] == ["4", "#UNSAVED"]
    part = "xl/worksheets/sheet1.xml"
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        xml = archive.read(part)
    reckoned = xml.replace(b"<f>A2*2</f><v />", b"<f>A2*2</f><v>8</v>")
    reckoned = reckoned.replace(b"<f>A2*2</f><v/>", b"<f>A2*2</f><v>8</v>")
    assert reckoned != xml
    assert _rows(with_part(plain, part, reckoned))[1] == ["4", "8"]


def test_a_wrong_extent_does_not_hide_rows() -> None:
    plain = workbook(SMALL)
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml")
    lies = xml.replace(b'ref="A1:B2"', b'ref="A1:A1"')
    assert lies != xml
    assert _rows(with_part(plain, "xl/worksheets/sheet1.xml", lies)) == SMALL


def test_sheets_are_chosen_by_name_and_hidden_ones_passed_over() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "空"
    book.create_sheet("secret").append(["x", "y"])
    book["secret"].sheet_state = "hidden"
    book.create_sheet("日报").append(["date", "calls"])
    data = saved(book)
    found = open_sheet(data, "b.xlsx")
    assert (found.sheet, found.sheets) == ("日报", ("空", "日报"))
    assert open_sheet(data, "b.xlsx", "secret").row(0) == ("x", "y")
    with pytest.raises(BadInput, match="one of the sheets 空, 日报"):
        open_sheet(data, "b.xlsx", "日版")
    with pytest.raises(BadInput, match="no sheet, for a text has none"):
        open_sheet(b"a,b\n1,2\n", "t.csv", "日报")


LAUGHS = b"""<?xml version="1.0"?><!-- x --><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol2 "&lol;&lol;&lol;">]><worksheet>&lol2;</worksheet>"""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

REFUSED = {
    "an empty file": b" \n\n",
    "a PNG image": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "a JPEG image": b"\xff\xd8\xff\xe0" + bytes(50),
    "a BMP image": b"BM" + bytes(50),
    "a PDF document": b"%PDF-1.7\nhello",
    "a web page": "\ufeff <HTML><table>".encode(),
    "an XML file": b"<?xml version='1.0'?><Workbook/>",
    "a binary file": b"date,calls\n1,\x00\x01\n",
    "bytes that are neither UTF-8 nor GBK": b"caf\xff,1\n\xff\xff",
    "the old kind of Excel": OLE + "Workbook".encode("utf-16-le"),
    "locked with a password": OLE + "EncryptedPackage".encode("utf-16-le"),
    "a workbook with macros": with_part(workbook(SMALL), "xl/vbaProject.bin", b"\xd0\xcf"),
    "a broken or cut-off workbook": workbook(SMALL)[:-40],
    "that unpacks to": zip_bomb(),
    "XML with a document type": with_part(workbook(SMALL), "xl/worksheets/sheet1.xml", LAUGHS),
    "a broken workbook": with_part(workbook(SMALL), "xl/worksheets/sheet1.xml", b"<worksheet><"),
    "gzip cut off": gzip.compress(b"date,calls\n" * 99)[:-12],
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_is_no_table_is_refused_by_what_it_is(said: str) -> None:
    with pytest.raises(BadInput) as bad:
        open_sheet(REFUSED[said], "innocent.csv")
    (fault,) = bad.value.faults
    assert said in fault.value
    assert fault.file == "innocent.csv"
    assert fault.expected


def test_utf16_parts_hide_no_document_type() -> None:
    hidden = LAUGHS.decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")
    with pytest.raises(BadInput, match="document type"):
        open_sheet(with_part(workbook(SMALL), "xl/styles.xml", hidden), "b.xlsx")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"mimetype": b"x", "content.xml": b"x"}, "OpenDocument"),
        ({"xl/workbook.bin": b"x"}, "xlsb"),
        ({"word/document.xml": b"x"}, "Word"),
        ({"a.txt": b"x"}, "a zip archive"),
    ],
)
def test_other_archives_are_told_apart(parts: dict[str, bytes], said: str) -> None:
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(BadInput, match=said):
        open_sheet(made.getvalue(), "b.xlsx")


def test_a_directory_that_lies_gets_no_more_unpacked_than_it_says() -> None:
    """The bomb says that its sheet is of 100 bytes; so many are read, and the part is broken."""
    bomb = with_part(
        workbook(SMALL), "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 50_000_000
    )
    with pytest.raises(BadInput, match="a broken workbook"):
        open_sheet(lying(bomb, "xl/worksheets/sheet1.xml", 100), "b.xlsx")


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ({"file_bytes": 10}, "a file of"),
        ({"rows": 1}, "more rows.*at most 1 rows"),
        ({"columns": 1}, "more columns.*at most 1 columns"),
        ({"cells": 3, "workbook_cells": 3}, "more cells.*at most 3 cells"),
    ],
)
@pytest.mark.parametrize("data", [b"date,calls\n2026-06-01,12\n", workbook(SMALL)])
def test_limits_are_kept_and_said(limit: dict[str, int], said: str, data: bytes) -> None:
    with pytest.raises(BadInput, match=said):
        open_sheet(data, "t", limits=replace(LIMITS, **limit))


@pytest.mark.parametrize(
    ("limit", "said"),
    [({"parts": 3}, "parts; expected at most 3"), ({"unpacked_bytes": 100}, "unpacked; expected")],
)
def test_limits_of_workbooks(limit: dict[str, int], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        open_sheet(workbook(SMALL), "b.xlsx", limits=replace(LIMITS, **limit))


def test_gzip_is_unpacked_and_bounded() -> None:
    packed = gzip.compress(b"date,calls\n2026-06-01,12\n")
    assert _rows(packed) == SMALL
    with pytest.raises(BadInput, match="a larger file"):
        open_sheet(packed, "t.gz", limits=replace(LIMITS, unpacked_bytes=10))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        open_file(tmp_path / "none.csv")
