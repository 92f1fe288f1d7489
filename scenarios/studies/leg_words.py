"""Legs with words in place of codes: names of queues and groups, causes and outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from sim.codes import Cause, Outcome
from sim.engines.legs import Outcomes

#: A leg as plain data: its fields, by the names that results have them under.
LegRecord: TypeAlias = dict[str, int | str | None]


def leg_table(outcomes: Outcomes, scenario: Scenario) -> Frame:
    """Return legs as a table."""
    legs = outcomes.legs
    table = pd.DataFrame({name: legs[name] for name in legs.dtype.names or ()})
    coded = {
        name: pd.Categorical.from_codes(np.asarray(table[name], np.int64), pd.Index(listed))
        for name, listed in _words(scenario).items()
    }
    return table.assign(**coded)


def leg_record(outcomes: Outcomes, leg: int, scenario: Scenario) -> LegRecord:
    """Return one leg; a code of which there is no word, as a faulty engine may write, is told."""
    words, row = _words(scenario), outcomes.legs[leg]
    return {
        field: _word(words[field], int(row[field])) if field in words else int(row[field])
        for field in outcomes.legs.dtype.names or ()
    }


def _words(scenario: Scenario) -> Mapping[str, Sequence[str]]:
    return {
        "queue": list(scenario.queues),
        "group": list(scenario.all_groups),
        "cause": [cause.name.lower() for cause in Cause],
        "outcome": [outcome.name.lower() for outcome in Outcome],
    }


def _word(listed: Sequence[str], code: int) -> str | None:
    if code == -1:
        return None
    return listed[code] if 0 <= code < len(listed) else f"unknown code {code}"
