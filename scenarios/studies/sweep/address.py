"""Where a cluster is: a scheduler's address, or so many workers on this machine."""

from __future__ import annotations

import re
from typing import Final

AN_ADDRESS: Final = (
    "the address of a Dask scheduler, such as tcp://10.0.0.5:8786, or local:N for N workers on"
    " this machine"
)

_SCHEDULER: Final = re.compile(r"(?:tcp|tls|ucx|ws|wss)://(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):\d{1,5}")
_LOCAL: Final = re.compile(r"local:([1-9]\d{0,2})")


def is_address(text: str) -> bool:
    """Tell whether a text says where a cluster is."""
    return bool(_SCHEDULER.fullmatch(text) or _LOCAL.fullmatch(text))


def local_workers(address: str) -> int | None:
    """Return how many workers of this machine an address asks for; None for a scheduler's."""
    match = _LOCAL.fullmatch(address)
    return int(match[1]) if match else None
