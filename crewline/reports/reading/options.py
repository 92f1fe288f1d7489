"""From a run, on disk or in memory, to an option; and from options to a decision."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from crewline.reports.advice import advice, tells_all, uncosted
from crewline.reports.decision import COST, Advice, Decision, Kind, Known, Option
from crewline.reports.gaps import OF_DAYS, gaps, series_of
from crewline.reports.reading.costs import costed
from crewline.reports.reading.json_files import Plain
from crewline.reports.reading.summaries import (
    SUMMARY,
    Folder,
    circumstances_of,
    figures_of,
    paid_of,
    promises_of,
    taken,
    unlike,
    versions_of,
    warnings_of,
)
from crewline.reports.reading.tables import Columns
from scenarios.faults import BadInput, Fault
from scenarios.schema.scenario import Scenario
from scenarios.studies.kpi_tables import Frame
from scenarios.studies.study import Study
from scenarios.studies.summary import study_summary

#: What is read of a run's days.
_DAYS: Final = Columns(
    what="a run's table of days",
    worded=("kind",),
    whole=("replication",),
    numbers=(*OF_DAYS, "answered"),
    optional=("call_back_share",),
)


def option_of_folder(folder: Folder) -> Option:
    """Return the option that a run's folder is. Raises BadInput."""
    days = folder.table("days", _DAYS)
    _refuse_unlike(days, folder)
    return option_of(folder.summary, days, folder.scenario(), folder.path / SUMMARY)


def _refuse_unlike(days: Frame, folder: Folder) -> None:
    """Raise BadInput where a table of days is not of the replications that the summary tells."""
    of_centre = days.loc[days["kind"] == "centre", "replication"]
    rows, found = len(of_centre), of_centre.nunique()
    told = folder.summary["replications"]
    if found != told or rows % told or of_centre.value_counts().nunique() != 1:
        value = f"{rows} days of {found} replications"
        words = f"the days of {told} replications, as {SUMMARY} tells"
        raise BadInput([Fault(str(folder.path / "days.parquet"), 0, "replication", value, words)])


def option_of_study(study: Study) -> Option:
    """Return the option that a study is."""
    return option_of(study_summary(study), study.days, study.scenario, Path(study.label))


def option_of(summary: Plain, days: Frame, scenario: Scenario, file: Path) -> Option:
    """Return the option of a run's summary, of its table of days and its scenario."""
    centre = taken(summary, "centre", dict, file)
    taken(centre, "cost.value", (int, float), file)
    figures, spreads = figures_of(centre)
    promises = promises_of(taken(summary, "targets", list, file), scenario, file)
    return Option(
        label=taken(summary, "scenario", str, file),
        title=str(summary.get("title") or ""),
        applied=tuple(map(str, taken(summary, "overrides", list, file))),
        scenario=scenario,
        circumstances=circumstances_of(scenario),
        figures=figures,
        spreads=spreads,
        series=series_of(days),
        promises=promises,
        promised=len(promises),
        kept=sum(promise.holds for promise in promises),
        paid=paid_of(scenario),
        seed=taken(summary, "seed", int, file),
        replications=taken(summary, "replications", int, file),
        warnings=warnings_of(summary, scenario),
    )


def compared(options: Sequence[Option], confidence: float) -> tuple[Option, ...]:
    """Return options with their differences to the first of them."""
    first, *others = options
    return (first, *(replace(each, gaps=gaps(each, first, confidence)) for each in others))


def decision_of_options(
    kind: Kind, question: str, options: Sequence[Option], summary: Plain, **more: Any
) -> Decision:
    """Return the decision between options; `summary` is that of the present one.

    What is said in the question's terms alone (prices, bridge, what actions earned) is `more`.
    """
    confidence = float(summary.get("confidence") or 0.95)
    costs = more.get("costs", COST)
    options = costed(options, costs)
    scenario = options[0].scenario or options[-1].scenario
    doubtful = [*warnings_of(summary, scenario), *(w for each in options for w in each.warnings)]
    told = Decision(
        kind=kind,
        question=question,
        options=tuple(options),
        advice=(),
        currency=str(summary.get("currency") or ""),
        confidence=confidence,
        days=options[0].scenario.days if options[0].scenario else 1,
        versions=versions_of(summary),
        engine=str(summary.get("engine") or ""),
        warnings=unlike(doubtful),
        notes=tuple(map(str, summary.get("notes") or [])),
        **{key: value for key, value in more.items() if key != "advice"},
    )
    given = more.get("advice")
    if given is not None:
        found = [
            each if tells_all(options, each.among, costs) else uncosted(each) for each in given
        ]
        return replace(
            told if told.tells_costs else _without_prices(told),
            advice=tuple(_measured(each, options, confidence) for each in found),
        )
    weighed = [among for among in told.situations if len(among) > 1] or [told.situations[0]]
    found = [advice(options, among, confidence, costs) for among in weighed]
    return replace(told, advice=tuple(_measured(each, options, confidence) for each in found))


def _without_prices(decision: Decision) -> Decision:
    """Return a decision without what it says in money, of a centre that pays no wages."""
    nothing = Known(math.nan)
    earned = (replace(each, paid=nothing, gain=nothing, word="") for each in decision.earned)
    return replace(decision, prices=(), earned=tuple(earned), worth=None)


def _measured(one: Advice, options: Sequence[Option], confidence: float) -> Advice:
    """Return an advice with the differences to the first of those it is about."""
    first, *others = one.among
    found = {
        number: options[number].gaps
        if first == 0
        else gaps(options[number], options[first], confidence)
        for number in others
    }
    return replace(one, gaps=found)
