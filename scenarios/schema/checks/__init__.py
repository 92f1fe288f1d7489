"""What single sections cannot know: names, lengths, times and rules that must fit each other.

The checks work on a *draft*: the parts of a scenario that could be read. So a misspelt queue is
told together with a faulty number elsewhere, and nothing is blamed that follows from a fault.
"""

from scenarios.schema.checks.catalogue import cross_faults, refuse_faults

__all__ = ["cross_faults", "refuse_faults"]
