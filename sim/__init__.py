"""The simulation: contacts, floor, engines, outcomes and KPIs.

One run is a straight line of values that do not change once made:

    (Floor, Demand, Plan) -> Contacts -> engine -> Outcomes -> KPIs -> Estimates

Time is counted in integer milliseconds from the start of the simulated horizon (warm-up included).
This floor imports none of the others: no YAML, no optimiser, no page.
"""
