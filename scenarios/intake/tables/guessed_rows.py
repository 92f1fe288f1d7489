"""Guesses that a trial of the reading gives: what rows that recur mean, totals among the queues."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from scenarios.faults import BadInput
from scenarios.intake.guess import Guess
from scenarios.intake.opening import Sheet
from scenarios.intake.row_notes import Notebook
from scenarios.intake.said import said
from scenarios.intake.tables.cells import tidy
from scenarios.intake.tables.columns import long_table
from scenarios.intake.tables.mapping import IntervalMapping
from scenarios.intake.tables.reading import read_rows

Changes = tuple[dict[str, Any], list[Guess]]

#: Where so many rows recur with other figures, another column parts them.
_PARTED: Final = 0.2
_ALL: Final = frozenset({
    "all", "all queues", "all skills", "overall", "whole", "total",
    "全部", "全部技能组", "全部队列", "所有", "总", "整体", "全量",
})  # fmt: skip


def trial_guesses(sheet: Sheet, mapping: IntervalMapping) -> Changes:
    """Return what to do with rows that recur, queues that are totals, and where agents are from."""
    guesses: list[Guess] = []
    changes: dict[str, Any] = {"staffing": {"from": _staffing(mapping, guesses)}}
    try:
        table = read_rows(sheet, mapping, Notebook(sheet.file)).table
    except BadInput:
        return changes, guesses
    rows = {**mapping.rows.model_dump(), **_recurring(table, guesses)}
    totals = _total_queues(sheet, mapping, table, guesses)
    if totals:
        rows["total_queues"] = totals
    changes["rows"] = rows
    if "service_level" in mapping.measures:
        changes["service_level"] = {"counts": _counts(mapping, guesses)}
    return changes, guesses


def _staffing(mapping: IntervalMapping, guesses: list[Guess]) -> str:
    if "agents" in mapping.measures:
        why = said("the table has a column of agents")
        guesses.append(Guess("staffing.from", "table", why, "sure"))
        return "table"
    if {"service_level", "answered_within"} & set(mapping.measures):
        why = said("as many as give the service that the table tells")
        guesses.append(Guess("staffing.from", "served", why, "likely"))
        return "served"
    why = said("the table tells neither agents nor service levels")
    guesses.append(Guess("staffing.from", "target", why, "likely"))
    return "target"


def _recurring(table: pd.DataFrame, guesses: list[Guess]) -> dict[str, Any]:
    """Return whether rows of one queue and interval that differ are added up."""
    figures = [name for name in table if name not in ("line", "digest")]
    once = table[~table.duplicated(figures)]
    share = float(once.duplicated(["queue", "day", "start_s"]).mean())
    if share < _PARTED:
        return {}
    why = said("{percent} % of rows have the queue and interval of another", percent=round(
        100 * share))  # fmt: skip
    guesses.append(Guess("rows.twice", "sum", why, "asked"))
    return {"twice": "sum"}


def _total_queues(
    sheet: Sheet, mapping: IntervalMapping, table: pd.DataFrame, guesses: list[Guess]
) -> list[str]:
    """Return queues that are called all of them, and have as many calls as the others together."""
    if mapping.queue is None:
        return []
    texts = dict.fromkeys(long_table(sheet, mapping).keys["queue"])
    total = table.groupby("queue")["offered"].sum()
    found = []
    for text in map(str, texts):
        if tidy(text) not in _ALL or text not in total or len(total) < 2:
            continue
        others = float(total.sum() - total[text])
        if np.isclose(others, float(total[text]), rtol=0.02):
            found.append(text)
            why = said("it has as many calls as all others together")
            guesses.append(Guess("rows.total_queues", text, why, "sure"))
    return found


def _counts(mapping: IntervalMapping, guesses: list[Guess]) -> str:
    """Return how the service level is counted: as the target is, where counts do not tell."""
    if "answered_within" in mapping.measures:
        why, sure = said("calls answered in time are counted beside it"), "sure"
    else:
        why, sure = said("the table does not say of which calls it is a share"), "asked"
    guesses.append(Guess("service_level.counts", "SL3", why, sure))  # type: ignore[arg-type]
    return "SL3"
