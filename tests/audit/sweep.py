"""Sweeping in time: the floor as the records tell it, gone through in the model's order."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Final

from sim.codes import Cause, Kind, Moment, Outcome, Purpose
from sim.watches import WATCH_MS
from tests.audit.case import Case, fail
from tests.audit.lanes import Lanes
from tests.audit.legs import settles
from tests.audit.teams import Agent, Team
from tests.audit.watching import watches_of

#: Comes after every moment of an instant.
AFTERWARDS: Final = len(Moment)

_SELF_SERVICE: Final = (Outcome.CONTAINED, Outcome.LEFT_BOT, Outcome.FAILED_OVER)


class Sweep:
    """The floor in motion: queues and agents as plain lists, all candidates written out."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.now = 0
        self.made = len(case.contacts)
        instants = set(case.instants)
        if case.plan.watches:
            instants |= set(range(WATCH_MS, case.horizon_ms, WATCH_MS))
        self.events = [(at_ms, int(Moment.DIRECTOR), 0) for at_ms in instants]
        for number in range(self.made):
            self.events.append((case.legs[number].queued_ms, int(Moment.ARRIVAL), number))
        heapq.heapify(self.events)
        self.lanes = [Lanes(case, queue) for queue in range(len(case.queues))]
        self.teams = [Team(case, group) for group in range(len(case.skills))]
        self.works_on = [True] * len(case.queues)  # the line is open and not paused
        self.factor = [1000] * len(case.queues)
        self.pace = [1000] * len(case.skills)
        self.pauses, self.tired = watches_of(case)
        self.paused: set[int] = set()
        self.ended: list[int] = []
        #: Of answered legs: who has them, when the talk is to end, and the wrap-up after it.
        self.agent: dict[int, Agent] = {}
        self.talk_ends: dict[int, int] = {}
        self.wrap_up_ms: dict[int, int] = {}
        #: Of the rest of what was put aside: talk and wrap-up.
        self.rest: dict[int, tuple[int, int]] = {}
        self.delays = [
            sorted({row[queue].delay_ms for row in case.skills if row[queue].serves} - {0})
            for queue in range(len(case.queues))
        ]

    def run(self) -> None:
        happens: dict[int, Callable[[int], None]] = {
            Moment.DIRECTOR: self.director,
            Moment.AGENT_FREE: self.agent_free,
            Moment.TALK_END: self.talk_end,
            Moment.ABANDON: self.wait_is_out,
            Moment.OVERFLOW: self.overflow,
            Moment.ANNOUNCEMENT: self.announcement,
            Moment.OFFER: self.offer,
            Moment.ARRIVAL: self.arrive,
            AFTERWARDS: self.should_have_gone,
        }
        while self.events and self.events[0][0] < self.case.horizon_ms:
            at_ms, moment, number = heapq.heappop(self.events)
            if at_ms > self.now:
                self.instant_is_over()
                self.now = at_ms
            happens[moment](number)
        self.instant_is_over()
        for lanes in self.lanes:
            for number in lanes.legs:
                self.case.expect(number, "nothing ended its wait", outcome=Outcome.WAITING)
        if self.made != len(self.case.legs):
            fail(f"{self.case.name(self.made)} is not reached: no event makes it")

    def later(self, at_ms: int, moment: int, number: int) -> None:
        heapq.heappush(self.events, (at_ms, moment, number))

    # The director

    def director(self, _: int) -> None:
        """Lines, factors, staff, then a look around (rules 8 and 9)."""
        for queue in range(len(self.lanes)):
            self.line(queue)
        for queue, steps in enumerate(self.case.plan.handling_factor):
            values = steps.values[steps.starts_ms <= self.now]
            self.factor[queue] = round(float(values[-1]) * 1000)
        for group, team in enumerate(self.teams):
            self.staff(team, self.case.on_duty(group, self.now))
        if self.now and self.now % WATCH_MS == 0:
            self.look()

    def line(self, queue: int) -> None:
        was, now = self.works_on[queue], self.case.is_open(queue, self.now)
        now = now and queue not in self.paused
        self.works_on[queue] = now
        if self.case.queues[queue].kind == Kind.WORK:
            if now and not was:
                self.serve_heads(queue, "the desk opens")
        elif was and not now and self.case.queues[queue].clears_at_close:
            for number in list(self.lanes[queue].legs):
                if not self.case.is_called(number):
                    self.lost(number, Outcome.CLEARED, "the line closes and is cleared (rule 9)")

    def staff(self, team: Team, number: int) -> None:
        rise = number - team.number
        team.number = number
        for _ in range(rise):
            agent = team.comes()
            if agent is not None:
                self.free(team, agent)
        for _ in range(-rise):
            team.goes()

    def look(self) -> None:
        """Sample all that is watched; pauses first."""
        for pause in self.pauses:
            queue = pause.watch.queue
            if pause.look(self):
                self.paused.add(queue)
            else:
                self.paused.discard(queue)
            self.line(queue)
        for tired in self.tired:
            self.pace[tired.watch.group] = tired.look(self)

    # Events of legs

    def agent_free(self, number: int) -> None:
        """A contact is done: its agent goes home, or looks for more (rules 4 and 8)."""
        if self.case.legs[number].outcome == Outcome.PUT_ASIDE:
            return
        agent = self.agent[number]
        team = self.teams[agent.group]
        agent.contacts.remove(number)
        team.leaves_list(agent)
        if team.to_leave and not agent.goes_home:
            team.to_leave -= 1
            agent.goes_home = True
        if not agent.goes_home:
            self.free(team, agent)
        elif not agent.contacts:
            team.leaves(agent)

    def talk_end(self, number: int) -> None:
        """Pass a contact on (rule 6); of interruptible work nothing was decided before."""
        if self.case.legs[number].outcome == Outcome.PUT_ASIDE:
            case_says = number not in self.agent[number].contacts
            self.case.require(number, case_says, "nothing came that it was put aside for")
            return
        if self.case.legs[number].outcome != Outcome.TRANSFERRED:
            self.settle(number)
            return
        child = self.make(number, Cause.TRANSFER)
        if not self.case.skill(number).warm:
            self.frees_agent(number)
        self.enter(child)

    def wait_is_out(self, number: int) -> None:
        """Patience is out (rule 2), or the time limit of deferrable work."""
        if not self.still_waits(number):
            return
        if not self.case.is_work(number):
            self.lost(number, Outcome.ABANDONED, "its patience is out (rule 2)")
            return
        self.gone(number, Outcome.ESCALATED, "its time limit is out")
        self.enter(self.make(number, Cause.ESCALATION))

    def announcement(self, number: int) -> None:
        below = self.case.queue(number).diverted_below
        if self.still_waits(number) and self.case.hash(number, Purpose.ANNOUNCEMENT) < below:
            self.lost(number, Outcome.DIVERTED, "it follows the announcement")

    def offer(self, number: int) -> None:
        row = self.case.queue(number)
        accepts = self.case.hash(number, Purpose.CALL_BACK) < row.accepts_below
        if not (accepts and self.still_waits(number)):
            return
        self.gone(number, Outcome.CALLED_BACK, "it accepts a call-back")
        self.let_go(number)
        if row.keeps_place:
            self.waits(self.make(number, Cause.CALL_BACK))
        else:
            self.makes_for_later(number, Cause.CALL_BACK)

    def overflow(self, number: int) -> None:
        """A delay of a leg that still waits is over: whoever may is served, from the head on."""
        queue = self.case.legs[number].queue
        if self.still_waits(number) and (self.works_on[queue] or not self.case.is_work(number)):
            self.serve_heads(queue, "an overflow (rule 3)")

    def serve_heads(self, queue: int, because: str) -> None:
        """Answer heads while somebody may; for a live one work is put aside."""
        while (head := self.lanes[queue].head(self.now)) is not None:
            waited_ms = self.now - self.case.place_ms(head)
            agent = self.agent_for(queue, waited_ms)
            if agent is None and not (self.case.is_work(head) or self.case.is_called(head)):
                agent = self.interrupted(queue, waited_ms)
            if agent is None:
                return
            self.answered(head, agent, because)

    def arrive(self, number: int) -> None:
        """Self-service comes before the queue, for who calls."""
        leg, row = self.case.legs[number], self.case.queue(number)
        calls = leg.cause in (Cause.FIRST, Cause.REDIAL, Cause.REPEAT)
        contained = self.case.contained_below(leg.queue, self.now)
        if not (calls and row.has_self_service and contained):
            self.enter(number)
            return
        self.case.require(number, leg.outcome in _SELF_SERVICE, "it begins in self-service")
        self.makes_for_later(number, Cause.REDIAL, Cause.FAILOVER)

    def enter(self, number: int) -> None:
        """Closed, answered at once, blocked or waiting (rule 2)."""
        if self.case.is_work(number):
            self.enter_work(number)
        elif self.case.is_called(number):
            self.enter_called(number)
        else:
            self.enter_live(number)

    def enter_live(self, number: int) -> None:
        queue = self.case.legs[number].queue
        if not self.works_on[queue]:
            self.lost(number, Outcome.CLOSED, "the line is closed (rule 9)")
            return
        agent = self.agent_for(queue, 0) or self.interrupted(queue, 0)
        if agent is not None:
            self.answered(number, agent, "an agent may take it (rule 3)")
        elif self.lanes[queue].places_taken() >= self.case.queues[queue].capacity:
            self.lost(number, Outcome.BLOCKED, "the queue is full (rule 2)")
        else:
            self.waits(number)

    def enter_called(self, number: int) -> None:
        """A call-back that is due finds an agent or waits, whatever the line."""
        agent = self.agent_for(self.case.legs[number].queue, 0)
        if agent is not None:
            self.answered(number, agent, "an agent may call (rule 3)")
        else:
            self.waits(number)

    def enter_work(self, number: int) -> None:
        """Deferrable work comes at any time, and is done while its desk is open."""
        queue = self.case.legs[number].queue
        agent = self.agent_for(queue, 0) if self.works_on[queue] else None
        if agent is not None:
            self.answered(number, agent, "an agent may do it (rule 3)")
        elif self.lanes[queue].places_taken() >= self.case.queues[queue].capacity:
            self.lost(number, Outcome.BLOCKED, "the queue is full (rule 2)")
        else:
            self.waits(number)

    def should_have_gone(self, number: int) -> None:
        """When the instant that the record names is over, the leg waits no more."""
        self.case.require(
            number,
            not self.still_waits(number),
            f"at {self.now} nothing answers it and nothing ends its wait"
            f" (in its queue {self.lanes[self.case.legs[number].queue].legs}; {self.ready()})",
        )

    # Rules

    def agent_for(self, queue: int, waited_ms: int) -> Agent | None:
        """Return who answers: by rank, fewest contacts, longest so, group order (rule 3)."""
        kind = self.case.queues[queue].kind
        candidates = []
        for group, row in enumerate(self.case.skills):
            if row[queue].serves and row[queue].delay_ms <= waited_ms:
                agent = self.teams[group].candidate(kind)
                if agent is not None:
                    busy, since_ms, _ = self.teams[group].order(agent)
                    candidates.append(((row[queue].rank, busy, since_ms, group), agent))
        return min(candidates)[1] if candidates else None

    def contact_for(self, team: Team, agent: Agent) -> int | None:
        """Return the leg a freed agent takes: pick rank, priority, weighted wait (rule 4)."""
        candidates = []
        for queue, skill in enumerate(self.case.skills[team.group]):
            row = self.case.queues[queue]
            head = self.lanes[queue].head(self.now)
            if head is None or not skill.serves or not team.may_take(agent, row.kind):
                continue
            waited_ms = self.now - self.case.place_ms(head)
            works_on = self.works_on[queue] or row.kind != Kind.WORK
            if works_on and waited_ms >= skill.delay_ms:
                claim = row.weight_milli * (waited_ms + row.head_start_ms)
                candidates.append((skill.pick_rank, -row.priority, -claim, queue, head))
        return min(candidates)[-1] if candidates else None

    def interrupted(self, queue: int, waited_ms: int) -> Agent | None:
        """Return an agent who has put work aside for a live contact, if one may."""
        groups = [
            group
            for group in self.case.floor.groups_of[queue]
            if self.case.skills[group][queue].delay_ms <= waited_ms
        ]
        order = list(self.agent)  # legs in order of answering
        for group in groups:
            at_work = [number for agent in self.teams[group].present for number in agent.contacts]
            may_be = [number for number in at_work if self.may_be_put_aside(number)]
            if may_be:
                return self.put_aside(max(may_be, key=order.index))
        return None

    def may_be_put_aside(self, number: int) -> bool:
        answered = self.case.legs[number].outcome != Outcome.NOT_REACHED
        in_talk = self.talk_ends[number] > self.now
        stays = not self.agent[number].goes_home
        return bool(self.case.queue(number).interruptible) and answered and in_talk and stays

    def put_aside(self, number: int) -> Agent:
        self.case.expect(
            number,
            f"at {self.now} it is put aside for a live contact",
            outcome=Outcome.PUT_ASIDE,
            left_ms=self.now,
            freed_ms=self.now,
        )
        rest = self.make(number, Cause.RESUMED)
        self.rest[rest] = (self.talk_ends[number] - self.now, self.wrap_up_ms[number])
        self.waits(rest)
        agent = self.agent[number]
        agent.contacts.remove(number)
        self.teams[agent.group].leaves_list(agent)
        queue = self.case.legs[number].queue
        if self.works_on[queue]:
            self.serve_heads(queue, "the rest is offered to others (rule 12)")
        return agent

    def free(self, team: Team, agent: Agent) -> None:
        """An agent takes contacts while there are any to take, then waits for more."""
        while team.may_take_something(agent):
            number = self.contact_for(team, agent)
            if number is None:
                break
            self.answered(number, agent, "a freed agent (rule 4)")
        team.joins_list(agent, self.now)

    def answered(self, number: int, agent: Agent, because: str) -> None:
        """Hold the record against the agent that the rules give the leg; follow what it starts."""
        self.drop(number)
        leg = self.case.legs[number]
        if (leg.answered_ms, leg.group, leg.agent) != (self.now, agent.group, agent.number):
            name = self.case.floor.group_names[agent.group]
            self.case.expect(
                number,
                f"at {self.now} the rules give it to agent {agent.number} of {name}: {because}",
                answered_ms=self.now,
                group=agent.group,
                agent=agent.number,
            )
        self.ended.append(number)
        self.agent[number] = agent
        agent.contacts.append(number)
        self.teams[agent.group].joins_list(agent, self.now)
        self.handling(number, len(agent.contacts))
        self.let_go(number)
        self.begins(number)

    def handling(self, number: int, contacts: int) -> None:
        """Work out how long a leg takes its agent, and who is not reached (rules 5 and 6)."""
        row = self.case.queue(number)
        talk_ms, self.wrap_up_ms[number] = self.drawn(number, contacts)
        dial_ms = row.dial_ms if self.case.is_dialled(number) else 0
        if self.case.is_dialled(number) and not self.case.is_reached(number):
            talk_ms = 0
        elif self.case.is_silent(number):
            part = self.case.hash(number, Purpose.SILENT_FROM) >> 11
            talk_ms = talk_ms * part // (1 << 20) + row.silence_ms
        introduced_ms = self.introduction_ms(number)
        self.talk_ends[number] = self.now + dial_ms + introduced_ms + talk_ms

    def drawn(self, number: int, contacts: int) -> tuple[int, int]:
        """Return talk and wrap-up at the agent's, the group's and the hour's pace (rule 5)."""
        leg = self.case.legs[number]
        if number in self.rest:
            return self.rest[number]
        pace = self.case.skill(number).handling_milli
        for factor in (
            self.case.stage(number).handling_milli,
            int(self.case.floor.parallel_milli[leg.group, contacts - 1]),
            self.pace[leg.group],
        ):
            pace = _half_up(pace * factor, 1000)
        pace *= self.factor[leg.queue]
        talk_ms = self.case.drawn_ms(number, "talk_ms", Purpose.TALK)
        wrap_up_ms = self.case.drawn_ms(number, "wrap_up_ms", Purpose.WRAP_UP)
        return _half_up(talk_ms * pace, 10**6), _half_up(wrap_up_ms * pace, 10**6)

    def introduction_ms(self, number: int) -> int:
        """Return for how long both agents are busy when a warm transfer is answered (rule 6)."""
        leg = self.case.legs[number]
        if leg.cause != Cause.TRANSFER:
            return 0
        skill = self.case.skill(leg.parent)
        return skill.handover_ms if skill.warm else 0

    def begins(self, number: int) -> None:
        """Check what becomes of an answered leg, as far as it is decided when it is answered."""
        leg, row = self.case.legs[number], self.case.queue(number)
        ends_ms = self.talk_ends[number]
        if leg.outcome == Outcome.PUT_ASIDE:
            self.later(ends_ms, Moment.TALK_END, number)
            return
        self.case.expect(number, "dialling, hand-over and talk follow the answer", left_ms=ends_ms)
        if leg.outcome == Outcome.NOT_REACHED:
            self.case.expect(number, "who dials in vain is free then", freed_ms=ends_ms)
            self.frees_agent(number)
            self.makes_for_later(number, Cause.RETRY)
            return
        self.case.expect(number, "its shares say so (rule 6)", outcome=self.outcome(number))
        if leg.outcome == Outcome.TRANSFERRED or row.interruptible:
            self.later(ends_ms, Moment.TALK_END, number)
        else:
            self.settle(number)
        self.case.expect(number, "wrap-up follows talk", freed_ms=self.freed_ms(number))

    def outcome(self, number: int) -> Outcome:
        """Return how a leg that is talked over ends."""
        if self.case.is_silent(number):
            return Outcome.FELL_SILENT
        passed_on = self.case.is_passed_on(number)
        ended = self.talk_ends[number] < self.case.horizon_ms
        return Outcome.TRANSFERRED if passed_on and ended else Outcome.ANSWERED

    def freed_ms(self, number: int) -> int:
        """Return when the agent of a leg is free, -1 where that is not known at the end."""
        leg = self.case.legs[number]
        free_ms = leg.left_ms + self.wrap_up_ms[number]
        if leg.outcome == Outcome.TRANSFERRED:
            if not self.case.skill(number).warm:
                return free_ms
            onward = self.case.child(number, Cause.TRANSFER)
            held = onward is not None and self.case.legs[onward].outcome != Outcome.WAITING
            return free_ms + leg.held_ms + leg.handover_ms if held else -1
        return free_ms if settles(self.case, number) else -1

    def settle(self, number: int) -> None:
        """The agent wraps up; a ticket, then a return may follow."""
        self.frees_agent(number)
        self.makes_for_later(number, Cause.TICKET)
        self.makes_for_later(number, Cause.REPEAT, Cause.REOPENED)

    def waits(self, number: int) -> None:
        leg, row = self.case.legs[number], self.case.queue(number)
        self.lanes[leg.queue].legs.append(number)
        place_ms = self.case.place_ms(number)
        for delay_ms in self.delays[leg.queue]:
            if place_ms + delay_ms > self.now:
                self.later(place_ms + delay_ms, Moment.OVERFLOW, number)
        grade = self.case.grade(number)
        if self.case.is_work(number):
            if leg.cause != Cause.RESUMED and grade.escalate_to >= 0:
                self.later(leg.queued_ms + grade.due_ms, Moment.ABANDON, number)
        elif not self.case.is_called(number):
            self.later(leg.queued_ms + self.case.patience_ms(number), Moment.ABANDON, number)
            self.later(leg.queued_ms + row.announced_ms, Moment.ANNOUNCEMENT, number)
            self.later(leg.queued_ms + row.offered_ms, Moment.OFFER, number)
        end_ms = leg.answered_ms if leg.answered_ms >= 0 else leg.left_ms
        if end_ms >= 0:
            self.case.require(number, end_ms >= self.now, "it ended before it could wait")
            self.later(end_ms, AFTERWARDS, number)

    def still_waits(self, number: int) -> bool:
        return number in self.lanes[self.case.legs[number].queue].legs

    def drop(self, number: int) -> None:
        if self.still_waits(number):
            self.lanes[self.case.legs[number].queue].legs.remove(number)

    def gone(self, number: int, outcome: Outcome, because: str) -> None:
        """A leg leaves its queue unanswered."""
        self.drop(number)
        self.case.expect(
            number, f"at {self.now} {because}", outcome=outcome, left_ms=self.now, answered_ms=-1
        )
        self.ended.append(number)

    def lost(self, number: int, outcome: Outcome, because: str) -> None:
        self.gone(number, outcome, because)
        self.let_go(number)
        self.makes_for_later(number, Cause.REDIAL)

    def let_go(self, number: int) -> None:
        """The agent who held the line of a warm transfer is freed when the records say."""
        leg = self.case.legs[number]
        if leg.cause == Cause.TRANSFER and self.case.skill(leg.parent).warm:
            self.frees_agent(leg.parent)

    def frees_agent(self, number: int) -> None:
        if self.case.legs[number].freed_ms >= 0:
            self.later(self.case.legs[number].freed_ms, Moment.AGENT_FREE, number)

    def makes_for_later(self, number: int, *causes: Cause) -> None:
        """Let a leg that follows, if the records have one, arrive in its time."""
        if self.case.child(number, *causes) is not None:
            child = self.make(number, *causes)
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
        for queue, lanes in enumerate(self.lanes):
            head = lanes.head(self.now)
            if head is None:
                continue
            agent = self.agent_for(queue, self.sure_ms(head))
            if agent is not None and (self.works_on[queue] or not self.case.is_work(head)):
                name = self.case.floor.group_names[agent.group]
                fail(f"at {self.now} an agent of {name} idles, while {self.case.name(head)} waits")
            if lanes.places_taken() > self.case.queues[queue].capacity + self.begun(queue):
                fail(f"at {self.now} too many wait in {self.case.floor.queue_names[queue]}")

    def sure_ms(self, head: int) -> int:
        """Return the wait of a head for which agents must have been asked.

        Only a live head that waits behind its like has had a timer for each delay since it could
        be the head.
        """
        if self.case.is_work(head) or self.case.is_called(head):
            return 0
        return self.now - self.case.place_ms(head)

    def begun(self, queue: int) -> int:
        """Return how many wait beyond the places of a queue: what was put aside."""
        legs = [self.case.legs[number] for number in self.lanes[queue].legs]
        return sum(leg.cause == Cause.RESUMED for leg in legs)

    # Words

    def ready(self) -> str:
        names = self.case.floor.group_names
        return ", ".join(f"{names[t.group]} {len(t.ready)} ready" for t in self.teams) or "nobody"


def _half_up(value: int, unit: int) -> int:
    return (2 * value + unit) // (2 * unit)
