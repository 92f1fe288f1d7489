"""Actions: on queues and groups that there are, and to which they can be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from scenarios.schema.channels.channel import Channel
from scenarios.schema.checks.draft import Draft
from scenarios.schema.checks.rounding import ROUNDING
from scenarios.schema.playbook.kinds import (
    AlsoServe,
    Announce,
    BringBack,
    CallIn,
    Kind,
    Move,
    OfferCallBack,
    OfQueues,
    RaiseSelfService,
    SendHome,
    StopOverflow,
)
from scenarios.schema.playbook.suiting import unsuited
from scenarios.schema.queue import Queue
from scenarios.schema.section import Finding
from scenarios.units import one_of, write_duration, write_share
from scenarios.yaml_file import KeyPath

_OF_GROUPS = (AlsoServe, BringBack, CallIn, Move, SendHome)


def actions_name_what_there_is(draft: Draft) -> Iterator[Finding]:
    """Refuse actions on queues and groups that there are not."""
    for path, _, _, does in draft.actions():
        for where, queue in _queues_named(path, does):
            if queue not in draft.queues:
                yield Finding(where, queue, one_of("queues", queue, draft.queues))
        for where, group in _groups_named(path, does):
            if group not in draft.groups:
                yield Finding(where, group, one_of("groups", group, draft.groups))
        served = getattr(does, "serving", None)
        known = [*draft.queues, *get_args(Channel)]
        if served is not None and served not in known:
            words = one_of("queues and channels", served, known)
            yield Finding((*path, "serving"), served, words)


def _queues_named(path: KeyPath, does: Kind) -> Iterator[tuple[KeyPath, str]]:
    """Give the queues that an action names, and where."""
    queue, queues = getattr(does, "queue", None), getattr(does, "queues", None)
    yield from [((*path, "queue"), queue)] if queue is not None else []
    yield from (((*path, "queues", index), name) for index, name in enumerate(queues or ()))


def _groups_named(path: KeyPath, does: Kind) -> Iterator[tuple[KeyPath, str]]:
    """Give the groups that an action names, and where."""
    group, groups = getattr(does, "group", None), getattr(does, "groups", None)
    yield from [((*path, "group"), group)] if group is not None else []
    yield from (((*path, "groups", index), name) for index, name in enumerate(groups or ()))
    if isinstance(does, Move):
        yield (*path, "to"), does.to


def actions_suit(draft: Draft) -> Iterator[Finding]:
    """Refuse actions on queues that they do not suit."""
    queues = dict(draft.known_queues("channel", "self_service", "call_back"))
    trained = {queue for _, _, queue, _ in draft.every_skill()}
    for path, _, _, does in draft.actions():
        if not isinstance(does, OfQueues):
            continue
        for where, name in _queues_named(path, does):
            words = unsuited(does, name, queues[name]) if name in queues else ""
            if not words and isinstance(does, OfferCallBack | Announce) and name not in trained:
                words = "a queue that a group serves; nobody was trained for it" * (name in queues)
            if words:
                yield Finding(where, name, words)
            elif name in queues:
                yield from _fits(path, does, name, queues[name])


def _fits(path: KeyPath, does: OfQueues, name: str, queue: Queue) -> Iterator[Finding]:
    """Give what of an action does not fit what a queue has already."""
    service, own = queue.self_service, queue.call_back
    if isinstance(does, RaiseSelfService) and service is not None:
        if does.contained + service.gives_up > 1 + ROUNDING:
            value = f"{write_share(does.contained)} beside {write_share(service.gives_up)}"
            words = f"at most 100 % together with gives_up of {name}"
            yield Finding((*path, "contained"), value, words)
    elif isinstance(does, OfferCallBack) and own is not None:
        for key, value in does.made.items():
            if getattr(own, key) != value:
                words = f"no {key} of its own, for {name} has a call_back that says so"
                yield Finding((*path, key), key, words)


def moves_lead_elsewhere(draft: Draft) -> Iterator[Finding]:
    """Refuse moves from a group to itself."""
    for path, _, _, does in draft.actions():
        if isinstance(does, Move) and does.to in (does.named_groups or ()):
            yield Finding((*path, "to"), does.to, "another group than they come from")


def lent_groups_learn(draft: Draft) -> Iterator[Finding]:
    """Refuse groups that are to serve a queue which they serve already."""
    for path, _, _, does in draft.actions():
        if not isinstance(does, AlsoServe):
            continue
        for group in does.named_groups or ():
            one = draft.groups.get(group)
            for where, queue in _queues_named(path, does):
                if one is not None and queue in one.serves:
                    words = f"a queue that {group} does not serve anyway"
                    yield Finding(where, queue, words)


def overflow_is_there(draft: Draft) -> Iterator[Finding]:
    """Refuse to stop an overflow that there is not."""
    for path, _, _, does in draft.actions():
        if not isinstance(does, StopOverflow):
            continue
        for where, queue in _queues_named(path, does):
            if queue not in draft.queues:
                continue
            flowing = [g for _, g, served, s in draft.skills() if served == queue and s.after > 0]
            if not flowing:
                words = "a queue with overflow, which a group serves after a while"
                yield Finding(where, queue, words)
                continue
            for index, group in enumerate(does.groups or ()):
                if group in draft.groups and group not in flowing:
                    words = one_of(f"groups to which {queue} overflows", group, flowing)
                    yield Finding((*path, "groups", index), group, words)


def calls_are_made_in_one_way(draft: Draft) -> Iterator[Finding]:
    """Refuse offers of call-backs on one queue that are made in different ways."""
    first: dict[str, tuple[str, OfferCallBack]] = {}
    for path, playbook, _, does in draft.actions():
        if not isinstance(does, OfferCallBack):
            continue
        for queue in does.queues_meant(draft.queues):
            other, offer = first.setdefault(queue, (playbook, does))
            one = draft.queues[queue]
            if (one is None or one.call_back is None) and _how(offer) != _how(does):
                key = next(key for key in _how(does) if _how(does)[key] != _how(offer)[key])
                words = f"as playbook {other} says of {queue}; a queue's call-backs are alike"
                yield Finding((*path, key), _how(does)[key], words)


def _how(does: OfferCallBack) -> dict[str, object]:
    offer = does.offer
    return {
        "how": offer.how,
        "delay": write_duration(offer.appointment_s or 0),
        "reached": write_share(offer.reached),
        "dial": write_duration(offer.dial),
        "calls": offer.calls,
        "retry": write_duration(offer.retry),
    }


def skills_are_one(draft: Draft) -> Iterator[Finding]:
    """Refuse that one group should also serve one queue in different ways."""
    first: dict[tuple[str, str], tuple[str, AlsoServe]] = {}
    for path, playbook, _, does in draft.actions():
        if not isinstance(does, AlsoServe):
            continue
        for group in does.groups_meant(draft.groups, draft.queues):
            for queue in does.queues_meant(draft.queues):
                other, earlier = first.setdefault((group, queue), (playbook, does))
                keys = [key for key in _SKILL if getattr(does, key) != getattr(earlier, key)]
                if keys:
                    words = f"as playbook {other} says; {group} serves {queue} in one way"
                    yield Finding((*path, keys[0]), f"another {keys[0]}", words)


_SKILL = ("handling_factor", "rank", "pick_rank", "transfer")
