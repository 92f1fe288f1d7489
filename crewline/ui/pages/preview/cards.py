"""The cards of the preview: what the formulas expect, or what was simulated in their place."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

from crewline.charts.meanings import meaning
from crewline.charts.preview import Glance
from crewline.charts.scope import View
from crewline.ui.parts.deltas import against, delta, plain_delta, within_reach
from crewline.words import Words
from crewline.words.figures import clock, figure, number, percent
from crewline.words.kpis import kpi_formula, kpi_title
from crewline.words.targets import counted, said, wanted
from sim.kpis.definitions import KPIS, Better, Unit

if TYPE_CHECKING:
    from scenarios.planning.expected import Expected
    from scenarios.studies.study import Study

_ACROSS: Final = 3
#: What is shown of lines that people wait on, and of those that hold work.
_CALLED: Final = ("SL", "abandonment", "asa", "occupancy")
_WORK: Final = ("on_time", "backlog", "backlog_age", "occupancy")
#: Less is still short; it is not told as none.
_LEAST_SHORT: Final = 0.01


@dataclass(frozen=True)
class Card:
    """A figure with its notes; `delta` are the arguments of a metric that say what changed."""

    key: str
    title: str
    value: str
    meaning: str
    notes: tuple[str, ...] = ()
    delta: dict[str, Any] = field(default_factory=dict)


def show_cards(glance: Glance, base: Study | None, view: View, say: Words) -> None:
    """Show six cards; `base` is the simulated scenario before anything was turned."""
    served = (
        _expected(glance, view, say)
        if glance.study is None
        else _simulated(glance.study, base, view, say)
    )
    cards = [*served, _hours(glance, view, say), _short(glance, view, say)]
    for first in range(0, len(cards), _ACROSS):
        columns = st.columns(_ACROSS)
        for column, card in zip(columns, cards[first : first + _ACROSS], strict=False):
            with column.container(border=True, height="stretch", key=f"preview_card_{card.key}"):
                st.metric(card.title, card.value, help=card.meaning or None, **card.delta)
                st.caption("  \n".join(note for note in card.notes if note))


def _expected(glance: Glance, view: View, say: Words) -> Iterator[Card]:
    """Give what the formulas say of the service."""
    rows, kpi = glance.called(view), view.level_id(glance.scenario)
    busy = [row for row in glance.staffed(view) if not glance.now.lines.is_work[row]]

    def level(found: Expected) -> float:
        return found.mean(found.level if view.queue else found.answered_within, rows)

    figures = (
        (kpi, level, Unit.SHARE, "up"),
        ("abandonment", lambda found: found.mean(found.abandoned, rows), Unit.SHARE, "down"),
        ("asa", lambda found: found.mean_asa_s(rows), Unit.SECONDS, "down"),
        ("occupancy", lambda found: found.busy(busy), Unit.SHARE, ""),
    )
    for name, reckon, unit, better in figures:
        value = reckon(glance.now)
        moved = {}
        if glance.before is not None:
            moved = plain_delta(value, reckon(glance.before), unit, say, better)
        note = say("Expected by Erlang A")
        if math.isnan(value):
            note = say("Erlang has nothing to say of work that can wait")
        notes = [note]
        if name == kpi:
            notes.append(_promise(glance, view, value, say))
        shown = figure(value, unit, say)
        yield Card(name, kpi_title(name, say), shown, kpi_formula(name, say), tuple(notes), moved)


def _simulated(study: Study, base: Study | None, view: View, say: Words) -> Iterator[Card]:
    """Give what the simulation says in their place."""
    from scenarios.studies.comparison import difference_of

    wanted_ids = _WORK if view.is_work(study.scenario) else _CALLED
    for name in wanted_ids:
        kpi = view.level_id(study.scenario) if name == "SL" else name
        if kpi not in study.counted.kpis:
            continue
        row = ("all groups", "") if kpi == "occupancy" else view.row
        table = study.groups if kpi == "occupancy" else study.kpis
        of_row = table[(table["kind"] == row[0]) & (table["name"] == row[1])]
        if not (of_row["kpi"] == kpi).any():
            continue
        found = of_row[of_row["kpi"] == kpi].iloc[0]
        unit = str(found["unit"])
        notes, moved = [_interval(found, study, say)], {}
        if base is not None:
            difference = difference_of(base, study, row, kpi)
            moved = delta(difference, "", say)
            notes.append(against(difference, "", say))
        if kpi.startswith("SL") or kpi == "on_time":
            notes.append(f"**{_verdict(study, view, say)}**")
        title = kpi_title(kpi, say)
        if kpi == "occupancy" and view.queue:
            title = f"{title}, {say('All agents')}"
        shown = figure(found["value"], unit, say)
        yield Card(kpi, title, shown, meaning(kpi, view, study, say), tuple(notes), moved)


def _hours(glance: Glance, view: View, say: Words) -> Card:
    """Return the card of the agent-hours needed and on duty."""
    now, rows = glance.now, glance.staffed(view)
    needed, duty = now.hours(now.needed, rows), now.hours(now.on_duty, rows)
    moved = {}
    if glance.before is not None:
        before = glance.before.hours(glance.before.needed, rows)
        moved = plain_delta(needed, before, Unit.INDEX, say, "down")
    on_duty = say("On duty: {hours} h of full skill", hours=number(duty, say))
    return Card(
        "hours",
        say("Agent-hours needed"),
        number(needed, say),
        say(
            "The least that keeps all promises by the formulas, in agents of full skill; lines that"
            " share agents are staffed together."
        ),
        (on_duty, _together(glance, view, say)),
        moved,
    )


def _short(glance: Glance, view: View, say: Words) -> Card:
    """Return the card of the intervals in which fewer are on duty than needed."""
    now, rows = glance.now, glance.staffed(view)
    short = now.short(rows)
    moved = {}
    if glance.before is not None:
        before = int(glance.before.short(rows).sum())
        moved = plain_delta(int(short.sum()), before, Unit.CONTACTS, say, "down")
    note = say("Nowhere are fewer on duty than needed")
    if short.any():
        worst = int(np.argmin(now.gap(rows)))
        day, of_day = divmod(worst, glance.scenario.intervals_per_day)
        when = clock(of_day * glance.scenario.interval / 60)
        if glance.scenario.days > 1:
            when = f"{say('Day {day}', day=day + 1)}, {when}"
        missing = number(max(float(-now.gap(rows)[worst]), _LEAST_SHORT), say)
        note = say("Most at {when}: {agents} agents too few", when=when, agents=missing)
    shown = say("{n} of {all}", n=int(short.sum()), all=len(short))
    help_text = say("Intervals in which fewer agents are on duty than the formulas ask for.")
    return Card("short", say("Intervals short of agents"), shown, help_text, (note,), moved)


def _promise(glance: Glance, view: View, value: float, say: Words) -> str:
    """Return the line's target, and whether the formulas expect it to be kept."""
    queue = view.settings(glance.scenario)
    if queue is None or queue.target is None or math.isnan(value):
        return ""
    target = queue.target
    words = wanted(target, KPIS[target.kpi].better, say)
    if target.kpi != view.level_id(glance.scenario):
        return words
    kept = value >= target.level if KPIS[target.kpi].better is Better.HIGHER else True
    return f"{words}: {say('expected to be kept') if kept else say('expected to be missed')}"


