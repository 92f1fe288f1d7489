"""Doubts about columns: headings that recur, and a column of days that is not read."""

from __future__ import annotations

from typing import Final

from scenarios.intake.opening import Sheet
from scenarios.intake.said import Said, said
from scenarios.intake.tables.header import Header, header_at
from scenarios.intake.tables.headings import likeness
from scenarios.intake.tables.mapping import IntervalMapping
from scenarios.intake.tables.reading import Dated

#: A heading is one of days by its whole words.
_SURE: Final = 0.9


def column_doubts(sheet: Sheet, mapping: IntervalMapping, dated: Dated) -> list[Said]:
    """Return what is doubtful about the columns that a mapping takes, and one that it does not."""
    header = header_at(sheet, mapping.place.header_row, mapping.place.header_rows)
    found = _alike(header, mapping)
    if dated == "no day":
        found += [
            said("{column} is not read, though its heading says days", column=name)
            for name in _unread_days(header, mapping)
        ]
    return found


def _alike(header: Header, mapping: IntervalMapping) -> list[Said]:
    used = _used(mapping)
    lows = dict(zip(header.names, header.lows, strict=True))
    return [
        said("{n} columns are called {column}; this one alone is read", n=n, column=name)
        for name, n in header.recurring.items()
        if name in used or (mapping.wide is not None and lows[name] in used)
    ]


def _unread_days(header: Header, mapping: IntervalMapping) -> list[str]:
    used = _used(mapping)
    return [name for name in header.names if name not in used and likeness("date", name) >= _SURE]


def _used(mapping: IntervalMapping) -> set[str]:
    when = mapping.when
    columns = {when.date, when.interval, when.interval_end, mapping.queue}
    columns |= {one.column for one in mapping.measures.values()}
    return {name for name in columns if name}
