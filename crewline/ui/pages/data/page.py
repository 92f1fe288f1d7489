"""The page Data in: upload, look, confirm, import, and work with what comes of it."""

from __future__ import annotations

import hashlib
from typing import Any, Final

import pandas as pd
import streamlit as st

from crewline.ui.draft.draft import Draft
from crewline.ui.pages.data.form import Form, confirmed, show_doubts
from crewline.ui.pages.data.results import show_results
from crewline.ui.pages.data.tasks import ImportTask, Looked, LookTask
from crewline.ui.parts.faults import show_faults
from crewline.ui.parts.working import asked, let_go
from crewline.words import Language, Words, plain
from crewline.words.figures import number
from scenarios.faults import BadInput, Fault
from scenarios.intake.guessing import AnyMapping, mapping_of, mapping_text
from scenarios.yaml_file import shown

#: The most that a browser may send, megabytes; the command line takes more.
UPLOAD_MB: Final = 100
_TEXT: Final = "data_text"
#: A call log with durations, or with time stamps alone.
_ENGLISH_LOG: Final = (
    "queued,queue,wait,talk,result,agent\n"
    "2026-06-01 09:00:12,sales,14,205,answered,A17\n"
    "2026-06-01 09:00:31,sales,62,,abandoned,"
)
_CHINESE_LOG: Final = (
    "入队时间,应答时间,挂断时间,队列,坐席,结果\n"
    "2026-06-01 09:00:12,2026-06-01 09:00:26,2026-06-01 09:03:51,个人业务,A17,接通\n"
    "2026-06-01 09:00:31,,2026-06-01 09:01:33,个人业务,,放弃"
)


def draw(say: Words, draft: Draft) -> None:
    """Draw the page."""
    del draft  # what is brought in takes its place when the reader says so
    st.title(say("Data in"))
    st.markdown(
        say(
            "Bring in a call log or an interval table, confirm what its columns mean, and work with"
            " the scenario that it comes to."
        )
    )
    uploaded = st.file_uploader(
        say("A table as CSV or XLSX, at most {mb} MB", mb=UPLOAD_MB),
        max_upload_size=UPLOAD_MB,
        key="data_upload",
        help=say(
            "An interval table has a row for each line and interval: calls offered, answered,"
            " abandoned, handling time. A call log has a row for each call. Headings may be English"
            " or Chinese, text UTF-8 or GBK. What is uploaded is forgotten with this session."
        ),
    )
    if uploaded is None:
        for key in ("data_look", "data_import"):
            let_go(key)
        _show_examples(say)
        return
    data = uploaded.getvalue()
    if len(data) > UPLOAD_MB * 1_000_000:
        value, words = f"a file of {len(data) / 1e6:,.0f} MB", f"at most {UPLOAD_MB} MB"
        _show_refusal((Fault(shown(uploaded.name), 0, "", value, words),), say)
        return
    _show_file(data, shown(uploaded.name), _digest(uploaded.file_id, data), say)


def _digest(file_id: str, data: bytes) -> str:
    """Return the digest of what was uploaded; reckoned once a file."""
    held: tuple[str, str] | None = st.session_state.get("data_digest")
    if held is None or held[0] != file_id:
        held = (file_id, hashlib.sha256(data).hexdigest())
        st.session_state["data_digest"] = held
    return held[1]


def _show_examples(say: Words) -> None:
    """Show what the two kinds of table look like."""
    left, right = st.columns(2)
    left.markdown(f"**{say('An interval table')}**")
    left.code(
        "日期,时段,技能组,来电量,接通量,放弃量,平均处理时长,20秒服务水平\n"
        "2026-06-01,9:00-9:30,个人业务,112,108,4,3:25,85.3%\n"
        "2026-06-01,9:30-10:00,个人业务,131,124,7,3:31,80.1%",
        language=None,
        wrap_lines=True,
    )
    right.markdown(f"**{say('A call log')}**")
    right.code(
        _CHINESE_LOG if say.language is Language.CHINESE else _ENGLISH_LOG,
        language=None,
        wrap_lines=True,
    )


def _show_refusal(faults: tuple[Fault, ...], say: Words) -> None:
    show_faults(faults, say, say("This file cannot be used:"))


