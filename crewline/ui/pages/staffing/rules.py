"""Rules that an edited schedule breaks, in the reader's language, with the rows concerned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from crewline.ui.pages.staffing.cells import column_titles
from crewline.words import N_, Words
from crewline.words.channels import group_title, line_title
from crewline.words.figures import clock, duration, money, number
from optimize.shifts.check import Breach, Rule
from scenarios.planning.files.broken_rules import Broken
from scenarios.planning.files.unlike_types import Allowed, OtherBreak, Why
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame

#: What is broken, and in what it is told by how much.
_RULES: Final[dict[Rule, tuple[str, str]]] = {
    Rule.AGENTS: (N_("fewer agents than none"), "agents"),
    Rule.SHIFT: (N_("no shift that the group may work"), ""),
    Rule.BREAKS: (N_("breaks other than the shift's"), "hours"),
    Rule.DAY_HOURS: (N_("more hours a day than may be"), "hours"),
    Rule.TOURS: (N_("shifts that are not those of the weeks"), "agents"),
    Rule.DAYS_ON: (N_("other days of work a week than the tour has"), "days"),
    Rule.DAYS_OFF: (N_("too few days off together"), "days"),
    Rule.START: (N_("starts of a week too far apart"), "hours"),
    Rule.LENGTH: (N_("shifts of unlike length in a week"), "hours"),
    Rule.REST: (N_("too little rest between two shifts"), "hours"),
    Rule.WEEK_HOURS: (N_("more hours a week than may be"), "hours"),
    Rule.NIGHTS: (N_("more night shifts a week than may be"), "shifts"),
    Rule.HEADCOUNT: (N_("more or fewer agents than the group may have"), "agents"),
    Rule.PAID_HOURS: (N_("more paid hours than the group may have"), "hours"),
    Rule.OVERTIME: (N_("more overtime than the group may have"), "hours"),
    Rule.REST_DAYS: (N_("too few days off for its agents"), "shifts"),
    Rule.BUDGET: (N_("more wages than the budget"), "money"),
    Rule.COVER: (N_("less than is required"), "agents"),
    Rule.BACKLOG: (N_("work that is not done in time"), "hours"),
}
_FEW: Final = 6


def broken_table(broken: Sequence[Broken], scenario: Scenario, say: Words) -> Frame:
    """Return broken rules, one a row: the rows at fault, the group, the rule and by how much."""
    columns = column_titles(say)
    return pd.DataFrame(
        {
            say("Rows"): [_rows(one.rows) for one in broken],
            say("Column"): [columns.get(one.field, one.field) for one in broken],
            say("Of"): [_of(one.breach, scenario, say) for one in broken],
            say("Day"): [
                "" if one.breach.day is None else str(one.breach.day + 1) for one in broken
            ],
            say("Rule broken"): [broken_words(one, scenario, say) for one in broken],
        }
    )


def broken_words(one: Broken, scenario: Scenario, say: Words) -> str:
    """Return a broken rule in words, with by how much or with what would be allowed."""
    if one.unlike is not None:
        return _unlike(one.unlike.why, one.unlike.allowed, say)
    words, unit = _RULES[one.breach.rule]
    by = _by(one.breach.by, unit, scenario, say)
    return say("{rule}, by {amount}", rule=say(words), amount=by) if by else say(words)


def _by(by: float, unit: str, scenario: Scenario, say: Words) -> str:
    if not by or not unit:
        return ""
    match unit:
        case "hours":
            return duration(3600 * by, say)
        case "money":
            return money(by, scenario.currency, say)
        case "days":
            return say.count("{n} day", "{n} days", round(by))
        case "shifts":
            return say.count("{n} shift", "{n} shifts", round(by))
    return say("{number} agents", number=number(by, say))


def _unlike(why: Why, allowed: Allowed, say: Words) -> str:
    match why:
        case Why.DAY:
            days = _few([str(day + 1) for day in allowed.days])
            return say("it may be worked on days {days} only", days=days or "–")
        case Why.PATTERN:
            return say("the group's patterns are {patterns}", patterns=_few(allowed.patterns))
        case Why.START:
            return say("such a shift begins at {starts}", starts=_clocks(allowed.starts_s))
        case Why.PARTS:
            gaps = [f"{_clock(at)} {duration(long_s, say)}" for at, long_s in allowed.gaps_s]
            return say("its gap would be {gaps}", gaps=_few(gaps) or "–")
        case Why.LENGTH:
            return _length(allowed, say)
    return _breaks(allowed, say)


def _length(allowed: Allowed, say: Words) -> str:
    lengths = _few([duration(one, say) for one in allowed.lengths_s])
    if allowed.starts_s:
        return say(
            "such a shift is {lengths} long and begins at {starts}",
            lengths=lengths,
            starts=_clocks(allowed.starts_s),
        )
    return say("such a shift is {lengths} long", lengths=lengths)


def _breaks(allowed: Allowed, say: Words) -> str:
    said = [
        say("it lacks its break of {length}, {window}", length=length, window=window)
        for length, window in (_told(one, say) for one in allowed.missing)
    ]
    said += [
        say("its break of {length} at {time} is not in the pattern", length=length, time=time)
        for length, time in ((_told(one, say)[0], _clock(one.earliest_s)) for one in allowed.beyond)
    ]
    return "; ".join(said) or say(_RULES[Rule.BREAKS][0])


def _told(one: OtherBreak, say: Words) -> tuple[str, str]:
    length = duration(one.length_s, say)
    length = length if one.paid else f"{length} {say('unpaid')}"
    first, last = _clock(one.earliest_s), _clock(one.latest_s)
    if first == last:
        return length, say("beginning at {time}", time=first)
    return length, say("beginning from {first} to {last}", first=first, last=last)


def _of(breach: Breach, scenario: Scenario, say: Words) -> str:
    if breach.of in scenario.all_groups:
        return group_title(breach.of, scenario, say)
    if breach.of in scenario.queues:
        return line_title(breach.of, scenario, say)
    return say("all")


def _rows(rows: Sequence[int]) -> str:
    return _few([str(row) for row in rows])


def _clock(seconds: int) -> str:
    return clock(seconds / 60 % 1440)


def _clocks(times_s: Sequence[int]) -> str:
    return _few([_clock(one) for one in times_s])


def _few(texts: Sequence[str]) -> str:
    shown = ", ".join(texts[:_FEW])
    return shown if len(texts) <= _FEW else f"{shown}, … {texts[-1]}"
