"""Folders that are whole or not there: written beside their place, then renamed.

Whoever is killed leaves nothing half-written under the final name, and no run overwrites another.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from scenarios.faults import BadInput, Fault
from scenarios.yaml_file import shown

#: Where results go unless told otherwise, in the folder that the command was given in.
RESULTS: Final = Path("results")

_NOT_THERE: Final = "a folder that does not exist yet, so that no result is overwritten"
_IN_A_FOLDER: Final = "a place inside a folder"
_WRITABLE: Final = "a folder that can be written to"


def refuse_taken(wanted: Path | None) -> None:
    """Raise BadInput when results cannot be written to `wanted`; worth knowing before a long run.

    An empty folder is free; None stands for a numbered folder, which always is.
    """
    if wanted is None:
        return
    if not is_free(wanted):
        raise BadInput([Fault("command line", 0, "--out", str(wanted), _NOT_THERE)])


def is_free(wanted: Path) -> bool:
    """Tell whether a path is nothing's, or an empty folder's, in a place that may be written to.

    Raises BadInput where it is no such place.
    """
    try:
        free = not wanted.exists() or (wanted.is_dir() and not any(wanted.iterdir()))
        above = next(folder for folder in wanted.absolute().parents if folder.exists())
    except (OSError, ValueError) as error:  # a name too long, a folder that is another user's
        value = f"{shown(wanted)} ({getattr(error, 'strerror', None) or error})"
        raise BadInput([Fault("command line", 0, "--out", value, _WRITABLE)]) from None
    if free and not above.is_dir():
        raise BadInput([Fault("command line", 0, "--out", str(wanted), _IN_A_FOLDER)])
    return free


def keep(write: Callable[[Path], None], name: str, wanted: Path | None = None) -> Path:
    """Let `write` fill a folder, and return where it then stands: `wanted`, or a numbered one.

    Raises BadInput when `wanted` is taken or cannot be written; the disk may be full.
    """
    refuse_taken(wanted)
    beside = RESULTS if wanted is None else wanted.absolute().parent
    try:
        beside.mkdir(parents=True, exist_ok=True)
        return _written(write, name, wanted, beside)
    except OSError as error:
        value = f"{wanted or beside} ({error.strerror or error})"
        raise BadInput([Fault("command line", 0, "--out", value, _WRITABLE)]) from error


def _written(write: Callable[[Path], None], name: str, wanted: Path | None, beside: Path) -> Path:
    """Write a draft and give it its name; leave nothing where that fails."""
    draft = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=beside))
    try:
        write(draft)
        draft.chmod(0o755)  # a temporary folder is its owner's alone
        return _move(draft, name, wanted)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _move(draft: Path, name: str, wanted: Path | None) -> Path:
    """Rename the finished draft; a rename never replaces a folder that holds anything."""
    for folder in numbered(name) if wanted is None else [wanted]:
        try:
            return draft.rename(folder)
        except OSError:
            continue  # somebody was quicker
    raise BadInput([Fault("command line", 0, "--out", str(wanted), _NOT_THERE)])


def numbered(name: str) -> Iterator[Path]:
    """Give `results/<name>-<number>`, beginning after the highest number there."""
    pattern = re.compile(re.escape(name) + r"-(\d+)")
    found = [pattern.fullmatch(path.name) for path in RESULTS.glob("*")]
    highest = max((int(match[1]) for match in found if match), default=0)
    for number in range(highest + 1, highest + 1000):
        yield RESULTS / f"{name}-{number:03d}"
