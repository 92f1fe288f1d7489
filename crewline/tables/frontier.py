"""A frontier: its points as a table and a plain chart, and what one more of each thing brings."""

from __future__ import annotations

import math
from typing import Final

from rich.console import Console
from rich.text import Text

from crewline.tables.figures import UNDEFINED, number, signed
from crewline.tables.sheet import Column, print_sheet
from crewline.tables.staff import say
from scenarios.planning.frontier.frontier import Frontier
from scenarios.planning.frontier.marginals import Marginal, Marginals
from scenarios.planning.frontier.points import Placed, Step
from sim.kpis.compare import Difference, Direction
from sim.kpis.definitions import Unit
from sim.kpis.estimates import Estimate

#: The chart is so wide and so high, in letters.
_WIDE: Final = 64
_HIGH: Final = 10


def print_frontier(console: Console, found: Frontier) -> None:
    """Print the points, what they cost and serve, which are beaten, and the chart."""
    title = found.scenario.title or found.label
    say(console, f"{title} ({found.label}): cost against service", "bold")
    _print_points(console, found)
    for line in chart(found):
        say(console, line)
    for number_of, placed in enumerate(found.points, start=1):
        if placed.point.note:
            say(console, f"  {number_of}: {placed.point.note}")
    say(console, _about(found))
    console.print()
    if found.marginals is not None:
        print_marginals(console, found, found.marginals)


def _print_points(console: Console, found: Frontier) -> None:
    numbered = list(enumerate(found.points))
    up = {step.start: step for step in found.steps}
    print_sheet(
        console,
        "",
        Column("point", [f"{at + 1}: {each.point.decision.label}" for at, each in numbered]),
        [
            Column(
                f"cost,\n{found.scenario.currency}",
                [_value(e.cost, Unit.MONEY) for _, e in numbered],
            ),
            Column(
                f"service, %\n{found.measure.line or 'centre'}, {found.measure.kpi}",
                [_estimate(each.service) for _, each in numbered],
            ),
            Column("agents,\nfullest day", [_agents(each) for _, each in numbered]),
            Column("targets\nas decided", [_kept(each, each.point.holds) for _, each in numbered]),
            Column(
                "targets of\nthe scenario",
                [_kept(each, each.point.keeps_own) for _, each in numbered],
            ),
            Column(
                "price of the next\npoint of service", [_price(up.get(at)) for at, _ in numbered]
            ),
            Column("", [_standing(found, at) for at, _ in numbered], words=True),
        ],
    )


def _agents(each: Placed) -> str:
    return f"{each.point.agents:,}" if each.is_found else UNDEFINED


def _kept(each: Placed, holds: bool) -> Text:
    if not each.is_found:
        return Text(UNDEFINED)
    return Text("hold", "green") if holds else Text("missed", "red")


def _standing(found: Frontier, at: int) -> str:
    """Return what is to be said of a point: chosen, beaten, or without a schedule of its own."""
    each = found.points[at]
    if not each.is_found:
        return "no schedule"
    if each.taken_from is not None:
        words = f"schedule of {each.taken_from + 1}"
        return f"{words}, chosen" if at == found.chosen else words
    if each.beaten_by is not None:
        return f"dominated by {each.beaten_by + 1}"
    return "chosen" if at == found.chosen else ""


def _price(step: Step | None) -> str:
    """Return a price with its bounds; `?` where the next point may serve no better."""
    if step is None or not math.isfinite(step.price):
        return ""
    upper = number(step.price_high, Unit.MONEY, 0) if math.isfinite(step.price_high) else "?"
    price, lower = (number(each, Unit.MONEY, 0) for each in (step.price, step.price_low))
    return f"{price} ({lower} to {upper})"


def _about(found: Frontier) -> str:
    money = found.scenario.currency or "money"
    return (
        f"Every point is a schedule, solved, proved and simulated {found.replications} times, all"
        f" on the same random days. Service is {found.measure.words}. A price is in {money} for one"
        " percentage point on the way to the next point that none dominates, with the bounds that"
        f" the {found.scenario.confidence:.0%} interval of their difference leaves (?: it may be no"
        " better). Chosen is the cheapest that keeps the scenario's own targets or, where none"
        " does, the one that serves best; --at chooses another."
    )


