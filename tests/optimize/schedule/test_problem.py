"""What makes no sense as a problem is refused, all at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimize.schedule.problem import Backlog, FullCover, MostService, Problem, SoftCover, Team
from optimize.shifts.shift_type import ShiftType

TYPE = ShiftType("0-4", "p", ((0, 4),), (), 4)
TEAM = Team("a", ((0, 1.0),), (TYPE,), np.array([[4.0]]))
GIVEN = Problem(900, 8, 1, ("calls",), np.ones((1, 8)), (TEAM,), FullCover())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"required": np.ones((1, 7))}, r"required: got shape \(1, 7\); expected \(1, 8\)"),
        ({"required": -np.ones((1, 8))}, "required: got a number below 0"),
        ({"required": np.full((1, 8), np.nan)}, "required: got a number below 0 or none"),
        (
            {"teams": (replace(TEAM, costs=np.array([[-1.0]])),)},
            "team a: costs: got a number below",
        ),
        ({"teams": (replace(TEAM, costs=np.ones((2, 1))),)}, r"team a: costs: got shape \(2, 1\)"),
        (
            {"teams": (replace(TEAM, serves=((1, 1.0),)),)},
            "team a: serves: got queue 1; there are 1",
        ),
        ({"teams": (replace(TEAM, serves=((0, 0.0),)),)}, "team a: serves: got 0.0"),
        ({"backlogs": (Backlog(0, np.ones(7, bool), 1.0),)}, "backlog 0: got slots"),
        ({"backlogs": (Backlog(0, np.ones(8, bool), -1.0),)}, "backlog 0: got -1.0 agent-slots"),
    ],
)
def test_a_fault_is_named(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(GIVEN, **change)  # type: ignore[arg-type]


def test_faults_are_told_at_once() -> None:
    with pytest.raises(ValueError, match=r"required: .*; team a: serves: "):
        replace(GIVEN, required=np.ones((1, 7)), teams=(replace(TEAM, serves=((3, 1.0),)),))


@pytest.mark.parametrize("name", ["under", "over", "per_type"])
def test_prices_are_not_negative(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name}: got -1"):
        SoftCover(**{"under": 1.0, name: -1})


def test_caps_are_not_negative() -> None:
    with pytest.raises(ValueError, match="headcount: got -1"):
        MostService(headcount=-1)
    with pytest.raises(ValueError, match="budget: got nan"):
        MostService(budget=float("nan"))
