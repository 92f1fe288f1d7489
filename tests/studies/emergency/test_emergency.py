"""Days with and without playbooks, and less each action: worked out by hand, or another way."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.console import Console
from scipy import stats

from crewline.tables.playbook import print_emergency
from scenarios.faults import BadInput
from scenarios.load import load
from scenarios.studies.emergency.arms import written_actions
from scenarios.studies.emergency.emergency import Arm, Emergency, emergency
from scenarios.studies.emergency.results import save_emergency
from scenarios.studies.emergency.summary import emergency_summary
from scenarios.studies.options import RunOptions
from scenarios.studies.results import load_results
from scenarios.studies.study import study
from scenarios.studies.summary import records
from sim.engines.choice import Engine
from sim.kpis.periods import Period, parts
from tests.studies.emergency import bad_day
from tests.studies.emergency.bad_day import BY_CLOCK, NEVER, RESERVE

#: A reserve that comes when five wait, beside an announcement; and a level that nothing reaches.
SURGE: dict[str, Any] = {
    "watch": "queue_length",
    "levels": [
        {
            "at": 5,
            "back": 1,
            "back_for": "10 min",
            "do": [
                {
                    "call_in": {"group": "front", "people": 6},
                    "after": "10 min",
                    "cost": {"per_person_h": 50},
                },
                {"announce": {"queue": "general", "after": "20 s", "share": "30 %"}},
            ],
        },
        {"at": 1_000_000, "do": [{"call_in": {"group": "front", "people": 9}}]},
    ],
}


@pytest.fixture(scope="module")
def by_clock() -> Emergency:
    return bad_day.found(worth=30.0)


@pytest.fixture(scope="module")
def surge() -> Emergency:
    return bad_day.found(worth=30.0, playbooks={"surge": SURGE})


def figures(arm: Arm) -> dict[tuple[str, str, str], tuple[list[list[float]], list[list[float]]]]:
    return {key: (each.top.tolist(), each.bottom.tolist()) for key, each in arm.figures.items()}


def assert_is_study(arm: Arm, **changes: Any) -> None:
    """The arm's KPIs are those that a run of its own has, bit for bit."""
    own = study(bad_day.loaded(**changes), RunOptions(replications=arm.replications, jobs=1))
    compared = 0
    for (kind, name, figure), found in arm.figures.items():
        if figure in own.counted.kpis:
            kpi = own.counted.kpis[figure]
            row = own.counted.rows(kpi).index((kind, name))
            expected = parts(kpi, own.tallies, Period.ALL).row(row)
            assert found.top.tolist() == expected.top.tolist(), figure
            assert found.bottom.tolist() == expected.bottom.tolist(), figure
            compared += 1
    assert compared >= 8


def test_arms_are_the_runs_that_they_say(surge: Emergency) -> None:
    level, never = SURGE["levels"]
    assert_is_study(surge.ordinary, disruptions=[], playbooks={})
    assert_is_study(surge.without, playbooks={})
    assert_is_study(surge.played, playbooks={"surge": SURGE})
    assert [(action.level, action.place) for action in surge.leaving_out] == [(1, 1), (1, 2)]
    for left, arm in zip(reversed(level["do"]), surge.leaving_out.values(), strict=True):
        rest = {**SURGE, "levels": [{**level, "do": [left]}, never]}
        assert_is_study(arm, playbooks={"surge": rest})


def test_a_playbook_that_never_fires_changes_and_costs_nothing() -> None:
    found = bad_day.found(worth=30.0, playbooks={"never": NEVER})
    assert figures(found.played) == figures(found.without)
    assert (found.played.recoveries == found.without.recoveries)[
        ~np.isnan(found.without.recoveries)
    ].all()
    assert found.leaving_out == {}
    assert found.events.empty
    together, action = found.earned.to_dict("records")
    assert (together["kept"], together["paid"], together["minutes_saved"]) == (0, 0, 0)
    assert together["earned"] == "it changed nothing"
    assert np.isnan(together["price"])
    assert (action["share"], action["times"], action["cost"]) == (0, 0, 0)
    assert np.isnan(action["kept"])
    assert action["earned"] == ""
    assert set(found.outcomes["verdict"]) <= {"the same", "undefined"}


