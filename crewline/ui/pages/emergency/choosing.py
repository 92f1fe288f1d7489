"""What goes wrong: events that are chosen, and each of their disruptions as a switch."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path

import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.draft.session import change, current
from crewline.ui.draft.workspace import Choice, event_file, events_there
from crewline.ui.pages.emergency.settings import DISRUPTIONS, with_active, with_event
from crewline.words import Words, plain
from crewline.words.disruptions import disruption_title, what_words, when_words
from scenarios.events.files import event_library, read_event
from scenarios.faults import BadInput
from scenarios.load import Loaded
from scenarios.schema.disruption import Disruption
from scenarios.schema.event import Event


def choose_events(draft: Draft, say: Words) -> None:
    """Show all events as switches, with what each does."""
    heading = say.count("{n} event chosen", "{n} events chosen", len(draft.events))
    label = f"{say('Choose what goes wrong')} · {heading}"
    with st.expander(label, expanded=not draft.events, icon=":material/bolt:"):
        columns = st.columns(2)
        for number, choice in enumerate(events_there()):
            with columns[number % 2]:
                _switch(choice, draft, say)


def _switch(choice: Choice, draft: Draft, say: Words) -> None:
    key = f"emergency_event_{choice.reference}"
    st.session_state[key] = choice.reference in draft.events
    event = event_of(choice.reference)
    st.toggle(
        plain(say.title(choice.title)),
        key=key,
        on_change=partial(_toggle, choice.reference),
        help=_help(event, say),
    )
    if event is None:
        st.caption(say("This event has faults, which are told when it is chosen."))
    elif event.description:
        st.caption(plain(say.description(event.description)))


def _toggle(name: str) -> None:
    event = event_of(name)
    changed = with_event(current(), name, event.playbooks if event is not None else ())
    change(events=changed.events, settings=changed.settings)


def _help(event: Event | None, say: Words) -> str:
    """Return when an event does what, a line each."""
    if event is None:
        return ""
    lines = [
        f"- {plain(disruption_title(one, say))}: {plain(when_words(one, 1, say))}, "
        f"{plain(what_words(one, say))}"
        for one in event.disruptions
    ]
    return "\n".join(lines)


def event_of(name: str) -> Event | None:
    """Return an event by its name or file; None where it is at fault."""
    try:
        path = Path(event_library().get(name) or event_file(name))
        return _read(name, path, path.stat().st_mtime_ns)
    except (BadInput, OSError):
        return None


@lru_cache(maxsize=256)
def _read(name: str, path: Path, stamp: int) -> Event:
    """Return an event, read again when its file changes."""
    return read_event(name if name in event_library() else str(path)).event


def show_disruptions(draft: Draft, there: Loaded, say: Words) -> None:
    """Show what goes wrong in the scenario, each disruption as a switch, and what did not fit.

    `there` is the scenario with all that can be switched.
    """
    scenario = there.scenario
    st.subheader(say("What goes wrong"))
    if not scenario.disruptions:
        st.info(say("Nothing goes wrong on this day yet: choose an event above."))
    for number, one in enumerate(scenario.disruptions, 1):
        path = f"{DISRUPTIONS}{number}"
        key = f"emergency_on_{path}"
        st.session_state[key] = f"{path}.active=no" not in draft.settings
        st.toggle(
            f"**{plain(disruption_title(one, say))}** · {_words(one, there, say)}",
            key=key,
            on_change=partial(_turn, path, key),
        )
    for note in there.notes:
        st.caption(f":material/info: {plain(say.sentence(note))}")


def _words(one: Disruption, there: Loaded, say: Words) -> str:
    when = when_words(one, there.scenario.days, say)
    return plain(f"{when} · {what_words(one, say, there.scenario)}")


def _turn(path: str, key: str) -> None:
    change(settings=with_active(current().settings, path, is_on=bool(st.session_state[key])))
