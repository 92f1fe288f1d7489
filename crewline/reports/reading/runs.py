"""Decisions from runs: one folder, several side by side, or a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from crewline.reports.decision import Decision, Kind, Option
from crewline.reports.reading.options import compared, decision_of_options, option_of_folder
from crewline.reports.reading.shapes import Comparison, Run, refuse_other
from crewline.reports.reading.summaries import SUMMARY, Folder, read_folder
from scenarios.faults import BadInput, Fault

#: So many options are read from a folder or a command line; a page of more is no page.
MOST: Final = 12


def of_runs(folders: Sequence[Folder], question: str) -> Decision:
    """Return the decision of runs side by side, the first of them the present. Raises BadInput."""
    _refuse_other(folders)
    _refuse_unlike(folders)
    options = _told_apart([option_of_folder(folder) for folder in folders], folders)
    confidence = float(folders[0].summary["confidence"])
    kind = Kind.RUN if len(options) == 1 else Kind.COMPARE
    sides = compared(options, confidence)
    return decision_of_options(kind, question, sides, folders[0].summary)


def of_comparison(folder: Folder, question: str) -> Decision:
    """Return the decision of a comparison: of the runs in its folder. Raises BadInput."""
    refuse_other(folder.summary, Comparison, folder.path / SUMMARY)
    columns = min(len(folder.summary["studies"]), MOST)
    found = [_numbered(folder, number) for number in range(1, columns + 1)]
    return of_runs(found, question)


def _numbered(folder: Folder, number: int) -> Folder:
    """Return the folder of a column. Raises BadInput where it is missing."""
    names = sorted(folder.path.glob(f"{number}-*"))
    if not names:
        words = f"the folder {number}-... of its column {number}"
        raise BadInput([Fault(str(folder.path), 0, "", "nothing of that name", words)])
    return read_folder(names[0])


def _refuse_other(folders: Sequence[Folder]) -> None:
    """Raise BadInput with all faults of summaries that are no run's."""
    faults = list[Fault]()
    for folder in folders:
        try:
            refuse_other(folder.summary, Run, folder.path / SUMMARY)
        except BadInput as bad:
            faults += bad.faults
    if faults:
        raise BadInput(faults)


def _refuse_unlike(folders: Sequence[Folder]) -> None:
    """Raise BadInput where options have different money, or lie over more or fewer days."""
    first = folders[0].summary
    faults = [
        Fault(
            str(folder.path / SUMMARY),
            0,
            field,
            str(folder.summary.get(field)),
            f"{first.get(field)}, as in {folders[0].path}: figures side by side have one {field}",
        )
        for folder in folders[1:]
        for field in ("currency", "confidence")
        if folder.summary.get(field) != first.get(field)
    ]
    if len(folders) > MOST:
        value = f"{len(folders)} folders"
        faults.append(Fault("command line", 0, "RESULTS", value, f"at most {MOST} options"))
    if faults:
        raise BadInput(faults)


def _told_apart(options: Sequence[Option], folders: Sequence[Folder]) -> list[Option]:
    """Return options with the folder behind the label where two have one label."""
    count = Counter(option.label for option in options)
    faults = [
        Fault(str(folder.path), 0, "days", str(option.scenario.days), "as many days as the first")
        for option, folder in zip(options, folders, strict=True)
        if option.scenario and options[0].scenario
        if option.scenario.days != options[0].scenario.days
    ]
    if faults:
        raise BadInput(faults)
    return [
        replace(option, label=f"{option.label} ({_sayable(folder.path)})")
        if count[option.label] > 1
        else option
        for option, folder in zip(options, folders, strict=True)
    ]


def _sayable(path: Path) -> str:
    """Return a folder's name as text: bytes that are none become `?`."""
    return path.name.encode("utf-8", "replace").decode("utf-8")
