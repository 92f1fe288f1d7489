"""Markov chains of a few thousand states, from a list of states and a rule of moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csc_matrix, csr_matrix, diags, vstack
from scipy.sparse.linalg import spsolve

State = TypeVar("State")


def generator(
    states: Sequence[State], moves: Callable[[State], Iterable[tuple[float, State]]]
) -> csr_matrix:
    """Return rates from state (row) to state (column), the diagonal such that rows add up to 0.

    `moves` yields rates and next states; those that are not in the list do not happen.
    """
    number = {state: index for index, state in enumerate(states)}
    entries = [
        (number[state], number[after], rate)
        for state in states
        for rate, after in moves(state)
        if rate > 0 and after in number
    ]
    source, target, rates = (np.array(column) for column in zip(*entries, strict=True))
    size = len(states)
    out = np.bincount(source, rates, size)
    return csr_matrix(coo_matrix((rates, (source, target)), (size, size)) - diags(out))


def stationary(
    states: Sequence[State], moves: Callable[[State], Iterable[tuple[float, State]]]
) -> NDArray[np.float64]:
    """Return the probability of each state in the long run."""
    balance = generator(states, moves).T.tocsr()
    size = len(states)
    # One equation says what the others say already; the total takes its place.
    equations = csc_matrix(vstack([balance[1:], np.ones((1, size))]))
    return np.asarray(spsolve(equations, np.concatenate([np.zeros(size - 1), [1.0]])))
