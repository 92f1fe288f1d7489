"""Looking at what is watched: a sample, its window, and whether the level is crossed."""

from __future__ import annotations

from typing import Any, Final

from sim.clock import MS_PER_DAY
from sim.compilation import inlined, part
from sim.engines.compiled.figures import AT_WORK, IN_TIME, LEFT, LENGTH, OLDEST
from sim.engines.compiled.lanes import first_of
from sim.engines.compiled.plain_codes import WORK
from sim.engines.compiled.state import (
    State,
    figure_of,
    lane_of,
    leg_of,
    line_of,
    queue_of,
    sample_of,
    source_of,
    team_of,
)

NO_FIGURE: Final = -1


@part
def look_until(f: State, until_ms: int) -> int:
    """Let time pass to the next look, or to `until_ms`, at which looking does not begin.

    Return the first figure that has crossed its level; a further call goes on with the next one.
    """
    f.now_ms = min(until_ms, f.look_ms)
    if f.now_ms == until_ms and f.n_looked == 0:
        return NO_FIGURE
    while f.n_looked < f.n_figures:
        number = f.n_looked
        f.n_looked += 1
        if _look(f, number):
            return int(number)
    f.n_looked = 0
    f.look_ms += f.watch_ms
    return NO_FIGURE


@inlined
def _look(f: State, number: int) -> bool:
    """Sample a figure; tell whether it has passed its level, or come back, since the last time."""
    figure = figure_of(f, number)
    if figure.what == LENGTH:
        _take_length(f, number)
    elif figure.what == OLDEST:
        _take_oldest(f, number)
    elif figure.what in (IN_TIME, LEFT):
        _take_ended(f, number)
    else:
        _take_agents(f, number)
    needed = figure.held_back if figure.has_passed else figure.held
    if _passes(f, figure) == figure.has_passed:
        figure.running = 0
        return False
    figure.running += 1
    if figure.running < needed:
        return False
    figure.running = 0
    figure.has_passed = 1 - figure.has_passed
    return True


@inlined
def _passes(f: State, figure: Any) -> int:
    """Tell whether a figure is beyond its level, or the level of its way back once it passed."""
    level = figure.back if figure.has_passed else figure.level
    if (f.now_ms - figure.from_ms) % MS_PER_DAY >= figure.lasts_ms:
        return 0
    if figure.full_only and figure.taken < figure.n_samples:
        return 0
    if figure.is_low:
        return int(figure.part * figure.parts < level * figure.whole)
    return int(figure.part > 0 and figure.part * figure.parts >= level * figure.whole)


@inlined
def _take_length(f: State, number: int) -> None:
    """Count who waits in the queues."""
    figure = figure_of(f, number)
    waiting, place = 0, 0
    while source_of(f, number, place).queue >= 0:
        waiting += line_of(f, source_of(f, number, place).queue).n_waiting
        place += 1
    figure.part = waiting
    figure.whole = 1


@inlined
def _take_oldest(f: State, number: int) -> None:
    """Find the longest wait on the lines of the queues."""
    figure = figure_of(f, number)
    since_ms, place = f.now_ms, 0
    while source_of(f, number, place).queue >= 0:
        queue = source_of(f, number, place).queue
        place += 1
        since_ms = _earlier(f, since_ms, first_of(f, line_of(f, queue)))
        if queue_of(f, queue).kind == WORK:
            for grade in range(queue_of(f, queue).grades):
                since_ms = _earlier(f, since_ms, first_of(f, lane_of(f, queue, grade)))
    figure.part = f.now_ms - since_ms
    figure.whole = 1


@inlined
def _earlier(f: State, at_ms: int, leg: int) -> int:
    """Return an instant, or since when a leg waits, where there is one, if that is earlier."""
    return min(at_ms, leg_of(f, leg).queued_ms) if leg >= 0 else at_ms


@inlined
def _take_ended(f: State, number: int) -> None:
    """Sample the waits that have ended, in time or by being abandoned (rule 13)."""
    figure = figure_of(f, number)
    ended, of_them, place = 0, 0, 0
    while source_of(f, number, place).queue >= 0:
        line = line_of(f, source_of(f, number, place).queue)
        place += 1
        ended += line.ended
        of_them += line.in_time if figure.what == IN_TIME else line.abandoned
    _add(f, number, of_them - figure.part_before, ended - figure.whole_before)
    figure.part_before = of_them
    figure.whole_before = ended


@inlined
def _take_agents(f: State, number: int) -> None:
    """Sample the agents at work, or the work that has come, beside the agents present (rule 14)."""
    figure = figure_of(f, number)
    work_ms, at_work, present, place = 0, 0, 0, 0
    while source_of(f, number, place).queue >= 0 or source_of(f, number, place).group >= 0:
        source = source_of(f, number, place)
        place += 1
        if source.queue >= 0:
            work_ms += line_of(f, source.queue).entered * source.handling_ms
        else:
            team = team_of(f, source.group)
            there = team.on_duty + team.leaving + team.going_home
            present += there
            at_work += there - team.n_idle
    if figure.what == AT_WORK:
        _add(f, number, at_work, present)
    else:
        _add(f, number, work_ms - figure.part_before, present * f.watch_ms)
        figure.part_before = work_ms


@inlined
def _add(f: State, number: int, part: int, whole: int) -> None:
    """Add a sample to a figure's sums, in place of the one that is too old."""
    figure = figure_of(f, number)
    sample = sample_of(f, number, figure.taken % figure.n_samples)
    figure.taken += 1
    figure.part += part - sample.part
    figure.whole += whole - sample.whole
    sample.part = part
    sample.whole = whole
