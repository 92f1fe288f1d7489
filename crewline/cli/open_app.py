"""`crewline app`: the same questions in a browser."""

from __future__ import annotations

import os
import socket
import sys
import threading
import urllib.request
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Final

import typer

from crewline.cli.app_server import AppServer
from crewline.cli.exits import ExitCode
from crewline.cli.options import Debug, Json
from crewline.cli.streams import print_json, remark
from crewline.ui import FLAGS, FOLDER_VARIABLE, FRONT
from scenarios.faults import BadInput, Fault

#: How often, and how long, the server is asked whether it is there before a browser is opened.
_LOOK_S: Final = 0.2
_PATIENCE_S: Final = 120.0


def open_app(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER]",
            help="A folder with scenario files of your own, offered before those that ship;"
            f" {FOLDER_VARIABLE} names it otherwise.",
        ),
    ] = None,
    port: Annotated[
        int,
        typer.Option("--port", metavar="NUMBER", min=1, max=65535, help="Where to listen."),
    ] = 8501,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open a browser window.")
    ] = True,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Open the app, for this machine alone, until Ctrl-C or until it is told to end."""
    if find_spec("streamlit") is None or find_spec("plotly") is None:
        remark("The app needs Streamlit and Plotly. Install them with: pip install 'crewline[app]'")
        raise typer.Exit(ExitCode.BAD_INPUT)
    environment = os.environ | _own(folder)
    _refuse_taken(port)
    address = f"http://localhost:{port}"
    if as_json:
        print_json({"ok": True, "address": address})
    else:
        remark(f"The app is at {address}; end it with Ctrl-C.")
    command = [sys.executable, "-m", "streamlit", "run", str(FRONT), *FLAGS]
    options = [f"--server.port={port}", "--server.headless=true"]
    over = threading.Event()
    if browser:
        threading.Thread(target=_browse, args=(address, over), daemon=True).start()
    try:
        code = AppServer([*command, *options], environment).run()
    finally:
        over.set()
    if code is None:
        remark("The app has ended.")
    elif code:
        raise typer.Exit(ExitCode.CRASHED)


def _browse(address: str, over: threading.Event) -> None:
    """Open a browser window once the server answers: not before, it would show an error."""
    for _ in range(round(_PATIENCE_S / _LOOK_S)):
        if over.wait(_LOOK_S):
            return
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                break
        except OSError:
            continue
    webbrowser.open(address)


def _own(folder: Path | None) -> dict[str, str]:
    """Return what tells the app of a folder. Raises BadInput where it is none."""
    if folder is None:
        return {}
    if not folder.is_dir():
        raise BadInput([Fault("command line", 0, "FOLDER", str(folder), "a folder that exists")])
    return {FOLDER_VARIABLE: str(folder.absolute())}


def _refuse_taken(port: int) -> None:
    """Raise BadInput where somebody listens on a port already, or nobody may."""
    with socket.socket() as trial:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            words = "a port that is free; perhaps the app is running already"
            raise BadInput([Fault("command line", 0, "--port", str(port), words)]) from None
