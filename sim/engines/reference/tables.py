"""What a floor is, unpacked: lists of integers are read faster than record arrays."""

from __future__ import annotations

from sim.clock import NEVER
from sim.floor import Floor


class Tables:
    """The floor's tables as lists, by queue, by group, or by group and queue."""

    def __init__(self, floor: Floor) -> None:
        self._tries = floor.tries
        self._read_queues(floor)
        self._read_grades(floor)
        self._read_groups(floor)
        self._read_skills(floor)

    def _read_queues(self, floor: Floor) -> None:
        queues = floor.queues
        self._kind: list[int] = queues["kind"].tolist()
        self._capacity = queues["capacity"].tolist()
        self._clears_at_close = queues["clears_at_close"].tolist()
        self._weight = queues["weight_milli"].tolist()
        self._head_start = queues["head_start_ms"].tolist()
        self._priority = queues["priority"].tolist()
        self._repeat_below = queues["repeat_below"].tolist()
        self._redial_below = queues["redial_below"].tolist()
        self._has_self_service = queues["has_self_service"].tolist()
        self._leaves_bot_below = queues["leaves_bot_below"].tolist()
        self._announced = queues["announced_ms"].tolist()
        self._diverted_below = queues["diverted_below"].tolist()
        self._offered = queues["offered_ms"].tolist()
        self._accepts_below = queues["accepts_below"].tolist()
        self._keeps_place = queues["keeps_place"].tolist()
        self._appointment = queues["appointment_ms"].tolist()
        self._dialled = queues["dialled"].tolist()
        self._reached_below = queues["reached_below"].tolist()
        self._dial = queues["dial_ms"].tolist()
        self._calls = queues["calls"].tolist()
        self._retry = queues["retry_ms"].tolist()
        self._silent_below = queues["silent_below"].tolist()
        self._silence = queues["silence_ms"].tolist()
        self._ticket_below = queues["ticket_below"].tolist()
        self._ticket_to = queues["ticket_to"].tolist()
        self._interruptible = queues["interruptible"].tolist()

    def _read_grades(self, floor: Floor) -> None:
        self._n_grades: list[int] = floor.queues["grades"].tolist()
        self._grade_below: list[list[int]] = floor.grades["below"].tolist()
        self._due = floor.grades["due_ms"].tolist()
        self._escalate_to = floor.grades["escalate_to"].tolist()

    def _read_groups(self, floor: Floor) -> None:
        self._parallel = floor.parallel_milli.tolist()
        self._staged = floor.groups["staged"].tolist()
        self._stage_pace = floor.factors["handling_milli"].tolist()
        self._stage_transfers = floor.factors["transfer_milli"].tolist()
        self._stage_repeats = floor.factors["repeat_milli"].tolist()

    def _read_skills(self, floor: Floor) -> None:
        skills = floor.skills
        self._rank = skills["rank"].tolist()
        self._pick_rank = skills["pick_rank"].tolist()
        self._delay = skills["delay_ms"].tolist()
        self._pace = skills["handling_milli"].tolist()
        self._transfer_below = skills["transfer_below"].tolist()
        self._transfer_to = skills["transfer_to"].tolist()
        self._warm = skills["warm"].tolist()
        self._handover = skills["handover_ms"].tolist()
        self._groups_of = floor.groups_of
        self._queues_of = floor.queues_of
        self._timers = [
            sorted({self._delay[g][q] for g in groups} - {0, NEVER})
            for q, groups in enumerate(floor.groups_of)
        ]
