"""Rows by channel: what the queues of a channel add up to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from sim.kpis.counts import ChannelCount, QueueCount
from sim.kpis.grid import Floats
from sim.kpis.tally import Tally


def with_channels(tally: Tally, channel_of: Sequence[int]) -> Tally:
    """Return a tally with a row for each channel behind the queues'; queue q is in `channel_of[q]`.

    Numbers are added up; a channel's maxima are those of its queues.
    """
    channels = np.array(channel_of)
    members = [1 + np.flatnonzero(channels == number) for number in range(1 + channels.max())]
    queues = _extended(tally.queues, members, np.sum)
    queues[:, :, QueueCount.SPAN_S] = tally.queues[0, :, QueueCount.SPAN_S]
    beside = tally.channels
    if beside is not None:
        beside = _extended(beside, members, np.sum)
        beside[:, :, ChannelCount.INSTANTS] = 1
    peaks = _extended(tally.peaks, members, np.fmax.reduce)
    return replace(tally, queues=queues, peaks=peaks, channels=beside)


def _extended(rows: Floats, members: Sequence[np.ndarray], gather: Callable[..., Floats]) -> Floats:
    """Return rows with those gathered of `members` behind them."""
    return np.concatenate([rows, np.stack([gather(rows[each], axis=0) for each in members])])
