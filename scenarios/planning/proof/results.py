"""The folder of a schedule: whole or not there, and all that is needed to go on from it.

    <folder>/
        scenario.yaml     the scenario with the schedule in it; every command runs it
        schedule.csv      the shifts, to be read and edited; schedule.xlsx is the same, with cover
                          by interval and people, hours and wages by group in sheets of their own
        summary.json      cost, bound, gap, verdicts, reasons, rounds
        intervals.parquet requirement, schedule and simulated service by line and interval
        groups.parquet    people, hours and wages by group, today's beside them, premiums apart
        rounds.parquet    every schedule that was simulated on the way

Tables are written as CSV, too, where that is asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from optimize.schedule.problem import Problem
from scenarios.load import resolved_yaml
from scenarios.planning.files.files import write_schedule
from scenarios.planning.files.schedule_table import Schedule
from scenarios.planning.files.workbook import Beside
from scenarios.planning.proof.proof import Proof
from scenarios.planning.proof.rosters import roster_of_plan, roster_of_proof
from scenarios.planning.proof.service_table import service_table
from scenarios.planning.proof.summaries import Summary, rounds_table
from scenarios.planning.schedule.coverage_table import coverage_table
from scenarios.planning.schedule.plans import Plan
from scenarios.schema.scenario import Scenario
from scenarios.studies.csv_files import write_csv
from scenarios.studies.folder import keep
from scenarios.studies.kpi_tables import Frame

SCENARIO: Final = "scenario.yaml"
SUMMARY: Final = "summary.json"
SCHEDULE: Final = "schedule"


def save_proof(
    proof: Proof, summary: Summary, folder: Path | None = None, *, csv: bool = False
) -> Path:
    """Write what a proof came to, and return where: `folder`, or a numbered one in results/.

    Raises BadInput when `folder` is taken or cannot be written.
    """
    return keep(
        partial(_write_proof, proof, summary, csv=csv), f"{proof.scenario.name}-schedule", folder
    )


def save_plan(
    plan: Plan, summary: Summary, folder: Path | None = None, *, csv: bool = False
) -> Path:
    """Write a schedule that was not proved, and return where; see `save_proof`."""
    return keep(partial(_write_plan, plan, summary, csv=csv), f"{plan.base.name}-schedule", folder)


def save_tables(
    name: str,
    summary: Summary,
    tables: Mapping[str, Frame],
    folder: Path | None = None,
    *,
    csv: bool = False,
) -> Path:
    """Write a summary and tables, and return where; see `save_proof`."""

    def write(draft: Path) -> None:
        _write_summary(draft, summary)
        _write_tables(draft, tables, csv=csv)

    return keep(write, name, folder)


def _write_proof(proof: Proof, summary: Summary, folder: Path, *, csv: bool) -> None:
    tables = {"rounds": rounds_table(proof)}
    best = proof.best
    if best is not None:
        schedule = Schedule.of(best.solution.duties, best.solution.tours)
        beside = Beside(
            coverage_table(best.scenario, best.requirement, best.required),
            roster_of_proof(proof, best),
            proof.scenario.currency,
        )
        tables["groups"] = beside.roster
        _write_schedule(folder, best.scenario, best.problem, schedule, beside)
        tables["intervals"] = service_table(best.study, best.requirement, best.required)
    _write_summary(folder, summary)
    _write_tables(folder, tables, csv=csv)


def _write_plan(plan: Plan, summary: Summary, folder: Path, *, csv: bool) -> None:
    tables: dict[str, Frame] = {}
    if plan.scenario is not None and plan.schedule is not None:
        beside = Beside(
            coverage_table(plan.scenario, plan.needs, plan.needs.net),
            roster_of_plan(plan),
            plan.base.currency,
        )
        tables["groups"] = beside.roster
        _write_schedule(folder, plan.scenario, plan.problem, plan.schedule, beside)
    if plan.study is not None:
        tables["intervals"] = service_table(plan.study, plan.needs, plan.needs.net)
    _write_summary(folder, summary)
    _write_tables(folder, tables, csv=csv)


def _write_schedule(
    folder: Path, scenario: Scenario, problem: Problem, schedule: Schedule, beside: Beside
) -> None:
    (folder / SCENARIO).write_text(resolved_yaml(scenario), encoding="utf-8")
    for kind in ("csv", "xlsx"):
        write_schedule(problem, schedule, folder / f"{SCHEDULE}.{kind}", beside)


def _write_summary(folder: Path, summary: Summary) -> None:
    text = json.dumps(summary, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / SUMMARY).write_text(text + "\n", encoding="utf-8")


def _write_tables(folder: Path, tables: Mapping[str, Frame], *, csv: bool) -> None:
    for name, table in tables.items():
        table.to_parquet(folder / f"{name}.parquet", index=False)
        if csv:
            write_csv(table, folder / f"{name}.csv")
