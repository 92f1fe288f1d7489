"""`crewline staff`: how many agents are needed, of a scenario or of one line given by hand."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crewline.cli.options import Debug, Json

_BY_HAND = "Without a scenario"


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
        _by_hand("--agents", "NUMBER", "The reverse question: what service so many give."),
    ] = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Say how many agents are needed in each interval, and why not fewer."""
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


def _calculate(by_hand: dict[str, str | None], *, as_json: bool) -> None:
    from crewline.cli.output import console
    from crewline.cli.streams import print_json
    from crewline.tables.staff import print_answer
    from scenarios.planning.calculator import asked, calculated

    answer = calculated(asked(by_hand))
    if as_json:
        print_json({"ok": True, **answer.as_dict()})
    else:
        print_answer(console(), answer)
