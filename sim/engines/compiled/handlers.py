"""What happens at each moment."""

from __future__ import annotations

from sim.compilation import inlined, part
from sim.engines.compiled.agents import group_for, take_longest_idle
from sim.engines.compiled.answering import passes_on, settle
from sim.engines.compiled.draws import happens
from sim.engines.compiled.entering import finish, serve
from sim.engines.compiled.events import schedule
from sim.engines.compiled.handling import answer, release
from sim.engines.compiled.lanes import set_timer_of_place, wait_in_lane
from sim.engines.compiled.legs import draw_grade, free_at, lay_out, next_leg
from sim.engines.compiled.losing import lose, turn_away
from sim.engines.compiled.plain_codes import (
    ABANDON,
    ABANDONED,
    AGENT_FREE,
    ANNOUNCEMENT,
    ANSWERED,
    ARRIVAL,
    CALL_BACK,
    CALLED_BACK,
    DIVERTED,
    DROPPED,
    ESCALATED,
    ESCALATION,
    FOR_ANNOUNCEMENT,
    FOR_CALL_BACK,
    OVERFLOW,
    PASSED_ON,
    PUT_ASIDE,
    TALK_END,
    TRANSFERRED,
    WAITING,
    WORK,
)
from sim.engines.compiled.queues import head_of, leave_queue, set_timer, take_head
from sim.engines.compiled.state import (
    State,
    contact_of,
    grade_of,
    leg_of,
    line_of,
    note_of,
    queue_of,
    skill_of,
    team_of,
)
from sim.engines.compiled.tables import NOT_HOLDING


@inlined
def on_contact(f: State) -> int:
    """Return the leg of a contact's first attempt, which arrives now (rule 1)."""
    leg = f.n_arrived
    f.n_arrived += 1
    contact = contact_of(f, leg)
    lay_out(f, leg, leg, contact.queue, contact.arrive_ms)
    if not line_of(f, contact.queue).plain:
        draw_grade(f, leg)
    return leg


@inlined
def happen(f: State, leg: int, moment: int) -> int:
    """Let something happen to a leg of a plain queue; return the leg that enters one, or -1."""
    if moment == AGENT_FREE:
        _on_agent_free(f, leg)
    elif moment == OVERFLOW:
        _on_overflow(f, leg)
    elif moment == ARRIVAL:
        return leg
    elif moment == TALK_END:
        return _on_talk_end(f, leg)
    elif leg_of(f, leg).outcome == WAITING:
        leave_queue(f, leg_of(f, leg).queue)
        lose(f, leg, ABANDONED)
    return -1


@inlined
def _on_agent_free(f: State, leg: int) -> None:
    """Wrap-up is over: the agent goes home, takes the next contact or idles (rules 4, 8)."""
    row = leg_of(f, leg)
    team = team_of(f, row.group)
    if team.leaving > 0:
        team.leaving -= 1
    else:
        release(f, row.group, row.agent)


@part
def _on_overflow(f: State, leg: int) -> None:
    """A group may answer from now on: it serves the queue from its head (rule 3)."""
    queue = leg_of(f, leg).queue
    if leg_of(f, leg).outcome != WAITING:
        return
    set_timer(f, leg, queue)
    while line_of(f, queue).n_waiting > 0:
        waited_ms = f.now_ms - leg_of(f, head_of(f, queue)).queued_ms
        group = group_for(f, queue, waited_ms)
        if group < 0:
            return
        answer(f, take_head(f, queue), queue, group, take_longest_idle(f, group))


@part
def _on_talk_end(f: State, leg: int) -> int:
    """Pass a contact on, cold or warm, and return the leg in which it goes on (rule 6).

    Of work that may be put aside, and of contacts that may be cut off, it is told only now whether
    they go on: if not, return -1.
    """
    now_ms, row, note = f.now_ms, leg_of(f, leg), note_of(f, leg)
    if row.outcome in (PUT_ASIDE, DROPPED):
        return -1
    if row.outcome != ANSWERED or not passes_on(f, leg):
        settle(f, leg)
        return -1
    row.outcome = TRANSFERRED
    skill = skill_of(f, row.group, row.queue)
    to = skill.transfer_to
    onward = next_leg(f, leg, PASSED_ON, to, now_ms)
    if not skill.warm:
        freed_ms = now_ms + note.wrap_up_ms
        note.wrap_up_ms = NOT_HOLDING
        free_at(f, leg, freed_ms)
    return onward


@part
def happen_any(f: State, leg: int, moment: int) -> int:
    """Let something happen to a leg of any queue; return the leg that enters one, or -1."""
    if moment == AGENT_FREE:
        finish(f, leg)
    elif moment == ARRIVAL:
        return leg
    elif moment == TALK_END:
        return _on_talk_end(f, leg)
    elif leg_of(f, leg).outcome == WAITING:
        if moment == OVERFLOW:
            set_timer_of_place(f, leg)
            serve(f, leg_of(f, leg).queue)
        elif moment == ABANDON:
            return _on_abandon_any(f, leg)
        else:
            _on_message(f, leg, moment)
    return -1


@inlined
def _on_abandon_any(f: State, leg: int) -> int:
    """Patience is out, or a time limit: work goes up then, in the leg that is returned."""
    row = leg_of(f, leg)
    leave_queue(f, row.queue)
    if queue_of(f, row.queue).kind != WORK:
        lose(f, leg, ABANDONED)
        return -1
    row.outcome = ESCALATED
    row.left_ms = f.now_ms
    to = grade_of(f, row.queue, row.grade).escalate_to
    return next_leg(f, leg, ESCALATION, to, f.now_ms)


@inlined
def _on_message(f: State, leg: int, moment: int) -> None:
    """A leg hears an announcement, or the offer of a call-back (rules 2 and 13)."""
    row = leg_of(f, leg)
    queue = queue_of(f, row.queue)
    if moment == ANNOUNCEMENT:
        if happens(f, leg, queue.diverted_below, FOR_ANNOUNCEMENT):
            leave_queue(f, row.queue)
            lose(f, leg, DIVERTED)
    elif happens(f, leg, queue.accepts_below, FOR_CALL_BACK):
        leave_queue(f, row.queue)
        turn_away(f, leg, CALLED_BACK)
        _promise_call(f, leg)


@inlined
def _promise_call(f: State, leg: int) -> None:
    """Lay out the call-back: it keeps the place of the leg, or waits from its appointment on."""
    row = leg_of(f, leg)
    queue = queue_of(f, row.queue)
    if queue.keeps_place:
        wait_in_lane(f, next_leg(f, leg, CALL_BACK, row.queue, f.now_ms))
        return
    at_ms = f.now_ms + queue.appointment_ms
    if at_ms < f.horizon_ms:
        call = next_leg(f, leg, CALL_BACK, row.queue, at_ms)
        schedule(f, at_ms, ARRIVAL, call)
