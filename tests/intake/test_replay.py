"""Replay: what the log knows is taken from it, what it cannot know is drawn and no more."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from scenarios.build import centre
from scenarios.faults import BadInput
from scenarios.intake import Imported, import_log, replay
from scenarios.intake.recorded import recorded_outcomes
from scenarios.intake.replay import draw_beyond
from scenarios.load import load
from sim.centre import Centre
from sim.clock import NEVER
from sim.codes import Outcome
from sim.demand.distributions import Empirical, Exponential, Never
from tests.auditor import audit
from tests.intake.small_log import mapping, row, write_log

MONDAY = date(2026, 6, 1)
ROWS = [
    row(f"{day} 09:{minute:02d}:00", wait=wait, talk=talk, end=end, agent=agent)
    for day in (MONDAY + timedelta(days=place) for place in range(7))
    for minute in range(0, 60, 4)
    for wait, talk, end, agent in ((30, 120, "A", "ann"), (50, "", "H", ""))
]


def _made(folder: Path) -> tuple[Imported, Centre]:
    imported = import_log(write_log(folder, ROWS), mapping())
    return imported, centre(load(imported.write(folder / "out")).scenario)


def test_what_the_log_knows_is_kept(tmp_path: Path) -> None:
    imported, made = _made(tmp_path)
    contacts = replay(imported.calls, imported.mapping, made, MONDAY)
    rows = contacts.rows
    assert len(rows) == len(ROWS)
    assert rows["arrive_ms"][0] == 9 * 3_600_000
    assert rows["arrive_ms"][-1] == 6 * 86_400_000 + (9 * 60 + 56) * 60_000
    gave_up = rows["patience_ms"] == 50_000
    assert gave_up.sum() == len(ROWS) / 2
    assert np.all(rows["talk_ms"][~gave_up] == 120_000)
    assert np.all(rows["patience_ms"][~gave_up] > 30_000)
    assert len(np.unique(rows["key"])) == len(rows)
    audit(made, contacts, made.run(contacts))


def test_same_seed_same_contacts(tmp_path: Path) -> None:
    imported, made = _made(tmp_path)
    first, second, other = (
        replay(imported.calls, imported.mapping, made, MONDAY, seed) for seed in (1, 1, 2)
    )
    assert np.array_equal(first.rows, second.rows)
    assert not np.array_equal(first.rows["key"], other.rows["key"])
    assert np.array_equal(first.rows["arrive_ms"], other.rows["arrive_ms"])


def test_record_is_the_log_itself(tmp_path: Path) -> None:
    imported, made = _made(tmp_path)
    legs = recorded_outcomes(imported.calls, imported.mapping, made, MONDAY).legs
    assert (legs["outcome"] == Outcome.ANSWERED).sum() == len(ROWS) / 2
    answered = legs[legs["outcome"] == Outcome.ANSWERED]
    assert np.all(answered["answered_ms"] - answered["queued_ms"] == 30_000)
    assert np.all(answered["left_ms"] - answered["answered_ms"] == 120_000)


def test_day_without_calls_and_unknown_queue_are_refused(tmp_path: Path) -> None:
    imported, made = _made(tmp_path)
    with pytest.raises(BadInput, match="a day of which there are calls"):
        replay(imported.calls, imported.mapping, made, date(2030, 1, 1))
    imported.calls.table.loc[0, "queue"] = "loans"
    with pytest.raises(BadInput, match="loans"):
        replay(imported.calls, imported.mapping, made, MONDAY)


def test_draws_beyond_are_conditional() -> None:
    """Beyond its start, an exponential is the same again: its mean excess stays 100 s.

    The error of a mean of 40,000 is 0.5 s; five of them are allowed.
    """
    least = np.full(40_000, 70.0)
    draws = draw_beyond(Exponential(100), least, np.random.default_rng(5))
    assert np.all(draws > 70)
    assert draws.mean() - 70 == pytest.approx(100, abs=2.5)


def test_draws_beyond_all_there_is_never_come() -> None:
    never = draw_beyond(Never(), np.ones(3), np.random.default_rng(1))
    over = draw_beyond(Empirical((0, 1), (0, 10)), np.array([10.0]), np.random.default_rng(1))
    assert np.all(np.isinf(never))
    assert np.all(np.isinf(over))


def test_replayed_patience_gives_back_what_it_was_drawn_from(tmp_path: Path) -> None:
    """Callers with exponential patience of 200 s, censored by exponential waits of 100 s.

    The patience of the replay, seen and drawn together, is exponential again: its share beyond 150
    s is exp(-3/4), within five standard errors of 6,000 callers, and of the curve's own.
    """
    rng = np.random.default_rng(9)
    patience, offered = rng.exponential(200, 6000), rng.exponential(100, 6000)
    rows = [
        row(
            f"{MONDAY} {9 + place // 600:02d}:{place // 10 % 60:02d}:00",
            wait=round(min(p, o), 1),
            talk=60 if o <= p else "",
            end="A" if o <= p else "H",
            agent="ann" if o <= p else "",
        )
        for place, (p, o) in enumerate(zip(patience, offered, strict=True))
    ]
    imported = import_log(write_log(tmp_path, rows), mapping())
    made = centre(load(imported.write(tmp_path / "out")).scenario)
    found = replay(imported.calls, imported.mapping, made, MONDAY).rows["patience_ms"]
    share = float((found > 150_000).mean())
    assert share == pytest.approx(np.exp(-0.75), abs=5 * 2 * np.sqrt(0.25 / 6000))
    assert found.max() < NEVER
