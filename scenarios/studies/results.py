"""The results folder: what a study found, and all that is needed to run it again exactly.

    <folder>/
        scenario.yaml     the resolved scenario: overrides applied, tables inlined, the seed
        summary.json      replications, versions, verdicts and headline figures
        kpis.parquet groups.parquet intervals.parquet days.parquet flows.parquet [legs.parquet]
        [timeline_*.parquet]

Tables are written as CSV, too, where that is asked.
A comparison's folder holds one such folder for each scenario, `differences.parquet` and a summary.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd

from scenarios.faults import BadInput, Fault
from scenarios.load import resolved_yaml
from scenarios.studies.comparison import Comparison
from scenarios.studies.csv_files import write_csv
from scenarios.studies.folder import keep
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.study import Study
from scenarios.studies.summary import Summary, comparison_summary, study_summary

SCENARIO: Final = "scenario.yaml"
SUMMARY: Final = "summary.json"

#: Of a folder; a comparison's label may hold a setting of any length.
_LONGEST_NAME: Final = 60


@dataclass(frozen=True)
class Results:
    """A results folder read back: its summary, and its tables by name."""

    folder: Path
    summary: Summary
    tables: Mapping[str, Frame]

    @property
    def scenario_file(self) -> Path:
        """The resolved scenario, which can be loaded and run again."""
        return self.folder / SCENARIO


def save(study: Study, folder: Path | None = None, *, csv: bool = False) -> Path:
    """Write a study's results and return where they are: `folder`, or a numbered one.

    With `csv` every table is written for spreadsheets, too.

    Raises BadInput when `folder` is taken.
    """
    return keep(partial(_write_study, study, csv=csv), safe_name(study.label), folder)


def save_comparison(
    comparison: Comparison, folder: Path | None = None, *, csv: bool = False
) -> Path:
    """Write a comparison's results and return where they are: `folder`, or a numbered one.

    With `csv` every table is written for spreadsheets, too.

    Raises BadInput when `folder` is taken.
    """
    name = f"{safe_name(comparison.base.label)}-compared"
    return keep(partial(_write_comparison, comparison, csv=csv), name, folder)


def load_results(folder: str | Path) -> Results:
    """Read a results folder back.

    Raises BadInput when it is none.
    """
    folder = Path(folder)
    try:
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        tables = {file.stem: pd.read_parquet(file) for file in sorted(folder.glob("*.parquet"))}
    except (OSError, ValueError) as error:
        raise BadInput([Fault(str(folder), 0, SUMMARY, "", "a results folder")]) from error
    return Results(folder, summary, tables)


def _write_study(study: Study, folder: Path, *, csv: bool) -> None:
    (folder / SCENARIO).write_text(resolved_yaml(study.scenario), encoding="utf-8")
    write_summary(folder, study_summary(study))
    tables = {
        "kpis": study.kpis,
        "groups": study.groups,
        "intervals": study.intervals,
        "days": study.days,
        "flows": study.flows,
    }
    if study.first_legs is not None:
        tables["legs"] = study.first_legs
    if study.timeline is not None:
        tables |= study.timeline.named()
    write_tables(folder, tables, csv=csv)


def _write_comparison(comparison: Comparison, folder: Path, *, csv: bool) -> None:
    write_summary(folder, comparison_summary(comparison))
    write_tables(folder, {"differences": comparison.differences}, csv=csv)
    for number, study in enumerate(comparison.studies, start=1):
        own = folder / f"{number}-{safe_name(study.label)}"
        own.mkdir()
        _write_study(study, own, csv=csv)


def write_tables(folder: Path, tables: Mapping[str, Frame], *, csv: bool) -> None:
    """Write tables by name as Parquet, and as CSV where that is asked."""
    for name, table in tables.items():
        table.to_parquet(folder / f"{name}.parquet", index=False)
        if csv:
            write_csv(table, folder / f"{name}.csv")


def write_summary(folder: Path, summary: Summary) -> None:
    """Write a folder's summary."""
    text = json.dumps(summary, ensure_ascii=False, indent=2, allow_nan=False)
    (folder / SUMMARY).write_text(text + "\n", encoding="utf-8")


def safe_name(label: str) -> str:
    """Return a label as a file name."""
    return re.sub(r"[^\w.-]+", "-", label)[:_LONGEST_NAME].strip(".-") or "scenario"
