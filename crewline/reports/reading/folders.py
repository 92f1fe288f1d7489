"""From folders that commands left to a decision: what a folder is, and who reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from crewline.reports.decision import Decision
from crewline.reports.reading.frontiers import of_frontier
from crewline.reports.reading.json_files import Plain
from crewline.reports.reading.playbooks import of_playbook
from crewline.reports.reading.runs import of_comparison, of_runs
from crewline.reports.reading.schedules import is_schedule, of_schedule
from crewline.reports.reading.shapes import made_by_other
from crewline.reports.reading.summaries import SUMMARY, Folder, read_folder
from crewline.reports.reading.sweeps import is_sweep, of_sweep
from scenarios.faults import BadInput, Fault

_SWEEP: Final = "sweep"
_RUN: Final = "run"


def decision_of(paths: Sequence[str | Path], question: str = "") -> Decision:
    """Return the decision that folders of results are about, the present option first.

    One folder of any kind; or several of runs, side by side. Raises BadInput with all that is
    wrong: a folder that is none, a broken summary, a missing table, folders that do not go
    together.
    """
    folders, faults = list[Path](), list[Fault]()
    kinds = []
    for path in map(Path, paths):
        try:
            kinds.append(_kind(path))
            folders.append(path)
        except BadInput as bad:
            faults += bad.faults
    if not paths:
        faults.append(Fault("command line", 0, "RESULTS", "nothing", "a folder of results"))
    if len(kinds) > 1:
        faults += [
            Fault(str(path), 0, "", f"the folder of a {kind}", "that of a run, beside others")
            for path, kind in zip(folders, kinds, strict=True)
            if kind != _RUN
        ]
    if faults:
        raise BadInput(faults)
    if kinds[0] == _SWEEP:
        return of_sweep(folders[0], question)
    read = [read_folder(path) for path in folders]
    return _READERS[kinds[0]](read, question)


def _kind(path: Path) -> str:
    """Return which command left a folder. Raises BadInput where none did."""
    if is_sweep(path):
        return _SWEEP
    return kind_of(read_folder(path).summary, path)


def kind_of(summary: Plain, path: Path) -> str:
    """Return which command's summary it is. Raises BadInput where it is none's."""
    for kind, is_it in _MARKS.items():
        if is_it(summary):
            return kind
    words = f"a summary of run, compare, schedule, frontier or playbook{made_by_other(summary)}"
    value = ", ".join(sorted(map(str, summary))[:6]) or "nothing"
    raise BadInput([Fault(str(path / SUMMARY), 0, "", value, words)])


#: How the summaries of commands are told from each other.
_MARKS: Final[Mapping[str, Callable[[Plain], bool]]] = {
    "comparison": lambda summary: "studies" in summary and "base" in summary,
    "playbook": lambda summary: "outcomes" in summary and "earned" in summary,
    "frontier": lambda summary: "points" in summary and "price_of_a_point" in summary,
    "schedule": is_schedule,
    _RUN: lambda summary: "centre" in summary and "targets" in summary,
}


_READERS: Final[Mapping[str, Callable[[Sequence[Folder], str], Decision]]] = {
    "comparison": lambda folders, question: of_comparison(folders[0], question),
    "playbook": lambda folders, question: of_playbook(folders[0], question),
    "frontier": lambda folders, question: of_frontier(folders[0], question),
    "schedule": lambda folders, question: of_schedule(folders[0], question),
    _RUN: of_runs,
}
