"""The reverse question: what service so many agents give."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from optimize.erlang import Service, erlang_a
from optimize.requirements.rows import rows


def served(
    calls_per_h: ArrayLike,
    handle_s: ArrayLike,
    agents: ArrayLike,
    within_s: ArrayLike,
    patience_s: ArrayLike | None = None,
) -> Service:
    """Return what callers meet where so many agents are on the phone.

    Callers wait as long as it takes (Erlang C) where `patience_s` is None or infinite, else they
    have an exponential patience of that mean (Erlang A). Arguments broadcast against each other.
    Raises ValueError, naming argument, row and value, when one is not a number from 0 on or
    patience is not above 0, or as `required` does of loads and patience that are beyond reach.
    """
    calls, handle, numbers, within, patience = rows(
        calls_per_h=calls_per_h,
        handle_s=handle_s,
        agents=agents,
        within_s=within_s,
        patience_s=np.inf if patience_s is None else patience_s,
    )
    return erlang_a(calls, handle, numbers, patience, within)
