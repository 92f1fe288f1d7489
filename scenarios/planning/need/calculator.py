"""The calculator: one line of calls, given by hand, and the agents that it needs.

What planners try first: calls, a handling time and a target, without a scenario. All is one queue
of agents who are alike, in a steady state; a scenario knows better, see `requirement`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from optimize.erlang.limits import MOST_CALLS_IN_PATIENCE
from optimize.requirements import Goal, Shrinkage, required, served
from scenarios.faults import BadInput, Fault
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.summary import records
from scenarios.units import read_duration, read_number, read_share
from scenarios.yaml_file import shown

#: What is promised where nothing is said: the trade's 80/20.
_LEVEL: Final = "80 %"
_WITHIN: Final = "20 s"
#: So many numbers of agents are shown below the answer, and above.
_BELOW: Final = 3
_ABOVE: Final = 4
#: More agents than any centre has; a goal that needs more is as good as out of reach.
_MOST_LOAD: Final = 100_000.0
_MOST_AGENTS: Final = 1_000_000.0
_MOST_SHRINKAGE: Final = 0.95
#: Of an agent: what rounding may have added to a whole number.
_ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class Asked:
    """One line of calls and what is promised of it, read.

    `shrinkage` is the share of paid time off the phone, all parts together; `agents` are those on
    the phone, where the question is what service they give.
    """

    calls_per_h: float
    handle_s: float
    goal: Goal
    patience_s: float | None
    shrinkage: Shrinkage
    agents: float | None

    @property
    def load(self) -> float:
        """The work that comes, in Erlangs: agents that would be busy all the time."""
        return self.calls_per_h * self.handle_s / 3600


@dataclass(frozen=True)
class Answer:
    """The least agents on the phone, whole and fractional, and what service is around them.

    `around` has a row for each number of agents near the answer (or near those given): agents,
    SL3, asa, waiting, abandonment, occupancy (NaN where undefined), holds.
    """

    asked: Asked
    whole: int
    fractional: float
    around: Frame

    @property
    def paid(self) -> float:
        """Agents to be scheduled so that the whole number is on the phone."""
        return float(self.asked.shrinkage.gross(self.whole))

    @property
    def paid_whole(self) -> int:
        """The same as whole people."""
        return math.ceil(self.paid - _ROUNDING)

    def as_dict(self) -> dict[str, Any]:
        """Return plain data, for JSON."""
        question = self.asked
        return {
            "calls_per_h": question.calls_per_h,
            "handle_s": question.handle_s,
            "load_erlangs": question.load,
            "patience_s": question.patience_s,
            "goal": {key: value for key, value in asdict(question.goal).items() if value},
            "shrinkage": question.shrinkage.share,
            "agents": self.whole,
            "agents_fractional": self.fractional,
            "agents_to_schedule": self.paid,
            "agents_to_schedule_whole": self.paid_whole,
            "around": records(self.around),
        }


def asked(texts: Mapping[str, str | None]) -> Asked:
    """Return what was asked on the command line: texts by option, None where it is not given.

    The options are calls, per, aht, sl, within, asa, abandonment, occupancy, patience, shrinkage
    and agents. Without a target of any kind it is 80 % in 20 s.

    Raises BadInput with all that cannot be read.
    """
    reading = _Reading(texts)
    calls = reading.number("calls", read_number, "a number of calls, from 0 on")
    per_s = reading.number("per", read_duration, "a time, such as 30 min", above=0)
    handle_s = reading.number("aht", read_duration, "a handling time, such as 180 s", above=0)
    patience_s = reading.number("patience", read_duration, "a mean time, such as 5 min", above=0)
    shrinkage = reading.number("shrinkage", read_share, "a share, such as 30 %")
    agents = reading.number("agents", read_number, "a number of agents, from 0 on")
    goal = _goal(reading, texts)
    if shrinkage is not None and shrinkage > _MOST_SHRINKAGE:
        reading.blame("shrinkage", f"a share of at most {_MOST_SHRINKAGE:.0%}")
    if agents is not None and agents > _MOST_AGENTS:
        reading.blame("agents", f"at most {_MOST_AGENTS:,.0f} agents")
    if texts.get("abandonment") is not None and texts.get("patience") is None:
        words = "how long callers wait in the mean, for --abandonment: else nobody gives up"
        reading.miss("patience", words)
    calls_per_h = (calls or 0.0) * 3600 / (per_s or 3600.0)
    if calls_per_h * (handle_s or 0.0) / 3600 > _MOST_LOAD:
        reading.blame("calls", f"work of at most {_MOST_LOAD:,.0f} Erlangs (calls x handling time)")
    if calls_per_h * ((patience_s or 0.0) / 3600) > MOST_CALLS_IN_PATIENCE:
        reading.blame("patience", f"a time in which at most {MOST_CALLS_IN_PATIENCE:g} calls come")
    reading.refuse()
    assert goal is not None  # else it was refused
    parts = Shrinkage(absence=shrinkage or 0.0)
    return Asked(calls_per_h, handle_s or 0.0, goal, patience_s, parts, agents)


def calculated(question: Asked) -> Answer:
    """Return the least agents who keep the goal, and the service of the numbers around them."""
    whole, fractional = (
        float(
            required(
                question.calls_per_h,
                question.handle_s,
                question.goal,
                patience_s=question.patience_s,
                whole=is_whole,
            )
        )
        for is_whole in (True, False)
    )
    return Answer(question, int(whole), fractional, _around(question, whole, fractional))


def _around(question: Asked, whole: float, fractional: float) -> Frame:
    middle = whole if question.agents is None else question.agents
    least = max(0.0, math.floor(question.load) + 1.0) if question.patience_s is None else 0.0
    first = middle - min(_BELOW, max(math.floor(middle - least), 0))
    agents = np.arange(first, middle + _ABOVE + 1)
    found = served(
        question.calls_per_h,
        question.handle_s,
        agents,
        question.goal.within_s,
        question.patience_s,
    )
    return pd.DataFrame(
        {
            "agents": agents,
            "SL3": found.answered_within,
            "asa": found.asa_s,
            "waiting": found.share_waiting,
            "abandonment": found.share_abandoned,
            "occupancy": found.occupancy,
            "holds": (agents >= whole) | (agents >= fractional),
        }
    )


def _goal(reading: _Reading, texts: Mapping[str, str | None]) -> Goal | None:
    share = "a share, such as 5 %"
    figures: dict[str, Any] = {
        "asa_s": reading.number("asa", read_duration, "a time, such as 30 s", above=0),
        "abandonment": reading.number("abandonment", read_share, share, above=0),
        "occupancy": reading.number("occupancy", read_share, share, above=0),
    }
    has_level = texts.get("sl") is not None or texts.get("within") is not None
    if has_level or all(texts.get(name) is None for name in ("asa", "abandonment", "occupancy")):
        figures["service_level"] = reading.number("sl", read_share, "a share", default=_LEVEL)
        figures["within_s"] = reading.number("within", read_duration, "a time", default=_WITHIN)
        if figures["service_level"] is not None and figures["service_level"] >= 1:
            reading.blame("sl", "below 100 %: no number of agents answers every call in time")
    return None if reading.faults else Goal(**figures)


class _Reading:
    """Reads options one after the other, and remembers what is wrong with them."""

    def __init__(self, texts: Mapping[str, str | None]) -> None:
        self.faults: list[Fault] = []
        self._texts = texts

    def number(
        self,
        option: str,
        read: Callable[[object], float],
        words: str,
        *,
        above: float | None = None,
        default: str | None = None,
    ) -> float | None:
        """Return what an option says; None where it says nothing, or what cannot be read."""
        text = self._texts.get(option)
        text = default if text is None else text
        if text is None:
            return None
        try:
            value = read(text)
        except ValueError as error:
            self.blame(option, str(error))
            return None
        if value < 0 or (above is not None and value <= above):
            self.blame(option, words if above is None else f"{words}, above {above:g}")
            return None
        return value

    def blame(self, option: str, words: str) -> None:
        """Remember that an option is at fault."""
        value = shown(self._texts.get(option) or "")
        self.faults.append(Fault("command line", 0, f"--{option}", value, words))

    def miss(self, option: str, words: str) -> None:
        """Remember that an option is missing."""
        self.faults.append(Fault("command line", 0, f"--{option}", "", words))

    def refuse(self) -> None:
        """Raise BadInput where anything is at fault, or the calls or their handling are missing."""
        for option, words in (("calls", "how many calls come"), ("aht", "how long one takes")):
            if self._texts.get(option) is None:
                self.miss(option, words)
        if self.faults:
            raise BadInput(set(self.faults))
