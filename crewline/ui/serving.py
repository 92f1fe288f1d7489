"""What the server does beside drawing pages: it is ready before the first browser comes.

Whoever opens a page waits for nothing but that page: its modules are imported, its scenario is
read, the workers are about to begin, and the browser fetches the charts' library while it waits.
"""

from __future__ import annotations

import gc
import logging
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)

#: The parts of Streamlit's front end that every page of ours needs, and that it would ask for late.
_EARLY: Final = ("PlotlyChart",)


@asynccontextmanager
async def opening(_: Any) -> AsyncIterator[None]:
    """Make ready before the server answers; end the workers when it ends."""
    from anyio.to_thread import run_sync

    from crewline.ui.work.pool import pool

    await run_sync(make_ready)
    pool().warm()
    yield
    await run_sync(pool().close)


def make_ready() -> None:
    """Import all pages, and do once what the first page would else be the first to do."""
    for name in ("crewline.ui.shell", *_pages()):
        try:
            import_module(name)
        except Exception:  # the page itself will tell
            _log.exception("a page could not be imported")
    try:
        _read_first()
    except Exception:
        _log.exception("the first scenario could not be read")
    # What is there now stays for good: sweeping through it would take longer than drawing a page.
    gc.collect()
    gc.freeze()


def _pages() -> Iterator[str]:
    import crewline.ui.pages

    package = crewline.ui.pages
    for page in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        yield f"{page.name}.page"


def _read_first() -> None:
    """Read the scenarios that lists show, the one that opens first, and both languages."""
    from plotly.graph_objects import Figure

    from crewline.ui.draft.draft import Draft
    from crewline.ui.draft.workspace import events_there, scenarios_there
    from crewline.words import Language, Words
    from crewline.words.figures import number
    from scenarios.faults import BadInput

    for language in Language:
        say = Words(language)
        number(1234.5, say)
        say("Scenario")
    events_there()
    with suppress(BadInput):  # told on the page
        Draft(scenarios_there()[0].reference).loaded()
    Figure(layout={"title": "made once, so that Plotly has read its templates"}).to_json()


class Preloading:
    """Tells a browser, with the page itself, which large parts of the front end it will need."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self._app = app
        self._links = ", ".join(f"<./static/js/{name}>; rel=modulepreload" for name in _early())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does; with a page, name what to fetch early."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and self._links:
                headers = list(message.get("headers", ()))
                kinds = [value for name, value in headers if name.lower() == b"content-type"]
                if any(kind.startswith(b"text/html") for kind in kinds):
                    headers.append((b"link", self._links.encode("latin-1")))
                    message = {**message, "headers": headers}
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


def _early() -> list[str]:
    """Return the files of what is needed early, by the names that this Streamlit gives them."""
    import streamlit

    scripts = Path(streamlit.__file__).parent / "static" / "static" / "js"
    return sorted(path.name for part in _EARLY for path in scripts.glob(f"{part}.*.js"))
