"""Crewline: simulation and workforce planning for contact centres.

The Python face, for notebooks and scripts:

    import crewline

    study = crewline.run("bank_hotline_tenth", replications=20)
    study.kpis                                   # a pandas table
    crewline.compare("bank_hotline_tenth", replications=20).differences
    crewline.playbook("bank_hotline_tenth+double11").earned  # each action: worth its money?
    crewline.sweep("bank_hotline_tenth", ["queues.card.volume*=0.8..1.4:7"]).table
    crewline.staff("bank_hotline_tenth").by_interval()   # agents needed, step by step
    crewline.schedule("bank_hotline_tenth").schedule     # the scenario on proved shifts
    crewline.frontier("bank_hotline_tenth", targets="70%,80%,90%").table

A scenario is named as on the command line, `NAME_OR_PATH[:VARIANT][+EVENT...]`. Nothing heavy is
imported before it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.load import Loaded
    from scenarios.planning.frontier.frontier import Frontier
    from scenarios.planning.need.requirement_tables import Needed
    from scenarios.planning.proof.proof import OnRound, Proof
    from scenarios.schema.scenario import Scenario
    from scenarios.studies.comparison import Comparison
    from scenarios.studies.emergency.emergency import Emergency
    from scenarios.studies.emergency.tuning import Tuning
    from scenarios.studies.options import OnProgress
    from scenarios.studies.results import Results
    from scenarios.studies.study import Study
    from scenarios.studies.sweep.sweep import OnCells, Sweep

__all__ = [
    "__version__",
    "compare",
    "frontier",
    "load",
    "load_results",
    "playbook",
    "run",
    "schedule",
    "staff",
    "sweep",
    "tune",
]

__version__ = "0.1.0"


def load(
    reference: str | Path,
    variant: str | None = None,
    sets: Sequence[str] = (),
    events: Sequence[str] = (),
) -> Loaded:
    """Read and check a scenario; `sets` are changes such as `queues.card.volume_factor=1.2`.

    `events` are composed with it, by name or file: `double11`. `.notes` say on which day they
    strike, and what of them the scenario has no place for.

    Raises BadInput with all faults at once.
    """
    from scenarios.load import load as load_scenario

    return load_scenario(reference, variant, sets, events)


def run(
    reference: str | Path | Loaded | Scenario,
    *,
    replications: int | None = None,
    precision: str | None = None,
    jobs: int | None = None,
    seed: int | None = None,
    engine: str = "auto",
    timeline: bool = False,
    on_progress: OnProgress | None = None,
) -> Study:
    """Simulate a scenario, read or made; `scenarios.studies.options.RunOptions` may be asked for.

    With `timeline` the floor by the minute is kept, as `.timeline`.

    Raises BadInput when the scenario or an argument is at fault.
    """
    from scenarios.studies.options import RunOptions, engine_of
    from scenarios.studies.study import study

    options = RunOptions(replications, precision, jobs, seed, engine_of(engine), on_progress)
    return study(_loaded(reference), options, timeline=timeline)


def compare(
    *references: str | Path | Loaded | Scenario,
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
    A schedule that was found, `schedule(...).schedule`, is compared as any scenario that was read.

    Raises BadInput when a scenario or an argument is at fault, ValueError for `against` beside
    anything but references.
    """
    from scenarios.studies.comparison import compare as compared
    from scenarios.studies.comparison import study_all
    from scenarios.studies.options import RunOptions, engine_of

    options = RunOptions(replications, precision, jobs, seed, engine_of(engine), on_progress)
    return compared(study_all(_all_loaded(references, against), options))


def playbook(
    reference: str | Path | Loaded | Scenario,
    *,
    worth: float | None = None,
    replications: int | None = None,
    jobs: int | None = None,
    seed: int | None = None,
    engine: str = "auto",
    timeline: bool = False,
    on_progress: OnProgress | None = None,
) -> Emergency:
    """Simulate bad days with and without a scenario's playbooks, and less each of their actions.

    An event is named behind a plus, `NAME+EVENT`. `worth` is what a contact kept is worth, in the
    scenario's currency: then `.earned` says of each action whether it earned its money. With
    `timeline` the floor by the minute is kept of the days with playbooks, as `.timeline`.

    Raises BadInput when the scenario has no playbook, or it or an argument is at fault.
    """
    from scenarios.studies.emergency.emergency import emergency
    from scenarios.studies.options import RunOptions, engine_of

    options = RunOptions(replications, None, jobs, seed, engine_of(engine), on_progress)
    return emergency(_loaded(reference), options, worth=worth, timeline=timeline)


def tune(
    reference: str | Path,
    vary: Sequence[str] = (),
    *,
    sets: Sequence[str] = (),
    out: str | Path | None = None,
    replications: int | None = None,
    jobs: int | None = None,
    seed: int | None = None,
    engine: str = "auto",
    on_cells: OnCells | None = None,
) -> Tuning:
    """Vary levels, reserves and lead times of a scenario's playbooks by a sweep, or what `vary` is.

    `.table` has a row for each cell, `.curve` those that no other beats in cost, contacts lost and
    service level, `.cheapest` the cheapest that meets all targets. Finished cells are kept in
    `out`, where another call goes on.

    Raises BadInput where there is no playbook or nothing to turn, and as `sweep` does.
    """
    from scenarios.studies.emergency.tuning import tuned, tuning
    from scenarios.studies.options import RunOptions, engine_of
    from scenarios.studies.sweep.sweep import Asked

    options = RunOptions(replications=replications, jobs=jobs, seed=seed, engine=engine_of(engine))
    asked = Asked(str(reference), tuple(vary), sets=tuple(sets), options=options, out=_path(out))
    sweeping = tuning(asked)
    found = sweeping.run(on_cells=on_cells or (lambda done, planned, resumed: None))
    return tuned(found, sweeping)


