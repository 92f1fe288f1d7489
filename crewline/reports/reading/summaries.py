"""What all readers share: a folder's summary and tables, read with care, and pieces of options."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from crewline.reports.decision import Gap, Known, Paid, Promise, Spread
from crewline.reports.reading.json_files import Plain, read_json
from crewline.reports.reading.shapes import made_by_other
from crewline.reports.reading.tables import Columns, read_table
from scenarios import duty
from scenarios.doubts import doubts
from scenarios.faults import BadInput, Fault
from scenarios.load import load
from scenarios.schema.scenario import Scenario
from scenarios.schema.target import Target
from scenarios.studies.kpi_tables import Frame
from scenarios.yaml_file import shown
from sim.kpis.compare import Direction
from sim.kpis.targets import Verdict

SUMMARY: Final = "summary.json"
SCENARIO: Final = "scenario.yaml"

#: The centre's figures that a decision tells.
TOLD: Final = (
    "cost",
    "lost",
    "offered",
    "SL3",
    "asa",
    "abandonment",
    "cost_per_contact",
    "playbook_cost",
)


@dataclass(frozen=True)
class Folder:
    """A folder of results, and what its summary says."""

    path: Path
    summary: Plain

    def table(self, name: str, columns: Columns) -> Frame:
        """Return a table of the folder. Raises BadInput where it is not as it should be."""
        columns = replace(columns, remark=made_by_other(self.summary))
        return read_table(self.path / f"{name}.parquet", columns)

    def scenario(self, name: str = SCENARIO) -> Scenario:
        """Return the scenario of the folder. Raises BadInput."""
        return load(self.path / name).scenario


def read_folder(path: Path) -> Folder:
    """Read a folder's summary. Raises BadInput where there is none, or it is broken."""
    file = path / SUMMARY
    try:
        summary = read_json(file, "a summary as it was written, in JSON")
    except (OSError, ValueError) as error:
        words = "a folder of results, as run, compare, sweep, schedule, frontier or playbook leave"
        raise BadInput([Fault(str(path), 0, "", _no_folder(path, error), words)]) from None
    return Folder(path, summary)


def _no_folder(path: Path, error: Exception) -> str:
    """Return why there is no folder of results; nothing where it is another's."""
    reason = error.strerror if isinstance(error, OSError) else "not a path"
    try:
        if not path.exists():
            return "no such folder"
        return "" if path.is_dir() else "a file"
    except (OSError, ValueError):
        return (reason or "no path").lower()


def taken(plain: Plain, field: str, kind: type | tuple[type, ...], file: Path) -> Any:
    """Return a field, however deep: `centre.cost.value`. Raises BadInput where it is not so."""
    found: Any = plain
    for key in field.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    if isinstance(found, kind) and not (isinstance(found, bool) and kind is not bool):
        return found
    kinds = kind if isinstance(kind, tuple) else (kind,)
    words = " or ".join(_KINDS.get(each, each.__name__) for each in kinds)
    value = "nothing" if found is None else shown(found)
    raise BadInput([Fault(str(file), 0, field, value, words)])


