"""The formulas, on counts by hand."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from sim.kpis.definitions import KPIS, Better, Kpi, Scope, Weights, kpis
from sim.kpis.estimates import estimate
from sim.kpis.features import Feature
from sim.kpis.periods import Period, parts
from sim.kpis.tally import ChannelCount, GroupCount, QueueCount, QueuePeak
from tests.kpis.counted import tally_of

#: The worked example of the six service levels.
SIX = {
    QueueCount.OFFERED: 1060.0,
    QueueCount.ANSWERED: 1000.0,
    QueueCount.ABANDONED: 60.0,
    QueueCount.ANSWERED_WITHIN: 860.0,
    QueueCount.ABANDONED_WITHIN: 20.0,
    QueueCount.ABANDONED_SHORT: 10.0,
}

QUEUE = {
    QueueCount.OFFERED: 200.0,
    QueueCount.FIRST: 160.0,
    QueueCount.REDIALS: 12.0,
    QueueCount.REPEATS: 8.0,
    QueueCount.TRANSFERRED_IN: 20.0,
    QueueCount.ANSWERED: 150.0,
    QueueCount.ABANDONED: 30.0,
    QueueCount.BLOCKED: 10.0,
    QueueCount.CLOSED: 4.0,
    QueueCount.CLEARED: 5.0,
    QueueCount.DROPPED: 2.0,  # of those answered
    QueueCount.STILL_WAITING: 1.0,
    QueueCount.WAIT_ANSWERED_S: 3000.0,
    QueueCount.WAIT_S: 5000.0,
    QueueCount.TALK_S: 30000.0,
    QueueCount.HOLD_S: 600.0,
    QueueCount.HANDOVER_S: 150.0,
    QueueCount.WRAP_UP_S: 4500.0,
    QueueCount.TRANSFERRED_OUT: 15.0,
    QueueCount.CONTACT_WAIT_S: 6000.0,
    QueueCount.CONTACT_TRANSFERS: 16.0,
    QueueCount.SETTLED: 120.0,
    QueueCount.UNRESOLVED: 6.0,
    QueueCount.QUEUE_LENGTH_S: 43200.0,
    QueueCount.LINE_S: 36000.0,
}
GROUP = {
    GroupCount.ON_DUTY_S: 48000.0,
    GroupCount.PRESENT_S: 50000.0,
    GroupCount.OVERTIME_S: 2000.0,
    GroupCount.TALK_S: 29000.0,
    GroupCount.HOLD_S: 600.0,
    GroupCount.HANDOVER_S: 100.0,
    GroupCount.WRAP_UP_S: 4300.0,
    GroupCount.ANSWERED: 170.0,
    GroupCount.TRANSFERRED_OUT: 17.0,
    GroupCount.LEG_HANDLING_S: 34000.0,
    GroupCount.PAID_S: 68000.0,
    GroupCount.WAGES: 900.0,
    GroupCount.BUSY_S: 34000.0,
    GroupCount.PLAYS: 40.0,
}
CHANNELS = {
    ChannelCount.ARRIVED: 400.0,
    ChannelCount.CONTAINED: 180.0,
    ChannelCount.LEFT_BOT: 20.0,
    ChannelCount.FAILED_OVER: 200.0,
    ChannelCount.SELF_SERVICE_S: 24000.0,
    ChannelCount.DIVERTED: 6.0,
    ChannelCount.CALLED_BACK: 0.0,
    ChannelCount.CALLS_MADE: 50.0,
    ChannelCount.CALLS_REACHED: 30.0,
    ChannelCount.CALL_TALK_S: 4500.0,
    ChannelCount.CUSTOMERS_TO_CALL: 40.0,
    ChannelCount.NEVER_REACHED: 8.0,
    ChannelCount.CALL_BACKS_REACHED: 25.0,
    ChannelCount.CALL_BACK_WAIT_S: 15000.0,
    ChannelCount.FELL_SILENT: 9.0,
    ChannelCount.TICKETS_OPENED: 12.0,
    ChannelCount.TICKETS_RECEIVED: 11.0,
    ChannelCount.ESCALATIONS_RECEIVED: 5.0,
    ChannelCount.DONE: 70.0,
    ChannelCount.ON_TIME: 63.0,
    ChannelCount.LATE: 9.0,
    ChannelCount.OPEN: 28.0,
    ChannelCount.REOPENED: 7.0,
    ChannelCount.ESCALATED: 4.0,
    ChannelCount.REMINDED: 10.0,
    ChannelCount.PUT_ASIDE: 75.0,
    ChannelCount.BACKLOG: 960.0,
    ChannelCount.BACKLOG_AGE_S: 3456000.0,
    ChannelCount.INSTANTS: 48.0,
}
PEAKS = {QueuePeak.LONGEST_WAIT_S: 321.0, QueuePeak.LONGEST_QUEUE: 7.0}

VALUES = {
    "offered": 200,
    "answered": 150,
    "abandoned": 30,
    "dropped": 2,
    # abandoned, blocked, closed, cleared, cut off, gave up in self-service
    "lost": 30 + 10 + 4 + 5 + 2 + 20,
    "answer_rate": 150 / 200,
    "abandonment": 30 / 200,
    "blocked_share": 10 / 200,
    "closed_share": 4 / 200,
    "cleared_share": 5 / 200,
    "still_waiting_share": 1 / 200,
    "dropped_share": 2 / 200,
    "redial_share": 12 / 200,
    "repeat_share": 8 / 200,
    "transfer_share": 15 / 150,
    "first_contact_resolution": 114 / 120,
    "asa": 3000 / 150,
    "mean_wait": 5000 / 200,
    "aht": (30000 + 600 + 150 + 4500) / 150,
    "longest_wait": 321,
    "queue_length": 43200 / 86400,
    "longest_queue": 7,
    # 100 minutes waited, 16 transfers x 3 and 20 returns x 5, by 160 contacts
    "customer_effort": (100 + 48 + 100) / 160,
    # 600 minutes of telephony at 0.1 each
    "cost": 900 + 60 + 40,
    "playbook_cost": 40,
    "cost_per_contact": 1000 / (150 + 180),
    "occupancy": 34000 / 50000,
    "utilisation": 34000 / 68000,
    "hold_pressure": 600 / 48000,
    "group_transfer_share": 17 / 170,
    "arrived": 400,
    "contained": 180,
    "containment": 180 / 400,
    "left_bot_share": 20 / 400,
    "failover_share": 200 / 400,
    "self_service_time": 24000 / 400,
    "diverted_share": 6 / 200,
    "call_back_share": 0,
    "call_back_wait": 15000 / 25,
    "calls_made": 50,
    "reached_share": 30 / 50,
    "never_reached_share": 8 / 40,
    "call_talk": 4500 / 30,
    "silent_share": 9 / 150,
    "tickets_opened": 12,
    "ticket_share": 12 / 150,
    "tickets_received": 11,
    "escalations_received": 5,
    "on_time": 63 / 72,
    "done": 70,
    "late": 9,
    "open_at_end": 28,
    "backlog": 20,
    "backlog_age": 3600,
    "escalated_share": 4 / 200,
    "reminded_share": 10 / 200,
    "reopened_share": 7 / 70,
    "put_aside": 75 / 150,
    "contacts_at_once": 1,
    "group_aht": 200,
    "group_answered": 170,
    "on_duty": 48000,
    "overtime": 2000,
    "wages": 900,
}
BOT = frozenset({Feature.SELF_SERVICE})
WITH_TELEPHONY = kpis(Weights(telephony_per_min=0.1))


@pytest.mark.parametrize(
    ("name", "percent"),
    [("SL1", 83.0), ("SL2", 86.0), ("SL3", 81.1), ("SL4", 82.7), ("SL5", 82.1), ("SL6", 81.9)],
)
def test_the_six_service_levels(name: str, percent: float) -> None:
    assert round(100 * _value(KPIS[name], SIX), 1) == percent


def test_every_kpi_has_an_expectation() -> None:
    assert {*VALUES} | {f"SL{number}" for number in range(1, 7)} == set(KPIS)


@pytest.mark.parametrize("name", VALUES)
def test_value(name: str) -> None:
    assert _value(WITH_TELEPHONY[name], QUEUE) == pytest.approx(VALUES[name], rel=1e-12)


def test_weights_of_effort() -> None:
    weighted = kpis(Weights(2, 0, 1))
    assert _value(weighted["customer_effort"], QUEUE) == pytest.approx((200 + 20) / 160)


CALLED_BACK = {"SL1": 80, "SL3": 75, "SL5": 77.5, "SL6": 75 / 0.975}
CALLED_BACK |= {"answer_rate": 90, "abandonment": 6.25, "call_back_share": 20, "SL2": 75 / 0.9}


@pytest.mark.parametrize("name", CALLED_BACK)
def test_those_called_back_are_in_no_level_of_service(name: str) -> None:
    # 100 were offered and 20 accepted a call-back, so 80 are left: 72 answered, 5 abandoned.
    queue = {
        QueueCount.OFFERED: 100.0,
        QueueCount.ANSWERED: 72.0,
        QueueCount.ANSWERED_WITHIN: 60.0,
        QueueCount.ABANDONED: 5.0,
        QueueCount.ABANDONED_WITHIN: 4.0,
        QueueCount.ABANDONED_SHORT: 2.0,
    }
    counted = tally_of(queue, channel_counts={ChannelCount.CALLED_BACK: 20.0})
    assert 100 * estimate(KPIS[name], [counted]).value == pytest.approx(CALLED_BACK[name])


def test_cost_is_shared_by_all_who_were_served() -> None:
    channels = {ChannelCount.SERVED_APART: 300.0, ChannelCount.CONTAINED: 50.0}
    counted = tally_of(QUEUE, GROUP, PEAKS, channels)
    assert estimate(WITH_TELEPHONY["cost_per_contact"], [counted]).value == 1000 / 500


def test_only_what_a_floor_has_is_said() -> None:
    telephones = kpis(features=frozenset())
    assert all(not kpi.needs for kpi in telephones.values())
    with_bot = kpis(features=frozenset({Feature.SELF_SERVICE}))
    assert {*with_bot} - {*telephones} == {name for name, kpi in KPIS.items() if BOT & kpi.needs}
    assert {"containment", "arrived"} <= {*with_bot} - {*telephones}
    named = frozenset(feature for kpi in KPIS.values() for feature in kpi.needs)
    assert named == {*Feature} - {Feature.CHAT}  # of which there is nothing to count apart


def test_what_becomes_of_those_offered_adds_up() -> None:
    shares = ("answer_rate", "abandonment", "blocked_share", "closed_share", "cleared_share")
    ends = (*shares, "still_waiting_share")
    assert sum(_value(KPIS[share], QUEUE) for share in ends) == pytest.approx(1)


def test_only_promises_of_service_are_better_or_worse() -> None:
    neither = {name for name, kpi in KPIS.items() if kpi.better is Better.NEITHER}
    assert {"cost", "cost_per_contact", "wages", "aht", "group_aht", "overtime"} <= neither
    assert {"utilisation", "occupancy", "transfer_share", "repeat_share"} <= neither
    assert {"closed_share", "still_waiting_share"} <= neither  # when callers come, not how served
    assert not neither & {"SL3", "asa", "abandonment", "answer_rate", "hold_pressure"}


@pytest.mark.parametrize("kpi", KPIS.values(), ids=lambda kpi: kpi.id)
def test_what_has_no_denominator_today_is_nan(kpi: Kpi) -> None:
    nothing = tally_of({QueueCount.SPAN_S: 0.0})
    value = estimate(kpi, [nothing]).value
    assert math.isnan(value) if kpi.bottom or kpi.peak is not None else value == 0


@pytest.mark.parametrize("kpi", KPIS.values(), ids=lambda kpi: kpi.id)
def test_an_empty_day_is_never_a_good_one(kpi: Kpi) -> None:
    value = estimate(kpi, [tally_of()]).value
    assert math.isnan(value) or value == 0
    if kpi.better is Better.HIGHER:
        assert math.isnan(value)


def test_headers_name_denominators() -> None:
    for kpi in KPIS.values():
        # A mean over time has the time as its denominator.
        assert "/" in kpi.formula or not kpi.bottom or kpi.id == "queue_length"


def test_ids_are_plain_words() -> None:
    assert all(re.fullmatch(r"SL[1-6]|[a-z_]+", name) for name in KPIS)
    assert all(kpi.id == name for name, kpi in KPIS.items())


def test_no_two_kpis_are_the_same_ratio() -> None:
    # By name: a count of queues equals one of groups that has the same number.
    ratios = [
        (
            tuple((repr(count), factor) for count, factor in kpi.top),
            tuple((repr(count), factor) for count, factor in kpi.bottom),
            kpi.peak,
        )
        for kpi in KPIS.values()
    ]
    assert len(set(ratios)) == len(ratios)


def test_rows_by_scope() -> None:
    counted = tally_of(QUEUE, GROUP, PEAKS)
    for kpi in KPIS.values():
        rows = 1 if kpi.scope is Scope.CENTRE else 2
        assert [part.shape for part in kpi.parts(counted)] == [(rows, 1)] * 2


def test_periods_are_weighted_by_volume() -> None:
    # 90 of 100 in one half of the day and 1 of 10 in the other: 91 of 110, not the mean of .9, .1.
    counted = tally_of(
        {QueueCount.OFFERED: [100, 10, 50, 50], QueueCount.ANSWERED_WITHIN: [90, 1, 50, 0]},
        intervals=4,
        interval_s=43_200,
    )
    found = {period: parts(KPIS["SL3"], [counted], period).row(0).values[0] for period in Period}
    assert found[Period.INTERVAL].tolist() == [0.9, 0.1, 1, 0]
    assert found[Period.DAY].tolist() == [91 / 110, 50 / 100]
    assert found[Period.WEEK].tolist() == [141 / 210]
    assert found[Period.ALL].tolist() == [141 / 210]


def test_weeks_are_seven_days() -> None:
    counted = tally_of({QueueCount.OFFERED: [1.0] * 10}, intervals=10)
    weeks = parts(KPIS["offered"], [counted], Period.WEEK).row(0)
    assert weeks.values.tolist() == [[7, 3]]


def test_maxima_of_periods() -> None:
    longest = [3.0, np.nan, np.nan, np.nan]
    counted = tally_of(peaks={QueuePeak.LONGEST_WAIT_S: longest}, intervals=4, interval_s=43_200)
    days = parts(KPIS["longest_wait"], [counted], Period.DAY).row(0)
    np.testing.assert_array_equal(days.values, [[3, np.nan]])


def test_no_replications_are_refused() -> None:
    with pytest.raises(ValueError, match="expected at least one"):
        parts(KPIS["SL3"], [])


def _value(kpi: Kpi, counts: dict[QueueCount, float]) -> float:
    return estimate(kpi, [tally_of(counts, GROUP, PEAKS, CHANNELS)]).value
