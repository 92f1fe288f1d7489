"""Encodings: one for all of a text; what is of two, or unlike any, is refused by its line."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from scenarios.faults import BadInput, Fault
from scenarios.intake.importing import import_log
from scenarios.intake.mapping import LogMapping
from scenarios.intake.opening import open_sheet

HEAD = "日期,时段,技能组,来电量\n"
LINES = [f"2026-06-01,{hour}:00,个人业务,12\n" for hour in (9, 10, 11)]


def _fault(data: bytes) -> Fault:
    with pytest.raises(BadInput) as bad:
        open_sheet(data, "t.csv")
    (fault,) = bad.value.faults
    return fault


def _written(*encodings: str) -> bytes:
    """Return the table, the heading and each line in an encoding of its own."""
    return b"".join(line.encode(one) for line, one in zip([HEAD, *LINES], encodings, strict=True))


@pytest.mark.parametrize(
    ("encodings", "line", "value"),
    [
        (("utf-8", "utf-8", "gbk", "gbk"), 3, "a line in GBK, where others are in UTF-8"),
        (("utf-8-sig", "utf-8", "utf-8", "gbk"), 4, "a line in GBK, where others are in UTF-8"),
        (("gbk", "gbk", "utf-8", "gbk"), 3, "a line in UTF-8, where others are in GBK"),
    ],
)
def test_a_text_of_two_encodings_is_refused_at_the_first_line_that_is_unlike(
    encodings: tuple[str, ...], line: int, value: str
) -> None:
    """GBK reads the bytes of UTF-8 as other characters, and says nothing."""
    fault = _fault(_written(*encodings))
    assert (fault.line, fault.value) == (line, value)
    assert "one encoding throughout" in fault.expected


def test_bytes_of_no_encoding_are_told_by_their_line() -> None:
    data = HEAD.encode() + LINES[0].encode() + b"2026-06-01,caf\xff,\xff\xff,3\n"
    fault = _fault(data)
    assert (fault.line, fault.value) == (3, "bytes that are neither UTF-8 nor GBK")


@pytest.mark.parametrize("text", ["一,牛\n", "日期,一\n1,牛\n2,牛\n"])
def test_short_words_in_gbk_that_are_utf8_by_chance_are_gbk(text: str) -> None:
    """牛 in GBK is C5 A3, which is a letter of Romanian in UTF-8."""
    assert "牛".encode("gbk").decode() == "ţ"
    sheet = open_sheet(("技能组,来电\n" + text).encode("gbk"), "t.csv")
    assert sheet.encoding == "gb18030"
    assert "牛" in {cell for place in range(len(sheet)) for cell in sheet.row(place)}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [HEAD + LINES[0], "Date,Calls\n2026-06-01,5\n"])
def test_utf16_is_read_with_its_mark_and_without(encoding: str, text: str) -> None:
    sheet = open_sheet(text.encode(encoding), "t.csv")
    assert [",".join(sheet.row(place)) for place in (0, 1)] == text.splitlines()


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [HEAD + LINES[0], "Date,Calls\n2026-06-01,5\n"])
def test_utf32_is_refused_by_its_name(encoding: str, text: str) -> None:
    fault = _fault(text.encode(encoding))
    assert (fault.value, fault.expected) == ("text in UTF-32", "text in UTF-8 or GBK")


def test_utf16_that_is_cut_off_is_told_so() -> None:
    assert _fault((HEAD + LINES[0]).encode("utf-16")[:-1]).value.startswith("text in UTF-16, cut")


@pytest.mark.parametrize(
    "data", [b"date,calls\n1,\x00\x01\n", bytes(range(256)), codecs.BOM_UTF8 + b"a,b\n\x00\n"]
)
def test_binary_files_are_no_text(data: bytes) -> None:
    assert _fault(data).value == "a binary file"


MAPPING = LogMapping.model_validate(
    {
        "name": "log",
        "format": {"encoding": "gb18030"},
        "columns": {"queued": "入队", "waited": "等待", "served": "通话", "kind": "技能组"},
    }
)


@pytest.mark.parametrize(
    ("encodings", "line", "value"),
    [
        (("gb18030", "gb18030", "utf-8"), 3, "a line in UTF-8, where others are in GBK"),
        (("utf-16", "utf-16-le", "utf-16-le"), 0, "text in UTF-16"),
    ],
)
def test_a_log_read_by_its_mapping_is_looked_at_too(
    tmp_path: Path, encodings: tuple[str, ...], line: int, value: str
) -> None:
    lines = [
        "入队,等待,通话,技能组\n",
        "2026-06-01 09:00:00,3,200,个人业务\n",
        "2026-06-01 09:01:00,3,200,个人业务\n",
    ]
    written = [one.encode(encoding) for one, encoding in zip(lines, encodings, strict=True)]
    file = tmp_path / "log.csv"
    file.write_bytes(b"".join(written))
    with pytest.raises(BadInput) as bad:
        import_log(file, MAPPING)
    assert [(fault.line, fault.value) for fault in bad.value.faults] == [(line, value)]
