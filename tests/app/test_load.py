"""Several sessions of a real server at once: nothing lost, nothing mixed up, nothing left over."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import crewline
from benchmarks import load
from benchmarks.visitor import Visitor
from tests.browser import served

PATIENCE_S = 120.0
PAGE = Path(__file__).with_name("load_page.py")
CORNER_BANK = Path(__file__).parents[1] / "corner_bank.yaml"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(PAGE) as address:
        yield address


def asa_s(seed: int) -> float:
    table = crewline.run(CORNER_BANK, replications=2, seed=seed, jobs=1).kpis
    return float(table[table["kind"] == "centre"].set_index("kpi")["value"]["asa"])


def answers(page: Visitor) -> list[dict[str, float]]:
    return [json.loads(text) for text in page.texts if text.startswith("{")]


def runs(address: str, seeds: list[int]) -> list[dict[str, float]]:
    """Return what one session is shown for one seed after the other."""
    visitor, shown = Visitor(address), []
    try:
        for seed in seeds:
            visitor.until(lambda page: page.has("run_button"), PATIENCE_S)
            visitor.enter("seed", seed)
            visitor.until(lambda page: page.has("run_button"), PATIENCE_S)
            if visitor.may_press("run_button"):  # else another has asked the same
                visitor.press("run_button")
            visitor.until(
                lambda page, seed=seed: [one["seed"] for one in answers(page)] == [seed],
                PATIENCE_S,
            )
            shown += answers(visitor)
    finally:
        visitor.close()
    return shown


def until(is_so: Callable[[], bool]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end_s, "it never came to be so"
        time.sleep(0.02)


@pytest.mark.slow
def test_every_session_gets_its_own_figures(address: str) -> None:
    """Four sessions run three seeds each; the last of each is one that another asks for too."""
    wanted = [[10 * session + 1, 10 * session + 2, 99] for session in range(4)]
    with ThreadPoolExecutor(len(wanted)) as planners:
        shown = list(planners.map(runs, [address] * len(wanted), wanted))
    right = {seed: asa_s(seed) for seed in {seed for seeds in wanted for seed in seeds}}
    assert len(set(right.values())) == len(right)  # so that a mix-up would be seen
    assert shown == [[{"seed": seed, "asa_s": right[seed]} for seed in seeds] for seeds in wanted]


@pytest.mark.slow
def test_a_window_that_is_closed_cancels_its_run(address: str, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    began, gone = Path(f"{gate}.at"), Path(f"{gate}.gone")
    visitor = Visitor(address, wait=str(gate))
    visitor.until(lambda page: page.has("wait_button"), PATIENCE_S)
    visitor.press("wait_button")
    visitor.until(lambda page: page.has("wait_cancel"), PATIENCE_S)
    until(began.exists)
    visitor.close()
    until(gone.exists)


@pytest.mark.slow
def test_a_run_that_two_wait_for_survives_one_window(address: str, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    began, gone = Path(f"{gate}.at"), Path(f"{gate}.gone")
    first, second = Visitor(address, wait=str(gate)), Visitor(address, wait=str(gate))
    first.until(lambda page: page.has("wait_button"), PATIENCE_S)
    first.press("wait_button")
    until(began.exists)
    second.until(lambda page: page.has("wait_cancel") or page.has("wait_button"), PATIENCE_S)
    if not second.has("wait_cancel"):  # it came a moment too early to see the other's
        second.press("wait_button")
        second.until(lambda page: page.has("wait_cancel"), PATIENCE_S)
    first.close()
    time.sleep(2.0)  # longer than a session is missed; then nothing must have happened
    assert not gone.exists()
    gate.touch()
    second.until(lambda page: "result there" in page.texts, PATIENCE_S)
    second.close()


@pytest.mark.slow
def test_the_measurement_of_the_load_finds_what_is_right() -> None:
    """Two sessions with one run each on the real pages, compared figure by figure."""
    found = load.measured(sessions=2, runs=1, replications=2)
    assert (found.right, found.wrong) == (2, [])
    assert found.responses_s
    assert max(found.resident_mb) > 0
    assert len(load.table(found, 2)) == 10
