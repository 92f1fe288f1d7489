"""The tutorial's way in SimPy: a process per call, and `request | timeout` for patience."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from benchmarks.calls import Calls, Fates


def simulate(calls: Calls, agents: int) -> Fates:
    """Return what becomes of the calls up to their horizon."""
    env = simpy.Environment()
    team = simpy.Resource(env, capacity=agents)
    fates = Fates.unknown(calls)
    env.process(_arrivals(env, team, calls, fates))
    env.run(until=calls.horizon_ms)
    return fates


def _arrivals(
    env: simpy.Environment, team: simpy.Resource, calls: Calls, fates: Fates
) -> Generator[simpy.Event, object, None]:
    """Start a process for each call."""
    for number, at_ms in enumerate(calls.arrive_ms):
        yield env.timeout(at_ms - env.now)
        env.process(_call(env, team, calls, number, fates))


def _call(
    env: simpy.Environment, team: simpy.Resource, calls: Calls, number: int, fates: Fates
) -> Generator[simpy.Event, object, None]:
    """Wait for an agent, but not for ever, and talk."""
    with team.request() as request:
        patience = env.timeout(calls.patience_ms[number])
        result: Any = yield request | patience
        if request not in result:
            fates.abandoned_ms[number] = int(env.now)
            return
        fates.answered_ms[number] = int(env.now)
        yield env.timeout(calls.handle_ms[number])
