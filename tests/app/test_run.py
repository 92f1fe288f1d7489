"""Runs behind the page: answers, kept by content; cancelled, refused and failed ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from crewline.ui import run as run_module
from crewline.ui.changes import Changes, settings
from crewline.ui.question import Question
from crewline.ui.run import Run, Runs, State
from scenarios.faults import BadInput, Fault
from scenarios.load import Loaded, load
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study
from sim.kpis import replicate as replicate_module

CORNER = Path(__file__).parents[1] / "corner_bank.yaml"
PATIENCE_S = 60.0


def question(changes: Changes | None = None, *, replications: int = 3, seed: int = 1) -> Question:
    plain = load(CORNER)
    changes = changes or Changes()
    sets = settings(plain.scenario, changes)
    changed = load(CORNER, sets=sets) if sets else None
    return Question(plain, changed, changes, replications, seed)


def finished(runs: Runs, asked: Question) -> Run:
    run = runs.start(asked)
    assert run.wait(PATIENCE_S)
    return run


def test_the_answer_is_the_study_that_anybody_gets() -> None:
    runs, asked = Runs(), question()
    assert runs.answer(asked) is None
    assert finished(runs, asked).state is State.DONE
    answer = runs.answer(asked)
    assert answer is not None
    assert answer.comparison is None
    same = study(load(CORNER), RunOptions(replications=3, seed=1, jobs=1))
    assert answer.study.kpis.equals(same.kpis)


def test_a_change_is_compared_with_unchanged_which_is_not_run_twice() -> None:
    runs, changes = Runs(), Changes(volume_pct=40)
    finished(runs, question())
    unchanged = runs.answer(question())
    assert finished(runs, question(changes)).state is State.DONE
    answer = runs.answer(question(changes))
    assert unchanged is not None
    assert answer is not None
    assert answer.base is unchanged.study
    assert answer.comparison is not None
    table = answer.comparison.differences
    offered = table[(table["kind"] == "centre") & (table["kpi"] == "offered")].iloc[0]
    assert offered["direction"] == "higher"


def test_other_contents_are_other_questions() -> None:
    same, other = question(), question(Changes(agents_pct=50))
    assert same.keys == question().keys
    assert other.keys[0] == same.keys[0]
    keys = {same.keys, question(seed=2).keys, question(replications=4).keys, other.keys}
    assert len(keys) == 4


def test_progress_counts_both_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[int, int, int]] = []
    report = Run.report
    monkeypatch.setattr(
        Run, "report", lambda run, *counts: (heard.append(counts), report(run, *counts))[1]
    )
    finished(Runs(), question(Changes(volume_pct=10), replications=2))
    assert heard == [(0, 0, 2), (0, 1, 2), (0, 2, 2), (1, 0, 2), (1, 1, 2), (1, 2, 2)]


def test_the_wait_for_the_compiler_is_noted_until_something_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[bool] = []
    report = Run.report

    def noting(run: Run, *counts: int) -> None:
        heard.append(run.compiling)
        report(run, *counts)

    monkeypatch.setattr(Run, "report", noting)
    monkeypatch.setattr(replicate_module, "prepare", lambda engine, on_compile: on_compile())
    run = finished(Runs(), question(replications=2))
    assert heard == [False, True, False]
    assert not run.compiling


def test_a_cancelled_run_ends_and_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    report = Run.report

    def cancelling(run: Run, part: int, done: int, planned: int) -> None:
        if done == 1:
            run.cancel()
        report(run, part, done, planned)

    monkeypatch.setattr(Run, "report", cancelling)
    runs, asked = Runs(), question(replications=50)
    run = finished(runs, asked)
    assert run.state is State.CANCELLED
    assert run.progress.done == 1
    assert runs.answer(asked) is None


def test_a_refused_run_tells_its_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Fault("corner_bank.yaml", 0, "queues", "too many contacts", "fewer")

    def refuse(loaded: Loaded, options: RunOptions) -> Study:
        raise BadInput([fault])

    monkeypatch.setattr(run_module, "study", refuse)
    run = finished(Runs(), question())
    assert (run.state, run.faults) == (State.REFUSED, (fault,))


def test_a_failed_run_says_why_and_the_next_one_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(loaded: Loaded, options: RunOptions) -> Study:
        raise RuntimeError("out of luck")

    runs = Runs()
    with monkeypatch.context() as patched:
        patched.setattr(run_module, "study", fail)
        run = finished(runs, question())
    assert (run.state, run.reason) == (State.FAILED, "RuntimeError: out of luck")
    assert finished(runs, question()).state is State.DONE


def test_old_studies_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "KEPT", 1)
    runs = Runs()
    finished(runs, question(replications=2))
    finished(runs, question(replications=2, seed=2))
    assert runs.answer(question(replications=2)) is None
    assert runs.answer(question(replications=2, seed=2)) is not None


def test_a_question_knows_what_it_costs() -> None:
    once, twice = question(), question(Changes(handling_pct=10))
    runs = Runs()
    assert once.contacts(once.plain) == pytest.approx(3 * 600)
    assert runs.seconds(twice) == pytest.approx(2 * runs.seconds(once))
    finished(runs, once)
    assert runs.seconds(once) == 0
