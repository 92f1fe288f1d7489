"""A page of blocks as one HTML file that holds all it needs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from crewline.charts import palette
from crewline.reports.decision import Decision
from crewline.reports.html.svg import drawn
from crewline.reports.telling.blocks import Block, Dots, Plane
from crewline.reports.telling.page import page_of
from crewline.words import Words

#: What pages and fonts know the languages by.
_LANGUAGES: Final = {"en": "en-GB", "zh": "zh-CN"}
#: The colours of charts, by the names that the style sheet has for them.
_COLOURS: Final = {
    "ASKED": palette.ASKED,
    "ANSWERED": palette.ANSWERED,
    "ABANDONED": palette.ABANDONED,
    "UNCHANGED": palette.UNCHANGED,
    "TARGET": palette.TARGET,
}


def html_of(decision: Decision, say: Words) -> str:
    """Return a decision as an HTML page in the reader's language.

    Everything that an input says is escaped. The page asks for nothing: no font, no script.
    """
    page = page_of(decision, say)

    def picture(block: Dots | Plane) -> Markup:
        return Markup(drawn(block, say))

    return _template().render(
        page=page,
        lang=_LANGUAGES.get(page.language, page.language),
        style=Markup(_style()),
        picture=picture,
        kind_of=_kind_of,
    )


def _kind_of(block: Block) -> str:
    return type(block).__name__


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_file("page.html"))


@cache
def _style() -> str:
    style = _file("page.css")
    for name, colour in _COLOURS.items():
        style = style.replace(name, colour)
    return style.strip()


def _file(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")
