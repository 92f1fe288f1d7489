"""What `--vary` understands, and what it refuses."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scenarios.faults import BadInput
from scenarios.studies.sweep.axes import Axis, Field, number_of, read_axes


def axis(text: str) -> Axis:
    (found,) = read_axes([text])
    return found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("queues.general.volume*=0.8..1.4:7", ("0.8", "0.9", "1", "1.1", "1.2", "1.3", "1.4")),
        ("queues.general.head_start=20 s..60 s:3", ("20 s", "40 s", "60 s")),
        ("groups.novices.absence=5..20 %:4", ("5 %", "10 %", "15 %", "20 %")),
        ("groups.novices.absence=5%,10 %, 0.15", ("5%", "10 %", "0.15")),
        ("days = 2", ("2",)),
        ("a=-1..1:2", ("-1", "1")),
        ("a=1e-3..2e-3:2", ("0.001", "0.002")),
        ("groups.front.agents=[3,4],[5,6]", ("[3,4]", "[5,6]")),
        (
            "queues.a.volume={per_h: 3},{total: 9, profile: day}",
            ("{per_h: 3}", "{total: 9, profile: day}"),
        ),
        ("variant=null,promotion", ("null", "promotion")),
        ("title='a, b',c", ("'a, b'", "c")),
    ],
)
def test_values_are_ranges_lists_and_single_ones(text: str, values: tuple[str, ...]) -> None:
    assert axis(text).values == values


def test_a_star_multiplies() -> None:
    assert axis("queues.card.volume*=2").field == Field(("queues", "card", "volume"), True)
    assert axis("queues.card.volume=2").field == Field(("queues", "card", "volume"), False)
    assert axis("queues.card.volume *= 2").field.name == "queues.card.volume*"


def test_a_range_is_exact_where_decimals_are() -> None:
    """0.1 + 2 x 0.1 is 0.30000000000000004 in floats."""
    assert axis("a*=0.1..0.5:5").values == ("0.1", "0.2", "0.3", "0.4", "0.5")
    assert axis("a*=1..2:4").values == ("1", "1.33333333333", "1.66666666667", "2")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing", r"path=values or path\*=values"),
        ("=3", "a path such as queues.card.volume"),
        ("a..b=3", "a path such as"),
        ("a=", "values with nothing missing between commas"),
        ("a=1,,2", "values with nothing missing between commas"),
        ("a=1..2:0", "at least 2 values, for both ends are among them"),
        ("a=1..2:1", "at least 2 values"),
        ("a=2..1:3", "from a up to b"),
        ("a=1..1:3", "from a up to b"),
        ("a=1..2", "a range a..b:n of n values"),
        ("a=1 s..2 min:3", "one unit for both ends"),
        ("a=1..2:999999999", "at most 100,000 values"),
        ("a=3,4,3", "a: got 3; expected each value once"),
        ("a*=many", "a\\*: got many; expected a number to multiply by"),
        ("a*=5 %", "a number to multiply by"),
        ("a*=nan,inf", "got inf; expected a number"),
        ("variant*=2", "variant=names"),
    ],
)
def test_what_is_no_axis_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_axes([text])


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(BadInput) as bad:
        read_axes(["a=1..2:0", "b=1", "c*=x,y"])
    assert [fault.field for fault in bad.value.faults] == ["a", "c*", "c*"]
    assert {fault.file for fault in bad.value.faults} == {"--vary"}


def test_a_factor_is_an_exact_number() -> None:
    assert number_of("1.2") == Fraction(6, 5)
    assert number_of("1e-999999999") == 0
    assert number_of("1e999") is None
    assert number_of("1 s") is None
