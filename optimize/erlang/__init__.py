"""Erlang's family of formulas: one queue, agents who are alike, a steady state.

Blocking, waiting and abandonment for real numbers of agents, by rows of arrays; the page
`docs/erlang.md` says what each means, and what comes out at the borders.
"""

from optimize.erlang.formulas import erlang_a, erlang_b, erlang_c
from optimize.erlang.service import Service

__all__ = ["Service", "erlang_a", "erlang_b", "erlang_c"]
