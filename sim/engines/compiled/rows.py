"""Rows of tables by address, for kernels: nothing is counted, nothing is copied.

Numba counts references to every array that a function touches, which would take longer than the
simulation. A kernel here is given one record that holds the tables' addresses, and `row_of` makes
of an address and a number a record to read and to write. There are no bounds: whoever calls a
kernel keeps the tables alive, and large enough.

With `NUMBA_DISABLE_JIT=1` an "address" is the table itself, a `numpy.recarray`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numba import from_dtype, types
from numba.core import cgutils
from numba.extending import intrinsic

from sim.compilation import COMPILES


def row_of(dtype: np.dtype[np.void], table: str) -> Callable[[Any, int], Any]:
    """Return the function that gives a row of one of a state's tables, by its number."""
    if not COMPILES:
        return lambda state, number: getattr(state, table)[number]
    record = from_dtype(dtype)

    @intrinsic
    def row(_: Any, state: Any, number: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            place = arguments[1]
            return _pointer(
                context, builder, record, _number(builder, state, arguments, table), place
            )

        return record(state, types.int64), generate

    return cast(Callable[[Any, int], Any], row)


def cell_of(dtype: np.dtype[np.void], table: str) -> Callable[[Any, int, int], Any]:
    """Return the function that gives a row of a state's two-dimensional table, by its place.

    The state holds the table's width, too, as `<table>_width`.
    """
    if not COMPILES:
        return lambda state, line, place: getattr(state, table)[
            line * getattr(state, width_of(table)) + place
        ]
    record = from_dtype(dtype)

    @intrinsic
    def cell(_: Any, state: Any, line: Any, place: Any) -> Any:
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            width = _number(builder, state, arguments, width_of(table))
            number = builder.add(builder.mul(arguments[1], width), arguments[2])
            return _pointer(
                context, builder, record, _number(builder, state, arguments, table), number
            )

        return record(state, types.int64, types.int64), generate

    return cast(Callable[[Any, int, int], Any], cell)


def width_of(table: str) -> str:
    """Return the name of the number in a state that says how wide a table is."""
    return f"{table}_width"


def _number(builder: Any, state: Any, arguments: Any, name: str) -> Any:
    """Read a number of the state."""
    offset = state.offset(name)
    member: Any = cgutils.get_record_member
    return builder.load(member(builder, arguments[0], offset, cgutils.intp_t))


def _pointer(context: Any, builder: Any, record: Any, address: Any, number: Any) -> Any:
    """Return where a row is: what Numba takes for a record."""
    at = builder.add(address, builder.mul(number, address.type(record.size)))
    return builder.inttoptr(at, context.get_value_type(record))
