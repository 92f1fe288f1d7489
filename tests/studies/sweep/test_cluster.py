"""Sweeps on Dask: the same table to the byte, whoever dies."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scenarios.faults import BadInput
from scenarios.studies.options import RunOptions
from scenarios.studies.sweep import cluster
from scenarios.studies.sweep.crew import CrewLost
from scenarios.studies.sweep.scheduler import NoScheduler, find_scheduler
from scenarios.studies.sweep.sweep import Asked, Sweep, Sweeping
from tests.cli.process import CORNER_BANK
from tests.studies.sweep.dask_machines import end, scheduler, start_worker

pytest.importorskip("distributed")

VARY = ("queues.general.volume*=0.8..1.2:9", "groups.novices.absence=5%,15%")
FEW = VARY[1:]
HERE = RunOptions(replications=3, jobs=1)

pytestmark = pytest.mark.xdist_group("dask")


def swept(
    out: Path,
    address: str | None,
    on_done: Callable[[int], None] | None = None,
    vary: tuple[str, ...] = VARY,
) -> Sweep:
    asked = Asked(CORNER_BANK, vary, options=HERE, out=out, cluster=address)
    heard = on_done or (lambda done: None)
    return Sweeping(asked).run(on_cells=lambda done, planned, resumed: heard(done))


def tables(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in ("table.parquet", "table.csv")]


def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    """A scheduler and two workers; one is killed when a third of the cells is done."""
    begun = time.monotonic()
    swept(tmp_path / "here", None)
    with scheduler(tmp_path) as (address, _):
        workers = [start_worker(tmp_path, address) for _ in range(2)]
        try:
            killed: list[int] = []

            def kill_one(done: int) -> None:
                if done >= 6 and not killed:
                    killed.append(workers[0].pid)
                    end(workers[0])

            found = swept(tmp_path / "there", address, kill_one)
            assert killed
            assert workers[1].poll() is None
        finally:
            end(*workers)
    assert found.computed == found.different == 18
    assert tables(tmp_path / "there") == tables(tmp_path / "here")
    assert time.monotonic() - begun < 60


def test_a_scheduler_that_dies_keeps_what_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_COUNT_S", 0.5)
    with scheduler(tmp_path) as (address, process):
        worker = start_worker(tmp_path, address)
        try:
            with pytest.raises(CrewLost, match="Finished cells are kept"):
                swept(tmp_path / "there", address, lambda done: end(process) if done == 3 else None)
        finally:
            end(worker)
    kept = len(list((tmp_path / "there" / "cells").glob("*.cell")))
    assert kept >= 3
    assert swept(tmp_path / "there", None).resumed == kept


def test_workers_of_this_machine_find_the_same(tmp_path: Path) -> None:
    swept(tmp_path / "here", None, vary=FEW)
    swept(tmp_path / "local", "local:2", vary=FEW)
    assert tables(tmp_path / "local") == tables(tmp_path / "here")


def test_a_cluster_that_is_not_there_is_refused_in_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_ANSWER_S", 1.0)
    begun = time.monotonic()
    with pytest.raises(BadInput, match=r"got tcp://127.0.0.1:9 \(.*\); expected a Dask scheduler"):
        swept(tmp_path / "there", "tcp://127.0.0.1:9")
    assert time.monotonic() - begun < 10
    assert not (tmp_path / "there").exists()


@pytest.fixture
def silent() -> Iterator[str]:
    """Somebody who takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"


def test_who_takes_the_connection_and_says_nothing_is_no_scheduler(
    silent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "_ANSWER_S", 1.0)
    begun = time.monotonic()
    with pytest.raises(BadInput, match=r"does not answer as one.*expected a Dask scheduler"):
        swept(tmp_path / "there", silent)
    assert time.monotonic() - begun < 10
    assert capfd.readouterr() == ("", "")


def test_two_sweeps_at_once_take_no_port_from_each_other() -> None:
    """What a scheduler says by HTTP would else stand at a port that all of them want."""
    with contextlib.ExitStack() as taken:
        with contextlib.suppress(OSError):  # somebody else has it, which is as good
            taken.enter_context(socket.create_server(("127.0.0.1", 8787)))
        own: Any = taken.enter_context(cluster._scheduler("local:1"))
        assert own.scheduler_address.startswith("tcp://127.0.0.1:")


def test_a_worker_is_no_scheduler(tmp_path: Path) -> None:
    import distributed

    make: Any = distributed.LocalCluster
    apart = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
    with make(
        1,
        processes=False,
        host="127.0.0.1",
        protocol="tcp",
        dashboard_address=None,
        scheduler_kwargs=apart,
    ) as own:
        worker = next(iter(own.workers.values())).address
        find_scheduler(own.scheduler_address, 5.0)
        with pytest.raises(NoScheduler, match="a Worker answers there"):
            find_scheduler(worker, 5.0)


def test_tls_without_certificates_says_what_to_configure(tmp_path: Path, silent: str) -> None:
    with pytest.raises(BadInput, match=r"no certificates .* distributed\.comm\.tls\.ca-file"):
        swept(tmp_path / "there", silent.replace("tcp", "tls"))


NO_ADDRESSES = (
    *("foo", "local", "local:0", "local:1000", "tcp://", "127.0.0.1:8786", ""),
    *("ucx://127.0.0.1:8786", "ws://127.0.0.1:80", "tcp://127.0.0.1:65536", "tcp://127.0.0.1:0"),
)


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_is_no_address_is_refused_at_once(address: str) -> None:
    with pytest.raises(BadInput, match=r"--cluster: got .*; expected the address of a Dask"):
        Asked(CORNER_BANK, VARY, cluster=address)


def test_workers_of_another_version_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "versions_of_parts", lambda: {"crewline": "9.9"})
    with pytest.raises(BadInput, match=r"1 of 1 workers; .* has crewline .*with crewline 9.9"):
        swept(tmp_path / "local", "local:1")


def test_a_scheduler_without_workers_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_FIRST_WORKER_S", 0.5)
    with (
        scheduler(tmp_path) as (address, _),
        pytest.raises(BadInput, match="which has no workers; expected a scheduler with a worker"),
    ):
        swept(tmp_path / "there", address)


def test_without_dask_it_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(BadInput, match=r"pip install 'crewline\[cluster\]'"):
        swept(tmp_path / "local", "local:1")