_KINDS: Final[Mapping[type, str]] = {
    dict: "a section",
    list: "a list",
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def number(value: Any) -> float:
    """Return a number as a summary has it; NaN for null and for what is none."""
    return float(value) if isinstance(value, int | float) else math.nan


def known(record: Plain, name: str = "value", low: str = "low", high: str = "high") -> Known:
    """Return a figure with its interval from a record of plain data."""
    return Known(*(number(record.get(key)) for key in (name, low, high)))


def direction_of(low: float, high: float, value: float) -> Direction:
    """Return what can be said of a difference with this interval."""
    if math.isnan(value):
        return Direction.UNDEFINED
    if value == 0 and low == high == 0:
        return Direction.SAME
    if low > 0:
        return Direction.HIGHER
    return Direction.LOWER if high < 0 else Direction.CANNOT_TELL


def gap_of(record: Plain, name: str = "difference", low: str = "low", high: str = "high") -> Gap:
    """Return a paired difference from a record of plain data."""
    found = known(record, name, low, high)
    return Gap(found.value, found.low, found.high, direction_of(found.low, found.high, found.value))


def figures_of(centre: Plain) -> tuple[dict[str, Known], dict[str, Spread]]:
    """Return the centre's figures of a summary, and how single days differ in them."""
    records = {kpi: centre[kpi] for kpi in TOLD if isinstance(centre.get(kpi), dict)}
    figures = {kpi: known(record) for kpi, record in records.items()}
    spreads = {
        kpi: Spread(number(record.get("p10")), number(record.get("p90")))
        for kpi, record in records.items()
    }
    return figures, spreads


def promises_of(targets: Sequence[Plain], scenario: Scenario, file: Path) -> tuple[Promise, ...]:
    """Return the targets of a summary with their lines' own words. Raises BadInput."""
    return tuple(_promise(target, scenario, file) for target in targets)


def _promise(plain: Plain, scenario: Scenario, file: Path) -> Promise:
    line = taken(plain, "queue", str, file)
    target = scenario.queues[line].target if line in scenario.queues else None
    if target is None:
        words = "a line with a target in scenario.yaml beside it"
        raise BadInput([Fault(str(file), 0, "targets.queue", shown(line), words)])
    return promise(
        line,
        target,
        taken(plain, "verdict", str, file),
        holds=plain.get("holds") is True,
        value=known(plain),
        days=known(plain, "share_of_days", "share_low", "share_high"),
    )


def promise(
    line: str, target: Target, verdict: str, *, holds: bool, value: Known, days: Known
) -> Promise:
    """Return a promise, its verdict from a word."""
    known_words = {each.value for each in Verdict}
    word = Verdict(verdict) if verdict in known_words else Verdict.CANNOT_TELL
    return Promise(line, target, word, holds, value, days)


def paid_of(scenario: Scenario) -> tuple[Paid, ...]:
    """Return what each group is paid over the counted days, by the plan."""
    paid_s, wages = duty.pay(scenario)
    counted = slice(scenario.warm_up_intervals, None)
    names = list(scenario.all_groups)
    return tuple(
        Paid(
            group=name,
            title=group.title,
            hours=float(paid_s[names.index(name), counted].sum()) / 3600,
            wage_per_h=group.wage_per_h,
            wages=float(wages[names.index(name), counted].sum()),
        )
        for name, group in scenario.groups.items()
    )


def circumstances_of(scenario: Scenario) -> str:
    """Return a text that is the same for scenarios in which the same befalls the centre.

    That are the first attempts that come, how days differ, and what goes wrong: nobody chooses
    those. What is done about them is a choice.
    """
    live = {
        name: [round(each, 9) for each in scenario.volumes(name).tolist()]
        for name in scenario.queues
        if scenario.volumes(name).any()
    }
    varied = {name: scenario.queues[name].day_factor_cv for name in live}
    disruptions = [each.model_dump(mode="json") for each in scenario.disruptions]
    plain = (scenario.days, scenario.day_factor_cv, scenario.arrivals, live, varied, disruptions)
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()


def versions_of(summary: Plain) -> dict[str, str]:
    """Return the versions that a summary names."""
    found = summary.get("versions")
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def warnings_of(summary: Plain, scenario: Scenario | None) -> tuple[Fault, ...]:
    """Return the warnings of a summary; of one that keeps none, what is doubtful anyway."""
    kept = summary.get("warnings")
    if isinstance(kept, list):
        return tuple(_warning(plain) for plain in kept if isinstance(plain, dict))
    if scenario is None:
        return ()
    found = doubts(scenario)
    return tuple(
        Fault(scenario.name, 0, ".".join(map(str, each.path)), shown(each.value), each.expected)
        for each in found
    )


def _warning(plain: Plain) -> Fault:
    texts = {key: str(plain.get(key, "")) for key in ("file", "field", "value", "expected")}
    line = plain.get("line")
    return Fault(line=line if isinstance(line, int) else 0, **texts)


def unlike(warnings: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return warnings, those that say the same of several options once."""
    said = {(each.field, each.value, each.expected): each for each in reversed([*warnings])}
    return tuple(reversed(said.values()))
