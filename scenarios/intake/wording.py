"""Wording: the figures of an import as a planner says them, with their units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.intake.quality import LineFigures


def percent(share: float) -> str:
    """Return a share as `8.5 %`; with more digits where it is small."""
    if share == 0:
        return "0 %"
    return f"{100 * share:.2f} %" if share < 0.01 else f"{100 * share:.1f} %"


def seconds(number: float | None) -> str:
    """Return seconds as `157 s`, with one digit below ten; a dash where there are none."""
    if number is None:
        return "-"
    return f"{round(number, 1):g} s" if number < 10 else f"{number:,.0f} s"


def figure_lines(figures: Mapping[str, float]) -> list[str]:
    """Return the figures of all offered calls in words."""
    told = {
        "offered_per_day": "{:,.0f} calls a day",
        "abandoned_share": "{} abandoned",
        "waited_share": "{} waited at all",
        "mean_wait_of_waiting_s": "wait of those who waited: {} on average",
        "sd_wait_of_waiting_s": "with a standard deviation of {}",
        "mean_service_s": "service: {} on average",
        "median_service_s": "half of the calls at most {}",
        "sd_service_s": "with a standard deviation of {}",
        "interval_variance_over_mean": (
            "from week to week, calls of an interval vary {:.1f} times as much as chance alone"
            " (variance over mean)"
        ),
        "day_factor_cv_shared": "whole days vary by {} beyond chance (coefficient of variation)",
        "median_turnaround_s": "an agent takes up the next waiting call after {} (median)",
    }
    rows = (
        ("offered_per_day", "abandoned_share", "waited_share"),
        ("mean_wait_of_waiting_s", "sd_wait_of_waiting_s"),
        ("mean_service_s", "median_service_s", "sd_service_s"),
        ("day_factor_cv_shared",),
        ("interval_variance_over_mean",),
        ("median_turnaround_s",),
    )
    return [
        "  " + ", ".join(told[name].format(_number(name, figures[name])) for name in row)
        for row in rows
        if all(name in figures for name in row)
    ]


def staffing_lines(staffing: Mapping[str, float]) -> list[str]:
    """Return the agent-hours by each way of inferring them in words."""
    told = {
        "scenario_h_per_day": "in the scenario, whole agents",
        "seen_h_per_day": "seen: from an agent's first call to the last, less long gaps",
        "saturated_h_per_day": "saturated: busy while somebody waited",
        "in_calls_h_per_day": "in calls",
    }
    return [
        f"  {staffing[name]:6,.1f} h  {words}" for name, words in told.items() if name in staffing
    ]


def line_table(lines: Sequence[LineFigures]) -> list[str]:
    """Return the figures by line as a table of plain text."""
    head = ("line", "offered", "answered", "abandoned", "mean wait", "AHT", "days vary")
    rows = [
        (
            line.name,
            f"{line.offered:,}",
            f"{line.answered:,}",
            percent(line.abandoned_share),
            seconds(line.mean_wait_s),
            seconds(line.handling_s),
            percent(line.day_factor_cv),
        )
        for line in lines
    ]
    return plain_table(head, rows)


def plain_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table as lines of plain text: names to the left, figures to the right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    return [
        "  "
        + "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    ]


def _number(name: str, value: float) -> str | float:
    """Return a figure with the unit that its name ends in."""
    if name.endswith("_s"):
        return seconds(value)
    return percent(value) if name.endswith(("_share", "_cv_shared")) else value
