"""Figures of a decision in words: with their interval, and differences with their verdict."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from crewline.reports.decision import Decision, Gap, Known
from crewline.reports.telling.blocks import Cell, Tone
from crewline.words import Language, Words
from crewline.words.figures import figure, gap, number
from sim.kpis.compare import Direction
from sim.kpis.definitions import KPIS, Unit

#: What is better the lower it is; of these more is worse.
_LESS_IS_BETTER = frozenset({"cost", "lost", "wages", "asa", "abandonment"})
_MORE_IS_BETTER = frozenset({"SL1", "SL2", "SL3", "SL4", "SL5", "SL6", "answer_rate", "on_time"})


def unit_of(kpi: str) -> Unit:
    """Return the unit of a KPI; wages are money."""
    return KPIS[kpi].unit if kpi in KPIS else Unit.MONEY


def told(known: Known, kpi: str, decision: Decision, say: Words) -> str:
    """Return a figure with its unit."""
    return figure(known.value, unit_of(kpi), say, decision.currency)


def possible(known: Known, unit: Unit) -> Known:
    """Return a figure with its interval cut to what can be: shares from 0 to 1, no count below 0.

    An interval of a mean is as wide below as above, and so may reach beyond.
    """
    low, high = known.low, known.high
    if unit is not Unit.INDEX and known.value >= 0 and low < 0:
        low = 0.0
    if unit is Unit.SHARE and high > 1:
        high = 1.0
    return replace(known, low=low, high=high)


def is_always(days: Known) -> bool:
    """Tell whether a share of days is told as all of them."""
    return round(days.value, 3) >= 1


def interval(known: Known, kpi: str, say: Words, *, is_gap: bool = False) -> str:
    """Return the interval of a mean as `low to high`; empty where there is none to speak of.

    `is_gap` says that it is a difference, which may be on either side of 0.
    """
    if not (math.isfinite(known.low) and math.isfinite(known.high)) or known.low == known.high:
        return ""
    unit = unit_of(kpi)
    there = known if is_gap else possible(known, unit)
    ends = (figure(each, unit, say) for each in (there.low, there.high))
    return say("{low} to {high}", **dict(zip(("low", "high"), ends, strict=True)))


def difference(found: Gap, kpi: str, decision: Decision, say: Words) -> str:
    """Return a difference in words: `+1,200 CNY`, or that it cannot be told from none."""
    match found.direction:
        case Direction.SAME:
            return say("the same")
        case Direction.UNDEFINED:
            return say("not known")
        case Direction.CANNOT_TELL:
            return say("cannot tell apart")
    return gap(found.value, unit_of(kpi), say, decision.currency)


def reach(found: Gap, kpi: str, say: Words) -> str:
    """Return the interval of a difference; empty where there is no chance in it."""
    if not (math.isfinite(found.low) and math.isfinite(found.high)) or found.low == found.high:
        return ""
    ends = (_plain_gap(each, unit_of(kpi), say) for each in (found.low, found.high))
    return say("{low} to {high}", **dict(zip(("low", "high"), ends, strict=True)))


def _plain_gap(value: float, unit: Unit, say: Words) -> str:
    """Return an end of an interval without its unit, which stands above it."""
    return gap(100 * value if unit is Unit.SHARE else value, Unit.CONTACTS, say)


def tone_of(found: Gap, kpi: str) -> Tone:
    """Return whether a difference is good: only where it is real."""
    if found.direction is Direction.CANNOT_TELL:
        return Tone.UNSURE
    if not found.is_real:
        return Tone.PLAIN
    rises = found.direction is Direction.HIGHER
    if kpi in _LESS_IS_BETTER:
        return Tone.BAD if rises else Tone.GOOD
    if kpi in _MORE_IS_BETTER:
        return Tone.GOOD if rises else Tone.BAD
    return Tone.PLAIN


def figure_cell(
    known: Known, kpi: str, decision: Decision, say: Words, *, is_gap: bool = False
) -> Cell:
    """Return a figure as a cell, its interval below."""
    return Cell(told(known, kpi, decision, say), interval(known, kpi, say, is_gap=is_gap))


def gap_cell(found: Gap | None, kpi: str, decision: Decision, say: Words) -> Cell:
    """Return a difference as a cell, its interval below; a dash where there is none."""
    if found is None:
        return Cell("–")
    return Cell(
        difference(found, kpi, decision, say),
        reach(found, kpi, say),
        tone_of(found, kpi),
    )


def hours(value: float, say: Words) -> str:
    """Return agent-hours."""
    return say("{hours} h", hours=number(value, say)) if math.isfinite(value) else "–"


def beside(value: str, note: str, say: Words) -> str:
    """Return a value with a note in brackets; the value alone where there is none."""
    if not note:
        return value
    return f"{value} ({note})" if say.language is Language.ENGLISH else f"{value}（{note}）"


def about(what: str, text: str, say: Words) -> str:
    """Return what a text is about with a colon before it."""
    return f"{what}: {text}" if say.language is Language.ENGLISH else f"{what}：{text}"


def chained(parts: Iterable[str], say: Words) -> str:
    """Return statements in one line."""
    return ("; " if say.language is Language.ENGLISH else "；").join(parts)
