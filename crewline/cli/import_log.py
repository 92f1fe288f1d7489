"""`crewline import`: a real centre's call log or interval table, made into a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from crewline.cli.options import Debug, Json
from crewline.cli.report import ReportLanguage

if TYPE_CHECKING:
    from crewline.cli.import_told import Told
    from scenarios.intake.guess import Guessed
    from scenarios.intake.guessing import AnyMapping
    from scenarios.intake.importing import Imported
    from scenarios.intake.mapping import Weekday
    from scenarios.intake.tables.importing import ImportedTable


def import_log(
    logs: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Log files, or folders of them; or one interval table."
        ),
    ],
    mapping: Annotated[
        str | None,
        typer.Option(
            "--mapping",
            metavar="FILE_OR_NAME",
            help="What the columns mean: a YAML file, or a mapping that ships. Without it, it is"
            " guessed, shown with its doubts, and written for you to confirm.",
        ),
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take the guessed mapping as it is, and go on.")
    ] = False,
    save_mapping: Annotated[
        Path | None,
        typer.Option(
            "--save-mapping",
            metavar="FILE",
            help="Where the guessed mapping goes; must not exist. NAME_mapping.yaml unless given.",
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar="NAME", help="Of a workbook; else its first with a row."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FOLDER", help="Where the scenario goes; must not exist."),
    ] = None,
    rows: Annotated[
        Path | None,
        typer.Option(
            "--rows", metavar="FILE", help="Write what was wrong, row by row, as CSV; a new file."
        ),
    ] = None,
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
    language: Annotated[
        ReportLanguage,
        typer.Option("--language", metavar="en|zh", help="English, or Simplified Chinese."),
    ] = ReportLanguage.ENGLISH,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Turn a call log or an interval table into a scenario, and say what it is worth."""
    from crewline.cli.import_told import Told
    from crewline.words import Language, Words

    with Told(Words(Language(language.value)), as_json) as told:
        _import(
            Request(logs, mapping, accept, save_mapping, sheet, out, rows, name, check),
            told,
            days=_dates(days),
            weekday=cast("list[Weekday] | None", weekdays or None),  # what is none is refused there
        )


@dataclass(frozen=True)
class Request:
    """What is asked for, as its options have it."""

    logs: list[Path]
    mapping: str | None
    accept: bool
    save_mapping: Path | None
    sheet: str | None
    out: Path | None
    rows: Path | None
    name: str | None
    check: bool


def _import(wanted: Request, told: Told, **chosen: Any) -> None:
    from crewline.cli.import_told import write_text
    from scenarios.studies.folder import refuse_taken

    for file in (wanted.save_mapping, wanted.rows):
        refuse_taken_file(file)
    guessed = None if wanted.mapping is not None else _guessed(wanted.logs, wanted.sheet)
    if guessed is not None and not wanted.accept:
        file = wanted.save_mapping or Path(f"{guessed.mapping.name}_mapping.yaml")
        refuse_taken_file(file)
        told.guess(guessed, file, wanted.logs[0])
        return
    found: AnyMapping = guessed.mapping if guessed is not None else _given(str(wanted.mapping))
    if wanted.check:
        _refuse_check(found)
    if wanted.out is None:
        raise _bad("--out", "nothing", "a folder for the scenario, which does not exist yet")
    refuse_taken(wanted.out)
    if guessed is not None:
        told.accepted(guessed, wanted.save_mapping)
    imported = _imported(wanted.logs, found, wanted.sheet, name=wanted.name, **chosen)
    scenario_file = imported.write(wanted.out)
    if wanted.rows is not None:
        write_text(wanted.rows, _rows_of(imported))
    told.imported(imported, scenario_file, _checked(imported) if wanted.check else None)


def _guessed(logs: list[Path], sheet: str | None) -> Guessed:
    """Return the guessed mapping of the first file. Raises BadInput where there is none."""
    from scenarios.intake.guessing import guess
    from scenarios.intake.log import log_paths
    from scenarios.intake.opening import open_file

    return guess(open_file(log_paths(logs)[0], sheet))


def _given(reference: str) -> AnyMapping:
    from scenarios.intake.guessing import any_mapping

    return any_mapping(reference)


def _imported(
    logs: list[Path], mapping: AnyMapping, sheet: str | None, **chosen: Any
) -> Imported | ImportedTable:
    """Return what the files come to by a mapping; `--sheet` goes before the mapping's own."""
    from scenarios.intake import import_log as imported_from
    from scenarios.intake.log import log_paths
    from scenarios.intake.mapping import LogMapping
    from scenarios.intake.opening import open_file
    from scenarios.intake.tables.importing import import_table

    if isinstance(mapping, LogMapping):
        if sheet is not None:
            form = mapping.format.model_copy(update={"sheet": sheet})
            mapping = mapping.model_copy(update={"format": form})
        return imported_from(logs, mapping, **chosen)
    paths = log_paths(logs)
    if len(paths) > 1:
        raise _bad("FILE", f"{len(paths)} files", "one file, for an interval table")
    return import_table(open_file(paths[0], sheet or mapping.place.sheet), mapping, **chosen)


def _refuse_check(mapping: AnyMapping) -> None:
    """Raise BadInput, before anything is written, for what has no calls to compare with."""
    from scenarios.intake.mapping import LogMapping

    if not isinstance(mapping, LogMapping):
        raise _bad("--check", "an interval table", "a call log, whose calls can be compared")


def _checked(imported: Imported | ImportedTable) -> Any:
    from crewline.cli.progress import tell_of_compiling
    from scenarios.intake import check_against_log
    from scenarios.intake.importing import Imported
    from sim.kpis.ready import prepare

    assert isinstance(imported, Imported)  # others are refused before anything is written
    prepare(on_compile=tell_of_compiling)
    return check_against_log(imported)


def _rows_of(imported: Imported | ImportedTable) -> str:
    from scenarios.intake.importing import Imported

    if isinstance(imported, Imported):
        return imported.quality.rows_csv()
    return imported.report.notes.csv()


def refuse_taken_file(file: Path | None) -> None:
    if file is not None and file.exists():
        raise _bad("--save-mapping", str(file), "a file that does not exist yet")


def _bad(field: str, value: str, expected: str) -> Exception:
    from scenarios.faults import BadInput, Fault

    return BadInput([Fault("command line", 0, field, value, expected)])


def _dates(days: list[datetime] | None) -> list[date] | None:
    return [day.date() for day in days] if days else None
