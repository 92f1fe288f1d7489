"""A factor as a plain setting: `path*=1.2` as the `path=value` that comes to the same.

So what was multiplied can be kept, shared and run wherever settings are taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from scenarios.schema.scenario import Scenario
from scenarios.studies.sweep.factors import multiplied


def factor_setting(scenario: Scenario, keys: Sequence[str], factor: Fraction) -> str:
    """Return the setting that gives the field at `keys` its present value times a factor.

    Raises NoNumber where there is nothing to multiply. What the schema would refuse is written as
    it is, so that whoever reads the setting hears why.
    """
    where, value = multiplied(scenario, keys, factor)
    return f"{'.'.join(where)}={_in_flow(_with_units(scenario, where, value))}"


def _with_units(scenario: Scenario, keys: Sequence[str], value: Any) -> Any:
    """Return a value as the schema writes it: durations with their unit."""
    data = scenario.model_dump(mode="json", exclude_none=True)
    parent: Any = data
    for key in keys[:-1]:
        parent = parent[_index(key)] if isinstance(parent, list) else parent.setdefault(key, {})
    last = _index(keys[-1]) if isinstance(parent, list) else keys[-1]
    was = parent.get(last) if isinstance(parent, dict) else parent[last]
    is_part = isinstance(value, Mapping) and isinstance(was, dict)
    parent[last] = (was or {}) | dict(value) if is_part else value
    try:
        written: Any = Scenario.model_validate(data).model_dump(mode="json", exclude_none=True)
    except ValidationError:
        return value
    for key in keys:
        written = written[_index(key) if isinstance(written, list) else key]
    return {key: written[key] for key in value} if isinstance(value, Mapping) else written


def _index(key: str) -> int:
    return int(key) - 1


def _in_flow(value: Any) -> str:
    """Return a value as YAML of one line."""
    match value:
        case dict():
            return f"{{{', '.join(f'{key}: {_in_flow(each)}' for key, each in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(map(_in_flow, value))}]"
        case float():
            return f"{value:.12g}"
    return str(value)
