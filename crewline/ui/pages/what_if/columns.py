"""What can be compared: the draft, the scenario's variants, events, and options of one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crewline.ui.draft.draft import Draft
from crewline.ui.draft.options import kept
from crewline.ui.draft.workspace import events_there
from crewline.ui.pages.what_if.own import Own
from crewline.words import Words
from scenarios.faults import BadInput, Fault
from scenarios.load import Loaded

DRAFT = "draft"


@dataclass(frozen=True)
class Column:
    """A scenario that can be compared: a key that lasts, what people call it, and its draft."""

    key: str
    title: str
    draft: Draft
    own: Own | None = None

    def loaded(self) -> Loaded:
        """Return its scenario. Raises BadInput."""
        if self.own is None:
            return self.draft.loaded()
        settings = self.own.settings(self.draft.loaded())
        return replace(self.draft, settings=(*self.draft.settings, *settings)).loaded()

    def as_draft(self) -> Draft:
        """Return the draft that is this, its own settings included. Raises BadInput."""
        if self.own is None:
            return self.draft
        settings = self.own.settings(self.draft.loaded())
        return replace(self.draft, settings=(*self.draft.settings, *settings))


def columns_there(draft: Draft, own: Sequence[Own], say: Words) -> dict[str, Column]:
    """Return all that can be compared by key, the draft first. Raises BadInput."""
    found = [
        Column(DRAFT, _title_of(draft, say), draft),
        *_unchanged(draft, say),
        *_variants(draft, say),
        *(Column(f"own:{one.name}", one.name, draft, one) for one in own),
        *_kept(),
        *_events(draft, say),
    ]
    return {one.key: one for one in found}


def loaded_columns(columns: Sequence[Column]) -> tuple[list[Loaded], list[Fault]]:
    """Return the scenarios of those that can be read, and the faults of the others."""
    found, faults = [], list[Fault]()
    for column in columns:
        try:
            found.append(column.loaded())
        except BadInput as bad:
            faults += [replace(one, file=f"{column.title}: {one.file}") for one in bad.faults]
    return found, faults


def _title_of(draft: Draft, say: Words) -> str:
    return say("As it is now") if draft.settings else say("The scenario as it is")


def _unchanged(draft: Draft, say: Words) -> Iterator[Column]:
    if draft.settings:
        yield Column("plain", say("Without my changes"), replace(draft, settings=()))


def _variants(draft: Draft, say: Words) -> Iterator[Column]:
    """Yield the scenario's other days: each with the draft's own changes and events."""
    variants = draft.base().scenario.variants
    for name in [None, *variants]:
        if name == draft.variant:
            continue
        title = say("Ordinary day") if name is None else say.title(variants[name].title or name)
        yield Column(f"variant:{name or ''}", title, replace(draft, variant=name))


def _events(draft: Draft, say: Words) -> Iterator[Column]:
    for choice in events_there():
        if choice.reference not in draft.events:
            events = (*draft.events, choice.reference)
            title = say.title(choice.title)
            yield Column(f"event:{choice.reference}", title, replace(draft, events=events))


def _kept() -> Iterator[Column]:
    """Yield the options that were kept in this session."""
    for one in kept():
        yield Column(f"kept:{one.title}", one.title, one.draft)
