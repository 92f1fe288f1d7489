"""What the actions were worth: contacts kept beside what was paid, with their intervals."""

from __future__ import annotations

import html
import math
from functools import partial
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from crewline.charts import palette
from crewline.charts.axes import laid_out
from crewline.charts.chart import Chart
from crewline.charts.emergency_words import action_title, gap_words
from crewline.words import N_, Words
from crewline.words.figures import money, number, percent
from crewline.words.playbooks import playbook_title
from scenarios.studies.emergency.earnings import CANNOT_TELL, NOTHING, SURELY, SURELY_NOT
from scenarios.studies.emergency.emergency import Emergency
from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import Unit

#: What is said of an action's money.
VERDICTS: Final = {
    SURELY: N_("earned its money, for sure"),
    SURELY_NOT: N_("did not earn its money, for sure"),
    CANNOT_TELL: N_("cannot be told"),
    NOTHING: N_("it changed nothing"),
}
#: Columns that are known only where wages are given.
_IN_MONEY: Final = frozenset({"paid", "gain"})
#: Pixels of a row, and of axis and margins.
_ROW: Final = 46
_BESIDE: Final = 70
#: Where in a row its bar is, below its words.
_MIDDLE: Final = 0.72
_THICK: Final = 0.4

Row = dict[str, Any]


def earned_chart(found: Emergency, say: Words) -> Chart:
    """Return the picture: a row for all playbooks, then one for each action that took effect."""
    rows = [row for row in _rows(found) if not math.isnan(row["kept"])]
    drawn = laid_out(_BESIDE + _ROW * len(rows))
    _add_bars(drawn, rows, "kept", say, ("x", "y"))
    pays = found.scenario.pays_wages
    if pays:
        _add_bars(drawn, rows, "paid", say, ("x2", "y2"))
    currency = found.scenario.currency
    paid = say("Paid ({currency})", currency=currency) if currency else say("Paid")
    drawn.update_layout(
        showlegend=False,
        hovermode="closest",
        xaxis={"domain": [0, 0.47 if pays else 1], "title": say("Contacts kept"), "zeroline": True},
    )
    if pays:
        drawn.update_layout(
            xaxis2={"domain": [0.53, 1], "title": paid, "anchor": "y2", "zeroline": True}
        )
    for axis in ("yaxis", "yaxis2") if pays else ("yaxis",):
        drawn.update_layout({axis: {"range": [len(rows), 0], "visible": False, "fixedrange": True}})
    titles = [html.escape(f"{row['mark']} {_name(row, found, say)}".strip()) for row in rows]
    drawn.update_layout(
        annotations=[
            words
            for at, (row, title) in enumerate(zip(rows, titles, strict=True))
            for words in (
                _words(at, 0.0, f"{title}: {_value(row, 'kept', say)}"),
                *((_words(at, 1.0, _value(row, "paid", say)),) if pays else ()),
            )
        ]
    )
    return Chart(
        "earned",
        say("What each action kept, and its price") if pays else say("What each action kept"),
        drawn,
        partial(earned_sheet, found, say),
        _note(found, say),
        ". ".join(_told(row, found, say) for row in rows),
    )


def earned_sheet(found: Emergency, say: Words) -> Frame:
    """Return a row for all playbooks together, then one for each action."""
    rows = _rows(found)
    half = say("± half of the interval")
    sheet: dict[str, list[object]] = {
        say("Playbook"): [_playbook(row, found, say) for row in rows],
        say("Action"): [_name(row, found, say) for row in rows],
        say("On % of days"): [100 * row["share"] for row in rows],
        say("Hours in force"): [row["hours"] for row in rows],
        say("Person-hours"): [row["person_hours"] for row in rows],
    }
    for column, title, factor in (
        ("kept", say("Contacts kept"), 1.0),
        ("level_gained", say("Service level gained (SL3), points"), 100.0),
        ("minutes_sooner", say("Back in target so many minutes sooner"), 1.0),
        ("minutes_saved", say("Minutes out of target saved"), 1.0),
        ("paid", say("Paid"), 1.0),
        ("gain", say("Gain"), 1.0),
    ):
        if column == "gain" and found.worth is None:
            continue
        if column in _IN_MONEY and not found.scenario.pays_wages:
            continue
        sheet[title] = [factor * row[column] for row in rows]
        sheet[f"{title}, {half}"] = [factor * _half(row, column) for row in rows]
    if not found.scenario.pays_wages:
        return pd.DataFrame(sheet)
    sheet[say("Paid for each kept")] = [row["price"] for row in rows]
    if found.worth is not None:
        sheet[say("Earned its money")] = [
            say(VERDICTS[row["earned"]]) if row["earned"] else "–" for row in rows
        ]
    return pd.DataFrame(sheet)