def test_an_only_action_left_out_is_the_day_without(by_clock: Emergency) -> None:
    (less,) = by_clock.leaving_out.values()
    assert figures(less) == figures(by_clock.without)


def test_a_day_without_disruptions_is_the_ordinary_one() -> None:
    found = bad_day.found(disruptions=[])
    assert found.without is found.ordinary
    assert found.onset_ms == 0


def test_what_a_reserve_by_the_clock_does_and_costs(by_clock: Emergency) -> None:
    events = by_clock.events.to_dict("records")
    assert [(row["event"], row["at_p50"], row["after_p50"]) for row in events] == [
        ("detected", 600, 0),
        ("back", 720, 120),
        ("begun", 630, 30),
    ]
    assert {(row["share"], row["times"]) for row in events} == {(1.0, 1.0)}
    row = by_clock.earned.to_dict("records")[1]
    assert (row["playbook"], row["level"], row["place"]) == ("reserve", 1, 1)
    assert row["action"] == "call in 4 to front"
    assert (row["hours"], row["person_hours"]) == (1.5, 6.0)
    assert (row["cost"], row["cost_low"], row["cost_high"]) == (415, 415, 415)
    # Nothing else costs more or less: wages are those of the plan, and nobody pays by the minute.
    assert (row["paid"], row["paid_low"], row["paid_high"]) == (415, 415, 415)
    assert by_clock.onset_ms == 10 * 3_600_000


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def row_of(table: pd.DataFrame, *first: str) -> dict[str, Any]:
    """Return the only row that begins so."""
    (row,) = (row for row in rows_of(table) if tuple(row.values())[: len(first)] == first)
    return row


def values(found: Emergency, arm: str, figure: str) -> np.ndarray:
    table = found.by_replication
    is_meant = (table["arm"] == arm) & (table["kind"] == "centre") & (table["figure"] == figure)
    return table.loc[is_meant, "value"].to_numpy()


def assert_mean(row: Mapping[str, Any], name: str, numbers: np.ndarray) -> None:
    """Check a mean and its t interval by scipy's."""
    assert row[name] == pytest.approx(numbers.mean())
    error = stats.sem(numbers)
    low, high = stats.t.interval(0.95, len(numbers) - 1, numbers.mean(), error or 1e-300)
    assert (row[f"{name}_low"], row[f"{name}_high"]) == pytest.approx((low, high))


def test_what_actions_are_worth_another_way(surge: Emergency) -> None:
    rows = rows_of(surge.earned)
    arms = ["without playbooks", *(arm.label for arm in surge.leaving_out.values())]
    assert len(rows) == 4  # the last never took effect
    for row, arm in zip(rows, arms, strict=False):
        lost, cost, out, back = (
            values(surge, arm, figure) - values(surge, "with playbooks", figure)
            for figure in ("lost", "cost", "minutes_out", "minutes_to_back")
        )
        assert_mean(row, "kept", lost)
        assert_mean(row, "paid", -cost)
        assert_mean(row, "minutes_saved", out)
        assert_mean(row, "minutes_sooner", back)
        assert_mean(row, "gain", 30 * lost + cost)
        sign = np.sign([row["gain_low"], row["gain_high"]]).sum()
        assert row["earned"] == {2: "surely", -2: "surely not"}.get(sign, "cannot be told")
        if row["kept_low"] > 0:
            assert row["price"] == pytest.approx(-cost.mean() / lost.mean())
        else:
            assert np.isnan(row["price"])
    assert rows[0]["kept"] > 0
    assert {row["earned"] for row in rows[1:3]} != {""}


