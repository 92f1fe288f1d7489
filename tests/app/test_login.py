"""The login: nothing is drawn before it where it is configured, and nothing changes where not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from crewline.ui.login import providers

PROVIDER = {"client_id": "crewline", "client_secret": "s", "server_metadata_url": "https://x"}


def _script() -> None:
    import streamlit as st

    from crewline.ui.login import admitted
    from crewline.words import Language, Words

    if admitted(Words(Language(st.session_state.get("language", "en")))):
        st.text("the pages")


def opened(auth: Any = None, language: str = "en") -> AppTest:
    page = AppTest.from_function(_script, default_timeout=30)
    page.session_state["language"] = language
    if auth is not None:
        page.secrets["auth"] = auth
    page.run()
    assert not page.exception
    return page


def log_in(monkeypatch: pytest.MonkeyPatch, **said: object) -> None:
    monkeypatch.setattr(st, "user", {"is_logged_in": True, **said})


def test_nothing_changes_where_nothing_is_configured() -> None:
    page = opened()
    assert [text.value for text in page.text] == ["the pages"]
    assert not page.button
    assert not page.title


@pytest.mark.parametrize("auth", [PROVIDER, {}, "a slip of the pen"])
def test_a_stranger_sees_only_the_login(auth: object) -> None:
    page = opened(auth)
    assert not page.text
    assert [button.label for button in page.button] == ["Log in"]


def test_there_is_a_button_a_provider_in_chinese_too() -> None:
    auth = {"redirect_uri": "x", "client_kwargs": {}, "azure": PROVIDER, "feishu": PROVIDER}
    page = opened(auth, "zh")
    assert [button.label for button in page.button] == ["用 azure 登录", "用 feishu 登录"]
    assert providers(PROVIDER) == ()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"name": "Li *Na*", "email": "li@example.org"}, r"Li \*Na\*"),
        ({"email": "li@example.org"}, r"li@example\.org"),
        ({}, ""),
    ],
)
def test_who_is_logged_in_stands_in_the_sidebar(
    said: dict[str, object], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(monkeypatch, **said)
    page = opened(PROVIDER)
    assert [text.value for text in page.text] == ["the pages"]
    assert page.sidebar.caption[0].value == name
    assert page.sidebar.button(key="logout").label == "Log out"


def test_secrets_that_cannot_be_read_admit_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth\n", "utf-8")
    given = config.get_option
    monkeypatch.setattr(
        config,
        "get_option",
        lambda key: [str(broken)] if key == "secrets.files" else given(key),
    )
    monkeypatch.setattr("streamlit.runtime.secrets.Secrets.load_if_toml_exists", lambda _: False)
    page = opened()
    assert not page.text
    assert page.error[0].value.startswith("The server's file of secrets cannot be read")
