"""Lines: a scenario as the formulas see it, queue by queue and interval by interval.

    Scenario -> volumes past self-service -> flow with returns -> Lines

What gives up, and so may call again, depends on the staff; it is taken as Erlang A gives it where
every line just keeps its promise, and the flow is followed until the two agree (a fixed point; a
few turns do). The house's simulation is the judge of what is approximate here:

- handling times are means, of an agent to whom the queue's times apply: that groups and stages of
  service are slower or faster, and several chats at once, is what an agent of theirs contributes;
- the wait of a held line is left out of the first agent's handling, its hand-over is in;
- patience is exponential with the mean given; where some would never give up, with the rate at
  which the others do (the maximum-likelihood one of a censored sample);
- day factors, blocked calls, call-backs and announcements are left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize.erlang.limits import MOST_LOAD
from optimize.requirements import required, served
from scenarios.centre.disruptions import slowness
from scenarios.centre.floor import kind_of
from scenarios.centre.times import time
from scenarios.faults import BadInput, Fault
from scenarios.planning.need.axis import counted, intervals, mean_factor
from scenarios.planning.need.passing import Passed, Shares, answering, passed_on
from scenarios.planning.need.promises import Promise, promises
from scenarios.planning.need.returns import Flow, flow
from scenarios.schema.channels.outbound import Dial
from scenarios.schema.distribution import AnyTime, EmpiricalTime
from scenarios.schema.queue import Queue
from scenarios.schema.scenario import Scenario
from sim.codes import Kind

Numbers = NDArray[np.float64]

#: The fixed point is found when what gives up moves by no more than this share of the calls.
_CLOSE: Final = 1e-4
_TURNS: Final = 12


@dataclass(frozen=True)
class AtOnce:
    """How a chat queue is worked: so many at once, with these factors on handling time.

    They are those of the group that answers most of it.
    """

    group: str
    concurrency: int
    factors: tuple[float, ...]


@dataclass(frozen=True)
class Lines:
    """The queues of a scenario over its counted intervals; arrays have shape (queues, intervals).

    `first_per_h` are first attempts that come to people while the line is open, `calls_per_h` all
    contacts that do: with `redials_per_h`, `repeats_per_h` and `passed_per_h` (transfers, tickets,
    what is escalated). Work comes at any time. `handle_s` is talk and wrap-up of an agent at the
    queue's own pace.
    `patience_s`, of shape (queues,), is infinite where nobody gives up. `at_once` is None but for
    chats. `answers` says which groups answer a queue first, in which shares.
    """

    queues: tuple[str, ...]
    kinds: tuple[Kind, ...]
    interval_s: float
    first_per_h: Numbers
    redials_per_h: Numbers
    repeats_per_h: Numbers
    passed_per_h: Numbers
    handle_s: Numbers
    patience_s: Numbers
    promises: tuple[Promise | None, ...]
    at_once: tuple[AtOnce | None, ...]
    answers: Mapping[str, Shares]

    @property
    def calls_per_h(self) -> Numbers:
        """All contacts that come to people, per hour."""
        return self.first_per_h + self.redials_per_h + self.repeats_per_h + self.passed_per_h

    @property
    def load(self) -> Numbers:
        """The work that comes, in Erlangs: agents of full skill busy all the time."""
        return self.calls_per_h * self.handle_s / 3600

    @property
    def intervals(self) -> int:
        """How many intervals are counted."""
        return int(self.first_per_h.shape[1])

    @property
    def is_work(self) -> NDArray[np.bool_]:
        """For each queue whether it holds deferrable work."""
        return np.array([kind is Kind.WORK for kind in self.kinds])


def lines(scenario: Scenario) -> Lines:
    """Return the lines of a scenario, its returns included.

    Raises BadInput where the work is beyond the reach of the formulas.
    """
    answers = answering(scenario)
    passed = passed_on(scenario, answers)
    made = promises(scenario)
    patience_s = np.array([mean_patience_s(queue) for queue in scenario.queues.values()])
    own_s = np.stack([_own_handle_s(scenario, name) for name in scenario.queues])
    lost = np.zeros_like(own_s)
    for _ in range(_TURNS):
        found = flow(scenario, answers, passed, lost)
        handle_s = own_s + _handover_s(scenario, passed, found)
        _refuse_out_of_reach(scenario, found.all, handle_s)
        before = lost
        lost = _lost(scenario, found, handle_s, patience_s, made)
        if (np.abs(lost - before) * found.all).sum() <= _CLOSE * max(found.all.sum(), 1e-9):
            break
    per_h = 3600 / scenario.interval
    return Lines(
        queues=tuple(scenario.queues),
        kinds=tuple(kind_of(queue.channel) for queue in scenario.queues.values()),
        interval_s=scenario.interval,
        first_per_h=counted(scenario, found.first) * per_h,
        redials_per_h=counted(scenario, found.redials) * per_h,
        repeats_per_h=counted(scenario, found.repeats) * per_h,
        passed_per_h=counted(scenario, found.passed) * per_h,
        handle_s=counted(scenario, handle_s),
        patience_s=patience_s,
        promises=made,
        at_once=tuple(_at_once(scenario, name, answers) for name in scenario.queues),
        answers=answers,
    )


def _refuse_out_of_reach(scenario: Scenario, calls: Numbers, handle_s: Numbers) -> None:
    """Raise BadInput where all lines together have more work than the formulas can reckon with."""
    load = calls * handle_s / scenario.interval
    most = float(load.sum(axis=0).max(initial=0))
    if most > MOST_LOAD:
        name = list(scenario.queues)[int(load.max(axis=1).argmax())]
        words = f"at most {MOST_LOAD:,.0f} Erlangs of all lines together (calls x handling time)"
        raise BadInput([Fault(scenario.name, 0, f"queues.{name}", f"{most:,.0f} Erlangs", words)])


def _own_handle_s(scenario: Scenario, name: str) -> Numbers:
    """Return a queue's own mean handling time by interval of the run, disruptions in it."""
    queue = scenario.queues[name]
    factor = queue.handling_factor
    talk_s, wrap_s = time(queue.talk, factor).mean_s, time(queue.wrap_up, factor).mean_s
    if queue.silence is not None:  # silent from an even instant of the talk on, until the timeout
        talk_s = (
            talk_s * (1 - queue.silence.share / 2) + queue.silence.share * queue.silence.timeout
        )
    whole_s = talk_s + wrap_s
    if queue.channel == "outbound":
        whole_s = _dialled_s(queue.dial or Dial(), whole_s)
    return whole_s * mean_factor(scenario, slowness(scenario, name))


