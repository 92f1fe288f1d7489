"""What is wrong with rules of shifts: found as values, raised at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or was put right: where, what stands there, what was expected.

    `path` leads to the field from the rules' root, such as `("shifts", "early", "breaks", 0)`.
    """

    path: Path
    value: str
    expected: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))}: got {self.value}; expected {self.expected}"


class BadRules(ValueError):  # noqa: N818  (the rules are at fault, not the program)
    """Raised once for all findings about rules of shifts."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Collect `findings` in the order given."""
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


def refuse(findings: Iterable[Finding]) -> None:
    """Raise BadRules when there are findings."""
    found = tuple(findings)
    if found:
        raise BadRules(found)


def write_span(seconds: float) -> str:
    """Return a length of time in the planner's words, such as `1 h 30 min`."""
    sign = "-" if seconds < 0 else ""
    hours, minutes = divmod(round(abs(seconds) / 60, 2), 60)
    parts = [f"{hours:g} h"] if hours else []
    return sign + " ".join(parts + ([f"{minutes:g} min"] if minutes or not parts else []))


def write_clock(seconds: float) -> str:
    """Return seconds after midnight as `hh:mm`, on the next day's clock where they are beyond."""
    minutes = int(seconds // 60)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
