"""What is too large for one replication: to be held in memory, or to be counted."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from scenarios.legs import Calls, legs, own_legs
from scenarios.schema.channels.call_back import CallBack
from scenarios.schema.checks.draft import Draft
from scenarios.schema.chosen import queues_of
from scenarios.schema.disruption import Disruption
from scenarios.schema.group import Group
from scenarios.schema.playbook.elsewhere import elsewhere
from scenarios.schema.playbook.kinds import CallIn, Kind, Move, OfferCallBack, SendHome
from scenarios.schema.playbook.suiting import queues_suited
from scenarios.schema.queue import Queue
from scenarios.schema.section import Finding
from scenarios.schema.skill import Skill
from scenarios.schema.surge import mean_surge
from scenarios.schema.volume import Calendar, DayTotal, PerHour, Volume
from scenarios.units import DAY_S
from scenarios.yaml_file import KeyPath

#: One replication holds its contacts in memory, about 700 bytes for each leg (`scenarios.legs`).
MAX_CONTACTS: Final = 10_000_000
#: One replication draws an absence for each agent and day.
MAX_AGENT_DAYS: Final = 500_000
#: Handling times are counted in whole milliseconds of 64 bits, all factors included.
MAX_HANDLING: Final = 1000
#: All factors on one handling time together: thousandths of two such products still fit.
MAX_FACTOR: Final = 1_000_000
#: The same, where talk is cut off at a share of 20 bits because the customer falls silent.
MAX_FACTOR_OF_SILENT: Final = 250


def contacts_bounded(draft: Draft) -> Iterator[Finding]:
    """Give a finding where one replication has too many contacts: first attempts, by their legs."""
    if draft.days is None or draft.interval is None or draft.warm_up is None:
        return
    profiles = {name: weights for name, weights in draft.profiles.items() if weights}
    calendar = Calendar(draft.interval, draft.days, profiles)
    contacts = {
        name: _contacts(draft, calendar, name, queue.volume) * queue.volume_factor
        + _listed(draft, queue)
        for name, queue in draft.known_queues()
        if _can_be_laid_out(draft, queue.volume)
    }
    each = _legs(draft)
    total = sum(number * each[name] for name, number in contacts.items())
    if total > MAX_CONTACTS:
        words = f"at most {MAX_CONTACTS:,} contacts in one replication, for they are held in memory"
        what = "contacts"
        if total > sum(contacts.values()):
            what = "legs of contacts"
            words += "; each call to a customer, bot and piece of work is a leg"
        yield Finding(("queues",), f"{total:,.0f} expected {what}", words)


def _legs(draft: Draft) -> dict[str, float]:
    """Return the legs of a contact by queue."""
    queues = dict(draft.known_queues())
    offers = _offers(draft)
    own = {name: _own_legs(queue, offers.get(name)) for name, queue in queues.items()}
    return legs(own, {name: _onward(queue) for name, queue in queues.items()})


def _offers(draft: Draft) -> dict[str, CallBack]:
    """Return the call-backs that playbooks offer, by queue: those that most accept."""
    offers: dict[str, CallBack] = {}
    for _, _, _, does in draft.actions():
        if isinstance(does, OfferCallBack):
            for queue in queues_suited(does, draft.queues):
                if queue not in offers or offers[queue].accepted < does.accepted:
                    offers[queue] = does.offer
    return offers


def _own_legs(queue: Queue, offered: CallBack | None) -> float:
    offer, dial = queue.call_back or offered, queue.dial
    return own_legs(
        Calls(dial.reached, dial.calls) if dial is not None else None,
        queue.self_service is not None,
        (offer.accepted or 0) if offer is not None else 0,
        Calls(offer.reached, offer.calls) if offer is not None else None,
    )


def _onward(queue: Queue) -> dict[str, float]:
    """Return the shares of a queue's contacts that open work, or are escalated, by queue."""
    ways = [(queue.ticket.to, queue.ticket.share)] if queue.ticket is not None else []
    grades = (queue.grades or {}).values()
    ways += [(grade.escalate, grade.share) for grade in grades if grade.escalate is not None]
    shares: dict[str, float] = {}
    for to, share in ways:
        shares[to] = shares.get(to, 0) + (share or 0)
    return shares


def _can_be_laid_out(draft: Draft, volume: Volume | None) -> bool:
    """Tell whether a volume could be read, and its profile as well."""
    if isinstance(volume, DayTotal):
        return draft.profiles.get(volume.profile) is not None
    return isinstance(volume, tuple | PerHour)


def _listed(draft: Draft, queue: Queue) -> int:
    """Return the contacts of a queue that come at once: its backlog, and its lists."""
    days = (draft.days or 1) + math.ceil((draft.warm_up or 0) / DAY_S)
    customers = queue.customers or 0
    most = max(customers, default=0) if isinstance(customers, tuple) else customers
    return queue.backlog + most * days


def _contacts(draft: Draft, calendar: Calendar, name: str, volume: Volume) -> float:
    """Return the contacts of a queue, warm-up and disruptions included."""
    volumes = calendar.lay_out(volume)
    warm_up = volumes[len(volumes) - round((draft.warm_up or 0) / calendar.interval_s) :].sum()
    starts = np.arange(len(volumes)) * calendar.interval_s
    for disruption in _striking(draft, name):
        start, end = disruption.span_s(calendar.days)
        left, right = np.maximum(starts, start), np.minimum(starts + calendar.interval_s, end)
        struck = right > left
        factor = mean_surge(disruption, calendar.days, left[struck], right[struck])
        overlap = (right - left)[struck] / calendar.interval_s
        with np.errstate(over="ignore"):  # what is beyond all bounds is refused as such
            volumes[struck] *= 1 + (factor - 1) * overlap
    return float(warm_up + volumes.sum())


