"""What is to be known of each that is compared before it is run: events, playbooks, doubts."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from crewline.words import Words, plain
from crewline.words.channels import listed
from crewline.words.playbooks import playbook_title
from scenarios.load import Loaded


def show_told(loaded: Mapping[str, Loaded], say: Words) -> None:
    """Show what is to be said of each, by its title, as `crewline compare` says it of all."""
    for title, one in loaded.items():
        notes = [say.sentence(note) for note in dict.fromkeys(one.notes)]
        playbooks = one.scenario.playbooks.items()
        if playbooks:
            names = listed([playbook_title(*playbook, say) for playbook in playbooks], say)
            notes.append(say("with playbooks: {names}", names=names))
        if notes:
            st.caption(f":material/info: **{plain(title)}**: {plain('; '.join(notes))}")
    _show_doubts(loaded, say)


def _show_doubts(loaded: Mapping[str, Loaded], say: Words) -> None:
    """Show each doubt once behind a fold, with the titles of those that it is about."""
    about: dict[str, list[str]] = {}
    for title, one in loaded.items():
        for text in dict.fromkeys(say.fault(fault) for fault in one.warnings):
            about.setdefault(text, []).append(title)
    if not about:
        return
    with st.expander(f"{say('Worth a look:')} {len(about)}"):
        for text, titles in about.items():
            is_of_all = len(titles) == len(loaded)
            whose = "" if is_of_all else f"**{plain(listed(titles, say))}**: "
            st.markdown(f"- {whose}{plain(text)}")
