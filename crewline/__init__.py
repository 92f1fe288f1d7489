"""Crewline: simulation and workforce planning for contact centres.

The Python face, for notebooks and scripts:

    import crewline

    study = crewline.run("bank_hotline_tenth", replications=20)
    study.kpis                                   # a pandas table
    crewline.compare("bank_hotline_tenth", replications=20).differences

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

__all__ = ["__version__", "compare", "load", "load_results", "run"]

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


def load_results(folder: str | Path) -> Results:
    """Read a results folder back.

    Raises BadInput when it is none.
    """
    from scenarios.studies.results import load_results as read

    return read(folder)
