"""The rows of an interval table, read by its mapping: figures, and what was wrong row by row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
import pandas as pd

from scenarios.faults import BadInput, Fault
from scenarios.intake.opening import Sheet
from scenarios.intake.row_notes import Notebook
from scenarios.intake.said import said
from scenarios.intake.tables.cells import is_error, tidy
from scenarios.intake.tables.clocks import DAY_S, read_day, read_slot, read_weekday
from scenarios.intake.tables.columns import KEYS, long_table
from scenarios.intake.tables.figures import read_figures
from scenarios.intake.tables.mapping import IntervalMapping
from scenarios.intake.tables.sieve import Floats, Sieve, at, each

Dated = Literal["dates", "weekdays", "no day"]

_TOTAL: Final = re.compile(
    r".*(?:合计|小计|总计|汇总|总和|均值)[:：]?|全天|平均|"
    r"(?:(?:grand|sub|day|daily|weekly?|monthly?)[ -]?)?totals?:?|sum|average|avg|mean|overall"
)
#: Mondays to Sundays that stand for weekdays of no date.
_WEEK_OF_NO_DATE: Final = date(2001, 1, 1).toordinal()

LEFT_OUT_TOTAL: Final = said("left out, as a total")


@dataclass(frozen=True)
class TableRows:
    """Rows that can be used, in the table's order.

    `table` has `line`, `digest` (of all that stands in the file's row), `queue`, `day` (ordinal),
    `start_s` and `length_s`, and the sums that `figures` makes. `dated` says whether days are
    dates, weekdays, or not told at all; `interval_s` is what most rows are long.
    """

    table: pd.DataFrame
    dated: Dated
    interval_s: int
    rows_read: int


def read_rows(sheet: Sheet, mapping: IntervalMapping, notebook: Notebook) -> TableRows:
    """Return the rows of a table that are figures of an interval; the others are noted.

    Raises BadInput where a column is not there, or no row can be used.
    """
    long = long_table(sheet, mapping)
    sieve = Sieve(long, notebook)
    _take_out_others(sieve, mapping)
    days, dated = _days(sieve, mapping)
    start_s, length_s, own_day = _slots(sieve, mapping)
    days = np.where(np.isnan(own_day), days, own_day)
    if dated == "no day" and np.isfinite(own_day).any():
        dated = "dates"
    if dated == "no day":
        days = np.full(len(days), float(_WEEK_OF_NO_DATE))
    sieve.take_out(np.isnan(days), _day_field(mapping), said("a date"))
    days, start_s = days + start_s // DAY_S, start_s % DAY_S
    queues = _queues(sieve, mapping)
    _take_out_total_queues(sieve, mapping)
    figures = read_figures(sieve, mapping)
    table = pd.DataFrame(
        {
            "line": long.lines,
            "digest": long.digests,
            "queue": queues,
            "day": days,
            "start_s": start_s,
            "length_s": length_s,
        }
    )
    table = pd.concat([table, figures], axis=1)[sieve.left]
    if table.empty:
        fault = Fault(sheet.file, mapping.place.header_row, "", "no row of figures", _A_TABLE)
        raise BadInput([fault])
    table = table.astype({"day": np.int64, "start_s": np.int64, "length_s": np.int64})
    usual = Counter(table["length_s"].tolist()).most_common(1)[0][0]
    return TableRows(table.reset_index(drop=True), dated, int(usual), long.rows_read)


_A_TABLE: Final = "rows with an interval and its calls"


def _day_field(mapping: IntervalMapping) -> str:
    return (
        "date" if mapping.when.date or (mapping.wide and mapping.wide.by == "date") else "interval"
    )


def is_total(text: str, more: tuple[str, ...] = ()) -> bool:
    """Tell whether a cell says that its row adds up others."""
    plain = tidy(text)
    return bool(_TOTAL.fullmatch(plain)) or plain in {tidy(word) for word in more}


def _take_out_others(sieve: Sieve, mapping: IntervalMapping) -> None:
    """Take out totals, and headings that recur as pages do."""
    long = sieve.long
    words = mapping.rows.totals
    for field, texts in (("", long.first), *((key, long.keys[key]) for key in KEYS)):
        codes, totals = each(texts, lambda text: is_total(text, words))
        mask = np.array(totals, np.bool_)[codes]
        sieve.take_out(mask, field, said("figures of one interval"), LEFT_OUT_TOTAL)
    heading = np.zeros(len(long.lines), np.bool_)
    for key in ("date", "interval"):
        if long.names[key]:
            heading |= (long.keys[key] == long.names[key]).to_numpy(np.bool_)
    sieve.take_out(heading, "", said("figures, no headings"))
    blank = (long.measures == "").all(axis=1).to_numpy(np.bool_)
    sieve.take_out(blank & (long.keys["interval"] == "").to_numpy(np.bool_), "", _FIGURES)


_FIGURES: Final = said("figures of one interval")


def _days(sieve: Sieve, mapping: IntervalMapping) -> tuple[Floats, Dated]:
    """Return each row's day, NaN where there is none, and what days are."""
    texts = sieve.long.keys["date"]
    if not (texts != "").any():
        return np.full(len(texts), np.nan), "no day"
    codes, dates = each(texts, lambda text: read_day(text, mapping.when.order))
    if all(day is None for day in dates):
        codes, numbers = each(texts, read_weekday)
        found = [np.nan if one is None else _WEEK_OF_NO_DATE + one for one in numbers]
        if any(one is not None for one in numbers):
            return at(codes, found), "weekdays"
    found = [np.nan if day is None else float(day.toordinal()) for day in dates]
    days = at(codes, found)
    sieve.take_out(np.isnan(days) & (texts != "").to_numpy(np.bool_), "date", said("a date"))
    return days, "dates"


def _slots(sieve: Sieve, mapping: IntervalMapping) -> tuple[Floats, Floats, Floats]:
    """Return each row's start and length in seconds, and its own day where it is a time stamp."""
    texts, order = sieve.long.keys["interval"], mapping.when.order
    codes, slots = each(texts, lambda text: read_slot(text, order))
    start_s = at(codes, [np.nan if one is None else float(one.start_s) for one in slots])
    day = at(codes, [float(one.day.toordinal()) if one and one.day else np.nan for one in slots])
    end_s = at(codes, [float(one.end_s) if one and one.end_s else np.nan for one in slots])
    if mapping.when.interval_end is not None:
        codes, ends = each(sieve.long.keys["interval_end"], lambda text: read_slot(text, order))
        until_s = at(codes, [np.nan if one is None else float(one.start_s) for one in ends])
        until_s = np.where(until_s % 300 == 240, until_s + 60, until_s)
        until_s = np.where(until_s <= start_s, until_s + DAY_S, until_s)
        end_s = np.where(np.isnan(end_s), until_s, end_s)
    sieve.take_out(np.isnan(start_s), "interval", said("an interval such as 9:00 or 9:00-9:30"))
    length_s = np.where(np.isnan(end_s), usual_gap_s(start_s[sieve.left]), end_s - start_s)
    if mapping.when.labels == "end":
        start_s = np.where(np.isnan(end_s), start_s - length_s, start_s)
        before = start_s < 0
        start_s, day = np.where(before, start_s + DAY_S, start_s), np.where(before, day - 1, day)
    _take_out_strange_lengths(sieve, mapping, start_s, length_s)
    return start_s, length_s, day


def _take_out_strange_lengths(
    sieve: Sieve, mapping: IntervalMapping, start_s: Floats, length_s: Floats
) -> None:
    """Take out rows that lie in no one interval of the scenario."""
    minutes = f"{mapping.interval / 60:g}"
    too_long = ~(length_s <= mapping.interval)
    across = start_s % mapping.interval + length_s > mapping.interval
    expected = said("an interval of at most {minutes} min", minutes=minutes)
    sieve.take_out(too_long, "interval", expected)
    sieve.take_out(across, "interval", said("an interval within {minutes} min", minutes=minutes))


def usual_gap_s(start_s: Floats) -> float:
    """Return what most neighbouring starts lie apart, seconds; half an hour where there are none.

    Nights are closed and rows of zero missing, so that the commonest gap is the interval.
    """
    starts = np.unique(start_s[np.isfinite(start_s)] % DAY_S)
    gaps = np.diff(starts)
    if not len(gaps):
        return 1800.0
    values, counts = np.unique(gaps, return_counts=True)
    return float(values[np.argmax(counts)])


def _queues(sieve: Sieve, mapping: IntervalMapping) -> pd.Series[str]:
    """Return each row's queue, by the name that the scenario has for it."""
    texts = sieve.long.keys["queue"]
    if mapping.queue is None and mapping.wide is None:
        return pd.Series([mapping.name] * len(texts), dtype=str)
    if not (texts != "").any():
        return pd.Series([mapping.name] * len(texts), dtype=str)
    codes, nameless = each(texts, lambda text: not text or is_error(text))
    sieve.take_out(np.array(nameless, np.bool_)[codes], "queue", said("a queue"))
    return texts.map(lambda text: mapping.queues.get(text, text))


def _take_out_total_queues(sieve: Sieve, mapping: IntervalMapping) -> None:
    totals = sieve.long.keys["queue"].isin(mapping.rows.total_queues).to_numpy(np.bool_)
    sieve.take_out(totals, "queue", said("one queue"), LEFT_OUT_TOTAL)
