"""The left side of the page: what to simulate, what to change, how often."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from crewline.ui.changes import Changes, agent_hours, settings
from crewline.ui.choices import Choice, choices, own_folder
from crewline.ui.figures import change, number
from crewline.ui.words import NAMES, Language, Words
from scenarios.faults import BadInput, Fault
from scenarios.load import Loaded, load, resolved_yaml


@dataclass(frozen=True)
class Inputs:
    """What the widgets say: a checked scenario and its change, or the faults of either."""

    plain: Loaded | None
    changed: Loaded | None
    changes: Changes
    replications: int
    seed: int
    faults: tuple[Fault, ...] = ()


def choose_language() -> Words:
    """Show the language switch; the browser's own language comes first."""
    with st.sidebar:
        chosen = st.segmented_control(
            "Language / 语言",
            list(Language),
            default=_preferred(),
            required=True,
            format_func=NAMES.__getitem__,
            key="language",
            label_visibility="collapsed",
        )
    return Words(chosen or Language.ENGLISH)


def choose(say: Words) -> Inputs:
    """Show the inputs and return what they say."""
    with st.sidebar:
        reference, variant = _choose_scenario(say)
        try:
            plain = load(reference, variant)
        except BadInput as bad:
            return Inputs(None, None, Changes(), 0, 0, bad.faults)
        changes = _choose_changes(plain, say)
        replications, seed = _choose_effort(reference, plain, say)
        try:
            changed = _changed(reference, plain, changes)
        except BadInput as bad:
            return Inputs(plain, None, changes, replications, seed, bad.faults)
        if changed is not None and changes.agents_pct:
            _tell_hours(plain, changed, say)
        return Inputs(plain, changed, changes, replications, seed)


def offer_yaml(asked: Loaded, say: Words) -> None:
    """Offer what runs as a file."""
    name = asked.scenario.name + (f"-{asked.variant}" if asked.variant else "")
    st.sidebar.download_button(
        say("ask.yaml"),
        lambda: resolved_yaml(asked.scenario).encode(),
        file_name=f"{name}.yaml",
        mime="application/yaml",
        help=say("ask.yaml.help"),
        key="yaml",
        width="stretch",
        on_click="ignore",
    )


def _preferred() -> Language:
    asked = st.query_params.get("lang") or st.context.locale or ""
    return Language.CHINESE if asked.lower().startswith("zh") else Language.ENGLISH


def _choose_scenario(say: Words) -> tuple[str, str | None]:
    listed = _listed(say)
    by_reference = {choice.reference: choice for choice in listed}
    reference = st.selectbox(
        say("ask.scenario"),
        list(by_reference),
        format_func=lambda one: say.title(by_reference[one].title),
        key="scenario",
    )
    titles = dict(by_reference[reference].variants)
    variant = st.selectbox(
        say("ask.variant"),
        ["", *titles],
        format_func=lambda one: say.title(titles[one]) if one else say("ask.ordinary"),
        key=f"variant of {reference}",
        disabled=not titles,
    )
    return reference, variant or None


def _listed(say: Words) -> list[Choice]:
    folder = own_folder()
    if folder is not None and not folder.is_dir():
        st.warning(say("ask.no_folder", folder=str(folder)))
        folder = None
    return _choices(folder, _stamp(folder))


def _choose_changes(plain: Loaded, say: Words) -> Changes:
    scenario = plain.scenario
    st.markdown(f"**{say('ask.changes')}**")
    percents = {
        name: st.slider(
            say(f"ask.{name}"),
            low,
            high,
            0,
            format="%+d %%",
            help=say(f"ask.{name}.help"),
            key=name,
        )
        for name, low, high in (("volume", -50, 200), ("handling", -50, 100), ("agents", -80, 100))
    }
    with st.expander(say("ask.part")):
        queues = st.multiselect(
            say("ask.queues"),
            list(scenario.queues),
            format_func=lambda one: say.title(scenario.queues[one].title or one),
            placeholder=say("ask.all"),
            key=f"queues of {scenario.name}",
        )
        groups = st.multiselect(
            say("ask.groups"),
            list(scenario.groups),
            format_func=lambda one: say.title(scenario.groups[one].title or one),
            placeholder=say("ask.all"),
            key=f"groups of {scenario.name}",
        )
    return Changes(
        percents["volume"], percents["handling"], percents["agents"], tuple(queues), tuple(groups)
    )


def _choose_effort(reference: str, plain: Loaded, say: Words) -> tuple[int, int]:
    left, right = st.columns(2)
    replications = left.number_input(
        say("ask.replications"),
        min_value=2,
        max_value=200,
        value=10,
        help=say("ask.replications.help"),
        key="replications",
    )
    seed = right.number_input(
        say("ask.seed"),
        min_value=0,
        max_value=2**31 - 1,
        value=plain.scenario.seed,
        help=say("ask.seed.help"),
        key=f"seed of {reference}",
    )
    return int(replications), int(seed)


def _changed(reference: str, plain: Loaded, changes: Changes) -> Loaded | None:
    """Return the changed scenario; None where nothing is, or too little to be a whole agent."""
    sets = settings(plain.scenario, changes)
    if not sets:
        return None
    changed = load(reference, plain.variant, sets)
    return None if changed.scenario == plain.scenario else changed


def _tell_hours(plain: Loaded, changed: Loaded, say: Words) -> None:
    before, after = agent_hours(plain.scenario), agent_hours(changed.scenario)
    if before:
        real = change(round(100 * (after / before - 1), 1))
        st.caption(say("ask.hours", before=number(before), after=number(after), change=real))


@st.cache_resource(max_entries=8, show_spinner=False)
def _choices(folder: Path | None, stamp: tuple[tuple[str, int], ...]) -> list[Choice]:
    return choices(folder)


def _stamp(folder: Path | None) -> tuple[tuple[str, int], ...]:
    """Return what changes when a file of the folder does, so that it is read again."""
    if folder is None:
        return ()
    files = sorted(folder.glob("*.y*ml"))
    return tuple((path.name, path.stat().st_mtime_ns) for path in files if path.is_file())
