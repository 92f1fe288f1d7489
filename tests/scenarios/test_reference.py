"""The documents are what the schema says, and the JSON Schema agrees with the loader."""

import json
import re
from pathlib import Path

import pytest
import yaml

from scenarios.load import library
from scenarios.reference import SECTIONS, json_schema, reference_page, schema_text
from scenarios.schema import Scenario
from scenarios.schema.section import Section
from tests.scenarios.small import CORNER_BANK, EVERY_CHANNEL

DOCS = Path(__file__).parents[2] / "docs"
FILES = [CORNER_BANK, EVERY_CHANNEL, *library().values()]


def test_the_page_is_up_to_date() -> None:
    page = (DOCS / "scenario-reference.md").read_text(encoding="utf-8")
    assert page == reference_page(), "run: python -m scenarios.reference"


def test_the_schema_is_up_to_date() -> None:
    text = (DOCS / "scenario.schema.json").read_text(encoding="utf-8")
    assert text == schema_text(), "run: python -m scenarios.reference"


def test_every_section_of_a_scenario_is_described() -> None:
    described = {model.__name__ for _, _, model in SECTIONS}
    assert {"Scenario", *Scenario.model_json_schema()["$defs"]} == described


@pytest.mark.parametrize(
    ("model", "field"),
    [(model, field) for _, _, model in SECTIONS for field in model.model_fields],
)
def test_every_key_is_described(model: type[Section], field: str) -> None:
    assert model.model_fields[field].description


class _LikeAnEditor(yaml.SafeLoader):
    """Reads numbers as numbers, and times and dates as text, as YAML 1.2 does."""


_LikeAnEditor.yaml_implicit_resolvers = {
    key: [
        (tag, pattern) for tag, pattern in resolvers if tag.endswith((":float", ":null", ":bool"))
    ]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_LikeAnEditor.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"-?\d+$"), list("-0123456789")
)


def complaints(data: object) -> list[str]:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema comes with the app only")
    checker = jsonschema.Draft202012Validator(json_schema())
    return [str(list(error.path)) for error in checker.iter_errors(data)]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_sound_files_keep_to_the_json_schema(path: Path) -> None:
    data = yaml.load(path.read_text(encoding="utf-8"), _LikeAnEditor)
    assert complaints(data) == []


def test_the_json_schema_is_one() -> None:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema comes with the app only")
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text()))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("days",), 40),
        (("intervall",), "30 min"),
        (("interval",), 30),
        (("queues", "general", "talk"), {"distribution": "normal", "mean": "3 min"}),
        (("queues", "general", "target"), {"kpi": "SL9", "level": "80 %"}),
        (("groups", "novices", "absence"), 5),
    ],
)
def test_the_json_schema_refuses_what_the_loader_refuses(path: tuple, value: object) -> None:
    data = yaml.load(CORNER_BANK.read_text(encoding="utf-8"), _LikeAnEditor)
    node = data
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    assert complaints(data)
