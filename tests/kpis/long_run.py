"""A run to be interrupted: says who its workers are as soon as they work, then waits for them."""

from __future__ import annotations

import multiprocessing
import sys
import threading
import time

from sim.engines.choice import Engine
from sim.kpis.replicate import replicate
from tests.kpis.counted import CLOCK, one_queue
from tests.kpis.faulty import Slow


def _workers(engine: Engine) -> list[int | None]:
    """Return the process ids of the workers, or the native ids of those that are threads."""
    if engine is Engine.REFERENCE:
        return [worker.pid for worker in multiprocessing.active_children()]
    named = [each for each in threading.enumerate() if each.name.startswith("crewline-worker")]
    return [each.native_id for each in named if each.native_id]  # those that have begun


def _tell_workers(engine: Engine) -> None:
    while len(workers := _workers(engine)) < 2:
        time.sleep(0.01)
    print(*workers, flush=True)  # noqa: T201


if __name__ == "__main__":
    chosen = Engine(sys.argv[1])
    threading.Thread(target=_tell_workers, args=(chosen,), daemon=True).start()
    list(replicate(one_queue(talk=Slow()), CLOCK, 1, 8, jobs=2, engine=chosen))
