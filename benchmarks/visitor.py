"""A browser's side of a session with the app, without a screen: what a visitor sends and is sent.

Eight real browsers would keep this machine busier than the server that they visit; people have
machines of their own. A visitor speaks the same protocol, repeats what asks for repetition (the
progress of a run), and keeps what would be on the screen.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

PATIENCE_S = 300.0


class Visitor:
    """One session: a page that was opened, and what is on it now."""

    def __init__(self, address: str, page: str = "", **query: str) -> None:
        """Open a page of the app at `address` (`http://...`)."""
        self._opened = ExitStack()
        self._socket = self._opened.enter_context(
            connect(
                f"ws{address.removeprefix('http')}/_stcore/stream",
                origin=address,  # type: ignore[arg-type]
                subprotocols=["streamlit"],  # type: ignore[list-item]
                max_size=None,
                ping_interval=None,
            )
        )
        self._page = page
        self._query = urlencode(query)
        self._script = ""
        self._entered: dict[str, float] = {}
        self._due_s: dict[str, tuple[float, float]] = {}
        self._elements: dict[tuple[int, ...], Any] = {}
        self._seen: dict[str, ForwardMsg] = {}
        self.session = ""
        self.is_drawn = False
        self._rerun()

    def close(self) -> None:
        """Go away, as a browser does whose window is closed."""
        self._opened.close()

    def press(self, key: str) -> None:
        """Press the button with a key."""
        button = next(one for one in self._all("button") if one.id.endswith(f"-{key}"))
        assert not button.disabled, f"{key} cannot be pressed"
        self.is_drawn = False
        self._rerun(trigger=button.id)

    def enter(self, key: str, number: float) -> None:
        """Type a number into the field with a key."""
        field = next(one for one in self._all("number_input") if one.id.endswith(f"-{key}"))
        self.is_drawn = False
        self._entered[field.id] = number
        self._rerun()

    def has(self, key: str) -> bool:
        """Whether there is a button with a key."""
        return any(one.id.endswith(f"-{key}") for one in self._all("button"))

    def may_press(self, key: str) -> bool:
        """Whether there is a button with a key, and it can be pressed."""
        return any(one.id.endswith(f"-{key}") and not one.disabled for one in self._all("button"))

    @property
    def metrics(self) -> dict[str, str]:
        """The figures on the page's cards, by their labels."""
        return {one.label: one.body for one in self._all("metric")}

    @property
    def texts(self) -> list[str]:
        """The plain texts on the page."""
        return [one.body for one in self._all("text")]

    @property
    def markdown(self) -> list[str]:
        """The formatted texts on the page, as they are written."""
        return [one.body for one in self._all("markdown")]

    @property
    def errors(self) -> list[str]:
        """What the page says in red."""
        exceptions = [one.message for one in self._all("exception")]
        return exceptions + [one.body for one in self._all("alert") if one.format == one.ERROR]

    def until(self, is_so: Callable[[Visitor], bool], patience_s: float = PATIENCE_S) -> None:
        """Go on until a page has been drawn of which something is so. Raises TimeoutError."""
        end_s = time.monotonic() + patience_s
        while not (self.is_drawn and is_so(self)):
            if time.monotonic() > end_s:
                raise TimeoutError(f"it never came to be so; the page says {self.errors}")
            self._look()

    def _look(self) -> None:
        """Take what comes next, or ask again for what is to be repeated."""
        now_s = time.monotonic()
        next_s = min((now_s + 1.0, *(due_s for due_s, _ in self._due_s.values())))
        try:
            self._take(self._socket.recv(timeout=max(next_s - now_s, 0.0)))
        except TimeoutError:
            for fragment, (due_s, every_s) in list(self._due_s.items()):
                if due_s <= time.monotonic():
                    self._due_s[fragment] = (math.inf, every_s)  # until this one is answered
                    self._rerun(fragment=fragment)

    def _take(self, data: Any) -> None:
        message = ForwardMsg()
        message.ParseFromString(data)
        if message.WhichOneof("type") == "ref_hash":
            message = self._seen[message.ref_hash]
        elif message.metadata.cacheable:
            self._seen[message.hash] = message
        match message.WhichOneof("type"):
            case "new_session":
                self._begin(message)
            case "navigation":
                self._script = message.navigation.page_script_hash
            case "delta":
                self._draw(message)
            case "auto_rerun":
                repeat = message.auto_rerun
                due_s = time.monotonic() + repeat.interval
                self._due_s[repeat.fragment_id] = (due_s, repeat.interval)
            case "script_finished":
                for fragment, (_, every_s) in self._due_s.items():
                    self._due_s[fragment] = (time.monotonic() + every_s, every_s)
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    self.is_drawn = True

    def _begin(self, message: ForwardMsg) -> None:
        self.session = message.new_session.initialize.session_id or self.session
        if not message.metadata.run.fragment_ids:
            self._elements.clear()
            self._due_s.clear()
            self.is_drawn = False

    def _draw(self, message: ForwardMsg) -> None:
        path = tuple(message.metadata.delta_path)
        for below in [one for one in self._elements if one[: len(path)] == path]:
            del self._elements[below]
        if message.delta.WhichOneof("type") == "new_element":
            self._elements[path] = message.delta.new_element

    def _all(self, kind: str) -> list[Any]:
        elements = sorted(self._elements.items())
        return [getattr(one, kind) for _, one in elements if one.WhichOneof("type") == kind]

    def _rerun(self, *, trigger: str = "", fragment: str = "") -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self._query
        asked.page_name, asked.page_script_hash = self._page, self._script
        asked.context_info.locale = "en-GB"
        if fragment:
            asked.fragment_id, asked.is_auto_rerun = fragment, True
        if trigger:
            state = asked.widget_states.widgets.add()
            state.id, state.trigger_value = trigger, True
        for field, number in self._entered.items():
            state = asked.widget_states.widgets.add()
            state.id, state.double_value = field, number
        self._socket.send(message.SerializeToString())
