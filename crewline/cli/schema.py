"""`crewline schema`: the JSON Schema of a scenario file, for editors."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def schema(
    as_json: Annotated[
        bool, typer.Option("--json", help="The schema is JSON in any case.")
    ] = False,
) -> None:
    """Print the JSON Schema of a scenario file, for an editor to complete and check it."""
    from scenarios.reference import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
