"""Chinese of the English sentences that lower floors write: faults, doubts, notes, reasons.

A sentence is found by its template: `expected {low} to {high}` in the room `sentences` matches
`expected 0 to 5`, and what stands in the blanks is carried over, itself translated where it is a
sentence of the room.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from string import Formatter
from typing import Final

from crewline.words.catalogues import rooms

_ROOM: Final = "sentences"


@lru_cache(maxsize=4096)
def in_chinese(text: str) -> str:
    """Return a sentence in Chinese; as it is where no template matches."""
    known, templates = _templates()
    if text in known:
        return known[text]
    for pattern, chinese in templates:
        if found := pattern.fullmatch(text):
            filled = {name: in_chinese(part) for name, part in found.groupdict().items()}
            return chinese.format(**filled)
    return text


@cache
def _templates() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Return the sentences without blanks, and the templates, the most particular first."""
    known, templates = {}, []
    room = rooms("zh").get(_ROOM)
    for message in room or ():
        if not message.id:
            continue
        english, chinese = str(message.id), str(message.string)
        if "{" not in english:
            known[english] = chinese
        else:
            templates.append((_pattern(english), chinese, _fixed(english)))
    templates.sort(key=lambda one: -one[2])
    return known, [(pattern, chinese) for pattern, chinese, _ in templates]


def _pattern(template: str) -> re.Pattern[str]:
    parts = (
        re.escape(fixed) + (f"(?P<{name}>.+?)" if name else "")
        for fixed, name, _, _ in Formatter().parse(template)
    )
    return re.compile("".join(parts), re.DOTALL)


def _fixed(template: str) -> int:
    return sum(len(fixed) for fixed, *_ in Formatter().parse(template))
