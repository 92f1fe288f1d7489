"""The page shows what its command prints, and its command prints what the page says."""

from pathlib import Path

from benchmarks.erlang_ignores import CALLS, centre_of, table, worlds
from tests.auditor import audit

PAGE = Path(__file__).parents[2] / "docs" / "erlang-ignores.md"


def test_the_page_shows_what_its_command_prints():
    assert f"python -m benchmarks.erlang_ignores\n{table()}\n```" in PAGE.read_text("utf-8")


def test_the_page_tells_the_number_of_calls():
    assert f"{CALLS.sum():.0f} calls from 08:00" in PAGE.read_text("utf-8")


def test_the_fullest_world_obeys_the_rules():
    *_, (_, world) = worlds()
    centre = centre_of(world)
    contacts = centre.contacts(1)
    audit(centre, contacts, centre.run(contacts))
