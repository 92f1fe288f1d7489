"""Engines: `outcomes = engine(floor, contacts, plan)`, deterministic, one meaning."""
