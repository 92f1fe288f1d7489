"""What the threads of a pool share, and may touch only while they hold its lock."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from crewline.ui.work.book import Book
from crewline.ui.work.kept import Kept
from crewline.ui.work.limits import Limits
from crewline.ui.work.process import WorkerProcess
from crewline.ui.work.speed import Speed
from crewline.ui.work.ticket import Ticket


@dataclass
class Job:
    """A ticket under way, and the process that works on it."""

    number: int
    ticket: Ticket
    process: WorkerProcess
    told_to_stop: bool = False
    outgrown: bool = False


class Shop:
    """The book, the processes and what they work on; `changed` guards it all and tells of changes.

    `kept` and `speed` guard themselves.
    """

    def __init__(self, limits: Limits, *, bare: bool = False) -> None:
        """Begin with nothing to do and nobody to do it; `bare` processes make nothing ready."""
        self.limits = limits
        self.bare = bare
        self.changed = threading.Condition()
        self.book = Book()
        self.kept = Kept(limits.kept, limits.kept_bytes)
        self.speed = Speed()
        self.processes: list[WorkerProcess] = []
        self.jobs: list[Job] = []
        self.begun = 0
        self.made_ready = 0
        self.failed_starts = 0
        self.compiling = False
        self.closed = False
