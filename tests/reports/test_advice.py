"""What is recommended, worked out by hand; and where nothing is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crewline.reports.advice import advice, uncosted
from crewline.reports.decision import Advice, Known, Option, Promise, Reason
from scenarios.schema.target import Target
from sim.kpis.targets import Verdict
from tests.reports.folders import option


def promising(one: Option, *verdicts: Verdict) -> Option:
    target = Target(kpi="SL3", within="20 s", level="80 %")
    half = Known(0.5, 0.4, 0.6)
    promises = tuple(
        Promise(f"line {at}", target, verdict, verdict is Verdict.MET, half, half)
        for at, verdict in enumerate(verdicts)
    )
    return replace(one, promises=promises, promised=len(promises))


MET, MISSED, OPEN = Verdict.MET, Verdict.MISSED, Verdict.CANNOT_TELL


def test_the_cheapest_that_keeps_all_is_taken() -> None:
    options = [
        promising(option("now", 100, 50), MET, MISSED),
        promising(option("dear", 140, 5), MET, MET),
        promising(option("fair", 120, 20), MET, MET),
    ]
    found = advice(options, (0, 1, 2), 0.95)
    assert (found.chosen, found.reason) == (2, Reason.KEEPS_ALL)


def test_the_present_is_kept_where_it_keeps_all_for_least() -> None:
    options = [
        promising(option("now", 100, 50), MET),
        promising(option("more", 120, 5), MET),
    ]
    assert advice(options, (0, 1), 0.95).chosen == 0


def test_of_costs_that_chance_may_explain_none_is_taken() -> None:
    # 100 ± 30 and 110 ± 30 of independent means cannot be told apart, nor can 50 and 45 lost.
    options = [
        promising(option("one", 100, 50, reach=30), MET),
        promising(option("other", 110, 45, reach=30), MET),
    ]
    found = advice(options, (0, 1), 0.95)
    assert (found.chosen, found.reason, found.rivals) == (None, Reason.TIED, (0, 1))


def test_of_like_costs_the_one_that_surely_loses_fewer_is_taken() -> None:
    options = [
        promising(option("one", 100, 500, reach=30), MET),
        promising(option("other", 110, 100, reach=30), MET),
    ]
    assert advice(options, (0, 1), 0.95).chosen == 1


def test_what_is_only_open_is_not_recommended_for_its_promises() -> None:
    options = [
        promising(option("now", 100, 50), MISSED),
        promising(option("more", 120, 20), OPEN),
    ]
    found = advice(options, (0, 1), 0.95)
    assert (found.chosen, found.reason) == (None, Reason.UNSURE)


def test_what_is_better_in_all_is_taken_though_promises_are_missed() -> None:
    options = [
        promising(option("now", 100, 50), MISSED),
        promising(option("better", 100, 20), MISSED),
    ]
    found = advice(options, (0, 1), 0.95)
    assert (found.chosen, found.reason) == (1, Reason.BEATS)


def test_fewer_lost_at_worse_service_is_not_better_in_all() -> None:
    options = [option("now", 100, 50, service=0.9), option("other", 100, 20, service=0.8)]
    found = advice(options, (0, 1), 0.95)
    assert (found.chosen, found.reason) == (None, Reason.NOTHING_PROMISED)


def test_dearer_and_better_is_a_matter_of_worth() -> None:
    options = [
        promising(option("now", 100, 50), MISSED),
        promising(option("more", 120, 20), MISSED),
    ]
    found = advice(options, (0, 1), 0.95)
    assert (found.chosen, found.reason) == (None, Reason.TRADE)


def test_dearer_and_no_better_is_left() -> None:
    options = [promising(option("now", 100, 50), MISSED), promising(option("x", 120, 50), MISSED)]
    found = advice(options, (0, 1), 0.95)
    assert (found.chosen, found.reason) == (0, Reason.BEATS)


def test_two_alike_are_not_told_apart() -> None:
    options = [promising(option("now", 100, 50), MISSED), promising(option("x", 100, 50), MISSED)]
    found = advice(options, (0, 1), 0.95)
    assert (found.chosen, found.reason) == (None, Reason.NONE_KEEPS)


def unpaid(one: Option) -> Option:
    return replace(one, figures={kpi: each for kpi, each in one.figures.items() if kpi != "cost"})


def test_without_costs_only_promises_recommend() -> None:
    now, more = option("now", 0, 50), option("more", 0, 5)

    def found(*verdicts: Verdict) -> tuple[int | None, Reason]:
        pairs = zip((now, more), verdicts, strict=True)
        told = advice([unpaid(promising(one, verdict)) for one, verdict in pairs], (0, 1), 0.95)
        return told.chosen, told.reason

    assert found(MISSED, MET) == (1, Reason.KEEPS_ALL)
    assert found(MET, MET) == (None, Reason.NO_COSTS)
    assert found(MISSED, MISSED) == (None, Reason.NO_COSTS)
    assert found(MISSED, OPEN) == (None, Reason.UNSURE)


def test_what_was_advised_by_cost_is_not_where_there_is_none() -> None:
    by_cost = Advice((0, 1), 1, Reason.CHOSEN)
    assert uncosted(by_cost) == Advice((0, 1), None, Reason.NO_COSTS)
    by_promise = Advice((0, 1), 1, Reason.KEEPS_ALL)
    assert uncosted(by_promise) == by_promise


def test_one_alone_is_neither_taken_nor_left() -> None:
    found = advice([option("now", 100, 50)], (0,), 0.95)
    assert (found.chosen, found.reason) == (None, Reason.ALONE)


def test_only_those_asked_about_are_weighed() -> None:
    options = [
        promising(option("other day", 1, 1), MET),
        promising(option("now", 100, 50), MET),
        promising(option("more", 120, 20), MET),
    ]
    assert advice(options, (1, 2), 0.95).chosen == 1


@pytest.mark.parametrize("verdicts", [(MET, OPEN), (OPEN, MISSED), (MET, MISSED)])
def test_one_promise_that_is_not_sure_is_enough(verdicts: tuple[Verdict, ...]) -> None:
    one = promising(option("one", 1, 1), *verdicts)
    assert one.verdict is not MET
