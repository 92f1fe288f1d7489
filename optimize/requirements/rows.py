"""Rows: arguments as arrays of one shape, refused by argument, row and value."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimize.erlang.limits import too_far, where

Numbers = NDArray[np.float64]

#: Of each argument so many faults are told; the others are counted.
_TOLD: Final = 3
_PATIENCE: Final = "patience_s"


def rows(**arguments: ArrayLike) -> tuple[Numbers, ...]:
    """Return the arguments, in their order, as arrays of one shape.

    Raises ValueError that tells every argument at fault, with row and value, when one is not a
    finite number from 0 on. The argument `patience_s` has to be above 0 and may be infinite. So it
    does, of the first row, when arguments are beyond what `optimize.erlang.limits` has.
    """
    numbers = {name: np.asarray(values, np.float64) for name, values in arguments.items()}
    faults = [fault for name, values in numbers.items() for fault in _faults(name, values)]
    if faults := faults or list(too_far(numbers)):
        raise ValueError("; ".join(faults))
    return tuple(np.broadcast_arrays(*numbers.values()))


def _faults(name: str, values: Numbers) -> list[str]:
    if name == _PATIENCE:
        good, expected = values > 0, "above 0 (infinite: nobody gives up)"
    else:
        good, expected = (values >= 0) & np.isfinite(values), "a finite number from 0 on"
    bad = np.argwhere(~good)
    told = [
        f"{name}{where(row)} must be {expected}, not {values[tuple(row)]}" for row in bad[:_TOLD]
    ]
    if len(bad) > _TOLD:
        told.append(f"{name} is at fault in {len(bad) - _TOLD} more rows")
    return told
