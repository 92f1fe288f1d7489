"""The scenario format described for machines (JSON Schema) and for people (a page).

Both are made from the schema's field descriptions; `python -m scenarios.reference` writes them to
`docs/`, and a test holds them equal.
"""

from __future__ import annotations

import inspect
import json
import types
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, BeforeValidator, PlainSerializer
from pydantic.fields import FieldInfo

from scenarios.schema import distribution, opening, scenario
from scenarios.schema.channels.call_back import CallBack
from scenarios.schema.channels.channel import FED
from scenarios.schema.channels.chat import Silence
from scenarios.schema.channels.outbound import Dial, Pause
from scenarios.schema.channels.self_service import Announcement, SelfService
from scenarios.schema.channels.work import Grade, Ticket
from scenarios.schema.costs import Costs, Effort, Premium
from scenarios.schema.disruption import Disruption
from scenarios.schema.drops import read_drops
from scenarios.schema.event import Event, read_dates
from scenarios.schema.fatigue import Fatigue
from scenarios.schema.group import Group
from scenarios.schema.planning.coverage import CappedCoverage, PricedCoverage
from scenarios.schema.planning.group import GroupPlan
from scenarios.schema.planning.pattern import BreakRule, LengthSeries, Pattern, StartSeries
from scenarios.schema.planning.planning import Planning
from scenarios.schema.planning.rules import (
    CarriedIn,
    Comprehensive,
    ExtraPay,
    Nights,
    WorkHours,
)
from scenarios.schema.planning.tour import StartWithin, TourPlan
from scenarios.schema.playbook import kinds
from scenarios.schema.playbook.action import Action, Price
from scenarios.schema.playbook.figures import read_level_text
from scenarios.schema.playbook.playbook import Level, Playbook
from scenarios.schema.points import read_points
from scenarios.schema.premium import read_premium
from scenarios.schema.queue import Queue
from scenarios.schema.returns import Redial, Repeat
from scenarios.schema.scenario import Scenario, Variant
from scenarios.schema.section import Section
from scenarios.schema.segment import Segment
from scenarios.schema.shift import Break, Shift
from scenarios.schema.skill import Skill, Transfer
from scenarios.schema.stages import HOUSE, REASONS, Stage
from scenarios.schema.target import Target
from scenarios.schema.volume import DayTotal, PerHour, Table
from scenarios.units import (
    above_zero,
    at_least_1_ms,
    not_negative,
    read_clock,
    read_duration,
    read_end_clock,
    read_flag,
    read_moment,
    read_name,
    read_number,
    read_share,
    read_text,
    read_whole,
)

