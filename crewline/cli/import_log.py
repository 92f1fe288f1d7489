"""`crewline import`: a real centre's call log or interval table, made into a scenario."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from crewline.cli.options import Debug, Json

if TYPE_CHECKING:
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
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Turn a call log or an interval table into a scenario, and say what it is worth."""
    from scenarios.studies.folder import refuse_taken

    for wanted in (save_mapping, rows):
        _refuse_taken_file(wanted)
    guessed = None if mapping is not None else _guessed(logs, sheet)
    if guessed is not None:
        if not accept:
            _show_guess(guessed, save_mapping, logs[0], as_json)
            return
        found: AnyMapping = guessed.mapping
    else:
        found = _given(str(mapping))
    if check:
        _refuse_check(found)
    if out is None:
        raise _bad("--out", "nothing", "a folder for the scenario, which does not exist yet")
    refuse_taken(out)
    if guessed is not None:
        _save_accepted(guessed, save_mapping, as_json)
    only = cast("list[Weekday] | None", weekdays or None)  # what is none is refused there
    imported = _imported(logs, found, sheet, days=_dates(days), weekday=only, name=name)
    scenario_file = imported.write(out)
    if rows is not None:
        _write(rows, _rows_of(imported))
    checked = _checked(imported) if check else None
    _show_import(imported, scenario_file, checked, as_json)


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


def _show_guess(guessed: Guessed, wanted: Path | None, log: Path, as_json: bool) -> None:
    """Print the mapping and its doubts, and write it for its owner to confirm."""
    from crewline.cli.output import console
    from crewline.cli.streams import print_json, remark
    from scenarios.intake.guessing import mapping_text

    file = wanted or Path(f"{guessed.mapping.name}_mapping.yaml")
    _refuse_taken_file(file)
    text = mapping_text(guessed.mapping)
    _write(file, f"# Guessed by crewline import from {log.name}; confirm or edit.\n{text}")
    if as_json:
        print_json({"ok": True, "mapping_file": str(file), **_as_dict(guessed)})
        return
    screen = console()
    for line in (text.rstrip(), "", *_guess_lines(guessed)):
        screen.print(line, highlight=False, markup=False, soft_wrap=True)
    remark(
        f"The mapping is {file}; confirm or edit it, then:"
        f" crewline import {log} --mapping {file} --out FOLDER"
    )


def _save_accepted(guessed: Guessed, wanted: Path | None, as_json: bool) -> None:
    """Say what is taken without having been confirmed."""
    from crewline.cli.streams import remark
    from scenarios.intake.guessing import mapping_text

    if wanted is not None:
        _write(wanted, mapping_text(guessed.mapping))
    if not as_json:
        for one in guessed.asked:
            remark(f"warning: guessed, and not confirmed: {one.field} is {one.value}: {one.why}")


def _guess_lines(guessed: Guessed) -> list[str]:
    """Return what was guessed, what should be confirmed first."""
    what = {"intervals": "an interval table", "calls": "a call log"}[guessed.kind]
    lines = [f"This is taken for {what}."]
    for title, wanted in (
        ("to be confirmed:", ("asked",)),
        ("likely:", ("likely",)),
        ("sure:", ("sure",)),
    ):
        found = [
            f"  {one.field} = {one.value}: {one.why}"
            for one in guessed.guesses
            if one.sureness in wanted
        ]
        lines += [title, *found] if found else []
    return lines


def _as_dict(guessed: Guessed) -> dict[str, object]:
    from scenarios.intake.guessing import mapping_text

    return {
        "kind": guessed.kind,
        "mapping": mapping_text(guessed.mapping),
        "guesses": [one.as_dict() for one in guessed.guesses],
        "doubts": [one.as_dict() for one in guessed.asked],
    }


def _show_import(
    imported: Imported | ImportedTable, scenario_file: Path, checked: Any, as_json: bool
) -> None:
    """Print what the import found out, for a person or a machine."""
    from crewline.cli.output import console
    from crewline.cli.streams import print_json, remark
    from scenarios.intake.importing import Imported

    quality = imported.quality if isinstance(imported, Imported) else imported.report
    if as_json:
        report: dict[str, object] = {"ok": True, "scenario_file": str(scenario_file)}
        report |= {"quality": quality.as_dict()}
        print_json(report | ({"check": checked.as_dict()} if checked else {}))
        return
    screen = console()
    for line in quality.lines() + (checked.lines() if checked else []):
        screen.print(line, highlight=False, markup=False, soft_wrap=True)
    remark(f"The scenario is {scenario_file}; try: crewline run {scenario_file}")


def _refuse_taken_file(file: Path | None) -> None:
    if file is not None and file.exists():
        raise _bad("--save-mapping", str(file), "a file that does not exist yet")


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        value = f"{file} ({error.strerror or error})"
        raise _bad("file", value, "a file that can be written") from error


def _bad(field: str, value: str, expected: str) -> Exception:
    from scenarios.faults import BadInput, Fault

    return BadInput([Fault("command line", 0, field, value, expected)])


def _dates(days: list[datetime] | None) -> list[date] | None:
    return [day.date() for day in days] if days else None
