"""What a search came to, in words: its verdicts, its reasons, and what it is reckoned at."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Final, Literal

from crewline.words import N_, Words
from crewline.words.channels import group_title, line_title, listed
from crewline.words.figures import duration, figure, money, number, percent
from crewline.words.kpis import kpi_name
from optimize.schedule.solution import Status
from scenarios.planning.proof.proof import Outcome
from scenarios.planning.proof.reasons import Cause, Reason
from scenarios.planning.proof.reckoning import Reckoning
from scenarios.planning.proof.report import Kept, Report, Shown
from sim.kpis.targets import Verdict

Tone = Literal["success", "warning", "error", "info"]

_TONES: Final[dict[Outcome, Tone]] = {
    Outcome.MET: "success",
    Outcome.HOLDS: "success",
    Outcome.CANNOT_TELL: "warning",
    Outcome.MISSED: "error",
    Outcome.NO_SCHEDULE: "error",
}
_OUTCOMES: Final = {
    Outcome.MET: N_("All targets are met, beyond chance."),
    Outcome.HOLDS: N_("All targets are kept by estimate; of some, chance may still have done it."),
    Outcome.CANNOT_TELL: N_("Some targets are short by no more than chance may do."),
    Outcome.MISSED: N_("Targets are missed."),
    Outcome.NO_SCHEDULE: N_("There is no schedule."),
}
STATUSES: Final = {
    Status.OPTIMAL: N_("near enough to the least cost"),
    Status.FEASIBLE: N_("the best that was found in the time given"),
    Status.INFEASIBLE: N_("there is none"),
    Status.UNKNOWN: N_("none was found in the time given"),
}
_SENTENCES: Final = {
    Cause.NOT_FOUND: N_("No schedule was found in the time given, and there may be one."),
    Cause.NO_SCHEDULE: N_("The rules and limits leave no schedule."),
    Cause.ROUNDS: N_("All rounds given were used up."),
}
#: Agent-hours below this come of rounding.
_NONE_H: Final = 5e-3


def tone(report: Report) -> Tone:
    """Return how a report's headline is to be shown."""
    if report.outcome is None:
        return "info"
    return "error" if _bare(report) else _TONES[report.outcome]


def headline(report: Report, say: Words) -> str:
    """Return what became of the targets, on how many days, and after how many rounds."""
    if report.outcome is None or report.shown is None:
        if report.outcome is Outcome.NO_SCHEDULE:
            return say(_OUTCOMES[Outcome.NO_SCHEDULE])
        return say("Shifts by the formulas. Not simulated: whether targets hold is not known.")
    said = [say(_OUTCOMES[report.outcome])]
    if len(report.shown.kept) > 1 and report.outcome is not Outcome.MET:
        said.append(_counts(report.shown, say))
    days = say.count("{n} replication", "{n} replications", report.shown.replications)
    if report.is_fresh:
        said.append(say("Judged on {days} that it was not chosen on.", days=days))
    else:
        said.append(say("Judged only on the {days} that it was chosen on.", days=days))
    said += _nobody_on_duty(report, say)
    return " ".join(said)


def _counts(shown: Shown, say: Words) -> str:
    verdicts = [one.evaluation.verdict for one in shown.kept]
    return say(
        "{met} met, {missed} missed, {unknown} cannot be told.",
        met=verdicts.count(Verdict.MET),
        missed=verdicts.count(Verdict.MISSED),
        unknown=verdicts.count(Verdict.CANNOT_TELL),
    )


def _bare(report: Report) -> list[Reason]:
    return [one for one in report.reasons if one.cause is Cause.NO_COVER]


def _nobody_on_duty(report: Report, say: Words) -> list[str]:
    lines: dict[str, list[str]] = defaultdict(list)
    for one in _bare(report):
        lines[one.when].append(line_title(one.about, report.base, say))
    return [
        say(
            "Nobody is on duty {when} ({lines}): no shift that may be worked reaches it.",
            when=when,
            lines=listed(names, say),
        )
        for when, names in lines.items()
    ]


def reasons(report: Report, say: Words) -> list[str]:
    """Return what keeps the targets from holding, or a schedule from being there, each a line."""
    said = [_reason(report, one, say) for one in report.reasons if one.cause is not Cause.NO_COVER]
    return list(dict.fromkeys(said))


def _reason(report: Report, reason: Reason, say: Words) -> str:
    if reason.cause in _SENTENCES:
        return say(_SENTENCES[reason.cause])
    match reason.cause:
        case Cause.MOST_AGENTS:
            return _at_most(report, reason.about, say)
        case Cause.UNCOVERED:
            return _uncovered(report, say)
        case Cause.CUT:
            return _cut(report, say)
    return _of_line(report, reason, say)


