"""How sure a decision is: what was simulated, what an interval says, what stays open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crewline.reports.decision import LOST, Decision, Gap, Kind
from crewline.reports.telling.names import option_names
from crewline.words import Words
from crewline.words.figures import money, number, percent


def how_sure(decision: Decision, say: Words) -> tuple[str, ...]:
    """Return sentences on how sure the figures are."""
    return tuple(_how_sure(decision, say))


def _how_sure(decision: Decision, say: Words) -> Iterator[str]:
    simulated = [each for each in decision.options if each.replications]
    if simulated:
        n = min(each.replications for each in simulated)
        yield (
            say.count(
                "Each option was simulated on {n} random day.",
                "Each option was simulated on {n} random days.",
                n,
            )
            if decision.days == 1
            else say(
                "Each option was simulated {n} times over {days} days.", n=n, days=decision.days
            )
        )
    if decision.tells_costs and any(not each.is_simulated for each in decision.options):
        yield say("What was not simulated is known by its wages alone.")
    yield say(
        "An interval is that of a mean: were all simulated anew, it would hold the true mean in"
        " {confidence} of cases. More simulated days make it narrower.",
        confidence=percent(decision.confidence),
    )
    if len(decision.options) > 1:
        if decision.tells_costs or not decision.is_planned:
            yield _same_days(decision, say)
        yield say(
            "A difference is called real where its interval leaves out zero; else chance may be all"
            " of it, and the page says that it cannot be told."
        )
    if decision.kind is Kind.SWEEP or len(decision.options) > 5:
        yield say(
            "Where many options are looked at, the best of them looks a little better than it is,"
            " by chance; try it again with another seed."
        )
    if decision.left_out:
        yield say.count(
            "{n} other is left out here: it is no better, or another serves as well for less.",
            "{n} others are left out here: they are no better, or another serves as well for less.",
            decision.left_out,
        )


def _same_days(decision: Decision, say: Words) -> str:
    """Return whether options met the same random days, and what that is good for."""
    if decision.is_planned:
        return say("Wages are those of the plans: there is no chance in their differences.")
    if decision.same_days and not decision.unpaired:
        return say(
            "All options met the same customers on the same random days, so that a difference"
            " is known far better than either figure."
        )
    if decision.same_days:
        return say(
            "All options met the same customers on the same random days, so that a difference to"
            " the first option is known far better than either figure."
        )
    if decision.same_seed:
        return say(
            "All options met the same customers on the same random days, but not all single days"
            " are kept, so that differences are less well known than they could be."
        )
    return say(
        "Not all options met the same random days, so that differences are less well known"
        " than they could be; the same seed would tell more."
    )


def what_keeping_costs(decision: Decision, say: Words) -> tuple[str, ...]:
    """Return what each contact kept, and each point of service, costs where both are sure."""
    names = option_names(decision, say)
    found = []
    for advice in decision.advice:
        for at, gaps in advice.gaps.items():
            pair = {"name": names[at], "base": names[advice.among[0]]}
            found += list(_prices(gaps, decision, say, pair))
    return tuple(found)


def _prices(
    gaps: Mapping[str, Gap], decision: Decision, say: Words, pair: Mapping[str, str]
) -> Iterator[str]:
    cost, lost, service = (gaps.get(kpi) for kpi in (decision.costs, LOST, decision.service))
    if cost is None or not cost.is_real or cost.value <= 0:
        return
    if lost is not None and lost.is_real and lost.value < 0:
        price = money(cost.value / -lost.value, decision.currency, say)
        yield say(
            "“{name}” beside “{base}”: each contact that is not lost costs {price}.",
            **pair,
            price=price,
        )
    if service is not None and service.is_real and service.value > 0:
        price = money(cost.value / (100 * service.value), decision.currency, say)
        points = number(100 * service.value, say)
        yield say(
            "“{name}” beside “{base}”: one more point of service costs {price} ({points} in all).",
            **pair,
            price=price,
            points=points,
        )
