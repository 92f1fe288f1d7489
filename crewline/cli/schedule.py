"""`crewline schedule`: shifts that cover what is needed, proved in the simulation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crewline.cli.exits import ExitCode
from crewline.cli.options import (
    By,
    ByInterval,
    Csv,
    Debug,
    Jobs,
    Json,
    Line,
    Out,
    Reference,
    Seed,
    Sets,
    Strict,
    Variant,
)
from crewline.cli.planning_options import (
    FRESH,
    GAP,
    REPLICATIONS,
    ROUNDS,
    TIME_LIMIT,
    Fresh,
    Gap,
    ProofReplications,
    Rounds,
    TimeLimit,
)

if TYPE_CHECKING:
    from scenarios.planning.proof import Proof
    from scenarios.schema.scenario import Scenario


def schedule(
    reference: Reference,
    variant: Variant = None,
    sets: Sets = None,
    seed: Seed = None,
    time_limit: TimeLimit = TIME_LIMIT,
    gap: Gap = GAP,
    rounds: Rounds = ROUNDS,
    replications: ProofReplications = REPLICATIONS,
    fresh: Fresh = FRESH,
    jobs: Jobs = None,
    compares: Annotated[
        bool,
        typer.Option(
            "--compare/--no-compare",
            help="Make and simulate the schedule of plain Erlang C, too, to be shown beside.",
        ),
    ] = True,
    out: Out = None,
    csv: Csv = False,
    by: ByInterval = None,
    line: Line = None,
    strict: Strict = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Find shifts that cover what is needed at the least cost, and prove them in the simulation.

    The requirement is raised where the simulation misses a target and lowered where it wastes,
    until all targets hold at the least cost that was found, or it is said why they do not.
    """
    from dataclasses import replace

    from crewline.cli.output import print_warnings
    from crewline.cli.planning_options import effort_of, limits_of
    from crewline.cli.progress import tell_of_compiling
    from crewline.cli.proving import proof_shown
    from crewline.cli.streams import print_json
    from scenarios.load import load
    from scenarios.planning.proof import Outcome, prove
    from scenarios.planning.results import save_proof
    from scenarios.planning.summaries import proof_summary
    from scenarios.studies.folder import refuse_taken
    from scenarios.studies.options import RunOptions
    from sim.kpis.ready import prepare

    refuse_taken(out)
    limits = limits_of(time_limit, gap)
    loaded = load(reference, variant, sets or [])
    loaded = replace(loaded, scenario=RunOptions(seed=seed).seeded(loaded.scenario))
    _refuse_unknown(line, loaded.scenario)
    if not as_json:
        print_warnings(loaded.warnings)
    prepare(on_compile=tell_of_compiling)
    with proof_shown(in_words=not as_json) as shown:
        effort = effort_of(
            limits,
            rounds=rounds,
            replications=replications,
            fresh=fresh,
            jobs=jobs,
            compares=compares,
            on_progress=shown.on_progress,
        )
        found = prove(loaded, effort, shown.on_round)
    folder = save_proof(found, out, csv=csv)
    if as_json:
        print_json(proof_summary(found) | {"results": str(folder)})
    else:
        _print(found, folder, line, by_interval=by is By.INTERVAL)
    if found.best is None:
        raise typer.Exit(ExitCode.NO_SCHEDULE)
    if strict and found.outcome is not Outcome.HOLDS:
        raise typer.Exit(ExitCode.TARGET_MISSED)


def _print(found: Proof, folder: Path, line: str | None, *, by_interval: bool) -> None:
    from crewline.cli.output import console
    from crewline.cli.streams import remark
    from crewline.tables.schedule import print_intervals_of, print_proof, print_title
    from crewline.tables.verdicts import print_verdicts

    screen = console()
    print_title(screen, found.scenario)
    if found.best is not None:
        print_intervals_of(screen, found.best, line, is_asked=by_interval or line is not None)
    print_proof(screen, found)
    if found.best is not None:
        print_verdicts(screen, found.best.study)
        remark(
            f"The schedule is in {folder}: schedule.csv and schedule.xlsx to be edited (--check"
            " feeds one back), scenario.yaml to be simulated:"
            f" crewline run {folder}/scenario.yaml"
        )
    else:
        remark(f"What was found is in {folder}")


def _refuse_unknown(line: str | None, scenario: Scenario) -> None:
    """Raise BadInput where --line names none of the lines."""
    from scenarios.faults import BadInput, Fault
    from scenarios.units import one_of

    if line is not None and line not in scenario.queues:
        words = one_of("lines", line, scenario.queues)
        raise BadInput([Fault("command line", 0, "--line", line, words)])
