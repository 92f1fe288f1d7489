"""Figures of rows: counts, and times and shares as sums, so that rows can be added up.

A mean time a call becomes the time of all calls, a share of the calls their number. Beside each sum
stands what it is of: calls whose time is known.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from scenarios.intake.said import said
from scenarios.intake.tables.cells import ShareUnit, read_number, read_share, read_span_s
from scenarios.intake.tables.mapping import COUNTS, IntervalMapping, Measure
from scenarios.intake.tables.sieve import Bools, Floats, Sieve, at, blanks, each, unsaved

#: Sums that a row has, each beside what it is of (`<name>_of`).
SUMS: Final = ("handle", "talk", "hold", "wrap_up", "asa", "abandon_wait", "in_time")
#: Longer means than this are no handling times.
_LONGEST_S: Final = 4 * 3600.0
#: More than this do not come in one interval, not to the largest of centres.
MOST_CALLS: Final = 1_000_000
_TAKEN_AS_NONE: Final = said("taken as 0")
_NOT_USED: Final = said("left out of the figure")


def read_figures(sieve: Sieve, mapping: IntervalMapping) -> pd.DataFrame:
    """Return `offered`, `answered`, `abandoned`, `agents` and SUMS of each row, NaN where unknown.

    Rows whose calls cannot be read are taken out.
    """
    counts = {field: _count(sieve, mapping, field) for field in COUNTS}
    shares = {
        field: _share(sieve, mapping, field)
        for field in ("service_level", "abandonment", "answer_rate")
    }
    offered, answered, abandoned = _calls(counts, shares)
    sieve.take_out(np.isnan(offered), "offered", said("a number of calls"))
    _note_odd(sieve, offered, answered)
    found = {"offered": offered, "answered": answered, "abandoned": abandoned}
    found["agents"] = counts["agents"]
    served = np.where(np.isnan(answered), offered, answered)
    for field in ("handle", "talk", "hold", "wrap_up", "asa"):
        found |= _sum(sieve, mapping, field, served)
    found |= _sum(sieve, mapping, "abandon_wait", abandoned)
    found |= _in_time(counts, shares, mapping, offered, answered)
    return pd.DataFrame(found)


def _measure(mapping: IntervalMapping, field: str) -> Measure | None:
    if mapping.wide is not None and mapping.wide.measure == field:
        return Measure(column=field)
    return mapping.measures.get(field)


def _unknown(sieve: Sieve) -> Floats:
    return np.full(len(sieve.left), np.nan)


def _count(sieve: Sieve, mapping: IntervalMapping, field: str) -> Floats:
    """Return a count; an empty one is 0, and a row with one that is none is taken out."""
    if _measure(mapping, field) is None:
        return _unknown(sieve)
    texts = sieve.long.measures[field]
    codes, numbers = each(texts, lambda text: read_number(text, mapping.decimal))
    values = at(codes, [np.nan if one is None else one for one in numbers])
    blank = blanks(texts)
    _take_out_unsaved(sieve, field, texts)
    expected = said("a number from 0 to {most}", most=f"{MOST_CALLS:,}")
    values = np.where(values > MOST_CALLS, np.nan, values)
    if field == "agents":
        sieve.note(np.isnan(values) & ~blank | (values < 0), field, expected, _NOT_USED)
        return np.where(values < 0, np.nan, values)
    sieve.take_out((np.isnan(values) & ~blank) | (values < 0), field, expected)
    sieve.note(blank, field, expected, _TAKEN_AS_NONE)
    return np.where(blank, 0.0, values)


def _take_out_unsaved(sieve: Sieve, field: str, texts: pd.Series[str]) -> None:
    expected = said("a formula saved with its value; open and save the workbook")
    sieve.take_out(unsaved(texts), field, expected)


def _calls(counts: dict[str, Floats], shares: dict[str, Floats]) -> tuple[Floats, Floats, Floats]:
    """Return offered, answered and abandoned calls, each from the others where it is missing."""
    offered, answered, abandoned = (counts[field] for field in ("offered", "answered", "abandoned"))
    offered = np.where(np.isnan(offered), answered + abandoned, offered)
    # Without either, who was answered is who was offered, less the share that was not.
    offered = np.where(np.isnan(offered), answered / shares["answer_rate"], offered)
    by_share = np.where(
        np.isnan(shares["answer_rate"]), 1 - shares["abandonment"], shares["answer_rate"]
    )
    answered = np.where(np.isnan(answered), offered - abandoned, answered)
    answered = np.where(np.isnan(answered), offered * by_share, answered)
    answered = np.where(np.isnan(answered) & (offered == 0), 0.0, answered)
    answered = np.maximum(answered, 0)
    abandoned = np.where(np.isnan(abandoned), offered * shares["abandonment"], abandoned)
    abandoned = np.where(np.isnan(abandoned), np.maximum(offered - answered, 0), abandoned)
    return offered, answered, abandoned


def _note_odd(sieve: Sieve, offered: Floats, answered: Floats) -> None:
    """Note rows where more calls were answered than came: callers wait over the border."""
    more = answered > offered * 1.05 + 5
    sieve.note(more, "answered", said("no more than the calls offered"), said("kept"))


def _share(sieve: Sieve, mapping: IntervalMapping, field: str) -> Floats:
    """Return a share; what is none is noted and unknown. Of no calls any share may stand."""
    measure = _measure(mapping, field)
    if measure is None:
        return _unknown(sieve)
    texts = sieve.long.measures[field]
    unit: ShareUnit = "percent" if measure.unit == "percent" else "share"
    codes, found = each(texts, lambda text: read_share(text, unit, mapping.decimal))
    values = at(codes, [np.nan if one is None else one for one in found])
    good = (values >= 0) & (values <= 1.0005)
    sieve.note(~good & ~blanks(texts), field, said("a share of 0 to 100 %"), _NOT_USED)
    return np.where(good, np.minimum(values, 1.0), np.nan)


def _span_s(sieve: Sieve, measure: Measure, field: str, mapping: IntervalMapping) -> Floats:
    texts = sieve.long.measures[field]
    unit = measure.unit if measure.unit in ("s", "min", "h", "day") else "s"
    codes, found = each(texts, lambda text: read_span_s(text, unit, mapping.decimal))
    values = at(codes, [np.nan if one is None else one for one in found])
    bad = (np.isnan(values) & ~blanks(texts)) | (values < 0)
    sieve.note(bad, field, said("a time such as 205, 3:25 or 0:03:25"), _NOT_USED)
    return np.where(values < 0, np.nan, values)


def _sum(sieve: Sieve, mapping: IntervalMapping, field: str, calls: Floats) -> dict[str, Floats]:
    """Return the time of all calls of a row, and of how many; nothing where there are none."""
    measure = _measure(mapping, field)
    if measure is None:
        return {field: _unknown(sieve), f"{field}_of": _unknown(sieve)}
    values = _span_s(sieve, measure, field, mapping)
    total = values if measure.holds == "sum" else values * calls
    some = calls > 0
    mean = np.divide(total, calls, out=np.full(len(calls), np.nan), where=some)
    long = mean > _LONGEST_S
    sieve.note(long, field, said("less than 4 h a call"), _NOT_USED)
    good: Bools = some & np.isfinite(total) & ~long
    return {field: np.where(good, total, np.nan), f"{field}_of": np.where(good, calls, np.nan)}


def _in_time(
    counts: dict[str, Floats],
    shares: dict[str, Floats],
    mapping: IntervalMapping,
    offered: Floats,
    answered: Floats,
) -> dict[str, Floats]:
    """Return the calls within the threshold, and of how many: counted, or from the share."""
    within, level = counts["answered_within"], shares["service_level"]
    base = answered if mapping.service_level.counts == "SL2" else offered
    told = np.isfinite(level) & (base > 0)
    of = np.where(np.isfinite(within), offered, np.where(told, base, np.nan))
    in_time = np.where(np.isfinite(within), within, np.where(told, level * base, np.nan))
    return {"in_time": in_time, "in_time_of": of}