#: The page's sections: heading, where it stands in a file, and the model.
SECTIONS: Final[tuple[tuple[str, str, type[Section]], ...]] = (
    ("Scenario", "the whole file", Scenario),
    ("Queue", "`queues.NAME`", Queue),
    ("Volume: a rate", "`queues.NAME.volume`", PerHour),
    ("Volume: totals and a profile", "`queues.NAME.volume`", DayTotal),
    ("Table", "`queues.NAME.volume`, `groups.NAME.agents`", Table),
    ("Redial", "`queues.NAME.redial`", Redial),
    ("Repeat", "`queues.NAME.repeat`", Repeat),
    ("Self-service", "`queues.NAME.self_service`", SelfService),
    ("Announcement", "`queues.NAME.announcement`", Announcement),
    ("Call-back", "`queues.NAME.call_back`", CallBack),
    ("Silence", "`queues.NAME.silence`", Silence),
    ("Ticket", "`queues.NAME.ticket`", Ticket),
    ("Grade", "`queues.NAME.grades.NAME`", Grade),
    ("Dial", "`queues.NAME.dial`", Dial),
    ("Pause", "`queues.NAME.pause`", Pause),
    ("Target", "`queues.NAME.target`", Target),
    ("Group", "`groups.NAME`", Group),
    ("Skill", "`groups.NAME.serves.QUEUE`", Skill),
    ("Transfer", "`groups.NAME.serves.QUEUE.transfer`", Transfer),
    ("Shift", "`groups.NAME.shifts.NAME`", Shift),
    ("Break", "an item of `groups.NAME.shifts.NAME.breaks`", Break),
    ("Fatigue", "`groups.NAME.fatigue`", Fatigue),
    ("Stage", "`stages.NAME`", Stage),
    ("Segment", "`segments.NAME`", Segment),
    ("Distribution: constant", "wherever a time is drawn", distribution.ConstantTime),
    ("Distribution: exponential", "wherever a time is drawn", distribution.ExponentialTime),
    ("Distribution: weibull", "wherever a time is drawn", distribution.WeibullTime),
    ("Distribution: lognormal", "wherever a time is drawn", distribution.LognormalTime),
    ("Distribution: gamma", "wherever a time is drawn", distribution.GammaTime),
    ("Distribution: empirical", "wherever a time is drawn", distribution.EmpiricalTime),
    ("Distribution: never", "`queues.NAME.patience`", distribution.NeverTime),
    ("Costs", "`costs`", Costs),
    ("Premium", "an item of `costs.premiums`", Premium),
    ("Effort", "`effort`", Effort),
    ("Disruption", "an item of `disruptions`", Disruption),
    ("Playbook", "`playbooks.NAME`", Playbook),
    ("Level", "an item of `playbooks.NAME.levels`", Level),
    ("Action", "an item of `do` of a level", Action),
    ("Price", "`cost` of an action", Price),
    ("Action: call_in", "`call_in` of an action", kinds.CallIn),
    ("Action: also_serve", "`also_serve` of an action", kinds.AlsoServe),
    ("Action: move", "`move` of an action", kinds.Move),
    ("Action: send_home", "`send_home` of an action", kinds.SendHome),
    ("Action: bring_back", "`bring_back` of an action", kinds.BringBack),
    ("Action: suspend", "`suspend` of an action", kinds.Suspend),
    ("Action: offer_call_back", "`offer_call_back` of an action", kinds.OfferCallBack),
    ("Action: self_service", "`self_service` of an action", kinds.RaiseSelfService),
    ("Action: announce", "`announce` of an action", kinds.Announce),
    ("Action: stop_overflow", "`stop_overflow` of an action", kinds.StopOverflow),
    ("Action: close_line", "`close_line` of an action", kinds.CloseLine),
    ("Planning", "`planning`", Planning),
    ("Working hours", "`planning.hours`", WorkHours),
    ("Comprehensive hours", "`planning.hours.comprehensive`", Comprehensive),
    ("Carried in", "`planning.hours.carried_in.GROUP`", CarriedIn),
    ("Nights", "`planning.nights`", Nights),
    ("Extra pay", "`planning.pay`", ExtraPay),
    ("Pattern", "`planning.shifts.NAME`", Pattern),
    ("Starts: a series", "`planning.shifts.NAME.starts`", StartSeries),
    ("Lengths: a series", "`planning.shifts.NAME.lengths`", LengthSeries),
    ("Break of a pattern", "an item of `planning.shifts.NAME.breaks`", BreakRule),
    ("Tour", "`planning.tours.NAME`", TourPlan),
    ("Tour: starts that rotate", "`planning.tours.NAME.start`", StartWithin),
    ("Group in a plan", "`planning.groups.GROUP`", GroupPlan),
    ("Coverage: priced", "`planning.coverage`", PricedCoverage),
    ("Coverage: capped", "`planning.coverage`", CappedCoverage),
    ("Variant", "`scenarios.NAME`", Variant),
)

#: What is no part of a scenario's file.
EVENT: Final[tuple[str, str, type[Section]]] = ("Event", "a file of its own, for `--with`", Event)

