"""What costs what, in plain words at the top of the page."""

from __future__ import annotations

import math
from collections.abc import Iterator

import streamlit as st

from crewline.charts.point_words import keeping, per_horizon, price_words
from crewline.charts.scope import View
from crewline.charts.weighed import Weighed
from crewline.words import Words, plain
from crewline.words.figures import gap, money, percent
from scenarios.planning.frontier.points import Placed
from sim.kpis.definitions import Unit


def what_costs_what(weighed: Weighed, say: Words) -> None:
    """Say where the centre stands, what keeping the targets costs, and what one point more."""
    lines = [*_now(weighed, say), *_chosen(weighed, say), *_prices(weighed, say)]
    st.markdown("\n".join(f"- {line}" for line in lines))


def _now(weighed: Weighed, say: Words) -> Iterator[str]:
    now = weighed.now
    if now is not None:
        yield say(
            "**As it is now** it costs {cost} {horizon}, and {service} are answered in time"
            " ({whom}). Targets: {verdict}.",
            cost=_cost(weighed, now, say),
            horizon=per_horizon(weighed.found.scenario, say),
            service=_service(now),
            whom=_whom(weighed, say),
            verdict=keeping(now, say),
        )


def _chosen(weighed: Weighed, say: Words) -> Iterator[str]:
    """Yield what the point is that keeps the targets for the least, or that none does."""
    found = weighed.found
    if found.chosen is None:
        yield say("**No schedule was found**: rules and limits leave none; see the remarks below.")
        return
    chosen = found.points[found.chosen]
    values = {"cost": _cost(weighed, chosen, say), "service": _service(chosen)}
    if chosen.point.keeps_own:
        yield say(
            "**Keeping all targets** costs {cost} with the cheapest of these schedules, which"
            " serves {service}.",
            **values,
        )
    else:
        yield say(
            "**None of these schedules keeps all targets**; the one that serves best costs {cost}"
            " and serves {service}. A longer search may find one that does.",
            **values,
        )
    step = weighed.from_now
    if step is not None:
        currency = found.scenario.currency
        yield say(
            "Beside today that is {money} and {service} of service (on the same days: {low} to"
            " {high}).",
            money=plain(gap(step.cost, Unit.MONEY, say, currency)),
            service=plain(gap(step.service, Unit.SHARE, say)),
            low=plain(gap(step.service_low, Unit.SHARE, say)),
            high=plain(gap(step.service_high, Unit.SHARE, say)),
        )


def _prices(weighed: Weighed, say: Words) -> Iterator[str]:
    currency = weighed.found.scenario.currency
    step = weighed.found.price
    if step is not None:
        start = weighed.found.points[step.start]
        yield say(
            "**One more point of service** costs {price} from {service} on.",
            price=price_words(step, currency, say),
            service=_service(start),
        )
    if weighed.knee is None:
        return
    before, behind = weighed.step_to(weighed.knee), weighed.step_from(weighed.knee)
    if before is not None and behind is not None and math.isfinite(behind.price):
        yield say(
            "**The knee** is at {service}: before it a point costs {before}, behind it {behind}.",
            service=_service(weighed.found.points[weighed.knee]),
            before=money(before.price, currency, say),
            behind=money(behind.price, currency, say),
        )


def _cost(weighed: Weighed, each: Placed, say: Words) -> str:
    value = math.nan if each.cost is None else each.cost.value
    return money(value, weighed.found.scenario.currency, say)


def _service(each: Placed) -> str:
    return "–" if each.service is None else percent(round(each.service.value, 3))


def _whom(weighed: Weighed, say: Words) -> str:
    return plain(View(weighed.found.measure.line or "").title(weighed.found.scenario, say))