def _show_file(data: bytes, file: str, digest: str, say: Words) -> None:
    """Look at a file, and show what it looks like, its form, and what came of it."""
    sheet = st.session_state.get(f"data_sheet_{digest[:8]}", "")
    looked = asked(LookTask(data, file, digest, sheet), say, key="data_look", start=True)
    if looked is None:
        return
    _choose_sheet(looked, digest, say)
    _show_head(looked, file, say)
    if looked.faults:
        _show_refusal(looked.faults, say)
    mapping = _mapping(looked, file, digest, say)
    if mapping is None:
        return
    task = ImportTask(data, file, digest, looked.sheet, mapping)
    brought = asked(task, say, key="data_import", label=say("Make the scenario"))
    if brought is None:
        return
    if brought.faults:
        _show_refusal(brought.faults, say)
        return
    show_results(brought, say)


def _choose_sheet(looked: Looked, digest: str, say: Words) -> None:
    if len(looked.sheets) > 1:
        now = looked.sheet if looked.sheet in looked.sheets else looked.sheets[0]
        key = f"data_sheet_{digest[:8]}"
        if key not in st.session_state:
            st.session_state[key] = now
        st.selectbox(say("Sheet of the workbook"), looked.sheets, key=key)


def _show_head(looked: Looked, file: str, say: Words) -> None:
    """Show the first rows as they stand in the file."""
    if not looked.head:
        return
    st.subheader(say("The file"))
    about = [file, say.count("{n} row", "{n} rows", looked.rows)]
    about += [one for one in (looked.sheet, looked.encoding.upper()) if one]
    st.caption(" · ".join(about))
    width = max(len(cells) for _, cells in looked.head)
    frame = pd.DataFrame(
        [[number(row, say), *cells] for row, cells in looked.head],
        columns=[say("Row"), *(_letter(place) for place in range(width))],
    )
    st.dataframe(frame, hide_index=True, key="data_head", height=280)


def _letter(place: int) -> str:
    """Return what a spreadsheet calls a column: A to Z, then AA."""
    first, last = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def _mapping(looked: Looked, file: str, digest: str, say: Words) -> AnyMapping | None:
    """Draw the form, and return the mapping that it says; None where it says none."""
    version = st.session_state.get(f"{_TEXT}_version", 0)
    prefix = f"data_{digest[:8]}_{looked.sheet}_{version}"
    given: AnyMapping | None = st.session_state.get(f"{_TEXT}_given_{digest[:8]}")
    start = given or (looked.guessed.mapping if looked.guessed else None)
    if start is None:
        return None
    st.subheader(say("What its columns mean"))
    guesses = looked.guessed.guesses if looked.guessed and given is None else ()
    if given is None:
        show_doubts(guesses, say)
    try:
        found: AnyMapping | None = confirmed(Form(looked, guesses, prefix, say), start)
    except BadInput as bad:
        _show_misfit(bad, say)
        found = None
    _show_text(found or start, file, digest, say)
    return found


def _show_misfit(bad: BadInput, say: Words) -> None:
    show_faults(bad.faults, say, say("This does not fit together yet:"))


def _show_text(mapping: AnyMapping, file: str, digest: str, say: Words) -> None:
    """Show the mapping as text, to be kept, edited and given again."""
    with st.expander(say("The mapping as text")):
        text = mapping_text(mapping)
        key = f"{_TEXT}_{digest[:8]}_{hashlib.sha256(text.encode()).hexdigest()[:8]}"
        st.text_area(say("Mapping in YAML"), text, height=320, key=key)
        left, right = st.columns(2)
        left.button(
            say("Take this text"), key="data_take_text", on_click=_take_text, args=(key, digest)
        )
        right.download_button(
            say("Download the mapping"),
            text.encode(),
            file_name=f"{mapping.name}_mapping.yaml",
            mime="text/yaml",
            key="data_mapping",
            on_click="ignore",
        )
        faults: tuple[Fault, ...] = st.session_state.get(f"{_TEXT}_faults", ())
        for fault in faults:
            st.error(plain(say.fault(fault)))


def _take_text(key: str, digest: str) -> None:
    held: Any = st.session_state
    held[f"{_TEXT}_faults"] = ()
    try:
        held[f"{_TEXT}_given_{digest[:8]}"] = mapping_of(held[key])
    except BadInput as bad:
        held[f"{_TEXT}_faults"] = bad.faults
        return
    held[f"{_TEXT}_version"] = held.get(f"{_TEXT}_version", 0) + 1
