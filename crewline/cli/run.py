"""`crewline run`: simulate one scenario."""

from __future__ import annotations

from typing import Annotated

import typer

from crewline.cli.exits import ExitCode
from crewline.cli.options import (
    Debug,
    Jobs,
    Json,
    Out,
    Precision,
    Reference,
    Replications,
    Seed,
    Sets,
    Strict,
    Variant,
)


def run(
    reference: Reference,
    variant: Variant = None,
    sets: Sets = None,
    seed: Seed = None,
    replications: Replications = None,
    precision: Precision = None,
    jobs: Jobs = None,
    out: Out = None,
    legs: Annotated[
        bool, typer.Option("--legs", help="Keep every leg of the first replication, too.")
    ] = False,
    strict: Strict = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Simulate a scenario many times, and print its KPIs with their confidence intervals."""
    from crewline.cli.output import console, print_json, print_warnings, remark
    from crewline.cli.progress import bars
    from scenarios.load import load
    from scenarios.studies.folder import refuse_taken
    from scenarios.studies.results import save
    from scenarios.studies.study import study
    from scenarios.studies.summary import study_summary

    refuse_taken(out)
    loaded = load(reference, variant, sets or [])
    if not as_json:
        print_warnings(loaded.warnings)
    with bars() as on_progress:
        found = study(
            loaded,
            replications=replications,
            precision=precision,
            jobs=jobs,
            seed=seed,
            legs=legs,
            on_progress=on_progress,
        )
    folder = save(found, out)
    if as_json:
        print_json(study_summary(found) | {"results": str(folder)})
    else:
        from crewline.tables.kpis import print_study
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
        if found.precise is False:
            remark(f"Not as precise as asked after {found.replications} replications (the cap).")
        remark(
            f"{found.replications} replications, seed {found.seed}, {found.wall_s:.1f} s."
            f" Results are in {folder}"
        )
    if strict and not found.targets_met:
        raise typer.Exit(ExitCode.TARGET_MISSED)
