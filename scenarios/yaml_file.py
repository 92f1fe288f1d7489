"""Reading YAML from people we do not know: plain data, and the line of every value.

Every scalar stays the text that was written (`null` and nothing apart), so that the schema alone
decides what it means: a date that is none is a fault of a field and not the end of the parser.
Nothing is ever constructed from a tag. Aliases are understood, and bounded by what they expand to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from scenarios.faults import BadInput, Fault

MAX_BYTES: Final = 8_000_000
MAX_VALUES: Final = 500_000
MAX_DEPTH: Final = 40

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
#: Control characters other than tab and line feed, and halves of surrogate pairs.
_UNWANTED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: Where a value stands in a tree: keys, and indices of lists.
KeyPath: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """Where a value was written. `field` is its name there, where it differs from its path."""

    file: str
    line: int
    field: str = ""


@dataclass(frozen=True)
class Tree:
    """Plain data (mappings, lists, text, None) and the place of each value by its path."""

    data: dict[str, Any]
    places: Mapping[KeyPath, Place]

    def place(self, path: KeyPath) -> Place:
        """Return the place of `path`, with its field: that of its nearest ancestor with a place."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.places:
                found = self.places[path[:length]]
                field = dotted(path)
                if found.field:
                    field = ".".join([found.field, *dotted(path[length:]).split(".")]).rstrip(".")
                return Place(found.file, found.line, field)
        return Place("", 0, dotted(path))

    def get(self, path: KeyPath) -> Any:
        """Return the value at `path`, or None where there is none."""
        node: Any = self.data
        for key in path:
            try:
                node = node[key]
            except (KeyError, IndexError, TypeError):
                return None
        return node


def dotted(path: KeyPath) -> str:
    """Return a path as people write it; list items count from 1."""
    return ".".join(str(key + 1) if isinstance(key, int) else key for key in path)


def shown(value: object) -> str:
    """Return a value as a fault shows it: short, printable, on one line."""
    match value:
        case None:
            return "nothing"
        case dict():
            return (
                f"a mapping of {', '.join(map(str, value))}"[:80] if value else "an empty mapping"
            )
        case list() | tuple():
            return f"a list of {len(value)}"
    text = " ".join(str(value).split())
    text = "".join(mark if mark.isprintable() else "?" for mark in text) or "nothing"
    return text if len(text) <= 60 else f"{text[:57]}..."


def read_tree(path: Path, name: str | None = None) -> Tree:
    """Return the mapping that a YAML file holds; faults call the file `name`.

    Raises BadInput when the file cannot be read, is no YAML, holds no mapping, or asks for more
    than is safe.
    """
    name = str(path) if name is None else name
    return parse_tree(_text(_bytes(path, name), name), name)


def parse_tree(text: str, name: str) -> Tree:
    """Return the mapping that a YAML text holds; faults call its file `name`.

    Raises BadInput as `read_tree` does.
    """
    node = parse_node(text, name)
    data, places = _plain(node, name)
    if not isinstance(data, dict):
        what = "a mapping of keys to values"
        what += "; this file is empty" if data is None else ""
        raise _bad(name, node.line if data is not None else 0, shown(data), what)
    return Tree(data, places)


def parse_value(text: str, name: str) -> Any:
    """Return the value that a piece of YAML stands for, such as the right side of `--set`.

    Raises BadInput as `read_tree` does.
    """
    return _plain(parse_node(text, name), name)[0]


