"""Playbooks in words: when what is done, how soon, for how long, and at what price."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from typing import Final

from crewline.words.channels import CHANNELS, group_titles, line_titles, lines_of
from crewline.words.disruptions import SEMICOLON, moment_words
from crewline.words.figures import clock, duration, money, percent
from crewline.words.words import N_, Words
from scenarios.schema.playbook import kinds
from scenarios.schema.playbook.action import Action, Price
from scenarios.schema.playbook.figures import FALLING, FigureName, level_of
from scenarios.schema.playbook.playbook import Level, Playbook
from scenarios.schema.playbook.watching import within_s
from scenarios.schema.scenario import Scenario
from scenarios.units import DAY_S

#: What is watched.
FIGURES: Final = {
    "queue_length": N_("the number of those who wait"),
    "oldest_wait": N_("the longest wait so far"),
    "service_level": N_("the share answered within {within}"),
    "abandonment": N_("the share of those who give up"),
    "occupancy": N_("the occupancy of the agents"),
    "load": N_("the load on the agents"),
}


def playbook_title(name: str, playbook: Playbook, say: Words) -> str:
    """Return what a playbook is called."""
    return say.title(playbook.title or name)


def level_words(watch: FigureName | None, text: str, say: Words) -> str:
    """Return a level as it is read: `130 %`, `5 min`, `40 contacts`."""
    if watch is None:
        return text
    value = level_of(watch, text)
    if watch == "queue_length":
        return say("{n} contacts", n=f"{value:g}")
    return lasting(value, say) if watch == "oldest_wait" else percent(value)


def trigger_words(playbook: Playbook, level: Level, scenario: Scenario, say: Words) -> str:
    """Return when a level of a playbook is on, and until when."""
    if playbook.watch is None or level.at is None:
        return _by_clock(level, scenario, say)
    figure = _figure(playbook, scenario, say)
    at = level_words(playbook.watch, level.at, say)
    back = level_words(playbook.watch, level.back or level.at, say)
    back_s = level.hold if level.back_hold is None else level.back_hold
    falls = playbook.watch == FALLING
    values: dict[str, object] = {"figure": figure, "level": at}
    if level.hold:
        values |= {"time": lasting(level.hold, say)}
        when = say(_BELOW_FOR if falls else _ABOVE_FOR, **values)
    else:
        when = say(_BELOW if falls else _ABOVE, **values)
    until = say(
        _UNTIL_ABOVE if falls else _UNTIL_BELOW, level=back, time=lasting(max(back_s, 60), say)
    )
    if playbook.between:
        begin, end = (clock(seconds / 60) for seconds in playbook.between)
        when = say("{when} (watched from {begin} to {end})", when=when, begin=begin, end=end)
    return SEMICOLON[say.language].join((when, until))


_ABOVE: Final = N_("When {figure} is above {level}")
_BELOW: Final = N_("When {figure} is below {level}")
_ABOVE_FOR: Final = N_("When {figure} is above {level} for {time}")
_BELOW_FOR: Final = N_("When {figure} is below {level} for {time}")
_UNTIL_BELOW: Final = N_("until it is below {level} for {time}")
_UNTIL_ABOVE: Final = N_("until it is above {level} for {time}")


def _by_clock(level: Level, scenario: Scenario, say: Words) -> str:
    begin = moment_words(level.start or 0, scenario.days, say)
    end = scenario.days * DAY_S if level.end is None else level.end
    return say(
        "By the clock, from {begin} to {end}",
        begin=begin,
        end=moment_words(end, scenario.days, say),
    )


def _figure(playbook: Playbook, scenario: Scenario, say: Words) -> str:
    """Return what is watched, of which lines, over what time, and in which hours."""
    assert playbook.watch is not None
    within = lasting(within_s(playbook, scenario.queues), say)
    figure = say(FIGURES[playbook.watch], within=within)
    if playbook.queues:
        lines = line_titles(playbook.queues, scenario, say)
        figure = say("{figure} on {lines}", figure=figure, lines=lines)
    if playbook.over_s:
        figure = say("{figure} over {time}", figure=figure, time=lasting(playbook.over_s, say))
    return figure


def lasting(seconds: float, say: Words) -> str:
    """Return a length of time as plans have it: whole hours without minutes."""
    if seconds >= 3600 and not seconds % 3600:
        return say("{h} h", h=f"{seconds / 3600:g}")
    return duration(seconds, say)


# Actions ------------------------------------------------------------------------------------------


def action_words(action: Action, scenario: Scenario, say: Words, people: int = 0) -> str:
    """Return what an action does, to whom; `people` is how many come, where that is known."""
    return _does(action.does, scenario, say, people)


def terms_words(action: Action, scenario: Scenario, say: Words) -> str:
    """Return how soon an action takes effect, for how long at least, and at what price."""
    said = [
        say("{time} after it is decided", time=lasting(action.after, say))
        if action.after
        else say("at once"),
    ]
    said += _pace(action.does, say)
    if action.at_least:
        said.append(say("for at least {time}", time=lasting(action.at_least, say)))
    said.append(price_words(action.cost, scenario.currency, say))
    return SEMICOLON[say.language].join(said)


def price_words(price: Price, currency: str, say: Words) -> str:
    """Return what an action costs."""
    said = [
        say(text, money=money(amount, currency, say))
        for text, amount in (
            (N_("{money} each time"), price.once),
            (N_("{money} an hour"), price.per_h),
            (N_("{money} a person-hour"), price.per_person_h),
        )
        if amount
    ]
    return " + ".join(said) or say("at no price")


def _pace(does: kinds.Kind, say: Words) -> Iterator[str]:
    """Give how they come, and how fast they work."""
    ramp = getattr(does, "ramp", 0.0)
    if ramp:
        yield say("all of them within {time}", time=lasting(ramp, say))
    factor = getattr(does, "handling_factor", 1.0)
    if factor != 1:
        yield say("handling time × {factor}", factor=f"{factor:g}")


@singledispatch
def _does(does: kinds.Kind, scenario: Scenario, say: Words, people: int) -> str:
    raise TypeError(f"{type(does).__name__}; expected a kind of action")


@_does.register
def _call_in(does: kinds.CallIn, scenario: Scenario, say: Words, people: int) -> str:
    many = people or (does.people or 0)
    if does.serves is not None:
        lines = line_titles(does.serves, scenario, say)
        return say("Call in {n} for {lines}", n=many, lines=lines)
    groups = _groups(does, scenario, say)
    if many:
        return say("Call in {n} for {groups}", n=many, groups=groups)
    share = percent(does.share or 0)
    return say("Call in {share} more people for {groups}", share=share, groups=groups)


@_does.register
def _also_serve(does: kinds.AlsoServe, scenario: Scenario, say: Words, people: int) -> str:
    groups, lines = _groups(does, scenario, say), _lines(does, scenario, say)
    return say("Have {groups} also serve {lines}", groups=groups, lines=lines)


@_does.register
def _move(does: kinds.Move, scenario: Scenario, say: Words, people: int) -> str:
    many = people or (does.people or 0)
    values = {
        "groups": _groups(does, scenario, say),
        "other": group_titles([does.to], scenario, say),
    }
    if many:
        return say("Move {n} from {groups} to {other}", n=many, **values)
    share = percent(does.share or 0)
    return say("Move {share} of {groups} to {other}", share=share, **values)


@_does.register
def _send_home(does: kinds.SendHome, scenario: Scenario, say: Words, people: int) -> str:
    values = {"share": percent(does.share), "groups": _groups(does, scenario, say)}
    if does.of == "lost":
        return say("{share} of the lost agents of {groups} work from home", **values)
    return say("{share} of {groups} work from home", **values)


@_does.register
def _bring_back(does: kinds.BringBack, scenario: Scenario, say: Words, people: int) -> str:
    values = {"share": percent(does.share), "groups": _groups(does, scenario, say)}
    return say("{share} of those in training of {groups} come back", **values)


@_does.register
def _suspend(does: kinds.Suspend, scenario: Scenario, say: Words, people: int) -> str:
    return say("Put off work on {lines}", lines=_lines(does, scenario, say))


@_does.register
def _call_back(does: kinds.OfferCallBack, scenario: Scenario, say: Words, people: int) -> str:
    return say(
        "Offer a call-back on {lines} after {time}; {share} accept",
        lines=_lines(does, scenario, say),
        time=lasting(does.after, say),
        share=percent(does.accepted),
    )


@_does.register
def _self_service(does: kinds.RaiseSelfService, scenario: Scenario, say: Words, people: int) -> str:
    share, lines = percent(does.contained), _lines(does, scenario, say)
    return say("Self-service of {lines} contains {share}", lines=lines, share=share)


@_does.register
def _announce(does: kinds.Announce, scenario: Scenario, say: Words, people: int) -> str:
    return say(
        "Announcement on {lines} after {time}; {share} turn to self-service",
        lines=_lines(does, scenario, say),
        time=lasting(does.after, say),
        share=percent(does.share),
    )


@_does.register
def _stop_overflow(does: kinds.StopOverflow, scenario: Scenario, say: Words, people: int) -> str:
    lines = _lines(does, scenario, say)
    if does.groups is None:
        return say("No overflow of {lines}", lines=lines)
    groups = group_titles(does.groups, scenario, say)
    return say("No overflow of {lines} to {groups}", lines=lines, groups=groups)


@_does.register
def _close_line(does: kinds.CloseLine, scenario: Scenario, say: Words, people: int) -> str:
    return say("Close {lines} to newcomers", lines=_lines(does, scenario, say))


def _groups(does: kinds.Kind, scenario: Scenario, say: Words) -> str:
    """Return the groups that an action is about."""
    serving = getattr(does, "serving", None)
    if serving is None:
        return group_titles(getattr(does, "named_groups", None) or (), scenario, say)
    if serving in scenario.queues:
        return say("the groups on {lines}", lines=line_titles([serving], scenario, say))
    channel = lines_of([serving], say) if serving in CHANNELS else serving
    return say("the groups on {lines}", lines=channel)


def _lines(does: kinds.OfQueues, scenario: Scenario, say: Words) -> str:
    """Return the lines that an action is about."""
    named = does.named_queues
    if named is not None:
        return line_titles(named, scenario, say)
    return lines_of(does.channels or (), say)
