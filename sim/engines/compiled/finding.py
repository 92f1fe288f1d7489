"""Finding an agent: one who is free for a leg, or one who puts work aside for it."""

from __future__ import annotations

from sim.compilation import inlined, part
from sim.engines.compiled.agents import take_longest_idle
from sim.engines.compiled.choosing import choose_group
from sim.engines.compiled.lanes import is_own_call, wait_in_lane
from sim.engines.compiled.legs import next_leg
from sim.engines.compiled.plain_codes import ANSWERED, PUT_ASIDE, RESUMED, WORK
from sim.engines.compiled.standing import next_agent, step_out
from sim.engines.compiled.state import (
    State,
    agent_of,
    leg_of,
    note_of,
    queue_of,
    route_of,
    team_of,
)


@part
def find_agent(f: State, leg: int, waited_ms: int) -> bool:
    """Tell whether somebody answers a leg; who it is, the state says (rule 3)."""
    queue = leg_of(f, leg).queue
    kind = queue_of(f, queue).kind
    f.found_group = choose_group(f, queue, waited_ms)
    if f.found_group < 0:
        if not f.interrupts or kind == WORK or is_own_call(f, leg):
            return False
        return _interrupt(f, queue, waited_ms)
    if team_of(f, f.found_group).concurrency == 1:
        f.found_agent = take_longest_idle(f, f.found_group)
    else:
        f.found_agent = next_agent(f, f.found_group, kind)
    return True


@inlined
def _interrupt(f: State, queue: int, waited_ms: int) -> bool:
    """Have the first group that may put work aside for a live leg do so; tell whether one did."""
    place = 0
    while route_of(f, queue, place).group >= 0:
        route = route_of(f, queue, place)
        place += 1
        if route.delay_ms <= waited_ms:
            begun = _begun_last(f, route.group)
            if begun >= 0:
                _put_aside(f, begun)
                f.found_group = route.group
                f.found_agent = leg_of(f, begun).agent
                return True
    return False


@inlined
def _begun_last(f: State, group: int) -> int:
    """Return the interruptible leg that a group answered last, of those at work; or -1."""
    team = team_of(f, group)
    leg = team.begun
    while leg >= 0 and not _is_at_work(f, leg):
        leg = note_of(f, leg).behind
    team.begun = leg
    return leg


@inlined
def _is_at_work(f: State, leg: int) -> bool:
    """Tell whether work goes on, by an agent who may take something else."""
    row = leg_of(f, leg)
    if row.outcome != ANSWERED or row.left_ms <= f.now_ms:
        return False
    return team_of(f, row.group).concurrency == 1 or not agent_of(f, row.group, row.agent).goes_home


@inlined
def _put_aside(f: State, leg: int) -> None:
    """Interrupt the work that a group began last; the rest of it waits to be resumed."""
    row, note = leg_of(f, leg), note_of(f, leg)
    team_of(f, row.group).begun = note.behind
    resumed = next_leg(f, leg, RESUMED, row.queue, f.now_ms)
    note_of(f, resumed).rest_ms = row.left_ms - f.now_ms
    note_of(f, resumed).wrap_up_ms = note.wrap_up_ms
    row.outcome = PUT_ASIDE
    row.left_ms = row.freed_ms = f.now_ms
    wait_in_lane(f, resumed)
    f.aside = row.queue
    if team_of(f, row.group).concurrency > 1:
        step_out(f, row.group, row.agent)
        agent_of(f, row.group, row.agent).exclusive -= 1
