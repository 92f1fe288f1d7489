"""A made-up log: `python -m tests.intake.made_up_log FOLDER [--page]`.

A small centre that is known to the last agent is simulated for four weeks, closed on Sundays, and
its calls are written as a log with a mapping. With `--page`, what the import says of it is put into
docs/import.md.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path

from scenarios.build import centre
from scenarios.intake import check_against_log, import_log
from scenarios.intake.backtest import put_into
from scenarios.load import load_text
from sim.codes import Outcome
from tests.auditor import audit
from tests.intake.small_log import row, write_log, write_mapping

PAGE = Path(__file__).parents[2] / "docs" / "import.md"
FIRST = date(2026, 6, 1)
SUNDAY = 6
SEED = 5
SCENARIO = """
schema_version: 1
name: known
days: 28
interval: 60 min
day_factor_cv: 10 %
queues:
  service:
    volume: [0,0,0,0,0,0,0,0,4,6,6,4,4,4,4,4,2,2,0,0,0,0,0,0]
    talk: {distribution: lognormal, mean: 240 s, cv: 0.9}
    patience: {distribution: exponential, mean: 5 min}
  sales:
    volume: [0,0,0,0,0,0,0,0,0,2,2,2,2,2,2,2,0,0,0,0,0,0,0,0]
    talk: {distribution: exponential, mean: 300 s}
    patience: {distribution: exponential, mean: 5 min}
groups:
  front: {serves: {service: {}}, agents: [0,0,0,0,0,0,0,0,3,3,3,3,3,3,3,3,3,3,0,0,0,0,0,0]}
  back: {serves: {sales: {}}, agents: [0,0,0,0,0,0,0,0,0,2,2,2,2,2,2,2,0,0,0,0,0,0,0,0]}
"""


def rows() -> list[str]:
    """Return the calls of the known centre; agents are named anew each day, by group."""
    made = centre(load_text(SCENARIO).scenario)
    contacts = made.contacts(SEED)
    outcomes = made.run(contacts)
    audit(made, contacts, outcomes)
    names: dict[tuple[int, int], dict[int, int]] = {}
    found = []
    for leg in outcomes.legs[outcomes.legs["outcome"] != Outcome.WAITING]:
        since, since_ms = divmod(int(leg["queued_ms"]), 86_400_000)
        day = FIRST + timedelta(days=since)
        if day.weekday() == SUNDAY:
            continue
        answered = leg["outcome"] == Outcome.ANSWERED
        places = names.setdefault((since, int(leg["group"])), {})
        group = ("front", "back")[leg["group"]]
        agent = f"{group} {1 + places.setdefault(int(leg['agent']), len(places))}"
        s = since_ms // 1000
        ended_ms = leg["answered_ms"] if answered else leg["left_ms"]
        found.append(
            row(
                f"{day} {s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}",
                wait=(ended_ms - leg["queued_ms"]) / 1000,
                talk=(leg["left_ms"] - leg["answered_ms"]) / 1000 if answered else "",
                end="A" if answered else "H",
                line=made.floor.queue_names[leg["queue"]],
                agent=agent if answered else "",
            )
        )
    return [*found, row("no time"), row("2026-06-02 09:00:00", talk=-5)]


def write_made_up(folder: Path) -> tuple[Path, Path]:
    """Write the log and its mapping into a folder; return their paths."""
    return write_log(folder, rows()), write_mapping(folder)


def page_tables(folder: Path) -> dict[str, str]:
    """Return the report and the check of the made-up log, as the page shows them."""
    log, mapping = write_made_up(folder)
    imported = import_log(log, mapping)
    return {
        "report": "\n".join(["```text", *imported.quality.lines(), "```"]),
        "check": "\n".join(["```text", *check_against_log(imported).lines(), "```"]),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.intake.made_up_log")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--page", action="store_true", help="put the report into docs/import.md")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    tables = page_tables(options.folder)
    if options.page:
        PAGE.write_text(put_into(PAGE.read_text(encoding="utf-8"), tables), encoding="utf-8")
