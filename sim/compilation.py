"""Kernels: what is compiled, and hearing that it is, which takes seconds the first time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeVar, cast

from numba import njit
from numba.core import config, event

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

#: Whether kernels are compiled, and not run as Python (`NUMBA_DISABLE_JIT=1`).
COMPILES: Final = not config.DISABLE_JIT  # type: ignore[attr-defined]


def kernel(function: Kernel) -> Kernel:
    """Compile a function that Python calls, without the lock that lets one thread run at a time.

    What was compiled is kept for later runs, unless there is no folder that could be written to.
    """
    try:
        return cast(Kernel, njit(cache=True, nogil=True, error_model="numpy")(function))
    except RuntimeError:
        return cast(Kernel, njit(nogil=True, error_model="numpy")(function))


def part(function: Kernel) -> Kernel:
    """Compile a part of kernels."""
    return cast(Kernel, njit(error_model="numpy")(function))


def inlined(function: Kernel) -> Kernel:
    """Compile a part of kernels that is not worth a call."""
    return cast(Kernel, njit(forceinline=True, error_model="numpy")(function))


@contextmanager
def told_of_compilation(on_compile: Callable[[], None] | None) -> Iterator[None]:
    """Call `on_compile` when the first compilation within begins; reading the cache is none."""
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
