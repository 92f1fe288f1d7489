"""The line: a turn for every session, worked out by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crewline.ui.work.line import Line


def taken(line: Line) -> list[str]:
    keys = []
    while (key := line.take()) is not None:
        keys.append(key)
    return keys


def line_of(*joined: str) -> Line:
    """Return a line that keys such as `ann.3` have joined, in their order."""
    line = Line()
    for key in joined:
        line.join(key, key.split(".")[0])
    return line


def test_sessions_take_turns() -> None:
    line = line_of("ann.1", "ann.2", "ann.3", "bob.1", "bob.2", "eve.1")
    assert taken(line) == ["ann.1", "bob.1", "eve.1", "ann.2", "bob.2", "ann.3"]
    assert len(line) == 0


def test_who_had_a_turn_waits_for_those_who_had_none() -> None:
    line = line_of("ann.1", "ann.2", "ann.3")
    assert [line.take(), line.take()] == ["ann.1", "ann.2"]
    line.join("bob.1", "bob")
    line.join("ann.4", "ann")
    assert taken(line) == ["bob.1", "ann.3", "ann.4"]


def test_what_two_wait_for_goes_at_the_earlier_turn_and_once() -> None:
    line = line_of("ann.1", "ann.2")
    line.join("ann.2", "bob")
    line.join("bob.1", "bob")
    assert taken(line) == ["ann.1", "ann.2", "bob.1"]


def test_leaving_is_for_one_session_alone() -> None:
    line = line_of("ann.1", "ann.2")
    line.join("ann.1", "bob")
    line.leave("ann.1", "ann")
    line.leave("ann.9", "ann")  # was never there
    assert taken(line) == ["ann.2", "ann.1"]


def test_dropped_and_forgotten_keys_are_gone() -> None:
    line = line_of("ann.1", "ann.2", "bob.1")
    line.join("ann.2", "bob")
    line.drop("ann.1")
    line.forget("bob")
    assert taken(line) == ["ann.2"]


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abc")), max_size=20))
def test_the_place_in_line_is_the_number_taken_before(joined: list[tuple[int, str]]) -> None:
    line = Line()
    for number, session in joined:
        line.join(f"key {number}", session)
    places = {f"key {number}": line.before(f"key {number}") for number, _ in joined}
    order = taken(line)
    assert sorted(order) == sorted(places)
    assert [places[key] for key in order] == list(range(len(order)))
