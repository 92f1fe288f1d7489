"""What can be chosen: the scenarios that ship, and those of a folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crewline.ui import FOLDER_VARIABLE
from scenarios.faults import BadInput
from scenarios.load import library
from scenarios.yaml_file import Tree, read_tree

#: What the page opens with where the user has no scenarios of his own: quick, and shows all.
FIRST: Final = "bank_hotline_tenth"


@dataclass(frozen=True)
class Choice:
    """A scenario as a list shows it, without having been checked.

    `reference` is what `scenarios.load.load` takes. `variants` are pairs of name and title.
    """

    reference: str
    title: str
    variants: tuple[tuple[str, str], ...]


def own_folder() -> Path | None:
    """Return the folder of the user's own scenarios, or None where none was named."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else None


def choices(folder: Path | None) -> list[Choice]:
    """Return the scenarios of `folder`, then those that ship, beginning with the quick one."""
    own = sorted(folder.glob("*.y*ml")) if folder is not None else []
    shipped = library()
    names = sorted(shipped, key=lambda name: (name != FIRST, name))
    return [
        *(_choice(str(path), path) for path in own),
        *(_choice(name, shipped[name]) for name in names),
    ]


def _choice(reference: str, path: Path) -> Choice:
    try:
        tree = read_tree(path)
    except BadInput:  # told in full when it is chosen
        return Choice(reference, path.stem, ())
    return Choice(reference, _text(tree, "title") or path.stem, _variants(tree))


def _variants(tree: Tree) -> tuple[tuple[str, str], ...]:
    variants = tree.get(("scenarios",))
    if not isinstance(variants, dict):
        return ()
    return tuple((name, _text(tree, "scenarios", name, "title") or name) for name in variants)


def _text(tree: Tree, *path: str) -> str:
    value = tree.get(path)
    return value if isinstance(value, str) else ""
