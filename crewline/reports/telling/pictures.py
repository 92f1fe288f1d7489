"""The pictures of a decision: each option's cost, losses and service with their intervals."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

from crewline.reports.decision import LOST, Decision, Kind, Option
from crewline.reports.telling.blocks import Dots, Mark, Plane, Tone
from crewline.reports.telling.figures import beside, interval, possible, told, tone_of, unit_of
from crewline.reports.telling.names import option_names
from crewline.words import Words
from crewline.words.figures import percent
from sim.kpis.definitions import Unit


def pictures(decision: Decision, say: Words) -> Iterator[Dots | Plane]:
    """Give the pictures that say something: of one option alone there is none."""
    if decision.kind is Kind.FRONTIER and decision.tells_costs:
        yield _plane(decision, say)
        return
    if len(decision.options) < 2:
        return
    cost = say("Wages") if decision.costs == "wages" else say("Cost")
    for kpi, title in (
        (decision.costs, cost),
        (LOST, say("Contacts lost")),
        (decision.service, say("Answered in time")),
    ):
        told_of = [each for each in decision.options if each.figure(kpi).is_told]
        if len(told_of) > 1:
            yield _dots(kpi, title, decision, say)


def _dots(kpi: str, title: str, decision: Decision, say: Words) -> Dots:
    unit = unit_of(kpi)
    form: Literal["share", "number"] = "share" if unit is Unit.SHARE else "number"
    goal = _goal(decision, kpi)
    marks = tuple(
        _mark(name, option, kpi, decision, say)
        for name, option in zip(option_names(decision, say), decision.options, strict=True)
        if option.figure(kpi).is_told
    )
    in_words = "; ".join(f"{mark.label}: {mark.said}" for mark in marks)
    units = {Unit.SHARE: "", Unit.MONEY: decision.currency}
    return Dots(
        name=kpi,
        title=title,
        unit=units.get(unit, say("contacts")),
        form=form,
        marks=marks,
        goal=goal,
        goal_said=say("promised {level}", level=percent(goal)) if math.isfinite(goal) else "",
        alt=say("{title} by option. {values}", title=title, values=in_words),
    )


def _mark(name: str, option: Option, kpi: str, decision: Decision, say: Words) -> Mark:
    known = option.figure(kpi)
    bounds = interval(known, kpi, say)
    value = told(known, kpi, decision, say)
    said = beside(value, bounds, say)
    gap = option.gaps.get(kpi)
    tone = Tone.PLAIN if gap is None else tone_of(gap, kpi)
    there = possible(known, unit_of(kpi))
    return Mark(name, known.value, there.low, there.high, said, tone)


def _goal(decision: Decision, kpi: str) -> float:
    """Return the level promised, where all lines promise one and the same; else NaN."""
    levels = {
        promise.target.level
        for option in decision.options
        for promise in option.promises
        if promise.target.kpi == kpi
    }
    others = {promise.target.kpi for option in decision.options for promise in option.promises} - {
        kpi
    }
    return levels.pop() if len(levels) == 1 and not others else math.nan


def _plane(decision: Decision, say: Words) -> Plane:
    marks, costs = [], []
    taken = {advice.chosen for advice in decision.advice}
    names = option_names(decision, say)
    for number, (name, option) in enumerate(zip(names, decision.options, strict=True)):
        mark = _mark(name, option, decision.service, decision, say)
        tone = Tone.GOOD if number in taken else Tone.PLAIN
        marks.append(Mark(mark.label, mark.value, mark.low, mark.high, mark.said, tone))
        costs.append(option.figure(decision.costs).value)
    in_words = "; ".join(
        f"{name}: {told(option.figure(decision.costs), decision.costs, decision, say)}, {mark.said}"
        for name, option, mark in zip(names, decision.options, marks, strict=True)
    )
    title = say("Cost against service")
    return Plane(
        name="frontier",
        title=title,
        across=say("Cost, {currency}", currency=decision.currency),
        up=say("Answered in time, %"),
        marks=tuple(marks),
        costs=tuple(costs),
        alt=say("{title} by option. {values}", title=title, values=in_words),
    )