_INTRODUCTION: Final = """\
# Scenario reference

Generated from the schema by `python -m scenarios.reference`; do not edit by hand.

A scenario is one YAML file. How things are written:

| kind | written as |
|---|---|
| duration | a number and its unit, `ms`, `s`, `min`, `h` or `d`: `20 s`, `3 min`, `1.5 h` |
| time of day | `09:30`; `24:00` only as an end |
| moment | `10:00` (on day 1) or `day 2 10:00`; `24:00` only as an end |
| hours | `08:00-20:00`; hours may cross midnight: `22:00-06:00` |
| share | `80 %` or `0.8`; never `80` |
| name | letters, digits, `_` and `-` |
| distribution | a duration (always that time) or a mapping with the key `distribution` |
| nothing (`null`) | only in overrides: back to the default |

Unknown keys are refused. All faults of a file are told at once, each with its line.
Files named in a scenario (`.csv`, `.xlsx`) lie in the scenario's folder or below it; their first
row holds the headings, and CSV text is UTF-8 or GBK.
"""

_OF_THE_STAGES: Final = """\
What is assumed of the six stages where a file says nothing. The sizes are assumptions of this
house, to be replaced by what your own logs say; the skilled are the yardstick. That the handling
times of new agents fall for months is seen in logs (Gans, Liu, Mandelbaum, Shen and Ye, "Service
times in call centers: agent heterogeneity and learning", 2010), that the worn out are ill more
often in surveys (Bakker, Demerouti and Schaufeli, "Dual processes at work in a call centre", 2003).
"""

_READERS: Final[Mapping[Callable[..., Any], str]] = {
    read_duration: "duration",
    read_share: "share",
    read_points: "points on a share",
    read_dates: "name or date, or a list of them",
    read_drops: "true, false or a share",
    read_level_text: "number, duration or share",
    read_premium: "share of the wage, also above 100 %",
    read_clock: "time of day",
    read_end_clock: "time of day",
    read_moment: "moment",
    read_number: "number",
    read_whole: "whole number",
    read_flag: "true or false",
    read_text: "text",
    read_name: "name",
    opening.read_hours: "hours",
    opening.read_span: "hours",
    scenario.read_date: "date",
    scenario.read_version: "`1`",
    distribution.read_time: "distribution",
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, for editors that complete and check."""
    schema = Scenario.model_json_schema(by_alias=True)
    definitions = schema["$defs"]
    for _, _, model in SECTIONS:
        described = schema if model is Scenario else definitions[model.__name__]
        for field, info in model.model_fields.items():
            written = described["properties"][info.alias or field]
            written.pop("title", None)
            written.update(_bounds(info))
            _allow_bare_duration(written)
    definitions["Target"]["required"] = []  # `within` stands for the level of asa
    _ask_for_volume(definitions["Queue"])
    skills = definitions["Group"]["properties"]["serves"]["patternProperties"]
    for pattern, skill in skills.items():
        skills[pattern] = {"anyOf": [skill, {"type": "null"}]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _ask_for_volume(queue: dict[str, Any]) -> None:
    """Let only a queue that work comes to from elsewhere go without a volume."""
    queue["if"] = {"properties": {"channel": {"enum": sorted(FED)}}, "required": ["channel"]}
    queue["else"] = {"required": ["volume"]}


def _bounds(info: FieldInfo) -> dict[str, float]:
    """Return a number's bounds, which pydantic forgets where a reader of our own stands."""
    if not any(word in type_words(info) for word in ("number", "whole")):
        return {}
    names = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
    return {
        name: getattr(extra, bound)
        for extra in info.metadata
        for bound, name in names.items()
        if isinstance(getattr(extra, bound, None), int | float)
    }


def _allow_bare_duration(written: dict[str, Any]) -> None:
    """Let a distribution also be the text of a duration, or `never`."""
    if "discriminator" in written:
        del written["discriminator"]
        written["anyOf"] = [{"type": "string"}, {"oneOf": written.pop("oneOf")}]


def reference_page() -> str:
    """Return the reference page, Markdown."""
    return "\n".join(
        [_INTRODUCTION, *(line for part in (*SECTIONS, EVENT) for line in _section(*part))]
    )


def _section(heading: str, where: str, model: type[Section]) -> Iterator[str]:
    yield f"## {heading}"
    yield ""
    yield f"In a file: {where}."
    yield ""
    yield inspect.cleandoc(model.__doc__ or "")
    yield ""
    yield "| key | type | default | meaning |"
    yield "|---|---|---|---|"
    for field, info in model.model_fields.items():
        meaning = " ".join((info.description or "").split())
        key = f"`{info.alias or field}`"
        yield f"| {key} | {type_words(info)} | {default_words(info)} | {meaning} |"
    yield ""
    if model is Stage:
        yield from _house_stages()


def _house_stages() -> Iterator[str]:
    """Give the table of what we assume of the six stages."""
    keys = tuple(Stage.model_fields)
    yield _OF_THE_STAGES
    yield f"| stage | {' | '.join(f'`{key}`' for key in keys)} | why |"
    yield f"|---|{'---|' * len(keys)}---|"
    for name, stage in HOUSE.items():
        written = stage.model_dump(mode="json")
        yield f"| `{name}` | {' | '.join(str(written[key]) for key in keys)} | {REASONS[name]} |"
    yield ""


def type_words(info: FieldInfo) -> str:
    """Return a field's type in words."""
    return _words(info.annotation, info.metadata) + _range(info)


def _words(annotation: Any, metadata: Any = ()) -> str:
    for extra in metadata:
        if isinstance(extra, BeforeValidator) and extra.func in _READERS:
            return _READERS[extra.func]
    if hasattr(annotation, "__metadata__"):
        return _words(annotation.__origin__, annotation.__metadata__)
    return _plain_words(annotation)


def _plain_words(annotation: Any) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in inner)
    if origin in (Union, types.UnionType):
        return " or ".join(_words(each) for each in inner if each is not type(None))
    if origin is tuple:
        return f"list of {_words(inner[0])}"
    if origin is dict:
        return f"mapping of names to {_words(inner[1])}"
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return _link(annotation)
    return {float: "share or duration", date: "date"}.get(annotation, "anything")


