"""Wording: the figures of an import as a planner says them, with their units."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from scenarios.intake.said import Said, Tell, said

if TYPE_CHECKING:
    from scenarios.intake.quality import LineFigures

NONE: Final = said("none")
BY_LINE: Final = said("by line, on the days used:")
WEEKDAYS: Final[Mapping[str, Said]] = {
    "monday": said("Monday"),
    "tuesday": said("Tuesday"),
    "wednesday": said("Wednesday"),
    "thursday": said("Thursday"),
    "friday": said("Friday"),
    "saturday": said("Saturday"),
    "sunday": said("Sunday"),
}


def percent(share: float) -> str:
    """Return a share as `8.5 %`; with more digits where it is small."""
    if share == 0:
        return "0 %"
    return f"{100 * share:.2f} %" if share < 0.01 else f"{100 * share:.1f} %"


def percent_or_none(share: float, tell: Tell) -> str:
    """Return a share as `8.5 %`, and 0 as a word."""
    return tell(NONE) if share == 0 else percent(share)


def seconds(number: float | None) -> str:
    """Return seconds as `157 s`, with one digit below ten; a dash where there are none."""
    if number is None:
        return "-"
    return f"{round(number, 1):g} s" if number < 10 else f"{number:,.0f} s"


def closed_line(weekdays: Sequence[str], tell: Tell) -> str:
    """Return which weekdays never have a call."""
    named = ", ".join(tell(WEEKDAYS[day]) for day in weekdays)
    return tell(said("closed (never a call): {days}", days=named))


def figure_lines(figures: Mapping[str, float], tell: Tell = str) -> list[str]:
    """Return the figures of all offered calls in words; what is none is not told in noughts."""
    return [f"  {tell(one)}" for one in _figures(figures)]


def _figures(figures: Mapping[str, float]) -> Iterator[Said]:
    if "offered_per_day" in figures:
        yield said(
            "{calls} calls a day, {abandoned} abandoned, {waited} waited at all",
            calls=f"{figures['offered_per_day']:,.0f}",
            abandoned=_share(figures["abandoned_share"]),
            waited=_share(figures["waited_share"]),
        )
    if figures.get("waited_share"):
        yield said(
            "wait of those who waited: {mean} on average, with a standard deviation of {sd}",
            mean=seconds(figures["mean_wait_of_waiting_s"]),
            sd=seconds(figures["sd_wait_of_waiting_s"]),
        )
    if figures.get("mean_service_s"):
        yield said(
            "service: {mean} on average, half of the calls at most {median}, with a standard"
            " deviation of {sd}",
            mean=seconds(figures["mean_service_s"]),
            median=seconds(figures["median_service_s"]),
            sd=seconds(figures["sd_service_s"]),
        )
    yield from _variation(figures)
    if figures.get("waited_share") and "median_turnaround_s" in figures:
        yield said(
            "an agent takes up the next waiting call after {time} (median)",
            time=seconds(figures["median_turnaround_s"]),
        )


def _share(share: float) -> str | Said:
    return NONE if share == 0 else percent(share)


def _variation(figures: Mapping[str, float]) -> Iterator[Said]:
    """Give how days and intervals vary, as far as it is known."""
    cv = figures.get("day_factor_cv_shared")
    if cv is not None and cv > 0:
        yield said(
            "whole days vary by {share} beyond chance (coefficient of variation)",
            share=percent(cv),
        )
    elif cv is not None:
        yield said("whole days vary by no more than chance")
    if "interval_variance_over_mean" in figures:
        yield said(
            "from week to week, calls of an interval vary {times} times as much as chance alone"
            " (variance over mean)",
            times=f"{figures['interval_variance_over_mean']:.1f}",
        )


def staffing_lines(staffing: Mapping[str, float], tell: Tell = str) -> list[str]:
    """Return the agent-hours by each way of inferring them in words."""
    told = {
        "scenario_h_per_day": said("in the scenario, whole agents"),
        "seen_h_per_day": said("seen: from an agent's first call to the last, less long gaps"),
        "saturated_h_per_day": said("saturated: busy while somebody waited"),
        "in_calls_h_per_day": said("in calls"),
    }
    return [
        f"  {staffing[name]:6,.1f} h  {tell(words)}"
        for name, words in told.items()
        if name in staffing
    ]


def line_table(lines: Sequence[LineFigures], tell: Tell = str) -> list[str]:
    """Return the figures by line as a table of plain text; the first is of all lines."""
    head = (
        said("line"),
        said("offered"),
        said("answered"),
        said("abandoned"),
        said("mean wait"),
        said("AHT"),
        said("days vary"),
    )
    rows = [
        (
            line.name if place else tell(said("all lines")),
            f"{line.offered:,}",
            f"{line.answered:,}",
            percent_or_none(line.abandoned_share, tell),
            seconds(line.mean_wait_s) if line.mean_wait_s else tell(NONE),
            seconds(line.handling_s),
            percent_or_none(line.day_factor_cv, tell),
        )
        for place, line in enumerate(lines)
    ]
    return plain_table([tell(one) for one in head], rows)


def plain_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table as lines of plain text: names to the left, figures to the right."""
    widths = [max(_width(row[place]) for row in (head, *rows)) for place in range(len(head))]
    return [
        "  "
        + "  ".join(
            _filled(cell, width, to_the_right=place > 0)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    ]


def _filled(cell: str, width: int, *, to_the_right: bool) -> str:
    blanks = " " * (width - _width(cell))
    return blanks + cell if to_the_right else cell + blanks


def _width(text: str) -> int:
    """Return how many places of a terminal a text takes; Chinese signs take two each."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)
