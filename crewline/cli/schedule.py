"""`crewline schedule`: shifts that cover what is needed, proved in the simulation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
    With,
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
    from scenarios.schema.scenario import Scenario


def schedule(
    reference: Reference,
    variant: Variant = None,
    sets: Sets = None,
    events: With = None,
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
    proves: Annotated[
        bool,
        typer.Option(
            "--proof/--no-proof",
            help="Prove the schedule in the simulation; without, that of the formulas is taken.",
        ),
    ] = True,
    check: Annotated[
        Path | None,
        typer.Option(
            "--check",
            metavar="FILE",
            help="A schedule that came back, CSV or XLSX: its rules are checked, and it is"
            " simulated; nothing is searched.",
        ),
    ] = None,
    accept: Annotated[
        bool,
        typer.Option("--accept", help="With --check: simulate it though it breaks rules."),
    ] = False,
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
    until all targets hold at the least cost that was found, or it is said why they do not. Leaves
    with exit code 4 where there is no schedule, with what stands in its way.
    """
    from functools import partial

    from crewline.cli.planning_options import effort_of, limits_of
    from crewline.cli.planning_scenario import planning_scenario
    from crewline.cli.progress import tell_of_compiling
    from crewline.cli.scheduling import Showing, checked, proved, solved
    from sim.kpis.ready import prepare

    limits = limits_of(time_limit, gap)
    loaded = planning_scenario(
        reference,
        variant,
        sets,
        events,
        seed=seed,
        out=out,
        refuse_unknown=partial(_refuse_unknown, line, accept=accept and check is None),
        in_words=not as_json,
    )
    showing = Showing(out, csv, line, by is By.INTERVAL, strict, as_json)
    if check is None and not proves:
        code = solved(loaded, limits, showing)
    else:
        prepare(on_compile=tell_of_compiling)
        effort = effort_of(
            limits,
            rounds=rounds,
            replications=replications,
            fresh=fresh,
            jobs=jobs,
            compares=compares,
        )
        if check is None:
            code = proved(loaded, effort, showing)
        else:
            code = checked(loaded, check, effort, showing, accept=accept)
    raise typer.Exit(code)


def _refuse_unknown(line: str | None, scenario: Scenario, *, accept: bool) -> None:
    """Raise BadInput where --line names none of the lines, or --accept has nothing to accept."""
    from scenarios.faults import BadInput, Fault
    from scenarios.units import one_of

    faults = []
    if line is not None and line not in scenario.queues:
        words = one_of("lines", line, scenario.queues)
        faults.append(Fault("command line", 0, "--line", line, words))
    if accept:
        words = "--check beside it: the schedule that is accepted"
        faults.append(Fault("command line", 0, "--accept", "", words))
    if faults:
        raise BadInput(faults)