def _dialled_s(dial: Dial, talk_s: float) -> float:
    """Return what one customer of a list takes, all calls together."""
    calls = sum((1 - dial.reached) ** made for made in range(dial.calls))
    ever = 1 - (1 - dial.reached) ** dial.calls
    return float(calls * dial.time + ever * talk_s)


def _handover_s(scenario: Scenario, passed: Mapping[str, tuple[Passed, ...]], it: Flow) -> Numbers:
    """Return what hand-overs of held lines add to a contact's handling, of both agents."""
    rows = {name: row for row, name in enumerate(scenario.queues)}
    coming = it.all
    added = np.where(coming > 0, it.handover_s / np.where(coming > 0, coming, 1), 0.0)
    for name, ways in passed.items():
        added[rows[name]] += sum(way.held * way.handover_s for way in ways)
    return added


def mean_patience_s(queue: Queue) -> float:
    """Return the mean of the exponential patience that stands for a queue's."""
    patience: AnyTime = queue.patience
    if isinstance(patience, EmpiricalTime) and patience.shares[-1] < 1:
        shares, values = np.array(patience.shares), np.array(patience.values)
        waited_s = float(np.sum(np.diff(values) * (1 - (shares[1:] + shares[:-1]) / 2)))
        return (1 - patience.zero_share) * waited_s / float(shares[-1])
    return time(patience).mean_s


def _lost(
    scenario: Scenario,
    it: Flow,
    handle_s: Numbers,
    patience_s: Numbers,
    made: tuple[Promise | None, ...],
) -> Numbers:
    """Return the share that gives up where each line by itself just keeps its promise."""
    calls_per_h = it.all * (3600 / scenario.interval)
    lost = np.zeros((len(made), intervals(scenario)))
    for row, promise in enumerate(made):
        if promise is None or not promise.is_staffed_by_formula or math.isinf(patience_s[row]):
            continue
        if patience_s[row] <= 0:
            continue
        agents = required(
            calls_per_h[row],
            handle_s[row],
            promise.goal(),
            patience_s=patience_s[row],
            whole=False,
        )
        met = served(calls_per_h[row], handle_s[row], agents, 0.0, patience_s[row])
        lost[row] = np.where(calls_per_h[row] > 0, met.share_abandoned, 0.0)
    return lost


def _at_once(scenario: Scenario, name: str, answers: Mapping[str, Shares]) -> AtOnce | None:
    if kind_of(scenario.queues[name].channel) is not Kind.CHAT:
        return None
    most = max(answers[name], key=lambda group: answers[name][group])
    group = scenario.groups[most]
    return AtOnce(most, group.concurrency, group.factors_at_once)
