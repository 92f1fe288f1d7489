"""`crewline list`: the scenarios and events that ship, and the days of a year."""

from __future__ import annotations

from typing import Annotated

import typer

from crewline.cli.options import Debug, Json

Year = Annotated[
    int | None,
    typer.Option(
        "--calendar",
        metavar="YEAR",
        help="Print a year's public holidays in China, shifted days off and promotion days"
        " instead, under the names that an event's date may have.",
    ),
]


Listed = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME]",
        help="A scenario or an event that ships: print its file, with the reasons of its numbers,"
        " to be read, or copied and changed.",
        show_default=False,
    ),
]


def list_all(
    name: Listed = None,
    calendar: Year = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """List the scenarios, and the events that --with composes with any of them."""
    if calendar is not None:
        _list_days(calendar, as_json=as_json)
        return
    if name is not None:
        _print_file(name, as_json=as_json)
        return
    from crewline.cli.output import console
    from crewline.cli.streams import print_json
    from crewline.tables.lists import print_events, print_scenarios
    from scenarios.listing import listed_events, listed_scenarios

    scenarios, events = listed_scenarios(), listed_events()
    if as_json:
        print_json(
            {
                "ok": True,
                "scenarios": [one.as_dict() for one in scenarios],
                "events": [one.as_dict() for one in events],
            }
        )
        return
    print_scenarios(console(), scenarios)
    print_events(console(), events)


def _print_file(name: str, *, as_json: bool) -> None:
    from crewline.cli.streams import print_json
    from scenarios.events.files import event_library
    from scenarios.faults import BadInput, Fault
    from scenarios.load import library
    from scenarios.units import one_of

    known = library() | event_library()
    if name not in known:
        words = one_of("scenarios and events", name, known)
        raise BadInput([Fault("command line", 0, "NAME", name, words)])
    text = known[name].read_text(encoding="utf-8")
    if as_json:
        print_json({"ok": True, "name": name, "text": text})
    else:
        typer.echo(text, nl=False)


def _list_days(year: int, *, as_json: bool) -> None:
    from crewline.cli.output import console
    from crewline.cli.streams import print_json, remark
    from crewline.tables.lists import print_calendar
    from scenarios.events.calendar import calendar, is_announced

    entries, announced = calendar(year), is_announced(year)
    if as_json:
        days = [one.as_dict() for one in entries]
        print_json({"ok": True, "year": year, "announced": announced, "calendar": days})
        return
    print_calendar(console(), year, entries)
    if not announced:
        remark(
            f"Which days off are shifted in {year} is not known here: the State Council says so"
            " late in the year before. Statutory holidays follow from the law."
        )
