"""Skills: which agents serve which kinds of call, and the groups that follow.

A log does not say who may serve what, only who did. An agent is taken to have a skill whose share
of the agent's calls is at least so much (the mapping's `skill_share`) of its share of all calls;
agents of equal skills form a group. Small groups join the larger ones most like them, until no more
are left than the mapping allows.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from scenarios.intake.calls import Calls
from scenarios.intake.mapping import LogMapping

#: The calls of an agent who served fewer than this say too little about skills.
FEWEST_CALLS = 30

EVERYBODY = "everybody"


@dataclass(frozen=True)
class SkillGroup:
    """Agents who are alike: what they serve, and who they are in the log."""

    name: str
    kinds: tuple[str, ...]
    agents: tuple[str, ...]


def find_groups(calls: Calls, mapping: LogMapping) -> tuple[SkillGroup, ...]:
    """Return the skill groups, the one with the most calls first.

    Every kind is served by at least one group. A log without agents has one group for all.
    """
    table = calls.table[calls.table["answered"] & (calls.table["agent"] != "")]
    kinds = tuple(sorted(calls.table["kind"].unique()))
    served = pd.crosstab(table["agent"], table["kind"]).reindex(columns=list(kinds), fill_value=0)
    if served.empty:
        return (SkillGroup(EVERYBODY, kinds, ()),)
    known = served[served.sum(axis=1) >= FEWEST_CALLS]
    rest = [str(agent) for agent in served.index.difference(known.index)]
    if known.empty:
        return (SkillGroup(EVERYBODY, kinds, tuple(rest)),)
    members, weights = _by_skills(known, mapping.staffing.skill_share)
    _merge(members, weights, mapping.staffing.most_groups)
    ranked = sorted(members, key=lambda skills: (-weights[skills], sorted(skills)))
    members[ranked[0]] += rest
    unserved = set(kinds) - set().union(*ranked)
    return tuple(
        SkillGroup(
            EVERYBODY if len(ranked) == 1 else f"group_{number}",
            tuple(kind for kind in kinds if kind in skills or (number == 1 and kind in unserved)),
            tuple(sorted(members[skills])),
        )
        for number, skills in enumerate(ranked, 1)
    )


def _by_skills(
    served: pd.DataFrame, skill_share: float
) -> tuple[dict[frozenset[str], list[str]], dict[frozenset[str], int]]:
    """Return agents by their set of skills, and how many calls each set served."""
    own = served.div(served.sum(axis=1), axis=0)
    usual = served.sum() / served.to_numpy().sum()
    skilled = own.ge(usual * skill_share) & (served > 0)
    members: dict[frozenset[str], list[str]] = {}
    weights: dict[frozenset[str], int] = {}
    kinds = [str(kind) for kind in served.columns]
    for agent, row, calls in zip(
        served.index, skilled.to_numpy(), served.sum(axis=1).tolist(), strict=True
    ):
        skills = frozenset(kind for kind, has in zip(kinds, row, strict=True) if has)
        members.setdefault(skills, []).append(str(agent))
        weights[skills] = weights.get(skills, 0) + calls
    return members, weights


def _merge(
    members: dict[frozenset[str], list[str]], weights: dict[frozenset[str], int], most: int
) -> None:
    """Let the smallest group join the one most like it, until at most `most` are left."""
    while len(members) > most:
        smallest = min(members, key=lambda skills: (weights[skills], sorted(skills)))
        others = [skills for skills in members if skills != smallest]
        nearest = max(
            others,
            key=lambda skills: (
                len(skills & smallest) / len(skills | smallest),
                weights[skills],
                sorted(skills),
            ),
        )
        members[nearest] += members.pop(smallest)
        weights[nearest] += weights.pop(smallest)
