"""Whether the plan works, and how sure that is, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

import streamlit as st

from crewline.charts.emergency_sheets import records, without_copies
from crewline.charts.emergency_words import figure_name, gap_words, row_title, value_words
from crewline.words import N_, Words, plain
from crewline.words.figures import money, number, percent
from crewline.words.targets import counted
from scenarios.studies.emergency.emergency import Emergency

Row = dict[str, Any]

#: The figures of the centre by which a plan is judged: what it keeps, and how soon.
_JUDGED: Final = ("lost", "SL3", "minutes_out")


class Worth(Enum):
    """What a plan is worth: for sure better and enough, better, mixed, unknown, worse; none."""

    ENOUGH = auto()
    HELPS = auto()
    MIXED = auto()
    UNKNOWN = auto()
    HARMS = auto()
    NOTHING_DONE = auto()
    NO_PLAN = auto()


@dataclass(frozen=True)
class Told:
    """A verdict: its kind, the sentence, and what it rests on."""

    worth: Worth
    sentence: str
    reasons: tuple[str, ...]


def worth_of(found: Emergency) -> Worth:
    """Return what the plan is worth, by the differences on the same days."""
    if not found.scenario.playbooks:
        return Worth.NO_PLAN
    if found.events.empty:
        return Worth.NOTHING_DONE
    verdicts = [row["verdict"] for row in judged(found)]
    better, worse = verdicts.count("better"), verdicts.count("worse")
    if better and worse:
        return Worth.MIXED
    if better:
        return Worth.ENOUGH if found.targets_met else Worth.HELPS
    return Worth.HARMS if worse else Worth.UNKNOWN


def judged(found: Emergency) -> list[Row]:
    """Return the rows of outcomes by which the plan is judged; of an only line, its own."""
    rows = [row for row in records(found.outcomes) if row["figure"] in _JUDGED]
    kept = without_copies(found, rows)
    lone = {promise.name for promise in found.promises} if len(found.promises) == 1 else set()
    return [
        row
        for row in kept
        if row["kind"] == "centre" or (row["name"] in lone and row["figure"] == "minutes_out")
    ]


def verdict(found: Emergency, say: Words) -> Told:
    """Return whether the plan works, how sure that is, and why."""
    worth = worth_of(found)
    reasons: list[str] = []
    if worth is not Worth.NO_PLAN:
        reasons = [*(_reason(row, say) for row in judged(found)), *_price(found, say)]
        reasons += [_undone(row, found, say) for row in records(found.left_undone)]
    targets = counted(found.study, say)
    if targets:
        reasons.append(f"{say('Targets')}: {targets}")
    reasons.append(_how_sure(found, say))
    return Told(worth, say(_SENTENCES[worth]), tuple(reasons))


def _how_sure(found: Emergency, say: Words) -> str:
    """Return how often was simulated; of several days how often all of them were."""
    times, days, confidence = found.replications, found.scenario.days, percent(found.confidence)
    if days > 1:
        return say(
            "How sure: the same days with and without, simulated {times} times, {days} days in all,"
            " {confidence} intervals.",
            times=times,
            days=times * days,
            confidence=confidence,
        )
    return say(
        "How sure: the same {days} simulated days with and without, {confidence} intervals.",
        days=times,
        confidence=confidence,
    )


def show_verdict(found: Emergency, say: Words) -> None:
    """Show the verdict in a box of its kind."""
    told = verdict(found, say)
    lines = "\n".join(f"- {plain(reason)}" for reason in told.reasons)
    text = f"**{plain(told.sentence)}**\n\n{lines}"
    match told.worth:
        case Worth.ENOUGH:
            st.success(text, icon=":material/check_circle:")
        case Worth.HELPS | Worth.MIXED | Worth.UNKNOWN:
            st.warning(text, icon=":material/help:")
        case Worth.HARMS:
            st.error(text, icon=":material/cancel:")
        case _:
            st.info(text, icon=":material/info:")


_SENTENCES: Final = {
    Worth.ENOUGH: N_("The plan works: it helps for sure, and all targets hold with it."),
    Worth.HELPS: N_("The plan helps for sure, and does not suffice: targets are missed with it."),
    Worth.MIXED: N_("The plan helps in one thing and harms in another, both for sure."),
    Worth.UNKNOWN: N_(
        "Whether the plan helps cannot be told from these days: more replications may."
    ),
    Worth.HARMS: N_("The plan makes it worse, for sure."),
    Worth.NOTHING_DONE: N_("The plan was never set off: nothing was detected, and nothing done."),
    Worth.NO_PLAN: N_("There is no plan: this is the day left to itself."),
}


def _reason(row: Row, say: Words) -> str:
    unit = row["unit"]
    name = figure_name(row["figure"], say)
    before, after = (value_words(row[day], unit, say) for day in ("without", "with"))
    if row["verdict"] == "cannot tell apart":
        return say(
            "{figure}: {before} without, {after} with: cannot tell apart",
            figure=name,
            before=before,
            after=after,
        )
    return say(
        "{figure}: {before} without, {after} with ({difference}, from {low} to {high})",
        figure=name,
        before=before,
        after=after,
        difference=gap_words(row["difference"], unit, say),
        low=gap_words(row["low"], unit, say),
        high=gap_words(row["high"], unit, say),
    )


def _price(found: Emergency, say: Words) -> list[str]:
    """Return what the plan costs, and for each contact that it keeps; nothing without wages."""
    if not found.scenario.pays_wages:
        return []
    row = records(found.earned)[0]
    half = (row["paid_high"] - row["paid_low"]) / 2
    currency = found.scenario.currency
    paid = f"{money(row['paid'], currency, say)} ±{number(half, say)}"
    if row["kept_low"] > 0:
        price = money(row["price"], currency, say)
        return [say("It costs {paid}: {price} for each contact kept", paid=paid, price=price)]
    return [say("It costs {paid}", paid=paid)]


def _undone(row: Row, found: Emergency, say: Words) -> str:
    """Return work that is left undone for it, which no contact kept tells of."""
    before, after = (value_words(row[day], row["unit"], say) for day in ("without", "with"))
    return say(
        "At the expense of {line}: {figure} from {before} to {after}, for sure",
        line=row_title(row["kind"], row["name"], found, say),
        figure=figure_name(row["figure"], say),
        before=before,
        after=after,
    )
