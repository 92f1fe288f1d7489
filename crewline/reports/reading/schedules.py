"""Decisions from a schedule: today's roster, the plan of plain Erlang C, and the proved shifts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from crewline.reports.decision import (
    Advice,
    Decision,
    Gap,
    Kind,
    Known,
    Option,
    Paid,
    Reason,
    Step,
)
from crewline.reports.reading.json_files import Plain
from crewline.reports.reading.options import decision_of_options
from crewline.reports.reading.shapes import Schedule, refuse_other
from crewline.reports.reading.summaries import (
    SUMMARY,
    Folder,
    direction_of,
    figures_of,
    number,
    promises_of,
    taken,
)
from scenarios.faults import BadInput, Fault
from scenarios.planning.proof.proof import Outcome
from scenarios.schema.scenario import Scenario

#: What the options are, for the page to say.
TODAY: Final = "today"
PLAIN: Final = "plain_erlang_c"
PROVED: Final = "schedule"
#: Wages alone: what is known of every option here.
WAGES: Final = "wages"


def is_schedule(summary: Plain) -> bool:
    """Tell whether a summary is that of a schedule."""
    return {"groups", "currency", "simulation"} <= set(summary) and "required_h" in summary


def of_schedule(folder: Folder, question: str) -> Decision:
    """Return the decision whether to work a schedule that was found. Raises BadInput."""
    file = folder.path / SUMMARY
    refuse_other(folder.summary, Schedule, file)
    rows = folder.summary["groups"]
    if not rows:
        words = "a schedule: rules and limits left none here"
        raise BadInput([Fault(str(file), 0, "groups", "nothing", words)])
    scenario = folder.scenario()
    options = _options(folder, rows, scenario)
    first, *others = options
    sides = (first, *(replace(each, gaps=_gaps(each, first)) for each in others))
    simulation = folder.summary.get("simulation")
    told = simulation if isinstance(simulation, dict) else {}
    summary = dict(told) | {
        "currency": folder.summary.get("currency"),
        "confidence": scenario.confidence,
    }
    outcome = str(folder.summary.get("outcome") or "")
    return decision_of_options(
        Kind.SCHEDULE,
        question,
        sides,
        summary,
        costs=WAGES,
        bridge=_bridge(folder.summary),
        outcome=outcome,
        advice=(_advice(sides, outcome),),
    )


def _options(folder: Folder, rows: list[Plain], scenario: Scenario) -> list[Option]:
    found = []
    today = _paid(rows, scenario, "today_h", "today_wages")
    if all(math.isfinite(each.wages) for each in today):
        found.append(_planned(folder, TODAY, today))
    plain = folder.summary.get(PLAIN)
    if isinstance(plain, dict):
        found.append(_plain(folder, plain))
    return [*found, _proved(folder, rows, scenario)]


def _paid(rows: list[Plain], scenario: Scenario, hours: str, wages: str) -> tuple[Paid, ...]:
    groups = scenario.groups
    return tuple(
        Paid(
            group=str(row["group"]),
            title=groups[str(row["group"])].title,
            hours=number(row.get(hours)),
            wage_per_h=groups[str(row["group"])].wage_per_h,
            wages=number(row.get(wages)),
        )
        for row in rows
        if row.get("group") in groups
    )


def _planned(folder: Folder, role: str, paid: tuple[Paid, ...]) -> Option:
    """Return an option of which the roster is known, and no more."""
    cost = sum(each.wages for each in paid)
    return Option(
        label=f"{folder.summary.get('scenario')} ({role})",
        figures={WAGES: Known(cost, cost, cost)},
        paid=paid,
        is_simulated=False,
        role=role,
    )


def _plain(folder: Folder, plain: Plain) -> Option:
    """Return the schedule of plain Erlang C, of which hours, wages and targets kept are told."""
    cost, hours = float(plain["cost"]), float(plain["paid_h"])
    return Option(
        label=f"{folder.summary.get('scenario')} ({PLAIN})",
        figures={WAGES: Known(cost, cost, cost)},
        promised=plain["targets"],
        kept=plain["targets_that_hold"],
        paid=(Paid("", "", hours, cost / hours if hours else 0.0, cost),),
        seed=plain["seed"],
        replications=plain["replications"],
        role=PLAIN,
    )


def _proved(folder: Folder, rows: list[Plain], scenario: Scenario) -> Option:
    file = folder.path / SUMMARY
    paid = _paid(rows, scenario, "paid_h", "wages")
    option = _planned(folder, PROVED, paid)
    simulation = folder.summary.get("simulation")
    option = replace(option, scenario=scenario, title=scenario.title)
    if not isinstance(simulation, dict):
        return option
    return replace(option, is_simulated=True, **_simulated(simulation, option, scenario, file))


def _simulated(
    simulation: Plain, option: Option, scenario: Scenario, file: Path
) -> Mapping[str, Any]:
    figures, spreads = figures_of(taken(simulation, "centre", dict, file))
    promises = promises_of(taken(simulation, "targets", list, file), scenario, file)
    return {
        "figures": figures | {WAGES: option.figure(WAGES)},
        "spreads": spreads,
        "promises": promises,
        "promised": len(promises),
        "kept": sum(each.holds for each in promises),
        "seed": taken(simulation, "seed", int, file),
        "replications": taken(simulation, "replications", int, file),
    }


def _gaps(option: Option, base: Option) -> Mapping[str, Gap]:
    """Return the difference in wages: of the plan, so that there is no chance in it."""
    value = option.figure(WAGES).value - base.figure(WAGES).value
    return {WAGES: Gap(value, value, value, direction_of(value, value, value))}


def _advice(options: tuple[Option, ...], outcome: str) -> Advice:
    among, proved = tuple(range(len(options))), len(options) - 1
    if outcome == Outcome.MET:
        return Advice(among, proved, Reason.KEEPS_ALL if proved else Reason.ALONE)
    if outcome == Outcome.MISSED:
        return Advice(among, None, Reason.NONE_KEEPS)
    return Advice(among, None, Reason.UNSURE)


def _bridge(summary: Plain) -> tuple[Step, ...]:
    """Return the steps from Erlang to the proved schedule, where the folder has them."""
    rows = summary.get("bridge")
    return tuple(
        Step(str(row.get("step")), number(row.get("hours")), number(row.get("cost")))
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
    )
