"""Optimisation: Erlang formulas; requirements, shifts and the frontier are to come."""
