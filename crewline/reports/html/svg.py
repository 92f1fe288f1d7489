"""Pictures as SVG inside a page: text is escaped by the XML library, colours are the page's own."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from crewline.reports.telling.blocks import Dots, Mark, Plane
from crewline.words import Words
from crewline.words.figures import number

_WIDE: Final = 680
_LEFT: Final = 8
_RIGHT: Final = 672
_ROW: Final = 46
_TICKS: Final = 5
_HIGH: Final = 320
#: Letters of a label.
_LONGEST: Final = 46

Form = Callable[[float], str]
#: Across, down, and which end of a text is there: "start", "middle" or "end".
Place = tuple[float, float, str]


@dataclass(frozen=True)
class Scale:
    """From values to places: a straight line between two ends, with round marks on it."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, end: float) -> Scale:
        """Return a scale that holds all values that there are, with a little room."""
        there = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
        low, high = min(there), max(there)
        room = (high - low) * 0.06 or abs(high) * 0.05 or 1.0
        floor = 0.0 if low >= 0 else -math.inf
        return cls(max(low - room, floor), high + room, start, end)

    def at(self, value: float) -> float:
        """Return where a value lies."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        """Return about five round values between the ends."""
        step = _round_step((self.high - self.low) / _TICKS)
        first = math.ceil(self.low / step)
        return [each * step for each in range(first, math.floor(self.high / step) + 1)]


def _round_step(wanted: float) -> float:
    """Return the least of 1, 2, 2.5, 5 and 10 times a power of ten that is not below `wanted`."""
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= wanted * 0.999)


def drawn(picture: Dots | Plane, say: Words) -> str:
    """Return a picture as SVG."""
    return _dots(picture, say) if isinstance(picture, Dots) else _plane(picture, say)


def _form(picture: Dots, say: Words) -> Form:
    if picture.form == "share":
        return lambda value: f"{number(round(value * 100, 6), say)} %"
    return lambda value: number(round(value, 6), say)


def _dots(picture: Dots, say: Words) -> str:
    height = 26 + _ROW * len(picture.marks) + 30
    root = _root(picture.alt, height)
    ends = [end for mark in picture.marks for end in (mark.value, mark.low, mark.high)]
    if picture.form == "share":
        ends = [min(max(end, 0.0), 1.0) for end in ends]
    scale = Scale.over([*ends, picture.goal], _LEFT + 10, _RIGHT - 10)
    bottom = height - 30
    _grid(root, scale, bottom, _form(picture, say))
    if math.isfinite(picture.goal):
        x = scale.at(picture.goal)
        _add(root, "line", "goal", x1=x, x2=x, y1=16, y2=bottom)
        anchor = "end" if x > _WIDE * 0.7 else "start"
        at = x + (-5 if anchor == "end" else 5)
        _text(root, (at, 12, anchor), picture.goal_said, "goal-text")
    for row, mark in enumerate(picture.marks):
        _row(root, mark, scale, 40 + row * _ROW)
    _text(root, (_RIGHT, height - 2, "end"), picture.unit, "tick")
    return ET.tostring(root, encoding="unicode")


def _row(root: ET.Element, mark: Mark, scale: Scale, y: float) -> None:
    label = _text(root, (_LEFT, y - 4, "start"), _short(mark.label, _LONGEST), "label")
    ET.SubElement(label, "title").text = mark.label
    _text(root, (_RIGHT, y - 4, "end"), mark.said, "value")
    line = y + 12
    _add(root, "line", "rail", x1=_LEFT, x2=_RIGHT, y1=line, y2=line)
    if math.isfinite(mark.low) and mark.low < mark.high:
        low, high = (min(max(scale.at(each), _LEFT), _RIGHT) for each in (mark.low, mark.high))
        _add(root, "line", f"span {mark.tone}", x1=low, x2=high, y1=line, y2=line)
        for end in (low, high):
            _add(root, "line", f"span {mark.tone}", x1=end, x2=end, y1=line - 5, y2=line + 5)
    _add(root, "circle", f"dot {mark.tone}", cx=scale.at(mark.value), cy=line, r=5.5)


def _grid(root: ET.Element, scale: Scale, bottom: float, form: Form) -> None:
    for tick in scale.ticks():
        x = scale.at(tick)
        _add(root, "line", "grid", x1=x, x2=x, y1=18, y2=bottom)
        _text(root, (x, bottom + 14, "middle"), form(tick), "tick")


def _plane(picture: Plane, say: Words) -> str:
    root = _root(picture.alt, _HIGH)
    across = Scale.over(picture.costs, 64, _RIGHT - 24)
    ends = [end for mark in picture.marks for end in (mark.value, mark.low, mark.high)]
    up = Scale.over([min(max(end, 0.0), 1.0) for end in ends], _HIGH - 52, 34)
    for tick in across.ticks():
        x = across.at(tick)
        _add(root, "line", "grid", x1=x, x2=x, y1=28, y2=_HIGH - 46)
        _text(root, (x, _HIGH - 30, "middle"), number(round(tick, 6), say), "tick")
    for tick in up.ticks():
        y = up.at(tick)
        _add(root, "line", "grid", x1=58, x2=_RIGHT, y1=y, y2=y)
        _text(root, (52, y + 4, "end"), number(round(tick * 100, 6), say), "tick")
    places = [
        (across.at(cost), up.at(mark.value))
        for cost, mark in zip(picture.costs, picture.marks, strict=True)
    ]
    path = " ".join(f"{x},{y}" for x, y in places)
    _add(root, "polyline", "path", points=path, fill="none")
    for mark, (x, y) in zip(picture.marks, places, strict=True):
        _point(root, mark, x, y, up)
        _text(root, _label_place(x, y), mark.label, "label")
    _text(root, (_RIGHT, _HIGH - 8, "end"), picture.across, "tick")
    _text(root, (_LEFT, 16, "start"), picture.up, "tick")
    return ET.tostring(root, encoding="unicode")


def _point(root: ET.Element, mark: Mark, x: float, y: float, up: Scale) -> None:
    if math.isfinite(mark.low) and mark.low < mark.high:
        low, high = (up.at(min(max(each, up.low), up.high)) for each in (mark.low, mark.high))
        _add(root, "line", f"span {mark.tone}", x1=x, x2=x, y1=low, y2=high)
    _add(root, "circle", f"dot {mark.tone}", cx=x, cy=y, r=6)


def _label_place(x: float, y: float) -> Place:
    """Return where a point's label stands: below a line that rises, or above it at the right."""
    return (x - 10, y - 10, "end") if x > _WIDE - 150 else (x + 10, y + 17, "start")


def _root(alt: str, height: float) -> ET.Element:
    root = ET.Element("svg", {"viewBox": f"0 0 {_WIDE} {height:g}", "role": "img"})
    root.set("aria-label", alt)
    return root


def _add(root: ET.Element, kind: str, name: str, **places: float | str) -> ET.Element:
    element = ET.SubElement(root, kind, {"class": name.strip()})
    for key, value in places.items():
        element.set(key, value if isinstance(value, str) else f"{value:g}")
    return element


def _text(root: ET.Element, place: Place, text: str, name: str) -> ET.Element:
    """Write a text that begins, ends, or has its middle at a place."""
    x, y, anchor = place
    element = _add(root, "text", name, x=x, y=y)
    element.set("text-anchor", anchor)
    element.text = text
    return element


def _short(text: str, width: int) -> str:
    """Return a text cut where it is wider than so many letters; Chinese ones are twice as wide."""
    taken = 0
    for place, mark in enumerate(text):
        taken += 2 if mark > "\u2e80" else 1
        if taken > width:
            return f"{text[:place]}…"
    return text
