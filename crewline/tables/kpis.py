"""The KPI tables of one study: service levels, waits and losses, skill groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console

from crewline.tables.channels import (
    Columns,
    Row,
    cells,
    lines_of,
    names,
    notes,
    print_channels,
)
from crewline.tables.figures import Figures, in_words
from crewline.tables.sheet import Column, print_sheet
from scenarios.schema.channels.channel import LIVE
from scenarios.studies.study import Study

_LEVELS: Final = ("SL1", "SL2", "SL3", "SL4", "SL5", "SL6")

_WAITS: Final[Columns] = (
    ("asa", "ASA, s", 1),
    ("mean_wait", "wait\n/ offered, s", 1),
    ("longest_wait", "longest wait, s", 1),
    ("queue_length", "waiting at a time", 1),
    ("answer_rate", "answered\n/ offered, %", 1),
    ("abandonment", "abandoned\n/ offered, %", 1),
)
#: What else becomes of those offered; with the answered and the abandoned they are all.
_TURNED_AWAY: Final[Columns] = (
    ("blocked_share", "blocked\n/ offered, %", 1),
    ("closed_share", "came while closed\n/ offered, %", 1),
    ("cleared_share", "cleared\n/ offered, %", 1),
    ("still_waiting_share", "waiting at the end\n/ offered, %", 1),
)
#: A smaller share does not show in the sum of one decimal.
_SEEN: Final = 0.0005

_WORK: Final[Columns] = (
    ("aht", "AHT, s", 1),
    ("transfer_share", "transferred\n/ answered, %", 1),
    ("first_contact_resolution", "resolved at once, %", 1),
    ("redial_share", "redials\n/ offered, %", 1),
    ("repeat_share", "repeats\n/ offered, %", 1),
    ("customer_effort", "effort index", 1),
)
#: Where a scenario has any of it.
_ENDS: Final[Columns] = (
    ("silent_share", "fell silent\n/ answered, %", 1),
    ("ticket_share", "tickets opened\n/ answered, %", 1),
)

_GROUPS: Final[Columns] = (
    ("on_duty", "on duty\nh", 3600),
    ("occupancy", "occupancy\n%", 1),
    ("utilisation", "handling\n/ paid, %", 1),
    ("hold_pressure", "held\n/ on duty, %", 1),
    ("group_aht", "AHT\ns", 1),
    ("group_transfer_share", "transferred\n/ answered, %", 1),
    ("overtime", "overtime\nh", 3600),
)
_AT_ONCE: Final[Columns] = (("contacts_at_once", "contacts at once", 1),)
_WAGES: Final[Columns] = (("wages", "wages", 1),)


def print_study(console: Console, study: Study) -> None:
    """Print a study's KPIs, each with half the width of its interval."""
    figures, groups = Figures.of(study.kpis), Figures.of(study.groups)
    lines = lines_of(study, LIVE)
    crews = [("all groups", ""), *(("group", name) for name in study.scenario.all_groups)]
    waits = _WAITS + tuple(
        column for column in _TURNED_AWAY if figures.any_of(column[0], above=_SEEN)
    )
    wages = _WAGES if study.scenario.pays_wages else ()
    work, staff = _WORK + _had(_ENDS, study), _GROUPS + _had(_AT_ONCE, study) + wages
    about = names("line", lines)
    print_sheet(console, "Service level, %", about, _service_levels(study, figures, lines))
    print_sheet(console, "Waiting", about, cells(waits, figures, lines))
    print_sheet(console, "Work and returns", about, cells(work, figures, lines))
    print_channels(console, study, figures)
    print_sheet(console, "Skill groups", names("group", crews), cells(staff, groups, crews))
    print_sheet(console, "How days differ: P10, P50, P90", about, _days(study, figures, lines))
    console.print(_cost(study, figures), markup=False, highlight=False)
    beside = "".join(f" {note}" for note in notes(study))
    console.print(
        f"± is half the {study.scenario.confidence:.0%} interval of the mean over"
        f" {study.replications} replications; T is the line's threshold, t0 its limit of a quick"
        f" abandonment, and the centre counts each contact by those of its line.{beside}\n",
        highlight=False,
    )


def _had(columns: Columns, study: Study) -> Columns:
    """Return the columns of what the scenario has."""
    return tuple(column for column in columns if column[0] in study.counted.kpis)


def _service_levels(study: Study, figures: Figures, lines: Sequence[Row]) -> list[Column]:
    """Return the six service levels side by side, each with its denominator in the header."""
    levels: Columns = tuple(
        (name, f"{name}\n{study.counted.kpis[name].formula}", 1) for name in _LEVELS
    )
    return [
        *cells((("offered", "offered", 1),), figures, lines),
        Column("T", [_threshold(study, *line) for line in lines]),
        *cells(levels, figures, lines),
    ]


def _threshold(study: Study, kind: str, name: str) -> str:
    """Return a queue's T; the centre counts each contact by that of its own queue."""
    return f"{study.threshold_s(name):g} s" if kind == "queue" else ""


def _days(study: Study, figures: Figures, lines: Sequence[Row]) -> list[Column]:
    """Return how single days differ, which more replications do not narrow."""
    queues = study.scenario.queues
    targets = [queues[name].target if kind == "queue" else None for kind, name in lines]
    kpis = [target.kpi if target else "SL3" for target in targets]
    return [
        Column("target's KPI", [in_words(kpi) for kpi in kpis], words=True),
        Column(
            "its days, % or s",
            [figures.deciles(*line, kpi) for line, kpi in zip(lines, kpis, strict=True)],
        ),
        Column("ASA, s", [figures.deciles(*line, "asa") for line in lines]),
        Column("abandoned / offered, %", [figures.deciles(*line, "abandonment") for line in lines]),
    ]


def _cost(study: Study, figures: Figures) -> str:
    """Return what it costs, and of what that is made."""
    scenario = study.scenario
    paid = {"wages": scenario.pays_wages, "telephony": scenario.costs.telephony_per_min > 0}
    if not any(paid.values()):
        return "Cost: no wages given."
    paid["playbooks"] = bool(scenario.playbooks)
    cost, each = (
        " ".join([figures.cell("centre", "", kpi), scenario.currency]).strip()
        for kpi in ("cost", "cost_per_contact")
    )
    *others, last = [part for part, is_paid in paid.items() if is_paid]
    parts = f"{', '.join(others)} and {last}" if others else last
    contact = "contact answered" if not study.tallies[0].features else "contact settled"
    return f"Cost: {cost} ({parts}); {each} a {contact}."
