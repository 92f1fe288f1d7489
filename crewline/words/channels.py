"""What channels are called, and lines and groups that are chosen by them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from babel.lists import format_list

from crewline.words.words import N_, Words
from scenarios.schema.scenario import Scenario

CHANNELS: Final = {
    "phone": N_("telephone"),
    "chat": N_("chat"),
    "message": N_("message"),
    "email": N_("e-mail"),
    "ticket": N_("ticket"),
    "outbound": N_("outbound call"),
}


def listed(words: Iterable[str], say: Words) -> str:
    """Return several things as one reads them: `a, b and c`."""
    return format_list([*words], locale=say.locale)


def channel_name(channel: str, say: Words) -> str:
    """Return what a channel is called."""
    return say(CHANNELS[channel])


def lines_of(channels: Iterable[str], say: Words) -> str:
    """Return the lines of some channels: `telephone and chat lines`."""
    names = listed((channel_name(one, say) for one in channels), say)
    return say("{channels} lines", channels=names)


def line_titles(names: Iterable[str], scenario: Scenario, say: Words) -> str:
    """Return the lines of some names by their titles."""
    return listed((line_title(name, scenario, say) for name in names), say)


def group_titles(names: Iterable[str], scenario: Scenario, say: Words) -> str:
    """Return the groups of some names by their titles."""
    return listed((group_title(name, scenario, say) for name in names), say)


def line_title(name: str, scenario: Scenario, say: Words) -> str:
    """Return a line's title; its name where it has none."""
    queue = scenario.queues.get(name)
    return say.title((queue.title if queue is not None else "") or name)


def group_title(name: str, scenario: Scenario, say: Words) -> str:
    """Return a group's title; of one that a playbook makes, what it is of which group."""
    groups = scenario.groups
    if name in groups:
        return say.title(groups[name].title or name)
    for ending, text in _MADE.items():
        if name.endswith(ending):
            of = name.removesuffix(ending)
            if of in groups:
                whose = say.title(groups[of].title or of)
            else:
                made = scenario.playbooks.get(of)
                whose = say.title((made.title if made is not None else "") or of)
            return say(text, group=whose)
    of, found, other = name.partition(" in ")
    if found and of in groups and other in groups:
        whose, where = (say.title(groups[one].title or one) for one in (of, other))
        return say("{group} in {other}", group=whose, other=where)
    return name


#: How groups that playbooks make are named behind the group they are of.
_MADE: Final = {" reserve": N_("{group}, reserve"), " at home": N_("{group}, at home")}
