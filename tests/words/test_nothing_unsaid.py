"""No text for people goes around the catalogues."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import crewline

ROOMS = ("ui", "charts", "reports")
#: What draws its first arguments as text, by the name of the function or method.
DRAWING = {
    "badge", "button", "caption", "checkbox", "download_button", "error", "expander", "header",
    "info", "link_button", "markdown", "metric", "multiselect", "number_input", "page_link",
    "pills", "popover", "progress", "radio", "segmented_control", "selectbox", "slider",
    "select_slider", "spinner", "status", "subheader", "success", "tabs", "text", "text_area",
    "text_input", "title", "toast", "toggle", "warning", "write", "file_uploader", "date_input",
    "time_input", "data_editor", "add_annotation",
}  # fmt: skip
#: Arguments by name that are shown, wherever they are given.
SHOWN = {"label", "help", "placeholder", "text", "title", "alt", "note", "annotation_text"}
#: Of these calls a `name` or `title` is none for people.
TECHNICAL = {"getLogger", "Thread", "field", "Field", "Process", "PageEntry", "cache_data"}
#: Names and marks that are the same in both languages.
ALIKE = re.compile(
    r"Language / 语言|Crewline|YAML|CSV|XLSX|HTML|SL[1-6]?|Erlang [ABC]|[a-z_]+\.(csv|xlsx|yaml)"
)
WORD = re.compile(r"[A-Za-z]{2,}")
MARKUP = re.compile(r":[a-z-]+\[|:material/\w+:|%\{[^}]*\}|<[^>]*>|&\w+;|\{[^}]*\}|https?:\S+")


def calls() -> Iterator[tuple[Path, ast.Call]]:
    for room in ROOMS:
        for source in sorted((Path(crewline.__file__).parent / room).rglob("*.py")):
            for node in ast.walk(ast.parse(source.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    yield source, node


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


def shown_arguments(call: ast.Call) -> Iterator[ast.expr]:
    name, owner = name_of(call), ast.unparse(call.func).partition(".")[0]
    if name in TECHNICAL or owner in {"_log", "logging"}:
        return
    if name in DRAWING and isinstance(call.func, ast.Attribute):
        yield from call.args[:1]
    shown = SHOWN | {"name"} if name.startswith("add_") else SHOWN  # a trace is named in a legend
    yield from (one.value for one in call.keywords if one.arg in shown)


def literals(node: ast.expr) -> Iterator[str]:
    """Return what an argument says by itself, outside of `say` and `N_`."""
    match node:
        case ast.Constant(str() as text):
            yield text
        case ast.JoinedStr(parts):
            yield from (text for part in parts for text in literals(part))
        case ast.IfExp(_, one, other):
            yield from literals(one)
            yield from literals(other)
        case ast.BinOp(left, ast.Add(), right):
            yield from literals(left)
            yield from literals(right)
        case ast.List(parts) | ast.Tuple(parts):
            yield from (text for part in parts for text in literals(part))


def is_text(literal: str) -> bool:
    return bool(WORD.search(ALIKE.sub("", MARKUP.sub("", literal))))


def test_no_text_goes_around_the_catalogues() -> None:
    unsaid = [
        f"{source.name}:{call.lineno}: {text!r}"
        for source, call in calls()
        for argument in shown_arguments(call)
        for text in literals(argument)
        if is_text(text)
    ]
    assert unsaid == []
