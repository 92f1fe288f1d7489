"""The preview: the formulas' answer at once while a slider moves, and the simulation behind it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from crewline.charts.chart import Chart
from crewline.charts.preview import (
    Glance,
    busy_picture,
    level_picture,
    level_sheet,
    needed_picture,
    needed_sheet,
    volumes_picture,
    volumes_sheet,
)
from crewline.charts.scope import View
from crewline.ui.draft.changes import Changes, agent_hours, merged, scaled, settings
from crewline.ui.draft.draft import Draft
from crewline.ui.draft.session import change
from crewline.ui.pages.preview.cards import show_cards
from crewline.ui.pages.preview.sliders import choose, recall_all, turn_back
from crewline.ui.parts.faults import show_doubts, show_faults
from crewline.ui.parts.remembered import recall, remember
from crewline.ui.parts.shown_chart import show_chart
from crewline.ui.parts.working import asked, known, let_go
from crewline.words import Words, plain
from crewline.words.figures import change as signed
from crewline.words.figures import number
from crewline.words.kpis import kpi_formula
from scenarios.faults import BadInput
from scenarios.load import Loaded, resolved_yaml
from scenarios.schema.scenario import Scenario

if TYPE_CHECKING:  # imported where they are used: the first picture is there before them
    from crewline.ui.work.tasks import AnswerTask
    from scenarios.planning.expected import Expected
    from scenarios.studies.study import Study

#: So long a slider must rest before what it says is simulated.
PAUSE_S: Final = 0.8
_LOOK_S: Final = 0.3
#: How often a scenario is simulated behind the sliders, and how many contacts that may be.
_REPLICATIONS: Final = 5
_AT_ONCE: Final = 2_000_000
#: Where the volumes stand, of the four places for pictures.
_LAST: Final = 3
_RUN: Final = "preview_run"
_BASE: Final = "preview_base"
_LINE: Final = "preview_line"


@dataclass(frozen=True)
class Turned:
    """A draft, and what the sliders make of it."""

    draft: Draft
    loaded: Loaded
    changes: Changes

    @property
    def sets(self) -> tuple[str, ...]:
        """What the sliders set."""
        return settings(self.loaded.scenario, self.changes)

    @property
    def wanted(self) -> Draft:
        """The draft with what the sliders set."""
        return replace(self.draft, settings=merged(self.draft.settings, self.sets))

    def task(self) -> AnswerTask:
        """Return the simulation of it. Raises BadInput where the sliders ask for what cannot be."""
        return _task(self.wanted.loaded() if self.changes else self.loaded, self.draft)

    def base_task(self) -> AnswerTask:
        """Return the simulation of the draft as it is, as often as that of `task`."""
        return _task(self.loaded, self.draft)


def draw(say: Words, draft: Draft) -> None:
    """Draw the page. Raises BadInput where the draft is at fault."""
    loaded = draft.loaded()
    scenario = loaded.scenario
    st.title(plain(say.title(scenario.title or scenario.name)))
    st.caption(
        say(
            "Turn volume, handling time or agents: the Erlang answer follows at once, the"
            " simulation a moment later."
        )
    )
    show_doubts(loaded.warnings, say)
    recall_all(scenario)
    _turn(draft, loaded, say)


@st.fragment
def _turn(draft: Draft, loaded: Loaded, say: Words) -> None:
    """Draw the sliders and all that follows from them."""
    turned = Turned(draft, loaded, choose(loaded.scenario, say))
    scenario = scaled(loaded.scenario, turned.changes)
    _offer_keeping(turned, scenario, say)
    status = st.container(key="preview_status")
    lines = ["", *scenario.queues]
    recall(_LINE, lines, "")
    st.selectbox(
        say("Figures of"),
        lines,
        format_func=lambda one: View(one).title(scenario, say),
        key=_LINE,
    )
    remember(_LINE, "")
    view = View(st.session_state[_LINE])
    cards = st.container(key="preview_cards")
    places = [*st.columns(2), *st.columns(2)]
    old = loaded.scenario if scenario != loaded.scenario else None
    place = places[1 if view.is_work(scenario) else _LAST]  # of work there are two pictures
    _show_picture(_volumes(scenario, old, view, say), place, scenario, say)
    with status:
        study, base = _simulated(turned, say)
    glance = Glance(_expected(scenario), None if old is None else _expected(old), study)
    with cards:
        show_cards(glance, base, view, say)
    for place, picture in zip(places, _pictures(glance, view, say), strict=False):
        _show_picture(picture, place, scenario, say)
    _tell_limits(say)


def _offer_keeping(turned: Turned, scenario: Scenario, say: Words) -> None:
    """Let the changes be kept in the draft, taken back, and had as a file."""
    keep, back, file, hours = st.columns([1.3, 1, 1.2, 2.5], vertical_alignment="center")
    keep.button(
        say("Keep these changes"),
        key="preview_keep",
        width="stretch",
        disabled=not turned.sets,
        on_click=_keep,
        args=(turned.wanted.settings,),
        help=say("Every page then works with them, and the address has them."),
    )
    back.button(
        say("Turn back"),
        key="preview_back",
        width="stretch",
        disabled=not turned.changes,
        on_click=turn_back,
    )
    file.download_button(
        say("Scenario as YAML"),
        lambda: resolved_yaml(scenario).encode(),
        file_name=f"{scenario.name}.yaml",
        mime="application/yaml",
        help=say("Exactly what is simulated. It can be run from the command line too."),
        key="preview_yaml",
        width="stretch",
        on_click="ignore",
    )
    if turned.changes.agents_pct:
        hours.caption(_hours(turned.loaded.scenario, scenario, say))


def _keep(kept: tuple[str, ...]) -> None:
    change(settings=kept)
    turn_back()


def _hours(plain_one: Scenario, scenario: Scenario, say: Words) -> str:
    before, after = agent_hours(plain_one), agent_hours(scenario)
    real = signed(round(100 * (after / before - 1), 1)) if before else "–"
    return say(
        "Scheduled agent-hours: {before} → {after} ({change})",
        before=number(before, say),
        after=number(after, say),
        change=real,
    )


def _simulated(turned: Turned, say: Words) -> tuple[Study | None, Study | None]:
    """Show how far the simulation is; return it where it is there, and that of the draft as it is.

    A run that is no longer wanted is cancelled at once; the next begins when the sliders rest.
    """
    if _moved_s((turned.draft, turned.changes)) < PAUSE_S:
        let_go(_RUN)
        let_go(_BASE)
        _tell_erlang(say)
        _rest(say)
        return None, None
    try:
        task = turned.task()
    except BadInput as bad:
        show_faults(bad.faults, say)
        return None, None
    answer = known(task)
    if answer is None:
        _tell_erlang(say)
    asked(
        task,
        say,
        key=_RUN,
        label=say("Simulate"),
        cost=say(
            "About {contacts} contacts: too many to simulate unasked.",
            contacts=number(float(f"{task.size:.2g}"), say),
        ),
        start=task.size <= _AT_ONCE,
    )
    if answer is None:
        return None, None
    _tell_simulated(answer.study, say)
    if not turned.changes:
        return answer.study, None
    base_task = turned.base_task()
    base = known(base_task)
    if base is None and base_task.size <= _AT_ONCE:
        st.caption(say("For the differences, the day before the sliders is simulated too."))
        asked(base_task, say, key=_BASE, start=True)
    return answer.study, None if base is None else base.study


def _moved_s(now: object) -> float:
    """Return how long ago the sliders were moved, the page opened, or the draft changed."""
    held = st.session_state
    if held.get("preview_turned") != now:
        held["preview_turned"], held["preview_turned_s"] = now, time.monotonic()
    return time.monotonic() - float(held["preview_turned_s"])


@st.fragment(run_every=_LOOK_S)
def _rest(say: Words) -> None:
    """Wait until the sliders rest, and draw the page again."""
    st.caption(say("The simulation begins when the sliders rest."))
    if time.monotonic() - float(st.session_state["preview_turned_s"]) >= PAUSE_S:
        st.rerun()


def _tell_erlang(say: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="preview_erlang"):
        st.badge(say("Erlang, at once"), icon=":material/bolt:", color="orange")
        st.caption(say("Formulas, interval by interval. The simulation takes their place."))


def _tell_simulated(study: Study, say: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="preview_simulated"):
        st.badge(say("Simulated"), icon=":material/check:", color="blue")
        text = say.count(
            "Service and occupancy are now those of {n} simulated day, in place of Erlang's;"
            " dotted is what Erlang had said.",
            "Service and occupancy are now those of {n} simulated days, in place of Erlang's;"
            " dotted is what Erlang had said.",
            study.replications * study.scenario.days,
        )
        st.caption(text)


def _show_picture(picture: Chart, place: DeltaGenerator, scenario: Scenario, say: Words) -> None:
    with place.container(border=True, height="stretch", key=f"picture_{picture.name}"):
        show_chart(picture, say, file=scenario.name)


def _volumes(scenario: Scenario, old: Scenario | None, view: View, say: Words) -> Chart:
    """Return the picture that needs no formula: it is there first."""
    return Chart(
        "preview_volumes",
        say("First attempts by interval, as planned"),
        volumes_picture(scenario, view, say, old),
        lambda: volumes_sheet(scenario, view, say, old),
    )


def _pictures(glance: Glance, view: View, say: Words) -> list[Chart]:
    """Return the pictures of the formulas; of work only that of the agents."""
    level = view.level_id(glance.scenario)
    needed = Chart(
        "preview_needed",
        say("Agents needed and on duty"),
        needed_picture(glance, view, say),
        lambda: needed_sheet(glance, view, say),
        say(
            "Agents of full skill who are there and on the phone: absence is taken off, novices"
            " count as what they do. A triangle marks where they are too few."
        ),
    )
    if not glance.called(view):
        return [needed]
    return [
        needed,
        Chart(
            "preview_level",
            say("Service level over the day"),
            level_picture(glance, view, say),
            lambda: level_sheet(glance, view, say),
            f"{level}: {kpi_formula(level, say)}",
        ),
        Chart(
            "preview_busy",
            say("Occupancy over the day"),
            busy_picture(glance, view, say),
            lambda: level_sheet(glance, view, say),
        ),
    ]


def _tell_limits(say: Words) -> None:
    """Say what the formulas do not know."""
    with st.expander(say("What Erlang does not know")):
        for text in (
            say(
                "Every interval stands by itself: nobody who waits at its end is carried over into"
                " the next."
            ),
            say(
                "Lines that share agents are one line here, and everybody in it does everything;"
                " no line goes first. So Erlang is rather too kind, and the same for all of them."
            ),
            say("Transfers are in the volumes, but nobody holds the line until an expert is free."),
            say("Who gives up calls again as often as if all promises were kept."),
            say(
                "Every day is alike: busy days, overflow after a while and full lines are left out."
            ),
        ):
            st.markdown(f"- {text}")


def _task(loaded: Loaded, draft: Draft) -> AnswerTask:
    """Return a simulation so small that it is soon there."""
    from crewline.ui.work.tasks import AnswerTask, contacts

    each = max(contacts(loaded), 1.0)
    replications = max(2, min(_REPLICATIONS, int(_AT_ONCE / each)))
    return AnswerTask(loaded, None, replications, draft.seed)


def _expected(scenario: Scenario) -> Expected:
    return _kept(scenario.model_dump_json(), scenario)


@st.cache_resource(show_spinner=False, max_entries=64)
def _kept(content: str, _scenario: Scenario) -> Expected:
    from scenarios.planning.expected import expected

    return expected(_scenario)
