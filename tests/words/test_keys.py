"""What keys mean is told in Chinese in all forms, and of no key that there is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crewline.ui.pages.scenario.columns import GROUPS, LINES, RULES, Sheet
from crewline.ui.pages.scenario.sheets import sheet_table, whole_table
from crewline.ui.pages.scenario.written import Written
from crewline.words import Language, Words
from crewline.words.catalogues import rooms
from crewline.words.words import is_chinese
from scenarios.load import template
from scenarios.reference import SECTIONS

CHINESE = Words(Language.CHINESE)
#: A sentence, and not a key or a value of the format.
ENGLISH = re.compile(r"[a-z]+ [a-z]+ [a-z]+")
EVERYTHING = Path(__file__).parents[1] / "scenarios" / "every_channel.yaml"


def everything() -> Written:
    tree = template(EVERYTHING).tree
    return Written(tree, tree, None, ())


def test_no_meaning_is_of_a_key_that_is_gone() -> None:
    there = {
        " ".join((info.description or "").split())
        for _, _, model in SECTIONS
        for info in model.model_fields.values()
    }
    assert {message.id for message in rooms("zh")["schema"] if message.id} - there == set()


@pytest.mark.parametrize("sheet", [*LINES, *GROUPS, *RULES], ids=lambda sheet: sheet.name)
def test_every_heading_of_a_form_says_what_it_means(sheet: Sheet) -> None:
    table = sheet_table(sheet, everything(), CHINESE)
    silent = [one.meaning for one in table.headings if ENGLISH.search(one.meaning)]
    assert silent == []


def test_the_whole_says_what_it_means() -> None:
    meanings = whole_table(everything(), CHINESE).meanings
    assert [meaning for meaning in meanings if ENGLISH.search(meaning)] == []
    assert all(is_chinese(meaning) for meaning in meanings)
