"""Every string of the page exists in both languages, says the same things, and is used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import crewline.ui
from crewline.ui.words import CATALOGUES, NAMES, Language, Words, plain
from scenarios.schema.target import KpiName
from sim.kpis.definitions import KPIS, Unit
from sim.kpis.targets import Verdict

ENGLISH, CHINESE = CATALOGUES[Language.ENGLISH], CATALOGUES[Language.CHINESE]
SOURCES = sorted(Path(crewline.ui.__file__).parent.glob("*.py"))

#: Marks, ids and units that are the same in both languages.
UNTRANSLATED = {*(f"kpi.SL{n}" for n in range(1, 7)), "axis.share", "unit.share", "unit.none"}
UNTRANSLATED |= {"run.going", "where.T"}


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_string_is_there_in_both_languages() -> None:
    assert set(ENGLISH) == set(CHINESE)
    assert set(NAMES) == set(CATALOGUES) == set(Language)


@pytest.mark.parametrize("key", ENGLISH)
def test_both_languages_fill_the_same_blanks(key: str) -> None:
    assert ENGLISH[key].strip()
    assert blanks(ENGLISH[key]) == blanks(CHINESE[key])


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= mark <= "\u9fff" for mark in text)


def test_chinese_is_chinese_and_english_is_not() -> None:
    translated = {key: text for key, text in CHINESE.items() if key not in UNTRANSLATED}
    assert [key for key, text in translated.items() if not is_chinese(text)] == []
    assert not [key for key, text in ENGLISH.items() if is_chinese(text)]


def looked_up() -> Iterator[ast.expr]:
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "say":
                yield node.args[0]


def constants() -> set[str]:
    nodes = (node for source in SOURCES for node in ast.walk(ast.parse(source.read_text("utf-8"))))
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def beginnings() -> set[str]:
    """Return how keys begin that are put together, such as `kpi.` of `kpi.{name}`."""
    found = set()
    for key in looked_up():
        for part in ast.walk(key):
            if isinstance(part, ast.JoinedStr) and isinstance(part.values[0], ast.Constant):
                found.add(str(part.values[0].value))
    return found


def test_what_the_page_says_is_in_the_catalogue() -> None:
    asked = {
        part.value
        for key in looked_up()
        for part in ast.walk(key)
        if isinstance(part, ast.Constant) and "." in str(part.value)[1:]
    }
    assert asked - beginnings() <= set(ENGLISH)


def test_no_string_is_left_over() -> None:
    written, begun = constants(), tuple(beginnings())
    assert {key for key in ENGLISH if key not in written and not key.startswith(begun)} == set()


def test_all_that_is_named_by_others_has_words() -> None:
    names = {f"kpi.{kpi}" for kpi in (*KPIS, *get_args(KpiName))}
    names |= {f"target.{verdict.value.replace(' ', '_')}" for verdict in Verdict}
    names |= {f"unit.{unit.value}" for unit in Unit if unit.value in {"contacts", "index"}}
    assert names <= set(ENGLISH)


def test_a_title_in_two_languages_is_shown_in_one() -> None:
    english, chinese = Words(Language.ENGLISH), Words(Language.CHINESE)
    assert english.title("Loans / 贷款") == "Loans"
    assert chinese.title("Loans / 贷款") == "贷款"
    assert chinese.title("Sales / returns") == "Sales / returns"
    assert english.title("贷款") == "贷款"


def test_text_of_others_is_no_markup() -> None:
    assert plain("*a* [b](c) <i> $x$ :red[y]") == (r"\*a\* \[b\]\(c\) \<i\> \$x\$ \:red\[y\]")
