"""Plotly pictures of results: pure functions, each with the table it was drawn from.

The same thing has the same colour and unit in every picture (`palette`, `axes`).
"""
