"""A small centre with a bad day: one line, three times the calls from 10:00 to 12:00."""

from __future__ import annotations

from typing import Any

import yaml

from scenarios.load import Loaded, load_text
from scenarios.studies.emergency.emergency import Emergency, emergency
from scenarios.studies.options import RunOptions
from sim.engines.choice import Engine

SALE = {"name": "Sale", "from": "10:00", "to": "12:00", "volume": 3}

#: By the clock, so that it can be worked out: decided at 10:00, there from 10:30 to 12:00.
#: 1.5 h in force and 6 person-hours cost 100 + 1.5 x 10 + 6 x 50 = 415.
RESERVE = {
    "call_in": {"group": "front", "people": 4},
    "after": "30 min",
    "cost": {"once": 100, "per_h": 10, "per_person_h": 50},
}
BY_CLOCK = {"levels": [{"from": "10:00", "to": "12:00", "do": [RESERVE]}]}
#: Nobody ever sees so many wait.
NEVER = {
    "watch": "queue_length",
    "levels": [{"at": 1_000_000, "do": [{**RESERVE, "after": "0 s"}]}],
}


def text(**changes: Any) -> str:
    """Return the scenario as YAML, with other or more keys."""
    data: dict[str, Any] = {
        "schema_version": 1,
        "name": "bad_day",
        "seed": 5,
        "queues": {
            "general": {
                "volume": {"per_h": 60},
                "talk": "3 min",
                "patience": {"distribution": "exponential", "mean": "2 min"},
                "target": {"level": "80 %", "within": "20 s"},
            }
        },
        "groups": {
            "front": {
                "serves": {"general": {}},
                "agents": 5,
                "wage_per_h": 30,
            }
        },
        "disruptions": [SALE],
        "playbooks": {"reserve": BY_CLOCK},
    }
    return yaml.safe_dump(data | changes, allow_unicode=True, sort_keys=False)


def loaded(**changes: Any) -> Loaded:
    return load_text(text(**changes))


def found(
    replications: int = 3,
    *,
    worth: float | None = None,
    engine: Engine = Engine.AUTO,
    **changes: Any,
) -> Emergency:
    """Return the emergency study of the scenario."""
    options = RunOptions(replications=replications, jobs=1, engine=engine)
    return emergency(loaded(**changes), options, worth=worth)
