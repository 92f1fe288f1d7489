"""Agents on duty and their skills, inferred from tiny logs by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.intake.days import choose_days
from scenarios.intake.skills import find_groups
from scenarios.intake.staffing import Staffing, infer_staffing, turnaround_s, whole_agents
from tests.intake.small_log import mapping, read, row

DAY = "2026-06-01"


def _staffing(folder: Path, rows: list[str], **changes: object) -> Staffing:
    calls = read(folder, rows, **changes).calls
    chosen = mapping(**changes)
    return infer_staffing(calls, choose_days(calls, chosen), chosen)


def test_presence_by_hand(tmp_path: Path) -> None:
    """Ann serves 9:00-9:10 and 9:35-9:45: a gap of 25 min, so she is there for 45 min.

    Bob serves 9:00-9:05 and 10:00-10:15. In the 55 min between, Ann took eight calls, more than
    three for each of two: he was away. Nobody comes for 5 or 15 min: he is there for 30 each time.
    """
    rows = [
        row(f"{DAY} 09:00:00", talk=600, agent="ann"),
        row(f"{DAY} 09:00:00", talk=300, agent="bob"),
        *(row(f"{DAY} 09:{35 + call}:00", talk=60, agent="ann") for call in range(7)),
        row(f"{DAY} 09:42:00", talk=180, agent="ann"),
        row(f"{DAY} 10:00:00", talk=900, agent="bob"),
    ]
    found = _staffing(tmp_path, rows)
    assert found.seen[0].sum(axis=0)[18:21].tolist() == pytest.approx([2, 15 / 30, 1])
    assert found.hours_a_day()["seen_h_per_day"] == pytest.approx(105 / 60)
    assert found.hours_a_day()["in_calls_h_per_day"] == pytest.approx(40 / 60)


def test_quiet_gap_is_no_sign_of_absence(tmp_path: Path) -> None:
    """Between Bob's calls of 9:00 and 11:00 Ann took six, three for each of two: he was there.

    Nobody is there for more than four hours without a call: at 16:00 he is there anew.
    """
    rows = [
        row(f"{DAY} 09:00:00", agent="bob"),
        *(row(f"{DAY} 10:0{call}:00", agent="ann") for call in range(6)),
        row(f"{DAY} 11:00:00", agent="bob"),
        row(f"{DAY} 16:00:00", agent="bob"),
    ]
    bob = _staffing(tmp_path, rows).seen[0].sum(axis=0)
    assert bob[18:22].tolist() == pytest.approx([1, 1, 2, 1])
    assert bob[23:34].tolist() == pytest.approx([0] * 9 + [1, 0])


def test_calls_that_were_answered_find_somebody_there(tmp_path: Path) -> None:
    """Of four Mondays one has a call at 3:00; at 9:00 each has a minute for either line.

    A mean over days would have a quarter of a minute at three, and nobody.
    """
    days = [f"2026-06-{day:02d}" for day in (1, 8, 15, 22)]
    rows = [row(f"{days[0]} 03:00:00")]
    rows += [row(f"{day} 09:00:00", line=line) for day in days for line in ("general", "loans")]
    found = _staffing(tmp_path, rows)
    whole = found.whole_on_duty(np.arange(4))
    assert np.flatnonzero(whole.sum(axis=0)).tolist() == [6, 18]


def test_days_without_a_call_say_nothing(tmp_path: Path) -> None:
    """Two agents on the Monday that had calls at 9:00; on the other, first seen at 12:00."""
    rows = [
        row("2026-06-01 09:00:00", agent="ann", talk=1800),
        row("2026-06-01 09:00:00", agent="bob", talk=1800),
        row("2026-06-08 12:00:00", agent="ann", talk=1800),
    ]
    found = _staffing(tmp_path, rows)
    assert found.on_duty(np.arange(2))[:, [18, 24]].sum(axis=0).tolist() == pytest.approx([2, 1])


def test_each_line_that_was_answered_gets_somebody_who_serves_it() -> None:
    """One agent on average, of group a; in the second interval only group b may serve the call.

    What is added there is not taken from the third.
    """
    on_duty = np.array([[1.0, 1.0, 1.0], [0.0, 0.1, 0.0]])
    answered = np.array([[True, True, True], [False, True, False]])
    serves = np.array([[True, False], [False, True]])
    whole = whole_agents(on_duty, answered, serves)
    assert whole.tolist() == [[1, 1, 1], [0, 1, 0]]
    both = whole_agents(on_duty, answered, np.array([[True, False], [True, True]]))
    assert both.sum(axis=0).tolist() == [1, 1, 1]
    assert both[1, 1] == 1


def test_saturation_by_hand(tmp_path: Path) -> None:
    """From 9:05 to 9:10 somebody waits. Ann is in a call throughout, Bob for the first 3 minutes.

    So (5 + 3) / 5 = 1.6 agents were ready in that half hour, though two were seen in it.
    """
    rows = [
        row(f"{DAY} 09:00:00", talk=1800, agent="ann"),
        row(f"{DAY} 09:00:00", talk=480, agent="bob"),
        row(f"{DAY} 09:05:00", wait=300, talk="", end="H", agent=""),
        row(f"{DAY} 09:25:00", talk=300, agent="bob"),
    ]
    found = _staffing(tmp_path, rows)
    assert found.waiting_s[0, 18] == 300
    assert found.saturated[0, 18] == pytest.approx(1.6)
    assert found.seen[0].sum(axis=0)[18] == pytest.approx(2)


def test_where_nobody_waits_the_share_of_other_intervals_is_taken(tmp_path: Path) -> None:
    """On the first Monday one of two agents seen was ready, on the second nobody waited.

    Of the first, 32 minutes of calls in 30 say that it cannot quite have been one.
    """
    rows = [
        row("2026-06-01 09:00:00", talk=1800, agent="ann"),
        row("2026-06-01 09:00:00", talk=60, agent="bob"),
        row("2026-06-01 09:05:00", wait=600, talk="", end="H", agent=""),
        row("2026-06-01 09:29:00", talk=60, agent="bob"),
        row("2026-06-08 09:00:00", talk=60, agent="ann"),
        row("2026-06-08 09:00:00", talk=60, agent="bob"),
        row("2026-06-08 09:29:00", talk=60, agent="ann"),
        row("2026-06-08 09:29:00", talk=60, agent="bob"),
    ]
    found = _staffing(tmp_path, rows)
    assert found.saturated[:, 18].tolist() == pytest.approx([32 / 30, 1])


def test_log_without_agents_counts_the_busy(tmp_path: Path) -> None:
    rows = [row(f"{DAY} 09:00:00", talk=900, agent=""), row(f"{DAY} 09:00:00", talk=900, agent="")]
    found = _staffing(tmp_path, rows)
    assert [group.name for group in found.groups] == ["everybody"]
    assert found.seen[0, 0, 18] == pytest.approx(1)


def test_absurd_services_are_cut_off(tmp_path: Path) -> None:
    found = _staffing(tmp_path, [row(f"{DAY} 09:00:00", talk=36_000)])
    assert found.hours_a_day()["seen_h_per_day"] == pytest.approx(1)


def test_presence_runs_over_midnight(tmp_path: Path) -> None:
    rows = [row("2026-06-01 23:50:00", talk=1200), row("2026-06-02 09:00:00", talk=60)]
    found = _staffing(tmp_path, rows)
    assert found.seen[0].sum(axis=0)[47] == pytest.approx(1)
    assert found.seen[1].sum(axis=0)[0] == pytest.approx(1 / 3)


def test_turnaround_by_hand(tmp_path: Path) -> None:
    """Ann takes waiting calls after 8 and 4 s, and one after 200 s that had not come before."""
    rows = [
        row(f"{DAY} 09:00:00", talk=100),
        row(f"{DAY} 09:01:00", wait=48, talk=60),
        row(f"{DAY} 09:02:00", wait=52, talk=60),
        row(f"{DAY} 09:07:12", talk=60),
    ]
    assert turnaround_s(read(tmp_path, rows).calls) == 6
    assert np.isnan(turnaround_s(read(tmp_path, rows[:1]).calls))


def test_rounding_by_hand() -> None:
    """4.5 agents become 5 and 4 in turn; a fifth of an agent is nobody."""
    assert whole_agents(np.array([[4.5, 4.5, 4.5, 4.5, 0.2, 0.2]])).tolist() == [[5, 4, 5, 4, 0, 0]]
    halves = whole_agents(np.array([[0.5, 0.5, 0.5, 0.5], [1.5, 1.5, 1.5, 1.5]]))
    assert halves.sum(axis=0).tolist() == [2, 2, 2, 2]
    assert halves.sum(axis=1).tolist() == [2, 6]


@given(st.lists(st.tuples(st.floats(0.3, 9), st.floats(0.3, 9)), min_size=1, max_size=48))
def test_rounding_keeps_the_hours(agents: list[tuple[float, float]]) -> None:
    on_duty = np.array(agents).T
    whole = whole_agents(on_duty)
    assert abs(whole.sum() - on_duty.sum()) <= 0.5 + 1e-9
    assert np.all(abs(np.cumsum(whole.sum(axis=0)) - np.cumsum(on_duty.sum(axis=0))) <= 0.5 + 1e-9)
    assert np.all(abs(whole.sum(axis=1) - on_duty.sum(axis=1)) <= 1.5)


def _served(agent: str, line: str, times: int) -> list[str]:
    return [row(f"{DAY} 09:00:00", agent=agent, line=line)] * times


def test_groups_by_skills(tmp_path: Path) -> None:
    """Ann and Ben serve general alone, Cat both; Dan's ten calls say nothing."""
    rows = (
        _served("ann", "general", 200)
        + _served("ben", "general", 100)
        + _served("cat", "general", 50)
        + _served("cat", "loans", 50)
        + _served("dan", "loans", 10)
    )
    groups = find_groups(read(tmp_path, rows).calls, mapping())
    assert [(group.name, group.kinds, group.agents) for group in groups] == [
        ("group_1", ("general",), ("ann", "ben", "dan")),
        ("group_2", ("general", "loans"), ("cat",)),
    ]


def test_small_groups_join_the_most_alike(tmp_path: Path) -> None:
    rows = (
        _served("ann", "general", 200)
        + _served("cat", "general", 80)
        + _served("cat", "loans", 80)
        + _served("eve", "loans", 40)
    )
    groups = find_groups(read(tmp_path, rows).calls, mapping(staffing={"most_groups": 2}))
    assert [group.agents for group in groups] == [("ann",), ("cat", "eve")]
    alone = find_groups(read(tmp_path, rows).calls, mapping(staffing={"most_groups": 1}))
    assert [group.kinds for group in alone] == [("general", "loans")]


def test_kind_that_nobody_is_skilled_in_goes_to_the_largest_group(tmp_path: Path) -> None:
    rows = [
        *_served("ann", "general", 100),
        row(f"{DAY} 09:00:00", end="H", agent="", line="loans"),
    ]
    groups = find_groups(read(tmp_path, rows).calls, mapping())
    assert groups[0].kinds == ("general", "loans")
