"""Customers' classes: which queue a call belongs to, and what to do where the log does not say.

Where the class stands only with callers who waited, it is missing for those who were answered at
once. Whether a caller has to wait depends on the floor at that moment and not on the caller, so
that among the calls of one kind and hour the classes have the same shares in both. The missing
ones are therefore drawn with the shares seen among those who waited, kind by kind and hour by hour.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.intake.mapping import CustomerClass, LogMapping
from sim.demand.streams import stream

#: Fewer waiting callers than this in an hour of the day: the shares of the whole day are taken.
FEWEST_SEEN = 20

_PURPOSE = 0


def class_suffixes(calls: pd.DataFrame, mapping: LogMapping) -> tuple[pd.Series[str], int]:
    """Return each call's class ("" is the ordinary one), and for how many it was drawn.

    `calls` has the columns `kind`, `class_code`, `waited_s` and `queued_s` (since midnight).
    """
    suffixes = np.full(len(calls), "", object)
    for customer_class in mapping.classes.classes:
        suffixes[_belongs(calls, customer_class)] = customer_class.suffix
    if not mapping.classes.known_only_if_waited:
        return pd.Series(suffixes, index=calls.index), 0
    waited = calls["waited_s"].to_numpy() > 0
    unknown = ~waited & calls["class_code"].isin(mapping.classes.unknown).to_numpy()
    cells = pd.DataFrame(
        {"kind": calls["kind"].to_numpy(), "hour": calls["queued_s"].to_numpy() // 3600}
    )
    seen = cells.assign(suffix=suffixes)[waited]
    uniform = stream(mapping.seed, 0, "classes", _PURPOSE).random(len(calls))
    for (kind, hour), rows in cells[unknown].groupby(["kind", "hour"]):
        alike = seen[(seen["kind"] == kind) & (seen["hour"] == hour)]
        if len(alike) < FEWEST_SEEN:
            alike = seen[seen["kind"] == kind]
        if len(alike):
            places = rows.index.to_numpy()
            suffixes[places] = _drawn(alike["suffix"], uniform[places])
    return pd.Series(suffixes, index=calls.index), int(unknown.sum())


def queue_name(kind: str, suffix: str) -> str:
    """Return the queue of a kind and class."""
    return f"{kind}_{suffix}" if suffix else kind


def queue_names(kinds: pd.Series[str], suffixes: pd.Series[str]) -> pd.Series[str]:
    """Return the queue of each kind and class."""
    return kinds.where(suffixes == "", kinds.astype(object) + "_" + suffixes.astype(object))


def _belongs(calls: pd.DataFrame, customer_class: CustomerClass) -> NDArray[np.bool_]:
    belongs = calls["class_code"].isin(customer_class.codes)
    if customer_class.kinds is not None:
        belongs &= calls["kind"].isin(customer_class.kinds)
    return belongs.to_numpy(np.bool_)


def _drawn(seen: pd.Series[str], uniform: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return classes with the shares seen, one for each uniform number."""
    shares = seen.value_counts(normalize=True).sort_index()
    places = np.searchsorted(np.cumsum(shares.to_numpy())[:-1], uniform, side="right")
    return np.asarray(shares.index.to_numpy(object)[places])
