"""`crewline playbook`: what the plans for a bad day are worth, before the day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crewline.cli.cells_progress import Pace, cells_shown
from crewline.cli.exits import ExitCode
from crewline.cli.options import (
    Csv,
    Debug,
    EngineChoice,
    Jobs,
    Json,
    Reference,
    Seed,
    Sets,
    Strict,
    Variant,
    With,
)
from crewline.cli.streams import print_json, remark
from crewline.cli.sweep import Vary, ended_well, tell_of_sweep
from sim.engines.choice import Engine
from sim.workers.keyboard import keyboard_noted

if TYPE_CHECKING:
    from scenarios.studies.sweep.sweep import Asked

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

Days = Annotated[
    int | None,
    typer.Option(
        "--replications",
        metavar="NUMBER",
        min=2,
        help="How many days (or weeks) to simulate, each drawn anew and the same for all: 20 unless"
        " given.",
    ),
]

Tune = Annotated[
    bool,
    typer.Option(
        "--tune",
        help="Vary levels, reserves and lead times by a sweep, and show what no other beats in"
        " cost, contacts lost and service level.",
    ),
]

OutOfPlaybook = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        help="Where to write the results: a folder that does not exist yet, or with --tune that of"
        " a tuning that was there before, which goes on. A numbered folder in results/ unless"
        " given.",
    ),
]


def playbook(
    reference: Reference,
    variant: Variant = None,
    sets: Sets = None,
    events: With = None,
    worth: Worth = None,
    seed: Seed = None,
    replications: Days = None,
    jobs: Jobs = None,
    engine: EngineChoice = Engine.AUTO,
    timeline: Annotated[
        bool,
        typer.Option(
            "--timeline", help="Keep the floor by the minute of the day with playbooks, too."
        ),
    ] = False,
    tune: Tune = False,
    vary: Vary = None,
    out: OutOfPlaybook = None,
    csv: Csv = False,
    strict: Strict = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Test playbooks: the same bad days with and without them, and less each of their actions."""
    from crewline.cli.progress import tell_of_compiling
    from scenarios.studies.options import RunOptions
    from scenarios.studies.sweep.sweep import Asked

    _refuse_unsuited(tune=tune, vary=vary, worth=worth, timeline=timeline)
    asked = Asked(
        reference=reference,
        vary=tuple(vary or ()),
        variant=variant,
        sets=tuple(sets or ()),
        events=tuple(events or ()),
        options=RunOptions(
            replications=replications,
            jobs=jobs,
            seed=seed,
            engine=engine,
            on_compile=tell_of_compiling,
        ),
        out=out,
    )
    if tune:
        is_well = _tune(asked, as_json=as_json)
    else:
        is_well = _test(asked, worth=worth, timeline=timeline, csv=csv, as_json=as_json)
    if strict and not is_well:
        raise typer.Exit(ExitCode.TARGET_MISSED)


def _test(asked: Asked, *, worth: float | None, timeline: bool, csv: bool, as_json: bool) -> bool:
    """Test the playbooks as they are; return whether all targets are met with them."""
    from crewline.cli.output import console, print_notes, print_warnings
    from crewline.cli.progress import bars
    from scenarios.load import load
    from scenarios.studies.emergency.emergency import emergency
    from scenarios.studies.emergency.results import save_emergency
    from scenarios.studies.emergency.summary import emergency_summary
    from scenarios.studies.folder import refuse_taken

    refuse_taken(asked.out)
    loaded = load(asked.reference, asked.variant, asked.sets, asked.events)
    if not as_json:
        print_warnings(loaded.warnings)
        print_notes(loaded.notes)
    with bars() as on_progress:
        options = replace(asked.options, on_progress=on_progress)
        found = emergency(loaded, options, worth=worth, timeline=timeline)
    folder = save_emergency(found, asked.out, csv=csv)
    if as_json:
        print_json(emergency_summary(found) | {"results": str(folder)})
        return found.targets_met
    from crewline.tables.playbook import print_emergency

    print_emergency(console(), found)
    remark(
        f"{found.replications} replications of each day, seed {found.seed}, {found.wall_s:.1f} s."
        f" Results are in {folder}"
    )
    return found.targets_met


def _tune(asked: Asked, *, as_json: bool) -> bool:
    """Tune the playbooks; return whether all targets hold in any cell."""
    from crewline.cli.output import console, print_notes, print_warnings
    from scenarios.studies.emergency.tuning import tuned, tuning, tuning_summary

    sweeping = tuning(asked)
    if not as_json:
        print_warnings(sweeping.loaded.warnings)
        print_notes(sweeping.loaded.notes)
    pace = Pace()
    with (
        ended_well(asked, pace, as_json=as_json) as places,
        keyboard_noted(),
        cells_shown(pace, in_words=not as_json) as on_cells,
    ):
        sweep = sweeping.run(on_cells=on_cells, on_remark=remark, on_folder=places.append)
        found = tuned(sweep, sweeping)
    if as_json:
        print_json(tuning_summary(found))
        return found.cheapest is not None
    from crewline.tables.tuning import print_tuning

    print_tuning(console(), found)
    tell_of_sweep(sweep)
    return found.cheapest is not None


def _refuse_unsuited(
    *, tune: bool, vary: list[str] | None, worth: float | None, timeline: bool
) -> None:
    """Raise BadInput for options that say nothing beside --tune, or without it."""
    from scenarios.faults import BadInput, Fault

    unsuited = {"--worth": worth is not None, "--timeline": timeline} if tune else {}
    unsuited |= {} if tune else {"--vary": bool(vary)}
    words = "without --tune" if tune else "with --tune"
    faults = [
        Fault("command line", 0, option, "", f"{option} {words} only")
        for option, is_given in unsuited.items()
        if is_given
    ]
    if faults:
        raise BadInput(faults)
