"""A schedule as settings of its scenario: `path=value`, as `--set` takes.

With them the day, its variants and events stay what they were, and the schedule can be compared
with the roster that was there before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from scenarios.schema.scenario import Scenario
from scenarios.schema.shift import Shift


def schedule_settings(scheduled: Scenario, groups: Iterable[str]) -> tuple[str, ...]:
    """Return the settings that give some groups of a scenario the shifts of `scheduled`.

    The shifts that they have are taken away first, for mappings merge key by key.
    """
    found = []
    for name in groups:
        shifts = scheduled.groups[name].shifts or {}
        found.append(f"groups.{name}.shifts=null")
        tree = {key: _plain(shift) for key, shift in shifts.items()}
        found.append(f"groups.{name}.shifts={_in_a_line(tree)}")
    return tuple(found)


def without_shifts(settings: Iterable[str], groups: Iterable[str]) -> tuple[str, ...]:
    """Return settings but for those that set the shifts or the agents of some groups."""
    paths = tuple(
        f"groups.{name}.{key}{mark}"
        for name in groups
        for key in ("shifts", "agents")
        for mark in ("=", ".")
    )
    return tuple(one for one in settings if not one.replace(" ", "").startswith(paths))


def _plain(shift: Shift) -> dict[str, Any]:
    data: dict[str, Any] = shift.model_dump(mode="json", exclude_none=True)
    return data


def _in_a_line(tree: dict[str, Any]) -> str:
    return yaml.safe_dump(
        tree, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**9
    ).strip()
