"""What is required of a queue, sharpened where agents come whole."""

from __future__ import annotations

import numpy as np

from optimize.schedule.problem import FullCover, Numbers, Problem

_ROUNDING = 1e-9  # a requirement is not raised by an agent for the last digits of a float


def needed(problem: Problem) -> Numbers:
    """Return the least that has to serve each queue, of shape (queues, slots).

    Where all who serve a queue serve nothing else and contribute alike, what serves it comes in
    whole multiples of one agent, and full cover needs the next one. That cuts off no schedule.
    """
    required = np.asarray(problem.required, dtype=float)
    if not isinstance(problem.goal, FullCover):
        return required
    raised = required.copy()
    for queue, each in _of_whole_agents(problem):
        raised[queue] = np.ceil(required[queue] / each - _ROUNDING) * each
    return raised


def _of_whole_agents(problem: Problem) -> list[tuple[int, float]]:
    deferrable = {backlog.queue for backlog in problem.backlogs}
    found = []
    for queue in range(len(problem.queues)):
        serving = [team for team in problem.teams if queue in dict(team.serves)]
        weights = {dict(team.serves)[queue] for team in serving}
        alone = all(len(team.serves) == 1 for team in serving)
        if alone and len(weights) == 1 and queue not in deferrable:
            found.append((queue, weights.pop()))
    return found
