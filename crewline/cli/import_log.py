"""`crewline import`: a real centre's call log, made into a scenario."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from crewline.cli.options import Debug, Json

if TYPE_CHECKING:
    from scenarios.intake.mapping import Weekday


def import_log(
    logs: Annotated[
        list[Path], typer.Argument(metavar="LOG...", help="Log files, or folders of them.")
    ],
    mapping: Annotated[
        str,
        typer.Option(
            "--mapping",
            metavar="FILE_OR_NAME",
            help="What the columns mean: a YAML file, or a mapping that ships.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FOLDER", help="Where the scenario goes; must not exist."),
    ],
    name: Annotated[
        str | None, typer.Option("--name", help="The scenario's name; the mapping's unless given.")
    ] = None,
    weekdays: Annotated[
        list[str] | None,
        typer.Option("--weekday", metavar="DAY", help="Only this weekday. May be repeated."),
    ] = None,
    days: Annotated[
        list[datetime] | None,
        typer.Option(
            "--day",
            metavar="YYYY-MM-DD",
            formats=["%Y-%m-%d"],
            help="Only this day, even if it is unlike others. May be repeated.",
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Simulate the scenario a few times and show it beside the log."
        ),
    ] = False,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Turn a call-by-call log into a scenario, and say what the log is worth."""
    from crewline.cli.output import console
    from crewline.cli.progress import tell_of_compiling
    from crewline.cli.streams import print_json, remark
    from scenarios.intake import check_against_log
    from scenarios.intake import import_log as imported_from
    from scenarios.studies.folder import refuse_taken
    from sim.kpis.ready import prepare

    refuse_taken(out)
    only = cast("list[Weekday] | None", weekdays or None)  # what is none is refused there
    found = imported_from(logs, mapping, days=_dates(days), weekday=only, name=name)
    scenario_file = found.write(out)
    if check:
        prepare(on_compile=tell_of_compiling)
    checked = check_against_log(found) if check else None
    if as_json:
        report = {"ok": True, "scenario_file": str(scenario_file)}
        report |= {"quality": found.quality.as_dict()}
        print_json(report | ({"check": checked.as_dict()} if checked else {}))
        return
    screen = console()
    for line in found.quality.lines() + (checked.lines() if checked else []):
        screen.print(line, highlight=False, markup=False, soft_wrap=True)
    remark(f"The scenario is {scenario_file}; try: crewline run {scenario_file}")


def _dates(days: list[datetime] | None) -> list[date] | None:
    return [day.date() for day in days] if days else None
