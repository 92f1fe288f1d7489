"""Every text of ours is there in both languages, fills the same blanks, and is said somewhere."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

import crewline
from crewline.words import NAMES, Language, Words, plain
from crewline.words.catalogues import rooms
from crewline.words.words import is_chinese

#: Marks, names and units that are the same in both languages.
ALIKE = {"T = {within}, t0 = {short}"}
#: Texts of these rooms are written on lower floors, and said there.
OF_LOWER_FLOORS = {"sentences", "schema", "library"}


@cache
def said() -> dict[tuple[str, str], str]:
    """Return all texts of ours as (context, text), and where each is said."""
    found = {}
    for source in sorted(Path(crewline.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                for context, text in texts_of(node):
                    found[context, text] = f"{source.name}:{node.lineno}"
    return found


def texts_of(call: ast.Call) -> Iterator[tuple[str, str]]:
    match call.func:
        case ast.Name("say" | "N_"):
            yield from (("", text) for text in constants(call.args[0]))
        case ast.Attribute(ast.Name("say"), "count"):
            yield from (("", text) for text in constants(call.args[0]))
        case ast.Attribute(ast.Name("say"), "of"):
            context = ast.literal_eval(call.args[0])
            yield from ((context, text) for text in constants(call.args[1]))


def constants(node: ast.expr) -> Iterator[str]:
    """Return the texts that an argument may be: one, or either of a choice."""
    match node:
        case ast.Constant(str() as text):
            yield text
        case ast.IfExp(_, one, other):
            yield from constants(one)
            yield from constants(other)
        case ast.JoinedStr():
            raise AssertionError(f"a text put together at run time: {ast.unparse(node)}")


@cache
def translated() -> dict[tuple[str, str], dict[str, str]]:
    """Return the Chinese of each (context, text), by the room that has it."""
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for room, catalogue in rooms("zh").items():
        for message in catalogue:
            if message.id:
                plural = isinstance(message.id, tuple | list)
                text = message.id[0] if plural else message.id
                chinese = message.string[0] if plural else message.string
                found[message.context or "", text][room] = chinese
    return found


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_language_has_a_name() -> None:
    assert set(NAMES) == set(Language)


def test_every_text_has_its_chinese() -> None:
    missing = [f"{where}: {text!r}" for text, where in said().items() if text not in translated()]
    assert sorted(missing) == []


def test_no_translation_is_left_over() -> None:
    rooms_of = {text: set(found) - OF_LOWER_FLOORS for text, found in translated().items()}
    left = [(*found, text) for text, found in rooms_of.items() if found and text not in said()]
    assert left == []


def test_a_text_in_two_rooms_has_one_translation() -> None:
    unlike = [found for found in translated().values() if len(set(found.values())) > 1]
    assert unlike == []


def test_both_languages_fill_the_same_blanks() -> None:
    unlike = [
        text
        for (_, text), found in translated().items()
        for chinese in found.values()
        if blanks(text) != blanks(chinese)
    ]
    assert unlike == []


def test_chinese_is_chinese_and_english_is_not() -> None:
    assert not {text for _, text in said() if is_chinese(text)}
    empty = [
        text
        for (_, text), found in translated().items()
        for chinese in found.values()
        if any(map(str.isalpha, text))  # a comma alone is in no language
        and not (is_chinese(chinese) or chinese == text or text in ALIKE)
    ]
    assert empty == []


def test_what_is_the_same_in_both_is_no_sentence() -> None:
    """A translation that was forgotten is often a copy of the English."""
    copied = [
        text
        for (_, text), found in translated().items()
        if text in found.values() and len([word for word in text.split() if word.isalpha()]) > 2
    ]
    assert copied == []


@pytest.mark.parametrize("language", Language)
def test_a_text_says_what_is_filled_in(language: Language) -> None:
    assert "81" in Words(language)("Target {level}", level="81 %")


def test_a_title_in_two_languages_is_shown_in_one() -> None:
    english, chinese = Words(Language.ENGLISH), Words(Language.CHINESE)
    assert english.title("Loans / 贷款") == "Loans"
    assert chinese.title("Loans / 贷款") == "贷款"
    assert chinese.title("Sales / returns") == "Sales / returns"
    assert english.title("贷款") == "贷款"


def test_text_of_others_is_no_markup() -> None:
    assert plain("*a* [b](c) <i> $x$ :red[y]") == (r"\*a\* \[b\]\(c\) \<i\> \$x\$ \:red\[y\]")
