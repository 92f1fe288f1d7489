"""A crew on a Dask cluster: workers on other machines, or so many on this one.

Only what a task needs crosses over, and only numbers come back; this process alone writes. A worker
that dies loses the tasks it had, and the scheduler gives them to another.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any, Final, TypeAlias

from scenarios.faults import BadInput, Fault
from scenarios.studies.sweep.address import local_workers
from scenarios.studies.sweep.crew import Crew, CrewLost, MakeCrew
from scenarios.studies.sweep.scheduler import NoScheduler, find_scheduler
from scenarios.studies.sweep.work import PARTS, listed, simulate_alike, versions_of_parts
from sim.workers.processes import begin_tracker, keyboard_held_back

#: Dask's; its own types say little.
Client: TypeAlias = Any

#: How long a scheduler may take to answer, a first worker to be there, a client to be gone.
_ANSWER_S: Final = 5.0
_FIRST_WORKER_S: Final = 10.0
_CLOSE_S: Final = 2.0
#: A scheduler answers by HTTP even without its dashboard, unless told on a port that may be taken.
_NO_DASHBOARD: Final = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
#: How long a cluster may be without any worker before it is given up.
_NO_WORKER_S: Final = 60.0
#: How often the workers are counted; more may come, and some may go.
_COUNT_S: Final = 5.0
#: Tasks handed out for each worker's thread, so that none waits for us.
_AHEAD: Final = 2


@contextmanager
def connected(address: str) -> Iterator[MakeCrew]:
    """Provide what makes crews of the cluster at an address, which must be there.

    Raises BadInput where Dask is not installed, nobody answers, or a worker has other versions.
    """
    try:
        import distributed
    except ImportError:
        words = "Dask to be installed: pip install 'crewline[cluster]'"
        raise _refused(address, words) from None
    with _quiet(), _scheduler(address) as where:
        try:
            if where == address:
                find_scheduler(address, _ANSWER_S)
            connect: Any = distributed.Client
            client: Client = connect(where, timeout=_ANSWER_S, set_as_default=False)
        except NoScheduler as none:
            raise _refused(f"{address} ({none.reason})", none.words) from None
        except (OSError, ValueError) as error:  # it has gone this very moment
            reason = f"{address} ({str(error).partition(chr(10))[0]})"
            raise _refused(reason, "a Dask scheduler that stays") from None
        try:
            _refuse_unfit(client, address)
            yield lambda: nullcontext(_crew(client, address))
        finally:
            with suppress(OSError, TimeoutError):  # of a scheduler that is gone
                client.close(_CLOSE_S)


def _scheduler(address: str) -> AbstractContextManager[Any]:
    """Provide a scheduler: the one at an address, or one with workers of this machine."""
    workers = local_workers(address)
    if workers is None:
        return nullcontext(address)
    import distributed

    make: Any = distributed.LocalCluster
    begin_tracker()
    with keyboard_held_back():  # its workers begin here, in a thread that inherits this
        cluster: AbstractContextManager[Any] = make(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            scheduler_kwargs=_NO_DASHBOARD,
            silence_logs=logging.CRITICAL,
        )
    return cluster


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask from writing into our own output; what matters is raised."""
    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _refuse_unfit(client: Client, address: str) -> None:
    """Raise BadInput where there is no worker, or one whose numbers might be others."""
    try:
        client.wait_for_workers(1, timeout=_FIRST_WORKER_S)
    except TimeoutError:
        words = "a scheduler with a worker: dask worker ADDRESS --nthreads 1"
        raise _refused(f"{address}, which has no workers", words) from None

    def found(parts: tuple[str, ...] = PARTS) -> dict[str, str]:
        # Runs on a worker that may lack this very module, so it comes with all it needs.
        from importlib.metadata import PackageNotFoundError, version

        versions = {}
        for part in parts:
            try:
                versions[part] = version(part)
            except PackageNotFoundError:
                versions[part] = "none"
        return versions

    everywhere: Mapping[str, dict[str, str]] = client.run(found)
    own = versions_of_parts()
    unlike = {worker: theirs for worker, theirs in everywhere.items() if theirs != own}
    if unlike:
        worker, theirs = next(iter(unlike.items()))
        value = f"{len(unlike)} of {len(everywhere)} workers; {worker} has {listed(theirs)}"
        raise _refused(value, f"workers with {listed(own)}, as here")


def _crew(client: Client, address: str) -> Crew:
    from distributed import KilledWorker

    threads, own = _Threads(client, address), versions_of_parts()
    executor = client.get_executor(pure=False)
    return Crew(
        lambda task: executor.submit(simulate_alike, task, own),
        threads.room,
        (KilledWorker,),
        threads.watch,
    )


class _Threads:
    """How many threads the cluster has, counted now and then."""

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self._address = address
        self._threads = 0
        self._counted = self._last_seen = time.monotonic()
        self._count(self._counted)

    def room(self) -> int:
        """Return how many tasks may be out at a time."""
        now = time.monotonic()
        if now - self._counted >= _COUNT_S:
            self._count(now)
        return max(self._threads, 1) * _AHEAD

    def watch(self) -> None:
        """Raise CrewLost where the scheduler is gone, or no worker has been there for long."""
        now = time.monotonic()
        if now - self._counted >= _COUNT_S:
            self._count(now)
        if now - self._last_seen > _NO_WORKER_S:
            raise self._lost(f"has had no worker for {_NO_WORKER_S:.0f} s")

    def _count(self, now: float) -> None:
        if self._client.status != "running":
            raise self._lost("is gone")
        try:
            self._threads = int(sum(self._client.nthreads().values()))
        except (OSError, TimeoutError):
            raise self._lost("does not answer any more") from None
        self._counted = now
        if self._threads:
            self._last_seen = now

    def _lost(self, what: str) -> CrewLost:
        return CrewLost(
            f"The cluster at {self._address} {what}. Finished cells are kept, and the same command"
            " goes on from there."
        )


def _refused(value: str, words: str) -> BadInput:
    return BadInput([Fault("command line", 0, "--cluster", value, words)])
