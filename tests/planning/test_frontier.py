"""The frontier: points are found once, kept, put together, and the chosen one is weighed.

Schedules are not solved here but made up from the decision, so that a test knows what is what; the
solver has tests of its own, and `tests/cli/test_frontier.py` runs the whole.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scenarios.faults import BadInput
from scenarios.load import Loaded, load
from scenarios.planning.frontier.decisions import MOST, decided, decisions
from scenarios.planning.frontier.frontier import Asked, Found, Frontier, frontier, kept_frontier
from scenarios.planning.frontier.points import Decision
from scenarios.planning.frontier.standing import on_fresh_days, point_as_it_is
from scenarios.planning.need.promises import with_promises
from scenarios.schema.planning.coverage import CappedCoverage
from scenarios.schema.scenario import Scenario
from scenarios.studies.options import RunOptions
from scenarios.studies.study import study
from sim.kpis.targets import Verdict
from tests.scenarios.small import loaded

OPTIONS = RunOptions(replications=4, jobs=1)
TARGET = {"kpi": "SL3", "within": "20 s", "level": "80 %"}
LINE = {
    "volume": {"per_h": 60},
    "talk": {"distribution": "exponential", "mean": "3 min"},
    "patience": {"distribution": "exponential", "mean": "3 min"},
}


def centre() -> Loaded:
    """Return two lines, of which one has a target, and a group that serves both."""
    queues = {"general": LINE | {"target": TARGET}, "loan": LINE | {"volume": {"per_h": 5}}}
    groups = {"front": {"serves": {"general": {}, "loan": {}}, "agents": 4, "wage_per_h": 10}}
    return loaded(queues=queues, groups=groups)


class Solver:
    """Makes schedules up: more agents for a higher level; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    def __call__(self, wanted: Loaded) -> Found:
        scenario = wanted.scenario
        target = scenario.queues["general"].target
        assert target is not None
        self.asked.append(target.level)
        if target.level > 0.95:
            return Found(None, status="infeasible", note="nobody can reach that")
        agents = round(10 * target.level) - 3
        groups = {"front": scenario.groups["front"].model_copy(update={"agents": agents})}
        staffed = scenario.model_copy(update={"groups": groups})
        return Found(staffed, agents, 24.0 * agents, "optimal", 0.0, 1)


def asked(*levels: float, with_marginals: bool = False) -> Asked:
    points = tuple(Decision(level=level) for level in levels)
    return Asked(points, OPTIONS, with_marginals=with_marginals)


def test_points_are_schedules_that_were_simulated(tmp_path: Path) -> None:
    # 4, 5, 6 agents round the clock at 10 an hour.
    found = frontier(centre(), asked(0.7, 0.8, 0.9, 0.99), Solver(), tmp_path)
    table = found.table
    assert table["cost"].tolist()[:3] == [960.0, 1200.0, 1440.0]
    assert np.isnan(table["cost"][3])
    assert table["note"][3] == "nobody can reach that"
    assert table["service"][:3].is_monotonic_increasing
    assert found.computed == 4
    for number in range(3):
        again = study(load(tmp_path / table["schedule"][number]), OPTIONS)
        assert found.measure.service(again) == found.points[number].point.service


def test_the_price_of_a_point_is_on_its_row(tmp_path: Path) -> None:
    table = frontier(centre(), asked(0.9, 0.7, 0.8), Solver(), tmp_path).table
    step = 240 / (100 * (table["service"][2] - table["service"][1]))
    assert table["price_of_next"][1] == pytest.approx(step)
    assert np.isnan(table["price_of_next"][0])


def test_what_is_finished_is_not_found_again(tmp_path: Path) -> None:
    """A search that ends early keeps what it has; another decision adds to it."""
    solver = Solver()

    def end(number: int, of: int, *_: object) -> None:
        if number == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        frontier(centre(), asked(0.7, 0.8, 0.9), solver, tmp_path, end)
    assert solver.asked == [0.7, 0.8]
    found = frontier(centre(), asked(0.7, 0.75, 0.8, 0.9), solver, tmp_path)
    assert solver.asked == [0.7, 0.8, 0.75, 0.9]
    assert found.computed == 2
    assert found.table.equals(
        frontier(centre(), asked(0.7, 0.75, 0.8, 0.9), solver, tmp_path).table
    )


