"""What is worked on: a scenario of the list or of a file, its variant, events, other switches."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.draft.session import change, current
from crewline.ui.draft.workspace import Choice, event_file, events_there, scenarios_there
from crewline.ui.pages.scenario.edits import apply
from crewline.ui.pages.scenario.uploading import show_uploading
from crewline.ui.pages.scenario.written import Written, written
from crewline.words import Words, plain
from scenarios.editing.folding import settings_of
from scenarios.editing.settings import keys_of, without
from scenarios.events.files import event_library
from scenarios.faults import BadInput
from scenarios.yaml_file import Tree, parse_tree, read_tree

_LIST: Final = "scenario_list"
_ROW_PX: Final = 35


def show_choosing(say: Words, draft: Draft, found: Written | None) -> None:
    """Show the scenarios there are, and the switches of the one that is chosen."""
    st.caption(say("Tick a scenario to work on it. What was changed of the one before is dropped."))
    _show_list(say, draft)
    show_uploading(say)
    if found is None:
        return
    _show_variants(say, draft)
    _show_overrides(say, draft)
    _show_disruptions(say, draft, found)
    _show_events(say, draft)


def _show_list(say: Words, draft: Draft) -> None:
    there = scenarios_there()
    key = f"{_LIST}_{draft.reference}"  # what was ticked is done with
    st.dataframe(
        pd.DataFrame([_row(choice, draft, say) for choice in there]),
        key=key,
        hide_index=True,
        height=_ROW_PX * (min(len(there), 8) + 1) + 3,
        on_select=lambda: _choose(there, key),
        selection_mode="single-row",
        column_config={
            say("Description"): st.column_config.TextColumn(width="large"),
            say("Scenario"): st.column_config.TextColumn(width="medium", pinned=True),
        },
    )


def _row(choice: Choice, draft: Draft, say: Words) -> dict[str, Any]:
    mark = "✓ " if choice.reference == draft.reference and not draft.own else ""
    return {
        say("Scenario"): f"{mark}{say.title(choice.title)}",
        say("Description"): say.description(choice.description),
        say("Days"): int(choice.days) if choice.days.isdecimal() else None,
        say("Lines"): choice.lines,
        say("Groups"): choice.groups,
        say("Variants"): len(choice.variants),
        say("File"): choice.reference,
    }


def _choose(there: list[Choice], key: str) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(there):
        choose(there[rows[0]].reference)


def choose(reference: str) -> None:
    """Work on a scenario as its file has it."""
    change(reference=reference, own="", variant=None, events=(), settings=(), seed=None)


def _show_variants(say: Words, draft: Draft) -> None:
    described = _mapping(draft, "scenarios")
    if not described:
        return
    titles = {
        name: (one.get("title") if isinstance(one, dict) else None) or name
        for name, one in described.items()
    }
    names = ["", *titles] if draft.variant in titles or not draft.variant else list(titles)
    st.session_state["scenario_variant"] = draft.variant if draft.variant in titles else ""
    st.radio(
        say("Variant"),
        names,
        format_func=lambda one: plain(say.title(titles[one])) if one else say("Ordinary day"),
        captions=[_overrides_of(described.get(one), say) for one in names],
        key="scenario_variant",
        on_change=lambda: change(variant=st.session_state["scenario_variant"] or None),
    )


def _overrides_of(described: Any, say: Words) -> str:
    names = described.get("overrides") if isinstance(described, dict) else None
    if not isinstance(names, list) or not names:
        return ""
    return plain(say("overrides: {names}", names=", ".join(map(str, names))))


def _show_overrides(say: Words, draft: Draft) -> None:
    """Show the overrides that the variant has not, to be switched on one by one."""
    variants = _mapping(draft, "scenarios")
    chosen = variants.get(draft.variant or "")
    used = (chosen.get("overrides") or ()) if isinstance(chosen, dict) else ()
    try:
        data = _parsed(draft.text(), draft.reference).data
    except BadInput:
        return
    patches = {
        name: settings_of(patch, data)
        for name, patch in _mapping(draft, "overrides").items()
        if name not in used and isinstance(patch, dict) and patch
    }
    if not patches:
        return
    with st.expander(say("Single overrides"), expanded=False):
        for name, settings in patches.items():
            key = f"scenario_override_{name}"
            st.session_state[key] = set(settings) <= set(draft.settings)
            st.toggle(
                plain(name),
                key=key,
                help=plain("; ".join(settings))[:400],
                on_change=_switch_override,
                args=(settings, key),
            )


def _switch_override(settings: tuple[str, ...], key: str) -> None:
    held = current().settings
    for setting in settings:
        held = without(held, keys_of(setting))
    change(settings=(*held, *settings) if st.session_state[key] else held)


def _show_disruptions(say: Words, draft: Draft, found: Written) -> None:
    """Show what the scenario itself has happen, and all playbooks, to be switched off."""
    base = written(replace(draft, events=(), settings=())).base.get(("disruptions",))
    own = base if isinstance(base, list) else []
    playbooks = found.base.get(("playbooks",))
    names = list(playbooks) if isinstance(playbooks, dict) else []
    if not own and not names:
        return
    with st.expander(say("Disruptions and playbooks of this day"), expanded=True):
        now = found.tree.get(("disruptions",))
        for number, one in enumerate(own):
            key = f"scenario_disruption_{number}"
            st.session_state[key] = isinstance(now, list) and one in now
            st.toggle(
                plain(_disruption_words(one, number, say)),
                key=key,
                disabled=bool(draft.events),
                help=say("Switch the events off first.") if draft.events else None,
                on_change=_switch_disruptions,
                args=(own,),
            )
        there = found.tree.get(("playbooks",)) or {}
        for name in names:
            key = f"scenario_playbook_{name}"
            st.session_state[key] = name in there
            st.toggle(
                say("Playbook: {name}", name=plain(_titled(playbooks[name], name, say))),
                key=key,
                on_change=_switch_playbook,
                args=(name, playbooks[name], key),
            )


def _titled(one: Any, name: str, say: Words) -> str:
    """Return the title of a disruption or playbook as it is written, or its name."""
    title = one.get("title") if isinstance(one, dict) else None
    return say.title(title if isinstance(title, str) and title else name)


def _disruption_words(one: Any, number: int, say: Words) -> str:
    if not isinstance(one, dict):
        return str(number + 1)
    name = _titled(one, str(one.get("name") or number + 1), say)
    begins, ends = one.get("from") or "00:00", one.get("to") or one.get("lasts") or ""
    return say("{name}, from {begins} {ends}", name=name, begins=begins, ends=ends).strip()


def _switch_disruptions(own: list[Any]) -> None:
    kept = [
        one
        for number, one in enumerate(own)
        if st.session_state.get(f"scenario_disruption_{number}")
    ]
    apply({("disruptions",): kept})


def _switch_playbook(name: str, playbook: Any, key: str) -> None:
    apply({("playbooks", name): playbook if st.session_state[key] else None})


def _show_events(say: Words, draft: Draft) -> None:
    st.markdown(f"**{say('Events')}**")
    st.caption(
        say("What may happen on the day, and what is done about it; several may come together.")
    )
    there = {choice.reference: choice for choice in events_there()}
    for name in draft.events:  # one of an address that is not here can be switched off
        there.setdefault(name, Choice(name, name))
    columns = st.columns(2)
    for number, (name, choice) in enumerate(there.items()):
        key = f"scenario_event_{name}"
        st.session_state[key] = name in draft.events
        with columns[number % 2].container(gap=None):
            st.toggle(
                plain(say.title(choice.title)), key=key, on_change=_switch_event, args=(name, key)
            )
            st.caption(plain(say.description(_description(name))))


def _switch_event(name: str, key: str) -> None:
    draft = current()
    events = tuple(one for one in draft.events if one != name)
    # A list of disruptions that was set would take those of the event away.
    settings = tuple(one for one in draft.settings if keys_of(one) != ("disruptions",))
    if st.session_state[key]:
        change(events=(*events, name), settings=settings)
    else:
        change(events=events)


def _description(name: str) -> str:
    try:
        found = event_file(name)
    except BadInput:
        return ""
    path = event_library().get(found, Path(found))
    return _described(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _described(path: Path, stamp: int) -> str:
    try:
        found = read_tree(path).get(("description",))
    except BadInput:
        return ""
    return " ".join(found.split()) if isinstance(found, str) else ""


@lru_cache(maxsize=16)
def _parsed(text: str, name: str) -> Tree:
    return parse_tree(text, name)


def _mapping(draft: Draft, key: str) -> dict[str, Any]:
    """Return a mapping of the draft's text, such as its variants."""
    try:
        found = _parsed(draft.text(), draft.reference).get((key,))
    except BadInput:
        return {}
    return found if isinstance(found, dict) else {}
