"""Kernels: what is compiled, and hearing that it is, which takes seconds the first time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from types import ModuleType
from typing import Any, Final, TypeVar, cast

import numpy as np
from numba import njit
from numba.core import config, event

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

_NO_WAY_IN: Final[dict[str, Any]] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}

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
    """Compile a part of kernels, which Python cannot call: a way in would double the time."""
    return cast(Kernel, njit(error_model="numpy", **_NO_WAY_IN)(function))


def inlined(function: Kernel) -> Kernel:
    """Compile a part of kernels that is not worth a call."""
    return cast(Kernel, njit(forceinline=True, error_model="numpy", **_NO_WAY_IN)(function))


def stamped(
    fields: Sequence[tuple[str, type[np.int64] | type[np.float64]]], sources: Sequence[ModuleType]
) -> np.dtype[np.void]:
    """Return a record of `fields` whose type changes with the files that kernels are made from.

    Numba's cache goes by the kernel's own file and the types of its arguments; what a kernel takes
    from another file may change unseen. A kernel with an argument of this type is compiled again
    after an edit of any of `sources`: a module's file, or all files of a package's own folder.
    """
    return np.dtype([*fields, (f"compiled_from_{_digest(sources)}", np.int64)])


def _digest(sources: Sequence[ModuleType]) -> str:
    digest = blake2b(digest_size=8)
    for module in sources:
        file = Path(str(module.__file__))
        is_package = file.name == "__init__.py"
        for path in sorted(file.parent.glob("*.py")) if is_package else [file]:
            digest.update(path.read_bytes())
    return digest.hexdigest()


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
