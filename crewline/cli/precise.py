"""What is said of a precision that was asked: where it fell short, and what it was not about."""

from __future__ import annotations

from collections.abc import Iterator

from crewline.tables.figures import in_words, number
from scenarios.studies.precision import Reached
from scenarios.studies.study import Study
from sim.kpis.definitions import Unit


def precision_lines(study: Study) -> Iterator[str]:
    """Give a sentence for what is not as precise as asked, and one for what was not looked at."""
    reached = study.reached
    if reached is None:
        return
    queues = list(study.scenario.queues)
    if not reached.everywhere:
        short = "; ".join(_short(reached, queues))
        yield (
            f"Not as precise as asked ({reached.asked.text}) after {study.replications}"
            f" replications, the most allowed: {short}. Allow more with --replications."
        )
    if 0 in reached.rows:
        kpi = "SL3" if reached.asked.unit is Unit.SHARE else "ASA"
        yield f"No target is {_kind(reached)}; --precision looked at the centre's {kpi}."
        return
    others = [
        f"{queues[evaluation.target.row - 1]} ({in_words(evaluation.target.kpi.id)})"
        for evaluation in study.evaluations
        if evaluation.target.row not in reached.rows
    ]
    if others:
        yield f"--precision did not look at targets that are not {_kind(reached)}: " + ", ".join(
            others
        )


def _short(reached: Reached, queues: list[str]) -> Iterator[str]:
    unit = reached.asked.unit
    symbol = "%" if unit is Unit.SHARE else "s"
    for row, half_width in zip(reached.rows, reached.half_widths, strict=True):
        if not reached.holds(half_width):
            name = queues[row - 1] if row else "centre"
            yield f"{name} ±{number(half_width, unit)} {symbol}"


def _kind(reached: Reached) -> str:
    return "a share" if reached.asked.unit is Unit.SHARE else "a time"
