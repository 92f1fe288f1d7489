"""The auditor: does a run obey the model?

It knows the model's rules (design, section 3) and a run's records, and nothing of any engine. It
looks at the records twice:

- *leg by leg*: each leg's times, causes and links are what the draws, the shares and the rules say;
  nobody is in two places; no more agents are busy than are on duty;
- *sweeping in time*: the events that the records tell of are gone through in the model's order
  (time, moment, leg), with the queues and the idle agents kept as plain lists. Whenever an agent
  and a contact could meet, the rule is written out over all candidates and the record must agree;
  when an instant is over, no eligible agent may idle beside a waiting contact.

Shared with the engines, by design: the tables of the floor, the pools and the hash.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple, NoReturn

import numpy as np

from sim.centre import Centre
from sim.clock import NEVER
from sim.codes import Cause, Moment, Outcome, Purpose
from sim.demand.contacts import CONTACT, Contacts
from sim.engines.legs import LEG, Outcomes
from sim.engines.lookup import hash31
from sim.floor import SKILL, Floor
from sim.plan import Plan

__all__ = ["audit"]


class Leg(NamedTuple):
    """One record, named as in `sim.engines.legs.LEG`."""

    contact: int
    parent: int
    cause: int
    attempt: int
    depth: int
    queue: int
    queued_ms: int
    answered_ms: int
    group: int
    agent: int
    left_ms: int
    held_ms: int
    handover_ms: int
    freed_ms: int
    comes_back: int
    outcome: int
    grade: int


class SkillRow(NamedTuple):
    """One cell of the routing table, named as in `sim.floor.SKILL`."""

    serves: int
    rank: int
    pick_rank: int
    delay_ms: int
    handling_milli: int
    transfer_below: int
    transfer_to: int
    warm: int
    handover_ms: int


assert Leg._fields == LEG.names
assert SkillRow._fields == SKILL.names

NOT_ANSWERED: Final = {"answered_ms": -1, "group": -1, "agent": -1, "freed_ms": -1}
NO_HOLD: Final = {"held_ms": 0, "handover_ms": 0}
LOST: Final = (Outcome.ABANDONED, Outcome.BLOCKED, Outcome.CLOSED, Outcome.CLEARED)

#: Comes after every moment of an instant.
AFTERWARDS: Final = len(Moment)


def audit(centre: Centre, contacts: Contacts, outcomes: Outcomes) -> None:
    """Check a run of `contacts` on `centre`.

    Raises AssertionError with an account of the first violation that is found.
    """
    case = Case.of(centre, contacts, outcomes)
    first_legs_are_the_contacts(case)
    for number in range(len(case.legs)):
        descent(case, number)
        end_of_leg(case, number)
        coming_back(case, number)
    nobody_in_two_places(case)
    no_more_busy_than_on_duty(case)
    Sweep(case).run()


# What the records are held against ---------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A run's records beside what they are to be held against, as plain Python values."""

    floor: Floor
    plan: Plan
    contacts: Contacts
    horizon_ms: int
    legs: list[Leg]
    children: dict[int, list[int]]
    skills: list[list[SkillRow]]
    first: dict[str, list[int]]  # columns of the contacts

    @classmethod
    def of(cls, centre: Centre, contacts: Contacts, outcomes: Outcomes) -> Case:
        legs = [Leg(*row) for row in outcomes.legs.tolist()]
        children = defaultdict(list)
        for number, leg in enumerate(legs):
            if leg.parent >= 0:
                children[leg.parent].append(number)
        return cls(
            floor=centre.floor,
            plan=centre.plan,
            contacts=contacts,
            horizon_ms=centre.plan.horizon_ms,
            legs=legs,
            children=dict(children),
            skills=[[SkillRow(*cell) for cell in row] for row in centre.floor.skills.tolist()],
            first={name: contacts.rows[name].tolist() for name in CONTACT.names or ()},
        )

    def skill(self, number: int) -> SkillRow:
        """Return how the group that answered a leg serves its queue."""
        return self.skills[self.legs[number].group][self.legs[number].queue]

    def child(self, number: int, *causes: Cause) -> int | None:
        """Return the child of a leg that has one of these causes."""
        for child in self.children.get(number, ()):
            if self.legs[child].cause in causes:
                return child
        return None

    def first_queue(self, number: int) -> int:
        return self.first["queue"][self.legs[number].contact]

    def hash(self, number: int, purpose: Purpose) -> int:
        """Return what decides a share of a leg."""
        leg = self.legs[number]
        return hash31(self.first["key"][leg.contact], leg.attempt, leg.depth, purpose)

    def pooled_ms(self, number: int, name: str, purpose: Purpose, queue: int) -> int:
        pool = getattr(self.contacts.pools, name)[queue]
        return int(pool[self.hash(number, purpose) % len(pool)])

    def drawn_ms(self, number: int, name: str, purpose: Purpose) -> int:
        """Return a time that was drawn for a leg: with its contact, or in its queue's pool."""
        leg = self.legs[number]
        if leg.cause == Cause.FIRST:
            return self.first[name][leg.contact]
        return self.pooled_ms(number, name, purpose, leg.queue)

    def patience_ms(self, number: int) -> int:
        return self.drawn_ms(number, "patience_ms", Purpose.PATIENCE)

    def paced_ms(self, number: int, drawn_ms: int) -> int:
        """Return a drawn time at the group's and the hour's pace, rounded half up (rule 5)."""
        leg = self.legs[number]
        steps = self.plan.handling_factor[leg.queue]
        factor = steps.values[bisect_right(steps.starts_ms, leg.answered_ms) - 1]
        millionths = drawn_ms * self.skill(number).handling_milli * round(float(factor) * 1000)
        return (2 * millionths + 1_000_000) // 2_000_000

    def talk_ms(self, number: int) -> int:
        return self.paced_ms(number, self.drawn_ms(number, "talk_ms", Purpose.TALK))

    def wrap_up_ms(self, number: int) -> int:
        return self.paced_ms(number, self.drawn_ms(number, "wrap_up_ms", Purpose.WRAP_UP))

    def is_passed_on(self, number: int) -> bool:
        """Tell whether an answered leg is to be transferred when its talk ends (rule 6)."""
        return bool(self.hash(number, Purpose.TRANSFER) < self.skill(number).transfer_below)

    def on_duty(self, group: int, at_ms: int) -> int:
        """Return the number of agents of a group on duty at an instant (rule 8)."""
        seats = 0
        for crew in self.plan.crews:
            if crew.group == group and any(start <= at_ms < end for start, end in crew.spans_ms):
                absent = self.contacts.absent[crew.first_seat : crew.first_seat + crew.size]
                seats += crew.size - int(absent.sum())
        steps = self.plan.staff_factor[group]
        factor = float(steps.values[bisect_right(steps.starts_ms, at_ms) - 1])
        return math.floor(seats * factor + 0.5)

    def is_open(self, queue: int, at_ms: int) -> bool:
        """Tell whether a line is open at an instant (rule 9)."""
        spans = self.plan.open_ms[queue]
        return spans is None or any(start <= at_ms < end for start, end in spans)

    def instants(self) -> list[int]:
        """Return the instants at which staff or lines may change."""
        edges = {0}
        for crew in self.plan.crews:
            edges.update(edge for span in crew.spans_ms for edge in span)
        for spans in self.plan.open_ms:
            edges.update(edge for span in spans or () for edge in span)
        for steps in self.plan.staff_factor:
            edges.update(steps.starts_ms.tolist())
        return sorted(edge for edge in edges if 0 <= edge < self.horizon_ms)

    def name(self, number: int) -> str:
        """Return words that find a leg."""
        leg = self.legs[number]
        queue = self.floor.queue_names[leg.queue]
        cause = Cause(leg.cause).name.lower()
        return f"leg {number} ({cause} of contact {leg.contact}, in {queue} since {leg.queued_ms})"

    def expect(self, number: int, because: str, **values: int) -> None:
        """Raise unless the fields of a leg have these values."""
        for field, expected in values.items():
            found = getattr(self.legs[number], field)
            if found != expected:
                fail(f"{self.name(number)} has {field} {found}, not {expected}: {because}")

    def require(self, number: int, holds: bool, because: str) -> None:
        """Raise unless something holds of a leg."""
        if not holds:
            fail(f"{self.name(number)}: {because}; its record is {self.legs[number]}")


