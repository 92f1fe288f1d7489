"""What of an event a scenario has no place for: choices by channel or service that match nothing.

Such parts are left out, with a note. Names are never left out: what is named and is not there is a
fault, told by the scenario's own checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenarios.schema.channels.channel import LIVE
from scenarios.schema.checks.draft import Draft
from scenarios.schema.chosen import queues_of
from scenarios.schema.disruption import Disruption
from scenarios.schema.event import Event
from scenarios.schema.playbook.kinds import (
    AlsoServe,
    BringBack,
    CallIn,
    Kind,
    Move,
    RaiseSelfService,
    SendHome,
    StopOverflow,
)
from scenarios.schema.playbook.playbook import Playbook
from scenarios.schema.playbook.suiting import lent, queues_suited, stopped
from scenarios.yaml_file import KeyPath


@dataclass(frozen=True)
class Unfit:
    """A part of an event that is left out, and why, in words."""

    path: KeyPath
    words: str


def unfit(event: Event, draft: Draft) -> list[Unfit]:
    """Return the parts of an event that match nothing in a scenario, the innermost first.

    Where the scenario could not be read so far, nothing is unfit.
    """
    if None in draft.queues.values() or None in draft.groups.values():
        return []
    found: list[Unfit] = []
    for index, disruption in enumerate(event.disruptions):
        found += _of_disruption(disruption, ("disruptions", index), draft)
    for name, playbook in event.playbooks.items():
        found += _of_playbook(playbook, ("playbooks", name), draft)
    return found


def _of_disruption(one: Disruption, path: KeyPath, draft: Draft) -> Iterator[Unfit]:
    meant = queues_of(draft.queues, one.queues, one.channels)
    if one.queues is not None:
        return  # named: the scenario's checks have their say
    on_people = one.agents != 1 or one.no_shows > 0
    if not meant and not on_people:
        yield Unfit(path, f"{one.name}: no queue of {', '.join(one.channels or ())} here")
        return
    idle = [Unfit((*path, key), f"{one.name}: {why}") for key, why in _idle_keys(one, meant, draft)]
    keys = [str(part.path[-1]) for part in idle]
    if idle and _without(one, keys).changes_nothing:
        yield Unfit(path, "; ".join(part.words for part in idle))
    else:
        yield from idle


def _idle_keys(one: Disruption, meant: tuple[str, ...], draft: Draft) -> Iterator[tuple[str, str]]:
    """Give the keys of a disruption that strike none of the queues meant, and why."""
    queues = [draft.queues[name] for name in meant]
    if one.self_service != 1 and not any(queue and queue.self_service for queue in queues):
        yield "self_service", "no self-service here"
    if one.telephony == "down" and not any(queue and queue.channel == "phone" for queue in queues):
        yield "telephony", "no telephone here"


def _without(one: Disruption, keys: list[str]) -> Disruption:
    defaults = {key: Disruption.model_fields[key].default for key in keys}
    return one.model_copy(update=defaults)


def _of_playbook(playbook: Playbook, path: KeyPath, draft: Draft) -> Iterator[Unfit]:
    live = [queue for queue in draft.queues.values() if queue and queue.channel in LIVE]
    if playbook.watch is not None and playbook.queues is None and not live:
        yield Unfit(path, f"playbook {path[1]}: no live queue to watch here")
        return
    gone: list[Unfit] = []
    whole = True
    for number, level in enumerate(playbook.levels):
        at = (*path, "levels", number)
        parts = [
            Unfit((*at, "do", index), f"playbook {path[1]}: {action.kind}: {words}")
            for index, action in enumerate(level.do)
            if (words := _nobody_for(action.does, draft))
        ]
        gone += parts
        if len(parts) == len(level.do):
            gone.append(Unfit(at, f"playbook {path[1]}: level {number + 1}: nothing is left to do"))
        else:
            whole = False
    yield from gone
    if whole:
        yield Unfit(path, f"playbook {path[1]}: nothing is left to do")


def _nobody_for(does: Kind, draft: Draft) -> str:
    """Return in words why an action comes to nothing; nothing where it is for something."""
    if isinstance(does, CallIn | Move | SendHome | BringBack):
        return _of_people(does, draft)
    are_named = does.named_queues is not None
    of = f"of {', '.join(does.channels or ())} here"
    match does:
        case AlsoServe():
            are_named = are_named and does.named_groups is not None
            found, words = any(lent(does, draft.groups, draft.queues)), "no group to learn it here"
        case StopOverflow():
            found = any(stopped(does, draft.groups, draft.queues))
            words = f"no overflow {of}"
        case RaiseSelfService():
            found, words = any(queues_suited(does, draft.queues)), f"no self-service {of}"
        case _:
            found, words = any(queues_suited(does, draft.queues)), f"no queue {of} that it suits"
    return "" if found or are_named else words


def _of_people(does: CallIn | Move | SendHome | BringBack, draft: Draft) -> str:
    if does.serving is None:
        return ""
    groups = list(does.groups_meant(draft.groups, draft.queues))
    if isinstance(does, Move):
        groups = [name for name in groups if name != does.to]
    if not groups:
        return f"no group that serves {does.serving} here"
    if isinstance(does, BringBack) and not any(_off_phone(draft, name) for name in groups):
        return f"nobody who serves {does.serving} is off the phone here"
    return ""


def _off_phone(draft: Draft, name: str) -> float:
    group = draft.groups[name]
    return group.off_phone if group is not None else 0.0
