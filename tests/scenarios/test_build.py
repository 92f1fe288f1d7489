from typing import Any

import numpy as np
import pytest

from scenarios.build import centre, service_clock
from scenarios.centre.times import time
from scenarios.load import load
from scenarios.schema import Scenario
from sim.clock import MS_PER_H, NEVER
from sim.codes import Outcome
from sim.demand import distributions
from sim.floor import SURE
from tests.scenarios.small import CORNER_BANK, front, general, small


def talk(described: object) -> distributions.Distribution:
    return centre(small(queues=general(talk=described))).demand.queues[0].talk


def patience(described: object) -> distributions.Distribution:
    return centre(small(queues=general(patience=described))).demand.queues[0].patience


def test_the_corner_bank_runs_and_is_the_same_again() -> None:
    bank = centre(load(CORNER_BANK).scenario)
    first, again = (bank.run(bank.contacts(618)).legs for _ in range(2))
    assert (first == again).all()
    assert 450 < len(first) < 1200
    outcomes = set(first["outcome"].tolist())
    assert {Outcome.ANSWERED, Outcome.TRANSFERRED, Outcome.ABANDONED} <= outcomes


def test_the_corner_banks_variants_differ_as_told() -> None:
    contacts = {
        variant: len(centre(load(CORNER_BANK, variant).scenario).contacts(618))
        for variant in (None, "promotion", "site_loss")
    }
    assert contacts["site_loss"] == contacts[None]
    assert contacts["promotion"] > 1.3 * contacts[None]


def test_the_floor() -> None:
    floor = centre(load(CORNER_BANK).scenario).floor
    assert floor.queue_names == ("general", "loan", "expert")
    assert floor.group_names == ("novices", "juniors", "experts")
    assert floor.queues["capacity"].tolist() == [40, NEVER, NEVER]
    assert floor.queues["clears_at_close"].tolist() == [0, 1, 0]
    assert floor.queues["head_start_ms"].tolist() == [0, 0, 30_000]
    assert floor.queues["redial_below"][0, Outcome.ABANDONED] == round(0.3 * SURE)
    assert floor.queues["repeat_below"].tolist() == [round(0.08 * SURE), 0, 0]
    novices, juniors = floor.skills[0, 0], floor.skills[1, 0]
    assert (novices["handling_milli"], novices["warm"], novices["handover_ms"]) == (1200, 1, 30_000)
    assert (juniors["rank"], juniors["delay_ms"], juniors["transfer_to"]) == (2, 20_000, -1)
    assert floor.tries == 4


@pytest.mark.parametrize(
    ("described", "distribution"),
    [
        ("3 min", distributions.Constant(180)),
        ({"distribution": "constant", "value": "3 min"}, distributions.Constant(180)),
        ({"distribution": "exponential", "mean": "40 s"}, distributions.Exponential(40)),
        ({"distribution": "weibull", "mean": "1 min", "shape": 2}, distributions.Weibull(60, 2)),
        ({"distribution": "lognormal", "mean": "1 min", "cv": 1}, distributions.Lognormal(60, 1)),
        ({"distribution": "gamma", "mean": "1 min", "cv": 0.5}, distributions.Gamma(60, 0.5)),
        (
            {"distribution": "empirical", "shares": [0, 1], "values": ["0 s", "9 s"]},
            distributions.Empirical((0, 1), (0, 9)),
        ),
    ],
)
def test_distributions(described: object, distribution: distributions.Distribution) -> None:
    assert talk(described) == distribution


def test_patience() -> None:
    assert patience("never") == distributions.Never()
    some = patience({"distribution": "exponential", "mean": "1 min", "zero_share": "2 %"})
    assert some == distributions.WithZero(0.02, distributions.Exponential(60))
    rest = patience({"distribution": "empirical", "shares": [0, 0.5], "values": ["0 s", "9 s"]})
    assert rest == distributions.Empirical((0, 0.5), (0, 9))


@pytest.mark.parametrize(
    "described",
    [
        "3 min",
        {"distribution": "exponential", "mean": "3 min"},
        {"distribution": "weibull", "mean": "3 min", "shape": 2},
        {"distribution": "lognormal", "mean": "3 min", "cv": 1},
        {"distribution": "gamma", "mean": "3 min", "cv": 0.5},
        {"distribution": "empirical", "shares": [0, 1], "values": ["1 min", "5 min"]},
    ],
)
def test_the_handling_factor_scales_talk_and_wrap_up(described: object) -> None:
    queues = general(talk=described, wrap_up=described, handling_factor=1.5)
    queue = centre(small(queues=queues)).demand.queues[0]
    assert queue.talk.mean_s == pytest.approx(270)
    assert queue.wrap_up.mean_s == pytest.approx(270)


def test_patience_is_not_scaled() -> None:
    queues = general(patience="3 min", handling_factor=1.5)
    assert centre(small(queues=queues)).demand.queues[0].patience.mean_s == 180


def volumes(scenario: Scenario) -> list[float]:
    return centre(scenario).demand.queues[0].volumes.tolist()


