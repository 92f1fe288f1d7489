import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from scenarios import units

DURATION = TypeAdapter(units.Duration)
SHARE = TypeAdapter(units.Share)
MOMENT = TypeAdapter(units.Moment)


def refused(kind: object, value: object) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return str(caught.value.errors()[0]["msg"])


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("20 s", 20),
        ("20s", 20),
        ("3 min", 180),
        ("1.5 h", 5400),
        ("500 ms", 0.5),
        ("2 d", 172_800),
        ("0 s", 0),
        (".5 min", 30),
        ("1e2 s", 100),
        (90, 90),  # from Python, where the unit is the type's own
    ],
)
def test_durations(text: object, seconds: float) -> None:
    assert DURATION.validate_python(text) == seconds


@pytest.mark.parametrize(
    "text", ["90", "3 minutes", "min", "1:30", "-3 min", "401 d", "1e999 s", ""]
)
def test_no_durations(text: str) -> None:
    assert "duration" in refused(units.Duration, text)


def test_a_duration_without_unit_is_told_what_is_missing() -> None:
    assert refused(units.Duration, "90") == (
        "a duration with its unit (ms, s, min, h, d), such as 20 s or 3 min"
    )


@given(st.floats(0, units.MAX_DURATION_S))
def test_durations_are_written_and_read_again(seconds: float) -> None:
    assert DURATION.validate_python(DURATION.dump_python(seconds)) == seconds


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (90, "90 s"), (120, "2 min"), (5400, "90 min"), (0.5, "0.5 s")],
)
def test_durations_are_written_as_people_do(seconds: float, text: str) -> None:
    assert DURATION.dump_python(seconds) == text


@pytest.mark.parametrize(("text", "share"), [("80 %", 0.8), ("80%", 0.8), ("0.8", 0.8), ("1", 1)])
def test_shares(text: str, share: float) -> None:
    assert SHARE.validate_python(text) == share


@pytest.mark.parametrize("text", ["80", "101 %", "-1 %", "nan", "inf", "half", "", "1_0 %", True])
def test_no_shares(text: object) -> None:
    assert refused(units.Share, text) == "a share from 0 to 1, such as 80 % or 0.8"


@given(st.floats(0, 1))
def test_shares_are_written_and_read_again(share: float) -> None:
    assert SHARE.validate_python(SHARE.dump_python(share)) == share


@pytest.mark.parametrize(("text", "seconds"), [("09:30", 34_200), ("9:30", 34_200), ("00:00", 0)])
def test_clock_times(text: str, seconds: int) -> None:
    assert TypeAdapter(units.Clock).validate_python(text) == seconds


@pytest.mark.parametrize("text", ["24:00", "25:00", "09:60", "0930", "09:30:00", "٠٩:٣٠", "-1:00"])
def test_no_clock_times(text: str) -> None:
    assert "a time of day from 00:00 to 23:59" in refused(units.Clock, text)


def test_midnight_only_as_an_end() -> None:
    assert TypeAdapter(units.EndClock).validate_python("24:00") == 86_400
    assert refused(units.Clock, "24:00").endswith("24:00 stands only as an end")
    assert "24:00" in refused(units.EndClock, "24:01")


@pytest.mark.parametrize(
    ("text", "seconds", "written"),
    [("10:00", 36_000, "day 1 10:00"), ("day 2 10:00", 122_400, "day 2 10:00")],
)
def test_moments(text: str, seconds: int, written: str) -> None:
    assert MOMENT.validate_python(text) == seconds
    assert MOMENT.dump_python(seconds) == written


@pytest.mark.parametrize("text", ["day 0 10:00", "noon", "2 10:00", "day 2", "day 2 25:00"])
def test_no_moments(text: str) -> None:
    assert refused(units.Moment, text) == "a time such as 10:00 or day 2 10:00"


@pytest.mark.parametrize(
    "value", ["nan", "inf", "-inf", "1e999", "1,5", "0x10", "", None, True, math.nan]
)
def test_no_numbers(value: object) -> None:
    assert refused(units.Number, value) == "a number"


@pytest.mark.parametrize("value", ["1.5", "1e3", "", None, True, "1_000"])
def test_no_whole_numbers(value: object) -> None:
    assert refused(units.Whole, value) == "a whole number"


@pytest.mark.parametrize("value", [10**18, -(10**18), "9" * 19, "9" * 5000, 1e30])
def test_whole_numbers_of_too_many_digits(value: object) -> None:
    assert refused(units.Whole, value) == "a whole number of at most 18 digits"


@pytest.mark.parametrize("text", ["../x", "a.b", "a b", "", "-a", "a/b", "x" * 61, "a:b"])
def test_no_names(text: str) -> None:
    assert "a name of letters" in refused(units.Name, text)


def test_names_in_any_script() -> None:
    assert TypeAdapter(units.Name).validate_python("信用卡-2") == "信用卡-2"


@pytest.mark.parametrize(("text", "flag"), [("true", True), ("No", False), ("on", True)])
def test_flags(text: str, flag: bool) -> None:
    assert TypeAdapter(units.Flag).validate_python(text) is flag


def test_a_name_that_is_none_of_the_known() -> None:
    assert units.one_of("queues", "crad", ["card", "loan"]) == (
        "one of the queues: card, loan (did you mean card?)"
    )
    assert units.one_of("queues", "zzz", []) == "one of the queues: none here"
