"""The compiled engine's own ground: room for legs, long times, one compilation, plain Python."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from numba import njit

from sim.centre import Centre
from sim.clock import LONGEST_HANDLING_MS
from sim.codes import Outcome
from sim.compilation import COMPILES
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine, prepare
from sim.engines.compiled import floor, kernel, tables
from sim.engines.compiled.draws import scaled
from sim.floor import Group, Queue, Skill
from sim.steps import Steps
from sim.watches import Fatigue
from tests.centres import Call, by_hand, small_centre
from tests.engines.test_equality import agree, disagreements
from tests.strategies import BYTES, case_of, centres_with_contacts


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(centres_with_contacts())
def test_room_is_made_as_legs_come(
    monkeypatch: pytest.MonkeyPatch, case: tuple[Centre, Contacts]
) -> None:
    monkeypatch.setattr(floor, "_ROOM", 1)
    assert agree(*case)


def test_the_long_way_gives_the_same_on_a_plain_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        tables,
        "plain",
        lambda f: (np.zeros(len(f.queues), np.bool_), np.zeros(len(f.groups), np.bool_)),
    )
    assert disagreements(100, np.random.default_rng(8), everything=False) == 0


def test_room_is_made_for_many_who_come_back() -> None:
    """Everybody is blocked, and redials until the tries are used up."""
    centre = small_centre(
        [Queue("calls", capacity=0, redial={Outcome.BLOCKED: 1.0})],
        [Group("agents", (Skill("calls"),))],
        {"agents": 0},
        horizon=100_000,
        tries=50,
    )
    contacts = by_hand(centre, [Call(second) for second in range(200)])
    assert len(centre.run(contacts, Engine.COMPILED)) == 200 * 50
    assert agree(centre, contacts)


def test_tables_are_given_back_as_soon_as_nobody_looks_at_them() -> None:
    """New pages for every run would cost a third of its time; see `_ROOM`."""
    centre = small_centre(
        [Queue("calls")],
        [Group("agents", (Skill("calls"),))],
        {"agents": 1},
        horizon=200,
        watches=[Fatigue(0, above=0.5, over_ms=60_000, factor=2.0)],
    )
    contacts = by_hand(centre, [Call(0, talk=70)])
    gc.collect()
    gc.disable()  # whatever refers to itself stays
    try:
        table = weakref.ref(centre.run(contacts, Engine.COMPILED).legs.base)
    finally:
        gc.enable()
    assert table() is None


@pytest.mark.parametrize("talk_s", [0, 1, 2_147_483, 2_147_484, 10**9, 10**13])
def test_long_calls_do_not_overflow(talk_s: int) -> None:
    centre = small_centre(
        [Queue("calls")],
        [Group("agents", (Skill("calls", handling_factor=1.337),))],
        {"agents": 2},
        horizon=1000,
    )
    assert agree(centre, by_hand(centre, [Call(1, talk=talk_s), Call(2, talk=5)]))


@pytest.mark.parametrize("factor", [1, 999_999, 1_000_000, 1_337_001, 1 << 40])
def test_times_are_scaled_exactly(factor: int) -> None:
    """The product of a long time and a large factor would not fit in 64 bits."""

    def way_in(time_ms: int, factor: int) -> int:
        return scaled(time_ms, factor)

    in_kernels = njit(way_in)
    times = [0, 1, 499_999, 500_000, (1 << 31) - 1, 1 << 31, 3_000_000_000_001]
    for time_ms in times:
        expected = (time_ms * factor + 500_000) // 1_000_000
        if expected < 1 << 63:
            assert in_kernels(time_ms, factor) == expected


def test_too_long_a_horizon_is_refused() -> None:
    centre = small_centre(
        [Queue("calls")], [Group("agents", (Skill("calls"),))], {"agents": 1}, horizon=1000
    )
    endless = replace(centre, plan=replace(centre.plan, horizon_ms=1 << 58))
    with pytest.raises(ValueError, match="expected a shorter horizon or fewer contacts"):
        endless.run(by_hand(centre, [Call(1)]), Engine.COMPILED)


def test_the_heaviest_weight_and_the_longest_head_start_fit() -> None:
    """The most that a scenario may say."""
    urgent = Queue("urgent", weight=100_000, head_start_ms=LONGEST_HANDLING_MS)
    centre = small_centre(
        [urgent, Queue("calls")],
        [Group("agents", (Skill("urgent"), Skill("calls")))],
        {"agents": 1},
        horizon=31 * 86_400,
    )
    calls = [
        Call(second, f"{name}", talk=7) for second in range(20) for name in ("calls", "urgent")
    ]
    assert agree(centre, by_hand(centre, calls))


def test_a_weighted_wait_beyond_64_bits_is_refused() -> None:
    centre = small_centre(
        [Queue("calls", weight=10_000_000, head_start_ms=LONGEST_HANDLING_MS)],
        [Group("agents", (Skill("calls"),))],
        {"agents": 1},
        horizon=1000,
    )
    with pytest.raises(ValueError, match="weight and head start of queue calls"):
        centre.run(by_hand(centre, [Call(1)]), Engine.COMPILED)


def test_the_longest_handling_with_all_factors_fits() -> None:
    """Talk as long as can be drawn, with a group's, a queue's and disruptions' largest factors."""
    centre = small_centre(
        [Queue("calls")],
        [Group("agents", (Skill("calls", handling_factor=1000),))],
        {"agents": 2},
        horizon=1000,
        handling={"calls": Steps.between(0, 900_000, 1000)},
    )
    longest_s = LONGEST_HANDLING_MS / 1000 - 0.001
    calls = [Call(1, talk=longest_s, wrap_up=longest_s), Call(2, talk=1)]
    assert agree(centre, by_hand(centre, calls))


