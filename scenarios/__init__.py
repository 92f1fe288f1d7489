"""Scenarios: what a planner writes down, read, checked, varied, simulated and kept."""
