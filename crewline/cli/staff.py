"""`crewline staff`: how many agents are needed, of a scenario or of one line given by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from crewline.cli.needs import Asking, read_agents, refuse_by_hand, show_needs
from crewline.cli.options import By, Csv, Debug, Jobs, Json, Sets, Variant, With
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

_BY_HAND = "Without a scenario"

ByNeed = Annotated[
    By | None,
    typer.Option("--by", metavar="interval", help="Print the agents of every interval, too."),
]

StaffLine = Annotated[
    str | None,
    typer.Option("--line", "--queue", metavar="NAME", help="This line, and not all of them."),
]

StaffOut = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FOLDER", help="Write tables and summary there: a folder that is new."
    ),
]


def _by_hand(option: str, metavar: str, words: str) -> Any:
    """Return an option of the calculator, which needs no scenario."""
    return typer.Option(option, metavar=metavar, help=words, rich_help_panel=_BY_HAND)


def staff(
    reference: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME_OR_PATH[:VARIANT]]",
            help="A scenario that ships, or a YAML file; after a colon, one of its variants."
            " Without one, a line is given by --calls and --aht.",
            show_default=False,
        ),
    ] = None,
    calls: Annotated[str | None, _by_hand("--calls", "NUMBER", "How many calls come.")] = None,
    per: Annotated[
        str | None, _by_hand("--per", "TIME", "In what time, such as 30min; an hour unless given.")
    ] = None,
    aht: Annotated[
        str | None, _by_hand("--aht", "TIME", "Mean handling time, such as 180s.")
    ] = None,
    sl: Annotated[
        str | None,
        _by_hand("--sl", "SHARE", "Share answered in time, of all offered; 80% unless given."),
    ] = None,
    within: Annotated[
        str | None, _by_hand("--within", "TIME", "What in time means; 20s unless given.")
    ] = None,
    asa: Annotated[
        str | None, _by_hand("--asa", "TIME", "Longest average speed of answer.")
    ] = None,
    abandonment: Annotated[
        str | None, _by_hand("--abandonment", "SHARE", "Largest share abandoned; needs --patience.")
    ] = None,
    occupancy: Annotated[
        str | None, _by_hand("--occupancy", "SHARE", "Largest occupancy of those on the phone.")
    ] = None,
    patience: Annotated[
        str | None,
        _by_hand("--patience", "TIME", "Mean patience (Erlang A); everybody waits unless given."),
    ] = None,
    shrinkage: Annotated[
        str | None,
        _by_hand("--shrinkage", "SHARE", "Share of paid time off the phone: what to schedule."),
    ] = None,
    agents: Annotated[
        str | None,
        _by_hand(
            "--agents",
            "NUMBER",
            "The reverse question: what service so many give; of a scenario, with --line.",
        ),
    ] = None,
    variant: Variant = None,
    sets: Sets = None,
    events: With = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Go on to shifts and the simulation, and tell each step from the Erlang number"
            " to the final one. Takes as long as crewline schedule.",
        ),
    ] = False,
    by: ByNeed = None,
    line: StaffLine = None,
    fractional: Annotated[
        bool,
        typer.Option("--fractional", help="With --by interval: each step, with parts of agents."),
    ] = False,
    time_limit: TimeLimit = TIME_LIMIT,
    gap: Gap = GAP,
    rounds: Rounds = ROUNDS,
    replications: ProofReplications = REPLICATIONS,
    fresh: Fresh = FRESH,
    jobs: Jobs = None,
    out: StaffOut = None,
    csv: Csv = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Say how many agents are needed in each interval, and why not fewer.

    Of a scenario, or of one line that is given by hand.
    """
    by_hand = {
        "calls": calls,
        "per": per,
        "aht": aht,
        "sl": sl,
        "within": within,
        "asa": asa,
        "abandonment": abandonment,
        "occupancy": occupancy,
        "patience": patience,
        "shrinkage": shrinkage,
        "agents": agents,
    }
    if reference is None:
        _calculate(by_hand, as_json=as_json)
        return
    refuse_by_hand(by_hand)
    from crewline.cli.planning_options import effort_of, limits_of
    from crewline.cli.planning_scenario import planning_scenario

    asked = Asking(line, by is By.INTERVAL, fractional, read_agents(agents, line))
    limits = limits_of(time_limit, gap)
    loaded = planning_scenario(
        reference,
        variant,
        sets,
        events,
        seed=None,
        out=out,
        refuse_unknown=asked.refuse_unknown,
        in_words=not as_json,
    )
    show_needs(
        loaded,
        asked,
        effort_of(
            limits,
            rounds=rounds,
            replications=replications,
            fresh=fresh,
            jobs=jobs,
            compares=False,
        )
        if explain
        else None,
        out,
        csv=csv,
        as_json=as_json,
    )


def _calculate(by_hand: dict[str, str | None], *, as_json: bool) -> None:
    from crewline.cli.output import console
    from crewline.cli.streams import print_json
    from crewline.tables.staff import print_answer
    from scenarios.planning.need.calculator import asked, calculated

    answer = calculated(asked(by_hand))
    if as_json:
        print_json({"ok": True, **answer.as_dict()})
    else:
        print_answer(console(), answer)
