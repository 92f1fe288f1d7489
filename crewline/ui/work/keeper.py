"""A thread of the server that cancels what nobody waits for, and ends what does not heed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from crewline.ui.work.memory import resident_bytes
from crewline.ui.work.messages import Stop
from crewline.ui.work.shop import Job, Shop

#: How often sessions, cancelled jobs and memory are looked at while there is work.
_LOOK_S: Final = 0.5


class Keeper:
    """Looks after the sessions that wait and the jobs under way."""

    def __init__(self, shop: Shop, here: Callable[[str], bool]) -> None:
        """Keep a shop; `here` tells whether a session is still there."""
        self._shop = shop
        self._here = here

    def work(self) -> None:
        """Go on until the shop is closed."""
        shop = self._shop
        while True:
            with shop.changed:
                shop.changed.wait(_LOOK_S if len(shop.book) or shop.jobs else None)
                if shop.closed:
                    return
                shop.book.let_go(self._here, shop.limits.leave_s)
                jobs = list(shop.jobs)
            for job in jobs:
                self._look_at(job)

    def _look_at(self, job: Job) -> None:
        """See that a job heeds, and fits."""
        limits, cancelled_s = self._shop.limits, job.ticket.cancelled_s
        if cancelled_s is not None and not job.told_to_stop:
            job.told_to_stop = True
            job.process.tell(Stop(job.number))
        is_late = cancelled_s is not None and time.monotonic() - cancelled_s > limits.heed_s
        if resident_bytes(job.process.id) > limits.at_work_bytes:
            job.outgrown = True
        with self._shop.changed:  # not when it has ended meanwhile, and the process has another
            if (is_late or job.outgrown) and job in self._shop.jobs:
                job.process.kill()
