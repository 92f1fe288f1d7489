"""Groups that playbooks make: reserves of their own pace, and people who work elsewhere.

They have nobody planned, and the skills of the group that they come to or from. Their names hold a
blank, which no name in a file can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.schema.group import Group
from scenarios.schema.playbook.kinds import CallIn, Kind, Move, SendHome
from scenarios.schema.playbook.playbook import Playbook
from scenarios.schema.skill import Skill

if TYPE_CHECKING:
    from scenarios.schema.scenario import Scenario


@dataclass(frozen=True)
class Elsewhere:
    """People who work as another group does, at a pace of their own.

    `words` are the name, `group` is the group they work like, or None for a reserve of which
    `serves` says what it can.
    """

    words: str
    group: str | None
    handling_factor: float = 1.0
    serves: tuple[tuple[str, Skill], ...] = ()


def elsewhere(playbook: str, does: Kind, group: str) -> Elsewhere | None:
    """Return what people of an action on a group become; None where they are the group's own.

    Of a reserve that is no group's, `group` has no meaning.
    """
    match does:
        case CallIn(serves=dict()):
            serves = tuple((does.serves or {}).items())
            return Elsewhere(f"{playbook} reserve", None, does.handling_factor, serves)
        case CallIn(handling_factor=factor) if factor != 1:
            return Elsewhere(f"{group} reserve", group, factor)
        case Move(handling_factor=factor) if factor != 1:
            return Elsewhere(f"{group} in {does.to}", does.to, factor)
        case SendHome(handling_factor=factor) if factor != 1:
            return Elsewhere(f"{group} at home", group, factor)
    return None


def names_elsewhere(scenario: Scenario) -> dict[Elsewhere, str]:
    """Return the names of all groups that playbooks make, in the order of the floor."""
    named: dict[Elsewhere, str] = {}
    for one in _every(scenario.playbooks, scenario):
        if one not in named:
            taken = sum(other.words == one.words for other in named)
            named[one] = f"{one.words} {taken + 1}" if taken else one.words
    return named


def groups_elsewhere(scenario: Scenario) -> dict[str, Group]:
    """Return the groups that playbooks make: nobody planned, absent or paid."""
    return {name: _group(one, scenario.groups) for one, name in names_elsewhere(scenario).items()}


def _every(playbooks: Mapping[str, Playbook], scenario: Scenario) -> Iterator[Elsewhere]:
    for name, playbook in playbooks.items():
        for level in playbook.levels:
            for action in level.do:
                does = action.does
                if isinstance(does, CallIn | Move | SendHome):
                    meant = does.groups_meant(scenario.groups, scenario.queues)
                    made = [elsewhere(name, does, group) for group in meant]
                    yield from (one for one in made if one is not None)


def _group(one: Elsewhere, groups: Mapping[str, Group]) -> Group:
    if one.group is None:
        skills = dict(one.serves)
        like = Group(serves=skills, agents=0)
    else:
        like = groups[one.group]
        skills = dict(like.serves)
    slowed = {
        queue: skill.model_copy(update={"handling_factor": skill.handling_factor * factor})
        for queue, skill in skills.items()
        for factor in [one.handling_factor]
    }
    nobody = {"agents": 0, "shifts": None, "absence": 0.0, "off_phone": 0.0, "wage_per_h": 0.0}
    return like.model_copy(update={"serves": slowed, "title": "", "site": None, **nobody})
