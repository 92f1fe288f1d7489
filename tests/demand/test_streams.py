"""Streams: no two things share one, in replication 0 neither; names matter, places do not."""

from itertools import combinations, product

import numpy as np

from sim.codes import Purpose
from sim.demand.streams import digest, stream

DRAWN_FOR = [
    purpose + shift
    for purpose in Purpose
    if purpose < Purpose.EXTRA
    for shift in (0, Purpose.EXTRA, Purpose.POOL)
]


def test_every_purpose_name_replication_and_seed_has_a_stream_of_its_own() -> None:
    """A first 64-bit draw in common would be a chance of 1 in 10**13."""
    keys = list(product((0, 1), (0, 1, 2), ("", "card", "loan"), DRAWN_FOR))
    first = {int(stream(*key).integers(1 << 63)) for key in keys}
    assert len(first) == len(keys)


def test_purposes_do_not_collide_when_shifted() -> None:
    assert len(set(DRAWN_FOR)) == len(DRAWN_FOR)


def test_streams_are_not_correlated() -> None:
    """Correlations of 10,000 draws have an sd of 0.01; 5 sd is 1 in 1.7 million, 190 pairs."""
    draws = [
        stream(618, replication, name, purpose).random(10_000)
        for replication, name, purpose in product((0, 1), ("card", "loan"), range(5))
    ]
    for one, other in combinations(draws, 2):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.05


def test_the_same_key_gives_the_same_stream() -> None:
    one, other = stream(7, 0, "card", Purpose.TALK), stream(7, 0, "card", Purpose.TALK)
    assert one.random(5).tolist() == other.random(5).tolist()


def test_a_digest_is_the_same_on_every_machine() -> None:
    """BLAKE2b of 8 bytes; were this to change, every stored result would be drawn anew."""
    assert digest("card") == int.from_bytes(bytes.fromhex("e8210778bc1d7860"), "big")
