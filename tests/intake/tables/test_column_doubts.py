"""What is doubtful about columns is said: days that are none, and headings that recur."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.faults import BadInput
from scenarios.intake.guess import Guess
from scenarios.intake.guessing import guess
from scenarios.intake.importing import import_log
from scenarios.intake.mapping import LogMapping
from scenarios.intake.opening import Sheet, open_sheet
from scenarios.intake.tables.clocks import read_day
from scenarios.intake.tables.header import numbered, recurring
from scenarios.intake.tables.headings import bare, likeness, seconds_told
from scenarios.intake.tables.importing import import_table
from scenarios.intake.tables.mapping import IntervalMapping


def _sheet(text: str) -> Sheet:
    return open_sheet(text.encode(), "t.csv")


def _asked(sheet: Sheet) -> dict[str, Guess]:
    return {one.field: one for one in guess(sheet).asked}


def _remarks(sheet: Sheet) -> list[str]:
    mapping = guess(sheet).mapping
    assert isinstance(mapping, IntervalMapping)
    return [str(one) for one in import_table(sheet, mapping).report.remarks]


def _table(head: str, cells: str) -> Sheet:
    return _sheet(head + "".join(f"{cells.format(hour=hour)}\n" for hour in range(9, 15)))


def test_a_column_of_days_that_cannot_be_read_is_asked_about_and_told() -> None:
    sheet = _table("日期,时段,来电量,接通量\n", "第三周,{hour}:00,20,19")
    doubt = _asked(sheet)["when.date"]
    assert (doubt.value, str(doubt.why)) == (
        "none",
        "日期 has no days that we know, such as 第三周",
    )
    assert "日期 is not read, though its heading says days" in _remarks(sheet)


@pytest.mark.parametrize("day", ["2026-06-01", "周一", "June 1, 2026"])
def test_days_that_are_read_are_not_doubted(day: str) -> None:
    sheet = _table("日期,时段,来电量,接通量\n", f'"{day}",{{hour}}:00,20,19')
    assert "when.date" not in _asked(sheet)
    assert not [one for one in _remarks(sheet) if "is not read" in one]


def test_times_with_days_need_no_column_of_days() -> None:
    sheet = _table("日期,时段,来电量,接通量\n", "早班,2026-06-01 {hour}:00,20,19")
    assert "when.date" not in _asked(sheet)
    assert not [one for one in _remarks(sheet) if "is not read" in one]


def test_a_column_of_counts_without_numbers_is_asked_about() -> None:
    sheet = _table("日期,时段,来电量,接通量\n", "2026-06-01,{hour}:00,20,很多")
    doubt = _asked(sheet)["measures.answered.column"]
    assert str(doubt.why) == "接通量 has no numbers that we know, such as 很多"


def test_headings_that_recur_are_asked_about_and_told() -> None:
    """The first column of calls has 20 each; the second, of the same name, has 7."""
    sheet = _table("日期,时段,来电量,来电量,接通量\n", "2026-06-01,{hour}:00,20,7,19")
    doubt = _asked(sheet)["measures.offered.column"]
    assert (doubt.value, str(doubt.why)) == ("来电量", "2 columns have this heading")
    assert "2 columns are called 来电量; this one alone is read" in _remarks(sheet)
    mapping = guess(sheet).mapping
    assert isinstance(mapping, IntervalMapping)
    second = mapping.measures["offered"].model_copy(update={"column": "来电量 (2)"})
    changed = mapping.model_copy(update={"measures": {**mapping.measures, "offered": second}})
    assert import_table(sheet, mapping).report.offered == 120
    assert import_table(sheet, changed).report.offered == 42


def test_headings_that_recur_within_a_group_are_asked_about() -> None:
    """Below `a` calls stand twice, 20 and 7; below `b` once, 5. The first of a's is read."""
    sheet = _table(
        "日期,时段,a,,,b,\n,,来电量,来电量,接通量,来电量,接通量\n",
        "2026-06-01,{hour}:00,20,7,19,5,5",
    )
    found = guess(sheet)
    assert isinstance(found.mapping, IntervalMapping)
    assert _asked(sheet)["measures.offered.column"].value == "来电量"
    lines = import_table(sheet, found.mapping).report.by_line
    assert [(line.name, line.offered) for line in lines] == [("a", 120), ("b", 30)]


def test_headings_of_two_groups_are_alike_as_they_should() -> None:
    sheet = _table(
        "日期,时段,a,,b,\n,,来电量,接通量,来电量,接通量\n", "2026-06-01,{hour}:00,20,19,5,5"
    )
    assert "measures.offered.column" not in _asked(sheet)


LOG = "queued,wait,wait,talk,result\n" + "".join(
    f"2026-06-01 09:{minute:02d}:00,{minute},30,200,answered\n" for minute in range(40)
)


def test_a_log_with_a_heading_twice_is_asked_about_and_told(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text(LOG, "utf-8")
    found = guess(open_sheet(LOG.encode(), "log.csv"))
    assert {one.field: str(one.why) for one in found.asked}["columns.waited"] == (
        "2 columns have this heading"
    )
    assert isinstance(found.mapping, LogMapping)
    imported = import_log(file, found.mapping)
    assert imported.quality.notes[0] == (
        "2 columns of log.csv are called wait; this one alone is read"
    )
    assert imported.quality.by_line[0].mean_wait_s == 19.5
    written = found.mapping.model_dump()
    changed = LogMapping.model_validate(
        {**written, "columns": {**written["columns"], "waited": "wait (2)"}}
    )
    assert import_log(file, changed).quality.by_line[0].mean_wait_s == 30


def test_headings_alone_are_no_table() -> None:
    with pytest.raises(BadInput) as bad:
        guess(_sheet("\n日期,时段,来电量\n"))
    (fault,) = bad.value.faults
    assert (fault.line, fault.value) == (2, "a row alone")


def test_names_of_headings_are_unlike_each_other() -> None:
    headings = ["a", "a", "", "a (2)", "column 3", "a"]
    assert numbered(headings) == ("a", "a (3)", "column 3 (2)", "a (2)", "column 3", "a (4)")
    assert recurring(headings) == {"a": 3, "a (3)": 3, "a (4)": 3}


def test_asides_of_headings_are_left_off() -> None:
    texts = ["AHT (s)", "AHT(s) [mean]", "AHT (s", "（秒）AHT", "A(H)T", "AHT (s (x) y)"]
    assert [bare(one) for one in texts] == ["aht", "aht", "aht(s", "aht", "at", "ahty)"]


def test_long_texts_take_no_time() -> None:
    """Matching grows with the text and no faster: else these would take hours."""
    for text in ("(" * 1_000_000, "[（" * 500_000, "abandon" * 200_000, "1" * 1_000_000):
        assert bare(text)
        assert likeness("abandonment", text) == 0
        assert seconds_told(text) is None
        assert read_day(text[:30_000] * 30) is None
