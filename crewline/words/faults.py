"""What is wrong with an input, in the reader's language."""

from __future__ import annotations

from crewline.words.words import Words
from scenarios.faults import Fault


def fault_text(fault: Fault, say: Words) -> str:
    """Return a fault as one line: where, what stands there, what was expected."""
    place = f"{fault.file}:{fault.line}" if fault.line else say.sentence(fault.file)
    expected = say.sentence(fault.expected)
    # A single word may be the reader's own; several are a sentence of ours where one matches.
    value = say.sentence(fault.value) if " " in fault.value else fault.value
    values = {"place": place, "field": fault.field, "value": value, "expected": expected}
    match bool(fault.field), bool(fault.value):
        case True, True:
            text = say("{place}: {field}: got {value}; expected {expected}", **values)
        case True, False:
            text = say("{place}: {field}; expected {expected}", **values)
        case False, True:
            text = say("{place}: got {value}; expected {expected}", **values)
        case _:
            text = say("{place}; expected {expected}", **values)
    return "".join(mark if mark.isprintable() else "?" for mark in text)
