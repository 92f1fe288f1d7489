"""The floor by the minute: what a supervisor's wall board would have shown.

Outcomes -> Timeline (a value a minute, queue and group) -> Bands (of many replications)
"""

from sim.kpis.timeline.states import GroupState, QueueState
from sim.kpis.timeline.timeline import Sampling, Timeline, timeline

__all__ = ["GroupState", "QueueState", "Sampling", "Timeline", "timeline"]
