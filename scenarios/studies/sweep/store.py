"""Finished cells on disk: one file each, whole or not there, and found out if damaged.

    <folder>/cells/<digest>.cell

A file's first line names its form, the cell (as the file's name does) and the digest of all that
follows: a line of JSON (the layout), then the numbers, compressed. A file of another form, of
another cell, or that does not fit its own digest, is as good as none.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from scenarios.studies.sweep.kept import Kept, Layout

CELLS: Final = "cells"
#: The form of a file; the first had no cell in its first line.
_FORM: Final = "crewline-sweep-cell 2"
_QUICKLY: Final = 1  # a higher level saves a twentieth
_DRAFT: Final = ".unfinished-"
#: What is half-written for so long, nobody is still writing.
_ABANDONED_S: Final = 3600.0


class DiskFault(Exception):  # noqa: N818  (the disk's, not ours)
    """Raised where a file of a sweep cannot be written or read: a full disk, a worn one, no right.

    What was finished before is on disk, whole.
    """

    def __init__(self, file: Path, doing: str, error: OSError) -> None:
        """Say which file, what was tried, what the system said, and what to do."""
        self.file, self.error = file, error
        advice = _ADVICE.get(error.errno or 0, "See to the disk")
        # What cannot even be made has nothing finished in it.
        kept = "" if doing == "made" else ", and the same command goes on from what is finished"
        super().__init__(f"{file} cannot be {doing} ({error.strerror or error}). {advice}{kept}.")


_NO_RIGHT: Final = "See to the right to read and write there, or name another folder with --out"
_ADVICE: Final = {
    errno.ENOSPC: "Make room there",
    errno.EDQUOT: "Make room there",
    errno.EROFS: _NO_RIGHT,
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.ENOTDIR: "Name another folder with --out",
    errno.EEXIST: "Name another folder with --out",
}


class Store:
    """The cells of a sweep's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        #: Files that were found damaged, of another cell or of an older form, by name.
        self.damaged: list[str] = []

    def prepare(self) -> None:
        """Make the place for cells, and sweep out what others left half-written long ago.

        Raises DiskFault.
        """
        cells = self.folder / CELLS
        try:
            cells.mkdir(parents=True, exist_ok=True)
            for draft in [*self.folder.glob(f"{_DRAFT}*"), *cells.glob(f"{_DRAFT}*")]:
                with contextlib.suppress(FileNotFoundError):
                    if time.time() - draft.stat().st_mtime > _ABANDONED_S:
                        draft.unlink()
        except OSError as error:
            raise DiskFault(cells, "made", error) from error

    def file(self, digest: str) -> Path:
        """Return where a cell's file stands."""
        return self.folder / CELLS / f"{digest}.cell"

    def read(self, digest: str) -> Kept | None:
        """Return what is kept of a cell, or None where nothing is, or nothing whole.

        Raises DiskFault where the file is there and cannot be read.
        """
        file = self.file(digest)
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DiskFault(file, "read", error) from error
        try:
            return unpacked(content, digest)
        except ValueError:
            if file.name not in self.damaged:
                self.damaged.append(file.name)
            return None

    def replications(self, digest: str) -> int:
        """Return how many replications of a cell are kept, whole."""
        kept = self.read(digest)
        return kept.replications if kept else 0

    def write(self, digest: str, kept: Kept) -> None:
        """Keep a cell. Raises DiskFault, and leaves what was there as it was."""
        file = self.file(digest)
        with drafted(file) as draft:
            draft.write_bytes(packed(kept, digest))


def packed(kept: Kept, digest: str) -> bytes:
    """Return the numbers of the cell `digest` as bytes, always the same for the same numbers."""
    layout = json.dumps(kept.layout.as_dict(), separators=(",", ":"))
    shape = f'{{"replications":{kept.replications},"layout":{layout}}}\n'
    numbers = zlib.compress(kept.numbers.astype("<f8").tobytes(), _QUICKLY)
    body = shape.encode() + numbers
    return _head(digest, body) + b"\n" + body


def _head(digest: str, body: bytes) -> bytes:
    return f"{_FORM} {digest} {hashlib.sha256(body).hexdigest()}".encode()


def unpacked(content: bytes, digest: str) -> Kept:
    """Return what `packed` made bytes of, for the same cell. Raises ValueError for anything else.

    The numbers of another cell are as whole as its own, and would be wrong under its name.
    """
    head, _, body = content.partition(b"\n")
    if head != _head(digest, body):
        raise ValueError("not this cell, or a damaged one")
    shape, _, numbers = body.partition(b"\n")
    described: dict[str, Any] = json.loads(shape)
    layout = Layout.of_data(described["layout"])
    table = np.frombuffer(zlib.decompress(numbers), "<f8").astype(np.float64)
    return Kept(layout, table.reshape(described["replications"], layout.width))


@contextlib.contextmanager
def drafted(file: Path) -> Iterator[Path]:
    """Provide a file to be written, which gets its name when all of it is on the disk.

    Raises DiskFault; then nothing of it is left, and a file of the name is as it was.
    """
    draft = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=_DRAFT, dir=file.parent)
        os.close(descriptor)
        draft = Path(name)
        yield draft
        with draft.open("rb+") as stream:
            os.fsync(stream.fileno())
        draft.chmod(0o644)  # a temporary file is its owner's alone
        draft.replace(file)
    except OSError as error:
        raise DiskFault(file, "written", error) from error
    finally:
        if draft is not None:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
