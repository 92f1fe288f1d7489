"""Decisions from a frontier: its points, and what one more point of service costs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from crewline.reports.decision import (
    COST,
    SERVICE,
    Advice,
    Decision,
    Kind,
    Known,
    Option,
    Price,
    Reason,
)
from crewline.reports.gaps import gap
from crewline.reports.reading.json_files import Plain, read_json
from crewline.reports.reading.options import decision_of_options
from crewline.reports.reading.shapes import Frontier, PointNumbers, refuse_other
from crewline.reports.reading.summaries import SUMMARY, Folder, number, paid_of, taken
from scenarios.faults import BadInput, Fault
from scenarios.load import load
from scenarios.planning.frontier.point_store import POINTS, PointStore
from scenarios.planning.frontier.points import Point
from scenarios.schema.scenario import Scenario
from sim.kpis.estimates import Estimate

#: More points than this are thinned to the ends and those around the chosen one.
MOST: Final = 10


def of_frontier(folder: Folder, question: str) -> Decision:
    """Return the decision between the points that none beats. Raises BadInput."""
    file = folder.path / SUMMARY
    refuse_other(folder.summary, Frontier, file)
    points = folder.summary["points"]
    worth = [each for each in points if _is_worth_taking(each)]
    if not worth:
        raise BadInput([Fault(str(file), 0, "points", "none with a schedule", "at least one")])
    worth.sort(key=lambda each: number(each.get("service")))
    chosen = next((at for at, each in enumerate(worth) if each.get("chosen") is True), None)
    kept = _nearest(len(worth), chosen)
    confidence = float(folder.summary["confidence"])
    options = [_option(folder, worth[at], confidence) for at in kept]
    sides = [options[0], *(_beside(each, options[0], confidence) for each in options[1:])]
    return decision_of_options(
        Kind.FRONTIER,
        question,
        sides,
        folder.summary,
        advice=(_advice([worth[at] for at in kept]),),
        prices=_prices(worth, kept),
        service=str(folder.summary["kpi"]),
        left_out=len(points) - len(kept),
    )


def _is_worth_taking(point: Plain) -> bool:
    told = all(math.isfinite(number(point.get(field))) for field in ("cost", "service"))
    return told and not math.isfinite(number(point.get("beaten_by")))


def _nearest(points: int, chosen: int | None) -> list[int]:
    """Return the numbers of at most so many points: the ends, and those around the chosen one."""
    middle = points // 2 if chosen is None else chosen
    ends = {0, points - 1}
    near = sorted(range(points), key=lambda at: (at not in ends, abs(at - middle)))
    return sorted(near[:MOST])


def _option(folder: Folder, point: Plain, confidence: float) -> Option:
    file = folder.path / SUMMARY
    scenario, numbers = _scheduled(folder, point)
    figures = {
        COST: Known(number(point.get("cost"))),
        SERVICE: Known(*(number(point.get(f"service{end}")) for end in ("", "_low", "_high"))),
    }
    series = {}
    if numbers is not None and numbers.cost is not None and numbers.service is not None:
        series = {COST: numbers.cost, SERVICE: numbers.service}
        figures |= {kpi: _known(each.estimate(confidence)) for kpi, each in series.items()}
    return Option(
        label=str(point.get("decision") or point.get("point")),
        scenario=scenario,
        figures=figures,
        series=series,
        promised=1,
        kept=int(point.get("keeps_own") is True),
        paid=() if scenario is None else paid_of(scenario),
        seed=taken(folder.summary, "seed", int, file),
        replications=taken(folder.summary, "replications", int, file),
        role=_role(point),
    )


def _known(estimate: Estimate) -> Known:
    return Known(estimate.value, estimate.low, estimate.high)


def _role(point: Plain) -> str:
    """Return what a point decides, for the page to say: `level=0.8;headcount=12;shifts=a+b`."""
    parts = {name: number(point.get(name)) for name in ("level", "headcount")}
    words = [f"{name}={value:g}" for name, value in parts.items() if math.isfinite(value)]
    shifts = str(point.get("shifts") or "")
    return ";".join([*words, *([f"shifts={shifts}"] if shifts else [])])


def _scheduled(folder: Folder, point: Plain) -> tuple[Scenario | None, Point | None]:
    """Return the scenario with a point's schedule, and its numbers; None where they are lost."""
    written = point.get("schedule")
    file = folder.path / str(written or "nothing")
    inside = folder.path.resolve() in file.resolve().parents
    if not (written and inside and file.is_file()):
        return None, None
    return load(file).scenario, _numbers(folder, file.stem)


def _numbers(folder: Folder, key: str) -> Point | None:
    """Return a point's numbers by replication; None where they are lost. Raises BadInput."""
    file, words = folder.path / POINTS / f"{key}.json", "the numbers of a point, in JSON"
    try:
        refuse_other(read_json(file, words), PointNumbers, file)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadInput([Fault(str(file), 0, "", str(error.strerror).lower(), words)]) from None
    found = PointStore(folder.path).read(key)
    if found is None:
        raise BadInput([Fault(str(file), 0, "", "another form", words)])
    return found


def _beside(option: Option, base: Option, confidence: float) -> Option:
    return replace(
        option, gaps={kpi: gap(option, base, kpi, confidence) for kpi in (COST, SERVICE)}
    )


def _advice(points: Sequence[Plain]) -> Advice:
    among = tuple(range(len(points)))
    chosen = next((at for at, each in enumerate(points) if each.get("chosen") is True), None)
    if chosen is None:
        return Advice(among, None, Reason.NO_SCHEDULE)
    if points[chosen].get("keeps_own") is True:
        return Advice(among, chosen, Reason.CHOSEN)
    return Advice(among, None, Reason.NONE_KEEPS)


def _prices(points: Sequence[Plain], kept: list[int]) -> tuple[Price, ...]:
    """Return the prices between neighbours that are both told; the frontier reckoned them."""
    found = []
    for start, at in enumerate(kept[:-1]):
        price, low, high = (
            number(points[at].get(name)) for name in ("price_of_next", "price_low", "price_high")
        )
        if kept[start + 1] == at + 1 and math.isfinite(price):
            found.append(
                Price(start, start + 1, price, low, math.inf if math.isnan(high) else high)
            )
    return tuple(found)
