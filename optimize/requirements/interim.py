"""Erlang's formulas for real-valued agents, until `optimize.erlang` knows them."""

from __future__ import annotations

import math
from unittest.mock import patch

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincc

from optimize import erlang
from optimize.erlang import Service, erlang_a, erlang_c


def _b(load: ArrayLike, agents: ArrayLike) -> NDArray[np.float64]:
    load, agents = np.broadcast_arrays(np.asarray(load, float), np.asarray(agents, float))
    a, n = float(load.ravel()[0]), float(agents.ravel()[0])
    f = n - math.floor(n)
    if a < 500:
        i = math.exp(a - f * math.log(a) + math.lgamma(1 + f)) * float(gammaincc(1 + f, a))
    else:
        i = 1 + f / a
    for k in range(1, math.floor(n) + 1):
        i = 1 + i * (f + k) / a
    return np.full(load.shape, 1 / i)


def served(
    calls_per_h: float, handle_s: float, agents: float, within_s: float, patience_s: float
) -> Service:
    with patch.object(erlang, "erlang_b", _b), patch.object(erlang, "_check_agents", bool):
        if math.isinf(patience_s):
            return erlang_c(calls_per_h, handle_s, agents, within_s)
        return erlang_a(calls_per_h, handle_s, agents, patience_s, within_s)
