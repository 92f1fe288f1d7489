"""The scenario file's format: one concept a module, `scenario.Scenario` as the whole."""

from scenarios.schema.scenario import Scenario

__all__ = ["Scenario"]
