"""Goals and shrinkage: what is refused, and how the parts are applied."""

from __future__ import annotations

import numpy as np
import pytest

from optimize.requirements import Goal, Shrinkage

REFUSED = {
    "nothing asked for": ({}, "must ask for something"),
    "everybody in time": ({"service_level": 1.0}, "service_level .* not 1.0"),
    "a percentage": ({"service_level": 80}, "service_level .* not 80"),
    "no number": ({"service_level": np.nan}, "service_level .* not nan"),
    "nobody lost": ({"abandonment": 0.0}, "abandonment .* not 0.0"),
    "nobody waits": ({"waiting": 0.0}, "waiting .* not 0.0"),
    "never busy": ({"occupancy": 0.0}, "occupancy .* not 0.0"),
    "busier than always": ({"occupancy": 1.1}, "occupancy .* not 1.1"),
    "no wait": ({"asa_s": 0.0}, "asa_s .* not 0.0"),
    "an unknown level": ({"service_level": 0.8, "counts": "SL7"}, "counts must be one of SL1"),
    "time runs back": ({"service_level": 0.8, "within_s": -1.0}, "within_s .* not -1.0"),
    "short is long": ({"service_level": 0.8, "short_s": 30.0}, r"short_s .*\(20.0\), not 30.0"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_goal_that_cannot_be_kept_is_refused(fault):
    figures, words = REFUSED[fault]
    with pytest.raises(ValueError, match=words):
        Goal(**figures)


def test_all_faults_of_a_goal_are_told_at_once():
    with pytest.raises(ValueError, match=r"service_level.*asa_s"):
        Goal(service_level=2.0, asa_s=-1.0)


def test_each_part_of_shrinkage_is_applied_once():
    # 8 hours paid: 10 % of the days absent leaves 7.2 h, of which 1/8 off the phone leaves 6.3 h,
    # of which 1/7 in breaks leaves 5.4 h: 5.4 / 8 = 0.675.
    parts = Shrinkage(breaks=1 / 7, off_phone=1 / 8, absence=0.1)
    assert parts.net(8) == pytest.approx(5.4)
    assert parts.gross([0, 5.4, 54]) == pytest.approx([0, 8, 80])
    assert parts.share == pytest.approx(0.325)


def test_the_steps_lead_from_net_to_gross():
    steps = Shrinkage(breaks=1 / 7, off_phone=1 / 8, absence=0.1).steps(5.4)
    # 5.4 -> 6.3 with breaks -> 7.2 with time off the phone -> 8 with absence
    assert {name: float(step) for name, step in steps.items()} == pytest.approx(
        {"breaks": 0.9, "off_phone": 0.9, "absence": 0.8}
    )


@pytest.mark.parametrize("part", ["breaks", "off_phone", "absence"])
@pytest.mark.parametrize("share", [1.0, -0.1, np.nan, 30])
def test_a_part_that_is_no_share_is_refused(part, share):
    with pytest.raises(ValueError, match=part):
        Shrinkage(**{part: share})
