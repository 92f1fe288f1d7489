"""The page: what is asked at the left; what was found, or is being worked out, at the right."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Final

import streamlit as st

from crewline.ui.cards import show_cards
from crewline.ui.figures import change, duration, number
from crewline.ui.gallery import show_gallery, show_planned, show_targets
from crewline.ui.inputs import Inputs, choose, choose_language, offer_yaml
from crewline.ui.pictures import planned_picture
from crewline.ui.question import Question
from crewline.ui.run import Answer, Run, Runs, State
from crewline.ui.scope import View
from crewline.ui.words import Words, plain
from scenarios.faults import Fault

_log = logging.getLogger(__name__)

#: How often a run under way is looked at.
_LOOK_S: Final = 0.4
#: Streamlit's own margins leave little of a small screen.
_STYLE: Final = """<style>
[data-testid="stMainBlockContainer"] {padding: 3rem 2.5rem 3rem;}
[data-testid="stSidebarUserContent"] {padding-top: 0;}
[data-testid="stSidebarHeader"] {height: 2.5rem; margin-bottom: 0;}
</style>"""


def page() -> None:
    """Draw the page for the present state of its widgets."""
    st.set_page_config(page_title="Crewline", page_icon=":material/support_agent:", layout="wide")
    st.html(_STYLE)
    say = choose_language()
    try:
        _draw(say)
    except Exception as crash:  # whatever it is, a person reads it
        _log.exception("the page failed")
        st.error(say("page.failed", reason=plain(f"{type(crash).__name__}: {crash}")))


def _draw(say: Words) -> None:
    inputs = choose(say)
    question = _question(inputs)
    with st.sidebar:
        _offer_run(question, say)
    if question is not None:
        offer_yaml(question.asked, say)
    _head(inputs, say)
    if question is None:
        _list_faults(say("ask.faults"), inputs.faults)
        return
    # Noted by the click and taken up here, so that a click is neither lost nor heard twice when
    # another event interrupts the drawing.
    if st.session_state.pop("wanted", False):
        st.session_state["run"] = _runs().start(question)
    run: Run | None = st.session_state.get("run")
    if run is not None and not run.ended:
        _watch(run, say)
    elif run is not None:
        _tell_end(run, say)
    _show_answer(question, run, say)


@st.cache_resource(show_spinner=False)
def _runs() -> Runs:
    return Runs()


def _question(inputs: Inputs) -> Question | None:
    if inputs.plain is None or inputs.faults:
        return None
    return Question(inputs.plain, inputs.changed, inputs.changes, inputs.replications, inputs.seed)


def _offer_run(question: Question | None, say: Words) -> None:
    """Show the button and what it will cost."""
    run: Run | None = st.session_state.get("run")
    busy = run is not None and not run.ended
    known = question is not None and _runs().answer(question) is not None
    st.button(
        say("ask.run"),
        type="primary",
        width="stretch",
        key="run_button",
        disabled=busy or question is None or known,
        on_click=_want,
    )
    if question is not None:
        st.caption(_cost(question, known, say))


def _want() -> None:
    st.session_state["wanted"] = True


def _cost(question: Question, known: bool, say: Words) -> str:
    if known:
        return say("cost.none")
    contacts = sum(question.contacts(loaded) for loaded in question.wanted)
    rounded = float(f"{contacts:.2g}")
    wait = say("unit.about", value=duration(_round_up(_runs().seconds(question)), say))
    key = "cost" if question.changed is None else "cost.both"
    return say(key, contacts=number(rounded), wait=wait)


def _round_up(seconds: float) -> float:
    """Return seconds as roughly as they are known, and at least the second a start takes."""
    return float(f"{1 + seconds:.1g}") if seconds < 60 else 60.0 * round(seconds / 60)


def _head(inputs: Inputs, say: Words) -> None:
    if inputs.plain is None:
        st.title("Crewline")
        return
    scenario = inputs.plain.scenario
    st.title(plain(say.title(scenario.title or scenario.name)))
    if scenario.description:
        st.caption(plain(scenario.description))
    doubts = inputs.plain.warnings if inputs.changed is None else inputs.changed.warnings
    if doubts:
        with st.expander(f"{say('ask.doubts')} {len(doubts)}"):
            _list(doubts)


@st.fragment(run_every=_LOOK_S)
def _watch(run: Run, say: Words) -> None:
    """Show how far a run is, and let it be cancelled; look again after a while."""
    if run.ended:
        st.rerun()
    with st.container(border=True, key="progress"):
        parts = len(run.question.wanted)
        st.progress(run.progress.share(parts), text=_how_far(run, say))
        cancel = say("run.cancel")
        st.button(cancel, key="cancel", disabled=run.cancelling, on_click=run.cancel)


def _how_far(run: Run, say: Words) -> str:
    if run.cancelling:
        return say("run.cancelling")
    if run.state is State.WAITING:
        return say("run.waiting")
    if run.compiling:
        return say("run.compiling")
    progress, scenario = run.progress, run.question.asked.scenario
    if progress.planned and progress.done == progress.planned:
        return say("run.tables")
    title = say.title(scenario.title or scenario.name)
    if run.question.changed is not None:
        title = say("run.changed" if progress.part else "run.unchanged")
    planned = progress.planned or run.question.replications
    return say("run.going", title=plain(title), done=progress.done, planned=planned)


def _tell_end(run: Run, say: Words) -> None:
    match run.state:
        case State.CANCELLED:
            st.info(say("run.cancelled"))
        case State.REFUSED:
            _list_faults(say("run.refused"), run.faults)
        case State.FAILED:
            st.error(say("run.failed", reason=plain(run.reason)))


def _show_answer(question: Question, run: Run | None, say: Words) -> None:
    """Show the answer to the question, or else the last one, marked as such."""
    answer = _runs().answer(question)
    if answer is not None:
        st.session_state["shown"] = answer
    shown: Answer | None = st.session_state.get("shown")
    if shown is None:
        st.info(say("run.first"))
        show_planned(planned_picture(question.asked.scenario, say), say)
        return
    if answer is None and (run is None or run.ended):
        st.warning(say("run.stale"))
    _show(shown, say)


def _show(answer: Answer, say: Words) -> None:
    st.markdown(plain(_described(answer, say)), help=_notes(answer, say))
    queues = answer.study.scenario.queues
    view = View(
        st.selectbox(
            say("found.scope"),
            ["", *queues],
            format_func=lambda one: View(one).title(answer.study.scenario, say),
            key=f"view of {answer.study.scenario.name}",
        )
    )
    show_cards(answer, view, say)
    if not view.queue:
        show_targets(answer, say)
    show_gallery(answer, view, say)


def _described(answer: Answer, say: Words) -> str:
    """Return what was simulated, and how often."""
    study = answer.study
    title = say.title(study.scenario.title or study.scenario.name)
    days = study.replications * study.scenario.days
    values = {"title": title, "days": days, "seed": study.seed}
    key = "found.of"
    if study.scenario.days > 1:
        key, values = "found.of.once", values | {"times": study.replications}
    text = say(key, **values)
    if answer.base is None:
        return text
    return f"{text} · {say('found.changes', changes=_changes(answer, say))}"


def _changes(answer: Answer, say: Words) -> str:
    changes, scenario = answer.question.changes, answer.study.scenario
    lines = [say.title(scenario.queues[one].title or one) for one in changes.queues]
    groups = [say.title(scenario.groups[one].title or one) for one in changes.groups]
    listed = {
        "volume": (changes.volume_pct, lines or [say("found.all_lines")]),
        "handling": (changes.handling_pct, lines or [say("found.all_lines")]),
        "agents": (changes.agents_pct, groups or [say("found.all_groups")]),
    }
    return ", ".join(
        say(f"found.{name}", change=change(percent), where=", ".join(where))
        for name, (percent, where) in listed.items()
        if percent
    )


def _notes(answer: Answer, say: Words) -> str:
    notes = say("found.notes")
    return notes if answer.base is None else f"{notes} {say('found.notes.both')}"


def _list_faults(heading: str, faults: Iterable[Fault]) -> None:
    lines = "\n".join(f"- {plain(str(fault))}" for fault in faults)
    st.error(f"{heading}\n\n{lines}")


def _list(faults: Iterable[Fault]) -> None:
    for fault in faults:
        st.markdown(f"- {plain(str(fault))}")
