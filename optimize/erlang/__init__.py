"""Erlang's family of formulas: one queue, agents who are alike, a steady state.

Blocking, waiting and abandonment for real numbers of agents, by rows of arrays; the page
`docs/erlang.md` says what each means, and what comes out at the borders.
"""

from optimize.erlang.chat import ChatService, erlang_chat
from optimize.erlang.formulas import erlang_a, erlang_b, erlang_c
from optimize.erlang.returns import (
    Returns,
    erlang_a_returns,
    erlang_b_returns,
    erlang_c_returns,
)
from optimize.erlang.service import Service

__all__ = [
    "ChatService",
    "Returns",
    "Service",
    "erlang_a",
    "erlang_a_returns",
    "erlang_b",
    "erlang_b_returns",
    "erlang_c",
    "erlang_c_returns",
    "erlang_chat",
]
