"""Ctrl-C, noted: an interrupt that is raised where Python drops it is raised again.

Python raises KeyboardInterrupt wherever the program happens to be. In a destructor, or in a
library that takes every error for one of its own, it is lost, and the work goes on.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

#: A press so soon after the last one is the same wish, while we are leaving already.
_LEAVING_S: Final = 10.0


class _Noted:
    """A handler of Ctrl-C that raises KeyboardInterrupt, and knows that it was to be raised."""

    def __init__(self) -> None:
        self.raised_at: float | None = None

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if self.raised_at is None or time.monotonic() - self.raised_at > _LEAVING_S:
            self.raise_it()

    def raise_it(self) -> None:
        """Raise KeyboardInterrupt, and note when."""
        self.raised_at = time.monotonic()
        raise KeyboardInterrupt


@contextmanager
def keyboard_noted() -> Iterator[None]:
    """Note Ctrl-C meanwhile: one press is enough, and a second does not disturb the leaving.

    Raises KeyboardInterrupt at the latest when the context is left, whatever else was made of it.
    The process is to end then, and hears no further press, which would leave a traceback. In a
    thread that is not the main one nothing is changed: signals are not for it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    noted = _Noted()
    before = signal.signal(signal.SIGINT, noted)
    try:
        yield
    except Exception:
        if noted.raised_at is None:
            raise
        raise KeyboardInterrupt from None  # it was taken for an error of something else
    else:
        end_where_pressed()
    finally:
        signal.signal(signal.SIGINT, before if noted.raised_at is None else signal.SIG_IGN)


def end_where_pressed() -> None:
    """Raise KeyboardInterrupt where Ctrl-C was pressed within `keyboard_noted`, and was lost."""
    noted = signal.getsignal(signal.SIGINT)
    if isinstance(noted, _Noted) and noted.raised_at is not None:
        noted.raise_it()
