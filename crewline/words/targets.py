"""Targets and their verdicts in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from crewline.words.figures import duration, figure, percent, within_reach
from crewline.words.kpis import kpi_name
from crewline.words.words import N_, Words
from scenarios.schema.target import Target
from scenarios.studies.kpi_tables import Frame
from sim.kpis.definitions import Better
from sim.kpis.targets import Evaluation, Verdict

if TYPE_CHECKING:  # it brings the engine with it
    from scenarios.studies.study import Study

_MARKS = {Verdict.MET: "✓", Verdict.MISSED: "✗", Verdict.CANNOT_TELL: "?"}
_KEYS = {
    Verdict.MET: N_("met"),
    Verdict.MISSED: N_("missed"),
    Verdict.CANNOT_TELL: N_("cannot be told yet"),
}
_SCOPES = {"interval": N_("{target}, in every interval"), "week": N_("{target}, over the week")}


def wanted(target: Target, better: Better, say: Words) -> str:
    """Return a target in words, such as `SL3 at least 80 % in 20 s`."""
    seconds = target.kpi == "asa"
    level = duration(target.level, say) if seconds else percent(target.level)
    name = kpi_name(target.kpi, say)
    if better is Better.HIGHER:
        words = say("{kpi} at least {level}", kpi=name, level=level)
    else:
        words = say("{kpi} at most {level}", kpi=name, level=level)
    if target.within is not None and target.kpi.startswith("SL"):
        words = say("{target} in {within}", target=words, within=duration(target.within, say))
    if target.scope != "day":
        words = say(_SCOPES[target.scope], target=words)
    if target.odds is not None:
        words = say("{target}, on {odds} of days", target=words, odds=percent(target.odds))
    return words


def said(evaluation: Evaluation, say: Words) -> str:
    """Return the verdict in a word, with a mark for the eye."""
    return f"{_MARKS[evaluation.verdict]} {say(_KEYS[evaluation.verdict])}"


def counted(study: Study, say: Words) -> str:
    """Return how many targets are met, missed and open."""
    verdicts = [one.verdict for one in study.evaluations]
    if not verdicts:
        return say("No target")
    return say(
        "{met} met, {missed} missed, {unknown} cannot be told",
        met=verdicts.count(Verdict.MET),
        missed=verdicts.count(Verdict.MISSED),
        unknown=verdicts.count(Verdict.CANNOT_TELL),
    )


def target_table(study: Study, say: Words) -> Frame:
    """Return one row for each target, in words."""
    lines = list(study.scenario.queues.items())
    records = []
    for one in study.evaluations:
        name, queue = lines[one.target.row - 1]
        if queue.target is None:
            continue
        kpi, found = one.target.kpi, one.estimate
        bounds = within_reach(found.low, found.high, kpi.unit)
        low, high = (figure(bound, kpi.unit, say) for bound in bounds)
        records.append(
            {
                say("Line"): say.title(queue.title or name),
                say("Verdict"): said(one, say),
                say("Simulated"): figure(found.value, kpi.unit, say),
                say("Target"): wanted(queue.target, kpi.better, say),
                say("Interval of the mean"): f"{low} – {high}",
                say("Days that meet it"): percent(round(one.share.value, 3)),
            }
        )
    return pd.DataFrame(records)
