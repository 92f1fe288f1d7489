"""The values of what is varied: numbers where they are, the base's where nothing is changed."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml

from scenarios.studies.sweep.bench import Bench
from scenarios.studies.sweep.cells import plan
from scenarios.studies.sweep.values import AxisValues
from tests.scenarios.small import data, front, general

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
