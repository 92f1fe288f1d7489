"""Asking whether a Dask scheduler is at an address, before a client is made for it.

Dask's client waits for ever for somebody who takes the connection and says nothing, and leaves
tracebacks behind where it fails; so the first words are exchanged here, against our own clock.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import Any, Final

from scenarios.studies.sweep.address import is_encrypted

#: How much longer than the scheduler's own time what asks it may take to give up.
_GIVE_UP_S: Final = 1.0
_TLS: Final = (
    "certificates in Dask's configuration for a tls:// address: distributed.comm.tls.ca-file,"
    " distributed.comm.tls.client.cert and distributed.comm.tls.client.key"
)


class NoScheduler(Exception):  # noqa: N818  (what was found)
    """Raised where no scheduler is to be had: `reason`, and `words` for what was expected."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(reason)
        self.reason, self.words = reason, words


def find_scheduler(address: str, within_s: float) -> None:
    """Return if a scheduler answers at an address. Raises NoScheduler where none does in time.

    A thread asks, so that nothing that hangs in there (a name's look-up, say) hangs this one.
    """
    answer: Future[Any] = Future()

    def ask() -> None:
        try:
            answer.set_result(asyncio.run(_within(address, within_s)))
        except BaseException as error:  # whatever it is, it is raised where it is awaited
            answer.set_exception(error)

    threading.Thread(target=ask, name="crewline-scheduler", daemon=True).start()
    words = f"a Dask scheduler that answers within {within_s:.0f} s"
    try:
        kind = answer.result(within_s + _GIVE_UP_S)
    except NoScheduler:
        raise
    except TimeoutError:
        raise NoScheduler("it does not answer as one", words) from None
    except Exception as error:  # Dask names no errors for what it may meet out there
        raise NoScheduler(_first_line(error), words) from None
    if kind != "Scheduler":
        raise NoScheduler(f"a {kind} answers there", words)


async def _within(address: str, within_s: float) -> Any:
    # Dask's own time is up a little earlier; what it says is plainer.
    return await asyncio.wait_for(_kind(address, within_s), within_s + _GIVE_UP_S / 2)


async def _kind(address: str, within_s: float) -> Any:
    """Return what Dask calls whoever is at an address. Raises what Dask does."""
    from distributed.comm.core import connect

    open_to: Any = connect
    line = await open_to(address, timeout=within_s, **_connection(address))
    try:
        await line.write({"op": "identity", "reply": True})
        identity = await line.read()
        return identity.get("type") if isinstance(identity, dict) else type(identity).__name__
    finally:
        line.abort()


def _connection(address: str) -> dict[str, Any]:
    """Return how Dask is configured to connect. Raises NoScheduler where that is not enough."""
    from distributed.security import Security

    security: Any = Security
    try:
        found: dict[str, Any] = security().get_connection_args("client")
    except (OSError, ValueError) as error:  # a certificate that is not there, or none
        raise NoScheduler(f"certificates: {_first_line(error)}", _TLS) from None
    if is_encrypted(address) and found.get("ssl_context") is None:
        raise NoScheduler("no certificates are configured", _TLS)
    return found


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0] or type(error).__name__
