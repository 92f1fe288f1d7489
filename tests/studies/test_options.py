"""What may be asked of a run, and what is refused before anything is simulated."""

from __future__ import annotations

import pytest

from scenarios.faults import BadInput
from scenarios.studies.options import REPLICATIONS, RunOptions, engine_of
from scenarios.studies.precision import CAP
from sim.engines.choice import Engine


def test_how_often_is_simulated_depends_on_what_was_asked() -> None:
    assert RunOptions().most_replications == REPLICATIONS
    assert RunOptions(precision="2 s").most_replications == CAP
    assert RunOptions(7).most_replications == RunOptions(7, precision="2 s").most_replications == 7


def test_a_precision_is_read_once_it_is_asked() -> None:
    assert RunOptions().half_width is None
    asked = RunOptions(precision="0.5 %").half_width
    assert asked is not None
    assert (asked.text, asked.value) == ("0.5 %", 0.005)


@pytest.mark.parametrize("seed", [-1, 10**18, 10**30])
def test_a_seed_that_no_scenario_may_have_is_refused(seed: int) -> None:
    with pytest.raises(BadInput, match=f"--seed: got {seed}; expected a whole number from 0 to"):
        RunOptions(seed=seed)


@pytest.mark.parametrize("asked", ["close", "-1 %", "0 s", "", "1", "0.005", "1e-3"])
def test_a_precision_that_is_none_is_refused(asked: str) -> None:
    with pytest.raises(BadInput, match="half-width"):
        RunOptions(precision=asked)


@pytest.mark.parametrize(("number", "precision"), [(1, "2 s"), (0, "2 s"), (0, None), (-3, None)])
def test_too_few_replications_are_refused(number: int, precision: str | None) -> None:
    with pytest.raises(BadInput, match=f"--replications: got {number}; expected at least"):
        RunOptions(number, precision)


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(BadInput) as told:
        RunOptions(replications=0, precision="close", jobs=0, seed=-1)
    fields = {fault.field for fault in told.value.faults}
    assert fields == {"--replications", "--precision", "--jobs", "--seed"}


def test_engines_go_by_their_names() -> None:
    assert [engine_of(name) for name in ("auto", "reference", "compiled")] == list(Engine)
    assert RunOptions().engine.meant is Engine.COMPILED
    with pytest.raises(BadInput, match="--engine: got refrence; expected one of the engines"):
        engine_of("refrence")
