"""A sweep from its axes to its table: planned, checked, computed where needed, put together.

--vary, --variants -> Cells -> Scenario, digest -> Kept (on disk) -> table
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pandas as pd

from scenarios.build import centre
from scenarios.faults import BadInput, Fault
from scenarios.load import written_yaml
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.memory import refuse_too_large
from scenarios.studies.options import RunOptions
from scenarios.studies.study import label_of
from scenarios.studies.summary import versions
from scenarios.studies.sweep.address import AN_ADDRESS, is_address
from scenarios.studies.sweep.bench import Bench, canonical, checked, digest
from scenarios.studies.sweep.cells import Cell, Cells, plan
from scenarios.studies.sweep.computing import Computing
from scenarios.studies.sweep.crew import MakeCrew, local_crew
from scenarios.studies.sweep.folder import begin, other_than, refuse_foreign, write_inputs
from scenarios.studies.sweep.kept import Kept
from scenarios.studies.sweep.store import Store
from scenarios.studies.sweep.table import TABLE, Base, CellResult, Standing, cell_table, write_table
from scenarios.studies.sweep.values import AxisValues
from scenarios.studies.sweep.work import Task, own_version, simulate
from scenarios.units import one_of
from scenarios.yaml_file import shown
from sim.kpis.definitions import KPIS

#: Hears of cells: how many are done, of how many, and how many of those were there before.
OnCells = Callable[[int, int, int], None]
#: Hears sentences for a person.
OnRemark = Callable[[str], None]
#: Plans the cells of a sweep whose base has been read.
MakeCells = Callable[[Bench], Cells]
#: Makes a crew for so many tasks.
Hands = Callable[[int], MakeCrew]


#: So many cells take a while to be checked.
_MANY: Final = 1000


def _nobody(*_: Any) -> None:
    """Hear, and say nothing."""


@dataclass(frozen=True)
class Asked:
    """What a sweep is asked for; see `sweep`."""

    reference: str
    vary: tuple[str, ...] = ()
    variants: Path | None = None
    variant: str | None = None
    sets: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    options: RunOptions = field(default_factory=RunOptions)
    kpis: tuple[str, ...] | None = None
    out: Path | None = None
    cluster: str | None = None

    def __post_init__(self) -> None:
        """Raise BadInput where a KPI is none, or what is to be a cluster's address."""
        faults = [
            Fault("command line", 0, "--kpis", kpi, one_of("KPIs", kpi, KPIS))
            for kpi in self.kpis or ()
            if kpi not in KPIS
        ]
        if self.cluster is not None and not is_address(self.cluster):
            faults.append(Fault("command line", 0, "--cluster", shown(self.cluster), AN_ADDRESS))
        if faults:
            raise BadInput(faults)


@dataclass(frozen=True)
class Sweep:
    """What a sweep found, and where it is on disk.

    Cells that come to the same scenario are one: `different` counts them, `resumed` those of which
    all was on disk before, `computed` those that were simulated here, `extended` those that were
    simulated further here, by how many replications they had before; the
    rest another process has computed meanwhile. `standings` has for each cell how many targets it
    meets, and what else cells are ranked by. `base_values` are the base's of what is varied, as
    they are written. `found` gives the table of a cell, `kept` its numbers, replication by
    replication.
    """

    asked: Asked
    label: str
    folder: Path
    cells: Cells
    inputs: Mapping[str, Any]
    different: int
    computed: int
    extended: Mapping[int, int]
    resumed: int
    rows: int
    damaged: tuple[str, ...]
    standings: tuple[Standing, ...]
    base_values: Mapping[str, str]
    found: Callable[[int], Frame]
    kept: Callable[[int], Kept]

    @property
    def table_file(self) -> Path:
        """The results table, one row for each cell, what it is about, and KPI."""
        return self.folder / f"{TABLE}.parquet"

    def __repr__(self) -> str:
        """Return what was swept and where it is; the cells themselves would fill pages."""
        return (
            f"<Sweep {self.label}: {len(self.cells):,} cells, replications"
            f" {self.inputs['replications']}, seed {self.inputs['seed']}, in {self.folder}; see"
            " .table, .ranked, .standings, .found(cell)>"
        )

    @property
    def elsewhere(self) -> int:
        """How many cells another process has computed meanwhile."""
        done = self.computed + sum(self.extended.values()) + self.resumed
        return max(self.different - done, 0)

    @cached_property
    def table(self) -> Frame:
        """The whole results table; see `scenarios.studies.sweep.table.cell_table`."""
        return pd.read_parquet(self.table_file)

    @property
    def ranked(self) -> list[int]:
        """The cells but the base, best first: see `scenarios.studies.sweep.table.RANKED_BY`."""
        return sorted(range(1, len(self.standings)), key=lambda cell: self.standings[cell].rank)


