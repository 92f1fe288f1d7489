"""Key figures: pure functions of outcomes and plan, and what replications say about them.

Outcomes -> Tally (counts) -> Kpi (a ratio of counts) -> Estimate, Spread, Difference
"""
