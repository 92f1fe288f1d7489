"""Rows of tables by address, for kernels: nothing is counted, nothing is copied.

Numba counts references to every array that a function touches, which would take longer than the
simulation. A kernel here is given one record that holds the tables' addresses, and `row_of` turns
an address and a number into a record to read and to write. There are no bounds: whoever calls a
kernel keeps the tables alive, and large enough.

With `NUMBA_DISABLE_JIT=1` an "address" is the table itself, a `numpy.recarray`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numpy as np
from numba import from_dtype, njit, types
from numba.core import config
from numba.extending import intrinsic

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
Row = Callable[[Any, int], Any]

#: Whether the kernels are compiled, and not run as Python.
COMPILES: Final = not config.DISABLE_JIT  # type: ignore[attr-defined]


def kernel(function: Kernel) -> Kernel:
    """Compile a function that Python calls, without the lock that lets one thread run at a time."""
    return cast(Kernel, njit(cache=True, nogil=True)(function))


def part(function: Kernel) -> Kernel:
    """Compile a part of kernels."""
    return cast(Kernel, njit(function))


def inlined(function: Kernel) -> Kernel:
    """Compile a part of kernels that is not worth a call."""
    return cast(Kernel, njit(forceinline=True)(function))


def row_of(dtype: np.dtype[np.void]) -> Row:
    """Return the function that gives the row of a number in a table of a dtype."""
    if not COMPILES:
        return lambda table, number: table[number]
    record = from_dtype(dtype)

    @intrinsic
    def row(_: Any, table: Any, number: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            address, place = arguments
            size = context.get_constant(types.int64, dtype.itemsize)
            at = builder.add(address, builder.mul(place, size))
            return builder.inttoptr(at, context.get_value_type(record))

        return record(types.int64, types.int64), generate

    return cast(Row, row)
