"""Guessing how days and intervals are written: their order, what a single time means, how long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scenarios.intake.guess import Guess
from scenarios.intake.said import said
from scenarios.intake.tables.cells import tidy
from scenarios.intake.tables.clocks import DAY_S, Order, day_orders, read_day, read_slot
from scenarios.intake.tables.headings import Sureness
from scenarios.intake.tables.reading import usual_gap_s

if TYPE_CHECKING:
    from scenarios.intake.tables.guessing import Columns

Changes = tuple[dict[str, Any], list[Guess]]

#: Shorter intervals are added up to this.
_LEAST_S: Final = 900.0
#: Taken where rows are as long as nothing that a day can be parted into.
_ANY_S: Final = 1800.0
#: A column has merged cells where so many of them are empty.
_MERGED: Final = 0.3
#: The end of a day; the 24 of 9:24:00 are minutes.
_MIDNIGHT: Final = re.compile(r"(?:^|[^\d:.])24:00(?::00)?$", re.ASCII)


def when_guesses(columns: Columns, tree: dict[str, Any]) -> Changes:
    """Return the order of dates, what single times mean, the interval, and merged columns."""
    guesses: list[Guess] = []
    wide = tree.get("wide") or {}
    dates = _texts(columns, tree["when"]["date"], wide, "date")
    slots = _texts(columns, tree["when"]["interval"], wide, "interval")
    order = _order([*dates, *slots], guesses)
    labels, interval_s = _slots(slots, order, guesses)
    ends = columns.found.get("interval_end")
    if ends is not None:
        interval_s = _with_ends(columns, ends, interval_s)
    scenario_s = _scenario_s(interval_s, guesses)
    fill = _merged_columns(columns, guesses)
    return (
        {
            "when": {"order": order, "labels": labels},
            "interval": float(scenario_s),
            "rows": {"fill_down": fill},
        },
        guesses,
    )


def _scenario_s(interval_s: float, guesses: list[Guess]) -> float:
    """Return the scenario's interval in seconds for rows so long: their own, where it can be."""
    scenario_s = max(interval_s, _LEAST_S)
    if DAY_S % scenario_s:
        scenario_s = _ANY_S
    minutes, wanted = f"{round(interval_s / 60, 1):g}", f"{scenario_s / 60:g}"
    sure: Sureness = "sure"
    why = said("most rows are {minutes} min apart or long", minutes=minutes)
    if scenario_s != interval_s and scenario_s % interval_s == 0:
        sure = "likely"
        why = said("rows of {minutes} min are added up to {wanted} min", minutes=minutes,
                   wanted=wanted)  # fmt: skip
    elif scenario_s != interval_s:
        sure = "asked"
        why = said("{minutes} min, as most rows are apart or long, do not fit into a day or into"
                   " {wanted} min; rows across a border are left out", minutes=minutes,
                   wanted=wanted)  # fmt: skip
    guesses.append(Guess("interval", f"{wanted} min", why, sure))
    return scenario_s


def _texts(columns: Columns, name: str | None, wide: dict[str, Any], by: str) -> list[str]:
    if wide.get("by") == by:
        return list(columns.header.names)
    return list(map(str, columns.cells(name))) if name else []


def _order(texts: list[str], guesses: list[Guess]) -> Order:
    """Return the order of day, month and year that all dates can have; the densest of several."""
    plain = [text.split(" ")[0] for text in texts]
    orders: set[Order] = {"ymd", "dmy", "mdy"}
    for text in plain:
        orders &= day_orders(text) or orders
    if orders == {"ymd", "dmy", "mdy"}:
        return "ymd"
    spans = {order: _span(plain, order) for order in sorted(orders)}
    if not spans:
        why = said("no one order fits all dates")
        guesses.append(Guess("when.order", "dmy", why, "asked"))
        return "dmy"
    best = min(spans, key=lambda order: spans[order])
    if len(spans) == 1:
        guesses.append(Guess("when.order", best, said("no other order makes dates of all"), "sure"))
    elif sorted(spans.values())[0] < sorted(spans.values())[1]:
        why = said("in this order the days lie closest together")
        guesses.append(Guess("when.order", best, why, "likely"))
    else:
        why = said("days and months could be either way round")
        guesses.append(Guess("when.order", best, why, "asked"))
    return best


def _span(texts: list[str], order: Order) -> int:
    days = [day.toordinal() for text in texts if (day := read_day(text, order)) is not None]
    return max(days) - min(days) if days else 0


def _slots(texts: list[str], order: Order, guesses: list[Guess]) -> tuple[str, float]:
    """Return whether single times are starts or ends, and how long intervals are, seconds."""
    slots = [slot for text in texts if (slot := read_slot(text, order)) is not None]
    lengths = [slot.end_s - slot.start_s for slot in slots if slot.end_s is not None]
    if lengths:
        values, counts = np.unique(lengths, return_counts=True)
        return "start", float(values[np.argmax(counts)])
    starts = np.array([slot.start_s for slot in slots], np.float64)
    single = {tidy(text) for text in texts}
    if any(map(_MIDNIGHT.search, single)) and 0 not in starts:
        why = said("24:00 stands there, and 0:00 does not")
        guesses.append(Guess("when.labels", "end", why, "sure"))
        return "end", usual_gap_s(starts)
    if slots:
        why = said("single times usually say when an interval begins")
        guesses.append(Guess("when.labels", "start", why, "likely"))
    return "start", usual_gap_s(starts)


def _with_ends(columns: Columns, name: str, otherwise: float) -> float:
    """Return the commonest length where ends stand in a column of their own."""
    header = columns.header
    body = columns.sheet.rows.iloc[header.body :]
    starts = body[header.names.index(columns.found["interval"])]
    ends = body[header.names.index(name)]
    lengths = []
    for start, end in {*zip(starts.head(500), ends.head(500), strict=True)}:
        one, two = read_slot(str(start)), read_slot(str(end))
        if one is not None and two is not None:
            length = (two.start_s - one.start_s) % DAY_S
            lengths.append(length + 60 if length % 300 == 240 else length)
    if not lengths:
        return otherwise
    values, counts = np.unique(lengths, return_counts=True)
    return float(values[np.argmax(counts)]) or otherwise


def _merged_columns(columns: Columns, guesses: list[Guess]) -> list[str]:
    """Return the columns of days and queues whose merged cells are empty but for the first."""
    found = []
    header = columns.header
    body = columns.sheet.rows.iloc[header.body :]
    for field in ("date", "queue"):
        name = columns.found.get(field)
        if name is None:
            continue
        column = body[header.names.index(name)]
        empty = (column == "").mean()
        if empty >= _MERGED and len(column) and column.iloc[0] != "":
            found.append(name)
            why = said("most of its cells are empty below one that is not")
            guesses.append(Guess("rows.fill_down", name, why, "sure"))
    return found
