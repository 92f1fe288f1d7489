"""What the keys of a scenario mean, in the reader's language."""

from __future__ import annotations

from crewline.words.catalogues import catalogue
from crewline.words.words import Words


def key_meaning(text: str, say: Words) -> str:
    """Return the schema's description of a key from the room `schema`; as written where unknown."""
    return catalogue(say.language).gettext(text) if text else ""
