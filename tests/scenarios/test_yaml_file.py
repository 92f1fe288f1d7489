from pathlib import Path

import pytest

from scenarios.faults import BadInput
from scenarios.yaml_file import MAX_DEPTH, Place, parse_tree, parse_value, read_tree, shown


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(BadInput) as caught:
        parse_tree(text, "some.yaml")
    return [(fault.line, fault.value) for fault in caught.value.faults]


def test_scalars_stay_text() -> None:
    tree = parse_tree("a: 08\nb: 2024-13-45\nc: yes\nd: 1:30\ne: .nan\nf: '~'", "some.yaml")
    assert tree.data == {
        "a": "08", "b": "2024-13-45", "c": "yes", "d": "1:30", "e": ".nan", "f": "~"
    }  # fmt: skip


def test_nothing_is_none() -> None:
    assert parse_tree("a:\nb: ~\nc: null\nd: ''", "x").data == {
        "a": None, "b": None, "c": None, "d": ""
    }  # fmt: skip


def test_every_value_has_its_line() -> None:
    tree = parse_tree("a: 1\nb:\n  - x\n  - c:\n      d: 2\n", "some.yaml")
    assert tree.place(("a",)) == Place("some.yaml", 1, "a")
    assert tree.place(("b", 1, "c", "d")) == Place("some.yaml", 5, "b.2.c.d")


def test_a_missing_value_is_placed_at_its_nearest_ancestor() -> None:
    tree = parse_tree("a:\n  b: {c: 1}\n", "some.yaml")
    assert tree.place(("a", "b", "x", "y")) == Place("some.yaml", 2, "a.b.x.y")


def test_aliases_repeat_what_they_name() -> None:
    tree = parse_tree("a: &one [1, 2]\nb: *one\n", "some.yaml")
    assert tree.data == {"a": ["1", "2"], "b": ["1", "2"]}


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "bom.yaml").write_bytes("\ufefftitle: 银行\r\n".encode())
    assert read_tree(tmp_path / "bom.yaml").data == {"title": "银行"}


def test_faults_of_form_are_told_together() -> None:
    assert faults("a: !x 1\nb: 1\nb: 2\n<<: {c: 1}\nd: *e\n") == [
        (1, "!x"),
        (3, "b"),
        (4, "<<"),
        (5, "*e"),
    ]


def test_keys_are_names() -> None:
    assert faults("[1, 2]: x\n") == [(1, "a list")]


def test_aliases_cannot_nest_beyond_the_limit() -> None:
    deep = "[" * (MAX_DEPTH // 2)
    close = "]" * (MAX_DEPTH // 2)
    text = f"a: &a {deep}1{close}\nb: {deep}*a{close}\n"
    assert faults(text) == [(2, "deeper nesting")]


def test_values_of_settings() -> None:
    assert parse_value("3 min", "--set") == "3 min"
    assert parse_value("[1, 2]", "--set") == ["1", "2"]
    assert parse_value("", "--set") is None


def test_values_are_shown_short_and_printable() -> None:
    assert shown("x" * 100) == "x" * 57 + "..."
    assert shown("a\x1b[31m\nb") == "a?[31m b"
    assert shown([1, 2]) == "a list of 2"
    assert shown({"a": 1}) == "a mapping of a"
    assert shown(None) == "nothing"
