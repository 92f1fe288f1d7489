"""`crewline sweep`: many variants of a scenario on the same random days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crewline.cli.cells_progress import Pace, cells_shown
from crewline.cli.exits import ExitCode
from crewline.cli.options import Debug, EngineChoice, Json, Reference, Seed, Sets, Variant, With
from crewline.cli.streams import print_json, remark
from sim.engines.choice import Engine
from sim.workers.keyboard import keyboard_noted

if TYPE_CHECKING:
    from scenarios.studies.sweep.sweep import Asked, Sweep

Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="PATH=VALUES",
        help="Vary one value: a range of n values, such as groups.novices.absence='5 %..20 %:4',"
        " or a list, such as queues.loan.capacity=5,10,20. PATH*=VALUES multiplies what is there:"
        " queues.general.volume*=0.8..1.4:7. variant=null,NAME varies the variant. Repeated, all"
        " combinations are simulated.",
    ),
]

Variants = Annotated[
    Path | None,
    typer.Option(
        "--variants",
        metavar="FILE",
        help="A CSV or XLSX file with one row a variant: headings are paths (with * behind them"
        " to multiply) and name. With --vary, each row is combined with all of its values.",
    ),
]

SweepReplications = Annotated[
    int | None,
    typer.Option(
        "--replications",
        metavar="NUMBER",
        min=2,
        help="How many days (or weeks) to simulate of each cell, the same for all; 20 unless"
        " given.",
    ),
]

CellJobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="NUMBER",
        min=1,
        help="How many cells to simulate at a time, each in a process; as many as the machine has"
        " processors unless given. A cluster has as many as its workers.",
    ),
]

SweepOut = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        help="Where finished cells and the results go. A sweep that was there before goes on: what"
        " is finished is not done again. A numbered folder in results/ unless given.",
    ),
]

Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Simulate on a Dask cluster: the scheduler's address, such as tcp://10.0.0.5:8786, or"
        " local:N for N workers on this machine. Needs the extra named cluster.",
    ),
]

ChosenKpis = Annotated[
    str | None,
    typer.Option(
        "--kpis",
        metavar="NAMES",
        help="Only these KPIs in the results table, such as SL3,asa,cost; all unless given.",
    ),
]


def sweep(
    reference: Reference,
    vary: Vary = None,
    variants: Variants = None,
    variant: Variant = None,
    sets: Sets = None,
    events: With = None,
    seed: Seed = None,
    replications: SweepReplications = None,
    jobs: CellJobs = None,
    engine: EngineChoice = Engine.AUTO,
    cluster: Cluster = None,
    kpis: ChosenKpis = None,
    out: SweepOut = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Simulate a scenario with values varied, each cell kept as it finishes, and compare all."""
    from crewline.cli.output import console, print_notes, print_warnings
    from crewline.cli.progress import tell_of_compiling
    from scenarios.studies.options import RunOptions
    from scenarios.studies.sweep.summary import sweep_summary
    from scenarios.studies.sweep.sweep import Asked, Sweeping

    asked = Asked(
        reference=reference,
        vary=tuple(vary or ()),
        variants=variants,
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
        kpis=tuple(kpi.strip() for kpi in kpis.split(",")) if kpis else None,
        out=out,
        cluster=cluster,
    )
    sweeping = Sweeping(asked)
    if not as_json:
        print_warnings(sweeping.loaded.warnings)
        print_notes(sweeping.loaded.notes)
    pace = Pace()
    with (
        ended_well(asked, pace, as_json=as_json) as places,
        keyboard_noted(),
        cells_shown(pace, in_words=not as_json) as on_cells,
    ):
        found = sweeping.run(on_cells=on_cells, on_remark=remark, on_folder=places.append)
    if as_json:
        print_json(sweep_summary(found))
        return
    from crewline.tables.sweep import print_sweep

    print_sweep(console(), found)
    tell_of_sweep(found)


def tell_of_sweep(found: Sweep) -> None:
    """Say how many cells were computed, and where the table is."""
    replications = found.inputs["replications"]
    parts = [f"{found.different:,} different {_cells(found.different)}"]
    if found.computed or not found.extended:
        parts.append(f"{found.computed:,} computed now")
    parts += [
        f"{cells:,} {_cells(cells)} extended from {before} to {replications} replications"
        for before, cells in found.extended.items()
    ]
    if found.resumed:
        parts.append(f"{found.resumed:,} finished before")
    if found.elsewhere:
        parts.append(f"{found.elsewhere:,} by another process meanwhile")
    remark(
        f"{', '.join(parts)}; {replications} replications of each, seed"
        f" {found.inputs['seed']}. The table is {found.table_file} (and .csv), {found.rows:,} rows."
    )
    if found.rows > _SPREADSHEET:
        remark("The CSV has more rows than spreadsheets take; --kpis makes it shorter.")


def _cells(number: int) -> str:
    return "cell" if number == 1 else "cells"


#: Rows of a spreadsheet, less the headings.
_SPREADSHEET = 1_048_575


@contextmanager
def ended_well(asked: Asked, pace: Pace, *, as_json: bool) -> Iterator[list[Path]]:
    """Say what is kept and how to go on where a sweep ends early; gets to know its folder."""
    from scenarios.studies.sweep.crew import CrewLost
    from scenarios.studies.sweep.store import DiskFault

    places: list[Path] = []
    try:
        yield places
    except (DiskFault, CrewLost) as lost:
        if as_json:
            print_json({"ok": False, "error": str(lost)})
        remark(str(lost))
        is_disk = isinstance(lost, DiskFault)
        raise typer.Exit(ExitCode.OUTPUT_LOST if is_disk else ExitCode.WORKERS_LOST) from None
    except KeyboardInterrupt:
        for folder in places:
            same = "the same command" + ("" if asked.out else f" with --out {folder}")
            remark(
                f"{pace.done:,} of {pace.planned:,} cells are finished, in {folder}; {same} goes on"
                " from there."
            )
        raise
