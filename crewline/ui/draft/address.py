"""A draft in the page's address, so that a view can be shared, and back.

Short parts stand there as they are; long ones (many settings, a text of one's own) are packed. What
is too long for an address is kept by this server under its content's digest, which nobody guesses.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Final

from crewline.ui.draft.draft import REPLICATIONS, Draft

#: The parameters of an address that belong to the draft.
KEYS: Final = ("scenario", "variant", "with", "set", "n", "seed", "z")

#: Beyond so many characters settings are packed; beyond so many, kept here.
_PLAIN: Final = 1_000
_PACKED: Final = 6_000
#: A packed text must not grow beyond this: an address comes from anybody.
_MAX_BYTES: Final = 8_000_000
_MOST_REPLICATIONS: Final = 1_000
#: A longer number is none that anybody means.
_DIGITS: Final = 12
#: Texts kept here; the one that was not asked for the longest goes first.
_KEPT: Final = 200


def to_address(draft: Draft) -> dict[str, str | list[str]]:
    """Return the parameters that tell a draft."""
    found: dict[str, str | list[str]] = {"scenario": draft.reference}
    if draft.variant:
        found["variant"] = draft.variant
    if draft.events:
        found["with"] = list(draft.events)
    if draft.own or sum(map(len, draft.settings)) > _PLAIN:
        kept = [list(draft.settings), draft.own]
        found["z"] = _packed(json.dumps(kept, ensure_ascii=False))
    elif draft.settings:
        found["set"] = list(draft.settings)
    if draft.replications != REPLICATIONS:
        found["n"] = str(draft.replications)
    if draft.seed is not None:
        found["seed"] = str(draft.seed)
    return found


def from_address(given: Mapping[str, Sequence[str]]) -> Draft | None:
    """Return the draft of an address; None where it names no scenario.

    What cannot be read is as if it were not there.
    """
    reference = _first(given, "scenario")
    if not reference:
        return None
    settings, own = tuple(given.get("set", ())), ""
    if packed := _first(given, "z"):
        settings, own = _settings_and_own(packed)
    return Draft(
        reference,
        _first(given, "variant") or None,
        tuple(given.get("with", ())),
        settings,
        max(2, _number(_first(given, "n"), _MOST_REPLICATIONS) or REPLICATIONS),
        _number(_first(given, "seed"), 2**31 - 1),
        own,
    )


def titled_to_address(title: str, draft: Draft) -> str:
    """Return one parameter that tells a draft and what it is called."""
    return _packed(json.dumps([title, to_address(draft)], ensure_ascii=False))


def titled_from_address(packed: str) -> tuple[str, Draft] | None:
    """Return what `titled_to_address` told; None for what cannot be read."""
    match _unpacked(packed):
        case [str(title), dict(found)]:
            given = {
                str(key): [one for one in _listed(value) if isinstance(one, str)]
                for key, value in found.items()
            }
            draft = from_address(given)
            return None if draft is None else (title, draft)
    return None


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


class _Shelf:
    """Texts too long for an address, by their digest."""

    def __init__(self) -> None:
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def put(self, text: str) -> str:
        digest = hashlib.sha256(text.encode()).hexdigest()
        with self._lock:
            self._texts[digest] = text
            self._texts.move_to_end(digest)
            while len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        return digest

    def get(self, digest: str) -> str | None:
        with self._lock:
            return self._texts.get(digest)


_shelf = _Shelf()


def _packed(text: str) -> str:
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode()
    return packed if len(packed) <= _PACKED else f"~{_shelf.put(text)}"


def _settings_and_own(packed: str) -> tuple[tuple[str, ...], str]:
    match _unpacked(packed):
        case [list(settings), str(own)]:
            return tuple(one for one in settings if isinstance(one, str)), own
    return (), ""


def _unpacked(packed: str) -> object:
    """Return the data that was packed; None where it cannot be read."""
    try:
        text = _shelf.get(packed[1:]) if packed.startswith("~") else _inflated(packed)
        data: object = json.loads(text or "null")
        json.dumps(data, ensure_ascii=False).encode()  # half a letter is none
    except (binascii.Error, zlib.error, ValueError, TypeError, RecursionError):
        return None
    return data


def _inflated(packed: str) -> str:
    content = base64.urlsafe_b64decode(packed)
    return zlib.decompressobj().decompress(content, _MAX_BYTES).decode()


def _first(given: Mapping[str, Sequence[str]], key: str) -> str:
    values = given.get(key, ())
    return values[-1] if values else ""


def _number(text: str, most: int) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return min(int(text), most) if is_number else None
