"""Looking at what is watched: a sample, its window, and whether the level is crossed."""

from __future__ import annotations

from typing import Final

from sim.clock import MILLI
from sim.compilation import inlined, part
from sim.engines.compiled.figures import AT_WORK
from sim.engines.compiled.state import State, figure_of, line_of, sample_of, source_of, team_of
from sim.floor import SURE
from sim.watches import WATCH_MS

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
    f.look_ms += WATCH_MS
    return NO_FIGURE


@inlined
def _look(f: State, number: int) -> bool:
    """Sample a figure; tell whether it has passed its level, or come back, since the last time."""
    figure = figure_of(f, number)
    has_passed = _works_much(f, number) if figure.what == AT_WORK else _serves_badly(f, number)
    if has_passed == figure.has_passed:
        return False
    figure.has_passed = has_passed
    return True


@inlined
def _works_much(f: State, number: int) -> int:
    """Tell whether a group has been at work for long (rule 14)."""
    figure = figure_of(f, number)
    team = team_of(f, figure.group)
    present = team.on_duty + team.leaving + team.going_home
    _add(f, number, present - team.n_idle, present)
    is_full = figure.taken >= figure.n_samples
    return int(is_full and figure.part > 0 and figure.part * MILLI >= figure.level * figure.whole)


@inlined
def _serves_badly(f: State, number: int) -> int:
    """Tell whether less than a share of the waits ended in time (rule 13)."""
    figure = figure_of(f, number)
    ended, in_time, place = 0, 0, 0
    queue = source_of(f, number, place).queue
    while queue >= 0:
        ended += line_of(f, queue).ended
        in_time += line_of(f, queue).in_time
        place += 1
        queue = source_of(f, number, place).queue
    _add(f, number, in_time - figure.part_before, ended - figure.whole_before)
    figure.part_before = in_time
    figure.whole_before = ended
    return int(figure.whole > 0 and figure.part * SURE < figure.level * figure.whole)


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
