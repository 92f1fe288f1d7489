"""What later legs need, looked up in the pools (see `sim.engines.lookup`), and shares."""

from __future__ import annotations

from typing import Final

from sim.clock import MILLI
from sim.compilation import inlined
from sim.demand.contacts import POOL_SIZE
from sim.engines.compiled.state import State, contact_of, draw_of, leg_of
from sim.engines.lookup import hash31

_SCALE: Final = MILLI * MILLI  # of a factor of thousandths times another
_ROUND_HALF: Final = _SCALE // 2
_SMALL: Final = 1 << 31  # two smaller ones have a product that is sure to fit
_POOL_MASK: Final = POOL_SIZE - 1

_hash = inlined(hash31)


@inlined
def bits(f: State, leg: int, purpose: int) -> int:
    """Return the 31 bits that a share is compared with, or a pool is read by."""
    row = leg_of(f, leg)
    return _hash(contact_of(f, row.contact).key, row.attempt, row.depth, purpose)


@inlined
def pooled(f: State, leg: int, pool: int, queue: int, purpose: int) -> int:
    return draw_of(f, pool * f.n_queues + queue, bits(f, leg, purpose) & _POOL_MASK).ms


@inlined
def scaled(time_ms: int, factor: int) -> int:
    """Return a time by two factors of thousandths, their product given, rounded half up."""
    if time_ms < _SMALL and factor < _SMALL:
        return (time_ms * factor + _ROUND_HALF) // _SCALE
    whole, rest = time_ms // _SCALE, time_ms % _SCALE
    return whole * factor + (rest * factor + _ROUND_HALF) // _SCALE


@inlined
def happens(f: State, leg: int, below: int, purpose: int) -> bool:
    """Tell whether something that happens with a share happens to a leg."""
    return below > 0 and bits(f, leg, purpose) < below
