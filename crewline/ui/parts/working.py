"""The box of work under way: a button that asks, how far it is, and what became of it.

    result = asked(task, say, key="day_run", label=say("Run"))

A result comes from the pool (`crewline.ui.work.pool`), where one that any session has asked for is
there for all.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar

import streamlit as st

from crewline.ui.parts.faults import show_faults
from crewline.ui.parts.turns import note_result
from crewline.ui.work.pool import pool
from crewline.ui.work.sessions import this_session
from crewline.ui.work.task import Task
from crewline.ui.work.ticket import Ending, Failure, State, Ticket
from crewline.words import N_, Words, plain
from crewline.words.figures import duration

Result = TypeVar("Result")

#: How often work under way is looked at where there is little of it; a crowd looks less often, so
#: that looking takes no more of the server.
_LOOK_S: Final = 0.5
_SELDOM_S: Final = 3.0
#: Before so much is done nobody can tell how long the rest takes.
_TELLING_SHARE: Final = 0.05
_TELLING_S: Final = 2.0

_FAILURES: Final = {
    Failure.CRASHED: N_(
        "The run failed, which is a fault of the program and not of your input: {reason}"
    ),
    Failure.DIED: N_(
        "The process that worked on this ended before it was done; nothing else was lost. Start it"
        " again; if that does not help, this machine may have too little memory for it."
    ),
    Failure.MEMORY: N_(
        "This needs more memory than one run may take here. Ask for fewer replications, fewer days"
        " or less volume."
    ),
    Failure.NO_WORKERS: N_(
        "No process for runs can be started on this machine; the server's log says why."
    ),
}


def known(task: Task[Result] | None) -> Result | None:
    """Return the kept result of a task; None where it is not there (any more)."""
    return None if task is None else pool().known(task)


def asked(
    task: Task[Result],
    say: Words,
    *,
    key: str,
    label: str = "",
    cost: str = "",
    start: bool = False,
) -> Result | None:
    """Draw what asks for a task, and return its result where it is there, else None.

    With `start` it begins by itself, and takes the place of what was asked under this `key` before;
    else there is a button `label`, and `cost` beneath it. While it goes on, its progress is shown,
    and it can be cancelled; the page is drawn again when it is done. `key` is unique to the app.
    The task whose result was there last is in `st.session_state[f"{key}_last"]`.
    """
    is_known = pool().is_known(task)
    ticket = _ticket(task, key, start, is_known)
    if not start:
        _offer(task, key, label or say("Run"), is_known=is_known)
        note = say("Worked out already") if is_known else cost
        if note:
            st.caption(note)
    if ticket is not None and not ticket.ended:
        look_s = min(_LOOK_S * pool().crowd, _SELDOM_S)
        st.fragment(_watch, run_every=look_s)(ticket, key, say)
    elif ticket is not None and ticket.key == task.key and not is_known:
        _tell_ending(ticket, key, say, again=start)
    result = pool().known(task)
    if result is not None:
        st.session_state[f"{key}_last"] = task
    return result


def let_go(key: str) -> None:
    """Let go of what this session waits for under a key; what nobody waits for is cancelled."""
    held: Ticket | None = st.session_state.pop(f"{key}_ticket", None)
    if held is not None and not held.ended:
        pool().leave(held, this_session())


def _offer(task: Task[Any], key: str, label: str, *, is_known: bool) -> None:
    """Show the button, for what is neither there nor under way."""
    ticket: Ticket | None = st.session_state.get(f"{key}_ticket")
    is_going = ticket is not None and not ticket.ended and ticket.key == task.key
    st.button(
        label,
        type="primary",
        key=f"{key}_button",
        disabled=is_known or is_going,
        on_click=_want,
        args=(key,),
    )


def _want(key: str) -> None:
    """Note a click; it is taken up when the page is drawn.

    So a click is neither lost nor heard twice when another event interrupts the drawing, and what
    was typed just before it counts.
    """
    st.session_state[f"{key}_wanted"] = True


def _ticket(task: Task[Any], key: str, start: bool, is_known: bool) -> Ticket | None:
    """Return the ticket that this session has under a key, after starting what is wanted."""
    name = f"{key}_ticket"
    held: Ticket | None = st.session_state.get(name)
    is_other = held is None or held.key != task.key
    is_gone = held is not None and held.state is State.DONE and not is_known  # let go since
    is_wanted = st.session_state.pop(f"{key}_wanted", False) or (start and (is_other or is_gone))
    if held is not None and not held.ended and is_other and (is_wanted or start):
        pool().leave(held, this_session())
        held = None
    if is_wanted and not is_known:
        held = pool().start(task, this_session())
    elif start and is_known:
        held = None
    elif is_other and (held is None or held.ended):
        # Somebody else asked the same, or this is the same browser after a reload.
        held = pool().join(task, this_session()) or held
    st.session_state[name] = held
    return held


def _watch(ticket: Ticket, key: str, say: Words) -> None:
    """Show how far work is, and let it be cancelled; look again after a while."""
    if ticket.ended:
        note_result()
        st.rerun()
    with st.container(border=True, key=f"{key}_progress"):
        st.progress(ticket.progress.share_done, text=_how_far(ticket, say))
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.caption(_how_long(ticket, say))
        right.button(
            say("Cancel"),
            key=f"{key}_cancel",
            width="stretch",
            disabled=ticket.cancelling,
            on_click=_cancel,
            args=(ticket, key),
        )


def _cancel(ticket: Ticket, key: str) -> None:
    pool().leave(ticket, this_session())
    if not ticket.ended and not ticket.cancelling:  # others wait for it, and this session no more
        left = Ticket(ticket.task)
        left.end(Ending(State.CANCELLED))
        st.session_state[f"{key}_ticket"] = left


def _how_far(ticket: Ticket, say: Words) -> str:
    """Return in words what is being done."""
    if ticket.cancelling:
        return say("Stopping")
    if ticket.progress.compiling or (ticket.state is State.WAITING and pool().is_compiling):
        return say("Compiling the engine, once on this machine: ten to twenty seconds")
    if ticket.state is State.WAITING:
        before = pool().before(ticket)
        if before:
            return say.count("{n} run before yours", "{n} runs before yours", before)
        return say("Next in line") if pool().is_ready else say("Making ready")
    progress = ticket.progress
    return plain(say(progress.text, **progress.values)) if progress.text else say("Under way")


def _how_long(ticket: Ticket, say: Words) -> str:
    """Return about how long it will take, as far as that is known; else nothing."""
    share, gone_s = ticket.progress.share_done, ticket.going_s
    if ticket.cancelling:
        return ""
    if ticket.state is State.GOING and share >= _TELLING_SHARE and gone_s >= _TELLING_S:
        rest_s = gone_s * (1 - share) / share
        return say("About {time} more", time=duration(_roughly(rest_s), say))
    whole_s = pool().seconds(ticket.task)
    if whole_s is None:
        return ""
    if ticket.state is State.WAITING:
        return say("Takes about {time} once it begins", time=duration(_roughly(whole_s), say))
    return say("About {time} more", time=duration(_roughly(max(whole_s - gone_s, 0.0)), say))


def _roughly(seconds: float) -> float:
    """Return seconds as roughly as they are known: never none, and minutes when there are many."""
    return float(f"{1 + seconds:.1g}") if seconds < 60 else 60.0 * round(seconds / 60)


def _tell_ending(ticket: Ticket, key: str, say: Words, *, again: bool) -> None:
    """Say how work ended that brought no result; with `again` it may be started anew."""
    ending = ticket.ending
    if ending is None or ending.state is State.DONE:
        return
    if ending.state is State.REFUSED:
        show_faults(ending.faults, say, say("This cannot be run:"))
        return
    if ending.state is State.CANCELLED:
        st.info(say("The run was cancelled. Nothing of it was kept."))
    elif ending.failure is not None:
        st.error(say(_FAILURES[ending.failure], reason=plain(ending.reason)))
    if again:
        st.button(say("Start again"), key=f"{key}_again", on_click=_want, args=(key,))
