"""Every way to schedule the week is given the same week, and those that end agree."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import asdict, replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from benchmarks import with_pyomo
from benchmarks.measure import Measurement, Rounds
from benchmarks.schedule_found import Found
from benchmarks.schedules import CASES, ROWS, a_week, table
from optimize.schedule import Limits, solve
from optimize.schedule.problem import Problem

ROOT = Path(__file__).parents[2]

CP_SAT = """\
import json
from dataclasses import asdict
from benchmarks.with_cp_sat import solved
from tests.benchmarks.test_schedules import little
print(json.dumps(asdict(solved(little({tour}), 20, 0.0))))
"""


def little(tour: bool) -> Problem:
    """Return a centre with four types of shift, for a day, or in tours for a week of noons."""
    whole = a_week(CASES["tours" if tour else "daily"])
    (team,) = whole.teams
    days = 7 if tour else 1
    chosen = [19, 64, 82, 109]
    types, costs = tuple(team.types[k] for k in chosen), team.costs[:days, chosen]
    required = np.ceil(whole.required[:, : days * whole.slots_per_day] / (150 if tour else 60))
    if tour:
        required[:, np.arange(required.shape[1]) % 96 // 8 != 6] = 0  # but from 12:00 to 14:00
    else:
        required[:, :48] = required[:, 72:] = 0
    team = replace(team, types=types, costs=costs)
    return replace(whole, days=days, required=required, teams=(team,))


@pytest.mark.parametrize("tour", [False, True])
def test_all_ways_agree_on_a_little_centre(tour: bool) -> None:
    centre = little(tour)
    ours = solve(centre, Limits(time_s=20, gap=0.0))
    assert ours.gap == pytest.approx(0.0, abs=1e-6)
    for write in (with_pyomo.explicit, with_pyomo.counted):
        found = with_pyomo.solved(write, centre, 20, 0.0, threads=None)
        assert found.cost == pytest.approx(ours.cost)
        assert found.bound == pytest.approx(ours.cost)


@pytest.mark.parametrize("tour", [False, True])
def test_cp_sat_agrees_on_a_little_centre(tour: bool) -> None:
    """It runs in a process of its own, since OR-Tools cannot be loaded beside HiGHS."""
    if find_spec("ortools") is None:
        pytest.skip("OR-Tools comes with the group `bench` only")
    done = subprocess.run(
        [sys.executable, "-c", CP_SAT.format(tour=tour)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
    )
    ours = solve(little(tour), Limits(time_s=20, gap=0.0))
    assert Found(**json.loads(done.stdout)).cost == pytest.approx(ours.cost)


def measured(cost: float, bound: float, wall_s: float) -> Measurement:
    steps = dict.fromkeys(("whole", "build", "hand over", "solver", "bound", "anew"), wall_s)
    steps["schedule"] = wall_s
    figures = {"cost": cost, "bound": bound}
    return Measurement(0, 0, steps, steps, steps, figures=figures)


def test_costs_are_judged_by_the_best_bound_of_all_and_a_way_without_a_schedule_is_told() -> None:
    """Ours ends 0.5 % above 1000, which another way has proved, after 20 s in place of 15."""
    found = dict.fromkeys(ROWS, measured(math.inf, 900.0, 70.0))
    found["daily-crewline"] = measured(1005.0, 999.0, 20.0)
    found["daily-cp_sat"] = measured(1002.0, 1000.0, 60.0)
    lines = [" ".join(line.split()) for line in table(Rounds([found]))]
    assert "Crewline 1,005 0.50% 0.1% misses by 400% 20.0 15 misses by 33% 40.0 0" in lines, lines
    assert "OR-Tools CP-SAT, breaks counted 1,002 0.20% 60.0 120.0 0" in lines
    assert "plain Pyomo, breaks counted none - 70.0 140.0 0" in lines


def test_figures_travel_from_a_rows_process() -> None:
    found = measured(1.0, 0.5, 2.0)
    assert Measurement(**json.loads(json.dumps(asdict(found)))) == found
