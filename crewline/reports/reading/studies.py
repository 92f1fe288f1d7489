"""Decisions from studies in memory, as the app has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crewline.reports.decision import Decision, Kind
from crewline.reports.reading.options import compared, decision_of_options, option_of_study
from scenarios.studies.study import Study
from scenarios.studies.summary import study_summary


def decision_of_studies(
    studies: Sequence[Study], question: str = "", titles: Sequence[str] = ()
) -> Decision:
    """Return the decision between studies, the first of them the present.

    `titles` take the place of the studies' own, where they are given and not empty. Raises
    ValueError for no studies.
    """
    if not studies:
        raise ValueError("no studies; expected at least one")
    options = [option_of_study(study) for study in studies]
    options = [
        replace(option, title=title or option.title)
        for option, title in zip(options, [*titles, *[""] * len(options)], strict=False)
    ]
    kind = Kind.RUN if len(options) == 1 else Kind.COMPARE
    sides = compared(options, studies[0].scenario.confidence)
    return decision_of_options(kind, question, sides, study_summary(studies[0]))
