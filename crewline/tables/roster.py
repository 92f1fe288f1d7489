"""Who works when and is paid what: shifts and groups of a schedule, today's roster beside them."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import numpy as np
from rich.console import Console

from crewline.tables.figures import UNDEFINED, number
from crewline.tables.sheet import Column, print_sheet
from scenarios.planning.schedule.payroll import has_roster
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from scenarios.units import write_clock
from sim.kpis.definitions import Unit

#: Agents by group, hours and day.
_Shifts = Mapping[str, Mapping[str, Sequence[int]]]

_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: So many days stand side by side.
_DAYS: Final = 7
_PREMIUMS: Final = {
    "night": "night",
    "overtime": "overtime",
    "rest_day": "rest days",
    "holiday": "holidays",
    "shift_premium": "shifts' own",
}


def print_shifts(console: Console, scenario: Scenario, base: Scenario) -> None:
    """Print how many agents of each group work which hours, today's beside them.

    `scenario` has the schedule in it, `base` today's roster. Of one day all groups stand side by
    side; of several, each has a table of its own with a column for each day.
    """
    scheduled = _shifts(scenario)
    today = _shifts(base) if has_roster(base) else {}
    if scenario.days == 1:
        _print_a_day(console, scheduled, today)
        return
    for group in scheduled:
        _print_days(console, scenario, group, scheduled[group], today.get(group, {}))


def _shifts(scenario: Scenario) -> _Shifts:
    found: dict[str, dict[str, list[int]]] = {}
    for name, group in scenario.groups.items():
        for shift in (group.shifts or {}).values():
            hours = f"{write_clock(shift.start)}-{write_clock(shift.end)}"
            of_days = found.setdefault(name, {}).setdefault(hours, [0] * scenario.days)
            for day in shift.days or range(1, scenario.days + 1):
                of_days[day - 1] += shift.agents
    return {
        name: {hours: days for hours, days in rows.items() if any(days)}
        for name, rows in found.items()
    }


def _print_a_day(console: Console, scheduled: _Shifts, today: _Shifts) -> None:
    rows = [*scheduled.values(), *today.values()]
    hours = sorted({each for of_group in rows for each in of_group})
    columns = []
    for group, found in scheduled.items():
        columns.append(_agents(f"{group}\n{'scheduled' if today else 'agents'}", found, hours))
        if today.get(group):
            columns.append(_agents("\ntoday", today[group], hours))
    print_sheet(console, "Shifts: agents", Column("hours", hours), columns)


def _agents(header: str, rows: Mapping[str, Sequence[int]], hours: Iterable[str]) -> Column:
    return Column(header, [_or_blank(sum(rows.get(each, ()))) for each in hours])


def _print_days(
    console: Console,
    scenario: Scenario,
    group: str,
    scheduled: Mapping[str, Sequence[int]],
    today: Mapping[str, Sequence[int]],
) -> None:
    """Print the agents of a group by hours and day, a line for today's where there are any."""
    lines: dict[tuple[str, str], Sequence[int]] = {}
    for hours in sorted({*scheduled, *today}):
        lines |= {(hours, "scheduled"): scheduled[hours]} if hours in scheduled else {}
        lines |= {(hours, "today"): today[hours]} if hours in today else {}
    if scheduled or today:
        lines[("all", "scheduled")] = _summed(scheduled.values(), scenario.days)
    if today:
        lines[("all", "today")] = _summed(today.values(), scenario.days)
    whose = [Column("", [who for _, who in lines], words=True)] if today else []
    for first in range(0, scenario.days, _DAYS):
        days = range(first, min(scenario.days, first + _DAYS))
        title = f"Shifts of {group}: agents who begin" if today else f"Shifts of {group}: agents"
        columns = [
            Column(_day(scenario, day), [_or_blank(cells[day]) for cells in lines.values()])
            for day in days
        ]
        names = [
            hours if number == 0 or list(lines)[number - 1][0] != hours else ""
            for number, (hours, _) in enumerate(lines)
        ]
        print_sheet(console, title, Column("hours", names), [*whose, *columns])


