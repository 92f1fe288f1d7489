"""Marginal values: who the one more is, when that one works, and what it brings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scenarios.centre.times import time
from scenarios.duty import staffed
from scenarios.load import Loaded
from scenarios.planning.frontier.alternatives import (
    alternatives,
    cross_trained,
    less_handling,
    less_shrinkage,
    one_more_hire,
)
from scenarios.planning.frontier.marginals import Marginals, marginals
from scenarios.planning.frontier.measures import Measure
from scenarios.planning.need.working import Windows
from scenarios.schema.scenario import Scenario
from scenarios.studies.options import RunOptions
from scenarios.studies.study import study
from sim.kpis.counts import QueueCount
from tests.scenarios.small import loaded

LUNCH = {"start": "15:00", "length": "60 min", "waves": 2, "paid": "false"}
SHIFTS = {
    "early": {"start": "08:00", "end": "16:00", "agents": 3},
    "late": {"start": "12:00", "end": "20:00", "agents": 2, "breaks": [LUNCH]},
}


def two_lines(**changes: Any) -> Loaded:
    """Return two lines and two groups in an hour's intervals, the first open to all."""
    line = {"volume": {"per_h": 30}, "talk": "5 min", "open": "08:00-20:00"}
    queues = {"general": line, "loan": line | {"talk": "15 s"}}
    groups = {
        "front": {"serves": {"general": {}}, "shifts": SHIFTS, "wage_per_h": 10},
        "desk": {"serves": {"loan": {"rank": 2}}, "agents": 2, "absence": "5 %"},
    }
    plain = {"interval": "60 min", "queues": queues, "groups": groups}
    return loaded(**plain | changes)


def late(scenario: Scenario, *hours: int, line: str = "general") -> dict[str, Any]:
    """Return ten contacts of a line answered late in each of some hours of the horizon."""
    found = {name: np.zeros(scenario.intervals) for name in scenario.queues}
    found[line][list(hours)] = 10.0
    return found


def test_a_shift_is_at_work_but_for_its_breaks() -> None:
    scenario = two_lines().scenario
    found = {window.name: window.at_work for window in Windows.of(scenario, "front").all}
    assert np.flatnonzero(found["early"]).tolist() == list(range(8, 16))
    # The first of the two agents of the late shift has the hour from 15:00 off.
    assert np.flatnonzero(found["late"]).tolist() == [12, 13, 14, 16, 17, 18, 19]


def test_a_night_shift_of_the_last_day_is_at_work_in_the_first_morning() -> None:
    night = {"night": {"start": "22:30", "end": "01:00", "agents": 1, "days": [2]}}
    groups = {"front": {"serves": {"general": {}}, "shifts": night}}
    scenario = loaded(days=2, interval="60 min", groups=groups).scenario
    (window,) = Windows.of(scenario, "front").all
    assert window.at_work[[0, 46, 47]].tolist() == [1.0, 0.5, 1.0]
    assert window.at_work.sum() == 2.5


@pytest.mark.parametrize(("hour", "shift"), [(9, "early"), (18, "late"), (15, "early")])
def test_a_hire_works_when_most_calls_are_answered_late(hour: int, shift: str) -> None:
    """At 15:00 the late shift's first agent is at lunch."""
    scenario = two_lines().scenario
    found = one_more_hire(scenario, "front", late(scenario, hour)).scenario
    shifts = found.groups["front"].shifts or {}
    assert list(shifts) == ["early", "late", "one_more_1"]
    assert shifts["one_more_1"].span_s == (scenario.groups["front"].shifts or {})[shift].span_s
    assert (shifts["one_more_1"].agents, shifts["one_more_1"].days) == (1, (1,))


def test_a_hire_works_the_five_worst_days_of_a_week() -> None:
    scenario = two_lines(days=7).scenario
    wanted = late(scenario)
    for day, number in enumerate([3, 9, 1, 8, 7, 2, 6]):
        wanted["general"][24 * day + 9] = number
    found = one_more_hire(scenario, "front", wanted)
    shifts = (found.scenario.groups["front"].shifts or {}).values()
    assert [shift.days for shift in shifts if shift.days] == [(1,), (2,), (4,), (5,), (7,)]
    assert found.how == "5 days, 08:00-16:00"


def test_where_a_group_has_numbers_a_hire_is_there_for_eight_hours() -> None:
    scenario = two_lines().scenario
    found = one_more_hire(scenario, "desk", late(scenario, 10, 17, line="loan"))
    more = staffed(found.scenario, "desk") - staffed(scenario, "desk")
    assert more.tolist() == [0.0] * 10 + [1.0] * 8 + [0.0] * 6
    assert found.how == "10:00-18:00"


def test_the_first_of_a_group_works_eight_hours_when_most_calls_are_late() -> None:
    nobody = {"nobody": {"start": "00:00", "end": "24:00", "agents": 0}}
    base = two_lines().scenario.groups["front"].model_dump(mode="json", exclude_none=True)
    groups = {"front": base | {"shifts": nobody}, "desk": {"serves": {"loan": {}}, "agents": 1}}
    scenario = two_lines(groups=groups).scenario
    found = one_more_hire(scenario, "front", late(scenario, 9, 10, 16))
    assert found.how == "09:00-17:00"
    assert staffed(found.scenario, "front").sum() == 8
    assert cross_trained(scenario, "front", late(scenario, 9, line="loan")) is None