def test_what_is_finished_can_be_looked_at_before_all_is(tmp_path: Path) -> None:
    assert kept_frontier(centre(), asked(0.7, 0.8), tmp_path).points == ()
    frontier(centre(), asked(0.8), Solver(), tmp_path)
    found = kept_frontier(centre(), asked(0.7, 0.8, 0.9, with_marginals=True), tmp_path)
    assert [each.point.decision.level for each in found.points] == [0.8]
    assert found.table["cost"].tolist() == [1200.0]
    assert found.marginals is None


def test_the_scenario_as_it_is_stands_on_the_same_days(tmp_path: Path) -> None:
    # 4 agents, 24 hours, 10 an hour: the schedule that is made up for 70 %.
    point = point_as_it_is(centre(), OPTIONS, None)
    (found,) = frontier(centre(), asked(0.7), Solver(), tmp_path).points
    assert point.cost == found.point.cost
    assert point.service == found.point.service
    assert (point.agents, point.paid_h) == (4, 96.0)


def test_a_point_says_whether_its_targets_hold_beyond_chance(tmp_path: Path) -> None:
    found = frontier(centre(), asked(0.1, 0.6, 0.7, 0.8, 0.9), Low(), tmp_path)
    for each, file in zip(found.points, found.schedules, strict=True):
        assert file is not None
        (evaluation,) = study(load(file), on_fresh_days(OPTIONS, found.scenario)).evaluations[:1]
        assert each.point.holds_surely == (evaluation.verdict is Verdict.MET)
        assert each.point.holds == evaluation.holds
    assert {each.point.holds_surely for each in found.points} == {True, False}


class Low(Solver):
    """Makes schedules that are too small for all but the lowest levels."""

    def __call__(self, wanted: Loaded) -> Found:
        group = wanted.scenario.groups["front"].model_copy(update={"agents": 4})
        staffed = wanted.scenario.model_copy(update={"groups": {"front": group}})
        return Found(staffed, 4, 96.0, "optimal", 0.0, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"options": RunOptions(replications=5, jobs=1)},
        {"solving": {"time_s": 1.0}},
        {"line": "general"},
        {"options": RunOptions(replications=4, jobs=1, seed=7)},
    ],
)
def test_what_is_asked_otherwise_is_found_anew(other: dict[str, object], tmp_path: Path) -> None:
    solver = Solver()
    frontier(centre(), asked(0.7), solver, tmp_path)
    frontier(centre(), replace(asked(0.7), **other), solver, tmp_path)  # type: ignore[arg-type]
    assert len(solver.asked) == 2


def test_a_damaged_point_is_found_anew(tmp_path: Path) -> None:
    solver = Solver()
    frontier(centre(), asked(0.7), solver, tmp_path)
    (file,) = (tmp_path / "points").glob("*.json")
    file.write_text(file.read_text("utf-8")[:100], "utf-8")
    frontier(centre(), asked(0.7), solver, tmp_path)
    assert solver.asked == [0.7, 0.7]


def test_a_point_takes_a_cheaper_schedule_that_holds_more(tmp_path: Path) -> None:
    """A search that ends poorly for 70 % shows what was found for 80 %, and so do marginals."""

    class Poor(Solver):
        def __call__(self, wanted: Loaded) -> Found:
            target = wanted.scenario.queues["general"].target
            assert target is not None
            agents = {0.1: 9, 0.2: 8, 0.3: 10}[target.level]
            group = wanted.scenario.groups["front"].model_copy(update={"agents": agents})
            staffed = wanted.scenario.model_copy(update={"groups": {"front": group}})
            return Found(staffed, agents, 24.0 * agents, "optimal", 0.0, 1)

    wanted = replace(asked(0.1, 0.2, 0.3, with_marginals=True), at=0)
    found = frontier(centre(), wanted, Poor(), tmp_path)
    assert found.table["cost"].tolist() == [8 * 240.0, 8 * 240.0, 10 * 240.0]
    assert found.table["taken_from"].tolist()[0] == 2
    assert found.table["note"][0] == "the schedule of 20 %, which is cheaper"
    assert found.table["schedule"][0] == found.table["schedule"][1]
    assert found.table["agents"].tolist() == [8, 8, 10]
    assert [(step.start, step.end) for step in found.steps] == [(1, 2)]
    assert found.marginals is not None
    assert found.price == found.steps[0]
    assert found.marginals.point_price == found.steps[0].price


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Frontier:
    folder = tmp_path_factory.mktemp("frontier")
    return frontier(centre(), asked(0.7, 0.8, 0.9, with_marginals=True), Solver(), folder)