@pytest.mark.skipif(not COMPILES, reason="nothing is compiled with NUMBA_DISABLE_JIT=1")
def test_kernels_are_compiled_once() -> None:
    """Whatever the contacts' arrays are like: read-only, or with strides."""
    prepare(Engine.COMPILED)
    rng = np.random.default_rng(1)
    for _ in range(20):
        centre, contacts = case_of(rng.bytes(BYTES))
        read_only = contacts.rows.copy()
        read_only.flags.writeable = False
        every_other = np.repeat(contacts.rows, 2)[::2]
        for rows in (read_only, every_other):
            assert agree(centre, replace(contacts, rows=rows))
    for each in (
        kernel.advance,
        kernel.has_room_for_all_who_wait,
        kernel.set_on_duty,
        kernel.clear,
        kernel.serve_queue,
        kernel.drop,
        kernel.lay_out_the_rest,
    ):
        assert len(each.signatures) == 1  # type: ignore[union-attr]


def test_a_ready_engine_does_not_compile() -> None:
    prepare(Engine.COMPILED)
    told: list[str] = []
    prepare(Engine.COMPILED, on_compile=lambda: told.append("compiling"))
    assert told == []


@pytest.mark.slow
def test_a_new_machine_is_told_of_compilation(tmp_path: os.PathLike[str]) -> None:
    said = [_python(_PREPARES, NUMBA_CACHE_DIR=str(tmp_path)) for _ in range(2)]
    assert said == ["compiling\nready\n", "ready\n"]


_PREPARES = """
from sim.engines.choice import prepare
prepare(on_compile=lambda: print("compiling"))
print("ready")
"""


def test_the_same_code_runs_as_python() -> None:
    said = _python(_COUNTS_DISAGREEMENTS, NUMBA_DISABLE_JIT="1")
    assert said == "False 0\n"


_COUNTS_DISAGREEMENTS = """
import numpy as np
from sim.compilation import COMPILES
from tests.engines.test_equality import disagreements
print(COMPILES, disagreements(40, np.random.default_rng(4)))
"""


def _python(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
def test_kernels_run_where_nothing_can_be_kept() -> None:
    """A read-only installation, and a user without a folder."""
    said = _python(_PREPARES, NUMBA_CACHE_LOCATOR_CLASSES="UserProvidedCacheLocator")
    assert said == "compiling\nready\n"
