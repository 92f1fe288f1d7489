"""Planning: from a scenario to how many are needed, on which shifts, and the proof that it serves.

Scenario -> Lines -> Requirement -> Problem -> Solution -> Scenario (scheduled) -> Proof
many Proofs -> Frontier

The rooms are the steps: `need`, `schedule` (with `files` to edit one), `proof`, `frontier`.
"""
