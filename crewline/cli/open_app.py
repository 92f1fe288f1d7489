"""`crewline app`: the same questions in a browser."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from crewline.cli.exits import ExitCode
from crewline.cli.options import Debug, Json
from crewline.cli.output import print_json, remark
from crewline.ui import FLAGS, SCRIPT


def open_app(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where to listen.")] = 8501,
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
    address = f"http://localhost:{port}"
    if as_json:
        print_json({"ok": True, "address": address})
    else:
        remark(f"The app is at {address}; end it with Ctrl-C.")
    command = [sys.executable, "-m", "streamlit", "run", str(SCRIPT), *FLAGS]
    options = [f"--server.port={port}", f"--server.headless={'false' if browser else 'true'}"]
    try:
        ended = subprocess.run([*command, *options], stdout=sys.stderr, check=False)
    except KeyboardInterrupt:
        remark("The app has ended.")
        return
    if ended.returncode:
        raise typer.Exit(ExitCode.CRASHED)
