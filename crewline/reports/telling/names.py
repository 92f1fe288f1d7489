"""What options, lines and groups are called."""

from __future__ import annotations

from collections import Counter

from crewline.reports.decision import Decision, Kind, Option
from crewline.words import N_, Words
from crewline.words.figures import percent
from scenarios.schema.scenario import Scenario

_ROLES = {
    "today": N_("Today's roster"),
    "plain_erlang_c": N_("The schedule of plain Erlang C"),
    "schedule": N_("The schedule that was found"),
    "without": N_("Without the playbooks"),
    "with": N_("With the playbooks"),
}


def option_names(decision: Decision, say: Words) -> tuple[str, ...]:
    """Return what each option is called, no two alike."""
    names = [_name(option, decision, say) for option in decision.options]
    count = Counter(names)
    return tuple(
        name if count[name] == 1 else f"{name} ({_telling(option, decision)})"
        for name, option in zip(names, decision.options, strict=True)
    )


def line_name(scenario: Scenario | None, line: str, say: Words) -> str:
    """Return what a line is called."""
    queue = scenario.queues.get(line) if scenario is not None else None
    return say.title(queue.title or line) if queue is not None else line


def group_name(title: str, group: str, say: Words) -> str:
    """Return what a group is called; all of them together where it has no name."""
    return say.title(title or group) if group else say("All groups")


def _name(option: Option, decision: Decision, say: Words) -> str:
    if decision.kind is Kind.FRONTIER:
        return _point_name(option, say)
    if option.role:
        return say(_ROLES[option.role])
    if decision.kind is Kind.SWEEP and option is decision.present:
        return say("As it is")
    return say.title(option.title) if option.title else option.label


def _point_name(option: Option, say: Words) -> str:
    """Return what a point of a frontier decides."""
    parts = dict(part.split("=", 1) for part in option.role.split(";") if part)
    words = []
    if "level" in parts:
        words.append(say("{level} promised", level=percent(float(parts["level"]))))
    if "headcount" in parts:
        words.append(say("at most {n} agents", n=f"{float(parts['headcount']):g}"))
    if "shifts" in parts:
        words.append(say("shifts {names}", names=parts["shifts"]))
    return ", ".join(words) or say("As it is")


def _telling(option: Option, decision: Decision) -> str:
    """Return what tells an option from its namesakes: what only it has, or its label."""
    everywhere = set(decision.options[0].applied).intersection(
        *(set(each.applied) for each in decision.options)
    )
    own = [each for each in option.applied if each not in everywhere]
    return ", ".join(own) or option.label
