"""Edits as settings: the newest wins, and what is undone is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.editing.settings import alike, edited, keys_of, value_at, value_of, without
from scenarios.load import load, template

CORNER = Path(__file__).parents[1] / "corner_bank.yaml"
TALK = ("queues", "general", "talk", "mean")


def tree(*sets: str):  # type: ignore[no-untyped-def]
    return template(CORNER, sets=sets).tree


def test_an_edit_is_a_setting_that_the_command_line_takes() -> None:
    settings = edited(tree(), (), {TALK: "4 min", ("queues", "general", "capacity"): None})
    assert settings == ("queues.general.talk.mean=4 min", "queues.general.capacity=null")
    queue = load(CORNER, sets=settings).scenario.queues["general"]
    assert queue.talk.mean == 240  # type: ignore[union-attr]
    assert queue.capacity is None


def test_the_newest_wins_and_the_others_stay() -> None:
    first = edited(tree(), ("days=1", "queues.general.talk.mean=4 min"), {TALK: "5 min"})
    assert first == ("days=1", "queues.general.talk.mean=5 min")


def test_back_to_what_it_was_is_no_setting() -> None:
    """200 s is 3 min 20 s, in whatever words."""
    assert edited(tree(), ("queues.general.talk.mean=4 min",), {TALK: "200 s"}) == ()
    assert edited(tree(), ("queues.general.talk.mean=4 min",), {TALK: "200000 ms"}) == ()


def test_back_to_what_a_setting_above_says_is_none_either() -> None:
    above = "queues.general.talk={distribution: exponential, mean: 4 min}"
    assert edited(tree(), (above,), {TALK: "5 min"}) == (above, "queues.general.talk.mean=5 min")
    assert edited(tree(), (above,), {TALK: "240 s"}) == (above,)


def test_a_value_put_in_the_place_of_others_drops_what_was_set_inside() -> None:
    inside = ("queues.general.volume.3=5", "queues.generals=1")
    rest = edited(tree(), inside[:1], {("queues", "general", "volume"): ["1"] * 48})
    assert [one.partition("=")[0] for one in rest] == ["queues.general.volume"]
    assert without(inside, ("queues", "general")) == ("queues.generals=1",)


def test_a_fault_is_kept_as_it_was_typed() -> None:
    (setting,) = edited(tree(), (), {("queues", "general", "patience"): "- # soon: [maybe"})
    assert keys_of(setting) == ("queues", "general", "patience")
    assert value_of(setting) == '"- # soon: [maybe"'


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("3 min", "180 s", True),
        ("80 %", "0.8", True),
        ("2", "2.0", True),
        ("08:30", "8:30", True),
        (["1", "2"], ["1.0", "2"], True),
        (["1", "2"], ["1"], False),
        ("3 min", "3 s", False),
        (None, None, True),
        (None, "0", False),
        ({"a": "1"}, {"a": "1.0"}, True),
        ({"a": "1"}, {"b": "1"}, False),
        ("serve", "clear", False),
        ("1", ["1"], False),
    ],
)
def test_values_are_alike_by_what_they_mean(one: object, other: object, same: bool) -> None:
    assert alike(one, other) is same
    assert alike(other, one) is same


def test_values_are_found_where_settings_put_them() -> None:
    data = tree("queues.general.volume=[4, 5]").data
    assert value_at(data, ("queues", "general", "volume", "2")) == "5"
    assert value_at(data, ("queues", "general", "volume", "3")) is None
    assert value_at(data, ("queues", "general", "volume", "x")) is None
    assert value_at(data, ("queues", "nobody", "volume")) is None
    assert value_at(data, ("days", "x")) is None