def _summed(rows: Iterable[Sequence[int]], days: int) -> list[int]:
    totals = np.zeros(days, np.int64)
    for row in rows:
        totals += row
    return [int(total) for total in totals]


def _day(scenario: Scenario, day: int) -> str:
    """Return a day's number and, where it has a date, which day of the week it is."""
    if scenario.first_day is None:
        return f"day {day + 1}"
    date = scenario.first_day + timedelta(days=day)
    return f"{day + 1}\n{_WEEKDAYS[date.weekday()]}"


def _or_blank(agents: int) -> str:
    return f"{agents:,}" if agents else ""


def print_roster(console: Console, table: Frame, currency: str) -> None:
    """Print people, hours and wages of each group, today's beside them, and premiums apart.

    `table` is a `roster_table`.
    """
    rows = table.to_dict("records")
    names = [row["group"] or "all groups" for row in rows]
    has_today = not table["today_wages"].isna().all()
    columns = [
        *_beside(rows, "agents on the\nfullest day", ("today_people", "people"), None),
        *_employed(table),
        *_beside(rows, "paid, h", ("today_h", "paid_h"), Unit.CONTACTS),
        *_beside(rows, f"wages, {currency}", ("today_wages", "wages"), Unit.MONEY),
    ]
    if has_today:
        columns.append(Column("change,\n%", [_change(row) for row in rows]))
    print_sheet(console, "Groups", Column("group", names), columns)
    if table["wages"].iloc[-1] > table["base_wage"].iloc[-1]:
        _print_parts(console, table, names, currency)


def _beside(
    rows: Sequence[Mapping[Hashable, Any]], header: str, of: tuple[str, str], unit: Unit | None
) -> Iterator[Column]:
    """Give today's figures, where there are any, and those of the schedule."""
    today, scheduled = ([row[name] for row in rows] for name in of)
    has_today = not all(map(math.isnan, today))
    if has_today:
        yield Column(f"{header},\ntoday", [_figure(value, unit) for value in today])
    header = f"{header},\nscheduled" if has_today else header
    yield Column(header, [_figure(value, unit) for value in scheduled])


def _employed(table: Frame) -> Iterator[Column]:
    """Give the agents with tours, where any group works tours."""
    if not table["employed"].isna().all():
        cells = [UNDEFINED if math.isnan(each) else f"{each:,.0f}" for each in table["employed"]]
        yield Column("agents\nwith tours", cells)


def _figure(value: float, unit: Unit | None) -> str:
    """Return a figure of a unit, or a whole number of people; a dash where there is none."""
    if math.isnan(value):
        return UNDEFINED
    return f"{value:,.0f}" if unit is None else number(value, unit)


def _change(row: Mapping[Hashable, Any]) -> str:
    """Return how much dearer the schedule is than today, in per cent."""
    if not row["today_wages"] > 0:
        return UNDEFINED
    return f"{100 * (row['wages'] / row['today_wages'] - 1):+.1f}"


def _print_parts(console: Console, table: Frame, names: Sequence[str], currency: str) -> None:
    """Print what is paid apart: the wage, and each premium that anybody gets."""
    paid = {name: title for name, title in _PREMIUMS.items() if table[name].iloc[-1] > 0}
    columns = [
        Column(title, [number(value, Unit.MONEY) for value in table[name]])
        for name, title in ({"base_wage": "base wage"} | paid).items()
    ]
    print_sheet(console, f"Wages and premiums, {currency}", Column("group", names), columns)


def compared_with_today(table: Frame, currency: str) -> str:
    """Return what today's roster costs beside the schedule; empty where there is none."""
    total = table.iloc[-1]
    if not total["today_wages"] > 0:
        return ""
    change = total["wages"] / total["today_wages"] - 1
    return (
        f"Today's roster, by the same wages: {total['today_wages']:,.0f} {currency} for"
        f" {total['today_h']:,.0f} paid hours of {total['today_people']:,.0f} agents on the fullest"
        f" day; this schedule, of {total['people']:,.0f}, costs {100 * abs(change):.1f} %"
        f" {'less' if change <= 0 else 'more'}."
    )
