"""The sliders: what is turned of the scenario, remembered and in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from crewline.ui.draft.changes import Changes
from crewline.ui.parts.remembered import recall, remember
from crewline.words import N_, Words
from scenarios.schema.scenario import Scenario


@dataclass(frozen=True)
class Slider:
    """A slider in per cent: its label, what it means, and how far it goes."""

    label: str
    meaning: str
    low: int
    high: int


SLIDERS: Final = {
    "preview_volume": Slider(
        N_("Volume, change in %"),
        N_("First attempts of the chosen lines. Redials and repeat calls follow."),
        -50,
        200,
    ),
    "preview_handling": Slider(
        N_("Handling time (AHT), change in %"),
        N_("Talk and wrap-up of the chosen lines."),
        -50,
        100,
    ),
    "preview_agents": Slider(
        N_("Agents, change in %"),
        N_("Agents of the chosen groups, rounded to whole people in every shift."),
        -80,
        100,
    ),
}
_LINES: Final = "preview_lines"
_GROUPS: Final = "preview_groups"


def recall_all(scenario: Scenario) -> None:
    """Give the sliders what they had before, or what the address says.

    Called when the whole page is drawn, and not while a slider moves: what is set here is sent to
    the browser, where a knob under the hand must not jump back.
    """
    for key, slider in SLIDERS.items():
        _recall_number(key, slider)
    recall(_LINES, list(scenario.queues), [])
    recall(_GROUPS, list(scenario.groups), [])
    for key in (*SLIDERS, _LINES, _GROUPS):
        st.session_state[key] = st.session_state[key]


def choose(scenario: Scenario, say: Words) -> Changes:
    """Show the sliders, and which lines and groups they are about; return what they say."""
    for column, (key, slider) in zip(st.columns(3), SLIDERS.items(), strict=True):
        with column:
            st.slider(
                say(slider.label),
                slider.low,
                slider.high,
                format="%+d %%",
                help=say(slider.meaning),
                key=key,
            )
        remember(key, 0)
    lines, groups = list(scenario.queues), list(scenario.groups)
    chosen = [*st.session_state[_LINES], *st.session_state[_GROUPS]]
    with st.expander(say("Only some lines or groups"), expanded=bool(chosen)):
        left, right = st.columns(2)
        left.multiselect(
            say("Lines"),
            lines,
            format_func=lambda one: say.title(scenario.queues[one].title or one),
            placeholder=say("All"),
            key=_LINES,
        )
        right.multiselect(
            say("Groups"),
            groups,
            format_func=lambda one: say.title(scenario.groups[one].title or one),
            placeholder=say("All"),
            key=_GROUPS,
        )
    remember(_LINES, [])
    remember(_GROUPS, [])
    turned = st.session_state
    return Changes(
        turned["preview_volume"],
        turned["preview_handling"],
        turned["preview_agents"],
        tuple(turned[_LINES]),
        tuple(turned[_GROUPS]),
    )


def turn_back() -> None:
    """Put all sliders back to nothing; a widget's callback."""
    for key in SLIDERS:
        st.session_state[key] = 0


def _recall_number(key: str, slider: Slider) -> None:
    """Give a slider what it had before, or what the address says, within its reach."""
    is_new = key not in st.session_state and f"{key}_held" not in st.session_state
    given = st.query_params.get(key, "")
    if is_new and given.isascii() and given.removeprefix("-").isdecimal() and len(given) < 6:
        st.session_state[key] = min(max(int(given), slider.low), slider.high)
    recall(key, range(slider.low, slider.high + 1), 0)
