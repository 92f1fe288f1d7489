"""Chats at once, against a chain in plain sums, Erlang A, and the exact chain of a small floor."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from optimize.erlang import erlang_a, erlang_b, erlang_c, erlang_chat
from tests.theory.chats_chain import ChatChain

few = settings(max_examples=25, deadline=None)
FACTORS = st.lists(st.floats(1, 2), min_size=1, max_size=4).map(sorted)


class EvenSpread:
    """The chain of chats in hand, the busiest agents one chat ahead of the others at most."""

    def __init__(self, per_h, handle_s, agents, *, patience_s, factors, longest=120):
        self.agents, self.handle_s, self.patience_s = agents, handle_s, patience_s
        self.places = agents * len(factors)
        self.births = per_h / 3600
        hands = [
            [(chats + agent) // agents for agent in range(agents)]
            for chats in range(self.places + 1)
        ]
        in_service = [
            sum(i / factors[i - 1] for i in hands[chats] if i) / handle_s
            for chats in range(self.places + 1)
        ]
        waiting = np.arange(1, longest + 1)
        self.deaths = np.concatenate([in_service, in_service[-1] + waiting / patience_s])
        weights = np.cumprod(np.concatenate([[1.0], self.births / self.deaths[1:]]))
        self.states = weights / weights.sum()
        numbers = np.arange(len(weights))
        self.chats = float(self.states @ np.minimum(numbers, self.places))
        self.busy = float(self.states @ np.minimum(numbers, agents))
        self.queue = float(self.states @ np.maximum(numbers - self.places, 0))

    def answered_within(self, within_s: float) -> float:
        """Follow a chat that finds so many ahead until it is answered or gives up."""
        found = self.states[self.places :]
        pace = self.deaths[self.places]
        ahead = np.arange(len(found))
        up = pace + ahead / self.patience_s
        chain = np.diag(np.append(-up - 1 / self.patience_s, 0.0))
        chain[ahead[1:], ahead[:-1]] = up[1:]
        chain[0, -1] = pace
        answered = expm(chain * within_s)[:-1, -1]
        return float(found @ answered + self.states[: self.places].sum())


@few
# two at once are done faster than three: more are ended than would be if all were always full
@example(agents=2, busy=1.5, patience=1.0, within=0.0, factors=[1.0, 1.0, 2.0])
@given(
    agents=st.integers(1, 9),
    busy=st.floats(0.2, 1.5),
    patience=st.floats(0.1, 1.5),
    within=st.floats(0, 0.5),
    factors=FACTORS,
)
def test_it_is_the_chain_of_an_even_spread(agents, busy, patience, within, factors):
    handle_s = 300
    patience_s, within_s = patience * handle_s, within * handle_s
    per_h = busy * agents * len(factors) / factors[-1] * 12
    chain = EvenSpread(per_h, handle_s, agents, patience_s=patience_s, factors=factors)
    found = erlang_chat(per_h, handle_s, agents, patience_s, within_s, factors=factors)
    abandoned = chain.queue / patience_s / chain.births
    assert found.share_waiting == pytest.approx(chain.states[chain.places :].sum(), rel=1e-9)
    assert found.share_abandoned == pytest.approx(abandoned, rel=1e-9)
    assert found.mean_wait_s == pytest.approx(chain.queue / chain.births, rel=1e-9)
    assert found.answered_within == pytest.approx(chain.answered_within(within_s), rel=1e-9)
    assert found.occupancy == pytest.approx(chain.busy / agents, rel=1e-9)
    assert found.chats_at_once == pytest.approx(chain.chats / chain.busy, rel=1e-9)
    answered_per_s = chain.births * (1 - abandoned)
    assert found.handling_s == pytest.approx(chain.chats / answered_per_s, rel=1e-9)


@pytest.mark.parametrize("patience_s", [0, 150, np.inf])
def test_flat_factors_make_every_place_an_agent(patience_s):
    chats = erlang_chat([330, 250], 240, 8, patience_s, 20, factors=[1.2] * 3)
    agents = erlang_a([330, 250], 288, 24, patience_s, 20)
    for field in ("answered_within", "answered_late", "abandoned_late", "asa_s", "share_waiting"):
        assert getattr(chats, field) == pytest.approx(getattr(agents, field), rel=1e-12), field
    one_each = erlang_chat(200, 180, 14, patience_s, 20, factors=[1])
    alone = erlang_a(200, 180, 14, patience_s, 20)
    assert one_each.answered_within == pytest.approx(alone.answered_within, rel=1e-12)
    assert one_each.occupancy == pytest.approx(alone.occupancy, rel=1e-12)
    assert one_each.chats_at_once == pytest.approx(1, rel=1e-12)
    assert one_each.handling_s == pytest.approx(180, rel=1e-12)


#: Chats per hour of six minutes each, agents, factors; patience three minutes.
FLOORS = [
    (30, 2, (1, 1.4)),
    (45, 2, (1, 1.1, 1.3)),
    (30, 3, (1, 1.6)),
    (20, 2, (1, 1.4)),
    (20, 1, (1, 1.3, 1.8)),
]


@pytest.mark.parametrize(("per_h", "agents", "factors"), FLOORS)
def test_the_floor_is_no_farther_off_than_the_page_says(per_h, agents, factors):
    floor = ChatChain(per_h, 360, agents, factors, 180, longest=25)
    found = erlang_chat(per_h, 360, agents, 180, 20, factors=factors)
    assert abs(found.share_waiting - floor.share_waiting()) < 0.012
    assert abs(found.share_abandoned - floor.share_abandoned()) < 0.005
    assert abs(found.mean_wait_s - floor.mean_wait_s()) < 1
    assert abs(found.occupancy - floor.occupancy()) < 0.03
    assert found.handling_s == pytest.approx(floor.mean_handling_s(), rel=0.07)
    assert found.handling_s < floor.mean_handling_s()


def test_no_chats_and_nobody_to_answer_them():
    idle = erlang_chat(0, 300, [0, 2], 180, 20, factors=[1, 1.2])
    assert idle.answered_within.tolist() == [1, 1]
    assert idle.occupancy.tolist() == [0, 0]
    assert np.isnan(idle.chats_at_once).all()
    nobody = erlang_chat(30, 300, 0, 180, 20, factors=[1, 1.2])
    assert nobody.share_abandoned == 1
    assert nobody.mean_wait_s == 180
    assert nobody.occupancy == 1
    assert np.isnan(nobody.handling_s)
    for_ever = erlang_chat(30, 300, [0, 1], np.inf, 20, factors=[1, 1.2])
    assert np.isinf(for_ever.asa_s).all()
    assert for_ever.handling_s[1] == pytest.approx(360)


def test_agents_who_are_there_for_part_of_the_time():
    one, two, between = (erlang_chat(30, 300, n, 180, 20, factors=[1, 1.2]) for n in (1, 2, 1.4))
    assert between.answered_within == pytest.approx(
        0.6 * one.answered_within + 0.4 * two.answered_within
    )
    # of 0.6 hours of one agent and 0.4 of two
    assert between.occupancy == pytest.approx((0.6 * one.occupancy + 0.8 * two.occupancy) / 1.4)
    waited = 0.6 * one.asa_s * one.share_answered + 0.4 * two.asa_s * two.share_answered
    assert between.asa_s * between.share_answered == pytest.approx(waited)
    fraction = erlang_chat(30, 300, 0.25, 180, 20, factors=[1, 1.2])
    assert fraction.share_answered == pytest.approx(one.share_answered / 4)
    assert fraction.asa_s == pytest.approx(one.asa_s)
    assert fraction.handling_s == pytest.approx(one.handling_s)


def test_far_more_places_than_chats():
    # 3,000 agents: weights of the chain run over more than floats can hold.
    plenty = erlang_chat(12_000, 300, 3000, 180, 20, factors=[1, 1.1, 1.2])
    assert plenty.answered_within == pytest.approx(1)
    assert plenty.share_waiting < 1e-300
    assert plenty.chats_at_once == pytest.approx(1)
    assert plenty.occupancy == pytest.approx(1000 / 3000)
    assert plenty.handling_s == pytest.approx(300)


def test_a_third_chat_that_costs_nothing_serves_more():
    costly, free = (
        erlang_chat(90, 380, 5, 180, 22, factors=factors) for factors in ([1, 1.1, 1.3], [1, 1, 1])
    )
    assert free.answered_within > costly.answered_within
    more_places = erlang_chat(90, 380, 5, 180, 22, factors=[1, 1.1, 1.3, 1.4])
    assert more_places.answered_within > costly.answered_within


def test_blocking_and_waiting_for_ever():
    blocked = erlang_chat(330, 240, 8, 0, 0, factors=[1.2] * 3).share_abandoned
    assert blocked == pytest.approx(erlang_b(26.4, 24))
    patient = erlang_chat(250, 240, 8, np.inf, 20, factors=[1.2] * 3).mean_wait_s
    assert patient == pytest.approx(erlang_c(250, 288, 24, 20).mean_wait_s)


def test_faults_are_refused():
    with pytest.raises(ValueError, match="factors must be positive"):
        erlang_chat(30, 300, 2, 180, 20, factors=[])
    with pytest.raises(ValueError, match="factors must be positive"):
        erlang_chat(30, 300, 2, 180, 20, factors=[1, 0])
    with pytest.raises(ValueError, match="patience_s must be numbers from 0 on"):
        erlang_chat(30, 300, 2, -1, 20, factors=[1, 1.2])


@pytest.mark.parametrize("load", [1e-80, 1e-150, 1e-189, 1e-191, 1e-300])
@pytest.mark.parametrize("patience_s", [60, np.inf])
def test_next_to_no_chats(load, patience_s):
    line = erlang_chat(load * 20, 180, [0.5, 1, 2, 3], patience_s, 20, factors=[1.2, 1.5, 2])
    assert line.answered_within[1:] == pytest.approx(1)
    assert line.share_waiting[1:] == pytest.approx(0, abs=1e-60)
    # each is its agent's only one
    assert line.handling_s[1:] == pytest.approx(1.2 * 180)
    assert line.chats_at_once[1:] == pytest.approx(1)