@pytest.mark.parametrize(
    ("volume", "by_interval"),
    [
        ([1, 2, 3, 4], [1, 2, 3, 4, 1, 2, 3, 4]),
        ([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8]),
        ({"per_h": 2}, [12] * 8),
        ({"total": 8, "profile": "peak"}, [0, 2, 6, 0] * 2),
        ({"total": [8, 4], "profile": "peak"}, [0, 2, 6, 0, 0, 1, 3, 0]),
    ],
)
def test_volumes(volume: object, by_interval: list[float]) -> None:
    more: dict[str, Any] = {"interval": "6 h", "days": 2, "profiles": {"peak": [0, 1, 3, 0]}}
    scenario = small(queues=general(volume=volume), **more)
    assert volumes(scenario) == by_interval
    assert scenario.volumes("general").tolist() == by_interval
    doubled = small(queues=general(volume=volume, volume_factor=2), **more)
    assert volumes(doubled) == [2 * number for number in by_interval]


def test_the_warm_up_takes_its_volumes_from_the_end() -> None:
    queues = general(volume=[1, 2, 3, 4, 5, 6, 7, 8])
    assert volumes(small(interval="6 h", days=2, warm_up="12 h", queues=queues)) == [
        7, 8, 1, 2, 3, 4, 5, 6, 7, 8
    ]  # fmt: skip


def test_disruptions_multiply_and_spare_the_warm_up() -> None:
    scenario = small(
        warm_up="2 h",
        days=2,
        disruptions=[
            {"name": "surge", "from": "10:00", "to": "14:00", "volume": 2, "handling": 1.2},
            {"name": "storm", "from": "12:00", "to": "day 2 24:00", "volume": 1.5, "agents": 0.5},
        ],
    )
    run = centre(scenario)
    instants = np.array([0, 1, 2, 11, 12, 13, 14, 15, 16, 49], np.int64) * MS_PER_H
    assert run.demand.queues[0].surge.at(instants).tolist() == [1, 1, 1, 1, 2, 2, 3, 3, 1.5, 1.5]
    handling = run.plan.handling_factor[0].at(instants).tolist()
    assert handling == [1, 1, 1, 1, 1.2, 1.2, 1.2, 1.2, 1, 1]
    assert run.plan.staff_factor[0].at(instants).tolist() == [1] * 6 + [0.5] * 4


def test_disruptions_strike_whom_they_name() -> None:
    scenario = load(CORNER_BANK, "site_loss").scenario
    plan = centre(scenario).plan
    noon = np.array([12 * MS_PER_H], np.int64)
    assert [steps.at(noon)[0] for steps in plan.staff_factor] == [0.5, 1, 0.5]


def test_service_clocks() -> None:
    clock = service_clock(load(CORNER_BANK).scenario)
    # The expert queue has a target of its average only: the usual 20 s.
    assert clock.within_ms == (20_000, 30_000, 20_000)
    assert clock.short_ms == (5_000, 5_000, 5_000)
    own = small(queues=general(short_abandon="10 s"), short_abandon="3 s")
    assert service_clock(own).short_ms == (10_000,)
    assert service_clock(small(short_abandon="3 s")).short_ms == (3_000,)


def test_exact_counts_and_day_factors() -> None:
    demand = centre(
        small(arrivals="exact", day_factor_cv="6 %", queues=general(day_factor_cv="4 %"))
    ).demand
    assert (demand.exact_counts, demand.day_cv, demand.queues[0].day_cv) == (True, 0.06, 0.04)
    assert len(centre(small(arrivals="exact")).contacts(1)) == 60 * 24


def test_a_day_has_one_factor_despite_a_warm_up() -> None:
    more: dict[str, Any] = {"days": 2, "queues": general(volume={"per_h": 20_000})}

    def by_hour(warm_up: str) -> np.ndarray:
        run = centre(small(day_factor_cv="50 %", warm_up=warm_up, **more))
        arrive_ms = run.contacts(3).rows["arrive_ms"] - run.plan.warm_up_ms
        return np.bincount(arrive_ms[arrive_ms >= 0] // MS_PER_H, minlength=48) / 20_000

    hours = by_hour("2 h")
    assert np.ptp(hours[:24]) < 0.1
    assert np.ptp(hours[24:]) < 0.1
    assert abs(hours[0] - hours[47]) > 0.2
    # The warm-up's factor is a draw of its own and leaves the others as they were.
    assert hours == pytest.approx(by_hour("0 h"), abs=0.05)


def test_absence_is_the_groups() -> None:
    plan = centre(small(groups=front(agents=4, absence="5 %"))).plan
    assert plan.absence == (0.05,)


def test_adding_a_queue_in_front_leaves_other_draws_untouched() -> None:
    alone = centre(small())
    queues = {"vip": {"volume": {"per_h": 5}, "talk": "1 min"}, **general()}
    both = centre(small(queues=queues))
    rows = both.contacts(7).rows
    assert (rows["key"][rows["queue"] == 1] == alone.contacts(7).rows["key"]).all()


def test_a_time_is_scaled_once() -> None:
    described = small(queues=general(talk="3 min")).queues["general"].talk
    assert time(described, 2) == distributions.Constant(360)
