"""`crewline playbook`: what the plans for a bad day are worth, before the day."""

from __future__ import annotations

from typing import Annotated

import typer

from crewline.cli.exits import ExitCode
from crewline.cli.options import (
    Csv,
    Debug,
    EngineChoice,
    Jobs,
    Json,
    Out,
    Reference,
    Replications,
    Seed,
    Sets,
    Strict,
    Variant,
    With,
)
from sim.engines.choice import Engine

Worth = Annotated[
    float | None,
    typer.Option(
        "--worth",
        metavar="MONEY",
        min=0,
        help="What a contact kept is worth, in the scenario's currency: say of each action whether"
        " it earned its money.",
    ),
]


def playbook(
    reference: Reference,
    variant: Variant = None,
    sets: Sets = None,
    events: With = None,
    worth: Worth = None,
    seed: Seed = None,
    replications: Replications = None,
    jobs: Jobs = None,
    engine: EngineChoice = Engine.AUTO,
    timeline: Annotated[
        bool,
        typer.Option(
            "--timeline", help="Keep the floor by the minute of the day with playbooks, too."
        ),
    ] = False,
    out: Out = None,
    csv: Csv = False,
    strict: Strict = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Test playbooks: the same bad days with and without them, and less each of their actions."""
    from crewline.cli.output import console, print_notes, print_warnings
    from crewline.cli.progress import bars, tell_of_compiling
    from crewline.cli.streams import print_json, remark
    from scenarios.load import load
    from scenarios.studies.emergency.emergency import emergency
    from scenarios.studies.emergency.results import save_emergency
    from scenarios.studies.emergency.summary import emergency_summary
    from scenarios.studies.folder import refuse_taken
    from scenarios.studies.options import RunOptions

    refuse_taken(out)
    loaded = load(reference, variant, sets or [], events or [])
    if not as_json:
        print_warnings(loaded.warnings)
        print_notes(loaded.notes)
    with bars() as on_progress:
        options = RunOptions(replications, None, jobs, seed, engine, on_progress, tell_of_compiling)
        found = emergency(loaded, options, worth=worth, timeline=timeline)
    folder = save_emergency(found, out, csv=csv)
    if as_json:
        print_json(emergency_summary(found) | {"results": str(folder)})
    else:
        from crewline.tables.playbook import print_emergency

        print_emergency(console(), found)
        remark(
            f"{found.replications} replications of each day, seed {found.seed},"
            f" {found.wall_s:.1f} s. Results are in {folder}"
        )
    if strict and not found.targets_met:
        raise typer.Exit(ExitCode.TARGET_MISSED)
