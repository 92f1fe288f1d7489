"""Settings written into a scenario's text, where they belong; comments and layout stay.

Each setting changes the piece of text that holds its value, or adds a line. What comes out is read
again and compared with the settings laid over the scenario; where it does not say the same (there
are aliases, or keys that exclude each other), the text is written anew, without its comments.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import yaml

from scenarios.editing.flow import flow
from scenarios.editing.settings import Keys, keys_of, value_at
from scenarios.faults import BadInput
from scenarios.load import yaml_text
from scenarios.overrides import patched, set_patches
from scenarios.yaml_file import Tree, parse_tree

_WIDTH: Final = 100
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Line ends and comments between a block's last value and what follows it.
_BEHIND: Final = re.compile(r"(?:\s*(?:#[^\n]*)?\n)*\s*(?:#[^\n]*)?\Z")


def rewritten(text: str, settings: Sequence[str], name: str = "text") -> str:
    """Return a scenario's text with settings written into it. Raises BadInput as both may."""
    for one in settings:
        text = _with_one(text, one, name)
    return text


@lru_cache(maxsize=256)
def _with_one(text: str, setting: str, name: str) -> str:
    tree = _parsed(text, name)
    wanted = patched(tree, set_patches([setting])).data
    if wanted == tree.data:
        return text
    changed = _spliced(text, keys_of(setting), tree, wanted)
    return changed if changed is not None and _says(changed, wanted, name) else yaml_text(wanted)


@lru_cache(maxsize=8)
def _parsed(text: str, name: str) -> Tree:
    """Return a text's tree, which nobody alters; of what was written last it is read once."""
    return parse_tree(text, name)


def _says(text: str, wanted: dict[str, Any], name: str) -> bool:
    try:
        return _parsed(text, name).data == wanted
    except BadInput:
        return False


def _spliced(text: str, keys: Keys, tree: Tree, wanted: Any) -> str | None:
    """Return the text with one value in place of another; None where that is not simple."""
    node: Any = yaml.compose(text, Loader=_Loader)
    above = 0
    parents: list[Any] = []
    for key in keys:
        child = _child(node, key)
        if child is None:
            break
        parents.append(node)
        node, above = child, above + 1
    value = value_at(wanted, keys[: above + 1])
    if above == len(keys):
        if value is None and isinstance(parents[-1], yaml.MappingNode):
            return _without(text, parents[-1], keys[-1])
        return _replaced(text, node, value)
    if isinstance(node, yaml.MappingNode):
        return _added(text, node, keys[above], value)
    return _replaced(text, node, value_at(wanted, keys[:above]))


def _child(node: yaml.Node, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    if isinstance(node, yaml.SequenceNode) and key.isascii() and key.isdigit():
        return node.value[int(key) - 1] if 1 <= int(key[:9]) <= len(node.value) else None
    return None


def _replaced(text: str, node: yaml.Node, value: Any) -> str:
    start, end = node.start_mark.index, _end(text, node)
    written = _laid_out(value, text, start)
    head = text[:start].rstrip(" ") if written.startswith("\n") else text[:start]
    space = " " if head.endswith(":") and not written.startswith("\n") else ""
    return f"{head}{space}{written}{text[end:]}"


def _added(text: str, node: yaml.MappingNode, key: str, value: Any) -> str | None:
    if node.flow_style:
        end = node.end_mark.index - 1
        comma = ", " if node.value else ""
        return f"{text[:end].rstrip()}{comma}{flow(key)}: {flow(value)}{text[end:]}"
    if not node.value:
        return None
    indent = node.value[0][0].start_mark.column
    end = _line_end(text, _end(text, node))
    beginning = f"{' ' * indent}{flow(key)}: "
    written = _laid_out(value, beginning, len(beginning))
    head = text[:end] if text[:end].endswith("\n") else f"{text[:end]}\n"
    beginning = beginning.rstrip() if written.startswith("\n") else beginning
    return f"{head}{beginning}{written}\n{text[end:]}"


def _without(text: str, node: yaml.MappingNode, key: str) -> str | None:
    """Return the text without a key of a mapping that has others."""
    at = next(number for number, (name, _) in enumerate(node.value) if name.value == key)
    name, value = node.value[at]
    if len(node.value) == 1:
        return None
    if not node.flow_style:
        start = text.rfind("\n", 0, name.start_mark.index) + 1
        return text[:start] + text[_line_end(text, _end(text, value)) :]
    if at == 0:
        return text[: name.start_mark.index] + text[node.value[1][0].start_mark.index :]
    before = node.value[at - 1][1]
    return text[: _end(text, before)] + text[_end(text, value) :]


def _end(text: str, node: yaml.Node) -> int:
    """Return where a value's text ends; a block ends with its last value, not where the next is."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return start + len(text[start:end].rstrip())
    found = _BEHIND.search(text, start, end)
    return found.start() if found and isinstance(node, yaml.CollectionNode) else int(end)


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end + 1


def _laid_out(value: Any, text: str, start: int) -> str:
    """Return a value for a place in a text: on one line, or a list on several."""
    written = flow(value)
    column = start - (text.rfind("\n", 0, start) + 1)
    if not isinstance(value, list) or column + len(written) <= _WIDTH:
        return written
    line = text[text.rfind("\n", 0, start) + 1 : start]
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    lines = textwrap.wrap(
        written, _WIDTH - len(indent), break_long_words=False, break_on_hyphens=False
    )
    return ("\n" + indent).join(["", *lines]) if '"' not in written else written
