"""The KPI tables of one study: service levels, waits and losses, skill groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console

from crewline.tables.figures import Figures, in_words
from crewline.tables.sheet import Column, print_sheet
from scenarios.schema.scenario import Scenario
from scenarios.studies.study import Study

_LEVELS: Final = ("SL1", "SL2", "SL3", "SL4", "SL5", "SL6")

#: KPI, header and what to divide by.
Columns = tuple[tuple[str, str, float], ...]

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

_GROUPS: Final[Columns] = (
    ("on_duty", "on duty\nh", 3600),
    ("occupancy", "occupancy\n%", 1),
    ("utilisation", "handling\n/ paid, %", 1),
    ("hold_pressure", "held\n/ on duty, %", 1),
    ("group_aht", "AHT\ns", 1),
    ("group_transfer_share", "transferred\n/ answered, %", 1),
    ("overtime", "overtime\nh", 3600),
)
_WAGES: Final[Columns] = (("wages", "wages", 1),)

Row = tuple[str, str]  # kind, name


def print_study(console: Console, study: Study) -> None:
    """Print a study's KPIs, each with half the width of its interval."""
    figures, groups = Figures.of(study.kpis), Figures.of(study.groups)
    lines = [("centre", ""), *(("queue", name) for name in study.scenario.queues)]
    crews = [("all groups", ""), *(("group", name) for name in study.scenario.groups)]
    waits = _WAITS + tuple(
        column for column in _TURNED_AWAY if figures.any_of(column[0], above=_SEEN)
    )
    wages = _WAGES if _pays_wages(study.scenario) else ()
    names = _names("line", lines)
    print_sheet(console, "Service level, %", names, _service_levels(study, figures, lines))
    print_sheet(console, "Waiting", names, _columns(waits, figures, lines))
    print_sheet(console, "Work and returns", names, _columns(_WORK, figures, lines))
    print_sheet(
        console, "Skill groups", _names("group", crews), _columns(_GROUPS + wages, groups, crews)
    )
    print_sheet(console, "How days differ: P10, P50, P90", names, _days(study, figures, lines))
    console.print(_cost(study, figures), markup=False, highlight=False)
    console.print(
        f"± is half the {study.scenario.confidence:.0%} interval of the mean over"
        f" {study.replications} replications; T is the line's threshold, t0 its limit of a quick"
        " abandonment, and the centre counts each contact by those of its line.\n",
        highlight=False,
    )


def _names(header: str, rows: Sequence[Row]) -> Column:
    return Column(header, [name or kind for kind, name in rows])


def _service_levels(study: Study, figures: Figures, lines: Sequence[Row]) -> list[Column]:
    """Return the six service levels side by side, each with its denominator in the header."""
    levels: Columns = tuple(
        (name, f"{name}\n{study.counted.kpis[name].formula}", 1) for name in _LEVELS
    )
    return [
        *_columns((("offered", "offered", 1),), figures, lines),
        Column("T", [_threshold(study, name) for _, name in lines]),
        *_columns(levels, figures, lines),
    ]


def _threshold(study: Study, queue: str) -> str:
    """Return a queue's T; the centre counts each contact by that of its own queue."""
    return f"{study.threshold_s(queue):g} s" if queue else ""


def _columns(columns: Columns, figures: Figures, rows: Sequence[Row]) -> list[Column]:
    return [
        Column(header, [figures.cell(kind, name, kpi, divide_by) for kind, name in rows])
        for kpi, header, divide_by in columns
    ]


def _days(study: Study, figures: Figures, lines: Sequence[Row]) -> list[Column]:
    """Return how single days differ, which more replications do not narrow."""
    targets = [study.scenario.queues[name].target if name else None for _, name in lines]
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
    paid = {"wages": _pays_wages(scenario), "telephony": scenario.costs.telephony_per_min > 0}
    if not any(paid.values()):
        return "Cost: no wages given."
    cost, each = (
        " ".join([figures.cell("centre", "", kpi), scenario.currency]).strip()
        for kpi in ("cost", "cost_per_contact")
    )
    parts = " and ".join(part for part, is_paid in paid.items() if is_paid)
    return f"Cost: {cost} ({parts}); {each} a contact answered."


def _pays_wages(scenario: Scenario) -> bool:
    return any(group.wage_per_h > 0 for group in scenario.groups.values())