def chart(found: Frontier) -> list[str]:
    """Return the points as letters on a plane: cost to the right, service upwards.

    Digits are points that none dominates, a small `x` those that one does.
    """
    known = [(at, each) for at, each in enumerate(found.points) if _is_drawn(each)]
    if len(known) < 2:
        return []
    costs = [each.cost.value for _, each in known if each.cost]
    serves = [each.service.value for _, each in known if each.service]
    plane = [[" "] * _WIDE for _ in range(_HIGH)]
    for (at, each), cost, service in zip(known, costs, serves, strict=True):
        column = _place(cost, costs, _WIDE)
        row = _HIGH - 1 - _place(service, serves, _HIGH)
        mark = str(at + 1) if each.is_worth_taking else "x"
        for offset, letter in enumerate(mark):
            plane[row][min(column + offset, _WIDE - 1)] = letter
    high, low = (f"{100 * edge:5.1f} %" for edge in (max(serves), min(serves)))
    lines = [
        f"{high if row == 0 else low if row == _HIGH - 1 else '':>8} |{''.join(letters)}".rstrip()
        for row, letters in enumerate(plane)
    ]
    left, right = (number(edge, Unit.MONEY, 0) for edge in (min(costs), max(costs)))
    lines.append(f"{'':>8} +{'-' * _WIDE}")
    lines.append(f"{'':>10}{left}{right:>{_WIDE - len(left)}} {found.scenario.currency}")
    return [*lines, ""]


def _is_drawn(each: Placed) -> bool:
    return each.cost is not None and each.service is not None and math.isfinite(each.service.value)


def _place(value: float, among: list[float], steps: int) -> int:
    """Return where a value lies among others, on a scale of so many steps."""
    spread = max(among) - min(among)
    return round((value - min(among)) / spread * (steps - 1)) if spread > 0 else 0


def print_marginals(console: Console, found: Frontier, values: Marginals) -> None:
    """Print what each small change of the chosen point brings, in service and in money."""
    rows, currency = values.values, found.scenario.currency
    columns = [
        Column("when, where", [each.how for each in rows], words=True),
        Column("service,\n% points", [_difference(each.service, Unit.SHARE) for each in rows]),
        Column("abandoned,\n% points", [_difference(each.lost, Unit.SHARE) for each in rows]),
        Column(f"cost,\n{currency}", [_difference(each.cost, Unit.MONEY) for each in rows]),
        Column("a point of\nservice so", [_own_price(each) for each in rows]),
    ]
    if values.point_price is not None and math.isfinite(values.point_price):
        columns.append(Column("worth", [_worth(each) for each in rows]))
    print_sheet(
        console,
        f"One more, one less, at {values.label}",
        Column("change", [f"{each.kind}: {each.about}" for each in rows]),
        columns,
    )
    price = (
        f" Worth is the gain in service at the frontier's price of"
        f" {number(values.point_price, Unit.MONEY, 0)} {currency} a point."
        if values.point_price is not None and math.isfinite(values.point_price)
        else ""
    )
    say(
        console,
        "Differences from the chosen schedule on the same random days, over the whole horizon, with"
        f" half of their {found.scenario.confidence:.0%} intervals; ~ where it cannot be told from"
        f" none.{price}",
    )
    console.print()


def _difference(found: Difference, unit: Unit) -> Text:
    if found.verdict is Direction.UNDEFINED:
        return Text(UNDEFINED)
    if found.verdict is Direction.SAME:
        return Text("0", "dim")
    decimals = 2 if unit is Unit.SHARE else 0
    text = signed(found.value, unit, decimals)
    half = number((found.high - found.low) / 2, unit, decimals)
    text = text.lstrip("+-") if float(text.replace(",", "")) == 0 else text
    text = text if float(half.replace(",", "")) == 0 else f"{text} ±{half}"
    if found.verdict is Direction.CANNOT_TELL:
        return Text(f"~ {text}", "dim")
    return Text(text)


def _own_price(each: Marginal) -> str:
    """Return the money that a point of service costs by a change; what it saves where it does."""
    if not math.isfinite(each.price):
        return UNDEFINED
    if each.cost.verdict in {Direction.SAME, Direction.CANNOT_TELL}:
        return "free"
    price = number(abs(each.price), Unit.MONEY, 0)
    return price if each.price > 0 else f"saves {price}"


def _worth(each: Marginal) -> str:
    if each.service.verdict is not Direction.HIGHER or not math.isfinite(each.worth):
        return UNDEFINED
    return number(each.worth, Unit.MONEY, 0)


def _value(found: Estimate | None, unit: Unit) -> str:
    return UNDEFINED if found is None else number(found.value, unit)


def _estimate(found: Estimate | None) -> str:
    if found is None or not math.isfinite(found.value):
        return UNDEFINED
    return f"{number(found.value, Unit.SHARE)} ±{number(found.half_width, Unit.SHARE)}"
