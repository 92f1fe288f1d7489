"""The comparisons can fail: a theory a per cent off is refused, and so is a faulty engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from sim.centre import Centre
from sim.clock import MILLI
from sim.demand.contacts import Contacts
from sim.engines.choice import Engine
from sim.engines.legs import Outcomes
from sim.floor import Floor, below
from tests.engines import faults
from tests.theory.cases import CASES, findings
from tests.theory.evidence import Case, Sample

Floors = Callable[[Floor], Floor]

BY_NAME = {case.name: case for case in CASES}


def refused(case: Case, off: float) -> dict[str, bool]:
    """Return by figure whether it is refused, were the theory so much off, up or down."""
    found = findings(case, case.compiled).comparisons
    return {
        each.figure: not any(
            replace(each, theory=each.theory * factor).holds for factor in (1 + off, 1 - off)
        )
        for each in found
    }


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("2: with patience", {"SL3 (20 s)", "SL4 (20 s)", "busy"}),
        ("3: five waiting places", {"SL3 (20 s)", "SL3 of the accepted", "busy"}),
        ("12: 10 flexible agents", {"busy"}),
        ("no places, constant talks", {"busy"}),
    ],
)
def test_a_theory_one_per_cent_off_is_refused(name, figures):
    found = refused(BY_NAME[name], 0.01)
    assert figures <= {figure for figure, is_refused in found.items() if is_refused}


def misread(table: str, column: str, value: int) -> Floors:
    """Return what an engine would do that takes one value for all that stand in a column."""

    def change(floor: Floor) -> Floor:
        rows = getattr(floor, table).copy()
        rows[column][rows[column] != 0] = value
        return replace(floor, **{table: rows})

    return change


def more_of_the_first_grade(floor: Floor) -> Floor:
    """Return what an engine would do that grades too much as the first."""
    grades = floor.grades.copy()
    grades["below"][:, 0] = below(0.21)
    return replace(floor, grades=grades)


def not_slowed(floor: Floor) -> Floor:
    """Return what an engine would do that has a chat go on as fast beside others."""
    return replace(floor, parallel_milli=np.full_like(floor.parallel_milli, MILLI))


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("3: five waiting places", misread("queues", "capacity", 4)),
        ("9: strict priority, balking", misread("skills", "pick_rank", 1)),
        ("9: strict priority, balking", misread("skills", "rank", 1)),
        ("10: generalists, weights", misread("queues", "weight_milli", 1000)),
        ("10: generalists, weights", misread("skills", "rank", 1)),
        ("10: generalists, weights", misread("skills", "handling_milli", 1000)),
        ("priorities", misread("queues", "priority", 0)),
        ("weights", misread("queues", "weight_milli", 1000)),
        ("transfers", misread("skills", "transfer_below", below(0.45))),
        ("repeats", misread("queues", "repeat_below", below(0.18))),
        ("self-service", misread("queues", "leaves_bot_below", below(0.06))),
        ("announcement", misread("queues", "diverted_below", below(0.25))),
        ("call-backs in place", misread("queues", "keeps_place", 0)),
        ("call-backs until reached", misread("queues", "reached_below", below(0.63))),
        ("outbound", misread("queues", "calls", 2)),
        ("outbound", misread("queues", "dial_ms", 20_000)),
        ("chats: 8 agents, 3 each", misread("groups", "concurrency", 2)),
        ("chats: two agents slow", not_slowed),
        ("chats that fall silent", misread("queues", "silent_below", below(0.23))),
        ("work below calls", misread("skills", "pick_rank", 1)),
        ("work put aside: 1 agent", misread("queues", "interruptible", 0)),
        ("work with a time limit", misread("grades", "due_ms", 70_000)),
        ("work in order of due time", more_of_the_first_grade),
        ("stages: three agents", misread("factors", "handling_milli", 1000)),
        ("stages: three agents", misread("factors", "transfer_milli", 1000)),
        ("stages: three agents", misread("factors", "repeat_milli", 1000)),
    ],
)
def test_a_rule_that_is_misread_is_refused(monkeypatch, name, fault):
    """On the compiled engine, in smaller samples than the cases have there."""
    run = Centre.run

    def off(centre: Centre, contacts: Contacts, engine: Engine) -> Outcomes:
        return run(replace(centre, floor=fault(centre.floor)), contacts, engine)

    monkeypatch.setattr(Centre, "run", off)
    case = BY_NAME[name]
    assert wrong(case, replace(case.compiled, calls=min(case.calls, 500_000), audited=False))


@pytest.mark.parametrize(
    ("name", "column", "percent"),
    [
        ("2: with patience", "talk_ms", 101),
        ("6: 9 agents, patience 300 s", "patience_ms", 105),
        ("patience Weibull, some hang up", "patience_ms", 90),
    ],
)
def test_times_a_few_per_cent_off_are_refused(monkeypatch, name, column, percent):
    run = Centre.run

    def off(centre: Centre, contacts: Contacts, engine: Engine) -> Outcomes:
        rows = contacts.rows.copy()
        rows[column] = rows[column] * percent // 100
        return run(centre, replace(contacts, rows=rows), engine)

    monkeypatch.setattr(Centre, "run", off)
    assert wrong(BY_NAME[name], replace(BY_NAME[name].compiled, audited=False))


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("3: five waiting places", faults.NoLimitOfPlaces),
        ("3: five waiting places", faults.OnePlaceTooFew),
        ("9: strict priority, balking", faults.IgnoresPickRank),
        ("10: generalists, weights", faults.ForgetsTheGroupsPace),
    ],
)
def test_a_faulty_engine_is_refused(monkeypatch, name, fault):
    """By theory alone, without the auditor. Finer faults need more than this engine affords."""
    faults.floor(fault)(monkeypatch)
    assert wrong(BY_NAME[name], replace(BY_NAME[name].reference(), audited=False))


def wrong(case: Case, sample: Sample) -> list[str]:
    """Return the figures that contradict the theory."""
    return [str(each) for each in case.run(sample).comparisons if not each.holds]
