"""The page on Erlang's family: its examples run, and the formulas still say what its table says."""

from __future__ import annotations

import doctest
import re

import numpy as np
import pytest

from optimize.erlang import erlang_a_returns, erlang_chat
from tests.cli.process import ROOT
from tests.optimize.erlang.table import CHATS, HANDLE_S, PATIENCE_S, REDIALS, WITHIN_S

PAGE = (ROOT / "docs" / "erlang.md").read_text(encoding="utf-8")


def test_its_examples_run():
    examples = re.sub(r"^```.*$", "", PAGE, flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(examples, {}, "erlang.md", None, 0)
    assert len(test.examples) > 10
    assert doctest.DocTestRunner().run(test).failed == 0


def row(words: str) -> list[float]:
    """Return the numbers of the page's row that begins so."""
    (line,) = re.findall(rf"^{re.escape(words)} {{2,}}(.*)$", PAGE, re.MULTILINE)
    return [float(number) for number in re.findall(r"[\d.]+", line)]


@pytest.mark.parametrize(("agents", "factors", "per_h"), CHATS)
def test_its_chats_are_the_formulas(agents, factors, per_h):
    found = erlang_chat(per_h, HANDLE_S, agents, PATIENCE_S, WITHIN_S, factors=factors)
    figures = [
        100 * found.answered_within,
        100 * found.share_abandoned,
        found.asa_s,
        100 * found.occupancy,
        found.handling_s,
    ]
    on_the_page = row(f"{agents}, {factors}, {per_h}")
    assert np.abs(np.subtract(on_the_page[::2], figures)) == pytest.approx(0, abs=0.51)
    assert np.abs(np.subtract(on_the_page[:6:2], figures[:3])).max() < 0.051
    # what the page promises of the simulation
    assert np.abs(np.subtract(on_the_page[0:6:2], on_the_page[1:6:2])) == pytest.approx(0, abs=1.5)


@pytest.mark.parametrize(("agents", "per_h", "share", "delay_s"), REDIALS)
def test_its_redials_are_the_formulas(agents, per_h, share, delay_s):
    found = erlang_a_returns(per_h, HANDLE_S, agents, PATIENCE_S, WITHIN_S, redials=share)
    figures = [
        found.offered_per_h,
        100 * found.answered_within,
        100 * found.share_abandoned,
        found.asa_s,
    ]
    on_the_page = row(f"{agents}, {per_h}, {share:.0%}, {delay_s} s")
    assert np.abs(np.subtract(on_the_page[::2], figures)).max() < 0.051
