"""Texts in the reader's language, with their blanks filled in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from crewline.words.catalogues import catalogue
from crewline.words.sentences import in_chinese

if TYPE_CHECKING:
    from babel import Locale

    from scenarios.faults import Fault


class Language(StrEnum):
    """A language that Crewline speaks."""

    ENGLISH = "en"
    CHINESE = "zh"


#: What each language calls itself.
NAMES: Final = {Language.ENGLISH: "English", Language.CHINESE: "中文"}

#: Dates and numbers as readers of a language write them: English as in Britain.
_LOCALES: Final = {Language.ENGLISH: "en_GB", Language.CHINESE: "zh_Hans_CN"}


def N_(text: str) -> str:  # noqa: N802  (gettext's own name for it)
    """Mark a text that is said elsewhere: `say(TITLES[kpi])`. Returns it as it is."""
    return text


@dataclass(frozen=True)
class Words:
    """All texts in one language; what has no translation is said in English."""

    language: Language

    def __call__(self, text: str, /, **values: object) -> str:
        """Return an English text in this language, its blanks filled in by name."""
        return catalogue(self.language).gettext(text).format(**values)

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Return the text for `n` things; `{n}` is filled in as a number."""
        from crewline.words.figures import number

        said = catalogue(self.language).ngettext(one, many, n)
        return said.format(n=number(n, self), **values)

    def of(self, context: str, text: str, /, **values: object) -> str:
        """Return a text whose English has two meanings; `context` tells which is meant."""
        return catalogue(self.language).pgettext(context, text).format(**values)

    def title(self, written: str) -> str:
        """Return a title in this language, where it was written in both; else as written."""
        english, slash, chinese = written.partition(" / ")
        if not slash or is_chinese(english) or not is_chinese(chinese):
            return written
        return chinese if self.language is Language.CHINESE else english

    def description(self, written: str) -> str:
        """Return what a scenario or an event says of itself; an author's own text as written.

        What ships is in the room `library`, word for word: templates, as of `sentence`, would
        translate pieces of an author's text.
        """
        text = self.title(written)
        return catalogue(self.language).gettext(text) if text else ""

    def sentence(self, text: str) -> str:
        """Return a sentence that a lower floor wrote in English; as written where unknown."""
        return in_chinese(text) if self.language is Language.CHINESE else text

    def fault(self, fault: Fault) -> str:
        """Return a fault in this language: its place and value, and what was expected."""
        from crewline.words.faults import fault_text

        return fault_text(fault, self)

    @cached_property
    def locale(self) -> Locale:
        """How numbers, dates and money are written."""
        from babel import Locale

        return Locale.parse(_LOCALES[self.language])


def plain(text: str) -> str:
    """Return a scenario's own text so that Markdown shows it as written."""
    return "".join(f"\\{mark}" if mark in _MARKDOWN else mark for mark in text)


def is_chinese(text: str) -> bool:
    """Return whether a text has a Chinese character."""
    return any("\u4e00" <= mark <= "\u9fff" for mark in text)


_MARKDOWN: Final = frozenset(r"\`*_{}[]()<>#+-.!|~$:&")
