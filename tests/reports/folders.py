"""Small results of every kind, made once for all tests of reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import crewline
from crewline.reports import Decision, Option
from crewline.reports.decision import Known
from optimize.schedule import Limits
from scenarios.load import Loaded, load
from scenarios.planning.frontier.decisions import decisions
from scenarios.planning.frontier.frontier import Asked, Found, frontier
from scenarios.planning.frontier.frontier_folder import begin, write
from scenarios.planning.proof.proof import prove
from scenarios.planning.proof.results import save_proof
from scenarios.planning.proof.summaries import proof_summary
from scenarios.planning.proof.trial import Effort
from scenarios.studies.comparison import compare, load_all, study_all
from scenarios.studies.emergency.emergency import emergency
from scenarios.studies.emergency.results import save_emergency
from scenarios.studies.options import RunOptions
from scenarios.studies.results import save, save_comparison
from scenarios.studies.study import Study, study
from tests.cli.planned import desk
from tests.studies.emergency.bad_day import loaded as bad_day

CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"
EVERY_CHANNEL = Path(__file__).parents[1] / "scenarios" / "every_channel.yaml"
QUICK = RunOptions(replications=4, jobs=1)
#: A choice, and no other day: the same is done, at higher wages.
DEARER = "groups.juniors.wage_per_h=70"

#: Of the corner bank: nobody's wage is given.
NO_WAGES = tuple(f"groups.{group}.wage_per_h=0" for group in ("novices", "juniors", "experts"))


def bank(*sets: str, variant: str | None = None) -> Loaded:
    return load(CORNER_BANK, variant, sets)


@cache
def studies() -> tuple[Study, ...]:
    """The bank as it is, at higher wages, with its promotion, and with that at higher wages."""
    loaded = [
        *load_all([str(CORNER_BANK)], against=[DEARER]),
        *load_all([f"{CORNER_BANK}:promotion"], against=[DEARER]),
    ]
    return tuple(study_all(loaded, QUICK))


@cache
def unpaid() -> tuple[Study, ...]:
    """The bank with no wages given, and with more novices away."""
    away = "groups.novices.absence=30%"
    return tuple(study(bank(*NO_WAGES, *more), QUICK) for more in ((), (away,)))


def compared(folder: Path) -> Path:
    return save_comparison(compare(studies()), folder / "compared")


def ran(folder: Path, number: int = 0, name: str = "") -> Path:
    return save(studies()[number], folder / (name or f"run-{number}"))


def ran_on_other_days(folder: Path) -> Path:
    other = study(bank(DEARER), replace(QUICK, seed=99))
    return save(other, folder / "other-days")


def played(folder: Path, worth: float | None = 30.0, **changes: Any) -> Path:
    """A bad day with people called in, and without."""
    return save_emergency(emergency(bad_day(**changes), QUICK, worth=worth), folder / "played")


def swept(
    folder: Path,
    vary: Sequence[str] = ("groups.juniors.wage_per_h=50,70",),
    sets: Sequence[str] = (),
) -> Path:
    crewline.sweep(CORNER_BANK, vary, sets=sets, out=folder / "swept", replications=3, jobs=1)
    return folder / "swept"


def swept_by_file(folder: Path, rows: str, sets: Sequence[str] = ()) -> Path:
    """A sweep over the rows of a file, which is not in the folder."""
    file = folder / "rows.csv"
    file.write_text(rows, encoding="utf-8")
    out = folder / "swept-by-file"
    crewline.sweep(CORNER_BANK, variants=file, sets=sets, out=out, replications=2, jobs=1)
    return out


def scheduled(folder: Path, *changes: tuple[str, str]) -> Path:
    """A help desk on shifts that were proved, as far as a moment allows."""
    limits = Limits(3.0, 0.05)
    effort = Effort(rounds=1, replications=3, fresh=4, growth=1, trims=0, jobs=1, limits=limits)
    volume = ("volume: {per_h: 30}", f"volume: {_OPEN_HOURS}")
    proof = prove(load(desk(folder, volume, *changes)), effort)
    return save_proof(proof, proof_summary(proof), folder / "scheduled")


#: Calls by half hour, of a desk that is open from 08:00 to 18:00.
_OPEN_HOURS = [0] * 16 + [15] * 20 + [0] * 12


def priced(folder: Path, **changes: Any) -> Path:
    """A frontier whose schedules are made up: more agents for a higher level."""

    def schedule(wanted: Loaded) -> Found:
        scenario = wanted.scenario
        target = scenario.queues["general"].target
        assert target is not None
        agents = round(10 * target.level) - 3
        groups = {"front": scenario.groups["front"].model_copy(update={"agents": agents})}
        staffed = scenario.model_copy(update={"groups": groups})
        return Found(staffed, agents, 24.0 * agents, "optimal", 0.0, 1)

    base = bad_day(disruptions=[], playbooks={}, **changes)
    asked = Asked(
        decisions(base.scenario, "60%,70%,80%,90%", None, ()), QUICK, with_marginals=False
    )
    found = frontier(base, asked, schedule, begin("bad_day", folder / "priced"))
    write(found)
    return folder / "priced"


def option(
    label: str,
    cost: float,
    lost: float,
    *,
    reach: float = 0.0,
    service: float = 0.8,
) -> Option:
    """An option of which the means are known, with the reach of their intervals."""

    def known(value: float, half: float) -> Known:
        return Known(value, value - half, value + half)

    return Option(
        label=label,
        figures={
            "cost": known(cost, reach),
            "lost": known(lost, reach),
            "SL3": known(service, reach / 1000),
            "offered": known(1000.0, 0.0),
        },
        replications=20,
        seed=1,
    )


def options_of(decision: Decision) -> list[str]:
    return [each.label for each in decision.options]
