"""The tables of an emergency study, in the reader's words and units."""

from __future__ import annotations

import math
from typing import Any, Final

import pandas as pd

from crewline.charts.costs import told_kpis
from crewline.charts.emergency_words import (
    action_title,
    figure_name,
    gap_words,
    instant,
    level_title,
    row_title,
    value_words,
)
from crewline.words import N_, Words
from crewline.words.figures import duration, number
from crewline.words.verdicts import verdict_word
from scenarios.studies.emergency.arms import ORDINARY, WITH, WITHOUT
from scenarios.studies.emergency.emergency import Emergency
from scenarios.studies.kpi_tables import Frame

Row = dict[str, Any]

#: What the three days are called.
DAYS: Final = {
    ORDINARY: N_("Ordinary day"),
    WITHOUT: N_("Without playbooks"),
    WITH: N_("With playbooks"),
}
_EVENTS: Final = {
    "detected": N_("Alarm"),
    "back": N_("All clear"),
    "declined": N_("Set off once too often: nothing done"),
    "begun": N_("Action begins"),
}
_SPOKEN: Final = ("minutes_out", "minutes_to_back")
_SAME: Final = ("the same", "undefined")


def records(table: Frame) -> list[Row]:
    """Return a table's rows."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def outcome_sheet(found: Emergency, say: Words) -> Frame:
    """Return what the three days come to, as text with units, and the difference in a word."""
    rows = [
        row
        for row in without_copies(found, records(found.outcomes))
        if _says_something(row) and _is_told(row, found)
    ]
    sheet = {
        say("Of"): [row_title(row["kind"], row["name"], found, say) for row in rows],
        say("Figure"): [figure_name(row["figure"], say) for row in rows],
    }
    for day, title in zip(("ordinary", "without", "with"), DAYS.values(), strict=True):
        sheet[say(title)] = [_mean(row, day, found, say) for row in rows]
    sheet[say("With less without")] = [_difference(row, found, say) for row in rows]
    sheet[say("Said in a word")] = [verdict_word(row["verdict"], say) for row in rows]
    return pd.DataFrame(sheet)


def recovery_sheet(found: Emergency, say: Words) -> Frame:
    """Return when lines were out of their target and back, day by day."""
    rows = without_copies(found, records(found.recovery))
    return pd.DataFrame(
        {
            say("Of"): [row_title(row["kind"], row["name"], found, say) for row in rows],
            say("Day"): [say(DAYS[row["day"]]) for row in rows],
            say("Out on % of days"): [100 * row["share_out"] for row in rows],
            say("Out after (10, 50, 90 % of days)"): [_deciles(row, "out", say) for row in rows],
            say("Of those back, %"): [100 * row["share_back"] for row in rows],
            say("Back after (10, 50, 90 % of days)"): [_deciles(row, "back", say) for row in rows],
            say("Out of target, min"): [row["minutes_out"] for row in rows],
            say("± half of the interval"): [
                (row["minutes_out_high"] - row["minutes_out_low"]) / 2 for row in rows
            ],
        }
    )


def happened_sheet(found: Emergency, say: Words) -> Frame:
    """Return when what was detected and done, over all days."""
    rows = records(found.events)
    return pd.DataFrame(
        {
            say("What"): [say(_EVENTS[row["event"]]) for row in rows],
            say("Which"): [_what(row, found, say) for row in rows],
            say("On % of days"): [100 * row["share"] for row in rows],
            say("Times a day, mean"): [row["times"] for row in rows],
            say("First at (10 % of days before)"): [
                instant(row["at_p10"], found, say) for row in rows
            ],
            say("First at (median)"): [instant(row["at_p50"], found, say) for row in rows],
            say("First at (10 % of days after)"): [
                instant(row["at_p90"], found, say) for row in rows
            ],
            say("Minutes after the onset"): [row["after_p50"] for row in rows],
        }
    )


def without_copies(found: Emergency, rows: list[Row]) -> list[Row]:
    """Return the rows without what an only line with a service level says of the centre, too."""
    if len(found.promises) != 1:
        return rows
    return [
        row for row in rows if row["kind"] != "centre" or row.get("figure") not in (None, *_SPOKEN)
    ]


def _says_something(row: Row) -> bool:
    days = [row["ordinary"], row["without"], row["with"]]
    return any(not math.isnan(day) and day != 0 for day in days)


def _is_told(row: Row, found: Emergency) -> bool:
    """Tell whether a figure is known: money is not where no wages are given."""
    return bool(told_kpis([row["figure"]], found.scenario))


def _mean(row: Row, day: str, found: Emergency, say: Words) -> str:
    value, low, high = (row[f"{day}{end}"] for end in ("", "_low", "_high"))
    if math.isnan(value):
        return "–"
    shown = value_words(value, row["unit"], say)
    half = (high - low) / 2
    return shown if not half > 0 else f"{shown} ±{_plain(half, row['unit'], say)}"


def _difference(row: Row, found: Emergency, say: Words) -> str:
    if row["verdict"] in _SAME:
        return "–"
    shown = gap_words(row["difference"], row["unit"], say)
    half = (row["high"] - row["low"]) / 2
    return f"{shown} ±{_plain(half, row['unit'], say)}"


def _plain(half: float, unit: str, say: Words) -> str:
    """Return half a width without its unit where the value before it has one; times with it."""
    if math.isnan(half):
        return "–"
    match unit:
        case "share":
            return f"{100 * half:.1f}"
        case "min":
            return duration(60 * half, say)
        case "s":
            return duration(half, say)
    return number(half, say)


def _deciles(row: Row, name: str, say: Words) -> str:
    values = [row[f"{name}_{which}"] for which in ("p10", "p50", "p90")]
    if math.isnan(values[0]):
        return "–"
    return " · ".join(duration(60 * round(value), say) for value in values)


def _what(row: Row, found: Emergency, say: Words) -> str:
    if row["event"] == "begun":
        return action_title(row["playbook"], row["level"], row["place"], found, say)
    return level_title(row["playbook"], row["level"], found, say)
