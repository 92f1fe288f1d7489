"""Folders for work that keeps what is finished, so that asked again it goes on from there.

Each content has a folder of its own, under one that only this server can read and that goes with
it. Of many, those go that nobody has asked for in a long time.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

#: Beyond so many folders, those go that were not asked for in so long.
_MOST: Final = 60
_OLD_S: Final = 3600.0

_roots: Final[list[Path]] = []
_making: Final = threading.Lock()


def scratch(kind: str, content: str) -> Path:
    """Return the folder of a content; who works there makes it."""
    digest = hashlib.sha256(content.encode()).hexdigest()[:32]
    with _making:
        folder = _root() / f"{kind}-{digest}"
        if folder.is_dir():
            os.utime(folder)
        _sweep_out(folder.parent)
    return folder


def _root() -> Path:
    """Return the folder of this server, which nobody else may read."""
    if not _roots:
        _roots.append(Path(tempfile.mkdtemp(prefix="crewline-work-")))
        atexit.register(shutil.rmtree, _roots[0], ignore_errors=True)
    return _roots[0]


def _sweep_out(root: Path) -> None:
    asked = {folder: folder.stat().st_mtime for folder in root.iterdir()}
    for folder in sorted(asked, key=asked.__getitem__)[:-_MOST]:
        if time.time() - asked[folder] > _OLD_S:
            shutil.rmtree(folder, ignore_errors=True)
