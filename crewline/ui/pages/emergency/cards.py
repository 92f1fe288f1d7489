"""The cards: when it was seen, begun and over, what was lost, and what it cost."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, Literal

import streamlit as st

from crewline.charts.costs import no_wages, told_kpis
from crewline.charts.emergency_sheets import records
from crewline.charts.emergency_words import gap_words, instant, value_words
from crewline.words import N_, Words
from crewline.words.figures import percent
from crewline.words.verdicts import verdict_word
from scenarios.studies.emergency.emergency import Emergency

Row = dict[str, Any]

#: Cards of a row.
_ACROSS: Final = 3
#: Figures of the centre on cards, and what they are called there.
_FIGURES: Final = {
    "lost": N_("Contacts lost"),
    "longest_wait": N_("Worst wait"),
    "cost": N_("Cost"),
}
_COLOURS: Final[dict[str, Literal["green", "red", "blue"]]] = {
    "better": "green",
    "worse": "red",
    "higher": "blue",
    "lower": "blue",
}


def show_cards(found: Emergency, say: Words) -> None:
    """Show all cards, three in a row."""
    drawn: dict[str, Callable[[Emergency, Words], None]] = {
        "seen": _seen,
        "begun": _begun,
        "back": _back,
    }
    told = told_kpis(_FIGURES, found.scenario)
    drawn |= {name: partial(_card, name) for name in told}
    cards = list(drawn.items())
    for first in range(0, len(cards), _ACROSS):
        row = zip(st.columns(_ACROSS), cards[first : first + _ACROSS], strict=False)
        for column, (name, draw) in row:
            with column.container(border=True, height="stretch", key=f"emergency_card_{name}"):
                draw(found, say)
    if not found.scenario.pays_wages:
        st.caption(no_wages(say))


def _card(figure: str, found: Emergency, say: Words) -> None:
    _compared(_row(found, figure), say(_FIGURES[figure]), found, say)


def _seen(found: Emergency, say: Words) -> None:
    _first(found, "detected", say("Detected at"), say)


def _begun(found: Emergency, say: Words) -> None:
    _first(found, "begun", say("First action at"), say)


def _first(found: Emergency, event: str, title: str, say: Words) -> None:
    """Show when the first of some events came: the median day, and how soon after the onset."""
    rows = [row for row in records(found.events) if row["event"] == event]
    if not rows:
        st.metric(title, "–")
        st.caption(say("Never"))
        return
    row = min(rows, key=lambda each: (-each["share"], each["at_p50"]))
    st.metric(title, instant(row["at_p50"], found, say))
    notes = [say("On {share} of days", share=percent(round(row["share"], 2)))]
    early, late = (instant(row[f"at_{end}"], found, say) for end in ("p10", "p90"))
    notes.append(say("Eight days of ten: {early} to {late}", early=early, late=late))
    if not math.isnan(row["after_p50"]):
        notes.append(say("{n} min after the onset", n=round(row["after_p50"])))
    st.caption("  \n".join(notes))


def _back(found: Emergency, say: Words) -> None:
    """Show when service was back in target, with and without."""
    title = say("Back in target at")
    rows = {row["day"]: row for row in _recoveries(found)}
    if not rows:
        st.metric(title, "–")
        st.caption(say("No line has a service level as its target."))
        return
    onset_min = (found.onset_ms - found.centre.plan.warm_up_ms) / 60_000
    with_, without = rows.get(found.played.label), rows.get(found.without.label)
    st.metric(title, _at(with_, onset_min, found, say), **_delta(_row(found, _BACK), found, say))
    notes = [say("Without: {value}", value=_at(without, onset_min, found, say))]
    if with_ is not None and with_["share_out"] > 0:
        share = percent(round(with_["share_back"], 2))
        notes.append(say("Back by the end on {share} of the days that were out", share=share))
    st.caption("  \n".join(notes))


_BACK: Final = "minutes_to_back"


def _recoveries(found: Emergency) -> Iterator[Row]:
    for row in records(found.recovery):
        if row["kind"] == "centre":
            yield row


def _at(row: Row | None, onset_min: float, found: Emergency, say: Words) -> str:
    if row is None:
        return "–"
    if not row["share_out"]:
        return say("Never out of it")
    if math.isnan(row["back_p50"]):
        return say("Not by the end")
    return instant(onset_min + row["back_p50"], found, say)


def _row(found: Emergency, figure: str) -> Row:
    return next(
        row
        for row in records(found.outcomes)
        if row["kind"] == "centre" and row["figure"] == figure
    )


def _compared(row: Row, title: str, found: Emergency, say: Words) -> None:
    """Show a figure with playbooks, without, and the difference with its interval."""
    unit, currency = row["unit"], found.scenario.currency
    named = f"{title} ({currency})" if currency and row["figure"] == "cost" else title
    st.metric(named, value_words(row["with"], unit, say), **_delta(row, found, say))
    notes = [say("Without: {value}", value=value_words(row["without"], unit, say))]
    if row["verdict"] not in ("the same", "undefined"):
        low, high = (gap_words(row[end], unit, say) for end in ("low", "high"))
        notes.append(say("Difference {low} to {high}", low=low, high=high))
    ordinary = value_words(row["ordinary"], unit, say)
    notes.append(say("Ordinary day: {value}", value=ordinary))
    st.caption("  \n".join(notes))


def _delta(row: Row, found: Emergency, say: Words) -> dict[str, Any]:
    """Return a metric's delta; what cannot be told is grey, and said in words."""
    if not found.scenario.playbooks:
        return {}
    verdict = row["verdict"]
    if verdict not in _COLOURS:
        words = verdict_word(verdict, say)
        return {"delta": words, "delta_color": "gray", "delta_arrow": "off"}
    moved = gap_words(row["difference"], row["unit"], say)
    return {
        "delta": f"{moved}, {verdict_word(verdict, say)}",
        "delta_color": _COLOURS[verdict],
        "delta_arrow": "up" if row["difference"] > 0 else "down",
    }
