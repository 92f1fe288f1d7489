"""`crewline run`: simulate one scenario."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import typer

from crewline.cli.exits import ExitCode
from crewline.cli.options import (
    By,
    ByInterval,
    Csv,
    Debug,
    EngineChoice,
    Jobs,
    Json,
    Line,
    Out,
    Precision,
    Reference,
    Replications,
    Seed,
    Sets,
    Strict,
    Variant,
    With,
)
from sim.engines.choice import Engine


def run(
    reference: Reference,
    variant: Variant = None,
    sets: Sets = None,
    events: With = None,
    seed: Seed = None,
    replications: Replications = None,
    precision: Precision = None,
    jobs: Jobs = None,
    engine: EngineChoice = Engine.AUTO,
    out: Out = None,
    csv: Csv = False,
    legs: Annotated[
        bool, typer.Option("--legs", help="Keep every leg of the first replication, too.")
    ] = False,
    timeline: Annotated[
        bool,
        typer.Option(
            "--timeline",
            help="Keep the floor by the minute, too: queues, agents, disruptions and playbooks, of"
            " the first replication and as bands over all; print when what was done.",
        ),
    ] = False,
    by: ByInterval = None,
    line: Line = None,
    strict: Strict = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Simulate a scenario many times, and print its KPIs with their confidence intervals."""
    from crewline.cli.output import console, print_notes, print_playbooks, print_warnings
    from crewline.cli.progress import bars, tell_of_compiling
    from crewline.cli.streams import print_json, remark
    from scenarios.load import load
    from scenarios.studies.folder import refuse_taken
    from scenarios.studies.options import RunOptions
    from scenarios.studies.results import save
    from scenarios.studies.study import study
    from scenarios.studies.summary import study_summary

    refuse_taken(out)
    loaded = load(reference, variant, sets or [], events or [])
    _refuse_unknown(line, by, loaded.scenario.queues)
    if not as_json:
        print_warnings(loaded.warnings)
        print_notes(loaded.notes)
        print_playbooks(loaded.scenario.playbooks)
    with bars() as on_progress:
        options = RunOptions(
            replications, precision, jobs, seed, engine, on_progress, tell_of_compiling
        )
        found = study(loaded, options, legs=legs, timeline=timeline)
    folder = save(found, out, csv=csv)
    if as_json:
        print_json(study_summary(found) | {"results": str(folder)})
    else:
        from crewline.cli.precise import precision_lines
        from crewline.tables.intervals import print_intervals
        from crewline.tables.kpis import print_study
        from crewline.tables.timeline import print_events
        from crewline.tables.verdicts import print_verdicts

        screen = console()
        screen.print(
            f"{found.scenario.title or found.label} ({found.label})",
            style="bold",
            markup=False,
            highlight=False,
        )
        print_study(screen, found)
        print_verdicts(screen, found)
        if by is By.INTERVAL:
            print_intervals(screen, found, line)
        print_events(screen, found)
        for sentence in precision_lines(found):
            remark(sentence)
        remark(
            f"{found.replications} replications, seed {found.seed}, {found.wall_s:.1f} s."
            f" Results are in {folder}"
        )
    if strict and not found.targets_met:
        raise typer.Exit(ExitCode.TARGET_MISSED)


def _refuse_unknown(line: str | None, by: By | None, lines: Iterable[str]) -> None:
    """Raise BadInput where --line names none of the lines, or nothing is shown by line."""
    from scenarios.faults import BadInput, Fault
    from scenarios.units import one_of

    if line is None:
        return
    if by is None:
        words = "--by interval beside it"
    elif line not in lines:
        words = one_of("lines", line, lines)
    else:
        return
    raise BadInput([Fault("command line", 0, "--line", line, words)])
