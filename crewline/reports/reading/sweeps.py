"""Decisions from a sweep: the base and its best cells, from the table of the folder."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from crewline.reports.decision import (
    COST,
    LOST,
    MEASURES,
    SERVICE,
    Decision,
    Gap,
    Kind,
    Known,
    Option,
    Promise,
)
from crewline.reports.reading.options import decision_of_options
from crewline.reports.reading.summaries import (
    SCENARIO,
    TOLD,
    Folder,
    Plain,
    circumstances_of,
    direction_of,
    known,
    number,
    paid_of,
    promise,
    taken,
)
from scenarios.faults import BadInput, Fault
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.sweep.bench import Bench
from scenarios.studies.sweep.cells import Cells, plan
from scenarios.studies.sweep.folder import SWEEP

#: So many cells are shown beside the base: the best.
BEST: Final = 5
_TABLE: Final = "table"
#: Parts of a field's path by which it is no choice.
_BEFALLS: Final = frozenset(
    {"variant", "volume", "volume_factor", "disruptions", "day_factor_cv", "profiles", "list"}
)


def is_sweep(path: Path) -> bool:
    """Tell whether a folder is a sweep's."""
    return (path / SWEEP).is_file()


def of_sweep(path: Path, question: str) -> Decision:
    """Return the decision between the base of a sweep and its best cells. Raises BadInput."""
    asked = _asked(path)
    folder = Folder(path, asked)
    table = folder.table(_TABLE)
    _refuse_strange(table, path)
    base = folder.scenario()
    cells, bench = _cells(asked, path)
    numbers = [0, *_best(table)]
    options = [
        _option(table[table["cell"] == number_], folder, _scenario(cells, bench, number_, base))
        for number_ in numbers
    ]
    if cells is None:  # their scenarios are not to be had
        options = [
            replace(option, circumstances=_befalls(table, number_))
            for option, number_ in zip(options, numbers, strict=True)
        ]
    sides = tuple(options)
    summary = dict(asked) | {"currency": base.currency, "confidence": base.confidence}
    left_out = int(table["cell"].nunique()) - len(options)
    return decision_of_options(Kind.SWEEP, question, sides, summary, left_out=left_out)


def _asked(path: Path) -> Plain:
    file = path / SWEEP
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        line = getattr(error, "lineno", 0)
        words = "what was asked of a sweep, in JSON"
        raise BadInput([Fault(str(file), line, "", "what is no JSON", words)]) from None
    if not isinstance(found, dict):
        words = "what was asked of a sweep"
        raise BadInput([Fault(str(file), 0, "", type(found).__name__, words)])
    return found


def _refuse_strange(table: Frame, path: Path) -> None:
    """Raise BadInput where the table lacks what options are weighed by."""
    wanted = {"cell", "label", "kind", "kpi", "value", "low", "high", "target", "difference"}
    file = str(path / f"{_TABLE}.parquet")
    lacking = sorted(wanted - set(table.columns))
    if lacking:
        raise BadInput([Fault(file, 0, ", ".join(lacking), "nothing", "a sweep's table")])
    there = set(table.loc[table["kind"] == "centre", "kpi"])
    if not {COST, SERVICE} <= there:
        value = ", ".join(sorted(map(str, there))) or "nothing"
        words = f"{COST} and {SERVICE} of the centre; without --kpis a sweep keeps all"
        raise BadInput([Fault(file, 0, "kpi", value, words)])


def _best(table: Frame) -> list[int]:
    """Return the best cells that are not as the base, as a sweep ranks them."""
    centre = table[table["kind"] == "centre"]
    values = centre.pivot(index="cell", columns="kpi", values="value")
    same = centre[centre["kpi"].isin(MEASURES)].groupby("cell")["direction"]
    alike = same.agg(lambda words: bool((words == "the same").all()))
    verdicts = pd.crosstab(table["cell"], table["target"].astype("object").fillna("none"))
    ranks = {
        cell: (
            -int(verdicts.get("met", pd.Series(dtype=int)).get(cell, 0)),
            int(verdicts.get("missed", pd.Series(dtype=int)).get(cell, 0)),
            float(values.loc[cell, COST]),
            -float(values.loc[cell, SERVICE]),
        )
        for cell in values.index
        if cell != 0 and not alike.get(cell, False)
    }
    return sorted(ranks, key=ranks.__getitem__)[:BEST]


