"""What goes wrong, in words: when, what it does, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from crewline.words.channels import group_titles, line_titles, lines_of, listed
from crewline.words.figures import percent
from crewline.words.words import N_, Language, Words
from scenarios.schema.disruption import Disruption
from scenarios.schema.scenario import Scenario
from scenarios.units import DAY_S, write_clock


def disruption_title(one: Disruption, say: Words) -> str:
    """Return what a disruption is called."""
    return say.title(one.title or one.name)


def moment_words(seconds: float, days: int, say: Words) -> str:
    """Return an instant after the start of day 1: the clock, and the day where there are some."""
    day, of_day = divmod(round(seconds), DAY_S)
    if day and not of_day:
        day, of_day = day - 1, DAY_S
    clock = write_clock(of_day)
    return say("day {day}, {clock}", day=day + 1, clock=clock) if days > 1 or day else clock


def when_words(one: Disruption, days: int, say: Words) -> str:
    """Return when a disruption begins and ends."""
    begin, end = (moment_words(at, days, say) for at in one.span_s(days))
    return say("{begin} to {end}", begin=begin, end=end)


def what_words(one: Disruption, say: Words, scenario: Scenario | None = None) -> str:
    """Return what a disruption does, and to whom; names as titles where a scenario has them."""
    does = SEMICOLON[say.language].join(_does(one, say)) or say("changes nothing")
    whom = list(_whom(one, say, scenario))
    return _BRACKETS[say.language].format(does, listed(whom, say)) if whom else does


#: What stands between the parts of a sentence, and around what is said beside it.
SEMICOLON: Final = {Language.ENGLISH: "; ", Language.CHINESE: "；"}
_BRACKETS: Final = {Language.ENGLISH: "{} ({})", Language.CHINESE: "{}（{}）"}

_SHAPES: Final = {
    "ramp": N_("contacts × {factor}, rising evenly"),
    "decaying": N_("contacts × {factor} at once, then fading"),
    "sudden": N_("contacts × {factor}"),
}


def _does(one: Disruption, say: Words) -> Iterator[str]:
    if one.volume != 1:
        yield say(_SHAPES[one.shape], factor=f"{one.volume:g}")
    if one.handling != 1:
        yield say("handling time × {factor}", factor=f"{one.handling:g}")
    if one.resolution:
        points = f"{100 * one.resolution:+g}".replace("-", "−")
        yield say("first-contact resolution {points} points", points=points)
    if one.agents != 1:
        yield _agents(one.agents, say)
    if one.no_shows:
        yield say("{share} of those who should come do not", share=percent(one.no_shows))
    if one.drops:
        yield say("contacts in progress are cut off")
    if one.telephony == "down":
        yield say("nobody gets through on the telephone")
    if one.self_service != 1:
        yield _self_service(one.self_service, say)


def _agents(factor: float, say: Words) -> str:
    if factor == 0:
        return say("all agents lost")
    if factor < 1:
        return say("{share} of the agents lost", share=percent(1 - factor))
    return say("agents × {factor}", factor=f"{factor:g}")


def _self_service(factor: float, say: Words) -> str:
    if factor == 0:
        return say("self-service is down")
    return say("self-service contains × {factor}", factor=f"{factor:g}")


def _whom(one: Disruption, say: Words, scenario: Scenario | None) -> Iterator[str]:
    if one.queues:
        yield line_titles(one.queues, scenario, say) if scenario else listed(one.queues, say)
    if one.channels:
        yield lines_of(one.channels, say)
    if one.groups:
        yield group_titles(one.groups, scenario, say) if scenario else listed(one.groups, say)
    if one.sites:
        yield say("site {names}", names=listed(one.sites, say))
