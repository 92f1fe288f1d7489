"""Schedules: how many agents work which shifts on which days, at the least cost.

    Problem -> (Variables, Constraints, Objective) -> solve -> Solution

Solver and modelling objects never leave this folder.
"""
