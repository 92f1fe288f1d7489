"""Edits of a table: each can be undone, rows are numbered anew when they come or go."""

from __future__ import annotations

from crewline.ui.pages.staffing.history import History

FIRST = {1: {"agents": 1}, 2: {"agents": 2}, 3: {"agents": 3}}


def test_every_edit_is_undone_in_turn() -> None:
    start = History.of("a", FIRST)
    one = start.typed(FIRST | {2: {"agents": 5}})
    two = one.typed(dict(one.now) | {1: {"agents": 9}})
    assert two.undone().now == one.now
    assert two.undone().undone().now == FIRST
    assert two.undone().undone().undone().now == FIRST  # there is nothing more to undo
    assert two.is_edited
    assert not start.is_edited


def test_the_editor_begins_anew_only_where_it_does_not_know_the_table() -> None:
    start = History.of("a", FIRST)
    typed = start.typed(FIRST | {2: {"agents": 5}})
    assert typed.version == start.version
    assert typed.shown == FIRST  # on which it has the edit
    undone = typed.undone()
    assert undone.version == start.version + 1
    assert undone.shown == FIRST
    assert start.typed(dict(FIRST)) is start


def test_rows_that_come_or_go_are_numbered_anew() -> None:
    start = History.of("a", FIRST)
    fewer = start.typed({1: FIRST[1], 3: FIRST[3]})
    assert fewer.now == {1: {"agents": 1}, 2: {"agents": 3}}
    assert fewer.shown == fewer.now
    assert fewer.version == start.version + 1
    more = start.typed(FIRST | {4: {"agents": 7}})
    assert list(more.now) == [1, 2, 3, 4]
    assert more.undone().now == FIRST


def test_a_file_in_place_of_all_is_one_edit() -> None:
    start = History.of("a", FIRST).typed(FIRST | {2: {"agents": 5}})
    taken = start.replaced({1: {"agents": 8}})
    assert taken.now == taken.shown == {1: {"agents": 8}}
    assert taken.undone().now == start.now
    assert start.replaced(FIRST).now == FIRST
