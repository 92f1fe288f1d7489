"""The tutorial's way in SimPy: a process per call, and `request | timeout` for patience."""

from __future__ import annotations

import random
from collections.abc import Generator
from dataclasses import dataclass, field

import simpy

from benchmarks.line import Line


@dataclass
class Log:
    """What became of the calls."""

    waits_s: list[float] = field(default_factory=list)
    abandoned: int = 0

    def __len__(self) -> int:
        return len(self.waits_s) + self.abandoned


def call(
    env: simpy.Environment, agents: simpy.Resource, line: Line, rng: random.Random, log: Log
) -> Generator[simpy.Event, object, None]:
    """Wait for an agent, but not for ever, and talk."""
    arrived = env.now
    with agents.request() as request:
        patience = env.timeout(rng.expovariate(1 / line.patience_s))
        result = yield request | patience
        if request not in result:
            log.abandoned += 1
            return
        log.waits_s.append(env.now - arrived)
        yield env.timeout(rng.expovariate(1 / line.handle_s))


def arrivals(
    env: simpy.Environment, agents: simpy.Resource, line: Line, rng: random.Random, log: Log
) -> Generator[simpy.Event, object, None]:
    """Start a process for each call."""
    while True:
        yield env.timeout(rng.expovariate(line.calls_per_h / 3600))
        env.process(call(env, agents, line, rng, log))


def simulate(line: Line, hours: int, seed: int) -> Log:
    """Return what becomes of the calls of `hours` hours."""
    env = simpy.Environment()
    log = Log()
    agents = simpy.Resource(env, capacity=line.agents)
    env.process(arrivals(env, agents, line, random.Random(seed), log))
    env.run(until=hours * 3600)
    return log
