"""Decisions from a sweep: the base and its best cells, from the table of the folder."""

from __future__ import annotations

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
from crewline.reports.reading.costs import MONEY
from crewline.reports.reading.json_files import Plain, read_json
from crewline.reports.reading.options import decision_of_options
from crewline.reports.reading.shapes import Sweep, made_by_other, refuse_other
from crewline.reports.reading.summaries import (
    TOLD,
    Folder,
    circumstances_of,
    direction_of,
    known,
    number,
    paid_of,
    promise,
)
from crewline.reports.reading.swept import Swept, swept
from crewline.reports.reading.tables import Columns
from scenarios.faults import BadInput, Fault
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.sweep.folder import SWEEP
from scenarios.yaml_file import shown

#: So many cells are shown beside the base: the best.
BEST: Final = 5
_TABLE: Final = "table"
#: What is read of the table.
_COLUMNS: Final = Columns(
    what="a sweep's table",
    worded=("label", "kind", "name", "kpi", "direction", "target"),
    whole=("cell",),
    numbers=(
        *("value", "low", "high", "difference", "difference_low", "difference_high"),
        *("target_value", "target_low", "target_high", "days_met"),
    ),
    others=("target_holds",),
)
#: The form of a folder that this version reads.
FORM: Final = "crewline sweep 1"
#: Parts of a field's path by which it is no choice.
_BEFALLS: Final = frozenset(
    {"variant", "volume", "volume_factor", "disruptions", "day_factor_cv", "profiles", "list"}
)


def is_sweep(path: Path) -> bool:
    """Tell whether a folder is a sweep's."""
    try:
        return (path / SWEEP).is_file()
    except (OSError, ValueError):  # a name too long, a folder that is another user's
        return False


def of_sweep(path: Path, question: str) -> Decision:
    """Return the decision between the base of a sweep and its best cells. Raises BadInput."""
    asked = _asked(path)
    folder = Folder(path, asked)
    table = folder.table(_TABLE, _COLUMNS)
    _refuse_strange(table, path)
    base = folder.scenario()
    cells = swept(asked, path)
    numbers = [0, *_best(table)]
    options = [_option(table[table["cell"] == number_], folder, base, cells) for number_ in numbers]
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
    """Return what was asked. Raises BadInput where it is broken, or of another form."""
    file, words = path / SWEEP, "what was asked of a sweep, in JSON"
    try:
        asked = read_json(file, words)
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise BadInput([Fault(str(file), 0, "", reason, words)]) from None
    refuse_other(asked, Sweep, file)
    if asked["form"] != FORM:
        words = f"{FORM}{made_by_other(asked)}"
        raise BadInput([Fault(str(file), 0, "form", shown(asked["form"]), words)])
    return asked


def _refuse_strange(table: Frame, path: Path) -> None:
    """Raise BadInput where the table lacks what options are weighed by, or tells it twice."""
    file = str(path / f"{_TABLE}.parquet")
    there = set(table.loc[table["kind"] == "centre", "kpi"])
    if not {COST, SERVICE} <= there:
        value = ", ".join(sorted(map(str, there))) or "nothing"
        words = f"{COST} and {SERVICE} of the centre; without --kpis a sweep keeps all"
        raise BadInput([Fault(file, 0, "kpi", value, words)])
    twice = table[table.duplicated(["cell", "kind", "name", "kpi"])]
    if len(twice):
        value = f"cell {twice['cell'].iloc[0]} with two rows of {twice['kpi'].iloc[0]}"
        raise BadInput([Fault(file, 0, "cell", value, "one row for each figure of a cell")])
    if not (table["cell"] == 0).any():
        raise BadInput([Fault(file, 0, "cell", "no cell 0", "the base, which is cell 0")])


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


def _option(rows: Frame, folder: Folder, base: Scenario, cells: Swept | None) -> Option:
    """Return a cell as an option: its rows of the table, and its scenario where it is to be had."""
    centre = rows[rows["kind"] == "centre"].set_index("kpi")
    told = {kpi: _plain(centre.loc[[kpi]].iloc[0]) for kpi in TOLD if kpi in centre.index}
    label, cell = str(rows["label"].iloc[0]), int(rows["cell"].iloc[0])
    if cells is not None:
        _refuse_other_label(cell, label, cells)
    scenario = base if cell == 0 else None if cells is None else cells.scenario(cell)
    if scenario is None and not _is_paid(rows, base):
        told = {kpi: record for kpi, record in told.items() if kpi not in MONEY}
    figures = {kpi: known(record) for kpi, record in told.items()}
    values = {kpi: each.value for kpi, each in figures.items()}
    option = Option(
        label=label,
        title="" if cell or scenario is None else scenario.title,
        applied=() if cell == 0 else _applied(rows),
        scenario=scenario,
        circumstances=circumstances_of(scenario) if scenario else label,
        figures=figures,
        series={} if cells is None else cells.series(cell, values),
        promises=_promises(rows, scenario),
        promised=int(rows["target"].notna().sum()),
        kept=sum(each is True for each in rows["target_holds"].astype("object")),
        paid=paid_of(scenario) if scenario else (),
        seed=folder.summary["seed"],
        replications=folder.summary["replications"],
    )
    return replace(option, gaps=_gaps(told)) if cell else option


def _is_paid(rows: Frame, base: Scenario) -> bool:
    """Tell whether anybody is paid in a cell: by its wages, or where they are not kept the base."""
    wages = rows.loc[(rows["kind"] == "group") & (rows["kpi"] == "wages"), "value"]
    if len(wages):
        return float(wages.sum()) > 0
    return base.pays_wages


def _refuse_other_label(cell: int, label: str, cells: Swept) -> None:
    """Raise BadInput where the table has another cell than what was asked for."""
    wanted = cells.label(cell) if cell < len(cells.cells) else f"no cell {cell}"
    if label != wanted:
        file = str(cells.path / f"{_TABLE}.parquet")
        words = f"{wanted}, as {SWEEP} beside it makes cell {cell}"
        raise BadInput([Fault(file, 0, "label", shown(label), words)])


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
