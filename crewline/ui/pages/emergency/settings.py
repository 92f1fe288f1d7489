"""What is switched and turned on the page, as settings of the scenario: `path=value`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crewline.ui.draft.draft import Draft

#: What begins the paths of what goes wrong, and of what is done about it.
DISRUPTIONS = "disruptions."
PLAYBOOKS = "playbooks."
_OFF = "no"
_NOTHING = "null"


def put(settings: Iterable[str], path: str, value: str | None) -> tuple[str, ...]:
    """Return settings with one more in place of what was said of its path; None takes it out.

    A playbook that is taken away whole comes last, behind what is changed within it, so that the
    changes are there when it comes back.
    """
    kept = [one for one in settings if path_of(one) != path]
    if value is not None:
        kept.append(f"{path}={value}")
    return tuple(sorted(kept, key=_takes_away))


def path_of(setting: str) -> str:
    """Return what a setting is of."""
    return setting.partition("=")[0]


def action_path(playbook: str, level: int, place: int) -> str:
    """Return the path of an action; levels and places count from 1."""
    return f"{PLAYBOOKS}{playbook}.levels.{level}.do.{place}"


def with_playbook(settings: Iterable[str], name: str, *, is_on: bool) -> tuple[str, ...]:
    """Return settings with a playbook there, or taken away."""
    return put(settings, f"{PLAYBOOKS}{name}", None if is_on else _NOTHING)


def with_active(settings: Iterable[str], path: str, *, is_on: bool) -> tuple[str, ...]:
    """Return settings with an action or a disruption switched on or off."""
    return put(settings, f"{path}.active", None if is_on else _OFF)


def unswitched(draft: Draft) -> Draft:
    """Return a draft with all of its disruptions and playbooks there: what can be switched."""
    return replace(draft, settings=tuple(one for one in draft.settings if not _switches(one)))


def as_written(draft: Draft) -> Draft:
    """Return a draft whose disruptions and playbooks are as they are written."""
    return replace(draft, settings=without_emergency(draft.settings))


def without_emergency(settings: Iterable[str]) -> tuple[str, ...]:
    """Return the settings that are about neither disruptions nor playbooks."""
    return tuple(one for one in settings if not one.startswith((DISRUPTIONS, PLAYBOOKS)))


def with_event(draft: Draft, name: str, playbooks: Iterable[str]) -> Draft:
    """Return a draft with an event in it, or without it and what is said of its `playbooks`.

    Disruptions are counted through, so that which of them are off is forgotten.
    """
    if name not in draft.events:
        return replace(draft, events=(*draft.events, name))
    own = tuple(f"{PLAYBOOKS}{one}" for one in playbooks)
    kept = tuple(
        one
        for one in draft.settings
        if not one.startswith(DISRUPTIONS) and not _is_within(path_of(one), own)
    )
    events = tuple(one for one in draft.events if one != name)
    return replace(draft, events=events, settings=kept)


def _is_within(path: str, those: tuple[str, ...]) -> bool:
    return any(path == one or path.startswith(f"{one}.") for one in those)


def _switches(setting: str) -> bool:
    path = path_of(setting)
    is_active = path.startswith((DISRUPTIONS, PLAYBOOKS)) and path.endswith(".active")
    return is_active or _takes_away(setting)


def _takes_away(setting: str) -> bool:
    path, _, value = setting.partition("=")
    return path.startswith(PLAYBOOKS) and path.count(".") == 1 and value.strip() == _NOTHING
