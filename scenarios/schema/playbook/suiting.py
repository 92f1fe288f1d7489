"""Which queues an action suits: those that it names must, of those it chooses others are let be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scenarios.schema.channels.channel import DEFERRABLE, IN_WORDS
from scenarios.schema.group import Group
from scenarios.schema.playbook.kinds import (
    AlsoServe,
    CloseLine,
    OfQueues,
    RaiseSelfService,
    StopOverflow,
    Suspend,
)
from scenarios.schema.queue import Queue

Queues = Mapping[str, Queue | None]
Groups = Mapping[str, Group | None]


def unsuited(does: OfQueues, name: str, queue: Queue) -> str:
    """Return in words what a queue should be that an action does not suit; nothing where it does.

    What groups have to do with it is left out.
    """
    is_work, what = queue.channel in DEFERRABLE, IN_WORDS[queue.channel]
    match does:
        case Suspend():
            words = f"a queue of work (email, ticket, outbound), for {name} is {what}: close_line"
            return "" if is_work else words
        case CloseLine():
            words = f"a live queue, for {name} is {what}, which holds work: suspend"
            return words if is_work else ""
        case RaiseSelfService() if queue.self_service is None:
            return f"a queue with self_service, which {name} has not"
        case AlsoServe() | StopOverflow():
            return ""
    words = f"a live queue, for {name} is {what}: nobody waits on the line"
    return words if is_work else ""


def queues_suited(does: OfQueues, queues: Queues) -> Iterator[str]:
    """Give the queues that an action is about."""
    for name in does.queues_meant(queues):
        queue = queues[name]
        if queue is not None and not unsuited(does, name, queue):
            yield name


def lent(does: AlsoServe, groups: Groups, queues: Queues) -> Iterator[tuple[str, str]]:
    """Give the groups and queues of an action that has groups serve what they do not otherwise.

    Of queues that are chosen by channel, those to which a group passes its contacts on are let be.
    """
    for group_name in does.groups_meant(groups, queues):
        group = groups[group_name]
        for queue in queues_suited(does, queues):
            if group is None or queue in group.serves:
                continue
            if does.named_queues is not None or queue not in _passed_to(group):
                yield group_name, queue


def _passed_to(group: Group) -> set[str]:
    return {skill.transfer.to for skill in group.serves.values() if skill.transfer is not None}


def stopped(does: StopOverflow, groups: Groups, queues: Queues) -> Iterator[tuple[str, str]]:
    """Give the groups and queues of an action that stops overflow."""
    for queue in queues_suited(does, queues):
        for name, group in groups.items():
            skill = group.serves.get(queue) if group is not None else None
            if skill is not None and skill.after > 0 and name in (does.groups or groups):
                yield name, queue