def fail(account: str) -> NoReturn:
    raise AssertionError(account)


# Leg by leg --------------------------------------------------------------------------------------


def first_legs_are_the_contacts(case: Case) -> None:
    size = len(case.contacts)
    if len(case.legs) < size:
        fail(f"{size} contacts, but {len(case.legs)} legs")
    for number in range(size):
        case.expect(
            number,
            "leg i is the first attempt of contact i",
            contact=number,
            parent=-1,
            cause=Cause.FIRST,
            attempt=1,
            depth=0,
            queue=case.first["queue"][number],
            queued_ms=case.first["arrive_ms"][number],
        )


def descent(case: Case, number: int) -> None:
    """A later leg comes from an earlier one, with the rights of its cause (rules 6 and 7)."""
    if number < len(case.contacts):
        return
    leg = case.legs[number]
    case.require(number, 0 <= leg.parent < number, "a parent comes before its children")
    case.require(number, leg.queued_ms < case.horizon_ms, "it enters after the horizon")
    parent = case.legs[leg.parent]
    case.expect(number, "it is of its parent's contact", contact=parent.contact)
    match leg.cause:
        case Cause.TRANSFER:
            case.require(leg.parent, parent.outcome == Outcome.TRANSFERRED, "it has a transfer")
            case.expect(
                number,
                "a transfer enters when its parent's talk ends, within the same attempt",
                queue=case.skill(leg.parent).transfer_to,
                queued_ms=parent.left_ms,
                attempt=parent.attempt,
                depth=parent.depth + 1,
            )
        case Cause.REDIAL | Cause.REPEAT:
            case.require(leg.parent, parent.comes_back == 1, "it does not want to come back")
            case.require(number, leg.attempt <= case.floor.tries, "it is one try too many")
            case.expect(
                number,
                "who comes back calls the queue first called, in a new attempt",
                cause=Cause.REPEAT if parent.outcome == Outcome.ANSWERED else Cause.REDIAL,
                queue=case.first_queue(number),
                attempt=parent.attempt + 1,
                depth=0,
            )
        case _:
            case.require(number, False, "only first attempts have no parent")


