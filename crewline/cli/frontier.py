"""`crewline frontier`: what service costs, over targets, headcounts and sets of shifts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crewline.cli.exits import ExitCode
from crewline.cli.options import Debug, Jobs, Json, Reference, Seed, Sets, Variant, With
from crewline.cli.planning_options import (
    FRESH,
    GAP,
    REPLICATIONS,
    ROUNDS,
    TIME_LIMIT,
    Gap,
    ProofReplications,
    Rounds,
    TimeLimit,
)

if TYPE_CHECKING:
    from scenarios.planning.frontier.frontier import Frontier
    from scenarios.planning.frontier.points import Point

Targets = Annotated[
    str | None,
    typer.Option(
        "--targets",
        metavar="LEVELS",
        help="Levels that the service-level targets of all lines (of --line alone, if given) are"
        " set to, or own: as they are; own,70%,75%,80%,85%,90% unless anything else is to be"
        " decided.",
    ),
]

Headcounts = Annotated[
    str | None,
    typer.Option(
        "--headcount",
        metavar="NUMBERS",
        help="Most agents that may be scheduled (a day, or in tours a week), such as 100,110,120:"
        " the most service within each.",
    ),
]

ShiftSets = Annotated[
    list[str] | None,
    typer.Option(
        "--shifts",
        metavar="NAMES",
        help="A set of shift patterns that may be worked, such as full,part. Repeated: each set"
        " with each target and headcount.",
    ),
]

FrontierLine = Annotated[
    str | None,
    typer.Option(
        "--line",
        "--queue",
        metavar="NAME",
        help="Whose service is measured, and whose target --targets sets; the centre, and all.",
    ),
]

FrontierOut = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        help="Where points and results go. A frontier that was there before goes on: what is"
        " finished is not done again. A numbered folder in results/ unless given.",
    ),
]

At = Annotated[
    int | None,
    typer.Option(
        "--at",
        metavar="POINT",
        min=1,
        help="The point (by number) whose marginal values are wanted; the cheapest that keeps the"
        " scenario's own targets unless given.",
    ),
]


def frontier(
    reference: Reference,
    targets: Targets = None,
    headcount: Headcounts = None,
    shifts: ShiftSets = None,
    line: FrontierLine = None,
    variant: Variant = None,
    sets: Sets = None,
    events: With = None,
    seed: Seed = None,
    at: At = None,
    weigh: Annotated[
        bool,
        typer.Option(
            "--marginals/--no-marginals",
            help="Simulate one more hire, one more cross-trained agent, less handling and less"
            " shrinkage at the chosen point.",
        ),
    ] = True,
    time_limit: TimeLimit = TIME_LIMIT,
    gap: Gap = GAP,
    rounds: Rounds = ROUNDS,
    replications: ProofReplications = REPLICATIONS,
    jobs: Jobs = None,
    out: FrontierOut = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Solve and simulate a schedule for each decision, and say what service costs.

    Points are kept as they are finished; the same command with --out goes on.
    """
    from crewline.cli.output import console, print_notes, print_warnings
    from crewline.cli.planning_options import effort_of, limits_of
    from crewline.cli.progress import tell_of_compiling
    from crewline.cli.streams import print_json, remark
    from crewline.tables.frontier import print_frontier
    from scenarios.load import load
    from scenarios.planning.frontier.decisions import decisions
    from scenarios.planning.frontier.frontier import Asked
    from scenarios.planning.frontier.frontier import frontier as found_of
    from scenarios.planning.frontier.frontier_folder import begin, frontier_summary, write
    from scenarios.planning.frontier.measures import Measure
    from scenarios.planning.frontier.prover import prover
    from scenarios.studies.options import RunOptions
    from sim.kpis.ready import prepare

    limits = limits_of(time_limit, gap)
    loaded = load(reference, variant, sets or [], events or [])
    decided = decisions(loaded.scenario, targets, headcount, shifts or ())
    Measure.of(loaded.scenario, line)
    _refuse_beyond(at, len(decided))
    folder = begin(loaded.scenario.name, out)
    if not as_json:
        print_warnings(loaded.warnings)
        print_notes(loaded.notes)
    prepare(on_compile=tell_of_compiling)
    effort = effort_of(
        limits,
        rounds=rounds,
        replications=replications,
        fresh=FRESH,
        jobs=jobs,
        compares=False,
    )
    asked = Asked(
        decisions=decided,
        options=RunOptions(replications=replications, jobs=jobs, seed=seed),
        line=line,
        solving={"time_s": limits.time_s, "gap": limits.gap, "rounds": rounds, "fresh": FRESH},
        with_marginals=weigh,
        at=None if at is None else at - 1,
    )
    with _ended_well(folder, as_json=as_json):
        found = found_of(
            loaded, asked, prover(effort), folder, _silent if as_json else _tell_of_point
        )
        write(found)
    if as_json:
        print_json(frontier_summary(found))
    else:
        print_frontier(console(), found)
        remark(
            f"{len(found.points)} points, {found.computed} found now; the table is"
            f" {folder}/points.csv, schedules are in {folder}/points."
        )
    _end_without_schedule(found)


def _end_without_schedule(found: Frontier) -> None:
    """Say so, and end with the code for it, where the point that is asked for has no schedule."""
    from crewline.cli.streams import remark

    if found.chosen is None:
        remark("No point has a schedule: rules and limits leave none.")
        raise typer.Exit(ExitCode.NO_SCHEDULE)
    chosen = found.points[found.chosen]
    if not chosen.is_found:
        label = chosen.point.decision.label
        remark(f"--at {found.chosen + 1}, {label}: there is no schedule, so nothing to weigh.")
        raise typer.Exit(ExitCode.NO_SCHEDULE)


def _refuse_beyond(at: int | None, points: int) -> None:
    """Raise BadInput where --at names none of the points."""
    from scenarios.faults import BadInput, Fault

    if at is not None and at > points:
        words = f"the number of a point, 1 to {points}"
        raise BadInput([Fault("command line", 0, "--at", str(at), words)])


def _tell_of_point(number: int, of: int, point: Point, was_there: bool) -> None:
    from crewline.cli.streams import remark

    came_to = "there is no schedule"
    if point.cost is not None and point.service is not None:
        cost, service = (each.estimate(0.95).value for each in (point.cost, point.service))
        came_to = f"cost {cost:,.0f}, {100 * service:.1f} % in time"
    before = ", from before" if was_there else ""
    remark(f"point {number} of {of}, {point.decision.label}: {came_to}{before}")


def _silent(number: int, of: int, point: Point, was_there: bool) -> None:
    """Hear of a point, and say nothing."""


@contextmanager
def _ended_well(folder: Path, *, as_json: bool) -> Iterator[None]:
    """Say what is kept and how to go on where a frontier ends early."""
    from crewline.cli.streams import print_json, remark
    from scenarios.studies.sweep.store import DiskFault

    try:
        yield
    except DiskFault as lost:
        if as_json:
            print_json({"ok": False, "error": str(lost)})
        remark(str(lost))
        raise typer.Exit(ExitCode.OUTPUT_LOST) from None
    except KeyboardInterrupt:
        remark(f"Finished points are in {folder}; the same command with --out {folder} goes on.")
        raise
