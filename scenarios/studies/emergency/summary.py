"""What an emergency study found as plain data, for JSON."""

from __future__ import annotations

from typing import Any

from scenarios.studies.emergency.emergency import Emergency
from scenarios.studies.emergency.recovery import STAYS_MIN
from scenarios.studies.summary import records, target_summary, versions
from sim.clock import MS_PER_MIN
from sim.kpis.timeline import Sampling


def emergency_summary(found: Emergency) -> dict[str, Any]:
    """Return how a study was made and what it found: all its tables, but the replications."""
    start_ms = found.centre.plan.warm_up_ms
    return {
        "ok": True,
        "scenario": found.label,
        "title": found.scenario.title,
        "overrides": list(found.loaded.applied),
        "notes": list(found.loaded.notes),
        "seed": found.seed,
        "replications": found.replications,
        "confidence": found.confidence,
        "currency": found.scenario.currency,
        "worth": found.worth,
        "versions": versions(),
        "engine": found.engine.value,
        "wall_s": round(found.wall_s, 3),
        "warnings": [warning.as_dict() for warning in found.loaded.warnings],
        "onset_min": (found.onset_ms - start_ms) / MS_PER_MIN,
        "window_min": Sampling().over_ms / MS_PER_MIN,
        "back_after_min": STAYS_MIN,
        "lines_with_a_service_level": [promise.name for promise in found.promises],
        "targets_met": found.targets_met,
        "targets": [target_summary(found.study, each) for each in found.study.evaluations],
        "outcomes": records(found.outcomes),
        "recovery": records(found.recovery),
        "events": records(found.events),
        "earned": records(found.earned),
        "left_undone": records(found.left_undone),
    }
