"""Blocks from spreadsheets, as they come."""

from __future__ import annotations

import pytest

from scenarios.editing.pasted import Pasted, columns_for, laid_over, number_text, read_block
from scenarios.faults import BadInput

LINES = {"general": "General enquiries / 综合业务", "loan": "Loans / 贷款", "vip": ""}


def test_cells_between_tabs() -> None:
    assert read_block("1\t2\r\n3\t4\r\n") == Pasted((), (), (("1", "2"), ("3", "4")))


def test_headings_times_and_totals() -> None:
    block = read_block(
        '时段\t综合业务\t贷款\n9:00-9:30\t"1,234"\t5\n9:30-10:00\t７\t\n合计\t1241\t5\n'
    )
    assert block.headings == ("综合业务", "贷款")
    assert block.starts_s == (9 * 3600, 9 * 3600 + 1800)
    assert block.rows == (("1234", "5"), ("7", ""))
    assert block.left_out == 1


@pytest.mark.parametrize("text", ["1,5\n2,6", "1;5\n2;6", "1\t5\n2\t6"])
def test_commas_semicolons_and_tabs(text: str) -> None:
    assert read_block(text).rows == (("1", "5"), ("2", "6"))


def test_a_column_of_grouped_numbers_is_one_column() -> None:
    assert read_block("1,234\n12,345\n").rows == (("1234",), ("12345",))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("1,234.5", "1234.5"),
        ("12 345", "12345"),
        ("1'000", "1000"),
        (" 7 ", "7"),
        ("-3", "-3"),
        ("1,2", "1,2"),
        ("n/a", "n/a"),
        ("", ""),
        ("１２．５", "12.5"),
    ],
)
def test_numbers_as_people_write_them(cell: str, text: str) -> None:
    assert number_text(cell) == text


def test_what_is_no_number_stays_as_it_was_typed() -> None:
    assert read_block("1\nabc\n-5").rows == (("1",), ("abc",), ("-5",))


def test_headings_find_their_lines() -> None:
    block = read_block("贷款\tGENERAL\n1\t2\n")
    assert columns_for(block, LINES, "general") == {"loan": 0, "general": 1}


def test_without_headings_lines_come_in_order() -> None:
    assert columns_for(read_block("1\t2\n"), LINES, "loan") == {"loan": 0, "vip": 1}


@pytest.mark.parametrize(
    "text", ["nobody\tgeneral\n1\t2", "general\tgeneral\n1\t2", "1\t2\t3\t4", "1\t2\t3"]
)
def test_columns_without_a_line_are_refused(text: str) -> None:
    with pytest.raises(BadInput):
        columns_for(read_block(text), LINES, "loan")


def test_rows_go_where_their_times_are() -> None:
    block = read_block("t\tgeneral\n09:30\t5\n09:00\t6\n")
    cells = laid_over(["0"] * 96, block, 0, 0, 1800)
    assert {row: cell for row, cell in enumerate(cells) if cell != "0"} == {19: "5", 48 + 18: "6"}


def test_rows_without_times_go_from_the_row_named() -> None:
    assert laid_over(["0"] * 4, read_block("5\n6"), 0, 1, 1800) == ["0", "5", "6", "0"]


def test_rows_without_a_place_are_refused() -> None:
    with pytest.raises(BadInput, match="at most 4"):
        laid_over(["0"] * 4, read_block("5\n6"), 0, 3, 1800)
    with pytest.raises(BadInput, match="every 30 min"):
        laid_over(["0"] * 48, read_block("t\ta\n09:15\t5\n"), 0, 0, 1800)


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "general\tloan", "1\t" * 501, "1\n" * 5001, "1" * 2_000_001]
)
def test_what_is_no_block_is_refused(text: str) -> None:
    if text == "general\tloan":  # one row is cells, of which none is a number
        assert read_block(text).rows == (("general", "loan"),)
    else:
        with pytest.raises(BadInput):
            read_block(text)
