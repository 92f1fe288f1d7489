"""What may be decided on: the draft, what it was before, other days, and options that were kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crewline.ui.draft.draft import Draft
from crewline.ui.draft.options import Option, kept
from crewline.words import Words

DRAFT = "draft"
PLAIN = "plain"


def options_there(draft: Draft, say: Words) -> dict[str, Option]:
    """Return all that may be decided on by a key that lasts. Raises BadInput."""
    return dict(_there(draft, say))


def chosen_first(there: dict[str, Option]) -> list[str]:
    """Return what is chosen unless the reader says otherwise, the present option first."""
    kept_ones = [key for key in there if key.startswith("kept:")]
    if PLAIN in there:
        return [PLAIN, DRAFT, *kept_ones]
    if kept_ones:
        return [DRAFT, *kept_ones]
    variants = [key for key in there if key.startswith("variant:")]
    return [DRAFT, *variants[:2]]


def _there(draft: Draft, say: Words) -> Iterator[tuple[str, Option]]:
    base = draft.base().scenario
    title = say("As it is now") if draft.settings else say("The scenario as it is")
    yield DRAFT, Option(title, draft)
    if draft.settings:
        yield PLAIN, Option(say("Without my changes"), replace(draft, settings=()))
    for at, option in enumerate(kept()):
        yield f"kept:{at}", option
    for name in [None, *base.variants]:
        if name == draft.variant:
            continue
        called = say("Ordinary day") if name is None else base.variants[name].title or name
        yield f"variant:{name or ''}", Option(say.title(called), replace(draft, variant=name))
