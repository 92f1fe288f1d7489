"""What fields of a mapping, and the choices for them, are called on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crewline.words import N_, Words

#: By the last names of the path in the mapping.
FIELDS: Final[Mapping[str, str]] = {
    "date": N_("Date"),
    "interval": N_("Interval"),
    "interval_end": N_("End of the interval"),
    "queue": N_("Line or skill group"),
    "offered": N_("Calls offered"),
    "answered": N_("Calls answered"),
    "abandoned": N_("Calls abandoned"),
    "answered_within": N_("Calls answered in time"),
    "agents": N_("Agents on duty"),
    "handle": N_("Handling time (AHT)"),
    "talk": N_("Talk time"),
    "hold": N_("Hold time"),
    "wrap_up": N_("After-call work"),
    "asa": N_("Speed of answer (ASA)"),
    "abandon_wait": N_("Wait until abandoning"),
    "service_level": N_("Service level"),
    "abandonment": N_("Abandonment rate"),
    "answer_rate": N_("Answer rate"),
    "queued": N_("When the call queued"),
    "waited": N_("Time waited"),
    "left_queue": N_("When it left the queue"),
    "served_from": N_("When service began"),
    "served": N_("Time of service"),
    "served_to": N_("When service ended"),
    "outcome": N_("Outcome"),
    "kind": N_("Line or skill group"),
    "agent": N_("Agent"),
    "customer_class": N_("Class of customer"),
    "entered": N_("When the call came"),
    "order": N_("Order of dates"),
    "labels": N_("What a single time means"),
    "header_row": N_("Row of the headings"),
    "within": N_("Answered within"),
    "counts": N_("How the service level is counted"),
    "twice": N_("Rows of one line and interval"),
    "total_queues": N_("Lines that add up others"),
    "fill_down": N_("Columns with merged cells"),
    "from": N_("Where the agents come from"),
    "decimal": N_("Decimals"),
    "by": N_("What stands side by side"),
    "measure": N_("What the figures are"),
    "columns": N_("Columns side by side"),
    "timestamp_format": N_("How times are written"),
    "date_format": N_("How dates are written"),
}
#: What is chosen of a column of times.
ASPECTS: Final[Mapping[str, str]] = {
    "unit": N_("{field}: unit"),
    "holds": N_("{field}: mean or sum"),
    "column": N_("{field}: column"),
}
CHOICES: Final[Mapping[str, str]] = {
    "s": N_("seconds"),
    "min": N_("minutes"),
    "h": N_("hours"),
    "day": N_("parts of a day"),
    "mm:ss": N_("minutes and seconds"),
    "percent": N_("per cent"),
    "share": N_("shares of 1"),
    "mean": N_("mean of a call"),
    "sum": N_("sum of all calls"),
    "ymd": N_("year, month, day"),
    "dmy": N_("day, month, year"),
    "mdy": N_("month, day, year"),
    "start": N_("the start of the interval"),
    "end": N_("the end of the interval"),
    "first": N_("keep the first of them"),
    "table": N_("the table's column of agents"),
    "served": N_("as many as give the table's service level"),
    "target": N_("as many as the target needs"),
    "point": N_("behind a point"),
    "comma": N_("behind a comma"),
    "answered": N_("answered"),
    "abandoned": N_("abandoned"),
    "not_offered": N_("never came to agents"),
    "ignored": N_("no call"),
}
#: A choice that reads otherwise for one field.
_OF_FIELD: Final[Mapping[tuple[str, str], str]] = {
    ("twice", "sum"): N_("add them up"),
    ("measure", "offered"): N_("Calls offered"),
    ("by", "queue"): N_("Line or skill group"),
    ("by", "interval"): N_("Interval"),
    ("by", "date"): N_("Date"),
}


def field_label(path: str, say: Words) -> str:
    """Return what a field of a mapping is called, by its dotted path."""
    names = path.split(".")
    if names[0] == "outcomes":
        return say("Outcome {code}", code=".".join(names[1:]))
    if names[-1] in ASPECTS and len(names) > 1:
        return say(ASPECTS[names[-1]], field=field_label(".".join(names[:-1]), say))
    name = names[-1]
    return say(FIELDS[name]) if name in FIELDS else path


def choice_label(field: str, value: str, say: Words) -> str:
    """Return what a choice for a field is called; names and numbers are called by themselves."""
    if (field, value) in _OF_FIELD:
        return say(_OF_FIELD[field, value])
    return say(CHOICES[value]) if value in CHOICES else value
