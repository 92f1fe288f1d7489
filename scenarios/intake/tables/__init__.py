"""Interval tables: offered, answered, abandoned, handling time by queue and interval.

    Sheet -> header -> guessed mapping -> (confirmed) -> rows -> Grid -> estimates -> scenario

A call log has a row a call; an interval table, as switchboards report it, a row an interval.
"""
