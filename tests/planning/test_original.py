"""What a schedule cost before it was edited: told by the summary beside it, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scenarios.planning.files.original import original_cost
from tests.scenarios.small import small

KNOWN = {"scenario": "small", "currency": "CNY"}


def told(folder: Path, summary: object) -> float | None:
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    return original_cost(folder / "schedule.csv", small(currency="CNY"))


def test_a_proof_and_a_plan_say_what_their_schedule_cost(tmp_path: Path) -> None:
    assert told(tmp_path, KNOWN | {"schedule": {"cost": 1234.5}}) == 1234.5
    assert told(tmp_path, KNOWN | {"cost": 99}) == 99.0


@pytest.mark.parametrize(
    "summary",
    [
        KNOWN | {"scenario": "other", "cost": 1},
        KNOWN | {"currency": "USD", "cost": 1},
        KNOWN | {"cost": None},
        KNOWN | {"cost": True},
        KNOWN | {"cost": "1"},
        KNOWN | {"cost": float("nan")},
        KNOWN | {"schedule": {}},
        KNOWN,
        [],
    ],
)
def test_what_is_no_cost_of_this_scenario_tells_nothing(tmp_path: Path, summary: object) -> None:
    assert told(tmp_path, summary) is None


def test_without_a_summary_nobody_knows(tmp_path: Path) -> None:
    assert original_cost(tmp_path / "schedule.csv", small()) is None
    (tmp_path / "summary.json").write_text("{", encoding="utf-8")
    assert original_cost(tmp_path / "schedule.csv", small()) is None
