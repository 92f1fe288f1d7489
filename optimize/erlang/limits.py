"""How far the formulas reach: beyond it arguments are refused, by row and value.

Sums take time as the root of the load, or of the calls that come within a mean patience, and floats
lose the whole numbers far out. The limits are well beyond any centre.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from optimize.erlang.service import Numbers

#: Erlangs.
MOST_LOAD: Final = 1e6
MOST_AGENTS: Final = 1e9
#: Calls that come within one mean patience, finite: a sum then has some ten million terms.
MOST_CALLS_IN_PATIENCE: Final = 1e13


def too_far(arguments: Mapping[str, Numbers]) -> Iterator[str]:
    """Give what is beyond the limits, of the first row of each kind: argument, row and value.

    `arguments` are numbers from 0 on, by name; those that are not there have no limit. With
    `handle_s` the load is that of `calls_per_h`, else it is `load`.
    """
    calls = arguments.get("calls_per_h", np.zeros(()))
    handle_s = arguments.get("handle_s", np.zeros(()))
    patience_s = arguments.get("patience_s", np.zeros(()))
    with np.errstate(over="ignore", invalid="ignore"):
        load = calls * (handle_s / 3600)
        meanwhile = np.where(handle_s > 0, calls * (patience_s / 3600), 0.0)
    yield from _above(arguments.get("load", np.zeros(())), MOST_LOAD, "load", "Erlangs")
    yield from _above(load, MOST_LOAD, "calls_per_h", "Erlangs with handle_s")
    yield from _above(arguments.get("agents", np.zeros(())), MOST_AGENTS, "agents", "agents")
    words = "calls within patience_s (or it must be infinite: nobody gives up)"
    finite = np.where(np.isinf(patience_s), 0.0, meanwhile)
    yield from _above(finite, MOST_CALLS_IN_PATIENCE, "patience_s", words)


def where(row: NDArray[np.int64]) -> str:
    """Say the row, as words to follow an argument; a single number has none."""
    if not len(row):
        return ""
    return f" in row {row[0]}" if len(row) == 1 else f" in row {tuple(row.tolist())}"


def _above(values: Numbers, most: float, name: str, words: str) -> Iterator[str]:
    rows = np.argwhere(values > most)
    if len(rows):
        value = values[tuple(rows[0])]
        yield f"{name}{where(rows[0])} must come to at most {most:,.0f} {words}, not {value:g}"
