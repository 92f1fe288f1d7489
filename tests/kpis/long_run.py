"""A run to be interrupted: says who its workers are as soon as they work, then waits for them."""

from __future__ import annotations

import multiprocessing
import threading
import time

from sim.kpis.replicate import replicate
from tests.kpis.counted import CLOCK, one_queue
from tests.kpis.faulty import Slow


def _tell_workers() -> None:
    while len(workers := multiprocessing.active_children()) < 2:
        time.sleep(0.01)
    print(*(worker.pid for worker in workers), flush=True)  # noqa: T201


if __name__ == "__main__":
    threading.Thread(target=_tell_workers, daemon=True).start()
    list(replicate(one_queue(talk=Slow()), CLOCK, 1, 8, jobs=2))
