"""What became of each target: a table, and a sentence that counts them."""

from __future__ import annotations

from typing import Final

from rich.console import Console
from rich.text import Text

from crewline.tables.figures import UNDEFINED, Figures, in_words, number, reach, with_unit
from crewline.tables.periods import period_name
from crewline.tables.sheet import Column, in_lines, print_sheet
from scenarios.studies.comparison import Comparison
from scenarios.studies.study import Study
from sim.kpis.definitions import Better, Unit
from sim.kpis.periods import Period
from sim.kpis.targets import Evaluation, Verdict

_NO_TARGET: Final = "No queue has a target."
_WORDS: Final = {
    Verdict.MET: "met",
    Verdict.MISSED: "missed",
    Verdict.CANNOT_TELL: "cannot be told",
}
_STYLES: Final = {Verdict.MET: "green", Verdict.MISSED: "red", Verdict.CANNOT_TELL: "yellow"}

#: KPIs whose denominator leaves out who was not answered ...
_OF_THE_ANSWERED: Final = {"asa", "SL2"}
#: ... which is said where they are more than this share of those offered.
_MANY: Final = 0.1

_SYMBOLS: Final = {Unit.SHARE: " %", Unit.SECONDS: " s"}

Key = tuple[str, str]  # queue, target in words


def print_verdicts(console: Console, study: Study, title: str = "Targets") -> None:
    """Print how each target of a study fared, and how many are met."""
    if not study.evaluations:
        console.print(_NO_TARGET)
        return
    found = study.evaluations
    names = Column("line", [_queue(study, each) for each in found])
    columns = [
        Column("target", [_target(study, each) for each in found], words=True),
        Column("simulated", [_simulated(study, each) for each in found], words=True),
        Column("days that keep to it", [_days(each) for each in found], words=True),
        Column("verdict", [_verdict(study, each) for each in found], words=True),
    ]
    print_sheet(console, title, names, columns)
    days = max(each.share.n for each in found)
    _say(
        console,
        f"{_count(study)}. Days are the share of {days} simulated ones that keep to the target,"
        f" with its {study.scenario.confidence:.0%} interval.",
    )
    console.print()


def print_all_verdicts(console: Console, comparison: Comparison) -> None:
    """Print the verdicts of several studies side by side, and how many targets each meets."""
    studies = comparison.studies
    found = [_by_target(study) for study in studies]
    keys = list(dict.fromkeys(key for targets in found for key in targets))
    if not keys:
        console.print(_NO_TARGET)
        return
    names = Column("target", [f"{queue}: {words}" for queue, words in keys])
    columns = [
        Column(in_lines(study.label), [_cell(study, targets.get(key)) for key in keys], words=True)
        for study, targets in zip(studies, found, strict=True)
    ]
    print_sheet(console, "Targets", names, columns)
    for study in studies:
        _say(console, f"{study.scenario.title or study.label} ({study.label}): {_count(study)}")
    console.print()


def _say(console: Console, sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False)


def _count(study: Study) -> str:
    """Return how many targets are met, such as `1 of 3 targets met, 2 missed`."""
    if not study.evaluations:
        return "no targets"
    verdicts = [each.verdict for each in study.evaluations]
    counts = [(each, verdicts.count(each)) for each in (Verdict.MISSED, Verdict.CANNOT_TELL)]
    rest = "".join(f", {count} {_WORDS[each]}" for each, count in counts if count)
    return f"{verdicts.count(Verdict.MET)} of {len(verdicts)} targets met{rest}"


def _by_target(study: Study) -> dict[Key, Evaluation]:
    return {(_queue(study, each), _target(study, each)): each for each in study.evaluations}


def _queue(study: Study, evaluation: Evaluation) -> str:
    return list(study.scenario.queues)[evaluation.target.row - 1]


def _target(study: Study, evaluation: Evaluation) -> str:
    """Return what was promised, in two lines."""
    target = evaluation.target
    seconds = study.threshold_s(_queue(study, evaluation))
    within = f" in {seconds:g} s" if target.kpi.id.startswith("SL") else ""
    side = "at least" if target.kpi.better is Better.HIGHER else "at most"
    level = with_unit(target.level, target.kpi.unit)
    return f"{in_words(target.kpi.id)}{within}\n{side} {level}{_scope(study, evaluation)}"


