"""Every output to ten digits and more, small ones too, against the same in arbitrary precision."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from optimize.erlang import Service, erlang_a, erlang_b, erlang_c
from tests.optimize.erlang import exact

TEN_DIGITS = 1e-10
SMALLEST = 1e-300  # where floats begin to lose digits, and no promise holds

few = settings(max_examples=15, deadline=None)
loads = st.integers(-200, 400).map(lambda hundredths: 10 ** (hundredths / 100))


def differences(found: Service, expected: exact.Exact) -> dict[str, float]:
    """Return by how much each figure is off, as a share of it."""
    return {
        name: float(abs(mpf(float(getattr(found, name))) / figure - 1))
        for name, figure in expected.items()
        if abs(figure) > SMALLEST
    }


def assert_ten_digits(found: Service, expected: exact.Exact) -> None:
    off = differences(found, expected)
    assert max(off.values()) < TEN_DIGITS, {k: v for k, v in off.items() if v > TEN_DIGITS}
    tiny = [name for name, figure in expected.items() if abs(figure) <= SMALLEST]
    assert all(float(getattr(found, name)) <= 2 * SMALLEST for name in tiny)


def exact_b(load: float, agents: int) -> Fraction:
    """Return B by the recursion in fractions."""
    blocked = Fraction(1)
    for n in range(1, agents + 1):
        blocked = Fraction(load) * blocked / (n + Fraction(load) * blocked)
    return blocked


@pytest.mark.parametrize("load", [0.01, 0.3, 7.7, 30.0, 150.0])
@pytest.mark.parametrize("agents", [1, 2, 29, 30, 31, 47, 150])
def test_b_is_the_recursion_in_fractions(load, agents):
    expected = exact_b(load, agents)
    blocked = Fraction(float(erlang_b(load, agents)))
    if expected > SMALLEST:
        assert abs(blocked / expected - 1) < Fraction(1, 10**12)
    else:
        assert blocked <= SMALLEST


@pytest.mark.parametrize(
    ("load", "agents"),
    [
        *((0.01, agents) for agents in (1e-9, 1e-3, 0.2, 0.999999, 1.5, 29.5, 30.5)),
        *((0.99, agents) for agents in (1e-9, 1e-3, 0.2, 0.999999, 1.5, 29.5, 30.5, 120.25)),
        *((1.01, agents) for agents in (1e-9, 1e-3, 0.2, 0.999999, 1.5, 29.5, 30.5, 120.25)),
        *((37.5, agents) for agents in (1e-9, 0.3, 5.75, 37.5, 37.500001, 60.1, 200.2)),
        *((1e5, agents) for agents in (0.3, 1000.5, 9e4, 99_999.5, 1e5, 1e5 + 0.1, 1.1e5)),
    ],
)
def test_b_for_real_agents_is_the_integral(load, agents):
    expected = exact.to_the_last_digit(exact.blocking, load, agents)["blocked"]
    assert float(abs(mpf(float(erlang_b(load, agents))) / expected - 1)) < TEN_DIGITS


def test_the_reference_is_the_integral_itself():
    load, agents = mpf("3.25"), mpf("4.5")
    by_parts = mp.quad(lambda t: mp.exp(-load * t) * (1 + t) ** agents, [0, 1, 3, 10, mp.inf])
    assert exact.blocking(load, agents)["blocked"] * load * by_parts == pytest.approx(1, rel=1e-12)
    # 90 calls an hour of 130 s, 4.5 agents, a minute of patience, 20 s
    x, y, t = agents * 60 / 130, mpf(90) / 60, mpf(1) / 3
    load = mpf(90) * 130 / 3600

    def density(s: mpf) -> mpf:
        return x * mp.exp(y * (1 - mp.exp(-s)) - x * s)

    free = 1 / exact.blocking(load, agents)["blocked"] - 1
    total = free + mp.quad(density, [0, 1, 5, mp.inf])
    figures = exact.impatient(mpf(90), mpf(130), agents, mpf(60), mpf(20))
    soon = (free + mp.quad(lambda s: density(s) * mp.exp(-s), [0, t])) / total
    waited = 60 * mp.quad(lambda s: s * density(s) * mp.exp(-s), [0, 1, 5, mp.inf]) / total
    assert figures["answered_within"] == pytest.approx(soon, rel=1e-12)
    assert figures["asa_s"] * figures["share_answered"] == pytest.approx(waited, rel=1e-12)


@pytest.mark.parametrize(
    "arguments",
    [
        (0.2, 180, 0.02, 20),
        (200, 180, 10.000001, 20),  # a hair above the load: all but unstable
        (200, 180, 10.5, 0),
        (200, 180, 40, 3600),
        (2e6, 180, 100_000.01, 20),
        (1_999_999.99, 180, 100_000, 20),
        (2e6, 180, 100_300.7, 3),
        (2e6, 180, 107_000, 20),
    ],
)
def test_c_to_ten_digits(arguments):
    expected = exact.to_the_last_digit(exact.patient, *arguments)
    assert_ten_digits(erlang_c(*arguments), expected)


#: Calls per hour, handling, agents, patience and time in seconds; and what is extreme about it.
CASES = {
    "half an agent": (1, 180, 0.5, 60, 20),
    "a millionth of an agent": (0.2, 180, 1e-6, 1000, 10),
    "hardly any load": (0.2, 180, 1, 60, 20),
    "an ordinary line": (200, 180, 13.5, 300, 20),
    "many times the agents": (200, 180, 100, 300, 20),
    "too few, and nearly all wait": (2000, 180, 60, 1000, 400),
    "answered in time: 1e-60": (2000, 180, 60, 10_000, 2500),
    "no agent to speak of": (2000, 180, 0.5, 1000, 3000),
    "no time at all": (2000, 180, 90, 90, 0),
    "a tenth of a second of days": (2000, 180, 99, 1e5, 0.1),
    "at the load, patience of months": (20, 180, 1, 1e7, 20),
    "below the load, patience of months": (20, 180, 0.9, 2e6, 20),
    "above the load, patience of months": (20, 180, 1.1, 1e7, 20),
    "patience of a second": (2000, 180, 60, 1, 10),
    "patience of a millisecond": (20, 180, 3, 1e-3, 0.01),
    "3,000 Erlangs, short of agents": (60_000, 180, 2700.5, 120, 20),
    "3,000 Erlangs, plenty of agents": (60_000, 180, 3300.5, 1e5, 20),
    "100,000 Erlangs at the load": (2e6, 180, 1e5, 120, 20),
    "100,000 Erlangs, a tenth too few": (2e6, 180, 9e4, 120, 20),
    "100,000 Erlangs, real agents": (2e6, 180, 100_030.5, 1200, 2),
    "100,000 Erlangs, a fifth of the agents": (2e6, 180, 20_000.5, 1200, 1930),
}


@pytest.mark.parametrize("arguments", CASES.values(), ids=CASES.keys())
def test_a_to_ten_digits(arguments):
    expected = exact.to_the_last_digit(exact.impatient, *arguments)
    assert_ten_digits(erlang_a(*arguments), expected)


@few
@given(
    load=loads,
    sigmas=st.floats(-6, 6),
    handle_s=st.floats(1, 2000),
    patience=st.floats(-3, 3),
    within=st.just(0) | st.floats(1e-9, 3),  # the reference takes less for nothing
)
def test_a_anywhere(load, sigmas, handle_s, patience, within):
    """0.01 to 10,000 Erlangs, agents about it, patience to handling from 0.001 to 1,000."""
    agents = max(load + sigmas * np.sqrt(load), 0.01 * load)
    patience_s = handle_s * min(10**patience, 1e5 / load)  # the reference takes long beyond
    arguments = (load * 3600 / handle_s, handle_s, agents, patience_s, within * patience_s / 3)
    expected = exact.to_the_last_digit(exact.impatient, *arguments)
    assert_ten_digits(erlang_a(*arguments), expected)
