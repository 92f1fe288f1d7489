"""Estimates: all that a scenario needs, made from the calls of some days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from scenarios.faults import BadInput, Fault
from scenarios.intake.calls import Calls
from scenarios.intake.classes import queue_name
from scenarios.intake.days import Days
from scenarios.intake.handling import TalkTimes, talk_times
from scenarios.intake.mapping import LogMapping
from scenarios.intake.patience import PatienceTimes, patience_times
from scenarios.intake.staffing import Staffing, infer_staffing
from scenarios.intake.volumes import DayFactors, Volumes, count_volumes, day_factors

#: A queue with fewer answered calls takes the service times of its kind, or of all.
FEWEST_ANSWERED: Final = 30


@dataclass(frozen=True)
class Estimates:
    """What the calls of the used days say. `talk` and `patience` by queue.

    `patience` lacks queues where nobody gave up in the whole log. `notes` tell what was taken from
    elsewhere because a queue alone says too little.
    """

    volumes: Volumes
    factors: DayFactors
    talk: dict[str, TalkTimes]
    patience: dict[str, PatienceTimes]
    staffing: Staffing
    notes: tuple[str, ...]


def estimate(calls: Calls, days: Days, mapping: LogMapping) -> Estimates:
    """Return the estimates from the used days of `calls`.

    Raises BadInput where no service is of a length that the mapping allows.
    """
    used = calls.on(days.timestamps)
    queues = ordered_queues(used, mapping)
    notes: list[str] = []
    volumes = count_volumes(used, days, queues, round(mapping.days.interval))
    talk = {}
    patience = {}
    for queue in queues:
        own = Calls(used.table[used.table["queue"] == queue])
        times = _talk(queue, own, used, mapping, notes)
        if times is None:
            expected = f"answered calls served for at most {mapping.handling.at_most:g} s"
            raise BadInput([Fault("log", 0, "served", "none", expected)])
        talk[queue] = times
        curve = _patience(queue, own, used, mapping, notes)
        if curve is not None:
            patience[queue] = curve
    return Estimates(
        volumes,
        day_factors(volumes),
        talk,
        patience,
        infer_staffing(used, days, mapping),
        tuple(notes),
    )


def ordered_queues(calls: Calls, mapping: LogMapping) -> tuple[str, ...]:
    """Return the queues seen, in the mapping's order, each class after its kind."""
    kinds = [kind.name for kind in mapping.kinds.values()]
    kinds += sorted(set(calls.table["kind"]) - set(kinds))
    suffixes = ["", *(one.suffix for one in mapping.classes.classes)]
    seen = set(calls.table["queue"])
    names = [queue_name(kind, suffix) for kind in kinds for suffix in suffixes]
    return tuple(name for name in names if name in seen)


def _pools(own: Calls, all_calls: Calls) -> tuple[tuple[str, Calls], ...]:
    """Return where to look for a queue's habits: in itself, in its kind, in all queues."""
    kind = all_calls.table["kind"] == own.table["kind"].iloc[0]
    return ("", own), ("its kind", Calls(all_calls.table[kind])), ("all queues", all_calls)


def _talk(
    queue: str, own: Calls, all_calls: Calls, mapping: LogMapping, notes: list[str]
) -> TalkTimes | None:
    """Return a queue's service times; of its kind, or of all, where it has too few."""
    for whose, calls in _pools(own, all_calls):
        usable = int((calls.table["served_s"] <= mapping.handling.at_most).sum())
        if usable >= FEWEST_ANSWERED or (whose == "all queues" and usable):
            if whose:
                notes.append(f"{queue}: too few served; service times are those of {whose}")
            return talk_times(calls, mapping)
    return None


def _patience(
    queue: str, own: Calls, all_calls: Calls, mapping: LogMapping, notes: list[str]
) -> PatienceTimes | None:
    """Return a queue's patience; of its kind, or of all, where too few gave up."""
    for whose, calls in _pools(own, all_calls):
        gave_up = int((~calls.table["answered"]).sum())
        if gave_up >= mapping.patience.fewest_abandoned or (whose == "all queues" and gave_up):
            if whose:
                notes.append(f"{queue}: too few gave up; patience is that of {whose}")
            curve = patience_times(calls, mapping)
            few = (
                f"only {curve.abandoned:,} callers gave up, too few for a curve; patience is "
                f"exponential with a mean of {curve.mean_s:,.0f} s, all time waited over them"
            )
            if curve.few and curve.waited_s > 0 and few not in notes:
                notes.append(few)
            return curve
    notes.append(f"{queue}: nobody gave up in this log; patience is taken to be unlimited")
    return None


def offered_figures(calls: Calls, mapping: LogMapping, volumes: Volumes) -> dict[str, float]:
    """Return plain figures of the offered calls: shares, and seconds."""
    table = calls.table
    waits: pd.Series[float] = table.loc[table["waited_s"] > 0, "waited_s"]
    served = table.loc[table["served_s"] <= mapping.handling.at_most, "served_s"]
    total = volumes.counts.sum()
    return {
        "offered_per_day": float(total / len(volumes.days.used)),
        "abandoned_share": float(1 - table["answered"].mean()),
        "waited_share": float((table["waited_s"] > 0).mean()),
        "mean_wait_of_waiting_s": float(waits.mean()) if len(waits) else 0.0,
        "sd_wait_of_waiting_s": float(waits.std()) if len(waits) > 1 else 0.0,
        "mean_service_s": float(served.mean()) if len(served) else 0.0,
        "sd_service_s": float(served.std()) if len(served) > 1 else 0.0,
        "median_service_s": float(served.median()) if len(served) else 0.0,
    }
