"""How much trouble a search for a schedule is to take, as the planner chooses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import streamlit as st

from crewline.ui.pages.staffing.search import Trouble
from crewline.ui.parts.remembered import recall, remember
from crewline.words import N_, Words
from crewline.words.figures import percent

_KEY: Final = "staff_effort"
_USUAL: Final = "usual"
_PRESETS: Final[Mapping[str, Trouble]] = {
    "quick": Trouble(
        rounds=3,
        time_s=10.0,
        gap=0.01,
        replications=10,
        fresh=20,
        growth=1,
        confirmations=2,
        trims=3,
        compares=False,
    ),
    _USUAL: Trouble(),
    "thorough": Trouble(rounds=12, time_s=90.0, replications=40, fresh=120, trims=14),
    "formulas": Trouble(proves=False),
}
_WORDS: Final = {
    "quick": N_("A quick look"),
    _USUAL: N_("Usual"),
    "thorough": N_("Thorough"),
    "formulas": N_("By formulas only, not simulated"),
}
#: Standard errors that a promise is to be kept by, and the chance that it is kept on other days.
_SURE: Final = {0.0: 0.5, 0.67: 0.75, 1.28: 0.9, 1.64: 0.95, 2.33: 0.99}


def chosen_trouble(say: Words) -> Trouble:
    """Let a planner choose how much trouble to take, in a word or in numbers, and return it."""
    recall(_KEY, _PRESETS, _USUAL)
    name = st.selectbox(
        say("Trouble taken"),
        list(_PRESETS),
        format_func=lambda one: say(_WORDS[one]),
        key=_KEY,
        help=say(
            "More rounds and replications take longer, and find a schedule that is cheaper and"
            " more surely keeps its targets."
        ),
        width=400,
    )
    remember(_KEY, _USUAL)
    with st.expander(say("In numbers")):
        return _in_numbers(_PRESETS[name], name, say)


def _in_numbers(preset: Trouble, name: str, say: Words) -> Trouble:
    """Show the numbers of a preset, to be changed; each preset has its own."""

    def key(part: str) -> str:
        return f"staffing_{part}_{name}"

    left, right = st.columns(2)
    time_s = left.number_input(
        say("Seconds for each search for shifts"),
        min_value=0.1,
        max_value=3600.0,
        value=preset.time_s,
        help=say("When they are over, the best shifts found so far are taken."),
        key=key("time"),
    )
    gap = right.number_input(
        say("Near enough to the least cost, %"),
        min_value=0.0,
        max_value=50.0,
        value=100 * preset.gap,
        format="%.2f",
        help=say("A search ends when its shifts are proved to be this near to the cheapest."),
        key=key("gap"),
    )
    limited = replace(preset, time_s=float(time_s), gap=float(gap) / 100)
    return _of_proof(limited, key("{}"), say) if preset.proves else limited


def _of_proof(preset: Trouble, key: str, say: Words) -> Trouble:
    """Let the numbers of a proof be changed; `key` has a blank for the name of each."""
    left, right = st.columns(2)
    rounds = left.number_input(
        say("Rounds at most"),
        min_value=1,
        max_value=50,
        value=preset.rounds,
        help=say("How many schedules are made and simulated while the requirement is mended."),
        key=key.format("rounds"),
    )
    sure = right.selectbox(
        say("How sure each target is to be kept on other days"),
        list(_SURE),
        index=list(_SURE).index(preset.sureness),
        format_func=lambda one: percent(_SURE[one]),
        help=say("The surer, the more is on duty beyond what just keeps the targets."),
        key=key.format("sure"),
    )
    replications = left.number_input(
        say("Replications of a round"),
        min_value=2,
        max_value=1000,
        value=preset.replications,
        help=say("How often each schedule is simulated while one is searched."),
        key=key.format("replications"),
    )
    fresh = right.number_input(
        say("Fresh replications to judge by"),
        min_value=2,
        max_value=2000,
        value=preset.fresh,
        help=say("The schedule taken is judged on random days that it was not chosen on."),
        key=key.format("fresh"),
    )
    compares = st.toggle(
        say("Beside it, the schedule of plain Erlang C"),
        value=preset.compares,
        key=key.format("compares"),
    )
    return replace(
        preset,
        rounds=int(rounds),
        sureness=float(sure),
        replications=int(replications),
        fresh=int(fresh),
        compares=compares,
    )
