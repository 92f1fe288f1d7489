"""Crewline: simulation and workforce planning for contact centres.

The Python face, for notebooks and scripts:

    import crewline

    study = crewline.run("bank_hotline_tenth", replications=20)
    study.kpis                                   # a pandas table
    crewline.compare("bank_hotline_tenth", replications=20).differences
    crewline.sweep("bank_hotline_tenth", ["queues.card.volume*=0.8..1.4:7"]).table

A scenario is named as on the command line, `NAME_OR_PATH[:VARIANT]`. Nothing heavy is imported
before it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.load import Loaded
    from scenarios.studies.comparison import Comparison
    from scenarios.studies.options import OnProgress
    from scenarios.studies.results import Results
    from scenarios.studies.study import Study
    from scenarios.studies.sweep.sweep import OnCells, Sweep

__all__ = ["__version__", "compare", "load", "load_results", "run", "sweep"]

__version__ = "0.1.0"


def load(reference: str | Path, variant: str | None = None, sets: Sequence[str] = ()) -> Loaded:
    """Read and check a scenario; `sets` are changes such as `queues.card.volume_factor=1.2`.

    Raises BadInput with all faults at once.
    """
    from scenarios.load import load as load_scenario

    return load_scenario(reference, variant, sets)


def run(
    reference: str | Path | Loaded,
    *,
    replications: int | None = None,
    precision: str | None = None,
    jobs: int | None = None,
    seed: int | None = None,
    engine: str = "auto",
    on_progress: OnProgress | None = None,
) -> Study:
    """Simulate a scenario; see `scenarios.studies.options.RunOptions` for what may be asked.

    Raises BadInput when the scenario or an argument is at fault.
    """
    from scenarios.studies.options import RunOptions, engine_of
    from scenarios.studies.study import study

    options = RunOptions(replications, precision, jobs, seed, engine_of(engine), on_progress)
    loaded = load(reference) if isinstance(reference, str | Path) else reference
    return study(loaded, options)


def compare(
    *references: str | Path,
    against: Sequence[str] = (),
    replications: int | None = None,
    precision: str | None = None,
    jobs: int | None = None,
    seed: int | None = None,
    engine: str = "auto",
    on_progress: OnProgress | None = None,
) -> Comparison:
    """Simulate scenarios on the same random days and compare each with the first.

    A single reference without a variant is compared with all of its variants. `against` are
    changes such as `queues.card.volume_factor=1.2`: the first is compared with itself so changed.

    Raises BadInput when a scenario or an argument is at fault.
    """
    from scenarios.studies.comparison import compare as compared
    from scenarios.studies.comparison import load_all, study_all
    from scenarios.studies.options import RunOptions, engine_of

    options = RunOptions(replications, precision, jobs, seed, engine_of(engine), on_progress)
    loaded = load_all([str(reference) for reference in references], against=against)
    return compared(study_all(loaded, options))


def sweep(
    reference: str | Path,
    vary: Sequence[str] = (),
    *,
    variants: str | Path | None = None,
    sets: Sequence[str] = (),
    out: str | Path | None = None,
    replications: int | None = None,
    jobs: int | None = None,
    seed: int | None = None,
    engine: str = "auto",
    cluster: str | None = None,
    kpis: Sequence[str] | None = None,
    on_cells: OnCells | None = None,
) -> Sweep:
    """Simulate a scenario with values varied, every cell on the same random days.

    `vary` are axes such as `queues.card.volume*=0.8..1.4:7` or `groups.novices.absence=5%,10%`,
    `variants` a file with one row a variant. Finished cells are kept in `out`, where another call
    goes on; `.table` has a row for each cell and KPI.

    Raises BadInput with all that is at fault; `scenarios.studies.sweep.store.DiskFault` and
    `scenarios.studies.sweep.crew.CrewLost` where it cannot go on, with what is finished kept.
    """
    from scenarios.studies.options import RunOptions, engine_of
    from scenarios.studies.sweep.sweep import Asked, Sweeping

    options = RunOptions(replications=replications, jobs=jobs, seed=seed, engine=engine_of(engine))
    asked = Asked(
        str(reference),
        tuple(vary),
        variants=None if variants is None else Path(variants),
        sets=tuple(sets),
        options=options,
        kpis=None if kpis is None else tuple(kpis),
        out=None if out is None else Path(out),
        cluster=cluster,
    )
    return Sweeping(asked).run(on_cells=on_cells or (lambda done, planned, resumed: None))


def load_results(folder: str | Path) -> Results:
    """Read a results folder back.

    Raises BadInput when it is none.
    """
    from scenarios.studies.results import load_results as read

    return read(folder)
