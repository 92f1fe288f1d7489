"""Channels as rows of the tables: only where a scenario has more than one."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.schema.channels.channel import DEFERRABLE
from scenarios.schema.scenario import Scenario
from sim.kpis.counting.channels import with_channels
from sim.kpis.tally import Tally


@dataclass(frozen=True)
class ChannelRows:
    """The channels by name, in the order of their first queues, and which of them each queue is in.

    Both are empty where all queues are of one channel: its row would say what the centre's does.
    """

    names: tuple[str, ...]
    of_queues: tuple[int, ...]

    @classmethod
    def of(cls, scenario: Scenario) -> ChannelRows:
        """Return the rows of a scenario."""
        channels = [queue.channel for queue in scenario.queues.values()]
        names = tuple(dict.fromkeys(channels))
        if len(names) < 2:
            return cls((), ())
        return cls(names, tuple(names.index(channel) for channel in channels))

    def added_to(self, tally: Tally) -> Tally:
        """Return a tally with the channels' rows, if there are any."""
        return with_channels(tally, self.of_queues) if self.names else tally


def work_queues(scenario: Scenario) -> tuple[str, ...]:
    """Return the queues on which nobody waits: deferrable work, and calls of the centre's own."""
    return tuple(name for name, queue in scenario.queues.items() if queue.channel in DEFERRABLE)
