"""Chinese of the English sentences that lower floors write: faults, doubts, notes, reasons.

A sentence is found by its template: `expected {low} to {high}` in the room `sentences` matches
`expected 0 to 5`, and what stands in the blanks is carried over, itself translated where it is a
sentence of the room. Some blanks are choosy, by their names: `n` and `n_...` take a number, `size`
and `size_...` one with its unit, `clock` a time of day, `key` and `key_...` a single word, `keys`
several between commas, and `words` alone several sentences. Of several templates the most
particular is taken: the one with the most fixed letters.

Matching takes time in proportion to the text, whatever it holds: a text may come from anybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter
from typing import Final

from crewline.words.catalogues import rooms

_ROOM: Final = "sentences"
#: Sentences within sentences; further in, text stays as it is.
_DEEPEST: Final = 6
#: What stands between sentences of one text, and the blank that takes several of them.
_BETWEEN: Final = "; "
_OPEN: Final = "words"
_NUMBER: Final = r"[+−-]?\d[\d.,\u00a0]*(?: ?%)?"
#: What choosy blanks take, by the first part of their names.
_CHOOSY: Final = {
    "n": re.compile(_NUMBER),
    "size": re.compile(rf"{_NUMBER}(?: ?(?:ms|s|min|h|d|MB|GB))*(?: \d+ ?(?:s|min))?"),
    "clock": re.compile(r"\d{1,2}:\d\d(?::\d\d)?"),
    "key": re.compile(r"\S+"),
    "keys": re.compile(r"[\w.-]+(?:, [\w.-]+)*"),
}


@dataclass(frozen=True)
class Template:
    """A sentence with blanks: `fixed` texts stand around `blanks`, one more than there are."""

    fixed: tuple[str, ...]
    blanks: tuple[str, ...]
    chinese: str

    @classmethod
    def of(cls, english: str, chinese: str) -> Template:
        """Return a template as the catalogue has it."""
        fixed, blanks = [""], []
        for text, name, _, _ in Formatter().parse(english):
            fixed[-1] += text
            if name is not None:
                blanks.append(name)
                fixed.append("")
        return cls(tuple(fixed), tuple(blanks), chinese)

    @property
    def particular(self) -> tuple[int, int]:
        """How particular it is: by its fixed letters, then by how choosy its blanks are."""
        kinds = list(_CHOOSY)
        open_to = [kinds.index(kind) if kind in kinds else len(kinds) for kind in self._kinds()]
        return sum(map(len, self.fixed)), -sum(open_to)

    def _kinds(self) -> list[str]:
        return [_kind(name) for name in self.blanks]

    def match(self, text: str) -> dict[str, str] | None:
        """Return what stands in the blanks of a text, none of them empty; None: no match.

        Each fixed part is taken where it comes first, which finds a match where there is one.
        """
        first, *middle, last = self.fixed
        end = len(text) - len(last)
        if not text.startswith(first) or not text.endswith(last):
            return None
        found, at = [], len(first)
        for part in middle:
            next_at = text.find(part, at + 1, end)
            if next_at < 0:
                return None
            found.append(text[at:next_at])
            at = next_at + len(part)
        if at >= end:
            return None
        filled = dict(zip(self.blanks, [*found, text[at:end]], strict=True))
        return filled if all(_suits(name, value) for name, value in filled.items()) else None


def in_chinese(text: str) -> str:
    """Return a sentence in Chinese; as it is where no template matches."""
    return _in_chinese(text, _DEEPEST)


@lru_cache(maxsize=4096)
def _in_chinese(text: str, deep: int) -> str:
    known, every = templates()
    if text in known or not deep:
        return known.get(text, text)
    for template in every:
        filled = template.match(text)
        if filled is not None:
            inner = {name: _in_chinese(part, deep - 1) for name, part in filled.items()}
            return template.chinese.format(**inner)
    parts = text.split(_BETWEEN)
    return "；".join(_in_chinese(part, deep - 1) for part in parts) if len(parts) > 1 else text


def _kind(blank: str) -> str:
    return blank.partition("_")[0]


def _suits(name: str, value: str) -> bool:
    """Tell whether a blank may hold a text."""
    kind = _kind(name)
    if kind in _CHOOSY:
        return _CHOOSY[kind].fullmatch(value) is not None
    return kind == _OPEN or _BETWEEN not in value


@cache
def templates() -> tuple[dict[str, str], list[Template]]:
    """Return the sentences without blanks, and the templates, the most particular first."""
    known: dict[str, str] = {}
    blank: list[Template] = []
    room = rooms("zh").get(_ROOM)
    for message in room or ():
        if not message.id:
            continue
        template = Template.of(str(message.id), str(message.string))
        if template.blanks:
            blank.append(template)
        else:
            known[template.fixed[0]] = template.chinese.format()
    return known, sorted(blank, key=lambda one: one.particular, reverse=True)
