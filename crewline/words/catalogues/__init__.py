"""The message catalogues: gettext's portable objects, one folder a language, one file a room.

They are read as they are written, so that there is no compiled copy to forget.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

#: The folder of each language that is not English.
FOLDER: Final = Path(__file__).parent


@cache
def catalogue(language: str) -> NullTranslations:
    """Return all texts of a language; of English, the messages themselves."""
    if not (FOLDER / language).is_dir():
        return NullTranslations()
    from babel.messages.mofile import write_mo

    compiled = io.BytesIO()
    write_mo(compiled, merged(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def rooms(language: str) -> dict[str, Catalog]:
    """Return the catalogues of a language by the name of their room."""
    from babel.messages.pofile import read_po

    found = {}
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            found[path.stem] = read_po(file, locale="zh_CN", abort_invalid=True)
    return found


def merged(language: str) -> Catalog:
    """Return the catalogues of all rooms of a language as one."""
    from babel.messages.catalog import Catalog

    whole = Catalog(locale="zh_CN", fuzzy=False)
    for room in rooms(language).values():
        for message in room:
            if message.id:
                whole.add(message.id, message.string, context=message.context)
    return whole
