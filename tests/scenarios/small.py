"""The smallest scenario that loads, to be varied by the tests."""

from pathlib import Path
from typing import Any

import yaml

from scenarios.load import Loaded, load_text
from scenarios.schema import Scenario

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"
EVERY_CHANNEL = Path(__file__).parent / "every_channel.yaml"


def data(**changes: Any) -> dict[str, Any]:
    """Return a scenario of one queue `general` and one group `front` as plain data."""
    plain: dict[str, Any] = {
        "schema_version": 1,
        "name": "small",
        "queues": {"general": {"volume": {"per_h": 60}, "talk": "3 min"}},
        "groups": {"front": {"serves": {"general": {}}, "agents": 4}},
    }
    return plain | changes


def loaded(**changes: Any) -> Loaded:
    """Return the smallest scenario, changed, as `load` gives it."""
    return load_text(yaml.safe_dump(data(**changes), allow_unicode=True, sort_keys=False))


def small(**changes: Any) -> Scenario:
    """Return the smallest scenario, changed."""
    return loaded(**changes).scenario


def front(**group: Any) -> dict[str, Any]:
    """Return groups of one group `front` with the given keys."""
    return {"front": {"serves": {"general": {}}, **group}}


def general(**queue: Any) -> dict[str, Any]:
    """Return queues of one queue `general` with the given keys."""
    return {"general": {"volume": {"per_h": 60}, "talk": "3 min", **queue}}
