"""What stands in the way of a schedule: the least to relax, and the prices of rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from rich.console import Console

from crewline.tables.figures import UNDEFINED, number
from crewline.tables.sheet import Column, print_sheet
from crewline.tables.staff import say
from scenarios.planning.schedule.tightness import Loosening, Tightness
from sim.kpis.definitions import Unit

_RULES: Final = {
    "coverage": "what is required",
    "backlogs": "work done in time",
    "least_agents": "least agents",
    "most_agents": "most agents",
    "paid_most": "most paid hours",
    "overtime_most": "most overtime",
    "headcount": "headcount",
    "budget": "budget",
}

#: Of one rule and line or group so many stretches are told one by one.
_MOST: Final = 3

#: A rule that is relaxed by being lowered; the others are raised.
_LOWERED: Final = frozenset({"coverage", "backlogs", "least_agents"})


def print_tightness(console: Console, found: Tightness, currency: str) -> None:
    """Print the caps that bind, the least to relax, what would do instead, and dearest rules."""
    if found.caps:
        each = [f"{one.group} {one.most} -> {one.enough}" for one in found.caps]
        words = " and ".join([", ".join(each[:-1]), each[-1]] if len(each) > 1 else each)
        say(console, f"Most agents: {words} would do, and cover all that is required.")
        console.print()
    _print(console, _least(found), found.needed, currency)
    if not found.proved:
        say(console, "Time was over before this was proved to be the least: less may do.")
        console.print()
    if found.instead:
        words = "; ".join(f"{_rule(each)} {_amount(each, currency)}" for each in found.instead)
        say(console, f"Instead, each alone would do (at least, in parts of agents): {words}.")
        console.print()
    if found.binding:
        title = (
            "What one more of each rule in force would save: an agent, an hour, or an agent-hour"
            f" less required, in {currency}"
        )
        _print(console, title, found.binding, currency)


def _least(found: Tightness) -> str:
    least = "The least to relax" if found.proved else "Enough to relax"
    return f"{least}, so that all is covered"


def _print(console: Console, title: str, rows: tuple[Loosening, ...], currency: str) -> None:
    rows = tuple(_fewer(rows))
    print_sheet(
        console,
        title,
        Column("rule", [_rule(each) for each in rows]),
        [
            Column("of", [each.about or "all" for each in rows], words=True),
            Column("when", [each.when or "any time" for each in rows], words=True),
            Column("by", [_amount(each, currency) for each in rows]),
            Column(f"one more saves,\n{currency}", [_price(each) for each in rows]),
        ],
    )


def _fewer(rows: tuple[Loosening, ...]) -> Iterator[Loosening]:
    """Give the largest of each rule and line or group, and the rest of them as one."""
    for rule, about in dict.fromkeys((each.rule, each.about) for each in rows):
        alike = [each for each in rows if (each.rule, each.about) == (rule, about)]
        if len(alike) <= _MOST + 1:
            yield from alike
            continue
        shown = sorted(alike, key=lambda each: (-each.amount, -each.price))[:_MOST]
        yield from (each for each in alike if each in shown)
        rest = [each for each in alike if each not in shown]
        yield replace(
            rest[0],
            when=f"{len(rest)} stretches more",
            amount=sum(each.amount for each in rest),
            price=max(each.price for each in rest),
        )


def _rule(one: Loosening) -> str:
    return _RULES.get(one.rule, one.rule.replace("_", " "))


def _amount(one: Loosening, currency: str) -> str:
    if not one.amount:
        return ""
    sign = "-" if one.rule in _LOWERED else "+"
    unit = currency if one.unit == "money" else one.unit
    return f"{sign}{number(one.amount, Unit.CONTACTS).removesuffix('.0')} {unit}"


def _price(one: Loosening) -> str:
    return number(one.price, Unit.MONEY) if one.price > 0 else UNDEFINED
