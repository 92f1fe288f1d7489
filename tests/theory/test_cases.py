"""Every case on the compiled engine, and a smaller run of it on the reference engine."""

from __future__ import annotations

import pytest

from tests.theory.cases import CASES, SHARP, disagreements
from tests.theory.evidence import Case

#: One of each kind; what the engines have in common is shown elsewhere, contact by contact.
ON_BOTH = (
    *("1: a day", "2", "3", "4: with patience", "8", "9", "10", "11"),
    *("self-service", "chats: one", "work put aside: 1 agent", "stages: three"),
)
QUICK = [case for case in CASES if case.name.startswith(ON_BOTH)]


def by_name(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.name)


@by_name(CASES)
def test_millions_of_calls_agree_with_theory(case):
    assert disagreements(case, case.compiled) == []


@by_name(QUICK)
def test_the_reference_engine_agrees_with_theory(case):
    assert disagreements(case, case.reference()) == []


def test_every_case_has_a_name_a_seed_and_a_sharpness():
    assert {case.name for case in CASES} == set(SHARP)
    assert len({case.seed for case in CASES}) == len(CASES)
