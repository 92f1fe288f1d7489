"""The service centres that ship: what they show, and what their plain twins still say."""

from __future__ import annotations

import re

import numpy as np
import pytest

from scenarios.build import centre
from scenarios.load import load, load_text, resolved_yaml
from scenarios.schema import Scenario
from scenarios.schema.segment import GIVEN

BANKS = ["bank_hotline", "bank_hotline_tenth", "bank_service"]
CENTRES = ["bank_service", "shop_service"]


@pytest.mark.parametrize("name", CENTRES)
def test_everything_has_a_title_in_both_languages(name: str) -> None:
    scenario = load(name).scenario
    titles = [scenario.title]
    titles += [queue.title for queue in scenario.queues.values()]
    titles += [group.title for group in scenario.groups.values()]
    titles += [segment.title for segment in scenario.segments.values()]
    titles += [variant.title for variant in scenario.variants.values()]
    for title in titles:
        assert re.fullmatch(r"[\w ,:()'-]+ / .*[\u4e00-\u9fff].*", title), title


def test_the_shop_has_every_channel() -> None:
    queues = load("shop_service").scenario.queues.values()
    channels = {queue.channel for queue in queues}
    assert channels == {"phone", "chat", "message", "email", "ticket", "outbound"}
    for what in ("self_service", "announcement", "call_back", "silence", "ticket", "pause"):
        assert any(getattr(queue, what) is not None for queue in queues), what
    assert any(queue.interruptible for queue in queues)


def test_the_shop_has_an_ordinary_size() -> None:
    scenario = load("shop_service").scenario
    assert 20_000 < sum(scenario.volumes(name).sum() for name in scenario.queues) < 40_000


@pytest.mark.parametrize("name", BANKS)
def test_segments_are_the_four_squares(name: str) -> None:
    segments = load(name).scenario.segments
    assert {(segment.value, segment.risk) for segment in segments.values()} == {
        (value, risk) for value in ("high", "low") for risk in ("high", "low")
    }
    queues = [queue for segment in segments.values() for queue in segment.queues]
    assert queues == ["vip", "complaint", "senior", "new_citizen"]


@pytest.mark.parametrize("name", BANKS)
def test_segments_are_the_same_floor_as_the_keys_at_the_queues(name: str) -> None:
    scenario = load(name).scenario
    plain = load_text(resolved_yaml(_said_at_the_queues(scenario))).scenario
    assert plain.segments == {}
    assert [queue.target for queue in plain.queues.values()] == [
        queue.target for queue in scenario.queues.values()
    ]
    np.testing.assert_array_equal(centre(plain).floor.queues, centre(scenario).floor.queues)


def _said_at_the_queues(scenario: Scenario) -> Scenario:
    """Return the scenario without segments, and with what they give at their queues."""
    queues = {
        name: queue.model_copy(update={field: getattr(queue, field) for field in GIVEN})
        for name, queue in scenario.queues.items()
    }
    return scenario.model_copy(update={"queues": queues, "segments": {}})


def test_as_many_reach_the_bank_people_as_call_its_hotline() -> None:
    service, hotline = (load(name).scenario for name in ("bank_service", "bank_hotline_tenth"))
    for name in hotline.queues:
        machine = service.queues[name].self_service
        volumes = service.volumes(name)
        if machine is not None:
            contained = np.resize(machine.shares, len(volumes))
            volumes = volumes * (1 - contained - machine.gives_up)
        assert volumes.sum() / service.days == pytest.approx(hotline.volumes(name).sum(), rel=0.02)
