"""What goes on to another queue: transfers, tickets and escalations, that must arrive and end."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenarios.schema.channels.channel import DEFERRABLE, IN_WORDS, LIVE
from scenarios.schema.checks.draft import Draft
from scenarios.schema.section import Finding
from scenarios.schema.skill import Transfer
from scenarios.units import one_of
from scenarios.yaml_file import KeyPath
from sim import floor


@dataclass(frozen=True)
class Passage:
    """One way from a queue to another, where it is written, and the group's that passes on."""

    path: KeyPath
    queue: str
    to: str
    share: float
    group: str | None = None
    is_warm: bool = False


def tickets_arrive(draft: Draft) -> Iterator[Finding]:
    """Refuse tickets and escalations to what is no queue of work."""
    desks = [
        name
        for name, queue in draft.known_queues("channel")
        if queue.channel in DEFERRABLE - {"outbound"}
    ]
    for passage in _of_queues(draft):
        to = passage.to
        if to not in draft.queues:
            yield Finding(passage.path, to, one_of("queues", to, draft.queues))
        elif to not in desks and draft.has_read(to, "channel"):
            queue = draft.queues[to]
            words = one_of("queues of work (email, ticket)", to, desks)
            what = IN_WORDS[queue.channel] if queue else ""
            yield Finding(passage.path, to, f"{words}; {to} is {what}")


def transfers_suit(draft: Draft) -> Iterator[Finding]:
    """Refuse warm transfers but between phones, and passing on to where nobody would expect it.

    Work does not go to where somebody waits, nor who is on the line to a list of people to call.
    """
    queues = dict(draft.known_queues("channel"))
    for path, _, name, skill in draft.every_skill():
        transfer = skill.transfer
        if transfer is None or name not in queues or transfer.to not in queues:
            continue
        ends = {name: queues[name].channel, transfer.to: queues[transfer.to].channel}
        if transfer.how == "warm":
            for end, channel in ends.items():
                if channel != "phone":
                    words = f"cold, for {end} is {IN_WORDS[channel]}: a line is held by phone only"
                    yield Finding((*path, "transfer", "how"), "warm", words)
                    break
        elif queues[name].channel in DEFERRABLE and queues[transfer.to].channel in LIVE:
            words = f"a queue of work, for {name} is {IN_WORDS[ends[name]]}: nobody is on the line"
            yield Finding((*path, "transfer", "to"), transfer.to, words)
        elif queues[name].channel in LIVE and queues[transfer.to].channel == "outbound":
            words = f"no list of people to call, which {transfer.to} is: they are on the line"
            yield Finding((*path, "transfer", "to"), transfer.to, words)


def passing_ends(draft: Draft) -> Iterator[Finding]:
    """Blame the first passage, in the order queues, then groups, that closes a loop."""
    every = [*_of_queues(draft), *_of_groups(draft)]
    passages = [one for one in every if one.queue in draft.queues and one.to in draft.queues]
    if loop_words(draft, passages) is None:
        return

    def closes(count: int) -> bool:
        return loop_words(draft, passages[:count]) is not None

    count = bisect_left(range(1, len(passages) + 1), True, key=closes) + 1
    last = passages[count - 1]
    words = loop_words(draft, passages[:count])
    what = "a transfer" if last.group is not None else "a way"
    yield Finding(last.path, last.to, f"{what} that ends somewhere; {words}")


def _of_queues(draft: Draft) -> Iterator[Passage]:
    """Give the tickets and escalations."""
    for name, queue in draft.known_queues():
        ticket = queue.ticket
        if ticket is not None and ticket.to is not None:
            share = 1.0 if ticket.share is None else ticket.share
            yield Passage(("queues", name, "ticket", "to"), name, ticket.to, share)
        for grade_name, grade in (queue.grades or {}).items():
            if grade.escalate is not None:
                path = ("queues", name, "grades", grade_name, "escalate")
                yield Passage(path, name, grade.escalate, 1.0)


def _of_groups(draft: Draft) -> Iterator[Passage]:
    """Give the transfers."""
    for path, group, queue, skill in draft.every_skill():
        passed: Transfer | None = skill.transfer
        if passed is not None:
            warm = passed.how == "warm"
            where = (*path, "transfer", "to")
            yield Passage(where, queue, passed.to, passed.share, group, warm)


def loop_words(draft: Draft, passages: Sequence[Passage]) -> str | None:
    """Return what is wrong with passages taken together, or None."""
    queues = [_queue(name, passages) for name in draft.queues]
    serves: dict[str, list[str]] = {}
    for _, name, queue, _ in draft.every_skill():
        if queue in draft.queues:
            serves.setdefault(name, []).append(queue)
    groups = [_group(name, served, passages) for name, served in serves.items()]
    try:
        floor.refuse_loops(queues, groups)
    except ValueError as error:
        return str(error)
    return None


def _queue(name: str, passages: Sequence[Passage]) -> floor.Queue:
    """Return a queue with its ways on; a ticket is as good as an escalation here."""
    onward = [one.to for one in passages if one.group is None and one.queue == name and one.share]
    return floor.Queue(name, grades=tuple(floor.Grade(escalate_to=to) for to in onward))


def _group(name: str, serves: Sequence[str], passages: Sequence[Passage]) -> floor.Group:
    passing = {
        one.queue: floor.Transfer(one.share, one.to, one.is_warm)
        for one in passages
        if one.group == name
    }
    skills = (floor.Skill(queue, transfer=passing.get(queue)) for queue in serves)
    return floor.Group(name, tuple(skills))