def end_of_leg(case: Case, number: int) -> None:
    """Check when, why and after what a leg ended."""
    leg = case.legs[number]
    case.require(number, leg.outcome in ENDS, "no rule gives this outcome")
    ENDS[leg.outcome](case, number)


def _still_waits(case: Case, number: int) -> None:
    case.expect(number, "it still waits", left_ms=-1, **NOT_ANSWERED, **NO_HOLD)
    out_ms = case.legs[number].queued_ms + case.patience_ms(number)
    case.require(number, out_ms >= case.horizon_ms, f"its patience was out at {out_ms} (rule 2)")


def _abandoned(case: Case, number: int) -> None:
    out_ms = case.legs[number].queued_ms + case.patience_ms(number)
    because = "who abandons does so when patience is out (rule 2)"
    case.expect(number, because, left_ms=out_ms, **NOT_ANSWERED, **NO_HOLD)
    case.require(number, out_ms < case.horizon_ms, "it ends after the horizon")


def _turned_away(case: Case, number: int) -> None:
    leg = case.legs[number]
    because = "who is blocked or closed leaves at once (rule 2)"
    case.expect(number, because, left_ms=leg.queued_ms, **NOT_ANSWERED, **NO_HOLD)
    is_open = case.is_open(leg.queue, leg.queued_ms)
    case.require(
        number, is_open == (leg.outcome == Outcome.BLOCKED), f"the line's opening is {is_open}"
    )


