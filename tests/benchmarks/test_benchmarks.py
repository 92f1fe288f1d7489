"""The benchmarks compare like with like, and every one of them runs; no test asserts a time."""

import math
import os
from collections import defaultdict

import numpy as np
import pytest

from benchmarks import against, bank, heap_loop, kernel, tutorial
from benchmarks.__main__ import main, measured
from benchmarks.calls import Calls, Fates
from benchmarks.layout import Target, laid_out
from benchmarks.line import NEAR_TARGET, OVERLOADED
from benchmarks.machine import machine, versions
from benchmarks.measure import Measurement, Rounds
from benchmarks.parts import PARTS, ROWS
from benchmarks.ring import AGENTS, ring
from benchmarks.start import SCENARIO
from benchmarks.with_crewline import centre_of
from optimize.erlang import erlang_a
from scenarios.load import load_text
from sim.codes import Cause
from sim.engines.choice import Engine
from tests.auditor import audit

HOURS = 8
TINY = 0.01


def drawn(line, seed):
    centre = centre_of(line, HOURS)
    contacts = centre.contacts(seed)
    return centre, contacts, Calls.of(contacts, centre.plan.horizon_ms)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("line", [NEAR_TARGET, OVERLOADED])
class TestPeers:
    """On the same calls, every peer comes to the same fate of every call."""

    def test_reference_obeys_the_rules_and_loses_what_erlang_a_says(self, line, seed):
        """Eight hours from an empty start: the share agrees to within a few points."""
        centre, contacts, _ = drawn(line, seed)
        outcomes = centre.run(contacts, Engine.REFERENCE)
        audit(centre, contacts, outcomes)
        exact = erlang_a(line.calls_per_h, line.handle_s, line.agents, line.patience_s, 20)
        lost = np.mean(np.array(Fates.of(outcomes).abandoned_ms) >= 0)
        assert math.isclose(lost, exact.share_abandoned, abs_tol=0.05)

    @pytest.mark.parametrize("simulate", [heap_loop.simulate, tutorial.simulate])
    def test_plain_loop_and_tutorial_agree_with_the_reference(self, line, seed, simulate):
        centre, contacts, calls = drawn(line, seed)
        expected = Fates.of(centre.run(contacts, Engine.REFERENCE))
        assert simulate(calls, line.agents) == expected

    def test_compiled_engine_agrees_with_the_reference(self, line, seed):
        centre, contacts, _ = drawn(line, seed)
        expected = Fates.of(centre.run(contacts, Engine.REFERENCE))
        assert Fates.of(centre.run(contacts, Engine.COMPILED)) == expected

    def test_ciw_agrees_on_all_calls_that_it_tells_of(self, line, seed):
        """Ciw has no record of those who are at an agent, or wait, when it stops."""
        pytest.importorskip("ciw", reason="Ciw comes with the group `bench` only")
        from benchmarks import with_ciw

        centre, contacts, calls = drawn(line, seed)
        expected = Fates.of(centre.run(contacts, Engine.REFERENCE))
        found = with_ciw.simulate(calls, line.agents)
        answered, abandoned = np.array(expected.answered_ms), np.array(expected.abandoned_ms)
        gone = answered + np.array(calls.handle_ms) < calls.horizon_ms
        told = (abandoned >= 0) | ((answered >= 0) & gone)
        assert found.answered_ms == np.where(told, answered, -1).tolist()
        assert found.abandoned_ms == np.where(told, abandoned, -1).tolist()


def test_heap_loop_ends_what_happens_at_one_instant_as_the_model_does():
    """One agent; at 10 s he is free, then call 1 gives up, then call 2 comes: 1 is answered."""
    calls = Calls([0, 5_000, 10_000], [10_000] * 3, [60_000, 5_000, 60_000], 25_000)
    assert heap_loop.simulate(calls, 1) == Fates([0, 10_000, 20_000], [-1, -1, -1])


def test_plain_day_has_the_same_first_calls_and_hours_and_nothing_else():
    day = bank.scaled(bank.everything(), TINY)
    plain = bank.plain(day)
    contacts = day.centre.contacts(day.seed)
    assert np.array_equal(plain.centre.contacts(day.seed).rows, contacts.rows)
    outcomes = plain.centre.run(contacts, Engine.REFERENCE)
    assert np.all(outcomes.legs["cause"] == Cause.FIRST)
    assert len(plain.centre.plan.changes(contacts.absent)) < len(
        day.centre.plan.changes(contacts.absent)
    )


def test_plain_day_has_as_many_hours_on_duty():
    """Absence is drawn and agents are whole, so that the hours agree to a few per cent."""
    day = bank.everything()
    plain = bank.plain(day)
    absent = day.centre.contacts(day.seed).absent
    for group in range(len(day.centre.plan.absence)):
        hours = []
        for each in (day, plain):
            steps = each.centre.plan.on_duty(group, absent & (each is day))
            ends = np.append(steps.starts_ms[1:], each.centre.plan.horizon_ms)
            hours.append(np.sum((ends - steps.starts_ms) * steps.values))
        assert math.isclose(hours[0], hours[1], rel_tol=0.03)