def sweep(
    reference: str | Path,
    vary: Sequence[str] = (),
    *,
    variants: str | Path | None = None,
    sets: Sequence[str] = (),
    events: Sequence[str] = (),
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
        events=tuple(events),
        options=options,
        kpis=None if kpis is None else tuple(kpis),
        out=_path(out),
        cluster=cluster,
    )
    return Sweeping(asked).run(on_cells=on_cells or (lambda done, planned, resumed: None))


def staff(reference: str | Path | Loaded | Scenario) -> Needed:
    """Return how many agents a scenario needs, by line, interval and day, step by step.

    Raises BadInput when the scenario is at fault.
    """
    from scenarios.planning.need.requirement_tables import Needed

    return Needed.of_scenario(_loaded(reference).scenario)


def schedule(
    reference: str | Path | Loaded | Scenario,
    *,
    rounds: int = 8,
    replications: int = 20,
    fresh: int = 60,
    time_limit_s: float = 60.0,
    gap: float = 0.001,
    jobs: int | None = None,
    compare: bool = True,
    on_round: OnRound | None = None,
) -> Proof:
    """Find shifts that cover what a scenario needs, and prove them in the simulation.

    `.schedule` is the scenario with the shifts in it, `.outcome` says whether the targets hold and
    `.reasons` why not; see `scenarios.planning.proof.trial.Effort` for what may be asked.

    Raises BadInput when the scenario is at fault, ValueError when an argument is.
    """
    from optimize.schedule import Limits
    from scenarios.planning.proof.proof import prove
    from scenarios.planning.proof.trial import Effort

    effort = Effort(
        rounds=rounds,
        replications=replications,
        fresh=fresh,
        jobs=jobs,
        limits=Limits(time_limit_s, gap),
        compares=compare,
    )
    return prove(_loaded(reference), effort, on_round)


def frontier(
    reference: str | Path | Loaded | Scenario,
    *,
    targets: str | None = None,
    headcount: str | None = None,
    shifts: Sequence[str] = (),
    line: str | None = None,
    out: str | Path | None = None,
    rounds: int = 8,
    replications: int = 20,
    fresh: int = 60,
    time_limit_s: float = 60.0,
    gap: float = 0.001,
    jobs: int | None = None,
    marginals: bool = True,
) -> Frontier:
    """Solve and simulate a schedule for each decision: `.table`, `.steps` and `.marginals`.

    `targets` are levels such as `70%,80%,90%`, `headcount` numbers of agents, `shifts` sets of
    patterns such as `full,part`. Finished points are kept in `out`, where another call goes on.

    Raises BadInput with all that is at fault, `scenarios.studies.sweep.store.DiskFault` where a
    point cannot be kept.
    """
    from optimize.schedule import Limits
    from scenarios.planning.frontier.decisions import decisions
    from scenarios.planning.frontier.frontier import Asked
    from scenarios.planning.frontier.frontier import frontier as found_of
    from scenarios.planning.frontier.frontier_folder import begin, write
    from scenarios.planning.frontier.prover import prover
    from scenarios.planning.proof.trial import Effort
    from scenarios.studies.options import RunOptions

    loaded = _loaded(reference)
    asked = Asked(
        decisions(loaded.scenario, targets, headcount, shifts),
        RunOptions(replications=replications, jobs=jobs),
        line=line,
        solving={"time_s": time_limit_s, "gap": gap, "rounds": rounds, "fresh": fresh},
        with_marginals=marginals,
    )
    limits = Limits(time_limit_s, gap)
    effort = Effort(rounds, replications, fresh, jobs=jobs, limits=limits, compares=False)
    found = found_of(loaded, asked, prover(effort), begin(loaded.scenario.name, _path(out)))
    write(found)
    return found


def load_results(folder: str | Path) -> Results:
    """Read a results folder back.

    Raises BadInput when it is none.
    """
    from scenarios.studies.results import load_results as read

    return read(folder)


def _loaded(reference: str | Path | Loaded | Scenario) -> Loaded:
    from scenarios.load import Loaded

    if isinstance(reference, str | Path):
        return load(reference)
    if isinstance(reference, Loaded):
        return reference
    return Loaded(reference, (), reference.name, None, ())


def _all_loaded(
    references: Sequence[str | Path | Loaded | Scenario], against: Sequence[str]
) -> list[Loaded]:
    """Return what is compared: an only reference with its variants, or all of them."""
    from scenarios.studies.comparison import load_all

    named = [str(each) for each in references if isinstance(each, str | Path)]
    if len(named) == len(references):
        return load_all(named, against=against)
    if against:
        raise ValueError("against: expected references alone beside it, to be read and changed")
    return [_loaded(each) for each in references]


def _path(folder: str | Path | None) -> Path | None:
    return None if folder is None else Path(folder)
