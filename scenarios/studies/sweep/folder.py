"""The folder of a sweep: begun, resumed, or refused.

<folder>/
    sweep.json      what was asked, so that it can be run again
    scenario.yaml   the base: settings applied, tables as numbers, variants kept
    cells/          finished cells, and the claims of those who work on them
    table.parquet, table.csv
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from scenarios.faults import BadInput, Fault
from scenarios.studies.folder import RESULTS, is_free, numbered
from scenarios.studies.sweep.store import CELLS, DiskFault, drafted

SWEEP: Final = "sweep.json"
SCENARIO: Final = "scenario.yaml"
_FORM: Final = "crewline sweep 1"

Inputs = Mapping[str, Any]


def refuse_foreign(wanted: Path | None, scenario: str) -> None:
    """Raise BadInput where a folder is no sweep's, or that of a sweep of another scenario."""
    if wanted is None or is_free(wanted):
        return
    found = _read(wanted)
    if found is None and not (wanted / CELLS).is_dir():
        words = "a sweep's folder, an empty one, or one that does not exist yet"
        raise BadInput([Fault("command line", 0, "--out", str(wanted), words)])
    if found is not None and found.get("scenario") != scenario:
        value = f"{wanted}, a sweep of {found.get('scenario')}"
        words = f"a folder of its own for {scenario}"
        raise BadInput([Fault("command line", 0, "--out", value, words)])


def begin(wanted: Path | None, name: str) -> Path:
    """Return the folder of a sweep, made where it is not there; a numbered one unless wanted.

    Raises DiskFault.
    """
    if wanted is None:
        return _make_first(numbered(f"{name}-sweep"))
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskFault(wanted, "made", error) from error
    return wanted


def _make_first(folders: Iterator[Path]) -> Path:
    """Make the first folder that is not there yet."""
    folder = RESULTS
    for folder in folders:
        try:
            RESULTS.mkdir(exist_ok=True)
            folder.mkdir()
        except FileExistsError:
            continue  # somebody was quicker
        except OSError as error:
            raise DiskFault(folder, "made", error) from error
        return folder
    words = "a folder that does not exist yet; name one"
    raise BadInput([Fault("command line", 0, "--out", str(folder), words)])


def other_than(folder: Path, inputs: Inputs) -> Iterator[str]:
    """Give a sentence for each reason why cells of the folder may be of no use now."""
    found = _read(folder)
    if found is None:
        return
    old, new = found.get("versions", {}), inputs["versions"]
    if old.get("crewline") != new["crewline"]:
        yield (
            f"{folder} was made by crewline {old.get('crewline')}; its cells are computed anew"
            f" by {new['crewline']}."
        )
    elif found.get("base") != inputs["base"]:
        yield (
            f"The base is not what it was in {folder} (the scenario, a setting or the seed has"
            " changed); its cells are computed anew."
        )


def write_inputs(folder: Path, inputs: Inputs, scenario: str) -> None:
    """Write what was asked, and the base as YAML. Raises DiskFault."""
    text = json.dumps({"form": _FORM} | dict(inputs), ensure_ascii=False, indent=2)
    for name, content in ((SCENARIO, scenario), (SWEEP, text + "\n")):
        with drafted(folder / name) as draft:
            draft.write_text(content, encoding="utf-8")


def _read(folder: Path) -> dict[str, Any] | None:
    """Return what a sweep's folder says was asked; None where it is none, or was damaged."""
    try:
        found = json.loads((folder / SWEEP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("form") == _FORM else None