@pytest.mark.parametrize("group", ["front", "desk"])
def test_one_who_learns_a_line_is_taken_from_those_there_are(group: str) -> None:
    scenario = two_lines().scenario
    line = {"front": "loan", "desk": "general"}[group]
    found = cross_trained(scenario, group, late(scenario, 9, line=line))
    assert found is not None
    name = f"{group}_and_{line}"
    assert set(found.scenario.groups) == {"front", "desk", name}
    assert set(found.scenario.groups[name].serves) == {"general", "loan"}
    alone = staffed(found.scenario, name)
    assert alone.max() == 1
    assert (staffed(found.scenario, group) + alone == staffed(scenario, group)).all()


def test_nobody_learns_what_nobody_waits_for() -> None:
    scenario = two_lines().scenario
    assert cross_trained(scenario, "front", late(scenario)) is None


def test_nobody_learns_the_line_that_he_passes_hard_cases_to() -> None:
    base = two_lines().scenario
    passing = {"general": {"transfer": {"share": "10 %", "to": "loan", "how": "warm"}}}
    front = base.groups["front"].model_dump(mode="json", exclude_none=True) | {"serves": passing}
    desk = base.groups["desk"].model_dump(mode="json", exclude_none=True)
    scenario = two_lines(groups={"front": front, "desk": desk}).scenario
    assert cross_trained(scenario, "front", late(scenario, 9, line="loan")) is None


def test_handling_is_ten_seconds_shorter_and_a_short_line_is_left_alone() -> None:
    scenario = two_lines().scenario
    found = less_handling(scenario)
    assert found is not None
    queue = found.scenario.queues["general"]
    assert time(queue.talk, queue.handling_factor).mean_s == pytest.approx(290)
    assert found.scenario.queues["loan"] == scenario.queues["loan"]
    assert found.how == "general"


def test_a_point_less_shrinkage_is_a_point_less_absence() -> None:
    scenario = two_lines().scenario
    found = less_shrinkage(scenario)
    assert found is not None
    assert found.scenario.groups["desk"].absence == 0.04
    assert found.scenario.groups["front"] == scenario.groups["front"]
    assert less_shrinkage(found.scenario.model_copy(update={"groups": {}})) is None


@pytest.fixture(scope="module")
def found() -> Marginals:
    """A line that is short of people, and a desk that is not."""
    queues = {
        "general": {
            "volume": {"per_h": 40},
            "talk": {"distribution": "exponential", "mean": "5 min"},
            "patience": {"distribution": "exponential", "mean": "3 min"},
            "open": "08:00-20:00",
        },
        "loan": {"volume": {"per_h": 2}, "talk": "60 s", "open": "08:00-20:00"},
    }
    base = two_lines(queues=queues)
    return marginals(base, RunOptions(replications=12, jobs=1), Measure("SL3", None), 100.0)


def test_every_kind_of_change_is_weighed(found: Marginals) -> None:
    table = found.table
    assert table["change"].tolist() == [
        "one more hire",
        "one more hire",
        "one more cross-trained",
        "one more cross-trained",
        "10 s less handling",
        "1 point less shrinkage",
    ]
    assert table["of"].tolist()[:3] == ["front", "desk", "front for loan"]


def test_a_hire_in_front_serves_better_and_costs_eight_hours(found: Marginals) -> None:
    """Wages alone are paid, so that the cost is sure: 8 h at 10, or 7 h with an unpaid lunch."""
    hire = found.values[0]
    assert hire.service.low > 0
    assert hire.lost.high < 0
    assert hire.cost.low == hire.cost.high == hire.cost.value
    assert hire.cost.value in {70.0, 80.0}
    assert hire.price == pytest.approx(hire.cost.value / (100 * hire.service.value))
    assert hire.worth == pytest.approx(100 * hire.service.value * 100.0)


def test_a_hire_where_nobody_waits_brings_nothing(found: Marginals) -> None:
    desk = found.values[1]
    assert desk.service.low <= 0 <= desk.service.high
    assert np.isnan(desk.price)


def test_less_work_serves_better_and_costs_nothing(found: Marginals) -> None:
    quicker = next(each for each in found.values if each.kind == "10 s less handling")
    assert quicker.service.low > 0
    assert quicker.cost.value == 0


def test_changes_are_simulated_with_the_same_customers() -> None:
    base = two_lines()
    options = RunOptions(replications=3, jobs=1)
    calm = study(base, options)
    first = [tally.queues[1:, :, QueueCount.FIRST] for tally in calm.tallies]
    changes = list(alternatives(calm))
    assert len(changes) >= 4
    for each in changes:
        changed = study(Loaded(each.scenario, (), "", None, ()), options)
        again = [tally.queues[1:, :, QueueCount.FIRST] for tally in changed.tallies]
        assert all((one == other).all() for one, other in zip(first, again, strict=True))
