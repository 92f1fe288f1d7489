"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from crewline.cli.check import check
from crewline.cli.compare import compare
from crewline.cli.import_log import import_log
from crewline.cli.open_app import open_app
from crewline.cli.run import run
from crewline.cli.schema import schema


def application() -> typer.Typer:
    """Return the whole command line."""
    commands = typer.Typer(
        name="crewline",
        help="Simulate a contact centre from a scenario file, and compare what could be done.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    commands.callback()(_common)
    commands.command()(check)
    commands.command()(run)
    commands.command()(compare)
    commands.command("import")(import_log)
    commands.command("app")(open_app)
    commands.command()(schema)
    return commands


def _print_version(asked: bool) -> None:
    if asked:
        from crewline import __version__

        typer.echo(f"crewline {__version__}")
        raise typer.Exit


def _common(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Take the options that stand before a command."""
