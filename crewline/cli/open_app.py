"""`crewline app`: the same questions in a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from crewline.cli.exits import ExitCode
from crewline.cli.options import Debug, Json
from crewline.cli.streams import print_json, remark
from crewline.ui import FLAGS, FOLDER_VARIABLE, SCRIPT
from scenarios.faults import BadInput, Fault


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
    """Open the app, for this machine alone, until Ctrl-C."""
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
    command = [sys.executable, "-m", "streamlit", "run", str(SCRIPT), *FLAGS]
    options = [f"--server.port={port}", f"--server.headless={'false' if browser else 'true'}"]
    try:
        ended = subprocess.run(
            [*command, *options], env=environment, stdout=sys.stderr, check=False
        )
    except KeyboardInterrupt:
        remark("The app has ended.")
        return
    if ended.returncode:
        raise typer.Exit(ExitCode.CRASHED)


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
