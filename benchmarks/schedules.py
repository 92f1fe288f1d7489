"""Schedules: a week of 300 agents, ours beside plain Pyomo and CP-SAT, and known instances.

Every way has the same time for its solver; what it takes to write the model down and to hand it
over comes on top and is shown. `benchmarks.schedule_week` has the week.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np

from benchmarks.layout import Target, laid_out
from benchmarks.measure import Measurement, Rounds, Row
from benchmarks.schedule_found import TIME_S, Found
from benchmarks.schedule_week import week
from benchmarks.shift_design import BEST_KNOWN, duties_per_week, problem, read
from optimize.schedule.problem import Problem

ROOT: Final = Path(__file__).parents[1]
DESIGNS: Final = (
    Path(os.environ.get("CREWLINE_DATA", ROOT.parent / "shared" / "data")) / "shift_design"
)

#: The least that a changed requirement raises: every slot by so much, rounded up.
RAISED: Final = 1.02
#: Seconds for each of the known instances.
DESIGN_S: Final = 30.0


@dataclass(frozen=True)
class Case:
    """A week to schedule: in words, what gap is asked for, and what is aimed at."""

    words: str
    tour: bool
    gap: float
    wall_s: Target


CASES: Final = {
    "daily": Case("daily shifts", False, 0.001, Target(15, at_least=False)),
    "tours": Case("tours of five days", True, 0.005, Target(40, at_least=False)),
}
OURS: Final = "crewline"
WAYS: Final = {
    OURS: "Crewline",
    "counted": "plain Pyomo, breaks counted",
    "explicit": "plain Pyomo, a column for every place of breaks",
    "cp_sat": "OR-Tools CP-SAT, breaks counted",
}
CHANGED: Final = Target(1.0, at_least=False)


def a_week(case: Case, scale: float = 1.0) -> Problem:
    """Return the week; below a scale of 1, fewer types of shift and fewer agents."""
    whole = week(tour=case.tour)
    if scale >= 1:
        return whole
    (team,) = whole.teams
    step = max(1, round(0.2 / scale))
    types, costs = team.types[::step], team.costs[:, ::step]
    required = np.round(whole.required * scale)
    return replace(whole, teams=(replace(team, types=types, costs=costs),), required=required)


def scheduled(way: str, name: str, scale: float) -> Measurement:
    """Schedule a week one way."""
    case = CASES[name]
    wanted = a_week(case, scale)
    time_s = TIME_S * min(1.0, 10 * scale)
    if way == OURS:
        return _told(_ours(wanted, time_s, case.gap))
    return _told(_theirs(way)(wanted, time_s, case.gap))


def _theirs(way: str) -> Any:
    if way == "cp_sat":
        return import_module("benchmarks.with_cp_sat").solved
    peer = import_module("benchmarks.with_pyomo")
    return partial(peer.solved, getattr(peer, way))


def _ours(wanted: Problem, time_s: float, gap: float) -> Found:
    """Solve, having timed the writing of the same model and its handing over by themselves."""
    from optimize.schedule import Limits, solve
    from optimize.schedule.handover import hand_over
    from optimize.schedule.model import Model

    _warm_up()
    began = perf_counter()
    model = Model(wanted)
    built = perf_counter()
    hand_over(model.pyomo)
    handed = perf_counter()
    found = solve(wanted, Limits(time_s, gap))
    wall_s = perf_counter() - handed
    return Found(
        cost=found.cost if found.duties else math.inf,
        bound=found.bound,
        build_s=built - began,
        hand_over_s=handed - built,
        solver_s=wall_s - (handed - began),
    )


def _warm_up() -> None:
    """Solve a little problem, so that all is imported."""
    from optimize.schedule import solve

    solve(a_week(CASES["daily"], 0.01))


def _told(found: Found) -> Measurement:
    """Return a schedule as a measurement: `wall_s` has the seconds of its steps."""
    wall_s = {
        "whole": found.wall_s,
        "build": found.build_s,
        "hand over": found.hand_over_s,
        "solver": found.solver_s,
    }
    figures = {"cost": found.cost, "bound": found.bound}
    return Measurement(0, 0, wall_s, wall_s, wall_s, figures=figures)


def changed(name: str, scale: float) -> Measurement:
    """Solve a week, then bound it and solve it again with a raised requirement."""
    from optimize.schedule import Limits, Warm, bound, solve

    case = CASES[name]
    before = a_week(case, scale)
    after = replace(before, required=np.ceil(RAISED * before.required))
    _warm_up()
    warm = Warm()
    limits = Limits(TIME_S, case.gap)
    solve(before, limits, warm)
    times = [perf_counter()]
    least = bound(after, warm)
    times.append(perf_counter())
    again = solve(after, limits, warm)
    times.append(perf_counter())
    anew = bound(after)
    times.append(perf_counter())
    steps = dict(zip(("bound", "schedule", "anew"), np.diff(times).tolist(), strict=True))
    figures = {"bound": least, "anew": anew, "cost": again.cost}
    return Measurement(0, 0, steps, steps, steps, figures=figures)


def designed(number: int, scale: float) -> Measurement:
    """Solve a known instance; without the data there are no figures."""
    from optimize.schedule import Limits, solve

    path = DESIGNS / f"RandomExample{number}.dzn"
    if not path.is_file():
        return Measurement(0, 0, {"whole": 0.0}, {"whole": 0.0}, {"whole": 0.0})
    instance = read(path)
    _warm_up()
    began = perf_counter()
    found = solve(problem(instance), Limits(DESIGN_S * min(1.0, scale), gap=0.0))
    steps = {"whole": perf_counter() - began}
    figures = {
        "cost": found.objective,
        "bound": found.bound,
        "duties": duties_per_week(instance, found.duties),
        "least duties": instance.duties[0],
        "most duties": instance.duties[1],
    }
    return Measurement(0, 0, steps, steps, steps, figures=figures)


ROWS: Final[Mapping[str, Row]] = (
    {f"{name}-{way}": partial(scheduled, way, name) for name in CASES for way in WAYS}
    | {f"changed-{name}": partial(changed, name) for name in CASES}
    | {f"design-{number}": partial(designed, number) for number in BEST_KNOWN}
)


def table(rounds: Rounds) -> list[str]:
    """Return the week's table, that of a changed requirement and that of known instances."""
    return [*_week_table(rounds), "", *_changed_table(rounds), "", *_design_table(rounds)]


