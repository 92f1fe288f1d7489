"""Contacts: what changes when something else does, and what does not.

Statements about samples hold with a false-alarm rate of about 1e-6 each (5 standard errors).
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.clock import MS_PER_DAY, MS_PER_H, NEVER
from sim.demand.contacts import Contacts, draw_absences, draw_contacts, draw_pools
from sim.demand.demand import Demand, QueueDemand
from sim.demand.distributions import Exponential, Lognormal, WithZero
from sim.plan import Crew, Plan
from sim.steps import Steps

SIGMAS = 5
DRAWN = ["key", "talk_ms", "wrap_up_ms", "patience_ms"]


def line(name: str = "calls", per_h: float = 500, **options: Any) -> QueueDemand:
    return QueueDemand(
        name,
        volumes=options.pop("volumes", np.full(24, per_h)),
        talk=Lognormal(240, 1.1),
        wrap_up=Exponential(40),
        patience=WithZero(0.02, Exponential(180)),
        **options,
    )


def demand(*queues: QueueDemand, days: int = 1, **options: Any) -> Demand:
    return Demand(MS_PER_H, days * MS_PER_DAY, queues, **options)


def plan(*crews: Crew, absence: float = 0) -> Plan:
    groups = 1 + max((crew.group for crew in crews), default=0)
    return Plan(
        interval_ms=MS_PER_H,
        horizon_ms=MS_PER_DAY,
        warm_up_ms=0,
        crews=crews,
        absence=(absence,) * groups,
        staff_factor=(Steps.constant(1),) * groups,
        open_ms=(),
        handling_factor=(),
        paid_s=np.zeros((groups, 24)),
        wages=np.zeros((groups, 24)),
    )


def drawn(wanted: Demand, seed: int = 1, replication: int = 0) -> Contacts:
    return draw_contacts(wanted, plan(), seed, replication)


def of(contacts: Contacts, queue: int) -> NDArray[np.void]:
    rows: NDArray[np.void] = contacts.rows[contacts.rows["queue"] == queue]
    return rows


def test_contacts_come_in_order_within_the_horizon() -> None:
    rows = drawn(demand(line("one"), line("other"))).rows
    assert (np.diff(rows["arrive_ms"]) >= 0).all()
    assert rows["arrive_ms"][0] >= 0
    assert rows["arrive_ms"][-1] < MS_PER_DAY


def test_arrivals_are_poisson_with_the_intervals_rates() -> None:
    """Counts of 24 hours x 40 replications: mean and variance are the rate's."""
    wanted = demand(line(volumes=np.tile([0.0, 20.0, 300.0], 8)))
    counts = np.array(
        [
            np.bincount(drawn(wanted, 3, number).rows["arrive_ms"] // MS_PER_H, minlength=24)
            for number in range(40)
        ]
    ).reshape(40, 8, 3)
    for column, rate in enumerate([0, 20, 300]):
        hours = counts[..., column]
        error = math.sqrt(rate / hours.size)
        assert hours.mean() == pytest.approx(rate, abs=SIGMAS * error)
        # The variance of a sample's variance of Poisson counts: (2 r^2 + r) / n, nearly.
        spread = math.sqrt((2 * rate**2 + rate) / hours.size)
        assert hours.var() == pytest.approx(rate, abs=SIGMAS * spread)


def test_the_same_seed_draws_the_same() -> None:
    wanted = demand(line("one", day_cv=0.1), line("other"), day_cv=0.1)
    one, other = drawn(wanted, 9, 4), drawn(wanted, 9, 4)
    assert one.rows.tobytes() == other.rows.tobytes()
    assert (one.pools.talk_ms == other.pools.talk_ms).all()


def test_another_seed_or_replication_draws_something_else() -> None:
    wanted = demand(line())
    keys = [
        set(drawn(wanted, seed, replication).rows["key"].tolist())
        for seed, replication in [(1, 0), (1, 1), (2, 0), (2, 1)]
    ]
    for one, other in combinations(keys, 2):
        assert not one & other


def test_a_queue_in_front_leaves_the_others_as_they_were() -> None:
    alone = drawn(demand(line("calls"), day_cv=0.1))
    behind = drawn(demand(line("new"), line("calls"), day_cv=0.1))
    for field in ["arrive_ms", *DRAWN]:
        assert (of(alone, 0)[field] == of(behind, 1)[field]).all()
    for pool in ["talk_ms", "wrap_up_ms", "patience_ms", "redial_delay_ms", "repeat_delay_ms"]:
        assert (getattr(alone.pools, pool)[0] == getattr(behind.pools, pool)[1]).all()


def test_queues_do_not_share_draws() -> None:
    rows = drawn(demand(line("one"), line("other")))
    assert not set(of(rows, 0)["key"].tolist()) & set(of(rows, 1)["key"].tolist())
    one, other = rows.pools.talk_ms
    assert abs(np.corrcoef(one, other)[0, 1]) < SIGMAS / math.sqrt(len(one))


@pytest.mark.parametrize("factor", [1.02, 1.5, 3.2])
def test_more_volume_moves_arrivals_and_draws_nothing_anew(factor: float) -> None:
    """The n-th contact is the same person, who calls earlier."""
    few = drawn(demand(line(per_h=500))).rows
    many = drawn(demand(line(per_h=500 * factor))).rows
    assert len(many) > len(few)
    for field in DRAWN:
        assert (few[field] == many[field][: len(few)]).all()
    assert (many["arrive_ms"][: len(few)] <= few["arrive_ms"]).all()


def test_another_shape_of_the_day_keeps_the_people() -> None:
    """As many in all, but all in the last hour."""
    late = np.zeros(24)
    late[-1] = 12_000
    even, peak = drawn(demand(line(per_h=500))).rows, drawn(demand(line(volumes=late))).rows
    for field in DRAWN:
        assert (even[field] == peak[field]).all()
    assert (peak["arrive_ms"] >= even["arrive_ms"]).all()


def test_longer_talks_leave_everything_else() -> None:
    short = drawn(demand(line())).rows
    long = drawn(demand(replace(line(), talk=Lognormal(480, 1.1)))).rows
    for field in ["arrive_ms", "key", "wrap_up_ms", "patience_ms"]:
        assert (short[field] == long[field]).all()
    assert (abs(long["talk_ms"] - 2 * short["talk_ms"]) <= 1).all()


def test_purposes_are_independent() -> None:
    """Gaps, keys, talk, wrap-up and patience of 12,000 contacts, and their pools."""
    rows = drawn(demand(replace(line(), patience=Exponential(180)))).rows
    columns = [np.diff(rows["arrive_ms"]), *(rows[field][1:] for field in DRAWN)]
    for one, other in combinations(columns, 2):
        correlation = np.corrcoef(one.astype(float), other.astype(float))[0, 1]
        assert abs(correlation) < SIGMAS / math.sqrt(len(rows))


def test_pools_differ_from_the_contacts() -> None:
    wanted = demand(line())
    talks = set(drawn(wanted).rows["talk_ms"][:1000].tolist())
    pool = set(draw_pools(wanted, 1).talk_ms[0][:1000].tolist())
    assert len(talks & pool) < 20  # by chance of whole milliseconds; all 1000 were they one stream


def test_endless_patience_is_never() -> None:
    endless = QueueDemand("calls", np.full(24, 10.0), Exponential(60))
    assert (drawn(demand(endless)).rows["patience_ms"] == NEVER).all()


# Disruptions -------------------------------------------------------------------------------------

SURGE = (8 * MS_PER_H, 12 * MS_PER_H)


def in_surge(rows: NDArray[np.void]) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (rows["arrive_ms"] >= SURGE[0]) & (rows["arrive_ms"] < SURGE[1])
    return inside


def test_extra_contacts_leave_the_ordinary_ones_untouched() -> None:
    """1.5 x from 8 to 12: 4 x 250 more, in these hours only."""
    plain = drawn(demand(line())).rows
    surged = drawn(demand(line(surge=Steps.between(*SURGE, 1.5)))).rows
    ordinary = np.isin(surged["key"], plain["key"])
    assert surged[ordinary].tobytes() == plain.tobytes()
    extra = surged[~ordinary]
    assert in_surge(extra).all()
    assert len(extra) == pytest.approx(1000, abs=SIGMAS * math.sqrt(1000))


def test_extra_contacts_begin_and_end_within_an_interval() -> None:
    steps = Steps.between(MS_PER_H // 4, MS_PER_H // 2, 3)
    plain, surged = drawn(demand(line())).rows, drawn(demand(line(surge=steps))).rows
    extra = surged[~np.isin(surged["key"], plain["key"])]
    assert extra["arrive_ms"].min() >= MS_PER_H // 4
    assert extra["arrive_ms"].max() < MS_PER_H // 2
    assert len(extra) == pytest.approx(250, abs=SIGMAS * math.sqrt(250))


def test_fewer_contacts_are_a_part_of_the_ordinary_ones() -> None:
    """0.4 x from 8 to 12 keeps 0.4 of them, and all others."""
    plain = drawn(demand(line())).rows
    thinned = drawn(demand(line(surge=Steps.between(*SURGE, 0.4)))).rows
    kept = np.isin(plain["key"], thinned["key"])
    assert thinned.tobytes() == plain[kept].tobytes()
    assert kept[~in_surge(plain)].all()
    before = int(in_surge(plain).sum())
    error = math.sqrt(0.4 * 0.6 / before)
    assert kept[in_surge(plain)].mean() == pytest.approx(0.4, abs=SIGMAS * error)


def test_a_factor_of_nothing_leaves_nobody() -> None:
    rows = drawn(demand(line(surge=Steps.between(*SURGE, 0)))).rows
    assert not in_surge(rows).any()


# Counts and days ---------------------------------------------------------------------------------


def test_exact_counts_are_exact() -> None:
    volumes = np.array([0.0, 7, 1, 500] * 6)
    rows = drawn(demand(line(volumes=volumes), exact_counts=True)).rows
    counts = np.bincount(rows["arrive_ms"] // MS_PER_H, minlength=24)
    assert counts.tolist() == volumes.tolist()


def test_parts_of_contacts_add_up() -> None:
    """A third of a contact an hour is one in three hours, and eight in the day."""
    rows = drawn(demand(line(volumes=np.full(24, 1 / 3)), exact_counts=True)).rows
    counts = np.bincount(rows["arrive_ms"] // MS_PER_H, minlength=24)
    assert counts.tolist() == [0, 1, 0] * 8


def test_no_volume_no_contacts() -> None:
    assert len(drawn(demand(line(per_h=0)))) == 0
    assert len(drawn(demand())) == 0


def daily(wanted: Demand) -> list[NDArray[np.float64]]:
    """Return each queue's contacts by day, relative to 400."""
    contacts = drawn(wanted)
    n_days = wanted.horizon_ms // MS_PER_DAY
    return [
        np.bincount(of(contacts, queue)["arrive_ms"] // MS_PER_DAY, minlength=n_days) / 400
        for queue in range(len(wanted.queues))
    ]


def days(count: int, *names: str, own: float = 0, shared: float = 0) -> Demand:
    volumes = np.full(count, 400.0)
    queues = [QueueDemand(name, volumes, Exponential(60), day_cv=own) for name in names]
    return Demand(MS_PER_DAY, count * MS_PER_DAY, tuple(queues), day_cv=shared)


@pytest.mark.parametrize("part", ["own", "shared"])
def test_the_day_factor_has_mean_one_and_the_variance_asked_for(part: str) -> None:
    """cv 0.3: a variance of 0.09, and 1/400 of the Poisson; kurtosis 3 + 6 x 0.09.

    The errors of a sample of n: sqrt(v / n) of the mean, v sqrt((kurtosis - 1) / n) of the
    variance v.
    """
    (factors,) = daily(days(2000, "calls", **{part: 0.3}))
    variance = 0.3**2 + 1 / 400
    assert factors.mean() == pytest.approx(1, abs=SIGMAS * math.sqrt(variance / 2000))
    assert factors.var() == pytest.approx(variance, rel=SIGMAS * math.sqrt(2.54 / 2000))


def test_without_a_day_factor_days_vary_as_poisson() -> None:
    (factors,) = daily(days(2000, "calls"))
    assert factors.var() == pytest.approx(1 / 400, rel=SIGMAS * math.sqrt(2 / 2000))


def test_a_shared_factor_makes_all_queues_busy_and_an_own_one_does_not() -> None:
    """Correlation of two queues: 0.09 / 0.0925 when shared, none when their own."""
    shared = daily(days(500, "one", "other", shared=0.3))
    assert np.corrcoef(shared[0], shared[1])[0, 1] > 0.9
    own = daily(days(500, "one", "other", own=0.3))
    assert abs(np.corrcoef(own[0], own[1])[0, 1]) < SIGMAS / math.sqrt(500)


def test_an_own_factor_of_a_queue_leaves_the_others_as_they_were() -> None:
    volumes = np.full(3, 400.0)
    other = QueueDemand("other", volumes, Exponential(60))
    calm, busy = (QueueDemand("one", volumes, Exponential(60), day_cv=cv) for cv in (0, 0.5))
    before = drawn(Demand(MS_PER_DAY, 3 * MS_PER_DAY, (calm, other)))
    after = drawn(Demand(MS_PER_DAY, 3 * MS_PER_DAY, (busy, other)))
    assert of(before, 1).tobytes() == of(after, 1).tobytes()


# Absence -----------------------------------------------------------------------------------------

DUTY = ((0, MS_PER_DAY),)


def test_absence_has_its_share() -> None:
    absent = draw_absences(plan(Crew("early", 0, 20_000, 0, 0, DUTY), absence=0.05), 1)
    error = math.sqrt(0.05 * 0.95 / 20_000)
    assert absent.mean() == pytest.approx(0.05, abs=SIGMAS * error)


def test_absence_is_keyed_by_name() -> None:
    """A crew in front, in another group, changes nobody's absence."""
    alone = draw_absences(plan(Crew("early", 0, 50, 0, 0, DUTY), absence=0.5), 1)
    crews = [Crew("new", 0, 30, 0, 0, DUTY), Crew("early", 1, 50, 30, 0, DUTY)]
    behind = draw_absences(plan(*crews, absence=0.5), 1)
    assert (alone == behind[30:]).all()
    assert (behind[:30] != behind[30:60]).any()


def test_more_agents_leave_the_first_as_they_were() -> None:
    few = draw_absences(plan(Crew("early", 0, 50, 0, 0, DUTY), absence=0.5), 1)
    many = draw_absences(plan(Crew("early", 0, 80, 0, 0, DUTY), absence=0.5), 1)
    assert (few == many[:50]).all()


def test_crews_cut_from_one_list_of_numbers_share_its_draws() -> None:
    whole = draw_absences(plan(Crew("list", 0, 80, 0, 0, DUTY), absence=0.5), 1)
    cut = [Crew("list", 0, 50, 0, 0, DUTY), Crew("list", 0, 30, 50, 50, DUTY)]
    assert (whole == draw_absences(plan(*cut, absence=0.5), 1)).all()


def test_a_higher_share_keeps_the_absent_away() -> None:
    some = draw_absences(plan(Crew("early", 0, 500, 0, 0, DUTY), absence=0.1), 1)
    more = draw_absences(plan(Crew("early", 0, 500, 0, 0, DUTY), absence=0.3), 1)
    assert more[some].all()
    assert more.sum() > some.sum()


def test_another_day_other_people() -> None:
    crew = plan(Crew("early", 0, 500, 0, 0, DUTY), absence=0.5)
    assert (draw_absences(crew, 1, 0) != draw_absences(crew, 1, 1)).any()
