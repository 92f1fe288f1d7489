"""Studies of the corner bank: seeds, stopping, tables, and what must not be."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from scenarios.load import Loaded, load
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study
from scenarios.studies.summary import study_summary
from sim.engines.choice import Engine

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(CORNER_BANK)


@pytest.fixture(scope="module")
def found(loaded: Loaded) -> Study:
    return study(loaded, RunOptions(replications=4, jobs=1), legs=True)


def figure(found: Study, kind: str, name: str, kpi: str) -> float:
    table = found.kpis if kind in {"centre", "queue"} else found.groups
    row = table[(table["kind"] == kind) & (table["name"] == name) & (table["kpi"] == kpi)]
    return float(row["value"].iloc[0])


def test_one_process_and_two_say_the_same(loaded: Loaded, found: Study) -> None:
    again = study(loaded, RunOptions(replications=4, jobs=2))
    assert again.kpis.equals(found.kpis)
    assert again.groups.equals(found.groups)
    assert again.days.equals(found.days)


def test_it_crosses_to_another_process_with_its_tables_made(found: Study) -> None:
    _ = found.kpis, found.intervals, found.days
    there = pickle.loads(pickle.dumps(found))
    assert there.kpis.equals(found.kpis)
    assert there.counted.queues == found.counted.queues
    np.testing.assert_array_equal(there.tallies[1].queues, found.tallies[1].queues)


def test_both_engines_say_the_same(loaded: Loaded, found: Study) -> None:
    again = study(loaded, RunOptions(replications=4, jobs=1, engine=Engine.REFERENCE), legs=True)
    assert (again.engine, found.engine) == (Engine.REFERENCE, Engine.COMPILED)
    for table in ("kpis", "groups", "intervals", "days", "flows", "first_legs"):
        assert getattr(again, table).equals(getattr(found, table)), table
    told = [{**study_summary(each), "wall_s": 0, "engine": ""} for each in (again, found)]
    assert told[0] == told[1]


def test_a_given_seed_takes_the_place_of_the_scenarios(loaded: Loaded, found: Study) -> None:
    assert found.seed == 618
    other = study(loaded, RunOptions(replications=4, jobs=1, seed=7))
    assert other.scenario.seed == 7
    assert not other.days.equals(found.days)


def test_more_replications_begin_with_the_same_days(loaded: Loaded, found: Study) -> None:
    fewer = study(loaded, RunOptions(replications=2, jobs=1))
    same = found.days[found.days["replication"] < 2].reset_index(drop=True)
    assert fewer.days.equals(same)


def test_the_centre_counts_what_its_queues_do_without_transfers(found: Study) -> None:
    """A transferred contact is offered to two queues and once to the centre."""
    legs = sum(figure(found, "queue", name, "offered") for name in found.scenario.queues)
    transfers = found.flows["transfers"].sum()
    assert transfers > 0
    assert legs - transfers == pytest.approx(figure(found, "centre", "", "offered"))


def test_kept_legs_are_those_that_were_counted(found: Study) -> None:
    legs = found.first_legs
    assert legs is not None
    assert set(legs["queue"].unique()) <= {"general", "loan", "expert"}
    day = found.days[(found.days["kind"] == "centre") & (found.days["replication"] == 0)]
    assert (legs["cause"] != "transfer").sum() == day["offered"].iloc[0]


def test_unanswered_legs_have_no_group(found: Study) -> None:
    legs = found.first_legs
    assert legs is not None
    assert legs.loc[legs["outcome"] == "abandoned", "group"].isna().all()


def test_intervals_add_up_to_the_day(found: Study) -> None:
    table = found.intervals
    centre = table[(table["kind"] == "centre") & (table["kpi"] == "offered")]
    assert len(centre) == 48
    assert centre["start_min"].tolist() == [30 * number for number in range(48)]
    assert centre["value"].sum() == pytest.approx(figure(found, "centre", "", "offered"))


def test_a_kpi_is_a_ratio_of_means_and_no_mean_of_daily_ratios(found: Study) -> None:
    days = found.days[found.days["kind"] == "centre"]
    of_means = days["answered"].mean() / days["offered"].mean()
    assert figure(found, "centre", "", "answer_rate") == pytest.approx(of_means)


def test_days_met_stands_beside_the_targets_kpi_alone(found: Study) -> None:
    told = found.kpis[found.kpis["days_met"].notna()]
    pairs = list(zip(told["name"], told["kpi"], strict=True))
    assert sorted(pairs) == [("expert", "asa"), ("general", "SL3"), ("loan", "SL3")]
    assert told["days_met"].between(0, 1).all()


def test_deciles_lie_within_the_days(found: Study) -> None:
    row = found.kpis[(found.kpis["name"] == "general") & (found.kpis["kpi"] == "SL3")].iloc[0]
    days = found.days[found.days["name"] == "general"]["SL3"]
    assert days.min() <= row["p10"] <= row["p50"] <= row["p90"] <= days.max()
    assert row["p50"] == pytest.approx(np.median(days))


def test_it_stops_when_all_targets_of_the_unit_are_known_well(loaded: Loaded) -> None:
    heard: list[tuple[str, int, int]] = []
    found = study(
        loaded,
        RunOptions(
            precision="8 %",
            replications=60,
            jobs=1,
            on_progress=lambda *progress: heard.append(progress),
        ),
    )
    assert found.precise is True
    assert found.replications < 60
    reaches = [e.estimate.half_width for e in found.evaluations if e.target.kpi.id == "SL3"]
    assert max(reaches) <= 0.08
    assert heard[-1][1] == found.replications
    assert all(label == "corner_bank" and done <= planned for label, done, planned in heard)


def test_it_stops_at_the_cap_and_says_so(loaded: Loaded) -> None:
    found = study(loaded, RunOptions(precision="0.01 %", replications=3, jobs=1))
    assert (found.replications, found.precise) == (3, False)


def test_a_target_of_intervals_is_looked_at_in_its_worst_interval(loaded: Loaded) -> None:
    """The whole day is known within 12 points after the first look, the worst half hour is not."""
    by_interval = load(CORNER_BANK, sets=["queues.loan.target.scope=interval"])
    found = {
        scope: study(each, RunOptions(precision="12 %", replications=40, jobs=1))
        for scope, each in (("day", loaded), ("interval", by_interval))
    }
    assert found["day"].replications == 10
    assert found["interval"].replications > 10
    (worst,) = (e.estimate for e in found["interval"].evaluations if e.target.row == 2)
    assert (worst.half_width <= 0.12) is (found["interval"].precise is True)


def test_it_says_of_every_target_what_was_reached(loaded: Loaded) -> None:
    found = study(loaded, RunOptions(precision="2 s", replications=3, jobs=1))
    assert found.reached is not None
    assert [found.reached.of(row) for row in (1, 2)] == [None, None]  # shares, not times
    told = {target["queue"]: target for target in study_summary(found)["targets"]}
    (expert,) = (e.estimate for e in found.evaluations if e.target.kpi.id == "asa")
    assert told["expert"]["half_width"] == expert.half_width
    assert told["expert"]["precision_reached"] is (expert.half_width <= 2)
    assert told["loan"]["precision_reached"] is None


def test_without_a_target_of_the_unit_the_centre_is_looked_at() -> None:
    alone = load(CORNER_BANK, sets=["queues.expert.target=null"])
    found = study(alone, RunOptions(precision="1000 s", jobs=1))
    precision = study_summary(found)["precision"]
    assert (precision["looked_at"], precision["reached"]) == ("centre", True)
    assert found.replications == 10
