"""The three ways of `crewline schedule`: a schedule proved, one only solved, one that came back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from crewline.cli.exits import ExitCode
from crewline.cli.streams import print_json, remark

if TYPE_CHECKING:
    from optimize.schedule import Limits
    from scenarios.load import Loaded
    from scenarios.planning.proof.proof import Proof
    from scenarios.planning.proof.trial import Effort
    from scenarios.planning.schedule.plans import Plan
    from scenarios.planning.schedule.tightness import Tightness


@dataclass(frozen=True)
class Showing:
    """Where results go, and what of them is shown."""

    out: Path | None
    csv: bool
    line: str | None
    by_interval: bool
    strict: bool
    as_json: bool

    @property
    def asks_for_intervals(self) -> bool:
        """Whether intervals are wanted, however many there are."""
        return self.by_interval or self.line is not None


def proved(loaded: Loaded, effort: Effort, showing: Showing) -> ExitCode:
    """Prove a schedule, write and print it; where Ctrl-C cuts it short, the best until then."""
    from crewline.cli.proving import proof_shown
    from scenarios.planning.proof.proof import Outcome, prove
    from scenarios.planning.proof.results import save_proof
    from scenarios.planning.proof.summaries import proof_summary, tightness_summary
    from scenarios.planning.schedule.tightness import has_no_cover, tightness_of_proof

    with proof_shown(in_words=not showing.as_json) as shown:
        effort = replace(effort, on_progress=shown.on_progress)
        found = prove(loaded, effort, shown.on_round, keeps_cut=True)
    tight = None if found.is_cut else tightness_of_proof(found, effort.limits)
    summary = proof_summary(found) | {"to_relax": tightness_summary(tight)}
    folder = save_proof(found, summary, showing.out, csv=showing.csv)
    if showing.as_json:
        print_json(summary | {"results": str(folder)})
    else:
        _print_proof(found, tight, folder, showing)
    if found.is_cut:
        return ExitCode.INTERRUPTED
    if has_no_cover(found, tight):
        return ExitCode.NO_SCHEDULE
    missed = showing.strict and found.outcome is not Outcome.MET
    return ExitCode.TARGET_MISSED if missed else ExitCode.WELL


def solved(loaded: Loaded, limits: Limits, showing: Showing) -> ExitCode:
    """Find a schedule for the requirement as it is, write and print it."""
    from scenarios.planning.schedule.plans import found as plan_of
    from scenarios.planning.schedule.tightness import tightness_of_plan

    plan = plan_of(loaded, limits)
    _show_plan(plan, tightness_of_plan(plan, limits), showing)
    return ExitCode.NO_SCHEDULE if plan.scenario is None else ExitCode.WELL


def checked(
    loaded: Loaded, file: Path, effort: Effort, showing: Showing, *, accept: bool
) -> ExitCode:
    """Check and simulate a schedule that came back, write and print it."""
    from crewline.cli.progress import bars
    from scenarios.planning.schedule.plans import edited
    from scenarios.studies.options import RunOptions

    with bars() as on_progress:
        options = RunOptions(jobs=effort.jobs, on_progress=on_progress)
        plan = edited(loaded, file, effort.fresh, options, accept=accept)
    _show_plan(plan, None, showing)
    missed = showing.strict and plan.study is not None and not plan.study.targets_met
    return ExitCode.TARGET_MISSED if missed else ExitCode.WELL


def _show_plan(plan: Plan, tight: Tightness | None, showing: Showing) -> None:
    from scenarios.planning.proof.results import save_plan
    from scenarios.planning.proof.summaries import plan_summary, tightness_summary

    summary = plan_summary(plan) | {"to_relax": tightness_summary(tight)}
    folder = save_plan(plan, summary, showing.out, csv=showing.csv)
    if showing.as_json:
        print_json(summary | {"results": str(folder)})
    else:
        _print_plan(plan, tight, folder, showing)


def _print_plan(plan: Plan, tight: Tightness | None, folder: Path, showing: Showing) -> None:
    from crewline.cli.output import console
    from crewline.tables.schedule import print_plan, print_service, print_title
    from crewline.tables.tightness import print_tightness
    from crewline.tables.verdicts import print_verdicts
    from scenarios.planning.proof.service_table import service_table

    screen = console()
    print_title(screen, plan.base)
    if plan.study is not None:
        table = service_table(plan.study, plan.needs, plan.needs.net)
        asked = showing.asks_for_intervals
        print_service(screen, table, plan.study.scenario, showing.line, is_asked=asked)
    print_plan(screen, plan)
    if tight is not None:
        print_tightness(screen, tight, plan.base.currency)
    if plan.study is not None:
        print_verdicts(screen, plan.study)
    elif plan.scenario is not None:
        screen.print("Not simulated: whether the targets hold is not known.", highlight=False)
    _say_where(folder, has_schedule=plan.scenario is not None)


def _print_proof(found: Proof, tight: Tightness | None, folder: Path, showing: Showing) -> None:
    from crewline.cli.output import console
    from crewline.tables.schedule import print_proof, print_service, print_title
    from crewline.tables.tightness import print_tightness
    from crewline.tables.verdicts import print_verdicts
    from scenarios.planning.proof.service_table import service_table

    screen, best = console(), found.best
    print_title(screen, found.scenario)
    if best is not None:
        table = service_table(best.study, best.requirement, best.required)
        asked = showing.asks_for_intervals
        print_service(screen, table, best.scenario, showing.line, is_asked=asked)
    print_proof(screen, found)
    if tight is not None:
        print_tightness(screen, tight, found.scenario.currency)
    if best is not None:
        print_verdicts(screen, best.study)
    _say_where(folder, has_schedule=best is not None)


def _say_where(folder: Path, *, has_schedule: bool) -> None:
    words = f"What was found is in {folder}"
    if has_schedule:
        words = (
            f"The schedule is in {folder}: schedule.csv and schedule.xlsx to be edited (--check"
            " feeds one back), scenario.yaml to be simulated:"
            f" crewline run {folder}/scenario.yaml"
        )
    remark(words)
