"""Separated text: quotes that never close, cells that never end, and where they begin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.faults import BadInput, Fault
from scenarios.intake.importing import import_log
from scenarios.intake.mapping import LogMapping
from scenarios.intake.opening import LIMITS, open_sheet


def _fault(data: bytes) -> Fault:
    with pytest.raises(BadInput) as bad:
        open_sheet(data, "t.csv")
    (fault,) = bad.value.faults
    return fault


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\n1,2\n3,"x\n4,5\n', 3),
        ('a,b\n1,2\n3,"x\n4,5', 3),
        ('a,b\n1,2\n3,"', 3),
        ('a,b\n1,"x\ny"\n"q\nr","x\n4,5\n', 5),  # in a row that began a line before
        ('a,b\r\n1,"x\r\ny"\r\n"q\r\nr","x\r\n4,5\r\n', 5),
        ('a,b\r1,2\r3,"x\r4,5\r', 3),
        ('"a,b\n1,2\n', 1),
    ],
)
def test_a_quote_that_is_never_closed_is_told_by_the_line_where_it_opens(
    text: str, line: int
) -> None:
    fault = _fault(text.encode())
    assert (fault.line, fault.value) == (line, "a quote that is never closed")


def test_a_quote_left_open_is_not_closed_by_that_of_a_later_row() -> None:
    """The csv module reads rows 2 and 3 as one row of three cells, and says nothing."""
    fault = _fault(b'day,queue,calls\n1,"cards,20\n2,"loans",30\n3,"cards",40\n')
    assert (fault.line, fault.value) == (2, "a quote that does not end its cell")


@pytest.mark.parametrize(
    "text",
    ['a,b\n1,"x\n""y"" z"\n', 'a,b\n1,"x"', 'a,b\n1,"x\ny"\n', 'a,b\n1,5" pipe\n'],
)
def test_quotes_that_close_or_are_none_are_read(text: str) -> None:
    assert len(open_sheet(text.encode(), "t.csv")) == 2


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text('ab,"\n\r', max_size=8), min_size=1, max_size=6))
def test_whatever_the_quotes_rows_are_numbered_upwards_within_the_file(lines: list[str]) -> None:
    text = "h,k\n" + "\n".join(lines)
    ends = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    try:
        numbers = list(open_sheet(text.encode(), "t.csv").lines)
    except BadInput as bad:
        numbers = [fault.line for fault in bad.faults]
    assert numbers == sorted(set(numbers))
    assert all(1 <= number <= ends for number in numbers)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("x" * 32_768, "a cell of 32,768 characters in column 2"),
        ("x" * 200_000, "a cell of more than 131,072 characters"),
        ('"x\n' + "4,5\n" * 50_000, "a cell of more than 131,072 characters"),
    ],
)
def test_a_long_cell_is_refused_with_its_row_and_what_is_expected(cell: str, value: str) -> None:
    fault = _fault(f"a,b\n1,2\n3,{cell}\n".encode())
    assert (fault.line, fault.value) == (3, value)
    assert fault.expected.startswith("at most 32,767 characters in a cell")


def test_a_cell_as_long_as_any_spreadsheet_has_is_read() -> None:
    text = f"a,b\n1,{'x' * 20}\n".encode()
    assert len(open_sheet(text, "t.csv", limits=replace(LIMITS, cell_chars=20))) == 2
    with pytest.raises(BadInput, match=r"20 characters in column 2.*at most 19"):
        open_sheet(text, "t.csv", limits=replace(LIMITS, cell_chars=19))


MAPPING = LogMapping.model_validate(
    {"name": "log", "columns": {"queued": "queued", "waited": "wait", "served": "talk"}}
)


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ('2026-06-01 09:02:00,3,"200\n', "a quote that is never closed"),
        ("2026-06-01 09:02:00,3," + "2" * 40_000, "a cell of 40,000 characters in column 3"),
    ],
)
def test_a_log_read_by_its_mapping_is_looked_at_too(tmp_path: Path, row: str, value: str) -> None:
    file = tmp_path / "log.csv"
    file.write_text(f"queued,wait,talk\n2026-06-01 09:01:00,3,200\n{row}", "utf-8")
    with pytest.raises(BadInput) as bad:
        import_log(file, MAPPING)
    assert [(fault.line, fault.value) for fault in bad.value.faults] == [(3, value)]
