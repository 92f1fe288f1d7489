"""Where a centre's scenario gives no wages, nothing is known of what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from crewline.reports.decision import COST, Option

#: Figures in money that mean nothing without wages.
MONEY: Final = frozenset({COST, "wages", "cost_per_contact", "playbook_cost"})

Value = TypeVar("Value")


def costed(options: Sequence[Option], costs: str) -> tuple[Option, ...]:
    """Return options of which those that pay no wages have no figures of cost.

    Nor has any a difference in cost where the first of them pays none. `costs` stands for cost.
    """
    first_pays = _pays(options[0], costs)
    return tuple(_costed(each, costs, first_pays=first_pays) for each in options)


def _costed(option: Option, costs: str, *, first_pays: bool) -> Option:
    pays = _pays(option, costs)
    if not pays:
        option = replace(
            option,
            figures=_without_money(option.figures),
            spreads=_without_money(option.spreads),
            series=_without_money(option.series),
        )
    both = pays and first_pays
    return option if both else replace(option, gaps=_without_money(option.gaps))


def _pays(option: Option, costs: str) -> bool:
    """Tell whether anybody is paid, as far as is known: else by whether it costs anything."""
    if option.scenario is not None:
        return option.scenario.pays_wages
    return option.figure(costs).value != 0


def _without_money(found: Mapping[str, Value]) -> dict[str, Value]:
    return {kpi: value for kpi, value in found.items() if kpi not in MONEY}
