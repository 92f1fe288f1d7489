"""The table behind every picture, and its download."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from crewline.ui.meanings import meaning
from crewline.ui.pictures import LEVELS
from crewline.ui.run import Answer
from crewline.ui.scope import View, rows
from crewline.ui.words import Words
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.study import Study
from sim.kpis.definitions import Scope, Unit

#: A cell that begins so would be a formula to a spreadsheet.
_FORMULA_MARKS: Final = ("=", "+", "-", "@", "\t", "\r")


def interval_sheet(
    answer: Answer, shown: Sequence[tuple[tuple[str, str], str]], unit: str, say: Words
) -> Frame:
    """Return KPIs by interval, each with its interval and the unchanged scenario's value.

    `shown` are pairs of a row (kind, name) and a KPI, all in `unit`: `"%"` and agents are
    converted, other units are as the tables have them.
    """
    frames = [_by_interval(answer, row, kpi, unit, say) for row, kpi in shown]
    return pd.concat(frames, ignore_index=True)


def levels_sheet(answer: Answer, view: View, say: Words) -> Frame:
    """Return the six service levels with their formulas."""
    table = view.of(answer.study.kpis).set_index("kpi").loc[list(LEVELS)]
    found = {
        say("column.figure"): list(LEVELS),
        f"{say('column.value')}, %": (100 * table["value"]).tolist(),
        f"{say('column.low')}, %": (100 * table["low"]).tolist(),
        f"{say('column.high')}, %": (100 * table["high"]).tolist(),
    }
    if answer.base is not None:
        old = view.of(answer.base.kpis).set_index("kpi").loc[list(LEVELS)]
        found[f"{say('column.base')}, %"] = (100 * old["value"]).tolist()
    meanings = [meaning(kpi, view, answer.study, say) for kpi in LEVELS]
    return pd.DataFrame(found | {say("column.meaning"): meanings})


def all_sheet(answer: Answer, view: View, say: Words) -> Frame:
    """Return every KPI of the centre or line: mean, interval and the spread of single days."""
    study = answer.study
    table = view.of(study.kpis).reset_index(drop=True)
    factor = [100.0 if unit == Unit.SHARE else 1.0 for unit in table["unit"]]
    found = pd.DataFrame(
        {
            say("column.figure"): [_kpi_name(kpi, say) for kpi in table["kpi"]],
            say("column.unit"): [_unit(str(unit), study, say) for unit in table["unit"]],
        }
    )
    for column in ("value", "low", "high", "p10", "p50", "p90"):
        found[say(f"column.{column}")] = table[column] * factor
    if answer.comparison is not None:
        found = pd.concat([found, _differences(answer, view, factor, say)], axis=1)
    return found


def group_sheet(answer: Answer, view: View, say: Words) -> Frame:
    """Return the KPIs of all agents and of each group that serves the line, a column a KPI."""
    study = answer.study
    scenario = study.scenario
    about = [("all groups", ""), *(("group", name) for name in view.groups(scenario))]
    found: dict[str, list[object]] = {
        say("column.what"): [_row_title(row, scenario, say) for row in about]
    }
    for kpi in study.counted.of(Scope.GROUP):
        factor, unit = _readable(kpi.id, kpi.unit, study, say)
        tables = [rows(study.groups, *row).set_index("kpi") for row in about]
        means = [table["value"].to_dict()[kpi.id] for table in tables]
        found[f"{_kpi_name(kpi.id, say)}, {unit}"] = [mean * factor for mean in means]
    return pd.DataFrame(found)


def csv(sheet: Frame) -> bytes:
    """Return a table as CSV that spreadsheets open in the right letters and without formulas."""
    text = sheet.select_dtypes(exclude="number").columns
    safe = sheet.assign(**{str(name): sheet[name].map(_harmless) for name in text})
    return safe.to_csv(index=False).encode("utf-8-sig")


def _by_interval(answer: Answer, row: tuple[str, str], kpi: str, unit: str, say: Words) -> Frame:
    scenario = answer.study.scenario
    table = _interval_rows(answer.study, row, kpi)
    factor = _factor(kpi, unit, scenario)
    found = {
        say("column.day"): table["day"].tolist(),
        say("column.from"): [_clock(minute) for minute in table["start_min"]],
        say("column.what"): _row_title(row, scenario, say),
        say("column.figure"): _kpi_name(kpi, say),
    }
    for column in ("value", "low", "high"):
        found[f"{say(f'column.{column}')}, {unit}"] = (table[column] * factor).tolist()
    if answer.base is not None:
        old = _interval_rows(answer.base, row, kpi)
        found[f"{say('column.base')}, {unit}"] = (old["value"] * factor).tolist()
    return pd.DataFrame(found)


def _interval_rows(study: Study, row: tuple[str, str], kpi: str) -> Frame:
    table = rows(study.intervals, *row)
    return table[table["kpi"] == kpi]


def _differences(answer: Answer, view: View, factor: list[float], say: Words) -> Frame:
    assert answer.comparison is not None
    table = view.of(answer.comparison.differences).set_index("kpi")
    of_all = table.loc[list(view.of(answer.study.kpis)["kpi"])].reset_index()
    words = {
        "cannot tell apart": say("found.cannot_tell"),
        "the same": say("found.same"),
        "undefined": say("found.undefined"),
        **{one: say(f"verdict.{one}") for one in ("better", "worse", "higher", "lower")},
    }
    low, high = say("column.low"), say("column.high")
    return pd.DataFrame(
        {
            say("column.base"): of_all["base"] * factor,
            say("column.difference"): of_all["difference"] * factor,
            f"{say('column.difference')}, {low}": of_all["low"] * factor,
            f"{say('column.difference')}, {high}": of_all["high"] * factor,
            say("column.verdict"): [words[str(one)] for one in of_all["verdict"]],
        }
    )


def _readable(kpi: str, unit: Unit, study: Study, say: Words) -> tuple[float, str]:
    """Return the factor and the unit in which people read a group's KPI."""
    if kpi in {"on_duty", "overtime"}:
        return 1 / 3600, say("unit.agent_hours")
    return (100.0 if unit is Unit.SHARE else 1.0), _unit(unit, study, say)


def _factor(kpi: str, unit: str, scenario: Scenario) -> float:
    if kpi == "on_duty":
        return 1 / scenario.interval
    return 100.0 if unit == "%" else 1.0


def _row_title(row: tuple[str, str], scenario: Scenario, say: Words) -> str:
    match row:
        case ("centre", _):
            return say("found.centre")
        case ("all groups", _):
            return say("series.all_agents")
        case ("queue", name):
            return say.title(scenario.queues[name].title or name)
        case (_, name):
            return say.title(scenario.all_groups[name].title or name)


def _kpi_name(kpi: str, say: Words) -> str:
    return say(f"kpi.{kpi}")


def _unit(unit: str, study: Study, say: Words) -> str:
    match unit:
        case Unit.SHARE:
            return "%"
        case Unit.SECONDS:
            return say("axis.seconds").lower()
        case Unit.MONEY:
            return study.scenario.currency
    return say(f"unit.{unit}")


def _clock(minute: float) -> str:
    hours, minutes = divmod(round(minute), 60)
    return f"{hours:02d}:{minutes:02d}"


def _harmless(cell: object) -> object:
    risky = isinstance(cell, str) and cell.startswith(_FORMULA_MARKS)
    return f"'{cell}" if risky else cell
