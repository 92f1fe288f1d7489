"""The kernels: what Python calls, with an array of one STATE."""

from __future__ import annotations

from typing import Final

from sim.clock import MILLI
from sim.compilation import inlined, kernel
from sim.engines.compiled.agents import take_longest_idle
from sim.engines.compiled.entering import enter_any, release_any, serve
from sim.engines.compiled.events import MOMENT_BITS, NO_EVENT, drop_first_event, key_of
from sim.engines.compiled.handlers import happen, happen_any, on_contact
from sim.engines.compiled.handling import enter, release
from sim.engines.compiled.looking import NO_FIGURE, look_until
from sim.engines.compiled.losing import cut_off_talk, lose
from sim.engines.compiled.plain_codes import (
    ANSWERED,
    ARRIVAL,
    CLEARED,
    WAITING,
    WORK,
)
from sim.engines.compiled.queues import leave_queue
from sim.engines.compiled.standing import next_agent, step_out
from sim.engines.compiled.state import (
    State,
    contact_of,
    event_of,
    leg_of,
    line_of,
    note_of,
    queue_of,
    team_of,
)

#: One event makes at most this many legs, beside those of each contact that waits.
_LEGS_AN_EVENT: Final = 4

#: Why `advance` has stopped, but for a crossing.
REACHED: Final = NO_FIGURE
NO_ROOM: Final = NO_FIGURE - 1


@kernel
def advance(state: State, until_ms: int) -> int:
    """Run all before `until_ms`, looking at what is watched on the way.

    Return REACHED, NO_ROOM where the next event might need more, or the number of the figure that
    has just crossed its level; to go on, call again.
    """
    f = state[0]
    end = key_of(f, min(until_ms, f.look_ms), 0, 0)
    while f.n_legs + f.n_waiting * f.legs_of_one + _LEGS_AN_EVENT <= f.room:
        arrival = NO_EVENT
        if f.n_arrived < f.n_contacts:
            arrival = key_of(f, contact_of(f, f.n_arrived).arrive_ms, ARRIVAL, f.n_arrived)
        event = event_of(f, 0).key
        if min(arrival, event) >= end:
            crossed = look_until(f, until_ms)
            if crossed != NO_FIGURE or f.now_ms == until_ms:
                return crossed
            end = key_of(f, min(until_ms, f.look_ms), 0, 0)
            continue
        entering = -1
        if arrival < event:
            f.now_ms = contact_of(f, f.n_arrived).arrive_ms
            entering = on_contact(f)
        else:
            drop_first_event(f)
            leg = event & ((1 << f.leg_bits) - 1)
            moment = (event >> f.leg_bits) & ((1 << MOMENT_BITS) - 1)
            f.now_ms = event >> (f.leg_bits + MOMENT_BITS)
            if line_of(f, leg_of(f, leg).queue).plain:
                entering = happen(f, leg, moment)
            else:
                entering = happen_any(f, leg, moment)
        if entering >= 0:
            if line_of(f, leg_of(f, entering).queue).plain:
                enter(f, entering)
            else:
                enter_any(f, entering)
    return NO_ROOM


@kernel
def has_room_for_all_who_wait(state: State) -> bool:
    """Return whether each leg that waits could make others."""
    f = state[0]
    return bool(f.n_legs + f.n_waiting * f.legs_of_one <= f.room)


@kernel
def set_on_duty(state: State, group: int, number: int) -> None:
    """Let agents come, or go: the longest idle first, the busy after wrap-up (rule 8)."""
    f = state[0]
    team = team_of(f, group)
    change = number - team.on_duty
    team.on_duty = number
    while change < 0 and team.n_idle > 0:
        if team.concurrency == 1:
            take_longest_idle(f, group)
        else:
            step_out(f, group, next_agent(f, group, WORK))
        change += 1
    while change > 0 and team.leaving > 0:
        team.leaving -= 1
        change -= 1
    team.leaving += max(-change, 0)
    for _ in range(change):
        agent = team.agents_seen
        team.agents_seen += 1
        if team.plain:
            release(f, group, agent)
        else:
            release_any(f, group, agent)


@kernel
def serve_queue(state: State, queue: int) -> None:
    """Let those answer who wait in a queue, whom somebody may serve by now."""
    serve(state[0], queue)


@kernel
def drop(state: State, queue: int, group: int, share_milli: int) -> None:
    """Cut off live contacts whose talk goes on (rule 15)."""
    f = state[0]
    for leg in range(f.n_legs):
        if leg < f.n_arrived or leg >= f.n_contacts:
            row = leg_of(f, leg)
            if (
                row.outcome == ANSWERED
                and row.left_ms > f.now_ms
                and queue_of(f, row.queue).kind != WORK
                and queue in (-1, row.queue)
                and group in (-1, row.group)
                and _is_among(row.agent % MILLI, share_milli)
            ):
                cut_off_talk(f, leg)


@inlined
def _is_among(place: int, share_milli: int) -> bool:
    """Tell whether an agent is among a share: see `sim.plan.cut_off`."""
    return (place + 1) * share_milli // MILLI > place * share_milli // MILLI


@kernel
def clear(state: State, queue: int) -> None:
    """Send all away who wait in a queue, in order of their coming (rule 9)."""
    f = state[0]
    line = line_of(f, queue)
    leg = line.head
    line.head = -1
    line.tail = -1
    while leg >= 0:
        if leg_of(f, leg).outcome == WAITING:
            leave_queue(f, queue)
            lose(f, leg, CLEARED)
        leg = note_of(f, leg).behind


@kernel
def lay_out_the_rest(state: State) -> None:
    """Write the legs of contacts who come after the end."""
    f = state[0]
    while f.n_arrived < f.n_contacts:
        on_contact(f)