def test_a_contact_of_no_worth_earns_nobody_money(by_clock: Emergency) -> None:
    del by_clock
    found = bad_day.found(worth=0.0)
    assert found.earned["earned"].tolist() == ["surely not", "surely not"]
    assert set(bad_day.found(worth=None).earned["earned"]) == {""}


def test_outcomes_are_the_three_days_and_their_difference(surge: Emergency) -> None:
    row = row_of(surge.outcomes, "centre", "", "lost")
    for day, arm in (("ordinary", "ordinary day"), ("without", "without playbooks")):
        assert_mean(row, day, values(surge, arm, "lost"))
    without, with_ = (values(surge, arm, "lost") for arm in ("without playbooks", "with playbooks"))
    assert row["difference"] == pytest.approx((with_ - without).mean())
    assert row["verdict"] == "better"
    assert row["ordinary"] < row["with"] < row["without"]
    assert row_of(surge.outcomes, "centre", "", "offered")["verdict"] == "the same"


def test_recovery_tells_deciles_of_those_who_were_out(surge: Emergency) -> None:
    row = row_of(surge.recovery, "without playbooks", "queue", "general")
    recoveries = surge.without.recoveries[:, 1]
    assert row["share_out"] == 1.0
    assert row["out_p50"] == np.median(recoveries[:, 0])
    assert row["back_p90"] == np.quantile(recoveries[:, 1], 0.9)
    assert row["minutes_out"] == recoveries[:, 3].mean()


def test_a_playbook_that_begins_too_often_is_bounded_and_told() -> None:
    flickers = {"watch": "queue_length", "levels": [{"at": 1, "most": 2, "do": [RESERVE]}]}
    found = bad_day.found(playbooks={"flickers": flickers})
    times = {row["event"]: row["times"] for row in rows_of(found.events)}
    assert times["detected"] == 2
    assert times["declined"] > 2


def test_two_playbooks_are_left_out_action_by_action() -> None:
    found = bad_day.found(playbooks={"reserve": BY_CLOCK, "surge": SURGE})
    assert [(a.playbook, a.level, a.place) for a in found.leaving_out] == [
        ("reserve", 1, 1),
        ("surge", 1, 1),
        ("surge", 1, 2),
    ]
    surge_alone = next(iter(found.leaving_out.values()))
    assert_is_study(surge_alone, playbooks={"surge": SURGE})


def test_an_action_on_two_lines_is_one() -> None:
    queue = {"volume": {"per_h": 30}, "talk": "3 min"}
    queues = {"one": queue, "two": queue}
    groups = {"front": {"serves": {"one": {}, "two": {}}, "agents": 5}}
    offer = {
        "announce": {"queues": ["one", "two"], "after": "20 s", "share": "50 %"},
        "cost": {"once": 100, "per_h": 10},
    }
    plan = {"levels": [{"from": "10:00", "to": "12:00", "do": [offer]}]}
    found = bad_day.found(queues=queues, groups=groups, playbooks={"plan": plan})
    (action,) = found.actions
    assert len(action.parts) == 2
    assert action.words == "announce on one after 20 s (+1)"
    assert "\n(+1): the same on so many more queues or groups.\n" in printed(found)
    row = found.earned.to_dict("records")[1]
    assert (row["times"], row["hours"], row["cost"]) == (1, 2, 120)  # paid once, not by line
    assert figures(found.leaving_out[action]) == figures(found.without)
    # No line has a service level as a target: nothing is told of a recovery.
    assert found.recovery.empty
    assert np.isnan(row["minutes_sooner"])


#: Two kinds of work that five people do at once, unless it is suspended.
MAIL: dict[str, Any] = {
    "queues": {
        "post": {"channel": "email", "volume": {"per_h": 10}, "talk": "2 min", "due": "2 h"},
        "notes": {"channel": "email", "volume": {"per_h": 10}, "talk": "2 min", "due": "2 h"},
    },
    "groups": {"front": {"serves": {"post": {}, "notes": {}}, "agents": 5}},
}


