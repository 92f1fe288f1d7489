"""Results kept by their tasks' keys; what nobody asked for the longest goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, Final

#: Stands for no result, where None may be one.
MISSING: Final = object()


class Kept:
    """At most so many results, and so many bytes of them; the newest is always kept."""

    def __init__(self, most: int, most_bytes: float) -> None:
        """Begin empty."""
        self._most = most
        self._most_bytes = most_bytes
        self._results: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def held_bytes(self) -> int:
        """The size of all that is kept, as it was pickled."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._results)

    def find(self, key: str) -> Any:
        """Return a result, or `MISSING`; asking keeps it longer."""
        with self._lock:
            if key not in self._results:
                return MISSING
            self._results.move_to_end(key)
            return self._results[key][0]

    def keep(self, key: str, result: Any, size_bytes: int) -> None:
        """Keep a result, and let old ones go."""
        with self._lock:
            self._let_go(key)
            self._results[key] = (result, size_bytes)
            self._bytes += size_bytes
            while len(self._results) > 1 and self._is_full():
                self._let_go(next(iter(self._results)))

    def _is_full(self) -> bool:
        return len(self._results) > self._most or self._bytes > self._most_bytes

    def _let_go(self, key: str) -> None:
        if key in self._results:
            self._bytes -= self._results.pop(key)[1]
