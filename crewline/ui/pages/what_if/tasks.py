"""The work behind the page: variants on common random days, and sweeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crewline.charts.swept import Swept, SweptAxis
from crewline.ui.draft.draft import Draft
from crewline.ui.draft.workspace import event_file
from crewline.ui.work.task import Task, Tell
from crewline.ui.work.tasks import contacts, scenario_content
from crewline.words.words import N_
from scenarios.faults import BadInput, Fault
from scenarios.load import Loaded
from scenarios.studies.comparison import Comparison, compare
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study

if TYPE_CHECKING:
    from scenarios.studies.sweep.sweep import Sweep, Sweeping

#: More cells than this make a page that nobody reads; the command line takes more.
MOST_CELLS: Final = 400
#: Where a sweep is in the folder of its task.
_CELLS: Final = "sweep"


@dataclass(frozen=True)
class CompareTask(Task[Comparison]):
    """Simulate scenarios on the same random days; the first is the base of all differences.

    `keys` tell them apart, and become the labels of their studies. All take the seed of the first
    unless given one.
    """

    keys: tuple[str, ...]
    loaded: tuple[Loaded, ...]
    replications: int
    seed: int | None = None

    @property
    def content(self) -> str:
        """The scenarios, how often and with which seed."""
        described = map(scenario_content, self.loaded)
        return "\0".join((*self.keys, *described, str(self.replications), str(self.seed)))

    @property
    def size(self) -> float:
        """About how many first attempts are simulated."""
        return sum(contacts(one) for one in self.loaded) * self.replications

    def carry_out(self, tell: Tell) -> Comparison:
        """Simulate one after the other, and compare."""
        found = compare(self._study(number, tell) for number in range(len(self.loaded)))
        _ = found.differences, found.base_figures  # made here, so that the page need not wait
        return found

    def _study(self, number: int, tell: Tell) -> Study:
        count = len(self.loaded)

        def report(_: str, done: int, planned: int) -> None:
            tell(
                (number + done / planned) / count,
                N_("Variant {number} of {count}: replication {done} of {planned}"),
                number=number + 1,
                count=count,
                done=done,
                planned=planned,
            )

        options = RunOptions(
            replications=self.replications,
            seed=self.loaded[0].scenario.seed if self.seed is None else self.seed,
            jobs=1,
            on_progress=report,
            on_compile=tell.compiling,
        )
        return study(self.loaded[number], options, label=self.keys[number])


@dataclass(frozen=True)
class SweepTask(Task[Swept]):
    """Simulate a draft with values varied, as `crewline sweep` does.

    `text` is the draft's, tables and all, and `loaded` what it comes to, so that nothing is read
    that has changed since it was asked. `vary` are texts as `--vary` takes them. Finished cells are
    kept in `folder`, from where the same task goes on; it makes no difference to the result.
    """

    draft: Draft
    text: str
    loaded: Loaded
    events: tuple[str, ...]
    vary: tuple[str, ...]
    replications: int
    folder: str = ""

    @classmethod
    def of(cls, draft: Draft, vary: tuple[str, ...], folder: str = "") -> SweepTask:
        """Return the task of a draft. Raises BadInput where the draft is at fault."""
        text, loaded = draft.text_alone(), draft.loaded()
        events = tuple(map(event_file, draft.events))
        return cls(draft, text, loaded, events, vary, draft.replications, folder)

    @property
    def content(self) -> str:
        """The scenario and what is varied of it; with all variants, which may be varied."""
        said = (self.draft.variant, self.vary, self.replications, self.draft.seed)
        texts = (scenario_content(self.loaded), self.text, self.draft.reference)
        return "\0".join((*texts, str(said), *self.draft.settings))

    @cached_property
    def cells(self) -> int:
        """How many cells there are, the base included. Raises BadInput as `Sweeping` does."""
        from scenarios.studies.sweep.cells import plan

        cells = len(plan(self.vary, None, self.replications))
        if cells > MOST_CELLS:
            words = f"at most {MOST_CELLS} cells on this page; the command line takes more"
            raise BadInput([Fault("--vary", 0, "", f"{cells} cells", words)])
        return cells

    @property
    def size(self) -> float:
        """About how many first attempts are simulated."""
        return self.cells * contacts(self.loaded) * self.replications

    @property
    def finished(self) -> int:
        """How many cells are kept from before."""
        return sum(1 for _ in Path(self.folder).glob(f"{_CELLS}/cells/*.cell"))

    def carry_out(self, tell: Tell) -> Swept:
        """Compute the cells that are not there yet, and put all together."""
        _ = self.cells
        sweeping = self._sweeping(tell)

        def report(done: int, planned: int, resumed: int) -> None:
            share = done / planned
            tell(share, N_("Cell {done} of {planned}"), done=done, planned=planned)

        return swept(sweeping.run(on_cells=report), self.loaded)

    def _sweeping(self, tell: Tell) -> Sweeping:
        from scenarios.studies.sweep.sweep import Asked, Sweeping

        draft = self.draft
        return Sweeping(
            Asked(
                reference=self._reference(),
                vary=self.vary,
                variant=draft.variant,
                sets=draft.settings,
                events=self.events,
                options=RunOptions(
                    replications=self.replications,
                    seed=draft.seed,
                    jobs=1,
                    on_compile=tell.compiling,
                ),
                out=Path(self.folder) / _CELLS,
            )
        )

    def _reference(self) -> str:
        """Return a file of the draft's text, which is written for this."""
        file = Path(self.folder) / "own" / "scenario.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.text, "utf-8")
        return str(file)


def swept(found: Sweep, loaded: Loaded) -> Swept:
    """Return a sweep as a value that can cross to another process."""
    axes = tuple(
        SweptAxis(axis.field.name, axis.values, _numbers(found, axis.field.name, axis.values))
        for axis in found.cells.axes
    )
    return Swept(
        scenario=loaded.scenario,
        axes=axes,
        labels=tuple(cell.label for cell in found.cells),
        table=found.table,
        standings=found.standings,
        base_values=dict(found.base_values),
        replications=found.inputs["replications"],
        seed=found.inputs["seed"],
        resumed=found.resumed,
    )


def _numbers(found: Sweep, name: str, texts: tuple[str, ...]) -> tuple[float, ...] | None:
    """Return an axis's values as numbers, in the order of their texts; None where they are none."""
    column = found.table.drop_duplicates("cell").set_index("cell")[name]
    if column.dtype.kind != "f":
        return None
    values: Mapping[str, float] = {
        setting.value: float(column[cell.number])
        for cell in found.cells
        for setting in cell.settings
        if setting.field.name == name
    }
    return tuple(values[text] for text in texts)
