"""Whose staff is looked at: all lines, lines that help each other, or one line."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from crewline.ui.parts.remembered import recall, remember
from crewline.words import Words
from crewline.words.channels import line_title, listed
from scenarios.planning.need.requirement_tables import Needed

_ALL = "*"


@dataclass(frozen=True)
class Scope:
    """The lines that are looked at, none for all, and what they are called."""

    lines: tuple[str, ...]
    title: str

    @property
    def line(self) -> str | None:
        """The one line, None where there are several."""
        return self.lines[0] if len(self.lines) == 1 else None


def chosen_scope(needed: Needed, say: Words, key: str) -> Scope:
    """Let lines be chosen, and return them; the choice stands in the address."""
    choices = {scope_key(one.lines): one for one in scopes(needed, say)}
    recall(key, choices, _ALL)
    chosen = st.selectbox(
        say("Staff of"), list(choices), format_func=lambda one: choices[one].title, key=key
    )
    remember(key, _ALL)
    return choices[chosen]


def scopes(needed: Needed, say: Words) -> list[Scope]:
    """Return what can be chosen: all lines, each pool of lines that is not all, each line."""
    names = tuple(needed.scenario.queues)
    found = [Scope((), say("The whole centre"))]
    for lines in needed.pools:
        if lines != names:
            titles = listed((line_title(one, needed.scenario, say) for one in lines), say)
            found.append(Scope(lines, say("Together: {lines}", lines=titles)))
    if len(names) > 1:
        found += [Scope((one,), line_title(one, needed.scenario, say)) for one in names]
    return found


def scope_key(lines: tuple[str, ...]) -> str:
    """Return what stands for some lines in an address."""
    return "+".join(lines) or _ALL
