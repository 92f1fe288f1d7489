"""Reports as files: whole or not there, and never over anything that was there."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from crewline.reports.decision import Decision
from crewline.words import Words
from scenarios.faults import BadInput, Fault

_FREE: Final = "a file that does not exist yet, so that nothing is overwritten"
_WRITABLE: Final = "a file in a folder that can be written to"
#: So many default names are tried.
_TRIES: Final = 1000


class Format(StrEnum):
    """What a report is written as."""

    HTML = "html"
    XLSX = "xlsx"


def report(decision: Decision, form: Format, say: Words) -> bytes:
    """Return a decision as the bytes of a report in the reader's language."""
    return _WRITERS[form](decision, say)


def free_place(wanted: Path | None, results: Path, form: Format, say: Words) -> Path:
    """Return where a report may be written: `wanted`, or a name beside the results.

    Raises BadInput where `wanted` is taken, or in no folder.
    """
    if wanted is not None:
        _refuse_taken(wanted)
        return wanted
    folder = results if results.name not in {"", ".."} else results.resolve()
    for place in _names(folder, form, say):
        try:
            if not place.exists():
                return place
        except OSError as error:  # a name too long, a folder that is another user's
            value = f"{place} ({error.strerror})"
            raise BadInput([Fault("command line", 0, "--out", value, _WRITABLE)]) from None
    raise BadInput([Fault("command line", 0, "--out", str(folder.parent), _FREE)])


def keep_report(content: bytes, place: Path) -> Path:
    """Write a report beside its place, then give it its name. Raises BadInput."""
    draft = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=".unfinished-", dir=place.absolute().parent)
        draft = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.chmod(0o644)  # a temporary file is its owner's alone
        _refuse_taken(place)  # somebody may have been quicker
        return draft.replace(place)
    except OSError as error:
        value = f"{place} ({error.strerror or error})"
        raise BadInput([Fault("command line", 0, "--out", value, _WRITABLE)]) from error
    finally:
        if draft is not None:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def _refuse_taken(wanted: Path) -> None:
    try:
        taken, has_folder = (
            wanted.exists() or wanted.is_symlink(),
            wanted.absolute().parent.is_dir(),
        )
    except (OSError, ValueError) as error:  # a name too long, a folder that is another user's
        value = f"{wanted} ({getattr(error, 'strerror', None) or error})"
        raise BadInput([Fault("command line", 0, "--out", value, _WRITABLE)]) from None
    if taken:
        raise BadInput([Fault("command line", 0, "--out", str(wanted), _FREE)])
    if not has_folder:
        value = f"{wanted} (no such folder)"
        raise BadInput([Fault("command line", 0, "--out", value, _WRITABLE)])


def _names(folder: Path, form: Format, say: Words) -> Iterator[Path]:
    """Give names beside a folder of results: `shop-001-decision-en.html`, then with numbers."""
    stem = f"{folder.name}-decision-{say.language}"
    yield folder.parent / f"{stem}.{form}"
    for number in range(2, _TRIES):
        yield folder.parent / f"{stem}-{number}.{form}"


def _html(decision: Decision, say: Words) -> bytes:
    from crewline.reports.html.render import html_of

    return html_of(decision, say).encode("utf-8")


def _xlsx(decision: Decision, say: Words) -> bytes:
    from crewline.reports.xlsx.workbook import xlsx_of

    return xlsx_of(decision, say)


_WRITERS: Final[Mapping[Format, Callable[[Decision, Words], bytes]]] = {
    Format.HTML: _html,
    Format.XLSX: _xlsx,
}
