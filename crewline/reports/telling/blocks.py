"""What a page is made of, in words: no markup, no colours, nothing of where it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias


class Tone(StrEnum):
    """What a text means for the reader, beside what it says."""

    PLAIN = ""
    GOOD = "good"
    BAD = "bad"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Heading:
    """The title of a part of the page; `name` is short, for links."""

    name: str
    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Answer:
    """What the page says in one sentence, with what stands behind it below."""

    text: str
    below: tuple[str, ...] = ()
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Items:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """What stands in a table: a text, and in smaller letters what is to be known of it."""

    text: str
    note: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Sheet:
    """A table. The first cell of a row says what the row is about; numbers stand to the right.

    `words` are the columns that are none, `name` tells how the table is laid out.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: tuple[int, ...] = (0,)
    name: str = ""


@dataclass(frozen=True)
class Mark:
    """A point of a picture with its interval; bounds are NaN where there is none."""

    label: str
    value: float
    low: float
    high: float
    said: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Dots:
    """A picture of one figure of several options: a point and its interval on a line each.

    `said` of a mark is the value in words. `unit` is what the axis is in, and `form` how its
    numbers are written. `goal` is a level that was promised, NaN where there is none.
    """

    name: str
    title: str
    unit: str
    form: Literal["share", "number"]
    marks: tuple[Mark, ...]
    goal: float
    goal_said: str
    alt: str


@dataclass(frozen=True)
class Plane:
    """A picture of cost against service: a point an option, joined in their order.

    Marks have the service as value and interval; `costs` are theirs.
    """

    name: str
    title: str
    across: str
    up: str
    marks: tuple[Mark, ...]
    costs: tuple[float, ...]
    alt: str


Block: TypeAlias = Heading | Text | Answer | Items | Sheet | Dots | Plane


@dataclass(frozen=True)
class Page:
    """A decision page in one language."""

    language: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    footer: str
