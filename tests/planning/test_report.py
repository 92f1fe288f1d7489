"""A proof's report: what it says is what the proof says, without its days."""

from __future__ import annotations

import pickle

import pytest

from optimize.schedule import Limits
from scenarios.load import load
from scenarios.planning.proof.bridge import bridge
from scenarios.planning.proof.proof import Outcome, Proof, Round
from scenarios.planning.proof.proving import Proving
from scenarios.planning.proof.reasons import Cause
from scenarios.planning.proof.report import report_of_plan, report_of_proof
from scenarios.planning.proof.trial import Effort
from scenarios.planning.schedule.plans import found
from tests.app.pages import CORNER_BANK

LIMITS = Limits(0.2, 0.05)
EFFORT = Effort(
    rounds=1,
    replications=2,
    fresh=2,
    growth=1,
    confirmations=1,
    trims=0,
    jobs=1,
    limits=LIMITS,
)
LOADED = load(CORNER_BANK)


@pytest.fixture(scope="module")
def half_way() -> list[Proof | None]:
    """Return what is known of a proof at each of its rounds, and of the whole of it at last."""
    seen: list[Proof | None] = []

    def note(one: Round) -> None:
        seen.append(proving.until_now())

    proving = Proving(LOADED, EFFORT, note)
    whole = proving.proof()
    return [*seen, whole]


def test_a_report_says_what_the_proof_says(half_way: list[Proof | None]) -> None:
    proof = half_way[-1]
    assert proof is not None
    assert proof.best is not None
    report = report_of_proof(proof)
    assert report.shown is not None
    assert report.shown.cost == proof.best.cost
    assert report.shown.scenario == proof.schedule
    assert [one.promise.queue for one in report.shown.kept] == ["general", "loan", "expert"]
    assert [one.number for one in report.turns] == [one.number for one in proof.rounds]
    whole = bridge(proof.requirement, proof.scenario, proof)
    assert report.steps.changes()[-1][0].hours == whole.step("proved").hours
    assert report.plain is not None
    assert report.plain.saved == proof.saved
    assert not report.is_cut


def test_a_report_is_smaller_than_its_proof(half_way: list[Proof | None]) -> None:
    proof = half_way[-1]
    assert proof is not None
    report = report_of_proof(proof)
    assert len(pickle.dumps(report)) < len(pickle.dumps(proof)) / 2
    assert pickle.loads(pickle.dumps(report)).turns == report.turns


def test_a_proof_that_is_given_up_half_way_has_the_best_until_then(
    half_way: list[Proof | None],
) -> None:
    first, whole = half_way[0], half_way[-1]
    assert first is not None
    assert whole is not None
    assert first.is_cut
    assert first.best is not None
    assert [one.cause for one in first.reasons].count(Cause.CUT) == 1
    assert len(first.rounds) == 1
    assert report_of_proof(first).is_cut
    # Asking half way changes nothing of what the proof says in the end.
    assert not whole.is_cut
    assert all(one.cause is not Cause.CUT for one in whole.reasons)


def test_a_schedule_that_is_not_proved_has_no_verdicts() -> None:
    report = report_of_plan(found(LOADED, LIMITS))
    assert report.outcome is None
    assert report.shown is not None
    assert report.shown.kept == ()
    assert report.steps.changes()[-1][0].key == "absence"


def test_where_nobody_may_work_there_is_no_schedule() -> None:
    """Every group has at most nobody, and all that is required has to be covered."""
    sets = [f"planning.groups.{name}.most=0" for name in ("novices", "juniors", "experts")]
    report = report_of_plan(found(load(CORNER_BANK, sets=sets), LIMITS))
    assert report.outcome is Outcome.NO_SCHEDULE
    assert report.shown is None
    assert report.reasons
