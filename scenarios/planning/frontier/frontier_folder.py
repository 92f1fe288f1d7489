"""The folder of a frontier: begun, resumed, or refused; its points and its tables.

<folder>/
    points/                the finished points: numbers, and the scheduled scenario of each
    points.parquet .csv    one row a point, for a chart
    marginals.parquet .csv what each small change of the chosen point brings
    summary.json           all of it, and how it was made
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from scenarios.faults import BadInput, Fault
from scenarios.planning.frontier.frontier import Frontier
from scenarios.planning.frontier.point_store import POINTS
from scenarios.studies.csv_files import write_csv
from scenarios.studies.folder import RESULTS, is_free, numbered
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.summary import records, versions
from scenarios.studies.sweep.store import DiskFault, drafted

SUMMARY: Final = "summary.json"

_OWN: Final = "a frontier's folder, an empty one, or one that does not exist yet"


def begin(name: str, wanted: Path | None) -> Path:
    """Return the folder of a frontier, made where it is not there; a numbered one unless wanted.

    Raises BadInput where it is somebody else's, DiskFault where it cannot be made.
    """
    if wanted is not None and not is_free(wanted) and not (wanted / POINTS).is_dir():
        raise BadInput([Fault("command line", 0, "--out", str(wanted), _OWN)])
    folders = numbered(f"{name}-frontier") if wanted is None else iter([wanted])
    for folder in folders:
        try:
            RESULTS.mkdir(exist_ok=True) if wanted is None else None
            folder.mkdir(parents=True, exist_ok=wanted is not None)
        except FileExistsError:
            continue  # somebody was quicker
        except OSError as error:
            raise DiskFault(folder, "made", error) from error
        return folder
    raise BadInput([Fault("command line", 0, "--out", str(wanted or RESULTS), _OWN)])


def write(found: Frontier) -> None:
    """Write the tables and the summary of a frontier into its folder. Raises DiskFault."""
    tables = {"points": found.table}
    if found.marginals is not None:
        tables["marginals"] = found.marginals.table
    for name, table in tables.items():
        _write_table(table, found.folder / name)
    text = json.dumps(frontier_summary(found), ensure_ascii=False, indent=2, allow_nan=False)
    with drafted(found.folder / SUMMARY) as draft:
        draft.write_text(text + "\n", encoding="utf-8")


def frontier_summary(found: Frontier) -> dict[str, Any]:
    """Return a frontier as plain data: its points, its prices, its marginal values."""
    step = found.price
    return {
        "ok": True,
        "scenario": found.label,
        "results": str(found.folder),
        "currency": found.scenario.currency,
        "service": found.measure.words,
        "line": found.measure.line,
        "kpi": found.measure.kpi,
        "replications": found.replications,
        "seed": found.scenario.seed,
        "confidence": found.scenario.confidence,
        "computed": found.computed,
        "points": records(found.table),
        "chosen": None if found.chosen is None else found.chosen + 1,
        "price_of_a_point": None if step is None else _finite(step.price),
        "marginals": None if found.marginals is None else records(found.marginals.table),
        "versions": versions(),
    }


def _finite(number: float) -> float | None:
    return number if abs(number) < float("inf") else None


def _write_table(table: Frame, file: Path) -> None:
    with drafted(file.with_suffix(".parquet")) as draft:
        table.to_parquet(draft, index=False)
    with drafted(file.with_suffix(".csv")) as draft:
        write_csv(table, draft)
