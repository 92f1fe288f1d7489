"""The values of what is varied: numbers where they are, the base's where nothing is changed."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml

from scenarios.faults import BadInput
from scenarios.studies.sweep.bench import Bench
from scenarios.studies.sweep.cells import plan
from scenarios.studies.sweep.values import AxisValues
from tests.scenarios.small import EVERY_CHANNEL, data, front, general

NONE = math.nan


def column(folder: Path, *vary: str, **changes: Any) -> list[list[float | str]]:
    """Return the values of every cell, the base first, axis by axis."""
    file = folder / "small.yaml"
    file.write_text(yaml.safe_dump(data(**changes), sort_keys=False), encoding="utf-8")
    cells = plan(vary, None, 2)
    values = AxisValues(cells, Bench(str(file), None, (), None))
    return [list(each) for each in zip(*(values.of(cell).values() for cell in cells), strict=True)]


@pytest.mark.parametrize(
    ("vary", "changes", "found"),
    [
        ("queues.general.capacity=null,5", {}, [NONE, NONE, 5]),
        ("queues.general.capacity=5,null", {"queues": general(capacity=9)}, [9, 5, NONE]),
        (
            "groups.front.absence=null,5 %",
            {"groups": front(agents=4, absence="6 %")},
            [0.06, 0, 0.05],
        ),
        ("groups.front.absence=5 %", {}, [0, 0.05]),
        (
            "stages.onboarding.handling_factor=null,1.2",
            {"stages": {"onboarding": {"handling_factor": 2}}},
            [2, 1.5, 1.2],  # the house's assumption where a file says nothing
        ),
        ("queues.general.talk=2 min,3 min", {"queues": general(talk="200 s")}, [200, 120, 180]),
        ("groups.front.agents*=1,1.5", {}, [1, 1, 1.5]),
    ],
)
def test_numbers_stay_numbers_beside_null(
    vary: str, changes: dict[str, Any], found: list[float], tmp_path: Path
) -> None:
    assert column(tmp_path, vary, **changes) == [pytest.approx(found, nan_ok=True)]


@pytest.mark.parametrize(
    ("vary", "changes", "found"),
    [
        ("groups.front.agents=5,[1]", {"groups": front(agents=7)}, ["7", "5", "[1]"]),
        ("queues.general.volume={per_h: 3}", {}, ["{per_h: 60}", "{per_h: 3}"]),
        ("queues.general.open=08:00-20:00", {}, ["null", "08:00-20:00"]),
        ("title=a", {"title": "Small"}, ["Small", "a"]),
    ],
)
def test_the_base_among_texts_is_what_is_written(
    vary: str, changes: dict[str, Any], found: list[str], tmp_path: Path
) -> None:
    assert column(tmp_path, vary, **changes) == [found]


def test_the_ordinary_day_has_a_word_of_its_own(tmp_path: Path) -> None:
    busy = {
        "overrides": {"busy": {"queues": general()}},
        "scenarios": {"busy": {"overrides": ["busy"]}},
    }
    assert column(tmp_path, "variant=null,busy", **busy) == [["ordinary day"] * 2 + ["busy"]]
    assert plan(["variant=null,busy"], None, 2).cell(1).label == "ordinary day"


@pytest.mark.parametrize(
    ("vary", "found"),
    [
        ("queues.chat.self_service.contained=50 %,0.7", [0.55, 0.5, 0.7]),
        ("queues.phone.self_service.contained*=0,0.5", [1, 0, 0.5]),
        ("queues.phone.call_back.accepted=0..1:3", [0.4, 0, 0.5, 1]),
        ("queues.complaint_desk.grades.重大.due=4 h,5 h", [14_400, 14_400, 18_000]),
        ("queues.sales_calls.list*=0.5,2", [1, 0.5, 2]),
        ("queues.sales_calls.pause.below=null,70 %", None),
        ("groups.chat_team.fatigue={above: 0.9, handling_factor: 2},null", ["null", None, "null"]),
        ("stages.借调.absence=1 %,null", [0.01, 0.01, 0]),
        ("segments.重要客户.priority=null,5", [20, NONE, 5]),
        ("queues.vip.priority=null,5", [20, 20, 5]),
        ("groups.phone_team.absence=null,5 %", [0.0355, 0.0355, 0.05]),
    ],
)
def test_what_channels_have_is_varied_as_all_else(
    vary: str, found: list[float | str | None] | None
) -> None:
    cells = plan([vary], None, 2)
    bench = Bench(str(EVERY_CHANNEL), None, (), None)
    if found is None:
        with pytest.raises(BadInput):
            bench.scenario(cells.cell(1))
        return
    values = [next(iter(AxisValues(cells, bench).of(cell).values())) for cell in cells]
    for value, expected in zip(values, found, strict=True):
        assert expected is None or value == pytest.approx(expected, nan_ok=True)
    assert all(bench.scenario(cell) for cell in cells)


def test_concurrency_and_its_factors_are_varied_together(tmp_path: Path) -> None:
    rows = tmp_path / "cells.csv"
    path = "groups.chat_team"
    rows.write_text(
        f'{path}.concurrency,{path}.parallel\n1,[1]\n2,"[1, 1.25]"\n4,null\n', encoding="utf-8"
    )
    bench = Bench(str(EVERY_CHANNEL), None, (), None)
    found = [bench.scenario(cell).groups["chat_team"] for cell in plan([], rows, 2)]
    assert [group.factors_at_once for group in found] == [
        (1, 1.25, 1.6), (1,), (1, 1.25), (1, 1, 1, 1)
    ]  # fmt: skip
