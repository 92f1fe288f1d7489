"""The blocks of a decision page as Streamlit shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from crewline.charts.options import Dot, options_chart
from crewline.charts.options import Dots as Drawn
from crewline.reports.telling.blocks import (
    Answer,
    Block,
    Cell,
    Dots,
    Heading,
    Items,
    Page,
    Sheet,
    Text,
    Tone,
)
from crewline.ui.parts.shown_chart import show_chart
from crewline.words import Words, plain

_BOXES: Final = {
    Tone.PLAIN: st.info,
    Tone.GOOD: st.success,
    Tone.BAD: st.error,
    Tone.UNSURE: st.warning,
}
#: Colours of Streamlit's own text, readable on white and on black.
_COLOURS: Final = {Tone.GOOD: "green", Tone.BAD: "red", Tone.UNSURE: "gray"}


def show_page(page: Page, say: Words, file: str) -> None:
    """Show a page block by block; its pictures in tabs."""
    pictures = [block for block in page.blocks if isinstance(block, Dots)]
    for block in page.blocks:
        if isinstance(block, Dots):
            if block is pictures[0]:
                _show_pictures(pictures, say, file)
        else:
            _show(block)
    st.caption(plain(page.footer))


def _show(block: Block) -> None:
    match block:
        case Answer():
            lines = [f"**{plain(block.text)}**", *map(plain, block.below)]
            _BOXES[block.tone]("\n\n".join(lines))
        case Heading():
            st.subheader(plain(block.text), anchor=block.name)
        case Items():
            st.markdown("\n".join(f"- {plain(item)}" for item in block.items))
        case Text():
            st.caption(plain(block.text))
        case Sheet():
            _show_sheet(block)


def _show_sheet(sheet: Sheet) -> None:
    st.markdown(f"**{plain(sheet.caption)}**")
    first, *heads = _unlike(sheet.heads)
    table = pd.DataFrame(
        [[_cell(cell) for cell in row[1:]] for row in sheet.rows],
        columns=[plain(head) for head in heads],
        index=pd.Index([_cell(row[0]) for row in sheet.rows], name=plain(first)),
    )
    st.table(table)


def _unlike(heads: Sequence[str]) -> list[str]:
    """Return headings of which no two are the same: a table's columns have names of their own."""
    found: list[str] = []
    for head in heads:
        found.append(head + "\u200b" * found.count(head) if head in found else head)
        while found.count(found[-1]) > 1:
            found[-1] += "\u200b"
    return found


def _cell(cell: Cell) -> str:
    """Return a cell as Markdown: what matters first, and in small letters what is to be known."""
    text = plain(cell.text)
    if cell.tone in _COLOURS:
        text = f":{_COLOURS[cell.tone]}[{text}]"
    return f"{text} · :small[:gray[{plain(cell.note)}]]" if cell.note else text


def _show_pictures(pictures: Sequence[Dots], say: Words, file: str) -> None:
    tabs = st.tabs([picture.title for picture in pictures])
    for tab, picture in zip(tabs, pictures, strict=True):
        with tab:
            show_chart(options_chart(_drawn(picture), say), say, file)


def _drawn(picture: Dots) -> Drawn:
    """Return a picture in the unit of its axis: shares in per cent."""
    factor = 100.0 if picture.form == "share" else 1.0
    return Drawn(
        name=f"decision_{picture.name}",
        title=picture.title,
        unit=picture.unit or "%" if picture.form == "share" else picture.unit,
        dots=tuple(
            Dot(
                mark.label,
                mark.value * factor,
                mark.low * factor,
                mark.high * factor,
                mark.said,
                mark.tone.value,
            )
            for mark in picture.marks
        ),
        goal=picture.goal * factor,
        goal_said=picture.goal_said,
        alt=picture.alt,
    )
