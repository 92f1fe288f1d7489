"""Random streams keyed by name, not by position."""

from functools import lru_cache
from hashlib import blake2b

import numpy as np


@lru_cache(maxsize=4096)
def digest(name: str) -> int:
    """Return a 64-bit digest of a queue's or group's name, the same on every machine."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def stream(seed: int, replication: int, name: str, purpose: int) -> np.random.Generator:
    """Return the generator for one purpose of one named thing in one replication.

    Adding a queue in front of others therefore leaves every other draw as it was, and replication
    0 differs from the rest like any other (`numpy.random.SeedSequence`, `spawn_key`).
    """
    key = (replication, digest(name), purpose)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))
