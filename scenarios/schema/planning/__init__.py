"""The section `planning`: what shifts may be, what rules hold, and what is to be covered."""

from scenarios.schema.planning.planning import Planning

__all__ = ["Planning"]
