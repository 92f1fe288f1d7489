"""A run's records beside what they are to be held against, as plain Python values."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from sim.centre import Centre
from sim.codes import Cause, Kind, Outcome, Purpose
from sim.demand.contacts import CONTACT, Contacts
from sim.engines.legs import LEG, Outcomes
from sim.engines.log import Entry
from sim.engines.lookup import hash31
from sim.floor import GRADE, QUEUE, SKILL, STAGE_PLACES, SURE, Floor
from sim.plan import Drop, Plan
from sim.playbooks import Does
from sim.steps import Steps


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


class QueueRow(NamedTuple):
    """One queue, named as in `sim.floor.QUEUE`."""

    kind: int
    priority: int
    weight_milli: int
    head_start_ms: int
    capacity: int
    clears_at_close: int
    repeat_below: int
    redial_below: list[int]
    has_self_service: int
    leaves_bot_below: int
    announced_ms: int
    diverted_below: int
    offered_ms: int
    accepts_below: int
    keeps_place: int
    appointment_ms: int
    dialled: int
    reached_below: int
    dial_ms: int
    calls: int
    retry_ms: int
    silent_below: int
    silence_ms: int
    ticket_below: int
    ticket_to: int
    by_due: int
    interruptible: int
    grades: int


class GradeRow(NamedTuple):
    """One grade of a queue, named as in `sim.floor.GRADE`."""

    below: int
    due_ms: int
    remind_ms: int
    escalate_to: int


class StageRow(NamedTuple):
    """What an agent's stage of service does, in thousandths."""

    handling_milli: int = 1000
    transfer_milli: int = 1000
    repeat_milli: int = 1000


assert Leg._fields == LEG.names
assert SkillRow._fields == SKILL.names
assert QueueRow._fields == QUEUE.names
assert GradeRow._fields == GRADE.names

#: Legs that the centre itself calls.
CALLED: Final = (Cause.CALL_BACK, Cause.RETRY)


