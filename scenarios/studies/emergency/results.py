"""The folder of an emergency study: its tables, a summary, and all that is needed to run it again.

<folder>/
    scenario.yaml     the resolved scenario: events and overrides in it, the seed
    summary.json
    outcomes.parquet recovery.parquet events.parquet earned.parquet by_replication.parquet
    [timeline_*.parquet]
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from scenarios.load import resolved_yaml
from scenarios.studies.emergency.emergency import Emergency
from scenarios.studies.emergency.summary import emergency_summary
from scenarios.studies.folder import keep
from scenarios.studies.results import SCENARIO, safe_name, write_summary, write_tables


def save_emergency(found: Emergency, folder: Path | None = None, *, csv: bool = False) -> Path:
    """Write a study's results and return where they are: `folder`, or a numbered one.

    With `csv` every table is written for spreadsheets, too.

    Raises BadInput when `folder` is taken.
    """
    name = f"{safe_name(found.label)}-playbook"
    return keep(partial(_write, found, csv=csv), name, folder)


def _write(found: Emergency, folder: Path, *, csv: bool) -> None:
    (folder / SCENARIO).write_text(resolved_yaml(found.scenario), encoding="utf-8")
    write_summary(folder, emergency_summary(found))
    tables = {
        "outcomes": found.outcomes,
        "recovery": found.recovery,
        "events": found.events,
        "earned": found.earned,
        "by_replication": found.by_replication,
    }
    if found.timeline is not None:
        tables |= found.timeline.named()
    write_tables(folder, tables, csv=csv)