@pytest.mark.parametrize("name", [bank.FULL, bank.SHOP])
def test_kernel_is_directed_as_the_director_does_it(name):
    """The loop that is timed comes to the outcomes of the engine as everybody calls it."""
    from sim.engines.compiled.floor import CompiledFloor

    day = bank.scaled(bank.everything(name), TINY)
    centre, contacts = day.centre, day.centre.contacts(day.seed)
    floor = CompiledFloor(centre.floor, contacts, centre.plan.horizon_ms)
    kernel.direct(floor, centre, centre.plan.changes(contacts.absent))
    expected = centre.run(contacts, Engine.COMPILED)
    assert np.array_equal(floor.outcomes(expected.log).legs, expected.legs)


def test_an_unwatched_shop_has_the_same_contacts():
    day = bank.scaled(bank.everything(bank.SHOP), TINY)
    unwatched = bank.unwatched(day)
    assert day.centre.plan.watches
    assert not unwatched.centre.plan.watches
    drawn = [each.centre.contacts(day.seed).rows for each in (day, unwatched)]
    assert np.array_equal(*drawn)


@pytest.mark.parametrize("groups", [2, 7, 50])
@pytest.mark.parametrize("skills", [2, 10])
def test_ring_has_the_same_work_for_any_number_of_groups(groups, skills):
    centre = ring(groups, 2_000, skills=skills)
    assert centre.plan.seats == AGENTS
    served = np.count_nonzero(centre.floor.skills["serves"], axis=1)
    assert np.all(served == min(skills, groups))
    per_h = sum(queue.volumes[0] for queue in centre.demand.queues)
    assert math.isclose(per_h, ring(2, 2_000, skills=2).demand.queues[0].volumes[0] * 2)
    contacts = centre.contacts(1)
    audit(centre, contacts, centre.run(contacts, Engine.REFERENCE))


class TestParts:
    def test_no_two_parts_share_a_row(self):
        assert len(ROWS) == sum(len(part.rows) for part in PARTS.values())

    @pytest.mark.parametrize("name", ["kernel", "day"])
    def test_a_part_measures_and_prints_its_table(self, name, monkeypatch):
        monkeypatch.setattr("benchmarks.measure.FOR_S", 0.0)
        lines = measured(PARTS[name], 1, lambda row: ROWS[row](TINY))
        assert all(line == line.rstrip() for line in lines)
        assert any("target" in line for line in lines)

    @pytest.mark.parametrize("name", PARTS)
    def test_every_table_is_made_of_any_measurements(self, name):
        """A made-up second a step: the table shows every row, and judges every target."""
        steps = defaultdict[str, float](lambda: 1.0)
        rounds = Rounds(
            [dict.fromkeys(PARTS[name].rows, Measurement(100, 110, steps, steps, steps))]
        )
        lines = PARTS[name].table(rounds)
        assert any("met" in line or "misses by" in line for line in lines) or name == "growth"

    def test_a_row_runs_in_a_process_of_its_own(self):
        from benchmarks.row import run_row

        found = run_row("near-heap_loop", TINY)
        assert found.contacts > 0
        assert found.cpu_s["simulate"] > 0
        assert found.peak_mb > 10

    def test_an_unknown_part_is_refused_with_the_usage(self, capsys):
        assert main(["peers", "speed"]) == 2
        assert "python -m benchmarks [PART...] [ROUNDS]" in capsys.readouterr().err


class TestAgainst:
    """Another tree that takes 20 ms where this one takes 22 ms."""

    def test_the_one_goes_first_in_one_round_the_other_in_the_next(self, monkeypatch):
        order = []

        def of(tree, took_s):
            def run(name):
                order.append((tree, name))
                took = {"simulate": took_s}
                return Measurement(100, 110, took, took, took)

            return run

        monkeypatch.setattr(against, "run_row", of("here", 0.022))
        rounds = against.measured(["one", "two"], 2, of("there", 0.02))
        assert [tree for tree, _ in order] == ["there", "here"] * 2 + ["here", "there"] * 2
        lines = against.table(rounds)
        assert " ".join(lines[1].split()) == "one, simulate 100 100 20.0 22.0 1.100 1.100"

    def test_a_tree_without_benchmarks_is_refused_with_the_usage(self, capsys, tmp_path):
        assert against.main([str(tmp_path)]) == 2
        assert "python -m benchmarks.against TREE" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("target", "found", "words"),
    [
        (Target(100), 100, "met"),
        (Target(100), 88, "misses by 12%"),
        (Target(60, at_least=False), 60, "met"),
        (Target(60, at_least=False), 90, "misses by 50%"),
    ],
)
def test_a_miss_is_told_as_a_share_of_the_target(target, found, words):
    assert target.verdict(found) == words


def test_columns_are_as_wide_as_their_widest_cell():
    rows = [("", "calls"), ("  one", "1"), ("  twelve", "12", "met")]
    assert laid_out(rows) == ["          calls", "  one         1", "  twelve     12  met"]


def test_machine_and_versions_are_told():
    pytest.importorskip("ciw", reason="Ciw comes with the group `bench` only")
    assert f"{os.cpu_count()} cores" in machine()
    assert "numba" in versions()


def test_the_scenario_of_the_start_is_sound():
    assert load_text(SCENARIO).warnings == ()
