"""Shifts: what may be worked, made from rules, and what it costs.

Times are whole *slots* of the planning grid (15 minutes, say), counted from midnight of the day on
which a shift begins; a shift that crosses midnight ends beyond the last slot of its day.
"""
