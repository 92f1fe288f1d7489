"""A piece of work for a worker process: a value that says all that makes its result."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from crewline import __version__

Result = TypeVar("Result")


class Cancelled(Exception):  # noqa: N818  (a wish, not an error)
    """Raised inside a task that nobody wants any more."""


class Tell(Protocol):
    """How a task under way reports; it may do so as often as it likes."""

    def __call__(self, share_done: float, text: str, /, **values: object) -> None:
        """Say how far it is, from 0 to 1, and in words: a text marked by `N_`, and its blanks.

        Raises Cancelled where nobody wants the result any more.
        """

    def compiling(self) -> None:
        """Say that the engine is being compiled, which happens once on a machine.

        Raises Cancelled where nobody wants the result any more.
        """


@dataclass(frozen=True)
class Task(ABC, Generic[Result]):
    """What is to be worked out: two tasks with one `key` have one result.

    A task and its result cross between processes: both can be pickled, and the module that a task
    is written in imports no Streamlit.
    """

    @property
    @abstractmethod
    def content(self) -> str:
        """Text that tells this task from every other of its class: all that makes its result."""

    @abstractmethod
    def carry_out(self, tell: Tell) -> Result:
        """Work it out, on one core; called in a worker process.

        Raises BadInput where the input is at fault, Cancelled where `tell` does.
        """

    @property
    def size(self) -> float:
        """How much work it is, in a unit of its class's own, such as contacts; 0 is unknown."""
        return 0.0

    @cached_property
    def key(self) -> str:
        """What tells it from every other task: its class, our version, and its content."""
        kind = f"{type(self).__module__}.{type(self).__qualname__}"
        digest = hashlib.sha256(self.content.encode()).hexdigest()
        return f"{kind}-{__version__}-{digest}"
