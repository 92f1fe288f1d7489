"""Sweeping in time: the floor as the records tell it, gone through in the model's order."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Final

from sim.codes import Cause, Kind, LineState, Moment, Outcome, Purpose
from sim.floor import SURE
from sim.plan import Drop
from sim.playbooks import BringBack, CloseLine, Does, SendHome, Serve, StopOverflow
from tests.audit.case import Case, fail
from tests.audit.lanes import Lanes
from tests.audit.legs import settles, wants_more
from tests.audit.plays import Plays
from tests.audit.settings import Situation
from tests.audit.teams import Agent, Team
from tests.audit.triggers import Triggered
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
        triggered = [play.trigger for play in case.plan.plays]
        if case.plan.watches or any(triggered):
            instants |= set(range(case.plan.watch_ms, case.horizon_ms, case.plan.watch_ms))
        self.events = [(at_ms, int(Moment.DIRECTOR), 0) for at_ms in instants]
        for number in range(self.made):
            self.events.append((case.legs[number].queued_ms, int(Moment.ARRIVAL), number))
        heapq.heapify(self.events)
        self.lanes = [Lanes(case, queue) for queue in range(len(case.queues))]
        self.teams = [Team(case, group) for group in range(len(case.skills))]
        self.situation = Situation(case)
        self.states = [LineState.OPEN] * len(case.queues)
        self.was_open = [True] * len(case.queues)  # by the plan alone
        self.repeat_ms = 0  # the instant by whose shares contacts come back
        self.factor = [1000] * len(case.queues)
        self.pace = [1000] * len(case.skills)
        self.pauses, self.tired = watches_of(case)
        self.triggered = [
            (number, Triggered(trigger, case.plan.watch_ms))
            for number, trigger in enumerate(triggered)
            if trigger is not None
        ]
        self.plays = Plays(self)
        self.drops_to_come = [d for d in case.plan.drops if d.at_ms < case.horizon_ms]
        self.late: set[int] = set()  # legs that are settled when their talk ends
        self.last_director_ms = -1
        self.ended: list[int] = []
        self.entered: list[int] = []
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
        self.all_is_over()
        for lanes in self.lanes:
            for number in lanes.legs:
                self.case.expect(number, "nothing ended its wait", outcome=Outcome.WAITING)
        if self.made != len(self.case.legs):
            fail(f"{self.case.name(self.made)} is not reached: no event makes it")

    def all_is_over(self) -> None:
        """Hold the log against what should have been done; nobody was cut off but by a drop."""
        for number, agent in self.agent.items():
            in_hand = number in agent.contacts
            if self.case.legs[number].outcome == Outcome.DROPPED:
                self.case.require(number, not in_hand, "nothing dropped it (rule 15)")
        self.plays.held_against(self.case.log)

    def later(self, at_ms: int, moment: int, number: int) -> None:
        heapq.heappush(self.events, (at_ms, moment, number))

    def wake(self, at_ms: int) -> None:
        self.later(at_ms, Moment.DIRECTOR, 0)

    # The director

    def director(self, _: int) -> None:
        """The plan's changes, then what is due of plays, then a look (rules 8, 9, 15, 16)."""
        if self.last_director_ms == self.now:
            return
        self.last_director_ms = self.now
        self.lines()
        self.repeat_ms = self.now
        for queue, steps in enumerate(self.case.plan.handling_factor):
            values = steps.values[steps.starts_ms <= self.now]
            self.factor[queue] = round(float(values[-1]) * 1000)
        self.people()
        self.plays.due()
        if self.now and self.now % self.case.plan.watch_ms == 0:
            self.look()

    def lines(self) -> None:
        """Lines close and open, then break down and come back, then contacts are cut off."""
        for queue, row in enumerate(self.case.queues):
            was = self.was_open[queue]
            self.was_open[queue] = self.case.is_open(queue, self.now)
            self.set_state(queue)
            if was and not self.was_open[queue] and row.clears_at_close:
                self.clear(queue, "the line closes and is cleared (rule 9)")
        for queue in range(len(self.lanes)):
            self.situation.down[queue] = self.case.is_down(queue, self.now)
            self.set_state(queue)
            if self.case.breaks_down(queue, self.now):
                self.clear(queue, "the line breaks down (rule 15)")
        for drop in self.case.plan.drops:
            if drop.at_ms == self.now:
                self.cut_off(drop)
                self.drops_to_come.remove(drop)

    def set_state(self, queue: int) -> None:
        """Set a line's state; work may be begun by that, and call-backs made."""
        state = self.situation.state(queue, self.now)
        was, self.states[queue] = self.states[queue], state
        opens = state == LineState.OPEN and self.case.queues[queue].kind == Kind.WORK
        if state != was and (opens or was == LineState.DOWN) and self.is_served(queue):
            self.serve_heads(queue, "the line opens, or is up again")

    def is_served(self, queue: int) -> bool:
        """Tell whether those who wait may be served."""
        if self.case.queues[queue].kind == Kind.WORK:
            return self.states[queue] == LineState.OPEN
        return self.states[queue] != LineState.DOWN

    def clear(self, queue: int, because: str) -> None:
        """Send away all who wait on a live line."""
        if self.case.queues[queue].kind == Kind.WORK:
            return
        for number in list(self.lanes[queue].legs):
            if not self.case.is_called(number):
                self.lost(number, Outcome.CLEARED, because)

    def cut_off(self, drop: Drop) -> None:
        """Cut off live contacts whose talk goes on, of those meant (rule 15)."""
        for number in sorted(self.agent):
            agent, leg = self.agent[number], self.case.legs[number]
            if (
                number in agent.contacts
                and self.talk_ends[number] > self.now
                and drop.queue in (-1, leg.queue)
                and drop.group in (-1, agent.group)
                and not self.case.is_work(number)
                and not self.case.is_silent(number)
                and leg.outcome != Outcome.NOT_REACHED
                and self.case.is_of_share(agent.number, drop.share)
            ):
                self.case.expect(
                    number,
                    f"at {self.now} it is cut off (rule 15)",
                    outcome=Outcome.DROPPED,
                    left_ms=self.now,
                    freed_ms=self.now,
                )
                self.talk_ends[number] = self.now
                self.frees_agent(number)
                self.makes_for_later(number, Cause.REDIAL)

    def people(self) -> None:
        """Staff by the plan, one number after the other, with what plays make of it (rule 8)."""
        meant = [action.does for play in self.case.plan.plays for action in play.actions]
        for group, planned in enumerate(self.plays.people.planned):
            sends = any(isinstance(d, SendHome) and d.lost and d.group == group for d in meant)
            brings = any(isinstance(d, BringBack) and d.group == group for d in meant)
            numbers = {
                "on_duty": self.case.on_duty(group, self.now),
                "lost": self.case.lost(group, self.now) if sends else 0,
                "off_phone": self.case.off_phone(group, self.now) if brings else 0,
            }
            for what, number in numbers.items():
                if getattr(planned, what) != number:
                    setattr(planned, what, number)
                    self.plays.recount()

    def staff(self, group: int, number: int) -> None:
        """Let agents come, or go."""
        team = self.teams[group]
        rise = number - team.number
        team.number = number
        for _ in range(rise):
            agent = team.comes()
            if agent is not None:
                self.free(team, agent)
        for _ in range(-rise):
            team.goes()

    def puts_in_force(self, does: Does) -> None:
        self.situation.in_force.append(does)
        self.is_set(does)

    def takes_back(self, does: Does) -> None:
        self.situation.in_force.remove(does)
        self.is_set(does)

    def is_set(self, does: Does) -> None:
        """Look at who waits where an action changes who may be served."""
        if isinstance(does, CloseLine):
            self.set_state(does.queue)
        elif isinstance(does, Serve | StopOverflow) and self.is_served(does.queue):
            self.serve_heads(does.queue, "other groups may serve it (rule 16)")

    def look(self) -> None:
        """Sample all that is watched: pauses, fatigue, plays; act on each before the next."""
        for pause in self.pauses:
            queue = pause.watch.queue
            if pause.look(self):
                self.situation.paused.add(queue)
            else:
                self.situation.paused.discard(queue)
            self.set_state(queue)
        for tired in self.tired:
            self.pace[tired.watch.group] = tired.look(self)
        for play, trigger in self.triggered:
            if trigger.crosses(self):
                if trigger.has_passed:
                    self.plays.begins(play)
                else:
                    self.plays.is_back(play)

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
        if self.case.legs[number].outcome in (Outcome.PUT_ASIDE, Outcome.DROPPED):
            case_says = number not in self.agent[number].contacts
            self.case.require(number, case_says, "nothing put it aside, or cut it off")
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
        _, below = self.situation.announcement(self.case.legs[number].queue)
        if self.still_waits(number) and self.case.hash(number, Purpose.ANNOUNCEMENT) < below:
            self.lost(number, Outcome.DIVERTED, "it follows the announcement")

    def offer(self, number: int) -> None:
        row = self.case.queue(number)
        _, accepts_below = self.situation.offer(self.case.legs[number].queue)
        accepts = self.case.hash(number, Purpose.CALL_BACK) < accepts_below
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
        if self.still_waits(number) and self.is_served(queue):
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
        contained = self.situation.contained_below(leg.queue, self.now)
        is_down = self.states[leg.queue] == LineState.DOWN
        if is_down or not (calls and row.has_self_service and contained):
            self.enter(number)
            return
        bits = self.case.hash(number, Purpose.SELF_SERVICE)
        ends = (contained, contained + row.leaves_bot_below, SURE)
        outcome = next(o for o, below in zip(_SELF_SERVICE, ends, strict=True) if bits < below)
        self.case.expect(number, "it begins in self-service, by its share", outcome=outcome)
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
        if self.states[queue] == LineState.CLOSED:
            self.lost(number, Outcome.CLOSED, "the line is closed (rule 9)")
            return
        if self.states[queue] == LineState.DOWN:
            self.lost(number, Outcome.BLOCKED, "the line is down (rule 15)")
            return
        self.entered.append(number)
        agent = self.agent_for(queue, 0) or self.interrupted(queue, 0)
        if agent is not None:
            self.answered(number, agent, "an agent may take it (rule 3)")
        elif self.lanes[queue].places_taken() >= self.case.queues[queue].capacity:
            self.lost(number, Outcome.BLOCKED, "the queue is full (rule 2)")
        else:
            self.waits(number)

    def enter_called(self, number: int) -> None:
        """A call-back that is due finds an agent or waits, whatever the line, but for one down."""
        queue = self.case.legs[number].queue
        agent = self.agent_for(queue, 0) if self.is_served(queue) else None
        if agent is not None:
            self.answered(number, agent, "an agent may call (rule 3)")
        else:
            self.waits(number)

    def enter_work(self, number: int) -> None:
        """Deferrable work comes at any time, and is done while its desk is open."""
        queue = self.case.legs[number].queue
        if self.is_served(queue) and self.case.legs[number].cause != Cause.RETRY:
            self.entered.append(number)
        agent = self.agent_for(queue, 0) if self.is_served(queue) else None
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
            if row[queue].serves and self.situation.delay_ms(group, queue) <= waited_ms:
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
            delay_ms = self.situation.delay_ms(team.group, queue)
            if self.is_served(queue) and waited_ms >= delay_ms:
                claim = row.weight_milli * (waited_ms + row.head_start_ms)
                candidates.append((skill.pick_rank, -row.priority, -claim, queue, head))
        return min(candidates)[-1] if candidates else None

    def interrupted(self, queue: int, waited_ms: int) -> Agent | None:
        """Return an agent who has put work aside for a live contact, if one may."""
        groups = [
            group
            for group in self.case.floor.groups_of[queue]
            if self.situation.delay_ms(group, queue) <= waited_ms
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
        if self.is_served(queue):
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
        drops = [d for d in self.drops_to_come if self.case.is_about(d, leg.queue)]
        if row.interruptible or any(drop.at_ms < ends_ms for drop in drops):
            self.late.add(number)
        if leg.outcome in (Outcome.PUT_ASIDE, Outcome.DROPPED):
            self.later(ends_ms, Moment.TALK_END, number)
            return
        self.case.expect(number, "dialling, hand-over and talk follow the answer", left_ms=ends_ms)
        if leg.outcome == Outcome.NOT_REACHED:
            self.case.expect(number, "who dials in vain is free then", freed_ms=ends_ms)
            self.frees_agent(number)
            self.makes_for_later(number, Cause.RETRY)
            return
        self.case.expect(number, "its shares say so (rule 6)", outcome=self.outcome(number))
        if leg.outcome == Outcome.TRANSFERRED or number in self.late:
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
        return free_ms if settles(self.case, number, late=number in self.late) else -1

    def settle(self, number: int) -> None:
        """The agent wraps up; a ticket, then a return may follow."""
        if settles(self.case, number, late=number in self.late):
            wants = wants_more(self.case, number, self.repeat_ms)
            self.case.expect(number, "its share of repeats says so", comes_back=int(wants))
        self.frees_agent(number)
        self.makes_for_later(number, Cause.TICKET)
        self.makes_for_later(number, Cause.REPEAT, Cause.REOPENED)

    def waits(self, number: int) -> None:
        leg = self.case.legs[number]
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
            announced_ms, _ = self.situation.announcement(leg.queue)
            offered_ms, _ = self.situation.offer(leg.queue)
            self.later(leg.queued_ms + announced_ms, Moment.ANNOUNCEMENT, number)
            self.later(leg.queued_ms + offered_ms, Moment.OFFER, number)
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
            if agent is not None and self.is_served(queue):
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
