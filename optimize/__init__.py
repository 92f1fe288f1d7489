"""Optimisation: what decides.

- `erlang`: what a queue gives with so many agents.
- `requirements`: how many agents a queue needs, interval by interval.
- `shifts`: what may be worked, what it costs, and whether a schedule keeps its rules.
- `schedule`: how many agents work which shifts, at the least cost.
"""
