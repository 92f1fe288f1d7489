"""Times as cells: what a table shows of them, and what editing a cell sets."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from scenarios.editing.times import KINDS, Part, time_cell, time_edit
from scenarios.schema.distribution import Patience

KEYS = ("queues", "a", "talk")
LOGNORMAL = {"distribution": "lognormal", "mean": "3 min", "cv": "0.9", "zero_share": "2 %"}


@pytest.mark.parametrize(
    ("value", "cells"),
    [
        (None, ["", "", "", ""]),
        ("40 s", ["constant", "40 s", "", ""]),
        ("never", ["never", "", "", ""]),
        (LOGNORMAL, ["lognormal", "3 min", "0.9", "2 %"]),
        ({"distribution": "constant", "value": "5 s"}, ["constant", "5 s", "", ""]),
        ({"distribution": "weibull", "mean": "5 s", "shape": "2"}, ["weibull", "5 s", "2", ""]),
        ({"distribution": "empirical", "shares": ["0", "1"]}, ["empirical", "", "", ""]),
    ],
)
def test_what_a_table_shows(value: Any, cells: list[str]) -> None:
    parts: list[Part] = ["distribution", "mean", "spread", "zero_share"]
    assert [time_cell(value, part) for part in parts] == cells


@pytest.mark.parametrize(
    ("value", "part", "text", "keys", "after"),
    [
        (LOGNORMAL, "mean", "4 min", (*KEYS, "mean"), "4 min"),
        (LOGNORMAL, "spread", "1.2", (*KEYS, "cv"), "1.2"),
        (LOGNORMAL, "zero_share", "", (*KEYS, "zero_share"), None),
        ({"distribution": "weibull", "mean": "1 s"}, "spread", "2", (*KEYS, "shape"), "2"),
        ("40 s", "mean", "50 s", KEYS, "50 s"),
        (None, "mean", "50 s", KEYS, "50 s"),
        ("40 s", "mean", "", KEYS, None),
        ("never", "mean", "4 min", KEYS, {"distribution": "exponential", "mean": "4 min"}),
        ("4 s", "distribution", "gamma", KEYS, {"distribution": "gamma", "mean": "4 s", "cv": "1"}),
        ({**LOGNORMAL, "zero_share": None}, "distribution", "constant", KEYS, "3 min"),
        ("40 s", "distribution", "never", KEYS, "never"),
        ("40 s", "zero_share", "5 %", KEYS,
         {"distribution": "constant", "value": "40 s", "zero_share": "5 %"}),
        ("never", "zero_share", "5 %", KEYS, {"distribution": "never", "zero_share": "5 %"}),
    ],
)  # fmt: skip
def test_what_editing_sets(
    value: Any, part: Part, text: str, keys: tuple[str, ...], after: Any
) -> None:
    assert time_edit(KEYS, value, part, text) == (keys, after)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", ["40 s", "never", LOGNORMAL, None])
def test_every_kind_chosen_is_sound(kind: str, value: Any) -> None:
    _, after = time_edit(KEYS, value, "distribution", kind)
    time = TypeAdapter(Patience).validate_python(after)
    assert time.distribution == kind
    assert time.zero_share == (0.02 if isinstance(value, dict) else 0)


def test_a_spread_where_there_is_none_is_left_to_the_schema() -> None:
    keys, after = time_edit(KEYS, {"distribution": "exponential", "mean": "3 s"}, "spread", "2")
    assert keys == KEYS
    with pytest.raises(ValueError, match="cv"):
        TypeAdapter(Patience).validate_python(after)
