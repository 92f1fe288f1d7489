"""Scenarios: what a planner writes down, read, checked, varied, simulated and kept."""

from scenarios.faults import BadInput, Fault

__all__ = ["BadInput", "Fault"]
