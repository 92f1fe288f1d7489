"""Nobody sees anything before the login, where one is configured (Streamlit's OpenID Connect).

It is configured by an `[auth]` section in `.streamlit/secrets.toml`; without one the app is open to
whoever can reach it, which is this machine alone unless somebody changed that.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit import config

from crewline.words import Words, plain

#: Keys of the section that are no provider's name.
_SETTINGS: Final = frozenset({"client_kwargs"})
#: What a provider may say of somebody, the most telling first.
_NAMES: Final = ("name", "preferred_username", "email", "sub")


def admitted(say: Words) -> bool:
    """Return whether pages may be drawn; where they may not, ask for the login.

    Who is logged in stands in the sidebar, with a way out. A file of secrets that cannot be read
    admits nobody: it may have asked for a login.
    """
    if _unreadable():
        st.error(
            say(
                "The server's file of secrets cannot be read, so nobody is let in. Its log says"
                " what is wrong."
            )
        )
        return False
    section = _section()
    if section is None:
        return True
    if bool(st.user.get("is_logged_in")):
        _show_reader(say)
        return True
    _ask(section, say)
    return False


def providers(section: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the providers in an `[auth]` section; none where there is just one."""
    return tuple(
        name
        for name, value in section.items()
        if isinstance(value, Mapping) and name not in _SETTINGS
    )


def _section() -> Mapping[str, Any] | None:
    """Return what is configured of the login, None where nothing is."""
    if not st.secrets.load_if_toml_exists() or "auth" not in st.secrets:
        return None
    section = st.secrets["auth"]
    return section if isinstance(section, Mapping) else {}  # a slip of the pen opens no door


def _unreadable() -> bool:
    files = [Path(path) for path in config.get_option("secrets.files")]
    return any(path.exists() for path in files) and not st.secrets.load_if_toml_exists()


def _ask(section: Mapping[str, Any], say: Words) -> None:
    """Show what to press to log in, a button a provider."""
    st.title("Crewline")
    st.markdown(say("Please log in to go on."))
    names = providers(section)
    if not names:
        st.button(say("Log in"), type="primary", key="login", on_click=st.login)
    for name in names:
        label = say("Log in with {provider}", provider=plain(name))
        st.button(label, type="primary", key=f"login_{name}", on_click=st.login, args=(name,))


def _show_reader(say: Words) -> None:
    """Show who is logged in, and the way out."""
    known = (st.user.get(key) for key in _NAMES)
    name = next((str(one) for one in known if one), "")
    with st.sidebar:
        left, right = st.columns([3, 2], vertical_alignment="center")
        left.caption(plain(name))
        right.button(say("Log out"), key="logout", on_click=st.logout, width="stretch")
