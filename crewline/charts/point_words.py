"""Points of a frontier in plain words: what is decided, whether it holds, what service costs."""

from __future__ import annotations

import math
import re
from typing import Final

from crewline.charts.weighed import Weighed
from crewline.words import N_, Words
from crewline.words.figures import money, percent
from scenarios.planning.frontier.marginals import Marginal
from scenarios.planning.frontier.points import Decision, Placed, Step
from scenarios.schema.scenario import Scenario

#: The kinds of small changes (see `scenarios.planning.frontier.alternatives`).
_CHANGES: Final = {
    "one more hire": N_("One more hire: {whom}"),
    "one more cross-trained": N_("One more who also serves {line}: {whom}"),
    "10 s less handling": N_("Ten seconds less handling"),
    "1 point less shrinkage": N_("One point less shrinkage"),
}

#: Hours as changes tell them: `09:00-18:00`, or `5 days, mostly 09:00-18:00`.
_HOURS: Final = re.compile(
    r"(?:(?P<days>\d+) days, (?P<mostly>mostly )?)?(?P<hours>\d+:\d\d-\d+:\d\d)"
)

#: What a search says of a point, and how it is said to a reader (see
#: `scenarios.planning.proof.reasons`).
_REASONS: Final = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (
            r"(?P<kpi>\S+) is (?P<value>[^,]+), promised (?P<level>[^,]+?)(?:, in the worst \w+)?",
            N_("{kpi} is {value}, promised {level}"),
        ),
        (
            r"(?P<share>[^,]+) of days keep it, promised (?P<odds>.+)",
            N_("{share} of days keep it, promised {odds}"),
        ),
        (
            r"it holds by estimate, and (?P<days>\d+) replications are too few to tell",
            N_("it holds by estimate, and {days} days are too few to tell"),
        ),
        (r"the (?P<rounds>\d+) rounds given were used up", N_("the {rounds} rounds were used up")),
        (r"(?P<most>\d+) agents are all that it may have", N_("may have {most} agents at most")),
        (
            r"(?P<missing>[\d.]+) agent-hours are missing of (?P<asked>[\d.]+) required",
            N_("{missing} of {asked} agent-hours required are missing"),
        ),
        (
            r"no schedule was found in the time given, and there may be one",
            N_("no schedule was found in the time given, and there may be one"),
        ),
        (
            r"agents are required where no shift that may be worked reaches: (?P<hours>.+)",
            N_("no shift that may be worked reaches {hours}"),
        ),
        (
            r"most of it is not due by the end, so that nothing can be told",
            N_("most of it is not due by the end, so that nothing can be told"),
        ),
    )
)


def decision_words(decision: Decision, say: Words) -> str:
    """Return what is decided at a point."""
    if decision.level is None:
        return say("Targets as they are")
    return say("{level} in time", level=percent(decision.level))


def point_title(weighed: Weighed, number: int, say: Words) -> str:
    """Return a point's number and what is decided there."""
    words = decision_words(weighed.found.points[number].point.decision, say)
    return f"{number + 1} · {words}"


def holding(each: Placed, say: Words) -> str:
    """Return whether the targets that are decided on hold at a point, and how sure that is."""
    point = each.point
    if not each.is_found:
        return say("no schedule")
    if point.holds_surely:
        return say("✓ holds for sure")
    return say("≈ holds by estimate") if point.holds else say("✗ does not hold")


def keeping(each: Placed, say: Words) -> str:
    """Return whether the scenario's own targets hold at a point, and how sure that is."""
    point = each.point
    if not each.is_found:
        return say("no schedule")
    if point.keeps_own_surely:
        return say("✓ holds for sure")
    return say("≈ holds by estimate") if point.keeps_own else say("✗ does not hold")


def standing(weighed: Weighed, number: int, say: Words) -> str:
    """Return what is to be said of a point beside the others."""
    each, found = weighed.found.points[number], weighed.found
    if not each.is_found:
        return ""
    if each.taken_from is not None:
        return say("takes the schedule of point {number}", number=each.taken_from + 1)
    if each.beaten_by is not None:
        beater = each.beaten_by + 1
        return say("point {number} serves as well for no more", number=beater)
    marks = []
    if number == found.chosen and each.point.keeps_own:
        marks.append(say("least cost that keeps all targets"))
    elif number == found.chosen:
        marks.append(say("serves best"))
    if number == weighed.knee:
        marks.append(say("the knee"))
    return ", ".join(marks)


def price_words(step: Step, currency: str, say: Words) -> str:
    """Return the price of one point of service with its bounds."""
    if not math.isfinite(step.price):
        return say("cannot be told: the next schedule may serve no better")
    price, low = (money(each, currency, say) for each in (step.price, step.price_low))
    if not math.isfinite(step.price_high):
        return say("{price} ({low} or more: it may buy nothing)", price=price, low=low)
    high = money(step.price_high, currency, say)
    return say("{price} ({low} to {high})", price=price, low=low, high=high)


def reasons(each: Placed, scenario: Scenario, say: Words) -> str:
    """Return what stands in the way of a point, as the search said it, of whom it is."""
    said = []
    for part in filter(None, each.point.note.split("; ")):
        head, _, words = part.partition(": ")
        line, group = scenario.queues.get(head), scenario.groups.get(head)
        named = line or group
        if named is None:
            said.append(_reason(part, say))
        else:
            title = say.title(named.title or head)
            said.append(f"{title}: {_reason(words, say)}")
    return "; ".join(said)


def _reason(words: str, say: Words) -> str:
    for pattern, text in _REASONS:
        if found := pattern.fullmatch(words):
            return say(text, **found.groupdict())
    return say.sentence(words)


def change_title(each: Marginal, scenario: Scenario, say: Words) -> str:
    """Return what is changed: of whom, and which line is learnt."""
    group, _, line = each.about.partition(" for ")
    known = scenario.groups.get(group)
    whom = say.title(known.title or group) if known is not None else group
    learnt = scenario.queues.get(line)
    taught = say.title(learnt.title or line) if learnt is not None else line
    return say(_CHANGES.get(each.kind, each.kind), whom=whom, line=taught)


def change_hours(each: Marginal, say: Words) -> str:
    """Return when the one more works; nothing where it is no matter of hours."""
    found = _HOURS.fullmatch(each.how)
    if found is None:
        return ""
    hours = found["hours"].replace("-", "–")
    if found["days"] is None:
        return hours
    if found["mostly"]:
        return say("{days} days, mostly {hours}", days=found["days"], hours=hours)
    return say("{days} days, {hours}", days=found["days"], hours=hours)


def per_horizon(scenario: Scenario, say: Words) -> str:
    """Return over how long costs are counted."""
    if scenario.days == 1:
        return say("for the day")
    return say.count("for {n} day", "for the {n} days", scenario.days)
