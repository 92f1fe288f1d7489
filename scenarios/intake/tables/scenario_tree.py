"""The scenario that an interval table comes to, as the schema describes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from scenarios.intake.scenario_files import AGENTS_FILE, VOLUMES_FILE, Week
from scenarios.intake.tables.line_estimates import LineEstimate
from scenarios.intake.tables.mapping import IntervalMapping
from scenarios.intake.tables.quality import TableReport
from scenarios.units import write_duration


def scenario_tree(
    mapping: IntervalMapping,
    report: TableReport,
    *,
    name: str,
    week: Week,
    lines: tuple[LineEstimate, ...],
    own_cv: Mapping[str, float],
) -> dict[str, Any]:
    """Return the scenario as the schema describes it."""
    titles = {queue: text for text, queue in mapping.queues.items()}
    tree: dict[str, Any] = {
        "schema_version": 1,
        "name": name,
        "title": mapping.title or name,
        "description": _description(mapping, week, report),
        "seed": mapping.seed,
        "days": len(week.weekdays),
        "interval": write_duration(mapping.interval),
        "currency": mapping.currency,
        "day_factor_cv": f"{100 * report.day_factor_cv:.1f} %",
    }
    if report.dated == "dates":
        tree["first_day"] = week.first_day.isoformat()
    tree["queues"] = {
        line.queue: _queue(line, titles.get(line.queue, line.queue), mapping, own_cv)
        for line in lines
    }
    tree["groups"] = {
        line.queue: {
            "title": titles.get(line.queue, line.queue),
            "serves": {line.queue: {"rank": 1}},
            "agents": {"file": AGENTS_FILE, "column": line.queue},
        }
        for line in lines
    }
    return tree


def _description(mapping: IntervalMapping, week: Week, report: TableReport) -> str:
    parts = [f"Imported from an interval table of {report.offered:,.0f} offered calls"]
    if report.dated == "dates":
        used = report.days_used
        parts.append(f", mean days of {len(used)} days from {min(used)} to {max(used)}")
    text = "".join(parts) + "."
    if report.dated != "no day":
        text += f" Days of the scenario: {', '.join(day.capitalize() for day in week.weekdays)}."
    remarks = " ".join(f"{str(one)[0].upper()}{str(one)[1:]}." for one in report.remarks)
    source = f" Source: {mapping.source}." if mapping.source else ""
    return f"{text} {remarks}{source}"


def _queue(
    line: LineEstimate, title: str, mapping: IntervalMapping, own: Mapping[str, float]
) -> dict[str, Any]:
    own_cv = min(own.get(line.queue, 0.0), 1.0)
    written: dict[str, Any] = {
        "title": title,
        "volume": {"file": VOLUMES_FILE, "column": line.queue},
        "talk": {
            "distribution": "lognormal",
            "mean": write_duration(max(round(line.talk_s, 1), 0.1)),
            "cv": mapping.assumed.handle_cv,
        },
        "patience": _patience(line.patience_s),
        "day_factor_cv": f"{100 * own_cv:.1f} %",
        "target": {
            "kpi": "SL3",
            "within": write_duration(mapping.target.within),
            "level": f"{100 * mapping.target.level:.10g} %",
        },
    }
    if line.wrap_up_s >= 0.1:
        mean = write_duration(round(line.wrap_up_s, 1))
        written["wrap_up"] = {"distribution": "exponential", "mean": mean}
    return written


def _patience(patience_s: float) -> str | dict[str, str]:
    if not np.isfinite(patience_s):
        return "never"
    mean = write_duration(max(round(patience_s, 1), 0.1))
    return {"distribution": "exponential", "mean": mean}
