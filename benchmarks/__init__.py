"""Benchmarks: `python -m benchmarks` prints one table; every row runs in a process of its own."""