def _together(glance: Glance, view: View, say: Words) -> str:
    """Return which lines a line shares its agents with."""
    rows = glance.staffed(view)
    if not view.queue or len(rows) < 2:
        return ""
    queues = glance.scenario.queues
    names = [name for name in (glance.now.lines.queues[row] for row in rows) if name != view.queue]
    titles = say(", ").join(say.title(queues[name].title or name) for name in names)
    return say("Together with: {lines}", lines=titles)


def _verdict(study: Study, view: View, say: Words) -> str:
    if not view.queue:
        return f"{say('Targets')}: {counted(study, say)}"
    queue, evaluation = view.settings(study.scenario), view.evaluation(study)
    if queue is None or queue.target is None or evaluation is None:
        return say("No target")
    words = wanted(queue.target, evaluation.target.kpi.better, say)
    return say("Target {target}: {verdict}", target=words, verdict=said(evaluation, say))


def _interval(found: Any, study: Study, say: Words) -> str:
    if math.isnan(found["value"]):
        return say("No contacts, so it is undefined")
    unit = str(found["unit"])
    low, high = within_reach(found["low"], found["high"], unit)
    return say(
        "{confidence} interval: {low} to {high}",
        confidence=percent(study.scenario.confidence),
        low=figure(low, unit, say),
        high=figure(high, unit, say),
    )
