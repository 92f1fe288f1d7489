"""The table behind every picture, and its download."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import pandas as pd

from crewline.charts.answer import Answer
from crewline.charts.costs import MONEY, told_kpis, told_rows
from crewline.charts.curves import spread_curve
from crewline.charts.day import LEVELS
from crewline.charts.meanings import meaning
from crewline.charts.scope import View, rows, views
from crewline.words import N_, Words
from crewline.words.channels import lines_of
from crewline.words.figures import clock, figure, gap
from crewline.words.kpis import kpi_name
from crewline.words.verdicts import verdict_word
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.study import Study
from sim.kpis.definitions import Scope, Unit

#: What the columns of KPI tables are called.
_COLUMNS: Final = {
    "value": N_("Mean"),
    "low": N_("Low"),
    "high": N_("High"),
    "p10": N_("10 % of days below"),
    "p50": N_("Median day"),
    "p90": N_("10 % of days above"),
}
#: Verdicts that no difference follows from.
_UNREAL: Final = {"cannot tell apart": 1, "the same": 2, "undefined": 3}
#: What is looked at side by side, of the centre, its channels and its lines.
_SIDE_BY_SIDE: Final = (
    "offered",
    "answered",
    "SL3",
    "SL1",
    "SL2",
    "answer_rate",
    "abandonment",
    "asa",
    "longest_wait",
    "aht",
    "transfer_share",
    "first_contact_resolution",
    "on_time",
    "backlog",
)
_UNITS: Final = {Unit.CONTACTS: N_("contacts"), Unit.INDEX: N_("index")}


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
        say("Figure"): list(LEVELS),
        f"{say('Mean')}, %": (100 * table["value"]).tolist(),
        f"{say('Low')}, %": (100 * table["low"]).tolist(),
        f"{say('High')}, %": (100 * table["high"]).tolist(),
    }
    if answer.base is not None:
        old = view.of(answer.base.kpis).set_index("kpi").loc[list(LEVELS)]
        found[f"{say('Unchanged')}, %"] = (100 * old["value"]).tolist()
    meanings = [meaning(kpi, view, answer.study, say) for kpi in LEVELS]
    return pd.DataFrame(found | {say("Meaning"): meanings})


def all_sheet(answer: Answer, view: View, say: Words) -> Frame:
    """Return every KPI of the centre or line: mean, interval and the spread of single days."""
    study = answer.study
    table = told_rows(view.of(study.kpis), study.scenario).reset_index(drop=True)
    factor = [100.0 if unit == Unit.SHARE else 1.0 for unit in table["unit"]]
    found = pd.DataFrame(
        {
            say("Figure"): [kpi_name(kpi, say) for kpi in table["kpi"]],
            say("Unit"): [_unit(str(unit), study, say) for unit in table["unit"]],
        }
    )
    for column, title in _COLUMNS.items():
        found[say(title)] = table[column] * factor
    if answer.comparison is not None:
        found = pd.concat([found, _differences(answer, view, factor, say)], axis=1)
    return found


def group_sheet(answer: Answer, view: View, say: Words) -> Frame:
    """Return the KPIs of all agents and of each group that serves the line, a column a KPI."""
    study = answer.study
    scenario = study.scenario
    about = [("all groups", ""), *(("group", name) for name in view.groups(scenario))]
    found: dict[str, list[object]] = {say("Of"): [_row_title(row, scenario, say) for row in about]}
    counted = {kpi.id: kpi for kpi in study.counted.of(Scope.GROUP)}
    for kpi in map(counted.__getitem__, told_kpis(counted, scenario)):
        factor, unit = _readable(kpi.id, kpi.unit, study, say)
        tables = [rows(study.groups, *row).set_index("kpi") for row in about]
        means = [table["value"].to_dict()[kpi.id] for table in tables]
        found[f"{kpi_name(kpi.id, say)}, {unit}"] = [mean * factor for mean in means]
    return pd.DataFrame(found)


def differences_sheet(answer: Answer, view: View, say: Words) -> Frame:
    """Return every difference to the unchanged scenario in words, as text with units.

    Those that are real come first. Raises ValueError where nothing is compared.
    """
    if answer.comparison is None:
        raise ValueError("nothing is compared with")
    table = view.of(answer.comparison.differences)
    if view.is_whole:
        every = rows(answer.comparison.differences, "all groups", "")
        table = pd.concat([table, every], ignore_index=True)
    table = told_rows(table, answer.study.scenario, *_base_of(answer))
    real = table["verdict"].map(_UNREAL.get).isna()
    table = pd.concat([table[real], table[~real]], ignore_index=True)
    currency = answer.study.scenario.currency
    units = [str(unit) for unit in table["unit"]]
    money = [currency if unit == Unit.MONEY else "" for unit in units]

    def written(column: str, of_gap: bool = False) -> list[str]:
        word = gap if of_gap else figure
        return [
            word(value, unit, say, coin)
            for value, unit, coin in zip(table[column], units, money, strict=True)
        ]

    low, high = say("Low"), say("High")
    return pd.DataFrame(
        {
            say("Figure"): [kpi_name(str(kpi), say) for kpi in table["kpi"]],
            say("Unchanged"): written("base"),
            say("Changed"): written("value"),
            say("Difference"): written("difference", of_gap=True),
            f"{say('Difference')}, {low}": written("low", of_gap=True),
            f"{say('Difference')}, {high}": written("high", of_gap=True),
            say("Said in a word"): [verdict_word(str(one), say) for one in table["verdict"]],
        }
    )


def unreal(say: Words) -> set[str]:
    """Return the words of verdicts that no difference can be told from."""
    return {verdict_word(one, say) for one in _UNREAL}


def lines_sheet(answer: Answer, say: Words) -> Frame:
    """Return the centre, its channels and its lines side by side: a row each, a column a figure."""
    study = answer.study
    scenario = study.scenario
    keys = views(scenario)
    found: dict[str, list[object]] = {
        say("Of"): [View.named(key).title(scenario, say) for key in keys]
    }
    tables = [View.named(key).of(study.kpis).set_index("kpi")["value"].to_dict() for key in keys]
    for kpi in _SIDE_BY_SIDE:
        if kpi in study.counted.kpis:
            factor = 100.0 if study.counted.kpis[kpi].unit is Unit.SHARE else 1.0
            unit = _unit(study.counted.kpis[kpi].unit, study, say)
            title = f"{kpi_name(kpi, say)}, {unit}"
            found[title] = [factor * table.get(kpi, math.nan) for table in tables]
    return pd.DataFrame(found)


def _by_interval(answer: Answer, row: tuple[str, str], kpi: str, unit: str, say: Words) -> Frame:
    scenario = answer.study.scenario
    table = _interval_rows(answer.study, row, kpi)
    factor = _factor(kpi, unit, scenario)
    found = {
        say("Day"): table["day"].tolist(),
        say("From"): [clock(minute) for minute in table["start_min"]],
        say("Of"): _row_title(row, scenario, say),
        say("Figure"): kpi_name(kpi, say),
    }
    for column in ("value", "low", "high"):
        found[f"{say(_COLUMNS[column])}, {unit}"] = (table[column] * factor).tolist()
    days = spread_curve(answer.study, row, kpi, factor)
    found[f"{say(_COLUMNS['p10'])}, {unit}"] = days.low
    found[f"{say(_COLUMNS['p90'])}, {unit}"] = days.high
    if answer.base is not None:
        old = (_interval_rows(answer.base, row, kpi)["value"] * factor).tolist()
        # Of another horizon, or of a group that is new, there is nothing to stand beside.
        is_alike = len(old) == len(table)
        found[f"{say('Unchanged')}, {unit}"] = old if is_alike else [math.nan] * len(table)
    return pd.DataFrame(found)


def _interval_rows(study: Study, row: tuple[str, str], kpi: str) -> Frame:
    table = rows(study.intervals, *row)
    return table[table["kpi"] == kpi]


def _differences(answer: Answer, view: View, factor: list[float], say: Words) -> Frame:
    assert answer.comparison is not None
    table = view.of(answer.comparison.differences).set_index("kpi")
    kpis = told_kpis(view.of(answer.study.kpis)["kpi"], answer.study.scenario)
    of_all = table.loc[kpis].reset_index()
    if not all(one.pays_wages for one in _base_of(answer)):
        unknown = of_all["kpi"].isin(MONEY)
        of_all.loc[unknown, ["base", "difference", "low", "high"]] = math.nan
        of_all.loc[unknown, "verdict"] = "undefined"
    low, high = say("Low"), say("High")
    return pd.DataFrame(
        {
            say("Unchanged"): of_all["base"] * factor,
            say("Difference"): of_all["difference"] * factor,
            f"{say('Difference')}, {low}": of_all["low"] * factor,
            f"{say('Difference')}, {high}": of_all["high"] * factor,
            say("Said in a word"): [verdict_word(str(one), say) for one in of_all["verdict"]],
        }
    )


def _base_of(answer: Answer) -> list[Scenario]:
    """Return the unchanged scenario where one is compared with."""
    return [] if answer.base is None else [answer.base.scenario]


def _readable(kpi: str, unit: Unit, study: Study, say: Words) -> tuple[float, str]:
    """Return the factor and the unit in which people read a group's KPI."""
    if kpi in {"on_duty", "overtime"}:
        return 1 / 3600, say("agent-hours")
    return (100.0 if unit is Unit.SHARE else 1.0), _unit(unit, study, say)


def _factor(kpi: str, unit: str, scenario: Scenario) -> float:
    if kpi == "on_duty":
        return 1 / scenario.interval
    return 100.0 if unit == "%" else 1.0


def _row_title(row: tuple[str, str], scenario: Scenario, say: Words) -> str:
    match row:
        case ("channel", name):
            return lines_of([name], say)
        case ("centre", _):
            return say("The whole centre")
        case ("all groups", _):
            return say("All agents")
        case ("queue", name):
            return say.title(scenario.queues[name].title or name)
        case (_, name):
            return say.title(scenario.all_groups[name].title or name)


def _unit(unit: str, study: Study, say: Words) -> str:
    match unit:
        case Unit.SHARE:
            return "%"
        case Unit.SECONDS:
            return say("Seconds").lower()
        case Unit.MONEY:
            return study.scenario.currency
    return say(_UNITS[Unit(unit)])
