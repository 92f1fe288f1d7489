"""Edits on the page as settings of the draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crewline.ui.draft.session import change, current
from crewline.ui.pages.scenario.written import written
from scenarios.editing.settings import Keys, edited, keys_of
from scenarios.faults import BadInput
from scenarios.yaml_file import parse_value


def apply(edits: Mapping[Keys, Any]) -> None:
    """Lay edits over the draft: in a widget's callback, or followed by `st.rerun()`.

    A setting that fits nowhere stays among the changes, where it can be dropped.
    """
    draft = current()
    base = written(draft).base
    try:
        settings = edited(base, draft.settings, edits)
    except BadInput:  # one of those before fits nowhere
        kept = [one for one in draft.settings if keys_of(one) not in edits]
        settings = (*kept, *edited(base, (), edits))
    change(settings=settings)


def typed(text: str) -> Any:
    """Return what a person typed into a cell as plain data: nothing, text, a list or a mapping."""
    text = text.strip()
    if not text:
        return None
    if text[0] in "[{":
        try:
            return parse_value(text, "cell")
        except BadInput:  # the schema says what was expected
            return text
    return text
