"""What a decision rests on: the scenario's own figures, the model's rules, and how it was made."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from crewline.reports.decision import Decision
from crewline.reports.reading.summaries import paid_of
from crewline.reports.telling.blocks import Cell, Sheet
from crewline.reports.telling.figures import hours
from crewline.reports.telling.names import group_name, line_name
from crewline.words import N_, Words
from crewline.words.disruptions import disruption_title
from crewline.words.figures import duration, money, number, percent
from crewline.words.targets import wanted
from scenarios.centre.times import time
from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.distribution import AnyTime
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from sim.kpis.definitions import KPIS

_COST: Final = N_(
    "Cost is wages with premiums, telephony and the prices of playbooks' actions. Rooms,"
    " hiring, training and lost business are not in it."
)


def lines_sheet(scenario: Scenario, say: Words) -> Sheet:
    """Return what was assumed of each line: contacts, handling, patience, and the promise."""
    rows = tuple(
        (
            Cell(line_name(scenario, name, say)),
            Cell(number(float(scenario.volumes(name).sum()) / scenario.days, say)),
            Cell(_time(queue.talk, queue.handling_factor, say)),
            Cell(_time(queue.wrap_up, queue.handling_factor, say)),
            Cell(_patience(queue, say)),
            Cell(wanted(queue.target, KPIS[queue.target.kpi].better, say) if queue.target else "–"),
        )
        for name, queue in scenario.queues.items()
    )
    heads = (
        say("Line"),
        say("First attempts a day"),
        say("Talk, mean"),
        say("Wrap-up, mean"),
        say("Patience, mean"),
        say("Promised"),
    )
    return Sheet(say("The lines, as the first option has them"), heads, rows, (0, 5))


def groups_sheet(scenario: Scenario, say: Words) -> Sheet:
    """Return what was assumed of each group: paid hours, wages, absence."""
    rows = tuple(
        (
            Cell(group_name(paid.title, paid.group, say)),
            Cell(hours(paid.hours / scenario.days, say)),
            Cell(money(paid.wage_per_h, scenario.currency, say) if paid.wage_per_h else "–"),
            Cell(percent(scenario.groups[paid.group].absence)),
            Cell(percent(scenario.groups[paid.group].off_phone)),
        )
        for paid in paid_of(scenario)
    )
    heads = (
        say("Group"),
        say("Paid hours a day"),
        say("Wage per hour"),
        say("Absence"),
        say("Off the phone"),
    )
    return Sheet(say("The groups, as the first option has them"), heads, rows)


def rules(decision: Decision, say: Words) -> tuple[str, ...]:
    """Return the rules of the model that matter here, and what is modelled and not counted."""
    scenario = decision.present.scenario or decision.options[-1].scenario
    of_model = _rules(scenario, say) if scenario is not None else ()
    return (*_as_if_apart(decision, say), *of_model)


def _as_if_apart(decision: Decision, say: Words) -> Iterator[str]:
    """Say where what met the same random days is compared as if it had not."""
    if decision.is_planned or not decision.same_seed:
        return
    if not decision.same_days:
        yield say(
            "Options are compared as if each had met random days of its own, for not all single"
            " days are kept: an interval of a difference is usually wider than it need be."
        )
    elif decision.unpaired:
        yield say(
            "Options other than the first are compared with each other as if each had met random"
            " days of its own, for their single days are not kept: an interval of such a"
            " difference is usually wider than it need be."
        )


def _rules(scenario: Scenario, say: Words) -> Iterator[str]:
    if scenario.arrivals == "exact":
        yield say("The numbers of contacts are given; only when in an interval they come is drawn.")
    else:
        yield say("Contacts come at random (Poisson) at each interval's rate.")
        if scenario.day_factor_cv:
            share = percent(scenario.day_factor_cv)
            yield say(
                "Days differ: some are busier all day, by a standard deviation of {share}.",
                share=share,
            )
    yield from _returns(scenario.queues, say)
    if any(group.absence for group in scenario.groups.values()):
        yield say("On each day some agents stay away at random, as their group's absence says.")
    if not scenario.pays_wages:
        yield say("No wages are given: costs are neither told nor compared.")
    else:
        yield say(_COST)
    yield say("Lost are those who hang up, are turned away, cut off, or give up in self-service.")
    yield say(
        "Modelled, not counted: patience, redials, repeat calls and how they depend on waiting are"
        " assumptions of the scenario. They were not measured on these days."
    )
    for each in scenario.disruptions:
        start, end = each.span_s(scenario.days)
        words = {"what": disruption_title(each, say), "time": duration(end - start, say)}
        yield say("Goes wrong: {what}, for {time}", **words)
    for name, playbook in scenario.playbooks.items():
        yield say("Playbook: {what}", what=say.title(playbook.title or name))


def _returns(queues: Mapping[str, Queue], say: Words) -> Iterator[str]:
    redials = [queue.redial.abandoned for queue in queues.values() if queue.redial.abandoned]
    if redials:
        low, high = percent(min(redials)), percent(max(redials))
        share = low if low == high else say("{low} to {high}", low=low, high=high)
        yield say("Of those who hang up, {share} call again.", share=share)
    repeats = [queue.repeat.share for queue in queues.values() if queue.repeat]
    if repeats:
        low, high = percent(min(repeats)), percent(max(repeats))
        share = low if low == high else say("{low} to {high}", low=low, high=high)
        yield say("Of those who are answered, {share} call again, not being settled.", share=share)


def made_how(decision: Decision, say: Words) -> tuple[str, ...]:
    """Return how it was made: scenarios, seed, replications, versions, so that it can be again."""
    return tuple(_made_how(decision, say))


def _made_how(decision: Decision, say: Words) -> Iterator[str]:
    for option in decision.options:
        applied = ", ".join(option.applied)
        if option.seed is None or not option.replications:
            yield say("{label}: not simulated", label=option.label)
            continue
        made = {"label": option.label, "seed": option.seed, "n": option.replications}
        if applied:
            yield say("{label}: seed {seed}, {n} replications; {applied}", **made, applied=applied)
        else:
            yield say("{label}: seed {seed}, {n} replications", **made)
    versions = ", ".join(f"{name} {version}" for name, version in decision.versions.items())
    if versions:
        yield say("Made with {versions}", versions=versions)


def _time(described: AnyTime, factor: float, say: Words) -> str:
    return _mean(time(described, factor).mean_s, say)


def _mean(mean_s: float, say: Words) -> str:
    """Return a mean; a dash where nothing is taken, or it never comes."""
    return duration(mean_s, say) if 0 < mean_s < math.inf else "–"


def _patience(queue: Queue, say: Words) -> str:
    if queue.channel in DEFERRABLE:
        return "–"
    if queue.patience.distribution == "never":
        return say("never hangs up")
    from scenarios.planning.need.lines import mean_patience_s  # what planning is made of takes long

    return _mean(mean_patience_s(queue), say)
