"""From a cell to its scenario, and from a scenario to the text that determines its days.

The file is read once. A cell's changes are patches over its tree, exactly as those of `--set`, and
the schema reads the result, so that a cell is the scenario that `crewline run` would simulate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from scenarios.faults import BadInput, Fault
from scenarios.load import Loaded, Template, split_events, template
from scenarios.overrides import Patch, patch_at
from scenarios.schema.scenario import Scenario
from scenarios.studies.sweep.axes import VARIANT, Setting
from scenarios.studies.sweep.cells import Cell
from scenarios.studies.sweep.factors import NoNumber, multiplied, present
from scenarios.yaml_file import parse_value
from sim.workers.processes import keyboard_held_back

#: The layout of what is kept of a cell; another is another digest.
FORMAT: Final = 2
#: What is told of faulty cells, at most; one slip makes many cells faulty.
_MOST_CELLS: Final = 20

#: What says how a scenario is called and not what happens in it.
_LABELS: Final[dict[str, Any]] = {
    **dict.fromkeys(
        ("title", "description", "first_day", "currency", "profiles", "overrides", "scenarios"),
        True,
    ),
    "queues": {"__all__": {"title"}},
    "groups": {"__all__": {"title"}},
    "segments": {"__all__": {"title"}},
}


class Bench:
    """Makes the scenarios of a sweep's cells."""

    def __init__(
        self,
        reference: str,
        variant: str | None,
        sets: Iterable[str],
        seed: int | None,
        events: Iterable[str] = (),
    ):
        """Read the base. Raises BadInput with all of its faults."""
        scenario, own = split_events(reference)
        self._reference, self._events = str(scenario), (*own, *events)
        self._sets = tuple(sets)
        self._templates: dict[str | None, Template] = {}
        self._base = template(self._reference, variant, self._sets, self._events)
        self._templates[self._base.variant] = self._base
        self._read: dict[str | None, Scenario] = {}
        self.loaded: Loaded = self._base.loaded()
        self.seed = self.loaded.scenario.seed if seed is None else seed

    def scenario(self, cell: Cell) -> Scenario:
        """Return a cell's scenario, with the sweep's seed.

        Raises BadInput with all faults, each blamed on what was varied where that is at fault.
        """
        names_one, variant = cell.variant
        origin = self._template(variant) if names_one else self._base
        scenario = origin.read(self._patches(origin, cell))
        return scenario.model_copy(update={"seed": self.seed})

    def base(self, cell: Cell) -> tuple[Scenario, str | None]:
        """Return the scenario that a cell changes, and its variant: the base's, or its own."""
        names_one, variant = cell.variant
        origin = self._template(variant) if names_one else self._base
        if origin.variant not in self._read:
            self._read[origin.variant] = origin.read()
        return self._read[origin.variant], origin.variant

    def written_at(self, cell: Cell, keys: Sequence[str]) -> str:
        """Return as a text what stands at `keys` of the scenario that a cell changes.

        Where nothing is written it is the default's number, or `null`.
        """
        base, variant = self.base(cell)
        node = self._templates[variant].tree.data
        for key in keys:
            node = _held(node, key)
        if node is None:
            number = present(base, keys)
            return "null" if number is None else f"{number:g}"
        return _in_flow(node)

    @property
    def written(self) -> Scenario:
        """The base as it is written, with the sweep's seed."""
        scenario, _ = self.base(Cell(0, "", ()))
        return scenario.model_copy(update={"seed": self.seed})

    def _template(self, variant: str | None) -> Template:
        if variant not in self._templates:
            reference = self._reference
            if self._base.variant is not None:
                reference = reference.removesuffix(f":{self._base.variant}")
            self._templates[variant] = template(reference, variant, self._sets, self._events)
        return self._templates[variant]

    def _patches(self, origin: Template, cell: Cell) -> list[Patch]:
        patches, faults = [], list[Fault]()
        for setting in cell.settings:
            if setting.field.keys == (VARIANT,):
                continue
            try:
                patches.append(self._patch(cell, setting))
            except NoNumber as none:
                faults.append(none.at(setting.place, setting.field.name))
            except BadInput as bad:
                place = setting.place
                faults += [
                    Fault(place.file, place.line, setting.field.name, setting.value, each.expected)
                    for each in bad.faults
                ]
        if faults:
            raise BadInput(faults)
        return patches

    def _patch(self, cell: Cell, setting: Setting) -> Patch:
        keys: tuple[str, ...] = setting.field.keys
        if setting.factor is not None and setting.field.is_factor:
            keys, value = multiplied(self.base(cell)[0], keys, setting.factor)
        else:
            value = parse_value(setting.value, setting.place.file)
        return patch_at(keys, value, setting.place, str(setting))


def _held(node: Any, key: str) -> Any:
    """Return what a key of a written mapping or list holds; None where there is none."""
    if isinstance(node, dict):
        return node.get(key)
    is_item = isinstance(node, list) and key.isdigit() and 1 <= int(key) <= len(node)
    return node[int(key) - 1] if is_item else None


def _in_flow(node: Any) -> str:
    """Return what is written as YAML of one line; numbers and words stay as they are."""
    match node:
        case dict():
            return f"{{{', '.join(f'{key}: {_in_flow(value)}' for key, value in node.items())}}}"
        case list():
            return f"[{', '.join(map(_in_flow, node))}]"
    return "null" if node is None else str(node)


def canonical(scenario: Scenario) -> str:
    """Return the text that says everything of a scenario that its simulated days depend on.

    It is a scenario itself, in JSON, with volumes as numbers by interval; what only names or
    describes is left out.
    """
    bare = scenario.resolved().model_copy(update={"name": "cell"})
    with keyboard_held_back():  # what is interrupted in there would be told as a fault of the data
        return bare.model_dump_json(exclude=_LABELS)


def digest(text: str, version: str) -> str:
    """Return the key of a cell: a digest of its canonical scenario and of the program's version."""
    whole = f"crewline {version}, cell format {FORMAT}\n{text}"
    return hashlib.sha256(whole.encode()).hexdigest()[:40]


def checked(bench: Bench, cells: Iterable[Cell]) -> Iterator[tuple[Cell, Scenario]]:
    """Give each cell with its scenario, and when all are made, raise BadInput for those at fault.

    Each fault says in which cell it came up first.
    """
    faults: dict[tuple[str, int, str, str, str], Fault] = {}
    faulty = 0
    for cell in cells:
        try:
            scenario = bench.scenario(cell)
        except BadInput as bad:
            faulty += 1
            for fault in bad.faults:
                told = (fault.file, fault.line, fault.field, fault.value, fault.expected)
                faults.setdefault(told, _in_cell(fault, cell))
            if faulty >= _MOST_CELLS:
                break
            continue
        if not faulty:
            yield cell, scenario
    if faults:
        raise BadInput(faults.values())


def _in_cell(fault: Fault, cell: Cell) -> Fault:
    """Say in which cell a fault came up: values may be sound alone and not together."""
    words = f"{fault.expected} (in cell {cell.number}: {cell.changes})"
    return Fault(fault.file, fault.line, fault.field, fault.value, words)