def _link(model: type[Section]) -> str:
    heading = next(heading for heading, _, each in SECTIONS if each is model)
    anchor = "".join(mark for mark in heading.lower().replace(" ", "-") if mark not in ":,")
    return f"[{heading.partition(': ')[2] or heading}](#{anchor})"


def _range(info: FieldInfo) -> str:
    words = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
    found = [
        f"{text} {getattr(extra, bound):,}"
        for extra in info.metadata
        for bound, text in words.items()
        if isinstance(getattr(extra, bound, None), int | float)
    ]
    checks = {above_zero: "above 0", not_negative: "at least 0", at_least_1_ms: "at least 1 ms"}
    found += [
        checks[extra.func]
        for extra in info.metadata
        if isinstance(extra, AfterValidator) and extra.func in checks
    ]
    return f", {', '.join(found)}" if found else ""


def default_words(info: FieldInfo) -> str:
    """Return what holds where a field is left out, as it is written; empty where nothing does."""
    if info.is_required():
        return "required"
    default = info.get_default(call_default_factory=True)
    for extra in info.metadata:
        if isinstance(extra, PlainSerializer):
            default = extra.func(default)  # type: ignore[call-arg]
    if isinstance(default, distribution.ConstantTime):
        return "`0 s`"
    if isinstance(default, distribution.ExponentialTime):
        written = default.model_dump(mode="json")
        return f"exponential, mean `{written['mean']}`"
    if isinstance(default, distribution.NeverTime):
        return "`never`"
    return _plain_default(default)


def _plain_default(default: Any) -> str:
    if default == HOUSE:
        return "[the six stages](#stage)"
    if default is None or isinstance(default, Section) or default in ("", (), {}):
        return ""
    return f"`{default}`" if not isinstance(default, bool) else f"`{str(default).lower()}`"


def write(folder: Path) -> None:
    """Write the page and the JSON Schema into a folder."""
    (folder / "scenario-reference.md").write_text(reference_page(), encoding="utf-8")
    (folder / "scenario.schema.json").write_text(schema_text(), encoding="utf-8")


def schema_text() -> str:
    """Return the JSON Schema as text."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    write(Path(__file__).parents[1] / "docs")
