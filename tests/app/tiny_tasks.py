"""Tasks as small as can be, each with one habit; worker processes import them from here."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from crewline.ui.work.task import Cancelled, Task, Tell
from scenarios.faults import BadInput, Fault


@dataclass(frozen=True)
class Say(Task[str]):
    """Returns its words, and leaves a line in a file for every time that it was carried out."""

    words: str
    log: str = ""

    @property
    def content(self) -> str:
        return f"{self.words}\n{self.log}"

    def carry_out(self, tell: Tell) -> str:
        if self.log:
            with Path(self.log).open("a", encoding="utf-8") as file:
                file.write(f"{self.words}\n")
        return self.words


@dataclass(frozen=True)
class WaitFor(Task[str]):
    """Goes on until a file is there, telling all the time; or, deaf, without ever telling again.

    It writes its process's number into `FILE.at`, and leaves `FILE.gone` where it was cancelled.
    """

    file: str
    deaf: bool = False

    @property
    def content(self) -> str:
        return f"{self.file}\n{self.deaf}"

    def carry_out(self, tell: Tell) -> str:
        tell(0.25, "Waiting, {what}", what="file")
        Path(f"{self.file}.at").write_text(str(os.getpid()), "utf-8")
        while not Path(self.file).exists():
            if not self.deaf:
                self._tell(tell)
            time.sleep(0.01)
        return "there"

    def _tell(self, tell: Tell) -> None:
        try:
            tell(0.5, "Waiting, {what}", what="file")
        except Cancelled:
            Path(f"{self.file}.gone").touch()
            raise


@dataclass(frozen=True)
class Refuse(Task[str]):
    """Its input is at fault."""

    faults: tuple[Fault, ...]

    @property
    def content(self) -> str:
        return repr(self.faults)

    def carry_out(self, tell: Tell) -> str:
        raise BadInput(self.faults)


@dataclass(frozen=True)
class Crash(Task[str]):
    """Raises, or with an exit code ends its process."""

    code: int | None = None

    @property
    def content(self) -> str:
        return repr(self.code)

    def carry_out(self, tell: Tell) -> str:
        if self.code is not None:
            os._exit(self.code)
        raise RuntimeError("out of luck")


@dataclass(frozen=True)
class Hold(Task[int]):
    """Takes memory and keeps it; with `raising` it says that there is none."""

    megabytes: int
    file: str = ""
    raising: bool = False

    @property
    def content(self) -> str:
        return f"{self.megabytes} {self.file} {self.raising}"

    def carry_out(self, tell: Tell) -> int:
        if self.raising:
            raise MemoryError
        _HELD.append(b"x" * (self.megabytes * 1_000_000))
        while self.file and not Path(self.file).exists():
            time.sleep(0.01)
        return os.getpid()


@dataclass(frozen=True)
class Unreadable(Task[object]):
    """Its result cannot cross between processes."""

    @property
    def content(self) -> str:
        return ""

    def carry_out(self, tell: Tell) -> object:
        return lambda: None


@dataclass(frozen=True)
class Chatter(Task[int]):
    """Prints, and tells a thousand times."""

    @property
    def content(self) -> str:
        return ""

    def carry_out(self, tell: Tell) -> int:
        print("a library's own words")  # noqa: T201
        os.write(1, b"and those of one written in C\n")
        tell.compiling()
        for number in range(1000):
            tell(number / 1000, "Chattering")
        return 1000


_HELD: list[bytes] = []
