"""Making a variant: what changes by how much, of which lines and groups, and free settings."""

from __future__ import annotations

from typing import Final

import streamlit as st

from crewline.charts.scope import View
from crewline.ui.draft.changes import Changes, settings
from crewline.ui.draft.draft import Draft
from crewline.ui.pages.what_if.own import Own, free_settings, read_own, written_own
from crewline.ui.parts.faults import show_faults
from crewline.ui.parts.remembered import recall_text, remember
from crewline.words import Words
from scenarios.faults import BadInput

#: The text that holds the variants, one a line; those who like may write there.
TEXT: Final = "what_if_own"
_PART: Final = "what_if_new"
#: Settings and a line as examples: they are the same in every language.
_SETTINGS: Final = "queues.x.capacity=20; groups.y.absence*=1.5"
_LINE: Final = f"A: {_SETTINGS}"


def own_variants(say: Words) -> list[Own]:
    """Return the variants that were made, and show what is wrong with those that are none."""
    recall_text(TEXT)
    try:
        return read_own(st.session_state[TEXT])
    except BadInput as bad:
        show_faults(bad.faults, say, say("Your own variants cannot be read:"))
        return []


def make_variant(draft: Draft, say: Words) -> None:
    """Draw the form, and the text that it writes."""
    scenario = draft.loaded().scenario
    with st.expander(say("Make a variant")):
        with st.form("what_if_form", border=False, clear_on_submit=True):
            left, *middle = st.columns(4)
            left.text_input(say("Name"), key=f"{_PART}_name")
            for column, part, label in zip(
                middle,
                ("volume", "handling", "agents"),
                (say("Volume, %"), say("Handling time, %"), say("Agents, %")),
                strict=True,
            ):
                column.number_input(label, -90, 400, 0, 5, key=f"{_PART}_{part}")
            left, middle_one, right = st.columns(3)
            left.multiselect(
                say("Only these lines"),
                list(scenario.queues),
                format_func=lambda one: View(one).title(scenario, say),
                key=f"{_PART}_lines",
                placeholder=say("All lines"),
            )
            middle_one.multiselect(
                say("Only these groups"),
                list(scenario.groups),
                format_func=lambda one: say.title(scenario.groups[one].title or one),
                key=f"{_PART}_groups",
                placeholder=say("All groups"),
            )
            right.text_input(
                say("Other settings"),
                key=f"{_PART}_free",
                placeholder=_SETTINGS,
                help=say(
                    "path=value sets, path*=factor multiplies; several are parted by semicolons."
                ),
            )
            st.form_submit_button(say("Add the variant"), on_click=_add, args=(draft, say))
        st.text_area(
            say("Your variants, one a line"),
            key=TEXT,
            height=100,
            placeholder=_LINE,
            help=say("What the form writes; it can be changed here, and is part of the address."),
        )
        remember(TEXT, "")
        note: str = st.session_state.pop(f"{_PART}_note", "")
        if note:
            st.warning(note)


def _add(draft: Draft, say: Words) -> None:
    """Write what the form holds as a line of the text, and choose it."""
    state = st.session_state
    changes = Changes(
        volume_pct=int(state[f"{_PART}_volume"]),
        handling_pct=int(state[f"{_PART}_handling"]),
        agents_pct=int(state[f"{_PART}_agents"]),
        queues=tuple(state[f"{_PART}_lines"]),
        groups=tuple(state[f"{_PART}_groups"]),
    )
    written = [*settings(draft.loaded().scenario, changes), *free_settings(state[f"{_PART}_free"])]
    if not written:
        state[f"{_PART}_note"] = say("Nothing was changed, so there is nothing to add.")
        return
    lines = [line for line in state.get(TEXT, "").splitlines() if line.strip()]
    name = " ".join(state[f"{_PART}_name"].replace(":", " ").split())
    name = name or _summary(changes, say) or say("Variant {number}", number=len(lines) + 1)
    taken = {line.partition(":")[0].strip() for line in lines}
    whole, count = name, 2
    while whole in taken:
        whole, count = f"{name} {count}", count + 1
    state[TEXT] = "\n".join([*lines, written_own(whole, written)])
    chosen = state.get("what_if_with", [])
    if len(chosen) < 5:
        state["what_if_with"] = [*chosen, f"own:{whole}"]


def _summary(changes: Changes, say: Words) -> str:
    """Return a name for changes that were given none, such as `Volume +20 %`."""
    parts = (
        (say("Volume"), changes.volume_pct),
        (say("Handling time"), changes.handling_pct),
        (say("Agents"), changes.agents_pct),
    )
    return ", ".join(f"{what} {by:+d} %" for what, by in parts if by)
