"""The trade-off: what service costs, over schedules that were searched, proved and simulated."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from crewline.charts.scope import View
from crewline.charts.weighed import Weighed
from crewline.ui.draft.draft import Draft
from crewline.ui.pages.trade_off.pictures import show_marginals, show_prices, show_trade_off
from crewline.ui.pages.trade_off.schedule import show_schedule
from crewline.ui.pages.trade_off.sentences import what_costs_what
from crewline.ui.pages.trade_off.task import OWN, PAINS, FrontierTask
from crewline.ui.parts.faults import show_doubts
from crewline.ui.parts.remembered import recall, remember
from crewline.ui.parts.working import asked, known
from crewline.ui.work.scratch import scratch
from crewline.ui.work.ticket import Ticket
from crewline.words import N_, Words
from crewline.words.figures import duration, percent
from scenarios.load import Loaded
from scenarios.schema.channels.channel import DEFERRABLE

_KEY: Final = "trade_run"
_LINE, _LEVELS, _PAINS = "trade_line", "trade_levels", "trade_pains"
#: What can be decided on, and what is unless told otherwise.
_OFFERED: Final = (OWN, *(f"{n}%" for n in range(50, 100, 5)), "97%", "98%", "99%")
_USUAL: Final = [OWN, "70%", "80%", "85%", "90%"]
_HOW_LONG: Final = {"quick": N_("Quick"), "usual": N_("Usual"), "thorough": N_("Thorough")}
#: How often finished points are looked for while others are searched.
_LOOK_S: Final = 3.0


def draw(say: Words, draft: Draft) -> None:
    """Draw the page. Raises BadInput where the draft is at fault."""
    loaded = draft.loaded()
    st.title(say("Trade-off"))
    st.markdown(
        say(
            "What does better service cost? For each level of service a schedule is searched,"
            " proved in the simulation and priced."
        )
    )
    show_doubts(loaded.warnings, say)
    task = _task(draft, loaded, say)
    if task is None:
        st.info(say("Choose at least one level of service."))
        return
    weighed = asked(task, say, key=_KEY, label=say("Find schedules"), cost=_cost(task, say))
    if weighed is not None:
        _show(weighed, draft, say)
        return
    _show_so_far(task, say)
    before: FrontierTask | None = st.session_state.get(f"{_KEY}_last")
    kept = known(before)
    if kept is not None and before is not None:
        st.warning(say("This is of an earlier choice, not of what is asked above."))
        _show(kept, draft, say)


def _task(draft: Draft, loaded: Loaded, say: Words) -> FrontierTask | None:
    """Draw the choices, and return the task that they make; None without a level."""
    scenario = loaded.scenario
    lines = ["", *(name for name, q in scenario.queues.items() if q.channel not in DEFERRABLE)]
    left, middle, right = st.columns([3, 5, 3])
    recall(_LINE, lines, "")
    left.selectbox(
        say("Service of"),
        lines,
        format_func=lambda one: View(one).title(scenario, say),
        key=_LINE,
        help=say("Whose share answered in time is measured, and whose target is moved."),
    )
    remember(_LINE, "")
    recall(_LEVELS, _OFFERED, _USUAL)
    middle.multiselect(
        say("Levels of service"),
        _OFFERED,
        format_func=lambda one: _level_title(one, say),
        key=_LEVELS,
        help=say("Each is a schedule: its targets are set to this share answered in time."),
    )
    remember(_LEVELS, _USUAL)
    recall(_PAINS, PAINS, "quick")
    right.segmented_control(
        say("How long it may take"),
        list(PAINS),
        required=True,
        format_func=lambda one: say(_HOW_LONG[one]),
        key=_PAINS,
        help=say("A longer search finds cheaper schedules, and judges them on more days."),
    )
    remember(_PAINS, "quick")
    levels = tuple(one for one in _OFFERED if one in st.session_state[_LEVELS])
    if not levels:
        return None
    line = st.session_state[_LINE] or None
    task = FrontierTask(loaded, line, levels, st.session_state[_PAINS], draft.seed)
    return replace(task, folder=str(scratch("frontier", task.content)))


def _level_title(level: str, say: Words) -> str:
    return say("Targets as they are") if level == OWN else percent(float(level[:-1]) / 100)


def _cost(task: FrontierTask, say: Words) -> str:
    """Return how much is to be done, and how long that takes at most, about."""
    pains = PAINS[task.pains]
    return say.count(
        "{n} schedule, searched in up to {steps} steps of at most {each}: about {most} where"
        " nothing else is going on. What is finished is kept when you cancel.",
        "{n} schedules, each searched in up to {steps} steps of at most {each}: about {most} where"
        " nothing else is going on. What is finished is kept when you cancel.",
        len(task.levels),
        steps=pains.most_steps,
        each=duration(pains.time_s, say),
        most=duration(60 * max(round(task.size / 60), 1), say),
    )


def _show(weighed: Weighed, draft: Draft, say: Words) -> None:
    what_costs_what(weighed, say)
    picked = show_trade_off(weighed, say)
    show_schedule(weighed, picked, draft, say)
    show_prices(weighed, say)
    show_marginals(weighed, say)


def _show_so_far(task: FrontierTask, say: Words) -> None:
    """Show the points that are finished, and look again while others are searched."""
    ticket: Ticket | None = st.session_state.get(f"{_KEY}_ticket")
    is_going = ticket is not None and not ticket.ended and ticket.key == task.key
    st.fragment(_so_far, run_every=_LOOK_S if is_going else None)(task, say)


def _so_far(task: FrontierTask, say: Words) -> None:
    weighed = task.so_far()
    if not weighed.found.points:
        return
    st.markdown(
        say(
            "{done} of {planned} schedules are finished and kept; the same request goes on from"
            " there.",
            done=len(weighed.found.points),
            planned=weighed.planned,
        )
    )
    show_trade_off(weighed, say, so_far=True)
