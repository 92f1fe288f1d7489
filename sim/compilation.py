"""Hearing that kernels are compiled, which takes seconds; reading Numba's cache takes none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from numba.core import event


@contextmanager
def told_of_compilation(on_compile: Callable[[], None] | None) -> Iterator[None]:
    """Call `on_compile` when the first compilation within begins, if there is one."""
    if on_compile is None:
        yield
        return
    listener = _Once(on_compile)
    event.register("numba:compile", listener)  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        event.unregister("numba:compile", listener)  # type: ignore[no-untyped-call]


class _Once(event.Listener):
    """Hears of what Numba does, and tells the first time."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell: Callable[[], None] | None = tell

    def on_start(self, event: Any) -> None:
        """Compilation begins."""
        if self._tell is not None:
            tell, self._tell = self._tell, None
            tell()

    def on_end(self, event: Any) -> None:
        """Compilation has ended."""
