"""Variants that the planner makes on the page: one a line, `name: path=value; path*=factor`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scenarios.faults import BadInput, Fault
from scenarios.load import Loaded
from scenarios.studies.sweep.axes import field_of, number_of
from scenarios.studies.sweep.factor_setting import factor_setting
from scenarios.studies.sweep.factors import NoNumber
from scenarios.yaml_file import Place, shown

_FORM = "name: path=value; path*=factor, such as busy: queues.card.volume*=1.2"


@dataclass(frozen=True)
class Own:
    """A variant by its name, and what it changes: settings as written, some of them factors."""

    name: str
    written: tuple[str, ...]

    def settings(self, loaded: Loaded) -> tuple[str, ...]:
        """Return what it sets, `path=value`; factors multiply what `loaded` has.

        Raises BadInput where a path leads to nothing that can be multiplied.
        """
        faults: list[Fault] = []
        found = []
        for text in self.written:
            try:
                found.append(_setting(text, loaded, self.name))
            except BadInput as bad:
                faults += bad.faults
        if faults:
            raise BadInput(faults)
        return tuple(found)


def read_own(text: str) -> list[Own]:
    """Return the variants of a text. Raises BadInput with every line that is none."""
    found: list[Own] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, colon, rest = line.partition(":")
        written = tuple(part.strip() for part in rest.split(";") if part.strip())
        name = name.strip()
        if not colon or not name or not written or not all("=" in part for part in written):
            faults.append(Fault("", number, "", shown(line.strip()), _FORM))
        elif any(name == other.name for other in found):
            faults.append(Fault("", number, "", shown(name), "a name of its own"))
        else:
            found.append(Own(name, written))
    if faults:
        raise BadInput(faults)
    return found


def written_own(name: str, settings: Iterable[str]) -> str:
    """Return a variant as a line of the text."""
    clean = " ".join(name.replace(":", " ").replace(";", " ").split())
    return f"{clean}: {'; '.join(settings)}"


def free_settings(text: str) -> Iterator[str]:
    """Give the settings of a free text, one a line or parted by semicolons."""
    for line in text.splitlines():
        yield from (part.strip() for part in line.split(";") if part.strip())


def _setting(text: str, loaded: Loaded, name: str) -> str:
    path, _, value = text.partition("=")
    place = Place(name, 0)
    field = field_of(path, place)
    if not field.is_factor:
        return f"{'.'.join(field.keys)}={value.strip()}"
    factor = number_of(value)
    if factor is None:
        words = "a number to multiply by, such as 1.2"
        raise BadInput([Fault(name, 0, field.name, shown(value), words)])
    try:
        return factor_setting(loaded.scenario, field.keys, factor)
    except NoNumber as none:
        raise BadInput([none.at(place, field.name)]) from None
