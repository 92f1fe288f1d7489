"""What goes wrong on a scenario's days, in words."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.schema.disruption import Disruption
from scenarios.schema.scenario import Scenario
from scenarios.units import write_moment, write_share


def when_words(scenario: Scenario, one: Disruption) -> tuple[str, str]:
    """Return when a disruption begins and ends."""
    moments = [write_moment(round(at)) for at in one.span_s(scenario.days)]
    if scenario.days == 1:
        moments = [moment.removeprefix("day 1 ") for moment in moments]
    return moments[0], moments[1]


def what_words(one: Disruption) -> str:
    """Return what a disruption does, and to whom."""
    does = "; ".join(_does(one)) or "nothing"
    whom = ", ".join(_whom(one))
    return f"{does} ({whom})" if whom else does


def _does(one: Disruption) -> Iterator[str]:
    if one.volume != 1:
        shape = "" if one.shape == "sudden" else f", {one.shape}"
        yield f"volume × {one.volume:g}{shape}"
    if one.handling != 1:
        yield f"handling × {one.handling:g}"
    if one.resolution:
        yield f"first-contact resolution {100 * one.resolution:+g} points"
    if one.agents != 1:
        yield "no agents" if one.agents == 0 else f"agents × {one.agents:g}"
    if one.no_shows:
        yield f"{write_share(one.no_shows)} of those who should come do not"
    if one.drops:
        yield "contacts in progress cut off"
    if one.telephony == "down":
        yield "telephony down"
    if one.self_service != 1:
        works = f"× {one.self_service:g}" if one.self_service else "down"
        yield f"self-service {works}"


def _whom(one: Disruption) -> Iterator[str]:
    for names in (one.queues, one.channels, one.groups):
        yield from names or ()
    yield from (f"site {name}" for name in one.sites or ())
