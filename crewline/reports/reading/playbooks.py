"""Decisions from emergency studies: the same bad day without the playbooks, and with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from crewline.reports.advice import advice
from crewline.reports.decision import (
    Advice,
    Decision,
    Earned,
    Gap,
    Kind,
    Known,
    Option,
    Reason,
)
from crewline.reports.reading.json_files import Plain
from crewline.reports.reading.options import decision_of_options
from crewline.reports.reading.shapes import Playbook, refuse_other
from crewline.reports.reading.summaries import (
    SUMMARY,
    TOLD,
    Folder,
    gap_of,
    known,
    number,
    paid_of,
    promises_of,
    taken,
)
from scenarios.schema.scenario import Scenario

WITHOUT: Final = "without"
WITH: Final = "with"

#: What the study says of an action's money where a contact's worth is known.
_SURELY: Final = "surely"


def of_playbook(folder: Folder, question: str) -> Decision:
    """Return the decision whether to have playbooks. Raises BadInput."""
    file = folder.path / SUMMARY
    refuse_other(folder.summary, Playbook, file)
    summary, scenario = folder.summary, folder.scenario()
    rows = {row["figure"]: row for row in summary["outcomes"] if row["kind"] == "centre"}
    taken(rows, "cost.without", (int, float), file)
    without = _option(summary, rows, scenario, WITHOUT, folder)
    played = _option(summary, rows, scenario, WITH, folder)
    promises = promises_of(taken(summary, "targets", list, file), scenario, file)
    played = replace(
        played,
        gaps=_gaps(rows),
        promises=promises,
        promised=len(promises),
        kept=sum(promise.holds for promise in promises),
    )
    earned = tuple(_earned(row) for row in taken(summary, "earned", list, file))
    worth = summary.get("worth")
    return decision_of_options(
        Kind.PLAYBOOK,
        question,
        (without, played),
        summary,
        advice=(_advice(without, played, earned, scenario.confidence),),
        earned=earned,
        worth=float(worth) if isinstance(worth, int | float) else None,
    )


def _option(
    summary: Plain, rows: Mapping[Any, Plain], scenario: Scenario, role: str, folder: Folder
) -> Option:
    if role == WITHOUT:
        scenario = scenario.model_copy(update={"playbooks": {}})
    file = folder.path / SUMMARY
    figures = {
        kpi: known(rows[kpi], role, f"{role}_low", f"{role}_high") for kpi in TOLD if kpi in rows
    }
    return Option(
        label=taken(summary, "scenario", str, file),
        title=str(summary.get("title") or ""),
        applied=tuple(map(str, summary.get("overrides") or [])),
        scenario=scenario,
        figures=figures,
        paid=paid_of(scenario),
        seed=taken(summary, "seed", int, file),
        replications=taken(summary, "replications", int, file),
        role=role,
    )


def _gaps(rows: Mapping[Any, Plain]) -> dict[str, Gap]:
    return {kpi: gap_of(rows[kpi]) for kpi in TOLD if kpi in rows}


def _earned(row: Plain) -> Earned:
    def told(name: str) -> Known:
        return known(row, name, f"{name}_low", f"{name}_high")

    return Earned(
        action=str(row.get("action") or ""),
        kept=told("kept"),
        paid=told("paid"),
        gain=told("gain"),
        word=str(row.get("earned") or ""),
    )


def _advice(
    without: Option, played: Option, earned: tuple[Earned, ...], confidence: float
) -> Advice:
    """Return whether to have the playbooks: by what they earn where a contact's worth is known."""
    among = (0, 1)
    together = next((each for each in earned if not each.action), None)
    if together is not None and together.word == _SURELY:
        return Advice(among, 1, Reason.ACTIONS_EARN)
    costs, lost = (played.gaps.get(kpi) for kpi in ("cost", "lost"))
    if costs is None or lost is None:
        return advice((without, played), among, confidence)
    if lost.is_real and lost.value < 0 and not (costs.is_real and costs.value > 0):
        return Advice(among, 1, Reason.BEATS)
    if lost.is_real and lost.value < 0:
        worth = together is not None and bool(together.word)
        return Advice(among, 0 if worth and _is_loss(together) else None, Reason.TRADE)
    return Advice(among, None, Reason.UNSURE)


def _is_loss(together: Earned | None) -> bool:
    return together is not None and number(together.gain.high) < 0
