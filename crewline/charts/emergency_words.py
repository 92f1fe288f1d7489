"""What an emergency study's parts are called: alarms, actions, figures."""

from __future__ import annotations

import math

from crewline.words import N_, Words
from crewline.words.channels import line_title
from crewline.words.disruptions import disruption_title, moment_words
from crewline.words.figures import duration, figure, gap
from crewline.words.kpis import kpi_name
from crewline.words.playbooks import action_words, playbook_title
from scenarios.studies.emergency.arms import Written
from scenarios.studies.emergency.emergency import Emergency
from scenarios.studies.emergency.spans import Strip

#: What is told of lines with a promise, beside KPIs.
OF_PROMISES = {
    "minutes_out": N_("Out of target"),
    "minutes_to_back": N_("Back in target after"),
}
_MINUTES = "min"


def strip_title(one: Strip, found: Emergency, say: Words) -> str:
    """Return what a strip is about."""
    if one.kind == "disruption":
        return disruption_title(found.scenario.disruptions[one.number - 1], say)
    if one.kind == "level":
        return level_title(one.name, one.number, found, say)
    return action_title(one.name, one.number, one.place, found, say)


def level_title(name: str, number: int, found: Emergency, say: Words) -> str:
    """Return which level of which playbook it is; the playbook alone where it has but one."""
    playbook = found.scenario.playbooks[name]
    title = playbook_title(name, playbook, say)
    if len(playbook.levels) == 1:
        return title
    return say("{playbook}, level {number}", playbook=title, number=number)


def action_title(name: str, number: int, place: int, found: Emergency, say: Words) -> str:
    """Return what an action does, with how many people it has where that is known."""
    action = found.scenario.playbooks[name].levels[number - 1].do[place - 1]
    return action_words(action, found.scenario, say, people_of(name, number, place, found.actions))


def people_of(name: str, number: int, place: int, actions: tuple[Written, ...]) -> int:
    """Return how many people an action has, 0 where that is not known beforehand."""
    return sum(
        part.people
        for action in actions
        if (action.playbook, action.level, action.place) == (name, number, place)
        for part in action.parts
    )


def row_title(kind: str, name: str, found: Emergency, say: Words) -> str:
    """Return what a row of a table is about."""
    return line_title(name, found.scenario, say) if kind == "queue" else say("The whole centre")


def figure_name(words: str, say: Words) -> str:
    """Return what a figure is called."""
    return say(OF_PROMISES[words]) if words in OF_PROMISES else kpi_name(words, say)


def value_words(value: float, unit: str, say: Words, currency: str = "") -> str:
    """Return a figure's value with its unit."""
    if unit == _MINUTES:
        return "–" if math.isnan(value) else duration(60 * value, say)
    return figure(value, unit, say, currency)


def gap_words(value: float, unit: str, say: Words, currency: str = "") -> str:
    """Return a figure's difference with its sign and unit."""
    if unit != _MINUTES or math.isnan(value):
        return gap(value, unit, say, currency)
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + duration(60 * abs(value), say)


def instant(minutes: float, found: Emergency, say: Words) -> str:
    """Return minutes after the start of day 1 as a planner names them."""
    if math.isnan(minutes):
        return "–"
    return moment_words(60 * round(minutes), found.scenario.days, say)
