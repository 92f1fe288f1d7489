"""Where a cluster is: a scheduler's address, or so many workers on this machine."""

from __future__ import annotations

import re
from typing import Final

AN_ADDRESS: Final = (
    "the address of a Dask scheduler, such as tcp://10.0.0.5:8786 (or tls://), or local:N for N"
    " workers on this machine, N at least 1 and at most 999"
)

_SCHEDULER: Final = re.compile(r"(?:tcp|tls)://(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})")
_LOCAL: Final = re.compile(r"local:([1-9]\d{0,2})")
_LAST_PORT: Final = 65_535


def is_address(text: str) -> bool:
    """Tell whether a text says where a cluster is."""
    scheduler = _SCHEDULER.fullmatch(text)
    if scheduler:
        return 1 <= int(scheduler[1]) <= _LAST_PORT
    return bool(_LOCAL.fullmatch(text))


def is_encrypted(address: str) -> bool:
    """Tell whether a scheduler's address asks for TLS."""
    return address.startswith("tls://")


def local_workers(address: str) -> int | None:
    """Return how many workers of this machine an address asks for; None for a scheduler's."""
    match = _LOCAL.fullmatch(address)
    return int(match[1]) if match else None