def _was_cleared(case: Case, number: int) -> None:
    leg = case.legs[number]
    case.expect(number, "it was cleared", **NOT_ANSWERED, **NO_HOLD)
    clears = bool(case.floor.queues["clears_at_close"][leg.queue])
    case.require(number, clears, "its queue serves out what waits (rule 9)")
    closes = any(end == leg.left_ms for _, end in case.plan.open_ms[leg.queue] or ())
    case.require(number, closes, "the line does not close when it is cleared (rule 9)")
    case.require(number, leg.queued_ms < leg.left_ms < case.horizon_ms, "cleared while it waits")
    out_ms = leg.queued_ms + case.patience_ms(number)
    case.require(number, leg.left_ms <= out_ms, f"its patience was out at {out_ms} (rule 2)")


def _was_answered(case: Case, number: int) -> None:
    leg = case.legs[number]
    serves = 0 <= leg.group < len(case.skills) and case.skill(number).serves
    case.require(number, bool(serves), "its group does not serve the queue (rule 3)")
    waited_ms = leg.answered_ms - leg.queued_ms
    case.require(
        number, waited_ms >= case.skill(number).delay_ms, "its group was not yet eligible (rule 3)"
    )
    out_ms = leg.queued_ms + case.patience_ms(number)
    case.require(number, leg.answered_ms <= out_ms, f"its patience was out at {out_ms} (rule 2)")
    case.require(number, leg.answered_ms < case.horizon_ms, "it is answered after the horizon")
    left_ms = leg.answered_ms + _introduction_ms(case, number) + case.talk_ms(number)
    case.expect(number, "hand-over and talk follow the answer (rules 5 and 6)", left_ms=left_ms)
    passed_on = case.is_passed_on(number)
    talk_ended = left_ms < case.horizon_ms
    transferred = passed_on and talk_ended
    case.expect(
        number,
        "its share of transfers says so (rule 6)",
        outcome=Outcome.TRANSFERRED if transferred else Outcome.ANSWERED,
    )
    if transferred:
        _passed_on(case, number)
    else:
        wrap_up_ms = case.wrap_up_ms(number)
        freed_ms = -1 if passed_on else left_ms + wrap_up_ms
        case.expect(number, "wrap-up follows talk (rule 5)", freed_ms=freed_ms, **NO_HOLD)


ENDS: Final[dict[int, Callable[[Case, int], None]]] = {
    Outcome.WAITING: _still_waits,
    Outcome.ANSWERED: _was_answered,
    Outcome.TRANSFERRED: _was_answered,
    Outcome.ABANDONED: _abandoned,
    Outcome.BLOCKED: _turned_away,
    Outcome.CLOSED: _turned_away,
    Outcome.CLEARED: _was_cleared,
}


def _introduction_ms(case: Case, number: int) -> int:
    """Return for how long both agents are busy when a warm transfer is answered (rule 6)."""
    leg = case.legs[number]
    if leg.cause != Cause.TRANSFER:
        return 0
    skill = case.skill(leg.parent)
    return skill.handover_ms if skill.warm else 0


