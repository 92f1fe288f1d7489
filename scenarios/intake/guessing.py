"""Guessing what a table is: an interval table, a call log, or neither; and its mapping."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

import yaml

from scenarios.faults import BadInput, Fault
from scenarios.intake.guess import Guessed
from scenarios.intake.importing import Imported, import_raw
from scenarios.intake.log import read_sheets
from scenarios.intake.log_guess import guess_log
from scenarios.intake.mapping import LogMapping, Weekday, log_mapping, read_mapping
from scenarios.intake.opening import Sheet
from scenarios.intake.tables.guessing import guess_intervals
from scenarios.intake.tables.header import find_header
from scenarios.intake.tables.importing import ImportedTable, import_table
from scenarios.intake.tables.mapping import IntervalMapping, interval_mapping
from scenarios.load import load
from scenarios.yaml_file import Tree, is_there, parse_tree, read_tree

AnyMapping: TypeAlias = LogMapping | IntervalMapping


def guess(sheet: Sheet) -> Guessed:
    """Return what a table is taken for, its mapping, and why.

    Raises BadInput where it is neither an interval table nor a call log, with its columns.
    """
    found = guess_intervals(sheet) or guess_log(sheet)
    if found is None:
        header = find_header(sheet)
        value = f"columns {', '.join(header.names)[:200]}"
        words = (
            "an interval table (an interval, and calls offered, or answered and abandoned) or a"
            " call log (when a call queued, its wait, its service, its outcome)"
        )
        raise BadInput([Fault(sheet.file, header.row, "", value, words)])
    return found


def any_mapping(reference: Path | str) -> AnyMapping:
    """Return the mapping of a YAML file, of an interval table or a log, or a shipped log's by name.

    Raises BadInput for a file that is no mapping, all faults at once.
    """
    path = Path(reference)
    if not is_there(path) or not path.is_file():
        return read_mapping(reference)
    return _of_tree(read_tree(path))


def mapping_of(text: str, name: str = "mapping") -> AnyMapping:
    """Return the mapping of a YAML text. Raises BadInput with all faults."""
    return _of_tree(parse_tree(text, name))


def _of_tree(tree: Tree) -> AnyMapping:
    return interval_mapping(tree) if "table" in tree.data else log_mapping(tree)


def mapping_text(mapping: AnyMapping) -> str:
    """Return a mapping as YAML text, as it can be edited and given again."""
    if isinstance(mapping, IntervalMapping):
        return mapping.yaml()
    plain = mapping.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(
        plain, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
    )


def import_sheet(
    sheet: Sheet,
    mapping: AnyMapping,
    *,
    days: Iterable[date] | None = None,
    weekday: Weekday | Sequence[Weekday] | None = None,
    name: str | None = None,
) -> Imported | ImportedTable:
    """Return a table that was opened as a scenario of its typical week, by its mapping.

    Raises BadInput where the table or the mapping cannot be used.
    """
    if isinstance(mapping, IntervalMapping):
        return import_table(sheet, mapping, days=days, weekday=weekday, name=name)
    raw = read_sheets([sheet], mapping)
    return import_raw(raw, mapping, days=days, weekday=weekday, name=name)


def self_contained(files: Mapping[str, str], scenario_file: str) -> str:
    """Return an imported scenario as one YAML text, its tables put in as numbers.

    Raises BadInput where the files are no scenario.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        written = load(Path(folder) / scenario_file).scenario.written()
    return yaml.safe_dump(
        written, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
    )
