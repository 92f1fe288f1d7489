"""Those who idle, and who serves whom (rules 3 and 4)."""

from __future__ import annotations

from sim.compilation import inlined
from sim.engines.compiled.queues import head_of
from sim.engines.compiled.state import State, idler_of, leg_of, line_of, pick_of, route_of, team_of


@inlined
def idle(f: State, group: int, agent: int) -> None:
    """Put an agent at the end of the group's ring of those who idle."""
    team = team_of(f, group)
    place = (team.longest_idle + team.n_idle) & (f.idlers_width - 1)
    team.n_idle += 1
    idler_of(f, group, place).since_ms = f.now_ms
    idler_of(f, group, place).agent = agent


@inlined
def take_longest_idle(f: State, group: int) -> int:
    """Take the agent who has idled longest off the group's ring."""
    team = team_of(f, group)
    agent = idler_of(f, group, team.longest_idle).agent
    team.longest_idle = (team.longest_idle + 1) & (f.idlers_width - 1)
    team.n_idle -= 1
    return agent


@inlined
def group_for(f: State, queue: int, waited_ms: int) -> int:
    """Return the group that answers: by rank, longest idle head, group order; or -1 (rule 3)."""
    chosen, chosen_rank, chosen_since = -1, 0, 0
    place = 0
    while True:
        route = route_of(f, queue, place)
        place += 1
        group = route.group
        if group < 0 or (chosen >= 0 and route.rank > chosen_rank):
            return chosen
        team = team_of(f, group)
        if team.n_idle > 0 and route.delay_ms <= waited_ms:
            since_ms = idler_of(f, group, team.longest_idle).since_ms
            if chosen < 0 or since_ms < chosen_since:
                chosen, chosen_rank, chosen_since = group, route.rank, since_ms


@inlined
def queue_for(f: State, group: int) -> int:
    """Return the queue a freed agent serves: rank, priority, weighted wait; or -1 (rule 4)."""
    chosen, chosen_rank, chosen_priority, chosen_claim = -1, 0, 0, 0
    now_ms = f.now_ms
    place = 0
    while True:
        pick = pick_of(f, group, place)
        place += 1
        queue = pick.queue
        if queue < 0:
            return chosen
        if chosen >= 0 and (pick.rank != chosen_rank or pick.priority != chosen_priority):
            return chosen
        if line_of(f, queue).n_waiting > 0:
            waited_ms = now_ms - leg_of(f, head_of(f, queue)).queued_ms
            if waited_ms >= pick.delay_ms:
                claim = pick.weight_milli * (waited_ms + pick.head_start_ms)
                if chosen < 0 or claim > chosen_claim:
                    chosen, chosen_claim = queue, claim
                    chosen_rank, chosen_priority = pick.rank, pick.priority