def _of_line(report: Report, reason: Reason, say: Words) -> str:
    line = line_title(reason.about, report.base, say)
    if reason.cause is Cause.OUT_OF_REACH:
        return say(
            "{line}: what is promised is more than any number of agents can keep; it is planned for"
            " as nearly as can be.",
            line=line,
        )
    kept = _kept(report, reason.about)
    if kept is None:
        return say.sentence(reason.words)
    if reason.cause is Cause.TOO_FEW:
        return say("{line}: kept by estimate; so few replications cannot tell.", line=line)
    return say(
        "{line}: {kpi} is {value}, promised {level}",
        line=line,
        kpi=kpi_name(kept.promise.target.kpi, say),
        value=_value(kept, say),
        level=_level(kept, say),
    )


def _kept(report: Report, line: str) -> Kept | None:
    kept = () if report.shown is None else report.shown.kept
    return next((one for one in kept if one.promise.queue == line), None)


def _value(kept: Kept, say: Words) -> str:
    found = kept.evaluation
    if kept.promise.target.odds is not None:
        return say("kept on {share} of days", share=percent(round(found.share.value, 3)))
    return figure(found.estimate.value, found.target.kpi.unit, say)


def _level(kept: Kept, say: Words) -> str:
    target = kept.promise.target
    if target.odds is not None:
        return percent(target.odds)
    return duration(target.level, say) if target.kpi == "asa" else percent(target.level)


def _at_most(report: Report, group: str, say: Words) -> str:
    most = None
    if report.shown is not None:
        teams = report.shown.problem.teams
        most = next((team.most for team in teams if team.name == group), None)
    return say(
        "{group}: {most} agents are all that it may have.",
        group=group_title(group, report.base, say),
        most=most or 0,
    )


def _uncovered(report: Report, say: Words) -> str:
    shown = report.shown
    assert shown is not None
    works_h = sum(lot.agent_h for lot in shown.requirement.works)
    asked_h = shown.requirement.hours(shown.required) + works_h
    return say(
        "{missing} agent-hours are missing of {required} required.",
        missing=number(shown.uncovered_h, say),
        required=number(asked_h, say),
    )


def _cut(report: Report, say: Words) -> str:
    if report.is_fresh:
        return say("The search was stopped; this is the best that was found until then.")
    return say(
        "The search was stopped; this is the best that was found until then, judged on the"
        " replications that it was chosen on: fresh ones may show it worse."
    )


def reckoning_words(shown: Shown, say: Words) -> str:
    """Return what is left uncovered at which price, and how near to the least all of it is."""
    it = shown.reckoning
    if it is None:
        slot_h = shown.problem.slot_s / 3600
        return say(
            "{missing} agent-hours of the requirement are uncovered, at least {least} within the"
            " cap (gap {gap}; {status}).",
            missing=number(shown.uncovered_h, say),
            least=number(shown.bound * slot_h, say),
            gap=gap_words(shown.gap),
            status=say(STATUSES[shown.status]),
        )
    unit = it.unit if it.unit == shown.scenario.currency else say("paid hours")
    said = _priced(it, unit, say) if it.price >= 0.5 else []
    said.append(
        say(
            "What was minimised comes to {together}; no schedule for this requirement has less than"
            " {least} (gap {gap}: {status}).",
            together=money(it.together, unit, say),
            least=money(it.least, unit, say),
            gap=gap_words(it.gap),
            status=say(STATUSES[shown.status]),
        )
    )
    if it.others:
        said.append(
            say(
                "In it, {money} are for groups that keep what they have.",
                money=money(it.others, unit, say),
            )
        )
    return " ".join(said)


def _priced(it: Reckoning, unit: str, say: Words) -> list[str]:
    said = []
    if it.uncovered_h >= _NONE_H:
        said.append(
            say(
                "{hours} agent-hours of the requirement are uncovered, where the simulation does"
                " not miss them or a price was set.",
                hours=number(it.uncovered_h, say),
            )
        )
    if it.prices_spare:
        said.append(say("{hours} are beyond it.", hours=number(it.spare_h, say)))
    said.append(say("That is priced at {money}.", money=money(it.price, unit, say)))
    return said


def gap_words(gap: float) -> str:
    """Return how far a schedule may be from the least, a dash where that is not known."""
    return f"{100 * gap:.2f} %" if math.isfinite(gap) else "–"
