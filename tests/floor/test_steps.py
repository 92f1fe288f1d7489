"""Step functions of time."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.steps import Steps


@st.composite
def step_functions(draw: st.DrawFn) -> Steps:
    starts = sorted(draw(st.sets(st.integers(1, 20), max_size=4)))
    values = draw(
        st.lists(st.integers(0, 9).map(float), min_size=len(starts) + 1, max_size=len(starts) + 1)
    )
    return Steps(np.array([0, *starts]), np.array(values))


TIMES = np.arange(25)


def test_a_value_holds_from_its_start_on() -> None:
    steps = Steps(np.array([0, 10, 20]), np.array([1.0, 2.0, 3.0]))
    assert steps.at(np.array([0, 9, 10, 19, 20, 10**9])).tolist() == [1, 1, 2, 2, 3, 3]


def test_constant() -> None:
    assert (Steps.constant(7).at(TIMES) == 7).all()


def test_every() -> None:
    steps = Steps.every(5, np.array([1.0, 2.0, 3.0]))
    assert steps.at(np.array([0, 4, 5, 10, 100])).tolist() == [1, 1, 2, 3, 3]


def test_between_includes_its_start_and_not_its_end() -> None:
    assert Steps.between(5, 10, 2).at(np.array([4, 5, 9, 10])).tolist() == [1, 2, 2, 1]


def test_between_may_begin_at_the_beginning() -> None:
    steps = Steps.between(-5, 10, 2)
    assert steps.starts_ms.tolist() == [0, 10]
    assert steps.at(np.array([0, 9, 10])).tolist() == [2, 2, 1]


@given(step_functions(), step_functions(), step_functions())
def test_products_are_products_at_every_time(one: Steps, two: Steps, three: Steps) -> None:
    product = one * two
    assert (product.at(TIMES) == one.at(TIMES) * two.at(TIMES)).all()
    assert (product.at(TIMES) == (two * one).at(TIMES)).all()
    assert ((product * three).at(TIMES) == (one * (two * three)).at(TIMES)).all()
    assert ((one * Steps.constant(1)).at(TIMES) == one.at(TIMES)).all()
    assert (np.diff(product.starts_ms) > 0).all()
