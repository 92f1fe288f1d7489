"""Who works on which cell, where several processes share a folder.

A claim is a lock on one byte of the file `cells/claims`, at an offset that the cell's digest gives;
the system frees it when its process ends, however it ends. Where there are no such locks (another
system, a network drive), everything may be claimed by everybody: cells are then computed twice at
worst, to the same numbers.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, Final

from scenarios.studies.sweep.store import CELLS, DiskFault

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]

#: A digest's first digits are the byte that stands for it; two cells on one byte do no harm.
_DIGITS: Final = 12
#: What a system says whose files cannot be locked.
_NO_LOCKS: Final = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)


class Claims:
    """The claims of this process on the cells of a folder."""

    def __init__(self, folder: Path) -> None:
        """Open the file of claims. Raises DiskFault."""
        file = folder / CELLS / "claims"
        try:
            self._descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise DiskFault(file, "opened", error) from error
        #: Whether a claim keeps others away.
        self.are_kept = fcntl is not None
        self._held: set[int] = set()

    def __enter__(self) -> Claims:
        """Return the claims, which end with the context."""
        return self

    def __exit__(self, *_: Any) -> None:
        """Give all claims up."""
        os.close(self._descriptor)

    def take(self, digest: str) -> bool:
        """Claim a cell; return False where another process has claimed it."""
        byte = int(digest[:_DIGITS], 16)
        if self.are_kept and byte not in self._held:
            try:
                fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
            except (BlockingIOError, PermissionError):
                return False
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
                self.are_kept = False
        self._held.add(byte)
        return True

    def leave(self, digest: str) -> None:
        """Give a claim up: the cell is finished, or will not be by us."""
        byte = int(digest[:_DIGITS], 16)
        self._held.discard(byte)
        if self.are_kept:
            fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, byte)
