"""Browser sessions: which one this is, and which are still here."""

from __future__ import annotations


def this_session() -> str:
    """Return the session that a page is being drawn for, empty where there is none."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx(suppress_warning=True)
    return "" if context is None else str(context.session_id)


def is_here(session: str) -> bool:
    """Return whether a session has a browser; without a server they all have."""
    from streamlit import runtime

    if not session or not runtime.exists():
        return True
    return runtime.get_instance().is_active_session(session)
