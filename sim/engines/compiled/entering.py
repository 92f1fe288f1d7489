"""Entering any queue, serving one from its head, and releasing any agent.

`handling` has the same for plain queues and groups.
"""

from __future__ import annotations

from sim.compilation import part
from sim.engines.compiled.agents import idle
from sim.engines.compiled.answering import answer_any
from sim.engines.compiled.choosing import choose_queue
from sim.engines.compiled.draws import bits, pooled
from sim.engines.compiled.events import schedule
from sim.engines.compiled.finding import find_agent
from sim.engines.compiled.lanes import (
    head_in_lanes,
    is_own_call,
    place_ms,
    take_in_lanes,
    wait_in_lane,
)
from sim.engines.compiled.legs import next_leg
from sim.engines.compiled.losing import lose, redial
from sim.engines.compiled.plain_codes import (
    ARRIVAL,
    AT_ONCE,
    BLOCKED,
    CHAT,
    CLOSED,
    CONTAINED,
    FAILED_OVER,
    FAILOVER,
    FIRST,
    FOR_SELF_SERVICE,
    FOR_SELF_SERVICE_TIME,
    LEFT_BOT,
    REDIAL,
    REPEAT,
    WORK,
)
from sim.engines.compiled.standing import contacts_of, stand, step_out
from sim.engines.compiled.state import (
    State,
    agent_of,
    leg_of,
    line_of,
    queue_of,
    team_of,
)
from sim.engines.compiled.tables import SELF_SERVICES


@part
def enter_any(f: State, leg: int) -> None:
    """Let a leg serve itself, be answered at once, wait or be turned away (rule 2)."""
    row = leg_of(f, leg)
    line, is_work = line_of(f, row.queue), queue_of(f, row.queue).kind == WORK
    is_called = is_own_call(f, leg) and not is_work
    if line.contained_below > 0 and not line.is_down and row.cause in (FIRST, REDIAL, REPEAT):
        _serve_itself(f, leg)
        return
    line.entered += line.is_open and not is_own_call(f, leg)
    if not (line.is_open or is_called or is_work):
        lose(f, leg, BLOCKED if line.is_down else CLOSED)
    elif (line.is_open or (is_called and not line.is_down)) and find_agent(f, leg, AT_ONCE):
        _answer_by_whom_was_found(f, leg)
    elif not is_called and line.n_waiting - line.n_called_back >= line.capacity:
        lose(f, leg, BLOCKED)
    else:
        wait_in_lane(f, leg)


@part
def _serve_itself(f: State, leg: int) -> None:
    """Have a contact served by a machine, which knows how that ends from the beginning."""
    row = leg_of(f, leg)
    drawn, contained_below = bits(f, leg, FOR_SELF_SERVICE), line_of(f, row.queue).contained_below
    row.left_ms = f.now_ms + pooled(f, leg, SELF_SERVICES, row.queue, FOR_SELF_SERVICE_TIME)
    if drawn < contained_below:
        row.outcome = CONTAINED
    elif drawn < contained_below + queue_of(f, row.queue).leaves_bot_below:
        row.outcome = LEFT_BOT
        redial(f, leg, row.left_ms)
    else:
        row.outcome = FAILED_OVER
        if row.left_ms < f.horizon_ms:
            people = next_leg(f, leg, FAILOVER, row.queue, row.left_ms)
            schedule(f, row.left_ms, ARRIVAL, people)


@part
def serve(f: State, queue: int) -> None:
    """Answer the legs of a queue from its head, as long as somebody may; work, while it is open."""
    if queue_of(f, queue).kind == WORK:
        _begin_work(f, queue)
        return
    while line_of(f, queue).n_waiting > 0 and not line_of(f, queue).is_down:
        leg = head_in_lanes(f, queue)
        if not find_agent(f, leg, f.now_ms - place_ms(f, leg)):
            return
        take_in_lanes(f, leg)
        _answer_by_whom_was_found(f, leg)


@part
def _answer_by_whom_was_found(f: State, leg: int) -> None:
    """Answer a leg; of work that was put aside for it the rest is offered to others before."""
    group, agent, aside = f.found_group, f.found_agent, f.aside
    if aside >= 0:
        f.aside = -1
        _begin_work(f, aside)
    answer_any(f, leg, group, agent)


@part
def _begin_work(f: State, queue: int) -> None:
    """Let those who may answer it begin the work that waits, while it is open (rule 12)."""
    while line_of(f, queue).is_open and line_of(f, queue).n_waiting > 0:
        leg = head_in_lanes(f, queue)
        if not find_agent(f, leg, f.now_ms - place_ms(f, leg)):
            return
        take_in_lanes(f, leg)
        answer_any(f, leg, f.found_group, f.found_agent)


@part
def release_any(f: State, group: int, agent: int) -> None:
    """Give an agent all that they may take; with room for more, they stand by."""
    several = team_of(f, group).concurrency > 1
    while f.n_waiting > 0:
        queue = choose_queue(f, group, agent)
        if queue < 0:
            break
        leg = head_in_lanes(f, queue)
        take_in_lanes(f, leg)
        answer_any(f, leg, group, agent)
        if not several:
            return
    if several:
        stand(f, group, agent)
    else:
        idle(f, group, agent)


@part
def finish(f: State, leg: int) -> None:
    """Let an agent be done with a leg: go home, as soon as all is done, or be released (rule 8)."""
    row = leg_of(f, leg)
    team = team_of(f, row.group)
    if team.concurrency == 1:
        if team.leaving > 0:
            team.leaving -= 1
        else:
            release_any(f, row.group, row.agent)
        return
    agent = agent_of(f, row.group, row.agent)
    step_out(f, row.group, row.agent)
    if queue_of(f, row.queue).kind == CHAT:
        agent.chats -= 1
    else:
        agent.exclusive -= 1
    if team.leaving > 0 and not agent.goes_home:
        team.leaving -= 1
        team.going_home += 1
        agent.goes_home = 1
    if not agent.goes_home:
        release_any(f, row.group, row.agent)
    elif contacts_of(agent) == 0:
        team.going_home -= 1
