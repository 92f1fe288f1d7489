"""Rows: arguments that broadcast against each other, and the columns that come back."""

from __future__ import annotations

import sys
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from optimize.erlang.limits import too_far
from optimize.erlang.service import Numbers, Service
from sim.compilation import stamped

#: A kernel's argument of this type makes Numba compile it anew after an edit in this folder.
STAMP: Final = stamped([], [sys.modules["optimize.erlang"]])
COMPILED_FROM: Final = np.zeros(1, STAMP)


def rows(endless: tuple[str, ...] = (), **arguments: ArrayLike) -> tuple[Numbers, tuple[int, ...]]:
    """Return the arguments flat, shape (arguments, rows), and the shape they broadcast to.

    Raises ValueError, naming the argument, when one is negative, not a number, or infinite and
    not named in `endless`; and, with row and value, when it is beyond what `limits` has.
    """
    arrays = {name: np.asarray(argument, np.float64) for name, argument in arguments.items()}
    for name, array in arrays.items():
        if not (array >= 0).all():
            raise ValueError(f"{name} must be numbers from 0 on")
        if name not in endless and np.isinf(array).any():
            raise ValueError(f"{name} must be finite")
    if beyond := list(too_far(arrays)):
        raise ValueError("; ".join(beyond))
    shape = np.broadcast_shapes(*(array.shape for array in arrays.values()))
    flat = [np.broadcast_to(array, shape).ravel() for array in arrays.values()]
    return np.stack(flat), shape


def service(columns: Numbers, shape: tuple[int, ...]) -> Service:
    """Return the columns of a kernel, shape (fields, rows), in the callers' shape."""
    return Service(*(column.reshape(shape) for column in columns))
