"""What playbooks' actions cost, worked out by hand: hours of being in force, and of people."""

import numpy as np
import pytest

from sim.clock import MS_PER_H, MS_PER_MIN
from sim.engines.log import LOG, Entry
from sim.kpis.counting.by_play import of_action, spent
from sim.kpis.grid import Grid
from sim.playbooks import Action, CallIn, CloseLine, Play, Price

HALF_HOUR = MS_PER_H // 2
#: Four half hours, after a warm-up of one.
GRID = Grid(HALF_HOUR, HALF_HOUR, 4)
RESERVE = Action(CallIn(0, 10), price=Price(once=100, per_h=12, per_person_h=60))
CLOSED = Action(CloseLine(0), price=Price(per_h=6))
PLAYS = (Play("calm", ()), Play("surge", (CLOSED, RESERVE)))


def log(*rows: tuple[int, Entry, int, int]) -> np.ndarray:
    """Return the log of the second play: minute, entry, action, value."""
    return np.array(
        [(at * MS_PER_MIN, int(e), 1, action, value) for at, e, action, value in rows], LOG
    )


#: The reserve is there from minute 45 to 105, at first with 4 people, from 60 with 10; it is called
#: again at 140 and stays. Counted are minutes 30 to 150.
CALLED = log(
    (45, Entry.BEGUN, 1, 0),
    (45, Entry.PEOPLE, 1, 4),
    (60, Entry.PEOPLE, 1, 10),
    (105, Entry.PEOPLE, 1, 0),
    (105, Entry.ENDED, 1, 0),
    (140, Entry.BEGUN, 1, 0),
    (140, Entry.PEOPLE, 1, 10),
)


def test_an_action_is_counted_by_interval() -> None:
    begun, in_force_ms, people_ms = of_action(CALLED, 1, 1, GRID)
    assert begun.tolist() == [1, 0, 0, 1]
    assert (in_force_ms / MS_PER_MIN).tolist() == [15, 30, 15, 10]
    assert (people_ms / MS_PER_MIN).tolist() == [4 * 15, 10 * 30, 10 * 15, 10 * 10]


def test_what_it_costs() -> None:
    """Once 100; an hour 12, so 0.2 a minute; of a person 1 a minute."""
    assert spent(CALLED, PLAYS, GRID) == pytest.approx(
        [100 + 3 + 60, 6 + 300, 3 + 150, 100 + 2 + 100]
    )


def test_another_action_is_none_of_its_business() -> None:
    closed = log((30, Entry.BEGUN, 0, 0), (150, Entry.ENDED, 0, 0))
    assert spent(closed, PLAYS, GRID) == pytest.approx([3, 3, 3, 3])


def test_what_was_done_in_the_warm_up_counts_from_its_end() -> None:
    early = log(
        (0, Entry.BEGUN, 1, 0),
        (0, Entry.PEOPLE, 1, 10),
        (60, Entry.PEOPLE, 1, 0),
        (60, Entry.ENDED, 1, 0),
    )
    assert spent(early, PLAYS, GRID) == pytest.approx([6 + 300, 0, 0, 0])


def test_nothing_was_done() -> None:
    assert spent(np.zeros(0, LOG), PLAYS, GRID).tolist() == [0, 0, 0, 0]
