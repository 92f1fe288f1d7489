"""Who serves whom on any floor (rules 3 and 4): see `agents` for plain queues and groups."""

from __future__ import annotations

from sim.compilation import inlined, part
from sim.engines.compiled.lanes import head_in_lanes, place_ms
from sim.engines.compiled.plain_codes import CHAT, WORK
from sim.engines.compiled.standing import (
    contacts_of,
    may_take_chat,
    may_take_exclusive,
    next_agent,
)
from sim.engines.compiled.state import (
    State,
    agent_of,
    idler_of,
    line_of,
    pick_of,
    queue_of,
    route_of,
    team_of,
)


@part
def choose_group(f: State, queue: int, waited_ms: int) -> int:
    """Return who answers: by rank, fewest contacts, longest so, group order; or -1 (rule 3)."""
    kind = queue_of(f, queue).kind
    chosen, chosen_rank, chosen_contacts, chosen_since = -1, 0, 0, 0
    place = 0
    while True:
        route = route_of(f, queue, place)
        place += 1
        group = route.group
        if group < 0 or (chosen >= 0 and route.rank > chosen_rank):
            return chosen
        if route.delay_ms > waited_ms:
            continue
        team = team_of(f, group)
        contacts, since_ms = 0, 0
        if team.concurrency > 1:
            number = next_agent(f, group, kind)
            if number < 0:
                continue
            contacts = contacts_of(agent_of(f, group, number))
            since_ms = agent_of(f, group, number).since_ms
        elif team.n_idle > 0:
            since_ms = idler_of(f, group, team.longest_idle).since_ms
        else:
            continue
        if (
            chosen < 0
            or contacts < chosen_contacts
            or (contacts == chosen_contacts and since_ms < chosen_since)
        ):
            chosen, chosen_rank = group, route.rank
            chosen_contacts, chosen_since = contacts, since_ms


@part
def choose_queue(f: State, group: int, agent: int) -> int:
    """Return the queue an agent serves: rank, priority, weighted wait; or -1 (rule 4)."""
    chosen, chosen_rank, chosen_priority, chosen_claim = -1, 0, 0, 0
    place = 0
    while True:
        pick = pick_of(f, group, place)
        place += 1
        queue = pick.queue
        if queue < 0:
            return chosen
        if chosen >= 0 and (pick.rank != chosen_rank or pick.priority != chosen_priority):
            return chosen
        if _may_serve(f, group, agent, queue):
            waited_ms = f.now_ms - place_ms(f, head_in_lanes(f, queue))
            if waited_ms >= pick.delay_ms:
                claim = pick.weight_milli * (waited_ms + pick.head_start_ms)
                if chosen < 0 or claim > chosen_claim:
                    chosen, chosen_claim = queue, claim
                    chosen_rank, chosen_priority = pick.rank, pick.priority


@inlined
def _may_serve(f: State, group: int, number: int, queue: int) -> bool:
    """Tell whether somebody waits in a queue whose contacts an agent may take now."""
    line, kind, team = line_of(f, queue), queue_of(f, queue).kind, team_of(f, group)
    if line.n_waiting == 0 or line.is_down or (kind == WORK and not line.is_open):
        return False
    if team.concurrency == 1:
        return True
    agent = agent_of(f, group, number)
    return may_take_chat(team, agent) if kind == CHAT else may_take_exclusive(team, agent)
