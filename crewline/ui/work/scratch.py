"""Folders for work that keeps what is finished, so that asked again it goes on from there.

Each content has a folder of its own, under one that only this server can read and that goes with
it. Of many, those that were not asked for the longest go first.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
import threading
from pathlib import Path
from typing import Final

#: Folders kept at a time.
_MOST: Final = 60

_roots: Final[list[Path]] = []
_making: Final = threading.Lock()


def scratch(kind: str, content: str) -> Path:
    """Return the folder of a content, made where it is not there."""
    digest = hashlib.sha256(content.encode()).hexdigest()[:32]
    with _making:
        folder = _root() / f"{kind}-{digest}"
        folder.mkdir(exist_ok=True)
        os.utime(folder)  # the newest asked for goes last
        _sweep_out(folder.parent)
    return folder


def _root() -> Path:
    """Return the folder of this server, which nobody else may read."""
    if not _roots:
        _roots.append(Path(tempfile.mkdtemp(prefix="crewline-work-")))
        atexit.register(shutil.rmtree, _roots[0], ignore_errors=True)
    return _roots[0]


def _sweep_out(root: Path) -> None:
    folders = sorted(root.iterdir(), key=lambda one: one.stat().st_mtime_ns)
    for old in folders[:-_MOST]:
        shutil.rmtree(old, ignore_errors=True)