def _bytes(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise _bad(name, 0, "a folder", "a YAML file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise _bad(name, 0, reason.lower(), "a YAML file that can be read") from None
    if len(content) > MAX_BYTES:
        raise _bad(name, 0, "a larger file", f"at most {MAX_BYTES // 1_000_000} MB")
    return content


def _text(content: bytes, name: str) -> str:
    if b"\0" in content:
        raise _bad(name, 0, "a binary file", "YAML text in UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _bad(name, line, "bytes that are not UTF-8", "YAML text in UTF-8") from None


def _bad(name: str, line: int, value: str, expected: str) -> BadInput:
    return BadInput([Fault(name, line, "", value, expected)])


# Nodes --------------------------------------------------------------------------------------------


@dataclass
class _Node:
    """A value under construction.

    `size` counts the values it expands to and `height` the levels below it, aliases included.
    `name` is its key or number in what is around it, of use while it is open.
    """

    line: int
    value: str | list[_Node] | dict[str, tuple[int, _Node]] | None
    size: int = 1
    height: int = 0
    open: bool = False
    name: str = ""


@dataclass
class _Builder:
    """Builds nodes from the parser's events, without recursion and with bounds."""

    name: str
    faults: list[Fault] = field(default_factory=list)
    anchors: dict[str, _Node] = field(default_factory=dict)
    stack: list[_Node] = field(default_factory=list)
    keys: list[tuple[str, int] | None] = field(default_factory=list)
    root: _Node | None = None
    documents: int = 0

    def fault(self, line: int, value: str, expected: str, field: str = "") -> None:
        self.faults.append(Fault(self.name, line, field, value, expected))

    def take(self, event: yaml.Event) -> None:
        """Take the parser's next event."""
        line = event.start_mark.line + 1 if event.start_mark else 0
        match event:
            case yaml.DocumentStartEvent():
                self._document(line)
            case yaml.AliasEvent():
                self._add(self._aliased(event.anchor or "", line), line)
            case yaml.ScalarEvent():
                self._add(self._anchored(event, _Node(line, self._scalar(event, line))), line)
            case yaml.SequenceStartEvent():
                self._open(self._anchored(event, _Node(line, [], open=True)), line)
            case yaml.MappingStartEvent():
                self._open(self._anchored(event, _Node(line, {}, open=True)), line)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._close()

    def _document(self, line: int) -> None:
        self.documents += 1
        if self.documents > 1:
            self.fault(line, "a second document", "one document a file (no further ---)")
            raise BadInput(self.faults)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> str | None:
        value: str = event.value
        if event.style in (None, "") and value in _NULL:
            return None
        if _UNWANTED.search(value):
            self.fault(line, shown(value), "text without control characters")
        return value

    def _anchored(self, event: Any, node: _Node) -> _Node:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.fault(node.line, shown(tag), "no tags: values are plain text here")
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def _aliased(self, anchor: str, line: int) -> _Node:
        node = self.anchors.get(anchor)
        if node is None or node.open:
            self.fault(line, f"*{anchor}", f"an alias of something above, marked &{anchor}")
            return _Node(line, None)
        return node

    def _open(self, node: _Node, line: int) -> None:
        self._add(node, line)
        self.stack.append(node)
        self.keys.append(None)

    def _close(self) -> None:
        node = self.stack.pop()
        self.keys.pop()
        node.open = False
        if self.stack:
            self._grow(node.size - 1, node.height + 1)

    def _grow(self, size: int, height: int) -> None:
        """Let what is being built grow by a value, and refuse more than is safe."""
        parent = self.stack[-1]
        parent.size += size
        parent.height = max(parent.height, height)
        if parent.size > MAX_VALUES:
            self.fault(parent.line, "more", f"at most {MAX_VALUES} values, aliases expanded")
            raise BadInput(self.faults)
        if len(self.stack) + parent.height > MAX_DEPTH:
            self.fault(parent.line, "deeper nesting", f"at most {MAX_DEPTH} levels")
            raise BadInput(self.faults)

    def _add(self, node: _Node, line: int) -> None:
        """Put a node into what is being built: the root, a list, or a mapping's key or value."""
        if not self.stack:
            self.root = node
            return
        self._grow(1 if node.open else node.size, node.height + 1)
        parent = self.stack[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
            node.name = str(len(parent.value))
        elif isinstance(parent.value, dict):
            self._add_pair(parent.value, node, line)

    def _add_pair(self, mapping: dict[str, tuple[int, _Node]], node: _Node, line: int) -> None:
        key = self.keys[-1]
        if key is None:
            self.keys[-1] = (self._key(node, line), line)
            return
        self.keys[-1] = None
        if key[0] in mapping:
            before = mapping[key[0]][0]
            self.fault(key[1], shown(key[0]), f"each key once; it stands in line {before} too")
        elif key[0] == "<<":
            self.fault(key[1], "<<", "no merge keys; name an override instead")
        else:
            mapping[key[0]] = (key[1], node)
        node.name = key[0]

    def _key(self, node: _Node, line: int) -> str:
        if isinstance(node.value, str):
            return node.value
        above = [one.name for one in self.stack[1:]]
        own = ["null"] if node.value is None else []
        self.fault(line, _kind(node), "a name as the key", ".".join([*above, *own]))
        return f"?{line}"


def _kind(node: _Node) -> str:
    if node.value is None:
        return "nothing"
    return "a list" if isinstance(node.value, list) else "a mapping"


def parse_node(text: str, name: str) -> _Node:
    """Return the root of a YAML text. Raises BadInput for all that is wrong with its form."""
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.YAMLError as error:
        builder.faults.append(_syntax_fault(error, text, name))
    if builder.faults:
        raise BadInput(builder.faults)
    return builder.root or _Node(0, None)


def _syntax_fault(error: yaml.YAMLError, text: str, name: str) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "no YAML"
    line = mark.line + 1 if mark else 0
    if isinstance(error, yaml.reader.ReaderError):
        line = text[: error.position].count("\n") + 1
    words = f"indents, colons, quotes and brackets that fit ({shown(problem)})"
    return Fault(name, line, "", "broken YAML", words)


def _plain(root: _Node, name: str) -> tuple[Any, dict[KeyPath, Place]]:
    """Return the nodes as plain data, with the place of each."""
    places: dict[KeyPath, Place] = {(): Place(name, root.line)}

    def walk(node: _Node, path: KeyPath) -> Any:
        if isinstance(node.value, dict):
            for key, (line, _) in node.value.items():
                places[(*path, key)] = Place(name, line)
            return {key: walk(child, (*path, key)) for key, (_, child) in node.value.items()}
        if isinstance(node.value, list):
            for index, child in enumerate(node.value):
                places[(*path, index)] = Place(name, child.line)
            return [walk(child, (*path, index)) for index, child in enumerate(node.value)]
        return node.value

    return walk(root, ()), places


def paths_under(tree: Tree, path: KeyPath) -> Iterator[KeyPath]:
    """Give the paths of all values at and under `path`."""
    yield path
    node = tree.get(path)
    keys: Iterator[str | int] = (
        iter(node)
        if isinstance(node, dict)
        else iter(range(len(node)) if isinstance(node, list) else ())
    )
    for key in keys:
        yield from paths_under(tree, (*path, key))


def is_there(path: str | Path) -> bool:
    """Tell whether anything has a path; what is too long for one, nothing has."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False