def _passed_on(case: Case, number: int) -> None:
    """Check the first agent of a transfer: cold, or warm with the line held (rule 6)."""
    leg, skill = case.legs[number], case.skill(number)
    child = case.child(number, Cause.TRANSFER)
    if child is None:
        fail(f"{case.name(number)} is transferred, but no leg follows it (rule 6)")
    onward = case.legs[child]
    free_ms = leg.left_ms + case.wrap_up_ms(number)
    if not skill.warm:
        case.expect(number, "a cold transfer goes to wrap-up", freed_ms=free_ms, **NO_HOLD)
    elif onward.outcome == Outcome.WAITING:
        case.expect(number, "the line is still held", freed_ms=-1, **NO_HOLD)
    elif onward.outcome in LOST:
        held_ms = onward.left_ms - leg.left_ms
        because = f"the line was held until leg {child} was lost"
        freed_ms = free_ms + held_ms
        case.expect(number, because, held_ms=held_ms, handover_ms=0, freed_ms=freed_ms)
    else:
        held_ms = onward.answered_ms - leg.left_ms
        because = f"the line was held until leg {child} was answered, then handed over"
        case.expect(
            number,
            because,
            held_ms=held_ms,
            handover_ms=skill.handover_ms,
            freed_ms=free_ms + held_ms + skill.handover_ms,
        )


def coming_back(case: Case, number: int) -> None:
    """A leg wants to come back as its hash says, and does within tries and horizon (rule 7)."""
    leg = case.legs[number]
    cause = _wish(case, number)
    case.expect(number, "its share of returns says so (rule 7)", comes_back=int(cause is not None))
    expected = {Cause.TRANSFER: 1} if leg.outcome == Outcome.TRANSFERRED else {}
    if cause is not None:
        name = "redial_delay_ms" if cause == Cause.REDIAL else "repeat_delay_ms"
        purpose = Purpose.REDIAL_DELAY if cause == Cause.REDIAL else Purpose.REPEAT_DELAY
        delay_ms = case.pooled_ms(number, name, purpose, case.first_queue(number))
        at_ms = leg.left_ms + delay_ms
        if leg.attempt < case.floor.tries and at_ms < case.horizon_ms:
            expected[cause] = 1
            child = case.child(number, cause)
            if child is not None:
                case.expect(child, f"leg {number} comes back after {delay_ms}", queued_ms=at_ms)
    found = [Cause(case.legs[child].cause) for child in case.children.get(number, ())]
    if sorted(found) != sorted(expected):
        fail(f"{case.name(number)} is followed by {found}, not by {list(expected)} (rules 6, 7)")


def _wish(case: Case, number: int) -> Cause | None:
    """Return the cause for which a leg's contact wants to come back."""
    leg = case.legs[number]
    queue = case.floor.queues[case.first_queue(number)]
    if leg.outcome in LOST:
        below = int(queue["redial_below"][leg.outcome])
        return Cause.REDIAL if case.hash(number, Purpose.REDIAL) < below else None
    if leg.outcome == Outcome.ANSWERED and not case.is_passed_on(number):
        below = int(queue["repeat_below"])
        return Cause.REPEAT if case.hash(number, Purpose.REPEAT) < below else None
    return None


def nobody_in_two_places(case: Case) -> None:
    """Neither an agent nor a contact is."""
    agents = defaultdict(list)
    contacts = defaultdict(list)
    for number, leg in enumerate(case.legs):
        if leg.answered_ms >= 0:
            until = NEVER if leg.freed_ms < 0 else leg.freed_ms
            agents[leg.group, leg.agent].append((leg.answered_ms, until, number))
        until = NEVER if leg.left_ms < 0 else leg.left_ms
        contacts[leg.contact].append((leg.queued_ms, until, number))
    for (group, agent), stays in agents.items():
        who = f"agent {agent} of {case.floor.group_names[group]}"
        _one_after_another(case, who, stays)
    for contact, stays in contacts.items():
        _one_after_another(case, f"contact {contact}", stays)


def _one_after_another(case: Case, who: str, stays: list[tuple[int, int, int]]) -> None:
    for (_, until, first), (start, _, second) in pairwise(sorted(stays)):
        if start < until:
            fail(f"{who} is in two places at {start}: {case.name(first)}, {case.name(second)}")


