"""What `crewline import` says: guesses and their doubts, what a file is worth, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import typer

from crewline.cli.exits import ExitCode
from crewline.cli.output import console
from crewline.cli.streams import print_json, remark
from crewline.words import N_, Language, Words
from crewline.words.intake import spoken
from scenarios.faults import BadInput, Fault
from scenarios.intake.guess import Guessed
from scenarios.intake.guessing import mapping_text
from scenarios.intake.importing import Imported
from scenarios.intake.said import Said
from scenarios.intake.tables.importing import ImportedTable

KINDS: Final = {
    "intervals": N_("This is taken for an interval table."),
    "calls": N_("This is taken for a call log."),
}
SURENESS: Final = {
    "asked": N_("to be confirmed:"),
    "likely": N_("likely:"),
    "sure": N_("sure:"),
}


@dataclass(frozen=True)
class Told:
    """Tells an import to a person in a language, or to a machine, which is told in English.

    As a context it tells what is wrong with an input in that language too.
    """

    say: Words
    as_json: bool

    def __enter__(self) -> Told:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Raises typer.Exit for bad input that has been told."""
        is_english = self.as_json or self.say.language is Language.ENGLISH
        if not isinstance(error, BadInput) or is_english:
            return
        for fault in error.faults:
            remark(self.say.fault(fault))
        raise typer.Exit(ExitCode.BAD_INPUT)

    def guess(self, guessed: Guessed, file: Path, log: Path) -> None:
        """Print the mapping and its doubts, and write it for its owner to confirm."""
        say = self.say
        text = mapping_text(guessed.mapping)
        write_text(file, f"# Guessed by crewline import from {log.name}; confirm or edit.\n{text}")
        if self.as_json:
            print_json({"ok": True, "mapping_file": str(file), **_as_dict(guessed)})
            return
        _print([text.rstrip(), "", *self._guess_lines(guessed)])
        remark(
            say(
                "The mapping is {file}; confirm or edit it, then: {command}",
                file=file,
                command=f"crewline import {log} --mapping {file} --out FOLDER",
            )
        )

    def accepted(self, guessed: Guessed, wanted: Path | None) -> None:
        """Say what is taken without having been confirmed; keep the mapping where it is wanted."""
        say = self.say
        if wanted is not None:
            write_text(wanted, mapping_text(guessed.mapping))
        if self.as_json:
            return
        for one in guessed.asked:
            remark(
                say(
                    "warning: guessed, and not confirmed: {field} is {value}: {why}",
                    field=one.field,
                    value=one.value,
                    why=self._spoken(one.why),
                )
            )

    def imported(
        self, imported: Imported | ImportedTable, scenario_file: Path, checked: Any
    ) -> None:
        """Print what the import found out."""
        say = self.say
        quality = imported.quality if isinstance(imported, Imported) else imported.report
        if self.as_json:
            report: dict[str, object] = {"ok": True, "scenario_file": str(scenario_file)}
            report |= {"quality": quality.as_dict()}
            print_json(report | ({"check": checked.as_dict()} if checked else {}))
            return
        _print(quality.lines(self._spoken) + (checked.lines(self._spoken) if checked else []))
        remark(
            say(
                "The scenario is {file}; try: {command}",
                file=scenario_file,
                command=f"crewline run {scenario_file}",
            )
        )

    def _guess_lines(self, guessed: Guessed) -> Iterator[str]:
        """Give what was guessed, what should be confirmed first."""
        say = self.say
        yield say(KINDS[guessed.kind])
        for sureness, title in SURENESS.items():
            found = [one for one in guessed.guesses if one.sureness == sureness]
            if found:
                yield say(title)
            for one in found:
                yield f"  {one.field} = {one.value}: {self._spoken(one.why)}"

    def _spoken(self, one: Said) -> str:
        return spoken(one, self.say)


def write_text(file: Path, text: str) -> None:
    """Write a file. Raises BadInput where it cannot be written."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        value = f"{file} ({error.strerror or error})"
        fault = Fault("command line", 0, "file", value, "a file that can be written")
        raise BadInput([fault]) from error


def _print(lines: Iterable[str]) -> None:
    screen = console()
    for line in lines:
        screen.print(line, highlight=False, markup=False, soft_wrap=True)


def _as_dict(guessed: Guessed) -> dict[str, object]:
    return {
        "kind": guessed.kind,
        "mapping": mapping_text(guessed.mapping),
        "guesses": [one.as_dict() for one in guessed.guesses],
        "doubts": [one.as_dict() for one in guessed.asked],
    }
