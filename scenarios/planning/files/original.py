"""What a schedule cost before it was edited, where its folder still says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from scenarios.schema.scenario import Scenario

_SUMMARY: Final = "summary.json"
_MAX_BYTES: Final = 50_000_000


def original_cost(file: Path, scenario: Scenario) -> float | None:
    """Return the wages of the schedule that a file was edited from; None where nobody knows.

    They stand in the summary beside the file, in the folder that `crewline schedule` wrote.
    """
    summary = _read(file.parent / _SUMMARY)
    if summary.get("scenario") != scenario.name or summary.get("currency") != scenario.currency:
        return None
    schedule = summary.get("schedule")
    cost = (schedule if isinstance(schedule, dict) else summary).get("cost")
    if isinstance(cost, bool) or not isinstance(cost, int | float) or not cost >= 0:
        return None
    return float(cost)


def _read(file: Path) -> dict[str, Any]:
    """Return a summary; empty where there is none that can be read."""
    try:
        if file.stat().st_size > _MAX_BYTES:
            return {}
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
