"""The inputs of the workbook: what a manager may change, a row each, a column an option."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crewline.reports.decision import COST, LOST, SERVICE, Decision, Option
from crewline.reports.telling.figures import about
from crewline.reports.telling.names import group_name
from crewline.words import Words

#: Money that is none: rounding.
_NOTHING: Final = 1e-6


class Form(StrEnum):
    """How a number is shown."""

    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    POINTS = "points"


@dataclass(frozen=True)
class Input:
    """A row of inputs: what it is, and its value for each option; NaN where it has none.

    `shared` says that options with the first one's value follow it, so that it is changed once. A
    row of which that is so for all options is one figure, and `is_common`.
    """

    key: str
    name: str
    form: Form
    values: tuple[float, ...]
    shared: bool = False

    @property
    def is_common(self) -> bool:
        """Whether there is one figure for all options."""
        return self.shared and len(set(map(repr, self.values))) == 1

    def follows(self, at: int) -> bool:
        """Tell whether the value of an option is that of the first."""
        return self.shared and at > 0 and self.values[at] == self.values[0]


@dataclass(frozen=True)
class Inputs:
    """All inputs: single rows by name, and the groups' rows, of which all have the same groups."""

    contacts: Input
    lost_share: Input
    service: Input
    promised: Input
    worth: Input
    line_min: Input
    per_min: Input
    fixed: Input
    hours: tuple[Input, ...]
    wages: tuple[Input, ...]
    premiums: tuple[Input, ...]

    @property
    def singles(self) -> tuple[Input, ...]:
        """The rows that are no group's, in their order."""
        return (
            self.contacts,
            self.lost_share,
            self.service,
            self.promised,
            self.worth,
            self.line_min,
            self.per_min,
            self.fixed,
        )


def inputs_of(decision: Decision, say: Words) -> Inputs:
    """Return the inputs of a decision, so that its formulas come to what was simulated."""
    options = decision.options
    groups = _groups(decision, say)

    def of_groups(name: str, form: Form, part: str, *, shared: bool = True) -> tuple[Input, ...]:
        return tuple(
            Input(
                f"{part} {group}",
                about(name, words, say),
                form,
                tuple(_told_paid(option, group, part, decision) for option in options),
                shared,
            )
            for group, words in groups.items()
        )

    return Inputs(
        **_of_contacts(decision, say),
        **_of_money(decision, say),
        hours=of_groups(say("Paid hours"), Form.NUMBER, "hours", shared=False),
        wages=of_groups(say("Wage per hour"), Form.MONEY, "wage_per_h"),
        premiums=of_groups(say("Premiums, of the wage"), Form.SHARE, "premium"),
    )


def _of_contacts(decision: Decision, say: Words) -> dict[str, Input]:
    """Return the rows about contacts: how many, how many of them lost, how many in time."""
    options = decision.options
    offered, lost = (
        tuple(option.figure(kpi).value for option in options) for kpi in ("offered", LOST)
    )
    shares = tuple(map(_over, lost, offered))
    service = tuple(option.figure(decision.service).value for option in options)
    levels = tuple(map(_level, options))
    names = {
        "contacts": say("Contacts offered"),
        "lost_share": say("Share of contacts lost"),
        "service": say("Answered in time"),
        "promised": say("Promised level"),
    }
    return {
        "contacts": Input("contacts", names["contacts"], Form.NUMBER, offered),
        "lost_share": Input("lost_share", names["lost_share"], Form.SHARE, shares),
        "service": Input("service", names["service"], Form.SHARE, service),
        "promised": Input("promised", names["promised"], Form.SHARE, levels, shared=True),
    }


def _of_money(decision: Decision, say: Words) -> dict[str, Input]:
    """Return the rows about money that is no wage."""
    options = decision.options
    offered = [option.figure("offered").value for option in options]
    prices = tuple(_per_min(option, decision) for option in options)
    minutes = tuple(
        _minutes(_rest(option, decision), number * price)
        if _is_costed(option, decision)
        else math.nan
        for option, number, price in zip(options, offered, prices, strict=True)
    )
    fixed = tuple(
        _fixed(option, decision, _product(*of_telephony))
        if _is_costed(option, decision)
        else math.nan
        for option, *of_telephony in zip(options, minutes, prices, offered, strict=True)
    )
    worth = (decision.worth or 0.0,) * len(options)
    value = say("Value of a contact that is not lost")
    return {
        "worth": Input("worth", value, Form.MONEY, worth, shared=True),
        "line_min": Input("line_min", say("Minutes on the line per contact"), Form.NUMBER, minutes),
        "per_min": Input("per_min", say("Telephony per minute"), Form.MONEY, prices, shared=True),
        "fixed": Input("fixed", say("Actions and other costs"), Form.MONEY, fixed),
    }


def _groups(decision: Decision, say: Words) -> dict[str, str]:
    """Return the groups of all options by name, in words."""
    return {
        paid.group: group_name(paid.title, paid.group, say)
        for option in decision.options
        for paid in option.paid
    }


def _paid(option: Option, group: str, part: str) -> float:
    return next((float(getattr(paid, part)) for paid in option.paid if paid.group == group), 0.0)


def _told_paid(option: Option, group: str, part: str, decision: Decision) -> float:
    """Return what a group has; of a wage nothing where no wages are given."""
    if part == "wage_per_h" and not _is_costed(option, decision):
        return math.nan
    return _paid(option, group, part)


def _is_costed(option: Option, decision: Decision) -> bool:
    return option.figure(decision.costs).is_told


def _wages(option: Option) -> float:
    return sum(paid.wages for paid in option.paid)


def _rest(option: Option, decision: Decision) -> float:
    """Return what is neither wages nor the price of an action; nothing where wages are all."""
    cost = option.figure(COST)
    if decision.costs != COST or not option.paid or not cost.is_told:
        return 0.0
    return max(cost.value - _wages(option) - _actions(option), 0.0)


def _actions(option: Option) -> float:
    known = option.figure("playbook_cost")
    return known.value if known.is_told else 0.0


def _per_min(option: Option, decision: Decision) -> float:
    """Return what a minute on the line costs; NaN where costs are not told."""
    if not _is_costed(option, decision):
        return math.nan
    scenario = option.scenario or decision.present.scenario
    return scenario.costs.telephony_per_min if scenario else 0.0


def _minutes(telephony: float, of_each: float) -> float:
    """Return how long contacts wait and talk, by what that costs; 0 where it costs nothing."""
    return telephony / of_each if of_each > 0 else 0.0


def _product(*factors: float) -> float:
    """Return a product; 0 where a factor is not known."""
    return math.prod(0.0 if math.isnan(each) else each for each in factors)


def _fixed(option: Option, decision: Decision, telephony: float) -> float:
    """Return what is left of the cost: actions, or all of it where wages are not known."""
    cost = option.figure(decision.costs)
    if decision.costs != COST or not cost.is_told:
        return 0.0
    left = cost.value - _wages(option) - telephony
    return left if abs(left) > _NOTHING else 0.0


def _over(top: float, bottom: float) -> float:
    return top / bottom if bottom > 0 else math.nan


def _level(option: Option) -> float:
    """Return the level that all lines are promised, where it is one of SL3; else NaN."""
    levels = {each.target.level for each in option.promises if each.target.kpi == SERVICE}
    return levels.pop() if len(levels) == 1 else math.nan
