"""What happens at each moment."""

from __future__ import annotations

from sim.compilation import inlined, part
from sim.engines.compiled.agents import group_for, take_longest_idle
from sim.engines.compiled.handling import answer, lose, release
from sim.engines.compiled.legs import free_at, lay_out, next_leg
from sim.engines.compiled.plain_codes import ABANDONED, PASSED_ON, TRANSFERRED, WAITING
from sim.engines.compiled.queues import head_of, leave_queue, set_timer, take_head
from sim.engines.compiled.state import (
    State,
    contact_of,
    leg_of,
    line_of,
    note_of,
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
    return leg


@inlined
def on_agent_free(f: State, leg: int) -> None:
    """Wrap-up is over: the agent goes home, takes the next contact or idles (rules 4, 8)."""
    row = leg_of(f, leg)
    team = team_of(f, row.group)
    if team.leaving > 0:
        team.leaving -= 1
    else:
        release(f, row.group, row.agent)


@part
def on_talk_end(f: State, leg: int) -> int:
    """Pass a contact on, cold or warm, and return the leg in which it goes on (rule 6)."""
    now_ms, row, note = f.now_ms, leg_of(f, leg), note_of(f, leg)
    row.outcome = TRANSFERRED
    skill = skill_of(f, row.group, row.queue)
    onward = next_leg(f, leg, PASSED_ON, skill.transfer_to, now_ms)
    if not skill.warm:
        freed_ms = now_ms + note.wrap_up_ms
        note.wrap_up_ms = NOT_HOLDING
        free_at(f, leg, freed_ms)
    return onward


@inlined
def on_abandon(f: State, leg: int) -> None:
    """Patience is out (rule 2), unless the leg has been answered or cleared meanwhile."""
    if leg_of(f, leg).outcome == WAITING:
        leave_queue(f, leg_of(f, leg).queue)
        lose(f, leg, ABANDONED)


@part
def on_overflow(f: State, leg: int) -> None:
    """A group may answer from now on: it serves the queue from its head (rule 3)."""
    if leg_of(f, leg).outcome != WAITING:
        return
    queue = leg_of(f, leg).queue
    set_timer(f, leg, queue)
    while line_of(f, queue).n_waiting > 0:
        waited_ms = f.now_ms - leg_of(f, head_of(f, queue)).queued_ms
        group = group_for(f, queue, waited_ms)
        if group < 0:
            return
        answer(f, take_head(f, queue), queue, group, take_longest_idle(f, group))
