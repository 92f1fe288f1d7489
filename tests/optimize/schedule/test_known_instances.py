"""Cases whose best schedules are known: Miller's centre and minimum shift design.

Their data are not part of the repository; see CREWLINE_DATA.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.shift_design import BEST_KNOWN, Instance, duties_per_week, problem, read
from optimize.requirements import Goal, required
from optimize.schedule import Limits, solve
from optimize.schedule.accounts import accounted
from optimize.schedule.clock import Clock
from optimize.schedule.parts import Search
from optimize.schedule.prepared import prepared
from optimize.schedule.problem import FullCover, Problem, Team
from optimize.schedule.solution import Duty, Status
from optimize.shifts.check import breaches
from optimize.shifts.shift_type import ShiftType

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("CREWLINE_DATA", ROOT.parent / "shared" / "data"))
LOG = DATA / "anonymous_bank_1999" / "02_February.txt.gz"
SHIFTS = DATA / "anonymous_bank_1999" / "miller_shifts.csv"
DESIGNS = DATA / "shift_design"


def needs(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.exists(), reason=f"{path} is not here; set CREWLINE_DATA")


@pytest.fixture(scope="module")
def agents() -> np.ndarray:
    """The agents required on a Wednesday, hour by hour; nobody is wanted before six."""
    log = pd.read_csv(LOG, sep="\t", dtype={"date": str})
    log.columns = log.columns.str.strip()
    wednesday = pd.to_datetime(log["date"], format="%y%m%d").dt.day_of_week == 2
    call = (log["outcome"].str.strip() != "PHANTOM") & (log["vru_time"] >= 0)
    hours = log["vru_entry"][wednesday & call].str.partition(":")[0].astype(int)
    wanted = required(np.bincount(hours, minlength=24) / 4, 240, Goal(waiting=0.5))
    return np.where(np.arange(24) < 6, 0, wanted)


@pytest.fixture(scope="module")
def worked() -> np.ndarray:
    """The hours of each of Miller's shifts as the file has them, of shape (hours, shifts)."""
    table = pd.read_csv(SHIFTS, lineterminator="\r")
    return table[[f"Shift{number}" for number in range(1, 9)]].to_numpy(bool)


def stretches(hours: np.ndarray) -> tuple[tuple[int, int], ...]:
    """Return (from, to) of the runs of hours worked; a shift without a pause has one."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], hours, [False]])))
    return tuple(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


@needs(LOG)
def test_the_cheapest_cover_of_millers_wednesday(agents: np.ndarray, worked: np.ndarray) -> None:
    """T. W. Miller, "Modeling Techniques in Predictive Analytics" (2013), chapter 6.

    The requirement is Erlang C's for the four Wednesdays of the log, as in `test_miller`; the
    optimum with these costs of the shifts is the book's, 6336.
    """
    costs = (252, 288, 180, 180, 180, 288, 288, 288)
    types = tuple(
        ShiftType(f"Shift{number}", "shift", stretches(hours), (), int(hours.sum()))
        for number, hours in enumerate(worked.T, 1)
    )
    team = Team("agents", ((0, 1.0),), types, np.array([costs], float))
    centre = Problem(3600, 24, 1, ("calls",), agents[None, :].astype(float), (team,), FullCover())
    found = solve(centre, Limits(time_s=20, gap=0.0))
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(6336)
    assert found.bound == pytest.approx(6336)
    assert not breaches(centre, found.duties)
    counts = Counter[str]()
    for duty in found.duties:
        counts[duty.type.name] += duty.agents
    numbers = np.array([counts[f"Shift{number}"] for number in range(1, 9)])
    assert numbers @ costs == 6336
    assert np.all(worked @ numbers >= agents)


@needs(DESIGNS)
@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 5])
def test_the_smallest_shift_designs_are_solved_as_well_as_is_known(number: int) -> None:
    instance = read(DESIGNS / f"RandomExample{number}.dzn")
    centre = problem(instance)
    found = solve(centre, Limits(time_s=60, gap=0.0))
    assert not breaches(centre, found.duties)
    assert found.objective == pytest.approx(counted(instance, found.duties))
    assert found.objective == pytest.approx(BEST_KNOWN[number])
    assert found.bound <= BEST_KNOWN[number] + 1e-6
    least, most = instance.duties
    assert least <= duties_per_week(instance, found.duties) <= most


@needs(DESIGNS)
@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_an_exact_cover_has_as_few_shifts_as_is_known(number: int) -> None:
    """The best that is known covers exactly; branch and bound finds as few in seconds."""
    instance = read(DESIGNS / f"RandomExample{number}.dzn")
    ready = prepared(problem(instance))
    search = Search(ready, 0.0, Clock(60))
    values = [search.part(at).exact(Clock(60)) for at in range(len(ready.parts))]
    point = np.zeros(len(ready.program.cost))
    for columns, found in zip(ready.parts, values, strict=True):
        assert found is not None
        point[columns] = found
    duties = accounted(ready, point, bound=0.0, limits=Limits(), wall_s=0.0).duties
    assert counted(instance, duties) == BEST_KNOWN[number]


def counted(instance: Instance, duties: Sequence[Duty]) -> float:
    """Count minutes and shifts on the file's own numbers, by nothing but start and length."""
    spare = [-wanted for wanted in instance.demand]
    shifts = set()
    for duty in duties:
        start, length = (int(part) for part in duty.type.name.split("+"))
        shifts.add((start, length))
        for interval in range(start, start + length):
            spare[(duty.day * 1440 // instance.interval_min + interval) % len(spare)] += duty.agents
    over_min = sum(number for number in spare if number > 0) * instance.interval_min
    under_min = -sum(number for number in spare if number < 0) * instance.interval_min
    return (
        instance.price_over * over_min
        + instance.price_under * under_min
        + instance.price_shift * len(shifts)
    )
