"""The draft: a scenario as chosen, what is changed of it, and how often it is simulated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from crewline.ui.draft.workspace import FIRST, event_file, scenario_file
from scenarios.load import Loaded, load, load_text

#: How often a draft is simulated unless told otherwise: quick, and intervals are narrow enough.
REPLICATIONS: Final = 10
#: Where tables of a text would be looked for; there is no such place, so it can name no file.
_NOWHERE: Final = Path("/nonexistent")


@dataclass(frozen=True)
class Draft:
    """What is worked on; everything that a page shows follows from it.

    `reference` names a scenario that ships or a file of the workspace. With `own`, the YAML text
    of a scenario that is no file here (uploaded, imported), it is only what the text is called.
    `variant`, `events` and `settings` (`path=value`) are as on the command line. `seed` is None
    for the scenario's own.
    """

    reference: str = FIRST
    variant: str | None = None
    events: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    replications: int = REPLICATIONS
    seed: int | None = None
    own: str = ""

    def loaded(self) -> Loaded:
        """Return the scenario with all that is changed. Raises BadInput with all faults."""
        return _read(self, _stamp(self))

    def plain(self) -> Loaded:
        """Return it without the settings: what changes are compared with. Raises BadInput."""
        return replace(self, settings=()).loaded()

    def base(self) -> Loaded:
        """Return it as the file has it, its ordinary day. Raises BadInput."""
        return replace(self, settings=(), variant=None, events=()).loaded()

    @property
    def is_changed(self) -> bool:
        """Whether anything is changed beside the variant and the events chosen."""
        return bool(self.settings)


@lru_cache(maxsize=64)
def _read(draft: Draft, stamp: int) -> Loaded:
    events = [event_file(name) for name in draft.events]
    if draft.own:
        return load_text(
            draft.own,
            draft.reference,
            _NOWHERE,
            variant=draft.variant,
            sets=draft.settings,
            events=events,
        )
    return load(scenario_file(draft.reference), draft.variant, draft.settings, events)


def _stamp(draft: Draft) -> int:
    """Return what changes when the draft's file does, so that it is read again."""
    path = Path(scenario_file(draft.reference)) if not draft.own else None
    return path.stat().st_mtime_ns if path is not None and path.is_file() else 0
