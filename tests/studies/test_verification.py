"""Both engines on one scenario: what was compared, and what is told where they part."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from crewline.tables.disagreement import print_disagreement
from scenarios.load import Loaded, load
from scenarios.studies.options import RunOptions
from scenarios.studies.verification import VERIFIED, Verification, verify
from sim.engines.agreement import FIELDS
from sim.engines.choice import Engine, Simulate, simulator
from sim.engines.legs import Outcomes

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load(CORNER_BANK)


def faulty(
    monkeypatch: pytest.MonkeyPatch, alter: Callable[[Outcomes], Outcomes], first: int = 0
) -> None:
    """Let the compiled engine leave something else behind from replication `first` on."""
    runs = iter(range(100))

    def choose(engine: Engine) -> Simulate:
        simulate = simulator(engine)
        if engine is Engine.REFERENCE:
            return simulate
        return lambda *asked: (alter if next(runs) >= first else same)(simulate(*asked))

    monkeypatch.setattr("sim.centre.simulator", choose)


def same(outcomes: Outcomes) -> Outcomes:
    return outcomes


def shortened(outcomes: Outcomes) -> Outcomes:
    return Outcomes(outcomes.legs[:-1], outcomes.horizon_ms)


def with_an_odd_group(outcomes: Outcomes) -> Outcomes:
    legs = outcomes.legs.copy()
    legs["group"][np.flatnonzero(legs["answered_ms"] >= 0)[0]] = 99
    return Outcomes(legs, outcomes.horizon_ms)


def printed(found: Verification) -> str:
    out = StringIO()
    print_disagreement(Console(file=out, width=160), found)
    return out.getvalue()


def test_engines_agree_and_everybody_hears_of_it(loaded: Loaded) -> None:
    heard: list[tuple[str, int, int]] = []
    found = verify(loaded, RunOptions(on_progress=lambda *progress: heard.append(progress)))
    assert found.parting is None
    assert (found.replications, VERIFIED) == (3, 3)
    assert heard == [("corner_bank", done, 3) for done in range(4)]
    assert found.legs > 3 * 500
    assert all(wall_s > 0 for wall_s in found.wall_s.values())
    assert printed(found) == ""


def test_days_and_seed_are_what_was_asked(loaded: Loaded) -> None:
    one, other = (verify(loaded, RunOptions(1, seed=seed)) for seed in (1, 2))
    assert (one.replications, one.scenario.seed) == (1, 1)
    assert one.legs != other.legs


def test_it_ends_with_the_first_replication_that_differs(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty(monkeypatch, shortened, first=1)
    found = verify(loaded)
    assert found.parting is not None
    assert (found.replications, found.parting.replication) == (2, 1)


def test_a_leg_that_is_missing_is_told_of_the_engine_that_has_it(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty(monkeypatch, shortened)
    found = verify(loaded)
    assert found.parting is not None
    reference, compiled = (len(run.outcomes) for run in found.parting.runs)
    told = found.as_dict()["difference"]
    assert (told["leg"], told["fields"]) == (compiled, list(FIELDS))
    assert told["compiled"]["leg"] is None
    assert told["reference"]["leg"]["parent"] >= 0
    text = printed(found)
    assert f"Legs: reference {reference}, compiled {compiled}." in text
    assert f"Only the reference engine has leg {compiled}." in text
    assert " both " in text  # the leg that it came from is told once


def test_a_code_without_a_word_is_told_as_it_is(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    faulty(monkeypatch, with_an_odd_group)
    found = verify(loaded)
    assert found.as_dict()["difference"]["compiled"]["leg"]["group"] == "unknown code 99"
    assert "unknown code 99  differs" in printed(found)
    assert "Legs: " not in printed(found)


@pytest.mark.parametrize(
    ("settings", "begin"), [(["warm_up=16 h"], "warm-up "), (["warm_up=1 h", "days=2"], "day 2 ")]
)
def test_times_tell_the_day_where_it_is_not_the_first(
    settings: list[str], begin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(outcomes: Outcomes) -> Outcomes:
        legs = outcomes.legs.copy()
        by_time = np.argsort(np.where(legs["parent"] < 0, legs["queued_ms"], -1))
        leg = by_time[-1] if begin == "day 2 " else 0
        legs["queued_ms"][leg] += 1
        return Outcomes(legs, outcomes.horizon_ms)

    faulty(monkeypatch, late)
    found = verify(load(CORNER_BANK, sets=settings))
    assert f", at {begin}" in printed(found)
