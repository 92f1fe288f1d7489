"""From what a schema refuses to what a person is told: file, line, field, value, expectation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pydantic import ValidationError

from scenarios.faults import Fault
from scenarios.schema.section import AsWritten, Finding, words
from scenarios.yaml_file import KeyPath, Tree, shown

#: Parts of pydantic's locations that name a kind of distribution and not a key.
_KINDS: Final = frozenset(
    {"constant", "exponential", "weibull", "lognormal", "gamma", "empirical", "never"}
)


def faults_of(error: ValidationError, tree: Tree, under: KeyPath = ()) -> list[Fault]:
    """Return the faults that pydantic found in `tree`, or in what stands there `under` a path."""
    faults = []
    for part in error.errors(include_url=False):
        path = _path((*under, *part["loc"]), tree)
        value = "" if part["type"] == "missing" else part["input"]
        faults.append(_fault(tree, path, value, words(part)))
    return faults


def faults_from(findings: Iterable[Finding], tree: Tree) -> list[Fault]:
    """Return findings of cross checks as faults."""
    return [_fault(tree, found.path, found.value, found.expected) for found in findings]


def _fault(tree: Tree, path: KeyPath, value: object, expected: str) -> Fault:
    place = tree.place(path)
    value = tree.get(path) if isinstance(value, AsWritten) else value
    text = "" if value == "" and isinstance(value, str) else shown(value)
    return Fault(place.file, place.line, place.field, text, expected)


def _path(location: tuple[str | int, ...], tree: Tree) -> KeyPath:
    """Return a location without the parts that name no key: kinds, tags, `[key]`."""
    node: Any = tree.data
    path: list[str | int] = []
    for part in location:
        if _holds(node, part):
            node = node[part]
        elif str(part).startswith(("<", "[")) or part in _KINDS:
            continue
        else:
            node = None
        path.append(part)
    return tuple(path)


def _holds(node: Any, part: str | int) -> bool:
    if isinstance(node, dict):
        return part in node
    return isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node)
