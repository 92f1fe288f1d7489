"""A table written in any dialect is guessed and read back as the same figures."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.faults import BadInput
from scenarios.intake.guess import Guessed
from scenarios.intake.guessing import guess, mapping_of, mapping_text
from scenarios.intake.opening import Sheet, open_sheet
from scenarios.intake.row_notes import Notebook, RowNotes
from scenarios.intake.tables.grid import Grid, make_grid
from scenarios.intake.tables.mapping import IntervalMapping
from scenarios.intake.tables.reading import TableRows, read_rows
from tests.intake.opening.nasty import workbook
from tests.intake.tables.made_up_table import Dialect, Figures, days_of, sheet_of


def _sheet(text: str, name: str = "t.csv") -> Sheet:
    return open_sheet(text.encode(), name)


def _guessed(sheet: Sheet) -> tuple[IntervalMapping, Guessed]:
    found = guess(sheet)
    assert isinstance(found.mapping, IntervalMapping)
    return found.mapping, found


def _read(sheet: Sheet, mapping: IntervalMapping | None = None) -> tuple[TableRows, RowNotes]:
    notebook = Notebook(sheet.file)
    return read_rows(sheet, mapping or _guessed(sheet)[0], notebook), notebook.kept()


def _grid(sheet: Sheet, mapping: IntervalMapping | None = None) -> tuple[Grid, RowNotes]:
    notebook = Notebook(sheet.file)
    mapping = mapping or _guessed(sheet)[0]
    return make_grid(read_rows(sheet, mapping, notebook), mapping, notebook), notebook.kept()


def _done(notes: RowNotes) -> dict[str, int]:
    """Return how many rows each thing was done with."""
    return {f"{one.expected}: {one.done}": one.count for one in notes.counts}


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Figures], Dialect]:
    """Draw figures of a morning of some days and lines, and a dialect to write them in."""
    interval_s = draw(st.sampled_from([900, 1800, 3600]))
    handle = draw(st.sampled_from(["mean_s", "mean_clock", "sum_s", "sum_clock"]))
    queues = draw(st.lists(st.sampled_from(["个人", "Card", "贷款"]), min_size=1, unique=True))
    figures = []
    for day in days_of(draw(st.integers(2, 4))):
        for queue in queues:
            for slot in range(4):
                answered = draw(st.integers(1, 60))
                offered = answered + draw(st.integers(0, 5))
                in_time = draw(st.integers(0, answered))
                start_s = 9 * 3600 + slot * interval_s
                seconds = draw(st.integers(100, 400))
                figures.append(Figures(day, start_s, queue, offered, answered, seconds, in_time))
    dialect = Dialect(
        chinese=draw(st.booleans()),
        separator=draw(st.sampled_from([",", "\t", ";"])),
        encoding=draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])),
        interval_s=interval_s,
        date=draw(st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"])),
        interval=draw(st.sampled_from(["range", "wave", "start", "stamp"])),
        handle=handle,
        percent=draw(st.booleans()),
        totals=draw(st.booleans()),
        title=draw(st.booleans()),
        order=draw(st.permutations(range(8))),
    )
    return figures, dialect


@settings(deadline=None, max_examples=40)
@given(tables())
def test_any_dialect_is_read_back(table: tuple[list[Figures], Dialect]) -> None:
    figures, dialect = table
    sheet = sheet_of(figures, dialect)
    mapping, _ = _guessed(sheet)
    rows, notes = _read(sheet, mapping)
    assert mapping.interval == dialect.interval_s
    assert sum(one.count for one in notes.counts) == dialect.totals
    found = rows.table.sort_values(["queue", "day", "start_s"])
    expected = sorted(figures, key=lambda one: (mapping.queues.get(one.queue, one.queue),
                                                one.day, one.start_s))  # fmt: skip
    assert found["queue"].str.lower().tolist() == [one.queue.lower() for one in expected]
    assert found["day"].tolist() == [one.day.toordinal() for one in expected]
    assert found["start_s"].tolist() == [one.start_s for one in expected]
    assert found["offered"].tolist() == [one.offered for one in expected]
    assert found["answered"].tolist() == [one.answered for one in expected]
    handled = [float(one.handle_s * one.answered) for one in expected]
    assert found["handle"].tolist() == pytest.approx(handled)
    assert found["in_time"].tolist() == pytest.approx([one.in_time for one in expected], abs=0.01)


@settings(deadline=None, max_examples=10)
@given(tables())
def test_a_mapping_written_and_read_is_the_same(table: tuple[list[Figures], Dialect]) -> None:
    mapping, _ = _guessed(sheet_of(*table))
    assert mapping_of(mapping_text(mapping)) == mapping


HEAD = "日期,时段,技能组,来电量,接通量\n"


def test_totals_are_left_out_and_said_so_with_their_rows() -> None:
    text = HEAD + (
        "2026-06-01,9:00-9:30,a,10,9\n2026-06-01,9:30-10:00,a,12,12\n2026-06-01,小计,a,22,21\n"
        "2026-06-02,9:00-9:30,a,10,9\n2026-06-02,9:30-10:00,a,1,1\n合计,,,33,31\n"
    )
    rows, notes = _read(_sheet(text))
    assert rows.table["offered"].sum() == 33
    assert rows.table["line"].tolist() == [2, 3, 5, 6]
    assert [note.row for note in notes.notes] == [4, 7]
    assert str(notes.notes[0].done) == "left out, as a total"


def test_a_queue_that_is_all_queues_is_a_total() -> None:
    lines = [
        f"2026-06-0{day},{hour}:00,{queue},{calls},{calls}"
        for day in (1, 2)
        for hour in range(9, 13)
        for queue, calls in (("a", 10), ("b", 20), ("全部", 30))
    ]
    sheet = _sheet(HEAD + "\n".join(lines))
    mapping, found = _guessed(sheet)
    assert mapping.rows.total_queues == ("全部",)
    grid, _ = _grid(sheet, mapping)
    assert grid.queues == ("a", "b")
    assert grid.offered.sum() == 2 * 4 * 30
    assert any(one.field == "rows.total_queues" for one in found.guesses)


def test_missing_rows_are_zero_where_few_are_usual_and_else_the_usual() -> None:
    """Four Mondays: at 9:00 a calls 20 each, b 2 each; the last Monday lacks both rows.

    20 are usual of a, so that the row itself is missing, and 20 are put there; of b it was zero.
    At 9:30 both have a row every day; nothing ever stands at 10:00, which is closed.
    """
    lines = []
    for week in range(4):
        day = date(2026, 6, 1 + 7 * week)
        for queue, calls in (("a", 20), ("b", 2)):
            if week < 3:
                lines.append(f"{day},9:00,{queue},{calls},{calls}")
            lines.append(f"{day},9:30,{queue},{calls},{calls}")
    grid, notes = _grid(_sheet(HEAD + "\n".join(lines)))
    assert grid.offered[3, 0, 18:21].tolist() == [20, 20, 0]
    assert grid.offered[3, 1, 18:21].tolist() == [0, 2, 0]
    assert (grid.zeros, grid.usual) == (1, 1)
    assert _done(notes) == {
        "a row for this interval: filled in with no calls": 1,
        "a row for this interval: filled in with the usual calls of its weekday": 1,
    }
    assert {note.value for note in notes.notes} == {"a 2026-06-22 09:00", "b 2026-06-22 09:00"}


def test_duplicates_and_overlaps_are_left_out() -> None:
    text = HEAD + (
        "2026-06-01,9:00-9:30,a,10,9\n2026-06-01,9:00-9:30,a,10,9\n"  # the same twice
        "2026-06-01,9:30-10:00,a,12,12\n2026-06-01,9:30-10:00,a,13,12\n"  # differs
        "2026-06-01,10:00-10:30,a,5,5\n2026-06-01,10:15-10:45,a,5,5\n"  # overlaps, and crosses
        "2026-06-01,10:30-11:00,a,7,7\n2026-06-01,10:40-10:50,a,1,1\n"  # overlaps
        "2026-06-02,9:00-9:30,a,1,1\n2026-06-02,9:30-10:00,a,1,1\n"
    )
    grid, notes = _grid(_sheet(text))
    assert grid.offered[0].sum() == 10 + 12 + 5 + 7
    assert {note.row: f"{note.expected}: {note.done}" for note in notes.notes} == {
        3: "each row once: left out",
        5: "one row for a queue and interval: left out",
        7: "an interval within 30 min: left out",
        9: "intervals that do not overlap: left out",
    }


def test_rows_parted_by_another_column_are_added_up_and_asked() -> None:
    lines = [
        f"2026-06-0{day},{hour}:00,a,{calls},{calls},{site}"
        for day in (1, 2, 3)
        for hour in range(9, 13)
        for site, calls in (("x", 10 + hour), ("y", 20 + day))
    ]
    sheet = _sheet("日期,时段,技能组,来电量,接通量,职场\n" + "\n".join(lines))
    mapping, found = _guessed(sheet)
    assert mapping.rows.twice == "sum"
    assert "rows.twice" in {one.field for one in found.asked}
    grid, _ = _grid(sheet, mapping)
    assert grid.offered.sum() == 3 * (19 + 20 + 21 + 22) + 4 * (21 + 22 + 23)


@pytest.mark.parametrize(
    ("labels", "starts"),
    [
        (["9:00", "9:30", "10:00"], [18, 19, 20]),
        (["0:30", "9:00", "9:30", "24:00"], [0, 17, 18, 47]),  # ends, as 24:00 stands there
        (["0900", "0930", "1000"], [18, 19, 20]),
        (["9点", "9点30分", "10点半"], [18, 19, 21]),
        (["9:00 AM", "9:30 AM", "1:00 PM"], [18, 19, 26]),
        (["09:00~09:30", "23:30~24:00", "23:00~23:29"], [18, 47, 46]),
        (["9:00—9:30", "9:30至10:00", "23:30-00:00"], [18, 19, 47]),
        (["0.375", "0.3958333333", "0.4166666667"], [18, 19, 20]),
    ],
)
def test_intervals_as_people_write_them(labels: list[str], starts: list[int]) -> None:
    lines = [f"2026-06-0{day},{label},a,3,3" for day in (1, 2) for label in labels]
    grid, notes = _grid(_sheet(HEAD + "\n".join(lines)))
    assert sorted(np.flatnonzero(grid.offered[0, 0]).tolist()) == sorted(starts)
    assert grid.offered.sum() == 6 * len(labels)
    assert notes.total == 0


@pytest.mark.parametrize("label", ["09:24:00", "10:24:00", "0:24:00"])
def test_minutes_and_seconds_are_no_end_of_the_day(label: str) -> None:
    labels = [label, *(f"{hour:02d}:{minute:02d}:00" for hour in (11, 12) for minute in (24, 54))]
    lines = [f"2026-06-04 {one},a,3,3" for one in labels]
    sheet = _sheet("时段,技能组,来电量,接通量\n" + "\n".join(lines))
    assert _guessed(sheet)[0].when.labels == "start"


def test_an_end_of_the_day_in_a_time_stamp_is_one() -> None:
    lines = [f"2026-06-04 {one},a,3,3" for one in ("23:00", "23:30:00", "24:00:00")]
    mapping, _ = _guessed(_sheet("时段,技能组,来电量,接通量\n" + "\n".join(lines)))
    assert mapping.when.labels == "end"


def test_hours_after_midnight_are_of_the_next_day() -> None:
    lines = [f"2026-06-01,{label},a,3,3" for label in ("23:00-24:00", "24:00-25:00")]
    grid, _ = _grid(_sheet(HEAD + "\n".join(lines)))
    assert grid.days == (date(2026, 6, 1), date(2026, 6, 2))
    assert [grid.offered[0, 0, 23], grid.offered[1, 0, 0]] == [3, 3]


@pytest.mark.parametrize(
    ("dates", "order", "sure"),
    [
        (["13/06/2026", "14/06/2026"], "dmy", "sure"),
        (["06/13/2026", "06/14/2026"], "mdy", "sure"),
        (["01/06/2026", "02/06/2026", "03/06/2026"], "dmy", "likely"),
        (["06/07/2026"], "dmy", "asked"),
    ],
)
def test_the_order_of_dates_is_told_or_asked(dates: list[str], order: str, sure: str) -> None:
    lines = [f"{day},{hour}:00,a,3,3" for day in dates for hour in (9, 10, 11)]
    mapping, found = _guessed(_sheet(HEAD + "\n".join(lines)))
    assert mapping.when.order == order
    assert {one.sureness for one in found.guesses if one.field == "when.order"} == {sure}


def test_weekdays_and_tables_without_a_day() -> None:
    lines = [f"{day},{hour}:00,a,3,3" for day in ("周一", "星期二") for hour in (9, 10)]
    rows, _ = _read(_sheet(HEAD + "\n".join(lines)))
    assert rows.dated == "weekdays"
    assert [date.fromordinal(day).weekday() for day in rows.table["day"]] == [0, 0, 1, 1]
    rows, _ = _read(_sheet("Interval,Offered\n9:00,5\n9:30,6\n10:00,7\n"))
    assert rows.dated == "no day"


@pytest.mark.parametrize(
    ("cells", "seconds", "unit", "holds"),
    [
        (["205", "210", "190"], 205.0, "s", "mean"),
        (["3:25", "3:30", "3:10"], 205.0, "s", "mean"),
        (["0:03:25", "0:03:30", "0:03:10"], 205.0, "s", "mean"),
        (["3分25秒", "3分30秒", "3分10秒"], 205.0, "s", "mean"),
        (["3.4", "3.5", "3.2"], 204.0, "min", "mean"),
        (["0.00237", "0.00243", "0.0022"], 204.768, "day", "mean"),
        (["20500", "21000", "19000"], 205.0, "s", "sum"),
    ],
)
def test_units_of_times(cells: list[str], seconds: float, unit: str, holds: str) -> None:
    lines = [f"2026-06-01,{9 + place}:00,a,100,100,{cell}" for place, cell in enumerate(cells)]
    sheet = _sheet("date,interval,queue,offered,answered,handle time\n" + "\n".join(lines))
    mapping, _ = _guessed(sheet)
    measure = mapping.measures["handle"]
    assert (measure.unit or "s", measure.holds) == (unit, holds)
    rows, _ = _read(sheet, mapping)
    first = rows.table.iloc[0]
    assert first["handle"] / first["handle_of"] == pytest.approx(seconds)


def test_a_decimal_comma_is_one_where_commas_do_not_part() -> None:
    lines = [f"2026-06-01;{hour}:00;a;1.205;1.200;3,5;98,5%" for hour in (9, 10, 11)]
    text = "date;interval;queue;offered;answered;AHT (min);answer rate\n" + "\n".join(lines)
    rows, notes = _read(_sheet(text))
    assert rows.table["offered"].tolist() == [1205] * 3
    assert rows.table["handle"].tolist() == [1200 * 210.0] * 3
    assert notes.total == 0


def test_merged_cells_and_headings_in_two_rows() -> None:
    rows = [
        ["客服日报", None, None, None, None, None],
        ["日期", "时段", "个人业务", None, "信用卡", None],
        [None, None, "来电量", "接通量", "来电量", "接通量"],
        ["2026-06-01", "9:00-9:30", 10, 9, 5, 5],
        [None, "9:30-10:00", 11, 9, 6, 5],
        ["2026-06-02", "9:00-9:30", 12, 9, 7, 5],
        [None, "9:30-10:00", 13, 9, 8, 5],
    ]
    merged = ["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "A4:A5", "A6:A7"]
    sheet = open_sheet(workbook(rows, merged=merged), "b.xlsx")
    mapping, _ = _guessed(sheet)
    grid, _ = _grid(sheet, mapping)
    assert grid.queues == ("个人业务", "信用卡")
    assert grid.offered[:, :, 18:20].tolist() == [[[10, 11], [5, 6]], [[12, 13], [7, 8]]]
    assert mapping.place.header_row == 2
    assert mapping_of(mapping_text(mapping)) == mapping


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("时段,周一,周二\n9:00,1,2\n9:30,3,4\n", [[1, 3], [2, 4]]),
        ("时段,2026-06-01,2026-06-02,合计\n9:00,1,2,3\n9:30,3,4,7\n", [[1, 3], [2, 4]]),
        ("日期,9:00,9:30,合计\n2026-06-01,1,3,4\n2026-06-02,2,4,6\n", [[1, 3], [2, 4]]),
    ],
)
def test_tables_with_columns_side_by_side(text: str, expected: list[list[int]]) -> None:
    mapping, found = _guessed(_sheet(text))
    grid, _ = _grid(_sheet(text), mapping)
    assert grid.offered[:, 0, 18:20].tolist() == expected
    assert "wide.measure" in {one.field for one in found.asked}


def test_queues_side_by_side_are_asked() -> None:
    text = "日期,时段,个人,信用卡\n2026-06-01,9:00,5,7\n2026-06-01,9:30,6,8\n"
    mapping, found = _guessed(_sheet(text))
    grid, _ = _grid(_sheet(text), mapping)
    assert grid.queues == ("个人", "信用卡")
    assert grid.offered[0, :, 18:20].tolist() == [[5, 6], [7, 8]]
    assert {"wide.by", "wide.columns"} <= {one.field for one in found.asked}


def test_what_cannot_be_read_is_told_by_row_field_and_value() -> None:
    text = HEAD.strip() + ",AHT,服务水平\n" + (
        "2026-06-01,9:00-9:30,a,10,9,200,80%\n"
        "2026-06-01,9:30-10:00,a,ten,9,200,80%\n"  # 3
        "2026-06-01,25:99,a,10,9,200,80%\n"  # 4
        "2026-02-30,10:00-10:30,a,10,9,200,80%\n"  # 5
        "2026-06-01,10:30-11:00,a,10,9,soon,180%\n"  # 6
        "2026-06-01,11:00-11:30,a,-4,9,200,80%\n"  # 7
        "2026-06-01,11:30-12:00,a,,,,#DIV/0!\n"  # 8
    )  # fmt: skip
    rows, notes = _read(_sheet(text))
    assert rows.table["line"].tolist() == [2, 6, 8]
    told = {(note.row, note.field, note.value) for note in notes.notes}
    assert told == {
        (3, "来电量", "ten"),
        (4, "时段", "25:99"),
        (5, "日期", "2026-02-30"),
        (6, "AHT", "soon"),
        (6, "服务水平", "180%"),
        (7, "来电量", "-4"),
        (8, "来电量", ""),
        (8, "接通量", ""),
    }
    csv = notes.csv().splitlines()
    assert csv[0] == "file,row,field,value,expected,done"
    assert any(re.search(r"'-4", line) for line in csv)  # no formula to a spreadsheet


def test_formulas_without_values_are_told() -> None:
    rows = [
        ["date", "interval", "offered"],
        ["2026-06-01", "9:00", "=1+2"],
        ["2026-06-01", "9:30", 4],
    ]
    found, notes = _read(open_sheet(workbook(rows), "b.xlsx"))
    assert found.table["offered"].tolist() == [4]
    assert "open and save" in str(notes.notes[0].expected)


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "name,colour\nann,red\n", "日期,备注\n2026-06-01,x\n"]
)
def test_other_tables_are_refused_with_their_columns(text: str) -> None:
    with pytest.raises(BadInput, match=r"columns .*expected an interval table"):
        guess(_sheet(text))


def test_a_column_that_is_gone_is_told_with_its_neighbour() -> None:
    sheet = _sheet(HEAD + "2026-06-01,9:00,a,1,1\n2026-06-01,9:30,a,1,1\n")
    mapping, _ = _guessed(sheet)
    other = _sheet(HEAD.replace("来电量", "来电数量") + "2026-06-01,9:00,a,1,1\n")
    with pytest.raises(BadInput, match=r"来电量.*did you mean 来电数量"):
        read_rows(other, mapping, Notebook("x"))


def test_service_levels_are_of_what_the_mapping_says() -> None:
    """Of 20 offered and 18 answered, 50 % are 10 or 9 in time."""
    text = HEAD.strip() + ",服务水平\n2026-06-01,9:00,a,20,18,50%\n2026-06-01,9:30,a,20,18,50%\n"
    mapping, _ = _guessed(_sheet(text))
    for counts, in_time, of in (("SL3", 10, 20), ("SL2", 9, 18)):
        level = mapping.service_level.model_copy(update={"counts": counts})
        changed = mapping.model_copy(update={"service_level": level})
        rows, _ = _read(_sheet(text), changed)
        assert rows.table["in_time"].tolist() == [in_time] * 2
        assert rows.table["in_time_of"].tolist() == [of] * 2


def test_short_intervals_are_added_up_to_a_quarter_of_an_hour() -> None:
    lines = [f"2026-06-01,9:{minute:02d},a,1,1" for minute in range(0, 60, 5)]
    mapping, found = _guessed(_sheet(HEAD + "\n".join(lines)))
    assert mapping.interval == 900
    assert next(one for one in found.guesses if one.field == "interval").sureness == "likely"
    grid, _ = _grid(_sheet(HEAD + "\n".join(lines)), mapping)
    assert grid.offered[0, 0, 36:40].tolist() == [3, 3, 3, 3]


@pytest.mark.parametrize(
    ("step_min", "interval_s", "why", "sureness"),
    [
        (30, 1800, "most rows are 30 min apart or long", "sure"),
        (5, 900, "rows of 5 min are added up to 15 min", "likely"),
        (7, 900, "7 min, as most rows are apart or long, do not fit", "asked"),
        (25, 1800, "25 min, as most rows are apart or long, do not fit", "asked"),
    ],
)
def test_the_reason_for_an_interval_is_one(
    step_min: int, interval_s: int, why: str, sureness: str
) -> None:
    clocks = [divmod(540 + step_min * place, 60) for place in range(12)]
    lines = [f"2026-06-01,{hour}:{minute:02d},a,1,1" for hour, minute in clocks]
    mapping, found = _guessed(_sheet(HEAD + "\n".join(lines)))
    one = next(one for one in found.guesses if one.field == "interval")
    assert mapping.interval == interval_s
    assert str(one.why).startswith(why)
    assert one.sureness == sureness


def test_rows_seconds_apart_are_no_interval_table() -> None:
    """Every 37 s from nine o'clock on: no interval of 15 min is made of that."""
    at = [32_400 + 37 * place for place in range(60)]
    lines = [f"2026-06-01,{s // 3600}:{s // 60 % 60:02d}:{s % 60:02d},a,1,1" for s in at]
    with pytest.raises(BadInput, match="expected an interval table"):
        guess(_sheet(HEAD + "\n".join(lines)))


def test_many_rows_are_read_each_once() -> None:
    """Texts recur: 40,000 rows take no longer than their different texts ask."""
    days = pd.date_range("2026-01-01", periods=208).strftime("%Y-%m-%d")
    lines = [f"{day},{hour}:00-{hour + 1}:00,q{queue},5,5" for day in days
             for hour in range(8, 20) for queue in range(16)]  # fmt: skip
    grid, notes = _grid(_sheet(HEAD + "\n".join(lines)))
    assert grid.offered.sum() == 5 * len(lines)
    assert notes.total == 0