def test_the_cheapest_that_keeps_the_scenarios_targets_is_weighed(weighed: Frontier) -> None:
    keeping = weighed.table[weighed.table["keeps_own"]]
    assert weighed.chosen is not None
    assert not keeping.empty
    assert weighed.table["cost"][weighed.chosen] == keeping["cost"].min()
    assert weighed.marginals is not None
    assert weighed.marginals.label == weighed.points[weighed.chosen].point.decision.label


def test_marginal_gains_are_worth_what_the_next_point_costs(weighed: Frontier) -> None:
    assert weighed.price is not None
    assert weighed.marginals is not None
    hire = weighed.marginals.values[0]
    assert hire.cost.value == pytest.approx(80)
    assert hire.worth == pytest.approx(100 * hire.service.value * weighed.price.price)


def test_levels_headcounts_and_shifts_are_combined() -> None:
    scenario = centre().scenario
    found = decisions(scenario, "80%, 0.9", "12", ["full", "full,part"])
    assert [each.label for each in found] == [
        "80 %, full",
        "90 %, full",
        "12 agents, full",
        "80 %, full+part",
        "90 %, full+part",
        "12 agents, full+part",
    ]
    assert [each.level for each in decisions(scenario)] == [None, 0.7, 0.75, 0.8, 0.85, 0.9]
    assert decisions(scenario, shifts=["part"]) == (Decision(shifts=("part",)),)
    assert len(decisions(scenario, "80%,80 %")) == 1
    assert decisions(scenario, "own, 80%") == (Decision(), Decision(level=0.8))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("80%,ninety",), "--targets: got ninety"),
        (("100%",), "below 100 %"),
        (("80%,",), "--targets: got nothing"),
        ((None, "0"), "--headcount: got 0"),
        ((None, None, ["fll"]), "did you mean full?"),
        ((None, None, [","]), "--shifts"),
        ((",".join(f"{n / 1000}" for n in range(1, MOST + 2)),), f"at most {MOST}"),
    ],
)
def test_what_cannot_be_decided_is_refused(arguments: tuple[object, ...], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        decisions(centre().scenario, *arguments)  # type: ignore[arg-type]


def levels(scenario: Scenario) -> list[float | None]:
    return [queue.target and queue.target.level for queue in scenario.queues.values()]


def test_a_level_is_that_of_all_lines_or_of_one() -> None:
    scenario = with_promises(centre().scenario)
    assert levels(decided(scenario, Decision(level=0.9))) == [0.9, 0.9]
    assert levels(decided(scenario, Decision(level=0.9), "loan")) == [0.8, 0.9]
    assert levels(decided(scenario, Decision())) == [0.8, 0.8]


def test_a_target_that_is_no_service_level_stays() -> None:
    asa = {"kpi": "asa", "level": "30 s"}
    scenario = loaded(queues={"general": LINE | {"target": asa}}).scenario
    assert levels(decided(scenario, Decision(level=0.9))) == [30.0]


def test_a_headcount_is_a_cap_and_shifts_are_those_of_groups_that_are_scheduled() -> None:
    group = {"serves": {"general": {}}, "agents": 1}
    planning = {"groups": {"desk": {"fixed": True}, "front": {"most": 9}}}
    scenario = loaded(groups={"front": group, "desk": group}, planning=planning).scenario
    planned = decided(scenario, Decision(headcount=12, shifts=("full", "part"))).planning
    assert planned is not None
    assert planned.coverage == CappedCoverage(headcount=12)
    assert planned.groups["front"].shifts == ("full", "part")
    assert planned.groups["front"].most == 9
    assert planned.groups["desk"].shifts is None


def test_a_line_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="did you mean loan"):
        frontier(centre(), replace(asked(0.7), line="loam"), Solver(), tmp_path)
