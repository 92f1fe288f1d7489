"""Playbooks: when what is done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from scenarios.schema.chosen import Names, some
from scenarios.schema.opening import Span
from scenarios.schema.playbook.action import Action
from scenarios.schema.playbook.figures import (
    FALLING,
    OF_GROUPS,
    OVER_TIME,
    WINDOW_S,
    FigureName,
    LevelText,
    level_of,
)
from scenarios.schema.section import Finding, Section, refuse
from scenarios.schema.window import Window
from scenarios.units import Duration, Moment, Text, Whole, write_moment
from sim.playbooks import MOST_TIMES


class Level(Section):
    """A level of the watched figure, or a stretch of time, and what is done there."""

    at: LevelText | None = None
    """The level that the figure passes: a number of contacts for `queue_length`, a duration for
    `oldest_wait`, else a share. All pass it by rising to it, `service_level` by falling below."""
    hold: Duration = Field(default=0.0, alias="for")
    """Holding time: for how long it must have passed."""
    back: LevelText | None = None
    """The way back: below it (`service_level`: at or above it) the figure is back. Absent: `at`."""
    back_hold: Duration | None = Field(default=None, alias="back_for")
    """For how long it must be back. Absent: as `for`."""
    start: Moment | None = Field(default=None, alias="from")
    """Where nothing is watched: when it begins, `10:00` (on day 1) or `day 2 10:00`."""
    end: Moment | None = Field(default=None, alias="to")
    """Where nothing is watched: when it is over. Absent: at the end of the last day."""
    most: Annotated[Whole, Field(ge=1, le=1000)] = MOST_TIMES
    """How often it begins at most: a bound for playbooks that set each other off."""
    do: Annotated[tuple[Action, ...], AfterValidator(some)]
    """What is done, a list."""


class Playbook(Section):
    """A plan for when it goes wrong: levels of one watched figure, or times, with their actions."""

    title: Text = ""
    """What people call it."""
    watch: FigureName | None = None
    """What is watched. `queue_length`: who waits. `oldest_wait`: the longest wait so far of those
    who wait. `service_level`: the share of the waits ended by an answer `within` a time.
    `abandonment`: the share of the waits given up. `occupancy`: the share of the agents present
    who are at work. `load`: the work that came over what the agents present can do. Absent: the
    levels go by the clock."""
    queues: Names | None = None
    """The queues that are watched, taken together. Absent: all live queues."""
    groups: Names | None = None
    """The groups whose agents count, for `occupancy` and `load`. Absent: those that serve the
    queues."""
    over: Window | None = None
    """The stretch of time that `service_level`, `abandonment`, `occupancy` and `load` are taken
    over, in whole minutes. Absent: 15 min."""
    within: Duration | None = None
    """For `service_level`: the wait that counts as service. Absent: that of the queues' targets, or
    20 s. All that watch one queue name one time."""
    between: Span | None = None
    """The hours of the day in which the figure is watched, such as `08:00-22:00`; outside them it
    is back. Absent: always. At night one contact may be more than the few agents can do."""
    levels: Annotated[tuple[Level, ...], AfterValidator(some)]
    """The levels, each with what is done there."""

    @property
    def over_s(self) -> float:
        """The stretch of time that a figure is taken over; 0 for those of the instant."""
        if self.watch not in OVER_TIME:
            return 0.0
        return WINDOW_S if self.over is None else self.over

    @model_validator(mode="after")
    def _check(self) -> Playbook:
        findings = [*self._strange_keys()]
        for index, level in enumerate(self.levels):
            of_level = self._of_clock(level) if self.watch is None else self._of_figure(level)
            findings += [Finding(("levels", index, *f.path), f.value, f.expected) for f in of_level]
        refuse("playbook", findings)
        return self

    def _strange_keys(self) -> Iterator[Finding]:
        """Give the keys that say nothing of what is watched."""
        watched = self.watch or "levels by the clock"
        wanted = {
            "queues": self.watch is not None,
            "between": self.watch is not None,
            "groups": self.watch in OF_GROUPS,
            "over": self.watch in OVER_TIME,
            "within": self.watch == "service_level",
        }
        for key, is_wanted in wanted.items():
            if not is_wanted and getattr(self, key) is not None:
                hint = "; or a figure in watch" if self.watch is None else ""
                yield Finding((key,), key, f"no such key, for {watched}{hint}")

    def _of_clock(self, level: Level) -> Iterator[Finding]:
        said = {"at": level.at, "for": level.hold or None, "back": level.back}
        for key, value in (said | {"back_for": level.back_hold}).items():
            if value is not None:
                yield Finding((key,), key, "from and to; or watch in the playbook, for a figure")
        if level.start is None:
            yield Finding(("from",), "", "when it begins, such as 08:00; or watch in the playbook")
        elif level.end is not None and level.end <= level.start:
            begins = write_moment(level.start)
            expectation = f"a time after {begins} (name the day where it is not day 1)"
            yield Finding(("to",), write_moment(level.end), expectation)

    def _of_figure(self, level: Level) -> Iterator[Finding]:
        assert self.watch is not None
        for key, at in (("from", level.start), ("to", level.end)):
            if at is not None:
                yield Finding((key,), key, f"no such key, for levels of {self.watch}: at")
        if level.at is None:
            yield Finding(("at",), "", f"the level of {self.watch}")
            return
        values = []
        for key, text in (("at", level.at), ("back", level.back or level.at)):
            try:
                values.append(level_of(self.watch, text))
            except ValueError as error:
                if key == "at" or level.back is not None:
                    yield Finding((key,), text, str(error))
        if len(values) == 2 and self._is_beyond(*values):
            side = "at least" if self.watch == FALLING else "at most"
            yield Finding(("back",), level.back, f"{side} {level.at}, at which it passes")

    def _is_beyond(self, at: float, back: float) -> bool:
        return back < at if self.watch == FALLING else back > at