def _rows(found: Emergency) -> list[Row]:
    """Return the rows of the study's table, each with how it is marked where it surely matters."""
    return [
        {str(key): value for key, value in row.items()} | {"mark": _mark(row)}
        for row in found.earned.to_dict("records")
    ]


def _mark(row: Any) -> str:
    """Return the sign of what surely keeps contacts, surely loses some, or cannot be told."""
    if math.isnan(row["kept"]):
        return ""
    return "✓" if row["kept_low"] > 0 else "✗" if row["kept_high"] < 0 else "?"


def _add_bars(
    drawn: go.Figure, rows: list[Row], column: str, say: Words, axes: tuple[str, str]
) -> None:
    unit = Unit.MONEY if column == "paid" else Unit.CONTACTS
    drawn.add_bar(
        showlegend=False,
        orientation="h",
        x=[row[column] for row in rows],
        y=[at + _MIDDLE for at in range(len(rows))],
        width=_THICK,
        error_x={
            "array": [_half(row, column) for row in rows],
            "thickness": 1.4,
            "color": palette.UNCHANGED,
        },
        marker_color=[_colour(row, column) for row in rows],
        customdata=[
            [gap_words(row[column], unit, say), number(_half(row, column), say)] for row in rows
        ],
        hovertemplate="%{customdata[0]} ±%{customdata[1]}<extra></extra>",
        xaxis=axes[0],
        yaxis=axes[1],
    )


def _words(row: int, x: float, text: str) -> dict[str, Any]:
    """Return what a bar says above it."""
    return {
        "x": x,
        "xref": "paper",
        "xanchor": "right" if x == 1 else "left",
        "y": row + 0.04,
        "yanchor": "top",
        "text": text,
        "showarrow": False,
        "font": {"size": 12},
    }


def _value(row: Row, column: str, say: Words) -> str:
    unit = Unit.MONEY if column == "paid" else Unit.CONTACTS
    if row[column] == _half(row, column) == 0:
        return number(0, say)
    return f"{gap_words(row[column], unit, say)} ±{number(_half(row, column), say)}"


def _colour(row: Row, column: str) -> str:
    """Return the colour of a bar: grey where its interval holds nothing at all."""
    low, high = row[f"{column}_low"], row[f"{column}_high"]
    if low <= 0 <= high and low != high:
        return palette.UNCHANGED
    if column == "paid":
        return palette.TARGET
    return palette.ANSWERED if row[column] > 0 else palette.ABANDONED


def _half(row: Row, column: str) -> float:
    half: float = (row[f"{column}_high"] - row[f"{column}_low"]) / 2
    return half


def _name(row: Row, found: Emergency, say: Words) -> str:
    if not row["playbook"]:
        return say("All playbooks together")
    return action_title(row["playbook"], row["level"], row["place"], found, say)


def _playbook(row: Row, found: Emergency, say: Words) -> str:
    if not row["playbook"]:
        return ""
    return playbook_title(row["playbook"], found.scenario.playbooks[row["playbook"]], say)


def _told(row: Row, found: Emergency, say: Words) -> str:
    """Return a row as a screen reader says it."""
    currency = found.scenario.currency
    if not found.scenario.pays_wages:
        return f"{_name(row, found, say)}: {_value(row, 'kept', say)}"
    return say(
        "{action}: kept {kept}, paid {paid}",
        action=_name(row, found, say),
        kept=f"{gap_words(row['kept'], Unit.CONTACTS, say)} ±{number(_half(row, 'kept'), say)}",
        paid=f"{money(row['paid'], currency, say)} ±{number(_half(row, 'paid'), say)}",
    )


def _note(found: Emergency, say: Words) -> str:
    told = [
        say(
            "An action's row compares the days with all playbooks with the same days less that"
            " action; what single actions keep does not add up. Bars: means, with {confidence}"
            " intervals; grey: cannot be told from nothing. ✓ keeps contacts for sure, ✗ loses some"
            " for sure, ? cannot be told.",
            confidence=percent(found.confidence),
        )
    ]
    never = [action for action in found.actions if action not in found.leaving_out]
    if never:
        told.append(
            say.count("{n} action never took effect.", "{n} actions never took effect.", len(never))
        )
    return " ".join(told)
