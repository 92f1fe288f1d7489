"""The draft: a scenario as chosen, what is changed of it, and how often it is simulated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from crewline.ui.draft.workspace import (
    FIRST,
    changed_at,
    event_file,
    scenario_file,
    without_folder,
)
from scenarios.editing.folding import alone
from scenarios.faults import BadInput, Fault
from scenarios.load import Loaded, Template, library, template, text_template
from scenarios.tables import tables_named
from scenarios.yaml_file import read_tree

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
        found = _read(replace(self, replications=REPLICATIONS, seed=None), self.stamp)
        if isinstance(found, tuple):
            raise BadInput(found)
        return found

    def template(self) -> Template:
        """Return it as it is written, with all that is changed. Raises BadInput, see `template`."""
        try:
            return self._template()
        except BadInput as bad:
            raise BadInput(map(without_folder, bad.faults)) from None

    @property
    def path(self) -> Path:
        """The file that its name is of. Raises BadInput where it names none here."""
        found = scenario_file(self.reference)
        return library().get(found, Path(found))

    @property
    def stamp(self) -> tuple[int, ...]:
        """What changes when a file does that it is read from: its own, an event's, a table's."""
        files = [Path(event_file(name)) for name in self.events]
        if not self.own:
            files += [self.path, *_tables(self.path, changed_at(self.path))]
        return tuple(map(changed_at, files))

    def _template(self) -> Template:
        events = [event_file(name) for name in self.events]
        if self.own:
            return text_template(
                self.own,
                self.reference,
                _NOWHERE,
                variant=self.variant,
                sets=self.settings,
                events=events,
            )
        return template(scenario_file(self.reference), self.variant, self.settings, events)

    def text(self) -> str:
        """Return the text that it begins with: its own, or its file's. Raises BadInput."""
        if self.own:
            return self.own
        try:
            return self.path.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            words = "a YAML file in UTF-8 that can be read"
            raise BadInput([Fault(self.reference, 0, "", type(error).__name__, words)]) from None

    def text_alone(self) -> str:
        """Return that text with the tables that it names as numbers. Raises BadInput."""
        return self.own or _alone(self.reference, self.stamp)

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
def _read(draft: Draft, stamp: tuple[int, ...]) -> Loaded | tuple[Fault, ...]:
    """Return the scenario or its faults, which name files as the user does, not by their places."""
    try:
        found = draft.template().loaded()
    except BadInput as bad:
        return tuple(map(without_folder, bad.faults))
    warnings = tuple(map(without_folder, found.warnings))
    return replace(found, warnings=warnings, source=draft.reference)


@lru_cache(maxsize=16)
def _alone(reference: str, stamp: tuple[int, ...]) -> str:
    draft = Draft(reference)
    return alone(draft.text(), draft.path.parent)


@lru_cache(maxsize=64)
def _tables(path: Path, stamp: int) -> tuple[Path, ...]:
    """Return the tables that a scenario's file names, there or not."""
    try:
        tree = read_tree(path)
    except BadInput:  # told when it is loaded
        return ()
    return tuple(path.parent / name for name in tables_named(tree))
