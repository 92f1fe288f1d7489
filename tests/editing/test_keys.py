"""Every key of the schema can be reached by a setting."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from scenarios.editing.keys import FIXED, keys_of_scenario
from scenarios.editing.settings import value_at
from scenarios.load import template
from scenarios.reference import SECTIONS
from scenarios.schema.scenario import Scenario, Variant
from scenarios.schema.section import Section

TESTS = Path(__file__).parents[1]
FILES = [TESTS / "corner_bank.yaml", TESTS / "scenarios" / "every_channel.yaml"]


def keys(path: Path | str, *sets: str):  # type: ignore[no-untyped-def]
    data = template(path, sets=sets).tree.data
    return data, {key.path: key for key in keys_of_scenario(data)}


def test_what_stands_in_a_file_is_listed_with_its_value() -> None:
    data, found = keys(FILES[0])
    assert found["queues.general.talk.mean"].written == "200 s"
    assert found["queues.loan.patience.shape"].written == "1.3"
    assert found["groups.novices.shifts.late.breaks.2.length"].written == "45 min"
    assert found["costs.premiums.1.between"].written == "18:00-22:00"
    for key in found.values():
        assert key.written == value_at(data, key.keys)


def test_what_is_left_out_is_listed_too() -> None:
    _, found = keys(FILES[0])
    assert found["queues.loan.call_back.accepted"].written is None
    assert found["arrivals"].choices == ("poisson", "exact")
    assert found["arrivals"].default == "`poisson`"
    assert found["groups.experts.works_on"].choices == ("one", "both")
    assert found["queues.general.target.level"].default == "required"
    assert found["queues.general.wrap_up.mean"].written == "30 s"
    assert "queues.loan.wrap_up.mean" not in found  # a bare time has no keys


@cache
def sections_reached() -> list[set[str]]:
    """Return the keys of every section that is listed somewhere."""
    reached: list[set[str]] = []
    for path, sets in ((FILES[0], ()), (FILES[1], ()), (FILES[0], KINDS), (FILES[0], CAPPED)):
        sections: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for key in keys(path, *sets)[1].values():
            sections[key.keys[:-1]].add(key.keys[-1])
        reached += sections.values()
    return reached


@pytest.mark.parametrize("model", [model for _, _, model in SECTIONS if model is not Scenario])
def test_no_section_is_out_of_reach(model: type[Section]) -> None:
    """The sections are those of the reference page: each one's keys are listed somewhere."""
    wanted = set(model.keys())
    if model is not Variant:  # which settings may not touch
        assert any(found >= wanted for found in sections_reached())


#: What the files do not have, one of each kind.
KINDS = (
    "queues.general.volume={per_h: 3}",
    "queues.loan.volume={total: 3, profile: business_day}",
    "queues.expert.volume={file: a.csv, column: b}",
    "queues.general.talk={distribution: empirical, shares: [0, 1], values: [1 s, 2 s]}",
    "queues.loan.talk={distribution: gamma, mean: 2 s, cv: 1}",
    "queues.loan.patience={distribution: weibull, mean: 2 s, shape: 1}",
    "queues.loan.wrap_up={distribution: constant, value: 2 s}",
    "queues.expert.patience={distribution: never}",
    "queues.general.grades={a: {share: 1, due: 3 h}}",
    "disruptions=[{name: a, agents: 0.5}]",
    "stages={mine: {handling_factor: 1}}",
    "segments={a: {value: high, risk: low, queues: [loan]}}",
    "playbooks={a: {watch: queue_length, levels: [{at: 5, do: [{active: true}]}]}}",
    "planning={shifts: {a: {starts: {from: 08:00}, lengths: {from: 1 h}, breaks: [{length: 9 s}]}},"
    " coverage: {under: 1}, groups: {novices: {most: 1}}, tours: {a: {}}}",
)
CAPPED = ("planning={coverage: {headcount: 5}}",)


def test_what_may_not_change_is_not_offered() -> None:
    _, found = keys(FILES[0])
    assert not {key.keys[0] for key in found.values()} & set(FIXED)
