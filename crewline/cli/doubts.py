"""What is doubtful about several scenarios: each thing once, with those it is true of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scenarios.faults import Fault


def told_once(warnings: Sequence[tuple[str, Iterable[Fault]]]) -> Iterator[Fault]:
    """Give the warnings of scenarios, by label; those that differ only in value become one.

    A warning that is not the same for all scenarios says in its value which it belongs to.
    """
    labels = [label for label, _ in warnings]
    found: dict[tuple[str, str, str], dict[str, dict[str, Fault]]] = {}
    for label, faults in warnings:
        for fault in faults:
            alike = found.setdefault((fault.file, fault.field, fault.expected), {})
            alike.setdefault(fault.value, {})[label] = fault
    for (file, field, expected), alike in found.items():
        first = next(fault for among in alike.values() for fault in among.values())
        whose = [f"{value} in {', '.join(among)}" for value, among in alike.items()]
        is_for_all = len(alike) == 1 and all(label in alike[first.value] for label in labels)
        value = first.value if is_for_all else "; ".join(whose)
        yield Fault(file, first.line, field, value, expected)
