"""The server before the first browser: ready, and saying early what a page needs."""

from __future__ import annotations

import ast
import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from crewline.ui import FRONT, SCRIPT
from crewline.ui.serving import Preloading, make_ready

ROOT = Path(__file__).parents[2]


def apart(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine in a thread of its own: a browser test's loop may be running in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def answered(kind: type[Response]) -> dict[str, str]:
    """Return the headers of a response of a kind."""

    async def answer(_: Request) -> Response:
        return kind({"a": 1} if kind is JSONResponse else "<p>")

    app = Starlette(routes=[Route("/", answer)], middleware=[Middleware(Preloading)])
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
    apart(app(scope, receive, send))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_a_page_names_the_charts_library_that_it_will_need() -> None:
    link = answered(HTMLResponse)["link"]
    path = link.removeprefix("<./").split(">")[0]
    assert link.endswith("; rel=modulepreload")
    assert (Path(streamlit.__file__).parent / "static" / path).is_file()


def test_what_is_no_page_names_nothing() -> None:
    assert "link" not in answered(JSONResponse)


def test_both_front_doors_are_one() -> None:
    """Streamlit finds the application by reading the file; so both files say the same."""
    ours, installed = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "app.py", FRONT))
    assert [ast.dump(node) for node in ours.body[1:]] == [
        ast.dump(node) for node in installed.body[1:] if not is_future(node)
    ]
    assert SCRIPT.is_file()


def is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def test_a_page_that_cannot_be_imported_stops_no_server(monkeypatch: Any) -> None:
    monkeypatch.setattr("crewline.ui.serving._pages", lambda: ["crewline.ui.pages.nowhere.page"])
    make_ready()


def test_the_workers_begin_and_end_with_the_server(monkeypatch: Any) -> None:
    from crewline.ui.serving import opening

    heard: list[str] = []

    class Pool:
        def warm(self) -> None:
            heard.append("warm")

        def close(self) -> None:
            heard.append("close")

    async def serve() -> None:
        async with opening(None):
            heard.append("serving")

    monkeypatch.setattr("crewline.ui.serving.make_ready", lambda: heard.append("ready"))
    monkeypatch.setattr("crewline.ui.work.pool.pool", Pool)
    apart(serve())
    assert heard == ["ready", "warm", "serving", "close"]
