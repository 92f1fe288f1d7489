"""How long the formulas take.

`python -m tests.optimize.erlang.times` prints the table of the page, in milliseconds of the CPU.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import process_time
from timeit import repeat
from typing import Any, Final

import numpy as np

from optimize.erlang import erlang_a, erlang_a_returns, erlang_b, erlang_c, erlang_chat

#: Agents of 10,000 rows, 1 to 200.
AGENTS: Final = np.arange(10_000) % 200 + 1.0
FACTORS: Final = (1, 1.1, 1.3)

ROWS: Final[dict[str, Callable[[], Any]]] = {
    "B": lambda: erlang_b(0.95 * AGENTS, AGENTS),
    "C": lambda: erlang_c(19 * AGENTS, 180, AGENTS, 20),
    "C, half an agent more": lambda: erlang_c(19 * AGENTS, 180, AGENTS + 0.5, 20),
    "A": lambda: erlang_a(19 * AGENTS, 180, AGENTS, 120, 20),
    "A, half redial": lambda: erlang_a_returns(18 * AGENTS, 180, AGENTS, 120, 20, redials=0.5),
    "chat, three at once": lambda: erlang_chat(45 * AGENTS, 180, AGENTS, 120, 20, factors=FACTORS),
}
ROW: Final[dict[str, Callable[[], Any]]] = {
    "B": lambda: erlang_b(1e5, 1e5),
    "C": lambda: erlang_c(2e6, 180, 100_300, 20),
    "A": lambda: erlang_a(2e6, 180, 99_000, 120, 20),
    "A, patience of 12 days": lambda: erlang_a(2e6, 180, 100_000, 1e6, 20),
    "chat, three at once": lambda: erlang_chat(2e6, 180, 40_000, 120, 20, factors=FACTORS),
}


def lines() -> Iterator[str]:
    """Yield the lines of the table, the least of fifteen runs of each."""
    for words, formulas in (("10,000 rows, 1 to 200 agents", ROWS), ("100,000 Erlangs", ROW)):
        yield words
        for name, formula in formulas.items():
            formula()
            took_s = repeat(formula, repeat=15, number=1, timer=process_time)
            yield f"  {name:<28}{1000 * min(took_s):>8.2f} ms"


if __name__ == "__main__":
    print("\n".join(lines()))  # noqa: T201 - a table is printed
