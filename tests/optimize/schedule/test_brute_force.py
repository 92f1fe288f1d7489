"""Random tiny problems against every schedule there is, counted without any model.

A piece is a type on a day with its breaks at certain slots. What a schedule misses is reckoned by
Hall's condition: of any set of queues, what their requirements exceed all agents who serve one of
them; the largest excess is what cannot be served.
"""

from __future__ import annotations

from itertools import chain, combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.schedule import Limits, solve
from optimize.schedule.problem import FullCover, MostService, Problem, SoftCover, Team
from optimize.schedule.solution import Status
from optimize.shifts.check import breaches
from optimize.shifts.shift_type import BreakWindow, ShiftType

PER_DAY = 6
MOST_PIECES = 6


@st.composite
def shift_types(draw: st.DrawFn) -> ShiftType:
    begin = draw(st.integers(0, 4))
    length = draw(st.integers(2, 5))
    breaks = ()
    if length > 2 and draw(st.booleans()):
        first = draw(st.integers(begin, begin + length - 2))
        last = draw(st.integers(first, min(first + 1, begin + length - 1)))
        breaks = (BreakWindow(1, first, last, paid=False),)
    return ShiftType(
        f"{begin}+{length}", "p", ((begin, begin + length),), breaks, length - len(breaks)
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    days, queues = draw(st.integers(1, 2)), draw(st.integers(1, 2))
    cells = st.integers(0, 2) if queues == 1 else st.integers(0, 1)
    required = np.array(
        draw(st.lists(cells, min_size=days * queues * PER_DAY, max_size=days * queues * PER_DAY))
    )
    teams = [draw(_teams(days, queues)) for _ in range(draw(st.integers(1, 2)))]
    goal = draw(
        st.one_of(
            st.just(FullCover()),
            st.builds(SoftCover, st.integers(1, 4), st.just(0.0)),
            st.builds(MostService, st.integers(1, 4), st.one_of(st.none(), st.integers(5, 30))),
        )
    )
    return Problem(
        900,
        PER_DAY,
        days,
        tuple("ab"[:queues]),
        required.reshape(queues, days * PER_DAY).astype(float),
        tuple(teams),
        goal,
        circular=draw(st.booleans()),
    )


@st.composite
def _teams(draw: st.DrawFn, days: int, queues: int) -> Team:
    serves = draw(st.sets(st.integers(0, queues - 1), min_size=1))
    types = tuple(draw(st.lists(shift_types(), min_size=1, max_size=2, unique_by=lambda k: k.name)))
    costs = draw(
        st.lists(st.integers(1, 9), min_size=days * len(types), max_size=days * len(types))
    )
    return Team(
        "team",
        tuple((queue, 1.0) for queue in sorted(serves)),
        types,
        np.array(costs, float).reshape(days, len(types)),
        most=draw(st.one_of(st.none(), st.integers(0, 3))),
        least=0,
    )


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_best_of_all_schedules(problem: Problem) -> None:
    pieces = list(_pieces(problem))
    if len(pieces) > MOST_PIECES:
        return
    found = solve(problem, Limits(time_s=20, gap=0.0))
    best = _best(problem, pieces)
    if best is None:
        assert found.status is Status.INFEASIBLE
        return
    assert found.status is Status.OPTIMAL
    assert not breaches(problem, found.duties)
    assert (found.objective, found.cost) == pytest.approx(best) or (
        not isinstance(problem.goal, MostService) and found.objective == pytest.approx(best[0])
    )


def _pieces(problem: Problem) -> list[tuple[int, int, float, np.ndarray]]:
    """Return each piece's team, day, cost and the slots at which it is on duty."""
    found = []
    for t, team in enumerate(problem.teams):
        for day, k in product(range(problem.days), range(len(team.types))):
            one = team.types[k]
            for breaks in product(*(pause.starts for pause in one.breaks)):
                duty = np.zeros(problem.slots)
                for slot in range(one.start, one.end):
                    place = day * PER_DAY + slot
                    if slot not in breaks and (problem.circular or place < problem.slots):
                        duty[place % problem.slots] += 1
                found.append((t, day, float(team.costs[day, k]), duty))
    return found


def _best(
    problem: Problem, pieces: list[tuple[int, int, float, np.ndarray]]
) -> tuple[float, float] | None:
    """Return the least objective and the least cost with it; None where nothing is allowed.

    More agents on a piece than are required at once by all queues together never help.
    """
    most = int(problem.required.sum(axis=0).max(initial=0))
    counts = np.array(list(product(range(most + 1), repeat=len(pieces))), float)
    teams = np.array([piece[0] for piece in pieces])
    days = np.array([piece[1] for piece in pieces])
    allowed = np.ones(len(counts), bool)
    for t, team in enumerate(problem.teams):
        for day in range(problem.days):
            heads = counts[:, (teams == t) & (days == day)].sum(axis=1)
            allowed &= heads <= (np.inf if team.most is None else team.most)
    cost = counts @ np.array([piece[2] for piece in pieces])
    missed = _missed(problem, counts, teams, np.array([piece[3] for piece in pieces]))
    goal = problem.goal
    if isinstance(goal, FullCover):
        allowed &= missed == 0
        objective = cost
    elif isinstance(goal, SoftCover):
        objective = cost + goal.under * missed
    else:
        for day in range(problem.days):
            allowed &= counts[:, days == day].sum(axis=1) <= (goal.headcount or 0)
        allowed &= cost <= (np.inf if goal.budget is None else goal.budget)
        objective = missed
    if not allowed.any():
        return None
    ranked = sorted(zip(objective[allowed], cost[allowed], strict=True))
    return float(ranked[0][0]), float(ranked[0][1])


def _missed(
    problem: Problem, counts: np.ndarray, teams: np.ndarray, duty: np.ndarray
) -> np.ndarray:
    queues = range(len(problem.queues))
    sets = chain.from_iterable(combinations(queues, n) for n in range(1, len(queues) + 1))
    excess = np.zeros((len(counts), problem.slots))
    for chosen in sets:
        serving = [
            t
            for t, team in enumerate(problem.teams)
            if any(queue in chosen for queue, _ in team.serves)
        ]
        there = counts @ (duty * np.isin(teams, serving)[:, None])
        excess = np.maximum(excess, problem.required[list(chosen)].sum(axis=0) - there)
    return excess.sum(axis=1)
