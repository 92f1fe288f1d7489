"""Values on one line of YAML read back as they were."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.editing.flow import cell, flow
from scenarios.yaml_file import parse_value

#: Text as our reader takes it: without control characters and halves of pairs.
TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff"),
    max_size=12,
) | st.sampled_from(
    ["null", "~", "", "- a", "a: b", "a #b", "...", "---", "-5", "10:00", "%", "!x"]
)
DATA: st.SearchStrategy[Any] = st.recursive(
    st.none() | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXT.filter(bool), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(DATA)
def test_what_is_written_reads_back(data: Any) -> None:
    written = flow(data)
    assert "\n" not in written
    assert parse_value(written, "text") == data


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("80 %", "80 %"),
        ("-5", "-5"),
        (["1", "2.5"], "[1, 2.5]"),
        ({"share": "10 %", "to": "expert"}, "{share: 10 %, to: expert}"),
        (["08:00-12:00"], '["08:00-12:00"]'),
        ({"a": None, "汉字": "银行"}, "{a: null, 汉字: 银行}"),
    ],
)
def test_cells_are_as_people_write(value: Any, shown: str) -> None:
    assert cell(value) == shown
