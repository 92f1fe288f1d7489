"""`crewline verify`: the two engines against each other, on a user's own scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crewline.cli.exits import ExitCode
from crewline.cli.options import Debug, Json, Reference, Seed, Sets, Variant, With

if TYPE_CHECKING:
    from scenarios.studies.verification import Verification


def verify(
    reference: Reference,
    variant: Variant = None,
    sets: Sets = None,
    events: With = None,
    seed: Seed = None,
    replications: Annotated[
        int | None,
        typer.Option(
            "--replications",
            metavar="NUMBER",
            min=1,
            help="How many days (or weeks) to compare, each drawn anew: 3 unless given.",
        ),
    ] = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Simulate a scenario by both engines, and compare every field of every leg.

    Where they differ, the first leg that does is shown, and the exit code is 1. Where nobody calls,
    there is nothing to compare, which is said.
    """
    from crewline.cli.output import console, print_notes, print_warnings
    from crewline.cli.progress import bars, tell_of_compiling
    from crewline.cli.streams import print_json, remark
    from crewline.tables.disagreement import print_disagreement
    from scenarios.load import load
    from scenarios.studies.options import RunOptions
    from scenarios.studies.verification import verify as verified

    loaded = load(reference, variant, sets or [], events or [])
    if not as_json:
        print_warnings(loaded.warnings)
        print_notes(loaded.notes)
    with bars() as on_progress:
        options = RunOptions(
            replications, seed=seed, on_progress=on_progress, on_compile=tell_of_compiling
        )
        found = verified(loaded, options)
    if as_json:
        print_json(found.as_dict())
    elif found.parting is None and not found.legs:
        remark(
            f"warning: {found.label}: nobody called in replications: {found.replications}, seed:"
            f" {found.scenario.seed}; no leg was compared, so nothing is verified."
        )
    elif found.parting is None:
        console().print(_agreed(found), highlight=False, markup=False, soft_wrap=True)
    else:
        print_disagreement(console(), found)
        remark(
            "One of the engines has a fault, and figures may be wrong. Please report it to the"
            " maintainers, with the scenario and the lines above."
        )
    if found.parting is not None:
        raise typer.Exit(ExitCode.ENGINES_DIFFER)


def _agreed(found: Verification) -> str:
    times = ", ".join(f"{engine} {wall_s:.2f} s" for engine, wall_s in found.wall_s.items())
    return (
        f"{found.label}: both engines agree in every field of {found.legs:,} legs"
        f" (replications: {found.replications}, seed: {found.scenario.seed}); {times}."
    )