class Sweeping:
    """A sweep that has been planned, and is ready to run."""

    def __init__(self, asked: Asked, make_cells: MakeCells | None = None) -> None:
        """Read the base, and plan the cells: as asked, or as `make_cells` makes them of the base.

        Raises BadInput with all that is wrong: axes, variants, the base, a folder that is taken.
        """
        self.asked = asked
        seed = asked.options.seed
        faults: list[Fault] = []
        try:
            self.bench = Bench(asked.reference, asked.variant, asked.sets, seed, asked.events)
        except BadInput as bad:
            faults += bad.faults
        try:
            if make_cells is None:
                self.cells = plan(asked.vary, asked.variants, self._replications)
            elif not faults:
                self.cells = make_cells(self.bench)
        except BadInput as bad:
            # What can be read is checked nevertheless, so that all faults are told at once.
            faults += [*bad.faults, *([] if faults else _faults_of_each(self.bench, asked.vary))]
        if faults:
            raise BadInput(set(faults))
        self.loaded = self.bench.loaded
        self.label = label_of(self.loaded)
        refuse_foreign(asked.out, self.label)
        self.digests: list[str] = []
        self._first: dict[str, int] = {}

    def _check(self) -> None:
        """Make every cell's scenario and digest. Raises BadInput with the faults of all of them."""
        largest: Scenario | None = None
        most = -1.0
        self.digests, self._first = [], {}
        for cell, scenario in checked(self.bench, self.cells):
            key = digest(canonical(scenario), own_version())
            self.digests.append(key)
            self._first.setdefault(key, cell.number)
            contacts = sum(float(scenario.volumes(name).sum()) for name in scenario.queues)
            if contacts > most:
                largest, most = scenario, contacts
        if largest is not None:  # the base at least
            options, source = self.asked.options, self.loaded.source
            refuse_too_large(
                centre(largest),
                options.most_replications,
                options.jobs,
                source,
                options.engine,
            )

    def run(
        self,
        *,
        on_cells: OnCells = _nobody,
        on_remark: OnRemark = _nobody,
        on_folder: Callable[[Path], None] = _nobody,
    ) -> Sweep:
        """Check every cell, compute those that are missing, and write the table.

        Raises BadInput with the faults of all cells, or where a cluster is not there; DiskFault and
        CrewLost: what is finished stays, and the next run goes on from there.
        """
        with _hands(self.asked) as hands:
            if len(self.cells) >= _MANY:
                on_remark(f"Checking {len(self.cells):,} cells.")
            self._check()
            folder = begin(self.asked.out, self.loaded.scenario.name)
            on_folder(folder)
            inputs = self._inputs()
            for sentence in other_than(folder, inputs):
                on_remark(sentence)
            store = Store(folder)
            store.prepare()
            write_inputs(folder, inputs, written_yaml(self.bench.written))
            missing = self._missing(store)
            if store.damaged:
                on_remark(_damaged(store.damaged))
            computing = self._compute(store, missing, hands, on_cells)
        resumed = len(self._first) - len(missing)
        return self._put_together(store, inputs, computing.computed, resumed)

    def _missing(self, store: Store) -> dict[str, int]:
        """Return the cells of which replications are missing, with how many are there."""
        kept = {key: store.replications(key) for key in self._first}
        return {key: number for key, number in kept.items() if number < self._replications}

    def _compute(
        self, store: Store, missing: Mapping[str, int], hands: Hands, on_cells: OnCells
    ) -> Computing:
        different = len(self._first)
        resumed = different - len(missing)
        on_cells(resumed, different, resumed)
        computing = Computing(
            store,
            self._task,
            self._replications,
            lambda pending: on_cells(different - pending, different, resumed),
        )
        if missing:
            computing.run(missing, hands(len(missing)))
        return computing

    def _inputs(self) -> dict[str, Any]:
        """Return what was asked, in plain data: all that is needed to ask it again."""
        asked = self.asked
        return {
            "scenario": self.label,
            "settings": list(self.loaded.applied),
            "seed": self.bench.seed,
            "replications": self._replications,
            "vary": list(asked.vary),
            "axes": {axis.field.name: list(axis.values) for axis in self.cells.axes},
            "variants": [
                {"name": row.name} | {each.field.name: each.value for each in row.settings}
                for row in self.cells.rows
            ],
            "kpis": None if asked.kpis is None else list(asked.kpis),
            "cells": len(self.cells),
            "base": self.digests[0],
            "versions": versions(),
        }

    @property
    def _replications(self) -> int:
        return self.asked.options.most_replications

    def _task(self, key: str, first: int, number: int) -> Task:
        """Return the task of a cell's replications that are missing."""
        cell = self.cells.cell(self._first[key])
        text = canonical(self.bench.scenario(cell))
        return Task(key, text, first, number, self.asked.options.engine, own_version())

    def _put_together(
        self,
        store: Store,
        inputs: Mapping[str, Any],
        computed: Mapping[str, int],
        resumed: int,
    ) -> Sweep:
        values = AxisValues(self.cells, self.bench)

        def result(cell: Cell) -> CellResult:
            return CellResult(cell, self._kept(store, cell.number), values.of(cell))

        base = Base.of(self._kept(store, 0))
        standings: list[Standing] = []

        def results() -> Iterator[CellResult]:
            for cell in self.cells:
                found = result(cell)
                standings.append(found.standing)
                yield found

        kpis = self.asked.kpis
        rows = write_table(results(), base, values.are_numbers, store.folder, kpis)
        return Sweep(
            asked=self.asked,
            label=self.label,
            folder=store.folder,
            cells=self.cells,
            inputs=inputs,
            computed=sum(not before for before in computed.values()),
            extended=dict(sorted(Counter(filter(None, computed.values())).items())),
            resumed=resumed,
            different=len(self._first),
            rows=rows,
            damaged=tuple(store.damaged),
            standings=tuple(standings),
            base_values=values.texts(self.cells.cell(0)),
            found=lambda number: cell_table(result(self.cells.cell(number)), base),
            kept=lambda number: self._kept(store, number),
        )

    def _kept(self, store: Store, number: int) -> Kept:
        """Return a cell's numbers; those of a file that was lost meanwhile are computed again."""
        key = self.digests[number]
        kept = store.read(key)
        if kept is None or kept.replications < self._replications:
            kept = simulate(self._task(key, 0, self._replications))
            store.write(key, kept)
        return kept.first(self._replications)


def _faults_of_each(bench: Bench, vary: Sequence[str]) -> Iterator[Fault]:
    """Give what the schema refuses of the axes that can be read, each by itself."""
    for text in vary:
        try:
            axis = plan([text], None, 1)
        except BadInput:
            continue  # told already
        try:
            deque(checked(bench, axis), maxlen=0)
        except BadInput as bad:
            yield from bad.faults


@contextmanager
def _hands(asked: Asked) -> Iterator[Hands]:
    """Provide what makes crews: of this machine, or of a cluster, which must be there."""
    options = asked.options
    if asked.cluster is None:
        yield lambda tasks: local_crew(options.jobs, options.engine, tasks, options.on_compile)
        return
    from scenarios.studies.sweep.cluster import connected

    with connected(asked.cluster) as make_crew:
        yield lambda _: make_crew


def _damaged(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    what = "Files of cells that are damaged, another cell's or of an older form"
    return f"{what}, computed anew: {len(names)} ({shown})."
