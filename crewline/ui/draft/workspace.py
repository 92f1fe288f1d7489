"""What can be chosen: the scenarios and events that ship, and those of the workspace's folder.

Names come from a page's address, and so from anybody: none leads to a file elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import uuid4

from crewline.ui import FOLDER_VARIABLE
from scenarios.events.files import event_library
from scenarios.faults import BadInput, Fault
from scenarios.load import library
from scenarios.units import one_of
from scenarios.yaml_file import Tree, parse_tree, read_tree, shown

#: What the page opens with where the user has no scenarios of his own: quick, and shows all.
FIRST: Final = "bank_hotline_tenth"

_FILE_NAME: Final = re.compile(r"[\w][\w .()+-]{0,99}\.ya?ml")


@dataclass(frozen=True)
class Choice:
    """A scenario or an event as a list shows it, without having been checked.

    `reference` is a name of the library, or of a file of the workspace. `variants` are pairs of
    name and title. `description`, `days`, and how many lines and groups it has are as written.
    """

    reference: str
    title: str
    variants: tuple[tuple[str, str], ...] = ()
    description: str = ""
    days: str = "1"
    lines: int = 0
    groups: int = 0


def own_folder() -> Path | None:
    """Return the folder of the user's own scenarios, or None where none was named."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else None


def scenarios_there() -> list[Choice]:
    """Return the scenarios of the workspace, then those that ship, the quick one first."""
    shipped = library()
    names = sorted(shipped, key=lambda name: (name != FIRST, name))
    return [
        *(choice for choice, is_event in _own() if not is_event),
        *(_listed(name, shipped[name])[0] for name in names),
    ]


def events_there() -> list[Choice]:
    """Return the events of the workspace, then those that ship."""
    return [
        *(choice for choice, is_event in _own() if is_event),
        *(_listed(name, path)[0] for name, path in sorted(event_library().items())),
    ]


def scenario_file(reference: str) -> str:
    """Return what `load` takes for a reference. Raises BadInput where it names nothing here."""
    return _named(reference, library(), "scenarios")


def event_file(name: str) -> str:
    """Return what `load` takes for an event's name. Raises BadInput where it names nothing."""
    return _named(name, event_library(), "events")


def without_folder(fault: Fault) -> Fault:
    """Return a fault that names files of the workspace without the place of its folder."""
    folder = own_folder()
    if folder is None:
        return fault
    place = f"{folder}{os.sep}"
    return replace(
        fault,
        file=fault.file.removeprefix(place),
        value=fault.value.replace(place, ""),
        expected=fault.expected.replace(place, ""),
    )


def changed_at(path: Path) -> int:
    """Return when a file was last written, in nanoseconds, and 0 where it is not there."""
    try:
        return path.stat().st_mtime_ns
    except (OSError, ValueError):  # ValueError: no file can be called so
        return 0


@lru_cache(maxsize=32)
def choice_of_text(reference: str, text: str) -> Choice:
    """Return a text of one's own as a list shows it."""
    try:
        return _choice(reference, parse_tree(text, reference))
    except BadInput:  # told in full on the page
        return Choice(reference, reference)


def digest_of(name: str) -> str:
    """Return what tells a workspace file's content from others; nothing where it is not there."""
    folder = own_folder()
    try:
        if folder is None or not _FILE_NAME.fullmatch(name):
            return ""
        return hashlib.sha256((folder / name).read_bytes()).hexdigest()
    except OSError:
        return ""


def save(name: str, text: str, over: str = "") -> Path:
    """Write a scenario's text to the workspace, whole or not at all; return its file.

    A file that is there is replaced where its digest is `over`, so that nobody's work is lost.
    Raises BadInput where there is another, where there is no workspace, the name is no file name,
    or the file cannot be written.
    """
    folder = own_folder()
    if folder is None or not folder.is_dir():
        raise BadInput(
            [Fault(name, 0, "", "no folder", "the app started with one: crewline app FOLDER")]
        )
    if not _FILE_NAME.fullmatch(name):
        words = "a file name of letters, digits, spaces, - and _ that ends in .yaml"
        raise BadInput([Fault(shown(name), 0, "", shown(name), words)])
    path, part = folder / name, folder / f".{uuid4().hex}.part"
    try:
        part.write_text(text, "utf-8", newline="\n")
        _put(part, path, over)
    except FileExistsError:
        raise _there(name) from None
    except OSError as error:
        words = "a folder that can be written to"
        raise BadInput([Fault(name, 0, "", error.strerror or "", words)]) from None
    finally:
        part.unlink(missing_ok=True)
    return path


def _put(part: Path, path: Path, over: str) -> None:
    """Give a written file its name. Raises BadInput where another has it that is not `over`."""
    found = digest_of(path.name)
    if not found and not over:
        _name_new(part, path)
        return
    if found and not over:
        raise _there(path.name)
    if found != over:
        words = "the file as it was when it was opened; save under another name, or open it anew"
        raise BadInput([Fault(path.name, 0, "", "a file that was changed meanwhile", words)])
    part.replace(path)


def _name_new(part: Path, path: Path) -> None:
    """Give a file a name that no other has; a link fails where somebody was quicker."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a disk without links
        if path.exists():
            raise FileExistsError from None
        part.replace(path)


def _there(name: str) -> BadInput:
    words = "a name that no file has, or leave to replace it"
    return BadInput([Fault(name, 0, "", "a file that is there", words)])


def _named(name: str, shipped: dict[str, Path], kind: str) -> str:
    if name in shipped:
        return name
    folder = own_folder()
    if folder is not None and any(path.name == name for path in _files(folder)):
        return str(folder / name)
    words = one_of(kind, name, shipped)
    raise BadInput([Fault(shown(name), 0, "", shown(name), words)])


def _own() -> Iterator[tuple[Choice, bool]]:
    folder = own_folder()
    if folder is None or not folder.is_dir():
        return
    for path in _files(folder):
        yield _listed(path.name, path)


def _files(folder: Path) -> list[Path]:
    """Return the files that a workspace shows; no other can be named."""
    found = sorted(folder.glob("*.y*ml"))
    return [path for path in found if path.is_file() and not path.name.startswith(".")]


def _listed(reference: str, path: Path) -> tuple[Choice, bool]:
    return _read(reference, path, changed_at(path))


@lru_cache(maxsize=1024)
def _read(reference: str, path: Path, stamp: int) -> tuple[Choice, bool]:
    """Return a file as a list shows it, and whether it is an event; read again when it changes."""
    try:
        tree = read_tree(path)
    except BadInput:  # told in full when it is chosen
        return Choice(reference, path.stem), False
    keys = tree.data.keys() if isinstance(tree.data, dict) else set()
    is_event = "disruptions" in keys and not keys & {"schema_version", "queues", "groups"}
    return _choice(reference, tree, path.stem), is_event


def _choice(reference: str, tree: Tree, title: str = "") -> Choice:
    return Choice(
        reference,
        _text(tree, "title") or title or reference,
        _variants(tree),
        _text(tree, "description"),
        _text(tree, "days") or "1",
        *(_count(tree, kind) for kind in ("queues", "groups")),
    )


def _count(tree: Tree, kind: str) -> int:
    sections = tree.get((kind,))
    return len(sections) if isinstance(sections, dict) else 0


def _variants(tree: Tree) -> tuple[tuple[str, str], ...]:
    variants = tree.get(("scenarios",))
    if not isinstance(variants, dict):
        return ()
    return tuple((name, _text(tree, "scenarios", name, "title") or name) for name in variants)


def _text(tree: Tree, *path: str) -> str:
    value = tree.get(path)
    return value if isinstance(value, str) else ""
