"""Interval tables made up by the tests: figures that are known, written in a dialect."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from scenarios.intake.opening import Sheet, open_sheet

MONDAY = date(2026, 6, 1)


@dataclass(frozen=True)
class Figures:
    """One interval of one queue: calls, mean handling time, share in time."""

    day: date
    start_s: int
    queue: str
    offered: int
    answered: int
    handle_s: int
    in_time: int


@dataclass(frozen=True)
class Dialect:
    """How a switchboard writes."""

    chinese: bool = True
    separator: str = ","
    encoding: str = "utf-8"
    interval_s: int = 1800
    date: str = "%Y-%m-%d"
    interval: str = "range"  # range, start, end, wave, stamp
    handle: str = "mean_s"  # mean_s, mean_clock, sum_s, sum_clock
    percent: bool = True
    totals: bool = True
    title: bool = True
    leave_out_zeros: bool = True
    order: Sequence[int] = field(default=(0, 1, 2, 3, 4, 5, 6, 7))


CHINESE = ["日期", "时段", "技能组", "来电量", "接通量", "放弃量"]
ENGLISH = ["Date", "Interval", "Queue", "Offered", "Answered", "Abandoned"]


def clock(seconds: int) -> str:
    """Return a clock as h:mm."""
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}"


def span(seconds: float) -> str:
    """Return a span of time as h:mm:ss."""
    return f"{int(seconds) // 3600}:{int(seconds) // 60 % 60:02d}:{int(seconds) % 60:02d}"


def written(figures: Sequence[Figures], dialect: Dialect) -> bytes:
    """Return a table of figures as text in a dialect."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=dialect.separator, lineterminator="\n")
    if dialect.title:
        writer.writerow(["客服中心话务报表" if dialect.chinese else "Call centre report"])
        writer.writerow([])
    writer.writerow([_headings(dialect)[place] for place in dialect.order])
    for one in figures:
        if dialect.leave_out_zeros and not one.offered:
            continue
        cells = _cells(one, dialect)
        writer.writerow([cells[place] for place in dialect.order])
    if dialect.totals:
        total = ["合计" if dialect.chinese else "Total", "", ""]
        total += [str(sum(one.offered for one in figures)), "", "", "", ""]
        writer.writerow([total[place] for place in dialect.order])
    return stream.getvalue().encode(dialect.encoding)


def sheet_of(figures: Sequence[Figures], dialect: Dialect) -> Sheet:
    """Return the table as it is opened."""
    return open_sheet(written(figures, dialect), "table.csv")


def _headings(dialect: Dialect) -> list[str]:
    names = list(CHINESE if dialect.chinese else ENGLISH)
    is_sum = dialect.handle.startswith("sum")
    if dialect.chinese:
        names += ["总处理时长" if is_sum else "平均处理时长", "20秒服务水平"]
    else:
        names += ["Total handle time" if is_sum else "AHT", "Service level 20s"]
    return names


def _cells(one: Figures, dialect: Dialect) -> list[str]:
    end_s = one.start_s + dialect.interval_s
    day = one.day.strftime(dialect.date)
    interval = {
        "range": f"{clock(one.start_s)}-{clock(end_s)}",
        "wave": f"{clock(one.start_s)}～{clock(end_s)}",
        "start": clock(one.start_s),
        "end": clock(end_s),
        "stamp": f"{one.day} {clock(one.start_s).zfill(5)}:00",
    }[dialect.interval]
    handle_s = one.handle_s * one.answered if dialect.handle.startswith("sum") else one.handle_s
    handle = span(handle_s) if dialect.handle.endswith("clock") else str(handle_s)
    share = one.in_time / one.offered if one.offered else 0
    return [
        day,
        interval,
        one.queue,
        str(one.offered),
        str(one.answered),
        str(one.offered - one.answered),
        handle if one.answered else "",
        f"{100 * share:.4f}%" if dialect.percent else f"{share:.6f}",
    ]


def days_of(n: int) -> list[date]:
    """Return days from a Monday on."""
    return [MONDAY + timedelta(days=place) for place in range(n)]
