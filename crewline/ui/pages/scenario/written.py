"""The draft as it is written: plain data for forms and tables, sound or not, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from crewline.ui.draft.draft import REPLICATIONS, Draft
from scenarios.editing.settings import Keys
from scenarios.faults import BadInput, Fault
from scenarios.load import Loaded, Template
from scenarios.tables import inlined
from scenarios.yaml_file import Tree

#: So many settings that do not fit are looked for; an address may hold thousands.
_MOST_MISFITS: Final = 20


@dataclass(frozen=True)
class Written:
    """A draft as plain data, which forms show though it may not be sound.

    `base` is the scenario with variant and events and without the settings, `tree` with those that
    fit. `loaded` is None where anything is wrong; `faults` say what.
    """

    base: Tree
    tree: Tree
    loaded: Loaded | None
    faults: tuple[Fault, ...]

    @property
    def data(self) -> dict[str, Any]:
        """The scenario's plain data."""
        return self.tree.data

    def title_of(self, kind: str, name: str) -> str:
        """Return what people call a queue or group, in both languages where both are written."""
        found = self.tree.get((kind, name, "title"))
        return found if isinstance(found, str) and found else name

    def names(self, kind: str) -> list[str]:
        """Return the names of all queues or groups that are mappings."""
        sections = self.data.get(kind)
        items = sections.items() if isinstance(sections, dict) else ()
        return [name for name, one in items if isinstance(one, dict)]

    def faults_at(self, keys: Keys) -> list[Fault]:
        """Return what is wrong where keys lead, or inside."""
        path = ".".join(keys)
        return [
            fault
            for fault in self.faults
            if fault.field == path or fault.field.startswith(f"{path}.")
        ]


def written(draft: Draft) -> Written:
    """Return a draft as it is written.

    Raises BadInput where not even its text, variant and events can be read.
    """
    plain = replace(draft, replications=REPLICATIONS, seed=None)
    return _written(plain, draft.stamp)


@lru_cache(maxsize=32)
def _written(draft: Draft, stamp: tuple[int, ...]) -> Written:
    base = _with_tables(replace(draft, settings=()).template())
    faults: tuple[Fault, ...] = ()
    loaded = None
    try:
        loaded = draft.loaded()
    except BadInput as bad:
        faults = bad.faults
    return Written(base, _with_tables(_fitting(draft)), loaded, faults)


def _fitting(draft: Draft) -> Template:
    """Return a draft with the settings that fit: one that does not must not hide the others.

    They are tried all at once, then by halves. Where very many do not fit, the last are not tried.
    """
    fitting = replace(draft, settings=()).template()
    tried: tuple[str, ...] = ()
    waiting, misfits = [draft.settings], 0
    while waiting and misfits < _MOST_MISFITS:
        some = waiting.pop()
        if not some:
            continue
        try:
            fitting = replace(draft, settings=(*tried, *some)).template()
            tried = (*tried, *some)
        except BadInput:
            half = len(some) // 2
            misfits += not half
            waiting += [some[half:], some[:half]] if half else []
    return fitting


def _with_tables(found: Template) -> Tree:
    return inlined(found.tree, found.path.parent, Path(found.source).parent)[0]
