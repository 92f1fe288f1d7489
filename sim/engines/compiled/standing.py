"""Agents who may have several contacts at once.

Those who may take something stand in lists, one for each number of chats beside an exclusive
contact (a call, or a piece of deferrable work) or none, in order of coming to that.
"""

from __future__ import annotations

from typing import Any

from sim.compilation import inlined, part
from sim.engines.compiled.plain_codes import CHAT
from sim.engines.compiled.state import State, agent_of, stand_of, team_of


@inlined
def contacts_of(agent: Any) -> int:
    """Return how many contacts an agent has."""
    return int(agent.chats + agent.exclusive)


@inlined
def may_take_chat(team: Any, agent: Any) -> bool:
    return contacts_of(agent) < team.concurrency and (agent.exclusive == 0 or team.mixes)


@inlined
def may_take_exclusive(team: Any, agent: Any) -> bool:
    if agent.exclusive > 0:
        return False
    return agent.chats == 0 or (team.mixes and agent.chats < team.concurrency)


@inlined
def may_take_something(team: Any, agent: Any) -> bool:
    return not agent.goes_home and (may_take_chat(team, agent) or may_take_exclusive(team, agent))


@part
def next_agent(f: State, group: int, kind: int) -> int:
    """Return whose turn it is: of fewest contacts, longest so, without an exclusive one; or -1."""
    team = team_of(f, group)
    for contacts in range(team.concurrency):
        if contacts > 0 and kind != CHAT and not team.mixes:
            return -1
        agent = stand_of(f, group, 2 * contacts).first
        other = stand_of(f, group, 2 * contacts + 1).first if kind == CHAT else -1
        if other >= 0 and (
            agent < 0 or agent_of(f, group, other).since_ms < agent_of(f, group, agent).since_ms
        ):
            return other
        if agent >= 0:
            return agent
    return -1


@part
def stand(f: State, group: int, number: int) -> None:
    """Put an agent who may take something at the end of a list, unless they stand in one."""
    team, agent = team_of(f, group), agent_of(f, group, number)
    if agent.stands or not may_take_something(team, agent):
        return
    there = stand_of(f, group, _list_of(agent))
    agent.stands = 1
    agent.since_ms = f.now_ms
    agent.before = there.last
    agent.behind = -1
    if there.last < 0:
        there.first = number
    else:
        agent_of(f, group, there.last).behind = number
    there.last = number
    if contacts_of(agent) == 0:
        team.n_idle += 1


@part
def step_out(f: State, group: int, number: int) -> None:
    """Take an agent out of the list that they stand in, if any."""
    agent = agent_of(f, group, number)
    if not agent.stands:
        return
    agent.stands = 0
    there = stand_of(f, group, _list_of(agent))
    if agent.before < 0:
        there.first = agent.behind
    else:
        agent_of(f, group, agent.before).behind = agent.behind
    if agent.behind < 0:
        there.last = agent.before
    else:
        agent_of(f, group, agent.behind).before = agent.before
    if contacts_of(agent) == 0:
        team_of(f, group).n_idle -= 1


@inlined
def _list_of(agent: Any) -> int:
    """Return the number of the list: rising with contacts, then with an exclusive one."""
    return int(2 * (agent.chats + agent.exclusive) + agent.exclusive)
