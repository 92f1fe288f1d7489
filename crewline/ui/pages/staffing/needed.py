"""What a draft needs, worked out once for all sessions, and who asks for nothing more."""

from __future__ import annotations

import streamlit as st

from crewline.ui.work.tasks import scenario_content
from optimize.schedule.problem import Problem
from scenarios.load import Loaded
from scenarios.planning.need.requirement_tables import Needed
from scenarios.planning.proof.trial import posed
from scenarios.planning.schedule.coverage_table import Cover


def needed_of(loaded: Loaded) -> Needed:
    """Return what a scenario needs. Raises BadInput where it is beyond the formulas."""
    return _needed(scenario_content(loaded), loaded)


def todays_cover(loaded: Loaded) -> Cover:
    """Return what the agents that a scenario has today cover of what it needs."""
    return _todays_cover(scenario_content(loaded), loaded)


def problem_of(loaded: Loaded) -> Problem:
    """Return the schedule that is wanted, with the shifts that each group may work."""
    return _problem(scenario_content(loaded), loaded)


@st.cache_resource(max_entries=30, show_spinner=False)
def _needed(content: str, _loaded: Loaded) -> Needed:
    return Needed.of_scenario(_loaded.scenario)


@st.cache_resource(max_entries=30, show_spinner=False)
def _todays_cover(content: str, _loaded: Loaded) -> Cover:
    needed = needed_of(_loaded)
    return Cover.of(needed.scenario, needed.needs, needed.needs.net)


@st.cache_resource(max_entries=10, show_spinner=False)
def _problem(content: str, _loaded: Loaded) -> Problem:
    needs = needed_of(_loaded).needs
    return posed(_loaded.scenario, needs, needs.net, priced=True)