@dataclass(frozen=True)
class Case:
    """The tables of a floor, the plan, the contacts and the legs of a run."""

    floor: Floor
    plan: Plan
    contacts: Contacts
    horizon_ms: int
    legs: list[Leg]
    children: dict[int, list[int]]
    queues: list[QueueRow]
    grades: list[list[GradeRow]]
    skills: list[list[SkillRow]]
    log: list[tuple[int, int, int, int, int]]
    first: dict[str, list[int]]  # columns of the contacts

    @classmethod
    def of(cls, centre: Centre, contacts: Contacts, outcomes: Outcomes) -> Case:
        legs = [Leg(*row) for row in outcomes.legs.tolist()]
        children = defaultdict(list)
        for number, leg in enumerate(legs):
            if leg.parent >= 0:
                children[leg.parent].append(number)
        floor = centre.floor
        return cls(
            floor=floor,
            plan=centre.plan,
            contacts=contacts,
            horizon_ms=centre.plan.horizon_ms,
            legs=legs,
            children=dict(children),
            queues=[QueueRow(*row) for row in floor.queues.tolist()],
            grades=[[GradeRow(*cell) for cell in row] for row in floor.grades.tolist()],
            log=outcomes.log.tolist(),
            skills=[[SkillRow(*cell) for cell in row] for row in floor.skills.tolist()],
            first={name: contacts.rows[name].tolist() for name in CONTACT.names or ()},
        )

    # Legs and what they are part of

    def skill(self, number: int) -> SkillRow:
        """Return how the group that answered a leg serves its queue."""
        return self.skills[self.legs[number].group][self.legs[number].queue]

    def queue(self, number: int) -> QueueRow:
        """Return the queue of a leg."""
        return self.queues[self.legs[number].queue]

    def grade(self, number: int) -> GradeRow:
        """Return the grade of a leg."""
        leg = self.legs[number]
        return self.grades[leg.queue][leg.grade]

    def stage(self, number: int) -> StageRow:
        """Return what the stage of the agent who answered a leg does."""
        leg = self.legs[number]
        if not self.floor.groups["staged"][leg.group]:
            return StageRow()
        return StageRow(*self.floor.factors[leg.group, leg.agent % STAGE_PLACES].tolist())

    def is_work(self, number: int) -> bool:
        """Tell whether a leg is deferrable work."""
        return self.queue(number).kind == Kind.WORK

    def is_called(self, number: int) -> bool:
        """Tell whether a leg is a call that the centre makes to who waited, or once more."""
        return self.legs[number].cause in CALLED

    def is_dialled(self, number: int) -> bool:
        """Tell whether an agent dials when the leg's turn has come."""
        return self.is_called(number) or bool(self.queue(number).dialled)

    def is_own(self, number: int) -> bool:
        """Tell whether a leg's times were drawn with its contact, and not in pools."""
        leg = self.legs[number]
        return leg.attempt == 1 and leg.depth == 0

    def place_ms(self, number: int) -> int:
        """Return since when a leg waits, by the rules: a call-back may keep its place."""
        leg = self.legs[number]
        if leg.cause == Cause.CALL_BACK and self.queue(number).keeps_place:
            return self.legs[leg.parent].queued_ms
        return leg.queued_ms

    def child(self, number: int, *causes: Cause) -> int | None:
        """Return the child of a leg that has one of these causes."""
        for child in self.children.get(number, ()):
            if self.legs[child].cause in causes:
                return child
        return None

    def first_queue(self, number: int) -> int:
        return self.first["queue"][self.legs[number].contact]

    # Draws

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
        if self.is_own(number):
            return self.first[name][leg.contact]
        return self.pooled_ms(number, name, purpose, leg.queue)

    def patience_ms(self, number: int) -> int:
        return self.drawn_ms(number, "patience_ms", Purpose.PATIENCE)

    def is_passed_on(self, number: int) -> bool:
        """Tell whether an answered leg is to be transferred when its talk ends (rule 6)."""
        below = self.skill(number).transfer_below * self.stage(number).transfer_milli // 1000
        return self.hash(number, Purpose.TRANSFER) < min(SURE, below)

    def is_silent(self, number: int) -> bool:
        """Tell whether the customer of an answered chat writes no more."""
        row = self.queue(number)
        silent = row.kind == Kind.CHAT and self.hash(number, Purpose.SILENCE) < row.silent_below
        return silent and self.legs[number].cause != Cause.RESUMED

    def is_reached(self, number: int) -> bool:
        """Tell whether the customer of a dialled leg takes the call."""
        return self.hash(number, Purpose.REACHED) < self.queue(number).reached_below

    def call_number(self, number: int) -> int:
        """Return which of the calls to a customer not yet reached a dialled leg is."""
        calls = 1
        while self.legs[number].cause == Cause.RETRY:
            number = self.legs[number].parent
            calls += 1
        return calls

    # The plan

    def seats(self, group: int, at_ms: int, counts: NDArray[np.bool_]) -> int:
        """Return how many of a group's seats that count are planned at an instant."""
        return sum(
            int(counts[crew.first_seat : crew.first_seat + crew.size].sum())
            for crew in self.plan.crews
            if crew.group == group and any(start <= at_ms < end for start, end in crew.spans_ms)
        )

    def on_duty(self, group: int, at_ms: int) -> int:
        """Return how many agents of a group the plan has on duty at an instant (rule 8)."""
        came = self.seats(group, at_ms, ~self.contacts.absent)
        return math.floor(came * at(self.plan.staff_factor[group], at_ms) + 0.5)

    def lost(self, group: int, at_ms: int) -> int:
        """Return how many agents of a group came and are kept away by disruptions."""
        return self.seats(group, at_ms, ~self.contacts.absent) - self.on_duty(group, at_ms)

    def off_phone(self, group: int, at_ms: int) -> int:
        """Return how many agents of a group could be fetched from off the phone."""
        if self.contacts.off_phone is None:
            return 0
        away = self.seats(group, at_ms, self.contacts.off_phone)
        return math.floor(away * at(self.plan.staff_factor[group], at_ms) + 0.5)

    def most_on_duty(self, group: int, at_ms: int) -> int:
        """Return the most agents of a group on duty at an instant or just before, by the log."""
        before = most = 0
        for when, entry, which, _, number in self.log:
            if entry == Entry.STAFF and which == group:
                if when < at_ms:
                    before = number
                elif when == at_ms:
                    most = max(most, number)
        return max(before, most)

    def is_open(self, queue: int, at_ms: int) -> bool:
        """Tell whether the plan has a line open at an instant (rule 9)."""
        spans = self.plan.open_ms[queue]
        return spans is None or any(start <= at_ms < end for start, end in spans)

    def is_down(self, queue: int, at_ms: int) -> bool:
        """Tell whether a line is down at an instant (rule 15)."""
        return any(start <= at_ms < end for start, end in self._downs(queue))

    def breaks_down(self, queue: int, at_ms: int) -> bool:
        """Tell whether a line breaks down at an instant."""
        return any(start == at_ms for start, _ in self._downs(queue))

    def _downs(self, queue: int) -> tuple[tuple[int, int], ...]:
        return self.plan.down_ms[queue] if self.plan.down_ms else ()

    def is_about(self, drop: Drop, queue: int) -> bool:
        """Tell whether a drop may cut off contacts of a queue (rule 15)."""
        return (
            drop.share > 0
            and drop.at_ms < self.horizon_ms
            and drop.queue in (-1, queue)
            and self.queues[queue].kind != Kind.WORK
            and (drop.group < 0 or bool(self.skills[drop.group][queue].serves))
        )

    @staticmethod
    def is_of_share(agent: int, share: float) -> bool:
        """Tell whether an agent is of a share: of the first n agents, the nearest below n times it.

        Places are counted anew after every 1000.
        """
        milli, place = round(share * 1000), agent % 1000
        return milli * (place + 1) // 1000 - milli * place // 1000 == 1

    def is_settled_late(self, number: int) -> bool:
        """Tell whether what comes of an answered leg is settled when its talk ends.

        Work that may be put aside is, and who talks on while a drop is about the queue. A drop at
        the instant of answering may have been before that or not: that is seen when sweeping.
        """
        leg = self.legs[number]
        return bool(self.queue(number).interruptible) or any(
            leg.answered_ms < drop.at_ms < leg.left_ms and self.is_about(drop, leg.queue)
            for drop in self.plan.drops
        )

    def is_answered_beside_a_drop(self, number: int) -> bool:
        """Tell whether a leg was answered at the instant of a drop that is about its queue."""
        leg = self.legs[number]
        return any(
            drop.at_ms == leg.answered_ms and self.is_about(drop, leg.queue)
            for drop in self.plan.drops
        )

    def contained_below(self, queue: int, at_ms: int, *raised: float) -> int:
        """Return the share that self-service contains at an instant, at least the raised."""
        planned = at(self.plan.contained[queue], at_ms) if self.plan.contained else 0.0
        works = at(self.plan.works[queue], at_ms) if self.plan.works else 1.0
        return round(max(planned, *raised, 0.0) * SURE) * round(works * 1000) // 1000

    def repeat_below(self, queue: int, at_ms: int) -> int:
        """Return the share of what is settled in a queue at an instant that comes back."""
        more = at(self.plan.repeat_more[queue], at_ms) if self.plan.repeat_more else 0.0
        return min(max(self.queues[queue].repeat_below + round(more * SURE), 0), SURE)

    def plays_with(self, kind: type[Does], queue: int) -> bool:
        """Tell whether a play has an action of a kind that is about a queue."""
        return any(
            isinstance(action.does, kind) and getattr(action.does, "queue", -1) == queue
            for play in self.plan.plays
            for action in play.actions
        )

    @cached_property
    def instants(self) -> list[int]:
        """The instants at which staff, lines or factors may change."""
        edges = {0, *(drop.at_ms for drop in self.plan.drops)}
        for crew in self.plan.crews:
            edges.update(edge for span in crew.spans_ms for edge in span)
        for spans in (*self.plan.open_ms, *self.plan.down_ms):
            edges.update(edge for span in spans or () for edge in span)
        steps = (self.plan.staff_factor, self.plan.handling_factor, self.plan.repeat_more)
        for each in (each for several in steps for each in several):
            edges.update(each.starts_ms.tolist())
        return sorted(edge for edge in edges if 0 <= edge < self.horizon_ms)

    # Words

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
                fail(
                    f"{self.name(number)} has {field} {_word(field, found)}, not"
                    f" {_word(field, expected)}: {because}"
                )

    def require(self, number: int, holds: bool, because: str) -> None:
        """Raise unless something holds of a leg."""
        if not holds:
            fail(f"{self.name(number)}: {because}; its record is {self.legs[number]}")


def at(steps: Steps, at_ms: int) -> float:
    """Return the value of a step function at an instant."""
    return float(steps.values[bisect_right(steps.starts_ms, at_ms) - 1])


def fail(account: str) -> NoReturn:
    raise AssertionError(account)


def _word(field: str, value: int) -> str:
    known = field == "outcome" and value in list(Outcome)
    return Outcome(value).name.lower() if known else str(value)
