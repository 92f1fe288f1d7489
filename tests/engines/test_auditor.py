"""The auditor is worth its name: it finds every fault that is seeded, in records and in engines."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.centre import Centre
from sim.codes import Cause, Outcome
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.floor import Group, Queue, Skill, Transfer
from tests.auditor import audit
from tests.centres import Call, Later, by_hand, small_centre
from tests.engines.director_faults import DIRECTOR_FAULTS, OF_DIRECTOR
from tests.engines.emergency_faults import ABOUT, EVERY_FAULT
from tests.strategies import BYTES, case_of
from tests.strategies.choices import Feature

Legs = NDArray[np.void]
Edit = Callable[[Legs], Any]


def a_day() -> tuple[Centre, Contacts]:
    """One agent, an expert from 70 s, a helper of lower rank from 40 s; three waiting places.

    leg   at  what becomes of it
      0    0  answered by the agent until 50, passed on warm as leg 9: held until 70, handed over
              until 75, wrapped up until 85
      1   10  waits, abandons at 30, redials at 90 as leg 8
      2   20  waits, answered by the helper at 40, until 90
      3   35  waits, answered by the agent at 85, until 135, passed on as leg 10
      4   36  waits, answered by the helper at 90, until 140
    5, 6  37  blocked: 2, 3 and 4 wait
      7  310  closed
    """
    queues = [Queue("calls", capacity=3, redial={Outcome.ABANDONED: 1.0}), Queue("expert")]
    handed = Transfer(1.0, "expert", warm=True, handover_ms=5000)
    groups = [
        Group("agents", (Skill("calls", transfer=handed),)),
        Group("experts", (Skill("expert"),)),
        Group("helpers", (Skill("calls", rank=2),)),
    ]
    centre = small_centre(
        queues,
        groups,
        {"agents": 1, "experts": [(1, (70, 400))], "helpers": [(1, (40, 400))]},
        horizon=500,
        later={"calls": Later(redial_delay=60), "expert": Later(talk=30)},
        opening={"calls": [(0, 300)]},
    )
    calls = [
        Call(0, talk=50, wrap_up=10),
        Call(10, patience=20, talk=50),
        Call(20, talk=50),
        Call(35, talk=50, wrap_up=10),
        Call(36, talk=50),
        Call(37, talk=50, patience=100),
        Call(38, talk=50),
        Call(310),
    ]
    return centre, by_hand(centre, calls)


def of(legs: Legs, outcome: Outcome) -> int:
    """Return the first leg with an outcome."""
    return int(np.flatnonzero(legs["outcome"] == outcome)[0])


def later_by(legs: Legs, number: int, ms: int, *fields: str) -> None:
    for field in fields:
        legs[field][number] += ms


def swap_order(legs: Legs) -> None:
    """Two who waited are served in the wrong order."""
    for field in ("answered_ms", "left_ms", "freed_ms"):
        legs[field][[2, 4]] = legs[field][[4, 2]]


def abandon_late(legs: Legs) -> None:
    later_by(legs, of(legs, Outcome.ABANDONED), 1000, "left_ms")


def keep_waiting_beside_an_idle_agent(legs: Legs) -> None:
    later_by(legs, 8, 1000, "answered_ms", "left_ms", "freed_ms")


def let_one_too_many_wait(legs: Legs) -> None:
    legs["outcome"][6] = Outcome.WAITING
    legs["left_ms"][6] = -1


def block_where_there_is_room(legs: Legs) -> None:
    legs["outcome"][4] = Outcome.BLOCKED
    legs["left_ms"][4] = legs["queued_ms"][4]
    for field in ("answered_ms", "group", "agent", "freed_ms"):
        legs[field][4] = -1


def end_a_hold_early(legs: Legs) -> None:
    later_by(legs, 0, -1000, "held_ms", "freed_ms")


def forget_the_hand_over(legs: Legs) -> None:
    later_by(legs, 0, -5000, "handover_ms", "freed_ms")


def answer_by_the_wrong_group(legs: Legs) -> None:
    legs["group"][0] = 2


def answer_by_a_group_without_the_skill(legs: Legs) -> None:
    legs["group"][2] = 1


def answer_by_an_absent_agent(legs: Legs) -> None:
    legs["agent"][2] = 1


def answer_by_a_busy_agent(legs: Legs) -> None:
    legs["group"][4] = legs["group"][2]
    legs["answered_ms"][4] = legs["answered_ms"][2]
    legs["left_ms"][4] = legs["left_ms"][2]
    legs["freed_ms"][4] = legs["freed_ms"][2]


def talk_longer(legs: Legs) -> None:
    later_by(legs, 2, 1, "left_ms", "freed_ms")


def skip_wrap_up(legs: Legs) -> None:
    legs["freed_ms"][0] = legs["freed_ms"][0] - 10_000


def lose_a_redial(legs: Legs) -> Any:
    return legs[legs["cause"] != Cause.REDIAL]


def lose_the_wish(legs: Legs) -> None:
    legs["comes_back"][of(legs, Outcome.ABANDONED)] = 0


def redial_early(legs: Legs) -> None:
    later_by(legs, int(np.flatnonzero(legs["cause"] == Cause.REDIAL)[0]), -1, "queued_ms")


def redial_elsewhere(legs: Legs) -> None:
    legs["queue"][legs["cause"] == Cause.REDIAL] = 1


def never_transfer(legs: Legs) -> None:
    legs["outcome"][0] = Outcome.ANSWERED


def pass_on_to_the_wrong_queue(legs: Legs) -> None:
    legs["queue"][legs["cause"] == Cause.TRANSFER] = 0


def open_a_closed_line(legs: Legs) -> None:
    closed = of(legs, Outcome.CLOSED)
    legs["outcome"][closed] = Outcome.BLOCKED


def clear_a_line_that_serves(legs: Legs) -> None:
    legs["outcome"][of(legs, Outcome.ABANDONED)] = Outcome.CLEARED


def number_legs_out_of_order(legs: Legs) -> None:
    n = int(np.flatnonzero(legs["cause"] != Cause.FIRST)[0])
    legs[[n, n + 1]] = legs[[n + 1, n]]


def misplace_a_contact(legs: Legs) -> None:
    legs["contact"][3] = 2


def drop_a_call(legs: Legs) -> None:
    legs["outcome"][2] = Outcome.DROPPED


def add_a_leg(legs: Legs) -> Legs:
    return np.concatenate([legs, legs[-1:]])


EDITS: list[Edit] = [
    swap_order,
    abandon_late,
    keep_waiting_beside_an_idle_agent,
    let_one_too_many_wait,
    block_where_there_is_room,
    end_a_hold_early,
    forget_the_hand_over,
    answer_by_the_wrong_group,
    answer_by_a_group_without_the_skill,
    answer_by_an_absent_agent,
    answer_by_a_busy_agent,
    talk_longer,
    skip_wrap_up,
    lose_a_redial,
    lose_the_wish,
    redial_early,
    redial_elsewhere,
    never_transfer,
    pass_on_to_the_wrong_queue,
    open_a_closed_line,
    clear_a_line_that_serves,
    number_legs_out_of_order,
    misplace_a_contact,
    drop_a_call,
    add_a_leg,
]


def named(edit: Any) -> str:
    return str(edit.__name__)


def test_the_day_itself_passes() -> None:
    centre, contacts = a_day()
    outcomes = centre.run(contacts)
    audit(centre, contacts, outcomes)
    assert set(outcomes.legs["outcome"].tolist()) >= {
        Outcome.ANSWERED,
        Outcome.TRANSFERRED,
        Outcome.ABANDONED,
        Outcome.BLOCKED,
        Outcome.CLOSED,
    }


@pytest.mark.parametrize("edit", EDITS, ids=named)
def test_an_edited_record_is_found(edit: Edit) -> None:
    centre, contacts = a_day()
    outcomes = centre.run(contacts)
    legs = outcomes.legs.copy()
    edited = edit(legs)
    legs = legs if edited is None else edited
    assert legs.tobytes() != outcomes.legs.tobytes()
    with pytest.raises(AssertionError, match=r"leg|agent"):
        audit(centre, contacts, Outcomes(legs, outcomes.horizon_ms, outcomes.log))


@pytest.mark.parametrize("fault", EVERY_FAULT)
def test_a_faulty_engine_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Random small centres show it: how many it takes says how well they are drawn."""
    EVERY_FAULT[fault](monkeypatch)
    with pytest.raises(AssertionError):
        audit_many(np.random.default_rng(5), 700, ABOUT.get(fault, ()))


@pytest.mark.parametrize("fault", DIRECTOR_FAULTS)
def test_a_faulty_director_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    DIRECTOR_FAULTS[fault](monkeypatch)
    with pytest.raises(AssertionError):
        audit_many(np.random.default_rng(5), 700, OF_DIRECTOR.get(fault, (Feature.PLAYS,)))


def audit_many(rng: np.random.Generator, size: int, about: Collection[Feature]) -> None:
    for _ in range(size):
        centre, contacts = case_of(rng.bytes(BYTES), about=about)
        audit(centre, contacts, centre.run(contacts, Engine.REFERENCE))
