"""What a planner is working on: a scenario, what is changed of it, and how it is simulated.

Draft (a value) <-> the page's address; a session holds one
"""