def test_work_that_is_put_off_is_told_beside_the_worth() -> None:
    # From noon to the end of the day nobody begins a piece of post: of 240 some 120 are left, and
    # of those the 100 due by midnight are late. Nothing happens to notes.
    suspends = {
        "levels": [{"from": "12:00", "to": "24:00", "do": [{"suspend": {"queue": "post"}}]}]
    }
    found = bad_day.found(**MAIL, disruptions=[], playbooks={"plan": suspends})
    rows = rows_of(found.left_undone)
    assert [(row["name"], row["figure"]) for row in rows] == [
        ("post", "on_time"),
        ("post", "open_at_end"),
    ]
    assert (rows[0]["without"], rows[1]["without"] < 5) == (1, True)
    assert 0.4 < rows[0]["with"] < 0.7
    assert 80 < rows[1]["with"] < 160
    assert emergency_summary(found)["left_undone"] == records(found.left_undone)
    told = printed(found)
    done, left = f"{100 * rows[0]['with']:.1f}", f"{rows[1]['with']:.1f}"
    assert f"Not in this: post: done in time falls from 100.0 to {done} % with playbooks" in told
    assert (
        f"Not in this: post: open at the end rises from {rows[1]['without']:.1f} to {left}" in told
    )


def test_work_that_is_not_put_off_is_not_told(surge: Emergency) -> None:
    more = bad_day.found(**MAIL, disruptions=[], playbooks={"reserve": BY_CLOCK})
    assert more.left_undone.empty
    assert surge.left_undone.empty
    assert "Not in this" not in printed(more)
    assert "so many more" not in printed(more)  # no action is on several


def printed(found: Emergency) -> str:
    console = Console(file=io.StringIO(), width=200)
    print_emergency(console, found)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_an_action_on_people_of_two_groups_tells_how_many_in_all() -> None:
    groups = {
        "front": {"serves": {"general": {}}, "agents": 5},
        "back": {"serves": {"general": {}}, "agents": 8},
        "side": {"serves": {"general": {}}, "agents": 2},
    }
    plan = {
        "levels": [
            {
                "from": "10:00",
                "to": "12:00",
                "do": [
                    {"call_in": {"groups": ["front", "back"], "share": "50 %"}},
                    {"move": {"groups": ["back", "side"], "to": "front", "people": 2}},
                    {"send_home": {"groups": ["front", "back"], "share": "50 %", "of": "there"}},
                ],
            }
        ]
    }
    made = bad_day.loaded(groups=groups, playbooks={"plan": plan}).scenario
    assert [action.words for action in written_actions(made)] == [
        "call in 7: 3 to front (+1)",  # 5 / 2 is rounded up
        "move 4: 2 from back to front (+1)",
        "send home 50 % of front (+1)",  # of those who are there then
    ]


def test_engines_and_jobs_make_no_difference() -> None:
    ours = bad_day.found(2, playbooks={"surge": SURGE}).by_replication
    theirs = bad_day.found(2, engine=Engine.REFERENCE, playbooks={"surge": SURGE}).by_replication
    pd.testing.assert_frame_equal(ours, theirs)


def test_a_results_folder_holds_all_of_it(surge: Emergency, tmp_path: Path) -> None:
    results = load_results(save_emergency(surge, tmp_path / "out", csv=True))
    assert results.summary == emergency_summary(surge)
    assert {*results.tables} == {"outcomes", "recovery", "events", "earned", "by_replication"}
    pd.testing.assert_frame_equal(results.tables["earned"], surge.earned)
    assert (tmp_path / "out" / "earned.csv").is_file()
    again = emergency(load(results.scenario_file), RunOptions(replications=3, jobs=1))
    pd.testing.assert_frame_equal(again.by_replication, surge.by_replication)


@pytest.mark.parametrize(
    ("changes", "field"), [({"playbooks": {}}, "playbooks"), ({"worth": -1.0}, "--worth")]
)
def test_what_cannot_be_tested_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as told:
        bad_day.found(**changes)
    assert [fault.field for fault in told.value.faults] == [field]
