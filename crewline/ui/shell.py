"""The frame of every page: navigation, language, and at the left what is worked on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

import streamlit as st

from crewline.ui.draft.address import to_address
from crewline.ui.draft.draft import Draft
from crewline.ui.draft.session import change, current, write_address
from crewline.ui.draft.workspace import (
    Choice,
    choice_of_text,
    events_there,
    own_folder,
    scenarios_there,
)
from crewline.ui.login import admitted
from crewline.ui.parts.faults import show_faults
from crewline.ui.parts.turns import in_turn
from crewline.words import N_, NAMES, Language, Words, plain
from scenarios.faults import BadInput

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

_log = logging.getLogger(__name__)

#: Streamlit's own margins leave little of a small screen.
_STYLE: Final = """<style>
[data-testid="stMainBlockContainer"] {padding: 3rem 2.5rem 3rem;}
[data-testid="stSidebarUserContent"] {padding-top: 0;}
[data-testid="stSidebarHeader"] {height: 2.5rem; margin-bottom: 0;}
[data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] {gap: 0.5rem;}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {color: inherit;}
[data-testid="stCaptionContainer"] {opacity: 0.8;}
.st-key-links [data-testid="stVerticalBlock"], .st-key-links {gap: 0.375rem !important;}
</style>"""
#: On black our colour is light, for links to be read; so its buttons want dark letters.
_DARK_STYLE: Final = """<style>
[data-testid^="stBaseButton-primary"], [data-testid="stMultiSelect"] span[title] {color: #0e1117;}
</style>"""


@dataclass(frozen=True)
class PageEntry:
    """A page of the navigation: its folder in `pages`, title and icon."""

    name: str
    title: str
    icon: str


PAGES: Final[Mapping[str, tuple[PageEntry, ...]]] = {
    N_("Describe"): (
        PageEntry("data", N_("Data in"), ":material/upload_file:"),
        PageEntry("scenario", N_("Scenario"), ":material/tune:"),
    ),
    N_("Plan"): (
        PageEntry("preview", N_("Preview"), ":material/speed:"),
        PageEntry("day", N_("The day"), ":material/monitoring:"),
        PageEntry("staffing", N_("Staffing and shifts"), ":material/calendar_month:"),
        PageEntry("what_if", N_("What if"), ":material/compare_arrows:"),
        PageEntry("emergency", N_("Emergency"), ":material/emergency:"),
    ),
    N_("Decide"): (
        PageEntry("trade_off", N_("Trade-off"), ":material/balance:"),
        PageEntry("decision", N_("Decision page"), ":material/description:"),
    ),
}
#: What opens first: it has a picture at once.
FIRST_PAGE: Final = "preview"


def show() -> None:
    """Draw the page that the address names, in its frame."""
    st.set_page_config(page_title="Crewline", page_icon=":material/support_agent:", layout="wide")
    st.html(_STYLE)
    if st.context.theme.type == "dark":
        st.html(_DARK_STYLE)
    say = _language()
    if not admitted(say):
        return
    every = [entry for entries in PAGES.values() for entry in entries]
    pages = {entry: _page(entry, say, lambda: _links(pages, say)) for entry in every}
    # What opens first has no name in the address; it is reached by its name as well.
    first = next(entry for entry in every if entry.name == FIRST_PAGE)
    home = _page(first, say, lambda: _links({**pages, first: home}, say), default=True)
    st.navigation([home, *pages.values()], position="hidden").run()


def show_alone(name: str) -> None:
    """Draw one page by its name, without navigation."""
    entry = next(one for entries in PAGES.values() for one in entries if one.name == name)
    _drawing(entry, _language(), lambda: None)()


def _page(
    entry: PageEntry, say: Words, links: Callable[[], None], *, default: bool = False
) -> Page:
    return st.Page(
        _drawing(entry, say, links),
        title=say(entry.title),
        icon=entry.icon,
        url_path="" if default else entry.name,
        default=default,
    )


def _drawing(entry: PageEntry, say: Words, links: Callable[[], None]) -> Callable[[], None]:
    def draw() -> None:
        try:
            _choose_language(say)
            _sidebar(say, links)
            write_address()
            with in_turn():
                import_module(f"crewline.ui.pages.{entry.name}.page").draw(say, current())
        except BadInput as bad:
            show_faults(bad.faults, say)
        except Exception as crash:  # whatever it is, a person reads it
            _log.exception("the page failed")
            reason = plain(f"{type(crash).__name__}: {crash}")
            st.error(
                say(
                    "The page failed, which is a fault of the program and not of your input:"
                    " {reason}",
                    reason=reason,
                )
            )

    draw.__name__ = entry.name
    return draw


def _language() -> Words:
    """Return the words of the language chosen; the browser's own comes first."""
    chosen = st.session_state.get("language") or st.query_params.get("lang")
    asked = chosen or st.context.locale or ""
    language = Language.CHINESE if asked.lower().startswith("zh") else Language.ENGLISH
    return Words(language)


def _choose_language(say: Words) -> None:
    st.session_state["language"] = say.language
    if st.query_params.get("lang") != say.language:
        st.query_params["lang"] = say.language
    with st.sidebar:
        st.segmented_control(
            "Language / 语言",
            list(Language),
            required=True,
            format_func=NAMES.__getitem__,
            key="language",
            label_visibility="collapsed",
        )


def _sidebar(say: Words, links: Callable[[], None]) -> None:
    """Show what is worked on: the scenario, its day, how often and with which seed."""
    draft = current()
    with st.sidebar:
        _choose_scenario(draft, say)
        _tell_changes(draft, say)
        links()
        _choose_effort(draft, say)


def _links(pages: Mapping[PageEntry, Page], say: Words) -> None:
    """Show the way to all pages; each link carries the draft, so that it can be shared."""
    address = {**to_address(current()), "lang": say.language.value}
    with st.container(key="links"):
        for heading, entries in PAGES.items():
            st.caption(say(heading))
            for entry in entries:
                st.page_link(pages[entry], query_params=address)


def _choose_scenario(draft: Draft, say: Words) -> None:
    folder = own_folder()
    if folder is not None and not folder.is_dir():
        st.warning(say("The folder of scenarios was not found: {folder}", folder=str(folder)))
    there = {choice.reference: choice for choice in scenarios_there()}
    if draft.own:
        there = {**there, draft.reference: choice_of_text(draft.reference, draft.own)}
    elif draft.reference not in there:
        there = {draft.reference: Choice(draft.reference, draft.reference), **there}
    st.session_state["side_scenario"] = draft.reference
    st.selectbox(
        say("Scenario"),
        list(there),
        format_func=lambda one: say.title(there[one].title),
        key="side_scenario",
        on_change=lambda: change(reference=st.session_state["side_scenario"]),
    )
    titles = dict(there[draft.reference].variants)
    if draft.variant and draft.variant not in titles:
        titles[draft.variant] = draft.variant
    if not titles:
        return
    st.session_state["side_variant"] = draft.variant or ""
    st.selectbox(
        say("Variant"),
        ["", *titles],
        format_func=lambda one: say.title(titles[one]) if one else say("Ordinary day"),
        key="side_variant",
        on_change=lambda: change(variant=st.session_state["side_variant"] or None),
    )


def _tell_changes(draft: Draft, say: Words) -> None:
    """Show the events and how much is changed, and let all of it be dropped."""
    if not draft.events and not draft.settings:
        return
    titles = {choice.reference: choice.title for choice in events_there()}
    events = [say.title(titles.get(name, name)) for name in draft.events]
    said = [plain(one) for one in events]
    if draft.settings:
        said.append(say.count("{n} setting changed", "{n} settings changed", len(draft.settings)))
    st.caption(" · ".join(said))
    st.button(
        say("Drop all changes"),
        key="side_drop",
        on_click=lambda: change(settings=(), events=()),
        width="stretch",
    )


def _choose_effort(draft: Draft, say: Words) -> None:
    left, right = st.columns(2)
    st.session_state["side_replications"] = draft.replications
    left.number_input(
        say("Replications"),
        min_value=2,
        max_value=1000,
        help=say(
            "How often the horizon is simulated, each time with other random customers. Four times"
            " as many halve the intervals."
        ),
        key="side_replications",
        on_change=lambda: change(replications=int(st.session_state["side_replications"])),
    )
    st.session_state["side_seed"] = _seed(draft)
    right.number_input(
        say("Seed"),
        min_value=0,
        max_value=2**31 - 1,
        help=say("The same seed draws the same customers."),
        key="side_seed",
        on_change=lambda: change(seed=int(st.session_state["side_seed"])),
    )


def _seed(draft: Draft) -> int:
    if draft.seed is not None:
        return draft.seed
    try:
        return draft.loaded().scenario.seed
    except BadInput:
        return 0
