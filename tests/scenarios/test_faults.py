"""How faults are written, ordered and kept few."""

import pytest

from scenarios.faults import BadInput, Fault
from tests.scenarios.small import general, loaded


def test_a_fault_keeps_to_one_line() -> None:
    fault = Fault("a\n.yaml", 3, "queues.q\n\x1b[31m", "x", "one of the queues: q\r")
    assert str(fault) == "a?.yaml:3: queues.q??[31m: got x; expected one of the queues: q?"


def test_items_of_lists_come_by_number() -> None:
    fields = ["v.10", "v.2", "v.1", "v", "a.2.b", "a.10.b", "v.x"]
    told = BadInput(Fault("f", 1, field, "", "") for field in fields).faults
    assert [fault.field for fault in told] == ["a.2.b", "a.10.b", "v", "v.1", "v.2", "v.10", "v.x"]


def test_numbers_as_long_as_anybody_likes_are_ordered() -> None:
    fields = ["9" * 5000, "1" * 5001]
    assert [one.field for one in BadInput(Fault("f", 1, f, "", "") for f in fields).faults] == (
        fields
    )


def test_a_list_of_faults_is_told_in_part() -> None:
    with pytest.raises(BadInput) as caught:
        loaded(queues=general(volume=["x"] * 48))
    told = caught.value.faults
    assert [fault.field.rpartition(".")[2] for fault in told] == [str(n) for n in range(1, 22)]
    assert str(told[-1]).endswith("got 28 more from here on, of 48; expected no faults")


def test_a_column_of_faults_is_told_in_part() -> None:
    faults = [Fault("a.csv", line, "calls", "x", "a number") for line in range(2, 50)]
    told = BadInput(faults).faults
    assert [fault.line for fault in told] == list(range(2, 23))
    assert told[-1].value == "28 more from here on, of 48"
    assert BadInput(set(told)).faults == told


def test_twenty_faults_are_told_in_full() -> None:
    faults = [Fault("a.csv", line, "calls", "x", "a number") for line in range(2, 22)]
    assert BadInput(faults).faults == tuple(faults)