def _scope(study: Study, evaluation: Evaluation) -> str:
    """Return in which periods the level must be kept; nothing where there is but one."""
    target = evaluation.target
    scope = target.scope
    every = " in every interval" if scope is Period.INTERVAL else ""
    if target.odds is not None:
        period = "weeks" if scope is Period.WEEK else "days"
        return f"{every} on {with_unit(target.odds, Unit.SHARE)} of {period}"
    if every or not period_name(study, scope, 0):
        return every
    return " in every week" if scope is Period.WEEK else " on every day"


def _simulated(study: Study, evaluation: Evaluation) -> str:
    """Return the figure that the target is about, and of which period it is if it is the worst."""
    found, unit = evaluation.estimate, evaluation.target.kpi.unit
    value = number(found.value, unit)
    if value == UNDEFINED:
        return value + _rests_on(evaluation)
    half = number(reach(found.value, found.low, found.high, unit), unit)
    figure = f"{value}{_SYMBOLS.get(unit, '')}{f' ±{half}' if half != UNDEFINED else ''}"
    period = period_name(study, evaluation.target.scope, evaluation.period)
    return (f"{figure}\nworst: {period}" if period else figure) + _rests_on(evaluation)


def _rests_on(evaluation: Evaluation) -> str:
    """Return how many were judged, where some could not be by the end."""
    judged = evaluation.judged
    if judged is None or judged.came <= judged.judged:
        return ""
    counts = f"{_whole(judged.judged)} of {_whole(judged.came)}"
    return f"\njudged on {counts};\nthe others are not due\nby the end"


def _whole(pieces: float) -> str:
    """Return a mean number of pieces; a decimal only where there are few."""
    return number(pieces, Unit.CONTACTS, 0 if pieces >= 10 else None).removesuffix(".0")


def _days(evaluation: Evaluation) -> str:
    """Return the share of days that keep to the target, which is the risk, with its interval."""
    share = evaluation.share
    if not share.n:
        return UNDEFINED
    low = number(share.low, Unit.SHARE).removesuffix(".0")
    value, high = (with_unit(each, Unit.SHARE) for each in (share.value, share.high))
    weeks = " of weeks" if evaluation.target.scope is Period.WEEK else ""
    return f"{value}{weeks}\n({low} to {high})"


def _verdict(study: Study, evaluation: Evaluation) -> Text:
    """Return the verdict, and below it how many it says nothing about."""
    text = Text(_WORDS[evaluation.verdict], _STYLES[evaluation.verdict])
    return text.append(_left_out(study, evaluation), "default")


def _left_out(study: Study, evaluation: Evaluation) -> str:
    """Return how many were not answered, where many were and the KPI leaves them out."""
    if evaluation.target.kpi.id not in _OF_THE_ANSWERED:
        return ""
    rows = Figures.of(study.kpis).rows
    queue = _queue(study, evaluation)
    answered, abandoned = (
        rows["queue", queue, kpi]["value"] for kpi in ("answer_rate", "abandonment")
    )
    lost = {"abandoned": abandoned, "turned away": 1 - answered - abandoned}
    many = [
        f"{number(share, Unit.SHARE)} % were {words}"
        for words, share in lost.items()
        if share > _MANY
    ]
    return f"\ncounts the answered only;\n{', '.join(many)}" if many else ""


def _cell(study: Study, evaluation: Evaluation | None) -> Text:
    """Return a verdict with the figure it is about, for a column of its own."""
    if evaluation is None:
        return Text(UNDEFINED)
    text = Text(_WORDS[evaluation.verdict], _STYLES[evaluation.verdict])
    text.append(f"\n{_simulated(study, evaluation)}", "default")
    if evaluation.target.odds is not None:
        period = "weeks" if evaluation.target.scope is Period.WEEK else "days"
        kept = with_unit(evaluation.share.value, Unit.SHARE)
        text.append(f"\non {kept} of {period}", "default")
    return text.append(_left_out(study, evaluation), "default")
