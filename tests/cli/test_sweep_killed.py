"""A sweep may be killed, interrupted and shared; its table is the same to the byte."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from crewline.cli import answer
from tests.cli.process import CORNER_BANK, command, environment
from tests.cli.test_interrupt import all_end, needs_proc

#: Some tens of milliseconds a cell.
SWEEP = (
    *("sweep", CORNER_BANK, "--vary", "queues.general.volume*=0.8..1.2:8"),
    *("--vary", "groups.novices.absence=5 %,20 %", "--replications", "5", "--out", "night"),
)


def begun(folder: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(*SWEEP, *options),
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def cells(folder: Path) -> list[Path]:
    return list((folder / "night" / "cells").glob("*.cell"))


def wait_for(folder: Path, number: int) -> None:
    """Wait until so many cells are finished."""
    for _ in range(3000):
        if len(cells(folder)) >= number:
            return
        time.sleep(0.02)
    raise AssertionError(f"{len(cells(folder))} cells after a minute")


def tables(folder: Path) -> list[bytes]:
    return [(folder / "night" / name).read_bytes() for name in ("table.parquet", "table.csv")]


def undisturbed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return the tables of a sweep that nothing happens to."""
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert answer([*SWEEP, "--jobs", "1"]) == 0
    return tables(folder)


@needs_proc
def test_a_killed_sweep_is_finished_by_two_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither of the two computes what is there, or what the other does."""
    process = begun(tmp_path, "--jobs", "2")
    wait_for(tmp_path, 5)
    process.kill()
    process.communicate(timeout=30)
    assert all_end(process.pid)  # the workers, too
    kept = len(cells(tmp_path))
    assert 5 <= kept < 17
    assert not (tmp_path / "night" / "table.parquet").exists()
    both = [begun(tmp_path, "--jobs", "1") for _ in range(2)]
    computed = 0
    for process in both:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        computed += int(err.splitlines()[-1].partition(" computed now")[0].rpartition(" ")[2])
    assert computed == 17 - kept
    assert tables(tmp_path) == undisturbed(tmp_path / "undisturbed", monkeypatch)


@needs_proc
def test_ctrl_c_says_what_is_finished_and_how_to_go_on(tmp_path: Path) -> None:
    process = begun(tmp_path, "--jobs", "2")
    wait_for(tmp_path, 3)
    pressed = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # a terminal tells every process of the group
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - pressed < 5
    assert process.returncode == 130
    assert out == ""
    told, last = err.splitlines()[-2:]
    assert told.endswith("of 17 cells are finished, in night; the same command goes on from there.")
    assert int(told.split()[0]) in {len(cells(tmp_path)), len(cells(tmp_path)) - 1}
    assert last == "Interrupted; nothing half-written is left behind."
    assert all_end(process.pid)
    assert not list((tmp_path / "night").glob("**/.unfinished-*"))


@needs_proc
@pytest.mark.parametrize("after_s", [0.0, 0.05, 0.3])
def test_ctrl_c_pressed_again_while_leaving_says_no_more(tmp_path: Path, after_s: float) -> None:
    process = begun(tmp_path, "--jobs", "2")
    wait_for(tmp_path, 1)
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(after_s)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert err.splitlines()[-1] == "Interrupted; nothing half-written is left behind."
    assert all_end(process.pid)
