"""One page for who decides: what could be done, what each costs and delivers, how sure that is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from crewline.reports.files import Format, report
from crewline.reports.telling.page import page_of
from crewline.ui.draft.draft import Draft
from crewline.ui.draft.options import Option, drop, kept, write_options
from crewline.ui.pages.decision.choosing import chosen_first, options_there
from crewline.ui.pages.decision.showing import show_page
from crewline.ui.pages.decision.task import DecisionTask, refuse_unlike
from crewline.ui.parts.remembered import recall, recall_text, remember
from crewline.ui.parts.working import asked, known
from crewline.words import Words, plain
from crewline.words.figures import number

if TYPE_CHECKING:
    from crewline.reports import Decision

_OPTIONS: Final = "decision_options"
_QUESTION: Final = "decision_question"
_KEY: Final = "decision_run"
#: More options than this make a page that nobody reads.
_MOST: Final = 6
_MIMES: Final = {
    Format.HTML: "text/html",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def draw(say: Words, draft: Draft) -> None:
    """Draw the page. Raises BadInput where the draft, or an option, is at fault."""
    draft.loaded()
    st.title(say("Decision page"))
    st.markdown(
        say(
            "One page for who decides. Choose the options, simulate them on the same random"
            " customers, read what each costs and delivers, and print or send it."
        )
    )
    chosen = _choose(draft, say)
    if not chosen:
        st.info(say("Choose at least one option."))
        return
    task = DecisionTask(
        tuple(option.draft.loaded() for option in chosen), draft.replications, draft.seed
    )
    refuse_unlike(task.loaded)
    cost = say("About {contacts} contacts to simulate", contacts=number(task.size, say))
    found = asked(task, say, key=_KEY, label=say("Work it out"), cost=cost)
    if found is not None:
        st.session_state[f"{_KEY}_titles"] = [option.title for option in chosen]
        _show(found, [option.title for option in chosen], say, draft)
        return
    before = known(st.session_state.get(f"{_KEY}_last"))
    if before is not None:
        st.warning(say("Below is the answer to what was chosen before."))
        _show(before, st.session_state.get(f"{_KEY}_titles", []), say, draft)


def _choose(draft: Draft, say: Words) -> list[Option]:
    """Let the reader choose options and ask a question; return the options, the present first."""
    there = options_there(draft, say)
    write_options()
    default = chosen_first(there)
    recall_text(_QUESTION)
    st.text_input(
        say("What is to be decided?"),
        key=_QUESTION,
        max_chars=200,
        placeholder=say("The title of the page, such as: shall we call in a reserve?"),
    )
    remember(_QUESTION, "")
    recall(_OPTIONS, there, default)
    keys = st.multiselect(
        say("Options"),
        list(there),
        format_func=lambda key: there[key].title,
        key=_OPTIONS,
        max_selections=_MOST,
        help=say(
            "The one chosen first is what the others are compared with. Options kept on other pages"
            " are here, too."
        ),
    )
    remember(_OPTIONS, default)
    _show_kept(say)
    return [there[key] for key in keys]


def _show_kept(say: Words) -> None:
    """Let options that were kept be dropped."""
    options = kept()
    if not options:
        return
    with st.expander(say.count("{n} option kept", "{n} options kept", len(options))):
        for at, option in enumerate(options):
            left, right = st.columns([4, 1], vertical_alignment="center")
            left.markdown(plain(option.title))
            right.button(
                say("Drop"),
                key=f"decision_drop_{at}",
                on_click=drop,
                args=(option.draft,),
                width="stretch",
            )


def _show(found: Decision, titles: list[str], say: Words, draft: Draft) -> None:
    """Show the decision as a page, with its downloads above it."""
    named = replace(
        found,
        question=st.session_state.get(_QUESTION, "").strip(),
        options=tuple(
            replace(option, title=title)
            for option, title in zip(found.options, titles, strict=False)
        ),
    )
    if len(named.options) != len(found.options):
        named = replace(found, question=named.question)
    file = f"{draft.loaded().scenario.name}-decision-{say.language}"
    page = page_of(named, say)
    left, right, _ = st.columns([2, 2, 3])
    labels = {
        Format.HTML: say("Page to print and send (HTML)"),
        Format.XLSX: say("Workbook with formulas (XLSX)"),
    }
    for place, (form, label) in zip((left, right), labels.items(), strict=True):
        place.download_button(
            label,
            report(named, form, say),
            file_name=f"{file}.{form}",
            mime=_MIMES[form],
            key=f"decision_{form}",
            on_click="ignore",
            width="stretch",
        )
    st.header(plain(page.title))
    show_page(page, say, file)
