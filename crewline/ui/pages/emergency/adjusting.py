"""Turning a plan: levels, lead times and the size of reserves, as settings of the scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from crewline.ui.draft.session import change, current
from crewline.ui.pages.emergency.settings import PLAYBOOKS, put
from crewline.words import N_, Words
from scenarios.schema.playbook.action import Action
from scenarios.schema.playbook.figures import FigureName, level_of
from scenarios.schema.playbook.playbook import Level, Playbook

#: The keys that say how large an action is, with what they are called.
_SIZES: Final = {
    "people": N_("People"),
    "share": N_("Share, %"),
    "contained": N_("Contained, %"),
    "accepted": N_("Accept it, %"),
}
_COUNTED: Final = ("queue_length",)
_TIMED: Final = ("oldest_wait",)


@dataclass(frozen=True)
class Knob:
    """A number that can be turned: its key below a path, what it is and was, and as text."""

    key: str
    title: str
    value: float
    written: float
    text: Callable[[float], str]
    step: float = 1.0
    most: float = 1_000_000.0


def adjust_level(
    name: str, number: int, playbook: Playbook, levels: tuple[Level, Level], say: Words
) -> None:
    """Offer a level's numbers; `levels` are as it is, and as it was written."""
    knobs = list(_of_level(playbook.watch, *levels, say))
    if knobs:
        _offer(f"{PLAYBOOKS}{name}.levels.{number}", knobs, say)


def adjust_action(path: str, actions: tuple[Action, Action], say: Words) -> None:
    """Offer an action's numbers; `actions` are as it is, and as it was written."""
    _offer(path, list(_of_action(*actions, say)), say)


def _offer(path: str, knobs: list[Knob], say: Words) -> None:
    with st.popover(say("Adjust"), width="stretch", key=f"emergency_adjust_{path}"):
        for knob in knobs:
            key = f"emergency_set_{path}.{knob.key}"
            st.session_state[key] = knob.value
            st.number_input(
                knob.title,
                min_value=0.0,
                max_value=knob.most,
                step=knob.step,
                format="%g",
                key=key,
                on_change=partial(_set, path, knob, key),
                help=say("As written: {value}", value=f"{knob.written:g}"),
            )


def _set(path: str, knob: Knob, key: str) -> None:
    value = float(st.session_state[key])
    text = None if value == knob.written else knob.text(value)
    change(settings=put(current().settings, f"{path}.{knob.key}", text))


def _of_level(watch: FigureName | None, level: Level, old: Level, say: Words) -> Iterator[Knob]:
    if watch is None or level.at is None or old.at is None:
        return
    unit, factor = _unit(watch, say)
    text = partial(_level_text, watch)
    step = 1.0 if watch in (*_COUNTED, *_TIMED) else 5.0
    most = 1000.0 if step == 5.0 else 1_000_000.0
    backs = (level.back or level.at, old.back or old.at)
    for key, title, pair in (
        ("at", say("Alarm at, {unit}", unit=unit), (level.at, old.at)),
        ("back", say("All clear at, {unit}", unit=unit), backs),
    ):
        now, then = (round(level_of(watch, each) * factor, 6) for each in pair)
        yield Knob(key, title, now, then, text, step, most)
    yield _minutes("for", say("Passed for so long, minutes"), level.hold, old.hold)
    now, then = (each.hold if each.back_hold is None else each.back_hold for each in (level, old))
    yield _minutes("back_for", say("Back for so long, minutes"), now, then)


def _of_action(action: Action, old: Action, say: Words) -> Iterator[Knob]:
    for key, title in _SIZES.items():
        value, then = getattr(action.does, key, None), getattr(old.does, key, None)
        if value is None or then is None:
            continue
        field = f"{action.kind}.{key}"
        if key == "people":
            yield Knob(field, say(title), float(value), float(then), _whole)
        else:
            yield Knob(field, say(title), _pct(value), _pct(then), _percent, 5.0, 100.0)
    yield _minutes("after", say("Lead time, minutes"), action.after, old.after)
    yield _minutes("at_least", say("Stays for at least, minutes"), action.at_least, old.at_least)


def _minutes(key: str, title: str, now_s: float, then_s: float) -> Knob:
    return Knob(key, title, now_s / 60, then_s / 60, lambda value: f"{value:g} min", 5.0, 10_000.0)


def _unit(watch: FigureName, say: Words) -> tuple[str, float]:
    """Return the unit of a figure's levels, and how many of it one of ours is."""
    if watch in _COUNTED:
        return say("contacts"), 1.0
    return (say("minutes"), 1 / 60) if watch in _TIMED else ("%", 100.0)


def _level_text(watch: FigureName, value: float) -> str:
    if watch in _COUNTED:
        return f"{value:g}"
    return f"{value:g} min" if watch in _TIMED else _percent(value)


def _whole(value: float) -> str:
    return f"{round(value)}"


def _percent(value: float) -> str:
    return f"{value:g} %"


def _pct(share: float) -> float:
    return round(100 * share, 6)
