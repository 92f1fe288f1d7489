"""What became of each target, in a plain sentence."""

from __future__ import annotations

from collections.abc import Iterator

from crewline.tables.figures import in_words, number, with_unit
from scenarios.studies.study import Study
from sim.kpis.definitions import Better, Unit
from sim.kpis.periods import Period
from sim.kpis.targets import Evaluation, Verdict


def verdict_lines(study: Study) -> Iterator[str]:
    """Give a sentence for each target, and one where there is none."""
    if not study.evaluations:
        yield "No queue has a target."
    for evaluation in study.evaluations:
        yield _sentence(study, evaluation)


def _sentence(study: Study, evaluation: Evaluation) -> str:
    target, found = evaluation.target, evaluation.estimate
    queue = list(study.scenario.queues)[target.row - 1]
    unit = target.kpi.unit
    within = f" in {study.threshold_s(queue):g} s" if target.kpi.id.startswith("SL") else ""
    side = "at least" if target.kpi.better is Better.HIGHER else "at most"
    figure = f"{with_unit(found.value, unit)} ±{number(found.half_width, unit)}"
    return (
        f"{queue}: {in_words(target.kpi.id)}{within} {figure}{_worst(evaluation)};"
        f" target {side} {with_unit(target.level, unit)}{_scope(evaluation)}:"
        f" {_word(study, evaluation)}"
    )


def _worst(evaluation: Evaluation) -> str:
    """Return which period the figure is of, where a target must hold in each."""
    if evaluation.target.scope is Period.DAY and evaluation.period == 0:
        return ""
    return f" in the worst {evaluation.target.scope.value} (number {evaluation.period + 1})"


def _scope(evaluation: Evaluation) -> str:
    target = evaluation.target
    if target.odds is None:
        return f" of the {target.scope.value} on average"
    period = "weeks" if target.scope is Period.WEEK else "days"
    every = " in every interval" if target.scope is Period.INTERVAL else ""
    return f"{every} on {with_unit(target.odds, Unit.SHARE)} of {period}"


def _word(study: Study, evaluation: Evaluation) -> str:
    """Return the verdict with the share of days, which is the risk."""
    words = {
        Verdict.MET: "met",
        Verdict.MISSED: "missed",
        Verdict.CANNOT_TELL: f"cannot be told from {study.replications} replications",
    }
    share = evaluation.share
    days = number(share.value, Unit.SHARE)
    reach = f"{number(share.low, Unit.SHARE)} to {number(share.high, Unit.SHARE)}"
    return (
        f"{words[evaluation.verdict]} ({days} % of {share.n} simulated days keep to it; {reach} %)"
    )
