"""The options that the planning commands share, each described once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from optimize.schedule import Limits
    from scenarios.planning.proof.trial import Effort, OnProgress

TimeLimit = Annotated[
    str,
    typer.Option(
        "--time-limit",
        metavar="TIME",
        help="How long each search for a schedule may take; the best found is taken then.",
    ),
]

Gap = Annotated[
    str,
    typer.Option(
        "--gap",
        metavar="SHARE",
        help="How near to the least cost a schedule is to be proved, before the time is over.",
    ),
]

Rounds = Annotated[
    int,
    typer.Option(
        "--rounds",
        metavar="NUMBER",
        min=1,
        max=50,
        help="How many schedules are made and simulated at most while the requirement is mended.",
    ),
]

ProofReplications = Annotated[
    int,
    typer.Option(
        "--replications",
        metavar="NUMBER",
        min=2,
        max=10_000,
        help="How many days (or weeks) each schedule is simulated for while one is searched.",
    ),
]

Fresh = Annotated[
    int,
    typer.Option(
        "--fresh",
        metavar="NUMBER",
        min=2,
        max=10_000,
        help="How many days the schedule taken is judged on, none of which it was chosen on.",
    ),
]

TIME_LIMIT = "60s"
GAP = "0.1%"
ROUNDS = 8
REPLICATIONS = 20
FRESH = 60


def limits_of(time_limit: str, gap: str) -> Limits:
    """Return the limits of a search. Raises BadInput with what cannot be read."""
    from optimize.schedule import Limits
    from scenarios.faults import BadInput, Fault
    from scenarios.units import read_duration, read_share
    from scenarios.yaml_file import shown

    faults = []
    found = {}
    for option, text, read in (
        ("--time-limit", time_limit, read_duration),
        ("--gap", gap, read_share),
    ):
        try:
            found[option] = read(text)
        except ValueError as error:
            faults.append(Fault("command line", 0, option, shown(text), str(error)))
    if faults:
        raise BadInput(faults)
    return Limits(found["--time-limit"], found["--gap"])


def effort_of(
    limits: Limits,
    *,
    rounds: int = ROUNDS,
    replications: int = REPLICATIONS,
    fresh: int = FRESH,
    jobs: int | None = None,
    compares: bool = True,
    on_progress: OnProgress | None = None,
) -> Effort:
    """Return how hard a proof is to try."""
    from scenarios.planning.proof.trial import Effort

    return Effort(
        rounds=rounds,
        replications=replications,
        fresh=fresh,
        jobs=jobs,
        limits=limits,
        compares=compares,
        on_progress=on_progress,
    )