def _cells(asked: Plain, path: Path) -> tuple[Cells, Bench] | tuple[None, None]:
    """Return what makes the cells' scenarios; nothing where their rows came from another file."""
    vary = asked.get("vary")
    if asked.get("variants") or not isinstance(vary, list) or not vary:
        return None, None
    cells = plan([str(each) for each in vary], None, int(number(asked.get("replications")) or 1))
    return cells, Bench(str(path / SCENARIO), None, (), None)


def _scenario(
    cells: Cells | None, bench: Bench | None, cell: int, base: Scenario
) -> Scenario | None:
    if cell == 0:
        return base
    return None if cells is None or bench is None else bench.scenario(cells.cell(cell))


def _option(rows: Frame, folder: Folder, scenario: Scenario | None) -> Option:
    file = folder.path / SWEEP
    centre = rows[rows["kind"] == "centre"].set_index("kpi")
    told = {kpi: _plain(centre.loc[[kpi]].iloc[0]) for kpi in TOLD if kpi in centre.index}
    label = str(rows["label"].iloc[0])
    promises = _promises(rows, scenario)
    cell = int(rows["cell"].iloc[0])
    option = Option(
        label=label,
        title="" if cell else (scenario.title if scenario else ""),
        applied=() if cell == 0 else _applied(rows),
        scenario=scenario,
        circumstances=circumstances_of(scenario) if scenario else label,
        figures={kpi: known(record) for kpi, record in told.items()},
        promises=promises,
        promised=int(rows["target"].notna().sum()),
        kept=int(rows["target_holds"].fillna(False).astype(bool).sum()),
        paid=paid_of(scenario) if scenario else (),
        seed=taken(folder.summary, "seed", int, file),
        replications=taken(folder.summary, "replications", int, file),
    )
    return replace(option, gaps=_gaps(told)) if cell else option


def _befalls(table: Frame, cell: int) -> str:
    """Return what befalls a cell, by the values that nobody chooses: volumes, what goes wrong."""
    row = table[table["cell"] == cell].iloc[0]
    return ";".join(
        f"{name}={row[name]}"
        for name in _axes(table)
        if _BEFALLS & set(name.removesuffix("*").split("."))
    )


def _axes(table: Frame) -> list[str]:
    """Return the columns of what is varied: they stand between the label and the kind."""
    names = [str(name) for name in table.columns]
    return names[names.index("label") + 1 : names.index("kind")]


def _gaps(told: dict[str, Any]) -> dict[str, Gap]:
    found: dict[str, Gap] = {}
    for kpi in (COST, LOST, SERVICE):
        if kpi in told:
            low, high = (number(told[kpi].get(f"difference_{end}")) for end in ("low", "high"))
            value = number(told[kpi].get("difference"))
            found[kpi] = Gap(value, low, high, direction_of(low, high, value))
    return found


def _plain(row: pd.Series[Any]) -> dict[str, Any]:
    """Return a row of the table by its columns' names."""
    return {str(name): value for name, value in row.items()}


def _applied(rows: Frame) -> tuple[str, ...]:
    """Return what a cell changes, as `--vary` takes it."""
    return tuple(f"{name}={rows[name].iloc[0]}" for name in _axes(rows))


def _promises(rows: Frame, scenario: Scenario | None) -> tuple[Promise, ...]:
    if scenario is None:
        return ()
    found = []
    for _, row in rows[rows["target"].notna()].iterrows():
        record = _plain(row)
        queue = scenario.queues.get(str(record["name"]))
        if queue is not None and queue.target is not None:
            found.append(
                promise(
                    str(record["name"]),
                    queue.target,
                    str(record["target"]),
                    holds=record["target_holds"] is True,
                    value=known(record, "target_value", "target_low", "target_high"),
                    days=Known(number(record["days_met"])),
                )
            )
    return tuple(found)
