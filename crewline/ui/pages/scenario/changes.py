"""What was changed: one by one, as a difference of texts, and for the command line."""

from __future__ import annotations

import difflib
import shlex
from functools import lru_cache
from typing import Final

import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.draft.session import change, current
from crewline.ui.pages.scenario.text_editor import folded_text, without_own
from crewline.ui.pages.scenario.written import Written
from crewline.words import Words, plain
from scenarios.editing.flow import cell
from scenarios.editing.settings import keys_of, value_at, value_of
from scenarios.faults import BadInput
from scenarios.load import resolved_yaml
from scenarios.schema.scenario import Scenario

#: So many changes have a button each; of more, the newest.
_MOST: Final = 30
_MOST_LINES: Final = 2_000
_WIDTH: Final = 90


def show_changes(say: Words, draft: Draft, found: Written) -> None:
    """Show all changes, each to be dropped, and what they come to."""
    _show_list(say, draft, found)
    _show_difference(say, draft, found)
    st.markdown(f"**{say('On the command line')}**")
    st.code(command(draft), language="bash", wrap_lines=True)
    if draft.own:
        st.caption(say("The text was edited: save or download it first, and name that file."))


def _show_list(say: Words, draft: Draft, found: Written) -> None:
    if not (draft.settings or draft.own):
        st.info(say("Nothing is changed: this is the scenario as its file has it."))
        return
    if draft.own and has_file(draft):
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.markdown(say("The text was edited."))
        right.button(
            say("Back to the file"),
            key="scenario_drop_own",
            on_click=lambda: change(own=""),
            width="stretch",
        )
    for number, setting in list(enumerate(draft.settings))[-_MOST:]:
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.markdown(_words(setting, found, say))
        right.button(
            say("Drop"),
            key=f"scenario_drop_{number}",
            help=say("Take this change back: {change}", change=plain(_short(setting))),
            on_click=_drop,
            args=(setting,),
            width="stretch",
        )
    if len(draft.settings) > _MOST:
        rest = len(draft.settings) - _MOST
        st.caption(say.count("and {n} earlier one", "and {n} earlier ones", rest))
    if draft.settings:
        st.button(
            say("Drop all of them"),
            key="scenario_drop_all",
            on_click=lambda: change(settings=()),
        )


def _words(setting: str, found: Written, say: Words) -> str:
    keys = keys_of(setting)
    before, now = cell(value_at(found.base.data, keys)), value_of(setting)
    shown = f"`{_code('.'.join(keys))}`"
    if now == "null":
        return say("{key}: back to its default", key=shown)
    if not before:
        return say("{key}: {now}, where nothing was", key=shown, now=f"`{_code(now)}`")
    return say(
        "{key}: from {before} to {now}",
        key=shown,
        before=f"`{_code(before)}`",
        now=f"`{_code(now)}`",
    )


def _code(text: str) -> str:
    return _short(text).replace("`", "'")


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"


def _drop(setting: str) -> None:
    change(settings=tuple(one for one in current().settings if one != setting))


def _show_difference(say: Words, draft: Draft, found: Written) -> None:
    ways = {"text": say("of its text"), "day": say("of the day that is simulated")}
    st.markdown(f"**{say('Difference from the file')}**")
    way = st.segmented_control(
        say("Difference"),
        list(ways),
        default="text",
        required=True,
        format_func=ways.__getitem__,
        key="scenario_difference",
        label_visibility="collapsed",
    )
    try:
        lines = _texts(draft) if way == "text" else _days(draft, found)
    except BadInput:
        st.info(say("It is shown once the scenario can be run."))
        return
    if not lines:
        st.caption(say("There is none."))
        return
    st.caption(say("Lines that are gone begin with -, lines that came with +."))
    st.code(
        "\n".join(lines[:_MOST_LINES]), language="diff", height=420 if len(lines) > 20 else None
    )


def _texts(draft: Draft) -> list[str]:
    return difference(
        without_own(draft).text() if has_file(draft) else draft.own,
        folded_text(draft)[0],
        draft.reference,
    )


def _days(draft: Draft, found: Written) -> list[str]:
    base = (without_own(draft) if has_file(draft) else draft).base()
    now = found.loaded or draft.loaded()
    return difference(_resolved(base.scenario), _resolved(now.scenario), draft.reference)


@lru_cache(maxsize=16)
def difference(before: str, after: str, name: str) -> list[str]:
    """Return the lines of a unified difference; none where both are the same."""
    lines = before.splitlines(), after.splitlines()
    return list(difflib.unified_diff(*lines, name, name, n=2, lineterm=""))


def _resolved(scenario: Scenario) -> str:
    """Return the day that is simulated as text, without what it could be changed by."""
    return resolved_yaml(scenario.model_copy(update={"overrides": {}, "scenarios": {}}))


def has_file(draft: Draft) -> bool:
    """Return whether the draft's name is one of a file that is here."""
    try:
        return draft.path.is_file()
    except BadInput:
        return False


def command(draft: Draft) -> str:
    """Return the command that simulates a draft as it is."""
    reference = draft.reference + (f":{draft.variant}" if draft.variant else "")
    words = ["crewline", "run", reference]
    for event in draft.events:
        words += ["--with", event]
    for setting in draft.settings:
        words += ["--set", setting]
    words += ["--replications", str(draft.replications)]
    if draft.seed is not None:
        words += ["--seed", str(draft.seed)]
    return shlex.join(words)
