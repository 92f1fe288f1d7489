"""What ships is called and described in Chinese, too; an author's own words stay as written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crewline.words import Language, Words
from crewline.words.catalogues import rooms
from crewline.words.words import is_chinese
from scenarios.events.files import event_library
from scenarios.load import library
from scenarios.yaml_file import read_tree

ENGLISH, CHINESE = Words(Language.ENGLISH), Words(Language.CHINESE)
SHIPS = [*library().values(), *event_library().values()]


def mappings(data: Any) -> Iterator[dict[str, Any]]:
    """Yield all mappings of a file: those of variants and overrides, too."""
    if isinstance(data, dict):
        yield data
    for inner in data.values() if isinstance(data, dict) else data:
        if isinstance(inner, dict | list):
            yield from mappings(inner)


def called(data: Any) -> Iterator[str]:
    """Yield what everything is called: a disruption without a title by its name."""
    for one in mappings(data):
        if isinstance(one.get("title"), str):
            yield one["title"]
        yield from (
            str(each.get("name")) for each in one.get("disruptions") or () if "title" not in each
        )


def descriptions(data: Any) -> Iterator[str]:
    yield from (one["description"] for one in mappings(data) if "description" in one)


def in_one_language(data: Any) -> list[str]:
    """Return what of a file has no Chinese, or is Chinese in English."""
    titles = [
        title
        for title in called(data)
        if not is_chinese(CHINESE.title(title)) or is_chinese(ENGLISH.title(title))
    ]
    return titles + [
        text
        for text in descriptions(data)
        if not is_chinese(CHINESE.description(text)) or ENGLISH.description(text) != text
    ]


@pytest.mark.parametrize("path", SHIPS, ids=lambda path: path.stem)
def test_what_ships_is_told_in_both_languages(path: Path) -> None:
    data = read_tree(path).data
    assert data["title"]
    assert data["description"]
    assert in_one_language(data) == []


def test_what_was_forgotten_is_found() -> None:
    data = {
        "title": "Flood / 洪水",
        "description": "Half of the town is under water.",
        "scenarios": {"dry": {"title": "Dry"}},
        "overrides": {"wet": {"disruptions": [{"name": "rain"}, {"title": "Storm / 风暴"}]}},
    }
    assert in_one_language(data) == ["Dry", "rain", "Half of the town is under water."]


def test_no_description_is_of_what_is_gone() -> None:
    there = {text for path in SHIPS for text in descriptions(read_tree(path).data)}
    assert {message.id for message in rooms("zh")["library"] if message.id} - there == set()


@pytest.mark.parametrize("text", ["Two sites; one is dark", "no overflow of phone here", ""])
def test_an_authors_description_stays_as_written(text: str) -> None:
    assert CHINESE.description(text) == text


def test_an_authors_description_in_both_languages_is_shown_in_one() -> None:
    assert CHINESE.description("Our site / 我们的职场") == "我们的职场"
    assert ENGLISH.description("Our site / 我们的职场") == "Our site"
