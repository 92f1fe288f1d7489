"""The heavy part of bringing data in, in a worker process: looking at a file, and importing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from crewline.ui.work.task import Task, Tell
from crewline.words.words import N_
from scenarios.faults import BadInput, Fault

if TYPE_CHECKING:
    from scenarios.intake.guess import Guessed
    from scenarios.intake.guessing import AnyMapping
    from scenarios.intake.opening import Sheet
    from scenarios.intake.quality import QualityReport
    from scenarios.intake.row_notes import NoteCount, RowNote
    from scenarios.intake.tables.quality import TableReport

#: Rows that are shown of a file.
SHOWN_ROWS: Final = 12
_SHOWN_COLUMNS: Final = 40


@dataclass(frozen=True)
class Looked:
    """What a file looks like: its first rows as (number, cells), its columns, and its mapping.

    `guessed` is None where `faults` say that it is no table that we can use. `parts` are headings
    of a second row, which stand under several groups.
    """

    kind: str
    encoding: str
    separator: str
    sheet: str
    sheets: tuple[str, ...]
    rows: int
    head: tuple[tuple[int, tuple[str, ...]], ...] = ()
    columns: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    guessed: Guessed | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Brought:
    """What an import came to: the scenario as one text, and what the data are worth.

    `table` is of an interval table, `log` of a call log; `notes` are the first rows that were not
    as they should be, `counts` how many there are of each kind. With `faults` there is no scenario.
    """

    name: str = ""
    own: str = ""
    table: TableReport | None = None
    log: QualityReport | None = None
    notes: tuple[RowNote, ...] = ()
    counts: tuple[NoteCount, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def noted(self) -> int:
        """How many things there were to note of rows."""
        return sum(one.count for one in self.counts)


@dataclass(frozen=True)
class LookTask(Task[Looked]):
    """Looks at an uploaded file. `digest` is that of its bytes."""

    data: bytes = field(repr=False)
    file: str
    digest: str
    sheet: str = ""

    @property
    def content(self) -> str:
        """The file by its content and name, and the sheet."""
        return "\n".join((self.digest, self.file, self.sheet))

    @property
    def size(self) -> float:
        """The file's bytes."""
        return float(len(self.data))

    def carry_out(self, tell: Tell) -> Looked:
        """Open the file and guess its mapping; what is wrong with it is told in the result."""
        from scenarios.intake.guessing import guess
        from scenarios.intake.opening import open_sheet

        tell(0.05, N_("Opening the file"))
        try:
            sheet = open_sheet(self.data, self.file, self.sheet or None)
        except BadInput as bad:
            return Looked("", "", "", "", (), 0, faults=bad.faults)
        tell(0.6, N_("Guessing what its columns mean"))
        try:
            guessed: Guessed | None = guess(sheet)
            faults: tuple[Fault, ...] = ()
        except BadInput as bad:
            guessed, faults = None, bad.faults
        try:
            return _looked(sheet, guessed, faults)
        except BadInput as bad:
            return Looked("", "", "", "", (), 0, faults=bad.faults)


def _looked(sheet: Sheet, guessed: Guessed | None, faults: tuple[Fault, ...]) -> Looked:
    from scenarios.intake.tables.header import find_header

    header = find_header(sheet)
    last = min(header.body + SHOWN_ROWS, len(sheet))
    head = tuple(
        (int(sheet.lines[place]), sheet.row(place)[:_SHOWN_COLUMNS]) for place in range(last)
    )
    return Looked(
        sheet.kind,
        sheet.encoding,
        sheet.separator,
        sheet.sheet,
        sheet.sheets,
        len(sheet) - header.body,
        head,
        header.names,
        tuple(dict.fromkeys(low for low in header.lows if low)) if header.rows == 2 else (),
        guessed,
        faults,
    )


@dataclass(frozen=True)
class ImportTask(Task[Brought]):
    """Makes a scenario of an uploaded file by a mapping that was confirmed."""

    data: bytes = field(repr=False)
    file: str
    digest: str
    sheet: str
    mapping: AnyMapping

    @property
    def content(self) -> str:
        """The file by its content and name, the sheet, and the mapping."""
        from scenarios.intake.guessing import mapping_text

        return "\n".join((self.digest, self.file, self.sheet, mapping_text(self.mapping)))

    @property
    def size(self) -> float:
        """The file's bytes."""
        return float(len(self.data))

    def carry_out(self, tell: Tell) -> Brought:
        """Import the file; what is wrong with it is told in the result."""
        from scenarios.intake.guessing import import_sheet, self_contained
        from scenarios.intake.opening import open_sheet
        from scenarios.intake.tables.importing import ImportedTable

        tell(0.05, N_("Opening the file"))
        try:
            sheet = open_sheet(self.data, self.file, self.sheet or None)
            tell(0.3, N_("Reading its rows"))
            found = import_sheet(sheet, self.mapping)
            tell(0.9, N_("Writing the scenario"))
            own = self_contained(found.scenario_files, found.scenario_file)
        except BadInput as bad:
            return Brought(faults=bad.faults)
        if isinstance(found, ImportedTable):
            notes = found.report.notes
            return Brought(found.name, own, found.report, None, notes.notes, notes.counts)
        quality = found.quality
        return Brought(found.name, own, None, quality, quality.row_notes, quality.row_counts)