def no_more_busy_than_on_duty(case: Case) -> None:
    """When a group answers, its busy are on duty: who finishes late takes no more (rule 8)."""
    for group, name in enumerate(case.floor.group_names):
        stays = [leg for leg in case.legs if leg.answered_ms >= 0 and leg.group == group]
        began = np.sort(np.array([leg.answered_ms for leg in stays], np.int64))
        freed = np.sort(np.array([leg.freed_ms for leg in stays if leg.freed_ms >= 0], np.int64))
        instants = case.instants()
        numbers = np.array([case.on_duty(group, at) for at in instants], np.int64)
        busy = np.searchsorted(began, began, "right") - np.searchsorted(freed, began, "right")
        on_duty = numbers[np.searchsorted(np.array(instants), began, "right") - 1]
        for at, one, other in zip(began.tolist(), busy.tolist(), on_duty.tolist(), strict=True):
            if one > other:
                fail(f"{name} answers at {at} with {one} busy, but {other} on duty (rule 8)")


# Sweeping in time --------------------------------------------------------------------------------


class Sweep:
    """The floor as the records tell it, gone through in the model's order."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.now = 0
        self.made = len(case.contacts)
        self.events = [(at, int(Moment.DIRECTOR), 0) for at in case.instants()]
        for number in range(self.made):
            self.events.append((case.legs[number].queued_ms, int(Moment.ARRIVAL), number))
        heapq.heapify(self.events)
        n_queues, n_groups = len(case.floor.queue_names), len(case.floor.group_names)
        self.waiting: list[OrderedDict[int, None]] = [OrderedDict() for _ in range(n_queues)]
        self.line_open = [True] * n_queues
        #: (idle since, agent), the longest idle first.
        self.idle: list[deque[tuple[int, int]]] = [deque() for _ in range(n_groups)]
        self.number = [0] * n_groups
        self.to_leave = [0] * n_groups
        self.agents = [0] * n_groups
        self.queues = case.floor.queues
        self.priority = case.floor.queues["priority"].tolist()
        self.weight = case.floor.queues["weight_milli"].tolist()
        self.head_start = case.floor.queues["head_start_ms"].tolist()
        self.capacity = case.floor.queues["capacity"].tolist()
        self.delays = [
            sorted({row[queue].delay_ms for row in case.skills if row[queue].serves} - {0})
            for queue in range(n_queues)
        ]

    def run(self) -> None:
        happens: dict[int, Callable[[int], None]] = {
            Moment.DIRECTOR: self.director,
            Moment.AGENT_FREE: self.agent_free,
            Moment.TALK_END: self.talk_end,
            Moment.ABANDON: self.patience_out,
            Moment.OVERFLOW: self.overflow,
            Moment.ARRIVAL: self.enter,
            AFTERWARDS: self.should_have_gone,
        }
        while self.events and self.events[0][0] < self.case.horizon_ms:
            at_ms, moment, number = heapq.heappop(self.events)
            if at_ms > self.now:
                self.instant_is_over()
                self.now = at_ms
            happens[moment](number)
        self.instant_is_over()
        for waiting in self.waiting:
            for number in waiting:
                self.case.expect(number, "nothing ended its wait", outcome=Outcome.WAITING)
        if self.made != len(self.case.legs):
            fail(f"{self.case.name(self.made)} is not reached: no event makes it")

    def later(self, at_ms: int, moment: int, number: int) -> None:
        heapq.heappush(self.events, (at_ms, moment, number))

    # Events

    def director(self, _: int) -> None:
        """Lines first, then staff, in the order of queues and groups (rules 8 and 9)."""
        for queue in range(len(self.waiting)):
            was_open, self.line_open[queue] = (
                self.line_open[queue],
                self.case.is_open(queue, self.now),
            )
            if was_open and not self.line_open[queue] and self.queues["clears_at_close"][queue]:
                for number in list(self.waiting[queue]):
                    self.lost(number, Outcome.CLEARED, "the line closes and is cleared (rule 9)")
        for group in range(len(self.idle)):
            number = self.case.on_duty(group, self.now)
            rise = number - self.number[group]
            self.number[group] = number
            for _ in range(rise):
                self.one_comes(group)
            for _ in range(-rise):
                self.one_goes(group)

    def one_comes(self, group: int) -> None:
        """Whoever was to leave stays; else an agent with the next number comes (rule 8)."""
        if self.to_leave[group]:
            self.to_leave[group] -= 1
            return
        self.agents[group] += 1
        self.free(group, self.agents[group] - 1)

    def one_goes(self, group: int) -> None:
        """The longest idle leaves, or else the first to finish (rule 8)."""
        if self.idle[group]:
            self.idle[group].popleft()
        else:
            self.to_leave[group] += 1

    def agent_free(self, number: int) -> None:
        leg = self.case.legs[number]
        if self.to_leave[leg.group]:
            self.to_leave[leg.group] -= 1
        else:
            self.free(leg.group, leg.agent)

    def talk_end(self, number: int) -> None:
        child = self.make(number, Cause.TRANSFER)
        if not self.case.skill(number).warm:
            self.frees_agent(number)
        self.enter(child)

    def patience_out(self, number: int) -> None:
        if number in self.waiting[self.case.legs[number].queue]:
            self.lost(number, Outcome.ABANDONED, "its patience is out (rule 2)")

    def overflow(self, number: int) -> None:
        """A delay of a leg that still waits is over: whoever may is served, from the head on."""
        queue = self.case.legs[number].queue
        if number not in self.waiting[queue]:
            return
        while self.waiting[queue]:
            head = next(iter(self.waiting[queue]))
            group = self.group_for(head)
            if group is None:
                return
            self.answered(head, group, self.idle[group].popleft()[1], "an overflow (rule 3)")

    def enter(self, number: int) -> None:
        """Closed, answered at once, blocked or waiting (rule 2)."""
        queue = self.case.legs[number].queue
        if not self.line_open[queue]:
            self.lost(number, Outcome.CLOSED, "the line is closed (rule 9)")
            return
        group = self.group_for(number)
        if group is not None:
            self.answered(number, group, self.idle[group].popleft()[1], "idle agents (rule 3)")
        elif len(self.waiting[queue]) >= self.capacity[queue]:
            self.lost(number, Outcome.BLOCKED, "the queue is full (rule 2)")
        else:
            self.waits(number)

    def should_have_gone(self, number: int) -> None:
        """When the instant that the record names is over, the leg waits no more."""
        queue = self.case.legs[number].queue
        self.case.require(
            number,
            number not in self.waiting[queue],
            f"at {self.now} nothing answers it and nothing ends its wait "
            f"(before it wait {self.before(number)}; idle: {self.idle_words()})",
        )

    # Rules

    def group_for(self, number: int) -> int | None:
        """Return the group that answers: rank, longest idle, group order (rule 3)."""
        leg = self.case.legs[number]
        waited_ms = self.now - leg.queued_ms
        candidates = [
            (skill.rank, self.idle[group][0][0], group)
            for group in self.case.floor.groups_of[leg.queue]
            if self.idle[group]
            and (skill := self.case.skills[group][leg.queue]).delay_ms <= waited_ms
        ]
        return min(candidates)[2] if candidates else None

    def contact_for(self, group: int) -> int | None:
        """Return the leg a freed agent takes: pick rank, priority, weighted wait (rule 4)."""
        candidates = []
        for queue in self.case.floor.queues_of[group]:
            if not self.waiting[queue]:
                continue
            skill = self.case.skills[group][queue]
            head = next(iter(self.waiting[queue]))
            waited_ms = self.now - self.case.legs[head].queued_ms
            if waited_ms >= skill.delay_ms:
                claim = self.weight[queue] * (waited_ms + self.head_start[queue])
                candidates.append((skill.pick_rank, -self.priority[queue], -claim, queue, head))
        return min(candidates)[-1] if candidates else None

    def free(self, group: int, agent: int) -> None:
        """An agent takes a contact or idles."""
        number = self.contact_for(group)
        if number is None:
            self.idle[group].append((self.now, agent))
        else:
            self.answered(number, group, agent, "a freed agent (rule 4)")

    def answered(self, number: int, group: int, agent: int, because: str) -> None:
        """Hold the record against the agent that the rules give the leg; follow what it starts."""
        self.waiting[self.case.legs[number].queue].pop(number, None)
        leg = self.case.legs[number]
        if (leg.answered_ms, leg.group, leg.agent) != (self.now, group, agent):
            name = self.case.floor.group_names[group]
            self.case.expect(
                number,
                f"at {self.now} the rules give it to agent {agent} of {name}: {because}",
                answered_ms=self.now,
                group=group,
                agent=agent,
            )
        if leg.outcome == Outcome.TRANSFERRED:
            self.later(leg.left_ms, Moment.TALK_END, number)
        else:
            self.frees_agent(number)
        self.let_go(number)
        if self.case.child(number, Cause.REPEAT) is not None:
            self.comes_back(number)

    def waits(self, number: int) -> None:
        leg = self.case.legs[number]
        self.waiting[leg.queue][number] = None
        self.later(leg.queued_ms + self.case.patience_ms(number), Moment.ABANDON, number)
        for delay_ms in self.delays[leg.queue]:
            self.later(leg.queued_ms + delay_ms, Moment.OVERFLOW, number)
        end_ms = leg.answered_ms if leg.answered_ms >= 0 else leg.left_ms
        if end_ms >= 0:
            self.case.require(number, end_ms >= self.now, "it ended before it could wait")
            self.later(end_ms, AFTERWARDS, number)

    def lost(self, number: int, outcome: Outcome, because: str) -> None:
        self.waiting[self.case.legs[number].queue].pop(number, None)
        self.case.expect(
            number, f"at {self.now} {because}", outcome=outcome, left_ms=self.now, answered_ms=-1
        )
        self.let_go(number)
        if self.case.child(number, Cause.REDIAL) is not None:
            self.comes_back(number)

    def let_go(self, number: int) -> None:
        """The agent who held the line of a warm transfer is freed when the records say."""
        leg = self.case.legs[number]
        if leg.cause == Cause.TRANSFER and self.case.skill(leg.parent).warm:
            self.frees_agent(leg.parent)

    def frees_agent(self, number: int) -> None:
        if self.case.legs[number].freed_ms >= 0:
            self.later(self.case.legs[number].freed_ms, Moment.AGENT_FREE, number)

    def comes_back(self, number: int) -> None:
        child = self.make(number, Cause.REDIAL, Cause.REPEAT)
        self.later(self.case.legs[child].queued_ms, Moment.ARRIVAL, child)

    def make(self, number: int, *causes: Cause) -> int:
        """Legs are numbered in the order of their making."""
        child = self.case.child(number, *causes)
        if child != self.made:
            fail(f"at {self.now} leg {number} makes leg {self.made}, the record says leg {child}")
        self.made += 1
        return child

    def instant_is_over(self) -> None:
        """No eligible agent idles beside a waiting contact, no queue is above its capacity."""
        if not any(self.waiting):
            return
        for queue, waiting in enumerate(self.waiting):
            if not waiting:
                continue
            head = next(iter(waiting))
            group = self.group_for(head)
            if group is not None:
                name = self.case.floor.group_names[group]
                fail(f"at {self.now} an agent of {name} idles, while {self.case.name(head)} waits")
            if len(waiting) > self.capacity[queue]:
                fail(f"at {self.now} {len(waiting)} wait in {self.case.floor.queue_names[queue]}")

    # Words

    def before(self, number: int) -> list[int]:
        return list(_before(self.waiting[self.case.legs[number].queue], number))

    def idle_words(self) -> str:
        names = self.case.floor.group_names
        return ", ".join(f"{names[g]} {len(idle)}" for g, idle in enumerate(self.idle)) or "none"


def _before(waiting: OrderedDict[int, None], number: int) -> Iterator[int]:
    for other in waiting:
        if other == number:
            return
        yield other