def _week_table(rounds: Rounds) -> list[str]:
    header = ("cost", "above the bound", "target", "", "wall s", "target", "", "model s", "MB")
    rows: list[Sequence[str]] = [("A week, 300 agents at the peak, 171 types", *header)]
    for name, case in CASES.items():
        rows.append((f"{case.words}, {TIME_S:.0f} s for the solver",))
        bound = max(rounds.figure(f"{name}-{way}", "bound") for way in WAYS)
        rows += [_week_row(rounds, name, way, bound) for way in WAYS]
    return laid_out(rows)


def _week_row(rounds: Rounds, name: str, way: str, bound: float) -> list[str]:
    row, case = f"{name}-{way}", CASES[name]
    cost, wall_s = rounds.figure(row, "cost"), rounds.wall_s(row, "whole")
    above = cost / bound - 1
    near = Target(case.gap, at_least=False)
    aims = ["", "", "", ""]
    if way == OURS:
        aims = [f"{case.gap:.1%}", near.verdict(above)]
        aims += [f"{case.wall_s.value:.0f}", case.wall_s.verdict(wall_s)]
    return [
        f"  {WAYS[way]}",
        f"{cost:,.0f}" if math.isfinite(cost) else "none",
        f"{above:.2%}" if math.isfinite(above) else "-",
        *aims[:2],
        f"{wall_s:.1f}",
        *aims[2:],
        f"{rounds.wall_s(row, 'build') + rounds.wall_s(row, 'hand over'):.1f}",
        f"{rounds.peak_mb(row):.0f}",
    ]


def _changed_table(rounds: Rounds) -> list[str]:
    header = ("bound again, s", "target", "", "from nothing", "schedule again, s")
    rows: list[Sequence[str]] = [("All requirements raised by 2 %", *header)]
    for name, case in CASES.items():
        row = f"changed-{name}"
        again_s = rounds.wall_s(row, "bound")
        rows.append(
            (
                f"  {case.words}",
                f"{again_s:.2f}",
                f"{CHANGED.value:.0f}",
                CHANGED.verdict(again_s),
                f"{rounds.wall_s(row, 'anew'):.2f}",
                f"{rounds.wall_s(row, 'schedule'):.1f}",
            )
        )
    return laid_out(rows)


def _design_table(rounds: Rounds) -> list[str]:
    header = ("objective", "bound", "gap", "best known", "duties a week", "allowed", "wall s")
    rows: list[Sequence[str]] = [(f"Minimum shift design, {DESIGN_S:.0f} s each", *header)]
    for number, best in BEST_KNOWN.items():
        row = f"design-{number}"
        cost, bound = rounds.figure(row, "cost"), rounds.figure(row, "bound")
        least, most = rounds.figure(row, "least duties"), rounds.figure(row, "most duties")
        rows.append(
            (
                f"  instance {number}",
                f"{cost:.0f}",
                f"{bound:.1f}",
                f"{(cost - bound) / cost:.1%}",
                f"{best}",
                f"{rounds.figure(row, 'duties'):.2f}",
                f"{least:.0f}-{most:.0f}",
                f"{rounds.wall_s(row, 'whole'):.1f}",
            )
        )
    return laid_out(rows)
