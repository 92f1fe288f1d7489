"""What a study found as plain data, for JSON: nothing in it needs this program to be read."""

from __future__ import annotations

import math
import platform
from importlib.metadata import version
from typing import Any

import pandas as pd

from scenarios.studies.comparison import Comparison
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.precision import Reached
from scenarios.studies.study import Study
from sim.kpis.targets import Evaluation

Summary = dict[str, Any]


def study_summary(study: Study) -> Summary:
    """Return how a study was made and what it found: targets and headline figures."""
    return {
        "ok": True,
        "scenario": study.label,
        "title": study.scenario.title,
        "overrides": list(study.applied),
        "seed": study.seed,
        "replications": study.replications,
        "precision_reached": study.precise,
        "precision": None if study.reached is None else _precision(study.reached),
        "confidence": study.scenario.confidence,
        "currency": study.scenario.currency,
        "versions": versions(),
        "engine": study.engine.value,
        "wall_s": round(study.wall_s, 3),
        "warnings": [warning.as_dict() for warning in study.warnings],
        "targets_met": study.targets_met,
        "targets": [target_summary(study, each) for each in study.evaluations],
        **_headline(study),
    }


def comparison_summary(comparison: Comparison) -> Summary:
    """Return the summaries of all studies, and every difference from the base."""
    return {
        "ok": True,
        "base": comparison.base.label,
        "studies": [study_summary(study) for study in comparison.studies],
        "targets_met": all(study.targets_met for study in comparison.studies),
        "differences": records(comparison.differences),
    }


def versions() -> dict[str, str]:
    """Return the versions of what a result depends on."""
    parts = ("crewline", "numpy", "scipy", "simpy", "numba", "pandas")
    return {"python": platform.python_version()} | {part: version(part) for part in parts}


def records(table: Frame) -> list[dict[str, Any]]:
    """Return a table's rows as plain data; JSON has no not-a-number, so undefined is null."""
    plain: list[dict[str, Any]] = table.astype(object).to_dict("records")  # type: ignore[assignment]
    return [{key: _plain(value) for key, value in record.items()} for record in plain]


def _precision(reached: Reached) -> Summary:
    """Return what was asked and what it came to; each target says its own part."""
    return {
        "asked": reached.asked.text,
        "unit": reached.asked.unit.value,
        "half_width": reached.asked.value,
        "at_most_replications": reached.cap,
        "looked_at": "centre" if 0 in reached.rows else "targets",
        "widest": _plain(max(reached.half_widths, key=lambda each: (math.isnan(each), each))),
        "reached": reached.everywhere,
    }


def target_summary(study: Study, evaluation: Evaluation) -> Summary:
    """Return a target, and how it fared."""
    target, scenario = evaluation.target, study.scenario
    name, queue = list(scenario.queues.items())[target.row - 1]
    return {
        "queue": name,
        "kpi": target.kpi.id,
        "within_s": queue.target.within if queue.target else None,
        "level": target.level,
        "scope": target.scope.value,
        "odds": target.odds,
        "verdict": evaluation.verdict.value,
        "holds": evaluation.holds,
        "judged": None if evaluation.judged is None else evaluation.judged.judged,
        "came": None if evaluation.judged is None else evaluation.judged.came,
        "value": _plain(evaluation.estimate.value),
        "low": _plain(evaluation.estimate.low),
        "high": _plain(evaluation.estimate.high),
        "period": evaluation.period + 1,
        "half_width": _plain(evaluation.estimate.half_width),
        "precision_reached": study.reached.of(target.row) if study.reached else None,
        "share_of_days": _plain(evaluation.share.value),
        "share_low": _plain(evaluation.share.low),
        "share_high": _plain(evaluation.share.high),
    }


def _headline(study: Study) -> Summary:
    """Return the KPIs over the whole horizon by what they are about."""
    figures = ["unit", "value", "se", "low", "high", "p10", "p50", "p90", "days"]
    found: dict[str, dict[str, Any]] = {"centre": {}, "queues": {}, "all_groups": {}, "groups": {}}
    if study.counted.channels:
        found["channels"] = {}
    sections = {
        "centre": "centre",
        "queue": "queues",
        "channel": "channels",
        "all groups": "all_groups",
        "group": "groups",
    }
    for row in records(pd.concat([study.kpis, study.groups], ignore_index=True)):
        section = found[sections[row["kind"]]]
        about = section.setdefault(row["name"], {}) if row["name"] else section
        about[row["kpi"]] = {name: row[name] for name in figures}
    return found


def _plain(value: Any) -> Any:
    item = value.item() if hasattr(value, "item") else value
    return None if isinstance(item, float) and not math.isfinite(item) else item