def _striking(draft: Draft, queue: str) -> list[Disruption]:
    """Return the disruptions that strike a queue, as far as they could be read."""
    return [
        one
        for one in draft.disruptions
        if one is not None and queue in queues_of(draft.queues, one.queues, one.channels)
    ]


def agents_bounded(draft: Draft) -> Iterator[Finding]:
    """Give a finding where one replication has too many agents, counted by the day."""
    days = (draft.days or 1) + math.ceil((draft.warm_up or 0) / DAY_S) + 1
    total = float(sum(_most_agents(group) for group in draft.groups.values())) * days
    for disruption in draft.disruptions:
        total *= max(disruption.agents, 1) if disruption is not None else 1
    total += sum(_called_in(draft)) * days
    if total > MAX_AGENT_DAYS:
        words = f"at most {MAX_AGENT_DAYS:,} agents times days, disruptions and reserves included"
        yield Finding(("groups",), f"{total:,.0f} agents times days", words)


def _called_in(draft: Draft) -> Iterator[int]:
    """Give the people that each action calls in."""
    for _, _, _, does in draft.actions():
        if isinstance(does, CallIn):
            groups = does.groups_meant(draft.groups, draft.queues)
            planned = sum(_most_agents(draft.groups.get(group)) for group in groups)
            yield (does.people or 0) * len(groups) + round((does.share or 0) * planned)


def _most_agents(group: Group | None) -> int:
    """Return a bound of the agents that a group has on a day."""
    if group is None:
        return 0
    if isinstance(group.agents, int):
        return group.agents
    if isinstance(group.agents, tuple):
        return max(group.agents, default=0)
    shifts = (group.shifts or {}).values()
    daily = sum(shift.agents for shift in shifts if shift.days is None)
    some_days: Counter[int] = Counter()
    for shift in shifts:
        some_days.update(dict.fromkeys(shift.days or (), shift.agents))
    return daily + max(some_days.values(), default=0)


def handling_bounded(draft: Draft) -> Iterator[Finding]:
    """Give a finding where factors of one time make handling too long together."""
    struck = {name: _slowest(draft, name) for name in draft.queues}
    for name, (factor, when) in struck.items():
        if factor > MAX_HANDLING:
            words = f"at most {MAX_HANDLING:,} times, all disruptions of one time together"
            value = f"{factor:,.0f} times the handling of {name} when {when} begins"
            yield Finding(("disruptions",), value, words)
            return
    for path, group, name, skill in [*draft.every_skill(), *_elsewhere(draft)]:
        slowest = struck[name][0] if name in struck else 1.0
        factor = max(skill.handling_factor, 1) * _longest(draft, group) * max(slowest, 1)
        queue = draft.queues.get(name)
        silent = queue is not None and queue.silence is not None and queue.silence.share > 0
        most = MAX_FACTOR_OF_SILENT if silent else MAX_FACTOR
        if factor > most:
            words = f"at most {most:,} times, all factors on handling together"
            yield Finding((*path, "handling_factor"), f"{factor:,.0f} times at worst", words)


def _elsewhere(draft: Draft) -> Iterator[tuple[KeyPath, str, str, Skill]]:
    """Give the skills of people whom playbooks have work at a pace of their own."""
    for path, playbook, _, does in draft.actions():
        for group in _slowed(draft, does):
            made = elsewhere(playbook, does, group)
            like = draft.groups.get(made.group or "") if made is not None else None
            if made is None or like is None:
                continue
            for queue, skill in like.serves.items():
                factor = skill.handling_factor * made.handling_factor
                slower = skill.model_copy(update={"handling_factor": factor})
                yield path, made.group or group, queue, slower


def _slowed(draft: Draft, does: Kind) -> tuple[str, ...]:
    if not isinstance(does, CallIn | Move | SendHome):
        return ()
    return does.groups_meant(draft.groups, draft.queues)


def _slowest(draft: Draft, queue: str) -> tuple[float, str]:
    """Return the largest factor of disruptions on a queue's handling, and what begins then."""
    own, days = _striking(draft, queue), draft.days or 1
    factors = [
        (math.prod(each.handling for each in own if _holds(each, begun.start, days)), begun)
        for begun in own
    ]
    worst = max(factors, key=lambda found: found[0], default=None)
    return (1.0, "") if worst is None else (worst[0], worst[1].name)


def _holds(disruption: Disruption, at_s: float, days: int) -> bool:
    start, end = disruption.span_s(days)
    return start <= at_s < end


def _longest(draft: Draft, name: str) -> float:
    """Return the largest product of a group's own factors: chats at once, stages, fatigue."""
    group = draft.groups.get(name)
    if group is None:
        return 1.0
    stages = [draft.stages[stage] for stage in group.stages or () if stage in draft.stages]
    of_stages = [stage.handling_factor for stage in stages if stage is not None]
    tired = group.fatigue.handling_factor if group.fatigue is not None else 1.0
    return max([1.0, *(group.parallel or ())]) * max([1.0, *of_stages]) * max(tired, 1.0)
