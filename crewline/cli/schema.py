"""`crewline schema`: the JSON Schema of a scenario file, for editors."""

from __future__ import annotations

from typing import Annotated

import typer


def schema(
    as_json: Annotated[
        bool, typer.Option("--json", help="The schema is JSON in any case.")
    ] = False,
) -> None:
    """Print the JSON Schema of a scenario file, for an editor to complete and check it."""
    from crewline.cli.streams import print_json
    from scenarios.reference import json_schema

    print_json(json_schema())
