"""What is kept of a cell says what a study of the same replications says, and survives the disk."""

from __future__ import annotations

import errno
import os
import re
import time
from pathlib import Path

import numpy as np
import pytest

from scenarios.load import load
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, study
from scenarios.studies.sweep.bench import canonical
from scenarios.studies.sweep.claims import Claims
from scenarios.studies.sweep.kept import Kept
from scenarios.studies.sweep.store import DiskFault, Store, drafted, packed, unpacked
from scenarios.studies.sweep.work import (
    OtherVersion,
    Task,
    own_version,
    simulate,
    simulate_alike,
    versions_of_parts,
)
from sim.engines.choice import Engine
from tests.cli.process import CORNER_BANK

#: Targets by interval, day and week, with odds and without, over two days.
SETS = (
    "days=2",
    "queues.general.target.scope=interval",
    "queues.general.target.odds=null",
    "queues.expert.target.scope=week",
    "queues.loan.target={kpi: abandonment, level: 5 %, scope: interval, odds: 80 %}",
    "queues.mail={channel: email, volume: {per_h: 10}, talk: 5 min, due: 20 h,"
    " target: {kpi: on_time, level: 90 %, scope: interval}}",
    "groups.clerks={serves: {mail: {}}, agents: 2}",
)


def task(first: int = 0, number: int = 3) -> Task:
    scenario = load(CORNER_BANK, sets=SETS).scenario
    return Task("0" * 40, canonical(scenario), first, number, Engine.AUTO, own_version())


@pytest.fixture(scope="module")
def kept() -> Kept:
    return simulate(task())


@pytest.fixture(scope="module")
def studied() -> Study:
    return study(load(CORNER_BANK, sets=SETS), RunOptions(replications=3, jobs=1))


def test_every_target_is_judged_as_a_study_judges_it(kept: Kept, studied: Study) -> None:
    for mine, theirs in zip(kept.evaluations, studied.evaluations, strict=True):
        assert (mine.verdict, mine.holds) == (theirs.verdict, theirs.holds)
        assert (mine.estimate, mine.period) == (theirs.estimate, theirs.period)
        assert mine.share == theirs.share
        assert mine.judged == theirs.judged


def test_replications_are_simulated_in_any_pieces(kept: Kept) -> None:
    pieces = simulate(task(0, 1)).and_then(simulate(task(1, 2)))
    assert np.array_equal(pieces.numbers, kept.numbers)
    assert np.array_equal(kept.first(1).numbers, kept.numbers[:1])


def test_a_task_of_another_version_is_refused() -> None:
    other = Task("0" * 40, "{}", 0, 1, Engine.AUTO, "0.0.0")
    with pytest.raises(OtherVersion, match=r"the sweep 0\.0\.0"):
        simulate(other)


def test_a_worker_with_another_numpy_is_refused(kept: Kept) -> None:
    here = versions_of_parts()
    assert np.array_equal(simulate_alike(task(), here).numbers, kept.numbers)
    with pytest.raises(OtherVersion, match=r"A worker has crewline .* numpy 1\.0"):
        simulate_alike(task(), here | {"numpy": "1.0"})


def test_bytes_and_back(kept: Kept) -> None:
    content = packed(kept, "a")
    assert content == packed(kept, "a")
    again = unpacked(content, "a")
    assert again.layout == kept.layout
    assert np.array_equal(again.numbers, kept.numbers)
    assert again.layout.figures == kept.layout.figures


@pytest.mark.parametrize("at", [0, 30, 100, 1000, -1])
def test_one_wrong_bit_is_found(kept: Kept, at: int) -> None:
    content = bytearray(packed(kept, "a"))
    content[at] ^= 1
    with pytest.raises(ValueError, match="damaged"):
        unpacked(bytes(content), "a")


@pytest.mark.parametrize("length", [0, 1, 80, 500])
def test_half_a_file_is_none(kept: Kept, length: int, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.prepare()
    store.file("a").write_bytes(packed(kept, "a")[:length])
    assert store.read("a") is None
    assert store.damaged == ["a.cell"]
    store.write("a", kept)
    assert store.replications("a") == 3
    assert store.replications("b") == 0


def test_the_file_of_another_cell_is_none(kept: Kept, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.prepare()
    store.write("a", kept)
    store.write("b", kept)
    store.file("a").replace(store.file("c"))
    store.file("a").symlink_to(store.file("b"))
    assert [store.replications(cell) for cell in "abc"] == [0, 3, 0]
    assert store.damaged == ["a.cell", "c.cell"]


@pytest.mark.parametrize(
    ("error", "raised"),
    [(OSError(28, "No space left on device"), DiskFault), (KeyError(), KeyError)],
)
def test_what_fails_leaves_what_was_there(
    error: Exception, raised: type[Exception], tmp_path: Path
) -> None:
    file = tmp_path / "table.csv"
    file.write_text("before")

    def fail() -> None:
        with drafted(file) as draft:
            draft.write_text("half")
            raise error

    with pytest.raises(raised):
        fail()
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("number", "doing", "said"),
    [
        (errno.ENOSPC, "written", r"Make room there, and the same command goes on from what is"),
        (errno.EIO, "written", r"See to the disk, and the same command goes on from what is"),
        (errno.EROFS, "written", r"the right to read and write there, or name another folder"),
        (errno.EACCES, "made", r"name another folder with --out\.$"),
        (errno.ENOTDIR, "made", r"\)\. Name another folder with --out\.$"),
    ],
)
def test_what_to_do_is_said_by_what_went_wrong(number: int, doing: str, said: str) -> None:
    error = OSError(number, os.strerror(number))
    assert re.search(said, str(DiskFault(Path("night"), doing, error)))


def test_drafts_that_are_an_hour_old_are_swept_out(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.prepare()
    old, new = (tmp_path / "cells" / f".unfinished-{name}" for name in ("old", "new"))
    for draft in (old, new):
        draft.write_text("half")
    os.utime(old, (time.time() - 7200,) * 2)
    store.prepare()
    assert (old.exists(), new.exists()) == (False, True)


def test_a_claim_may_be_taken_again_by_its_own_process(tmp_path: Path) -> None:
    Store(tmp_path).prepare()
    with Claims(tmp_path) as claims:
        assert claims.take("ab" * 20)
        assert claims.take("ab" * 20)
        claims.leave("ab" * 20)


def test_where_files_cannot_be_locked_all_may_be_claimed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.lockf", no_locks)
    Store(tmp_path).prepare()
    with Claims(tmp_path) as claims:
        assert claims.take("ab" * 20)
        assert not claims.are_kept
        claims.leave("ab" * 20)
