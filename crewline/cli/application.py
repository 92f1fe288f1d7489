"""The commands, put together."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from crewline.cli.check import check
from crewline.cli.compare import compare
from crewline.cli.frontier import frontier
from crewline.cli.import_log import import_log
from crewline.cli.listing import list_all
from crewline.cli.open_app import open_app
from crewline.cli.playbook import playbook
from crewline.cli.report import report
from crewline.cli.run import run
from crewline.cli.schedule import schedule
from crewline.cli.schema import schema
from crewline.cli.staff import staff
from crewline.cli.sweep import sweep
from crewline.cli.verify import verify


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
    commands.command("list", cls=_Plain)(list_all)
    commands.command(cls=_Plain)(check)
    commands.command(cls=_Plain)(run)
    commands.command(cls=_Plain)(compare)
    commands.command(cls=_Plain)(playbook)
    commands.command(cls=_Plain)(verify)
    commands.command(cls=_Plain)(sweep)
    commands.command(cls=_Plain)(staff)
    commands.command(cls=_Plain)(schedule)
    commands.command(cls=_Plain)(frontier)
    commands.command(cls=_Plain)(report)
    commands.command("import", cls=_Plain)(import_log)
    commands.command("app", cls=_Plain)(open_app)
    commands.command(cls=_Plain)(schema)
    return commands


class _Plain(TyperCommand):
    """A command whose help says of an option that is only there or not nothing of its type."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, flags with no word for a value behind them."""
        params = super().get_params(ctx)
        for param in params:
            if getattr(param, "is_flag", False):
                param.metavar = ""
        return params


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
