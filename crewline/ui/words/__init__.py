"""Every string of ours on the page, in English and Simplified Chinese.

Texts are looked up by a key and filled in by name: `say("run.days", days=10)`. What a scenario's
author wrote (titles, descriptions) is shown as written; a title such as `Loans / 贷款` is shown in
the reader's language alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crewline.ui.words.chinese import CHINESE
from crewline.ui.words.english import ENGLISH


class Language(StrEnum):
    """A language of the page."""

    ENGLISH = "en"
    CHINESE = "zh"


CATALOGUES: Final[Mapping[Language, Mapping[str, str]]] = {
    Language.ENGLISH: ENGLISH,
    Language.CHINESE: CHINESE,
}
NAMES: Final[Mapping[Language, str]] = {Language.ENGLISH: "English", Language.CHINESE: "中文"}


@dataclass(frozen=True)
class Words:
    """The page's strings in one language."""

    language: Language

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a text with its blanks filled in. Raises KeyError for an unknown key."""
        return CATALOGUES[self.language][key].format(**values)

    def title(self, written: str) -> str:
        """Return a title in this language, where it was written in both; else as written."""
        english, slash, chinese = written.partition(" / ")
        if not slash or _is_chinese(english) or not _is_chinese(chinese):
            return written
        return chinese if self.language is Language.CHINESE else english


def plain(text: str) -> str:
    """Return a scenario's own text so that Markdown shows it as written."""
    return "".join(f"\\{mark}" if mark in _MARKDOWN else mark for mark in text)


_MARKDOWN: Final = frozenset(r"\`*_{}[]()<>#+-.!|~$:&")


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= mark <= "\u9fff" for mark in text)
