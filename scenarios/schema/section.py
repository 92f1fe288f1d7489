"""What every part of a scenario file has in common: frozen, exact about its keys, documented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError
from pydantic import model_validator as _model_validator
from pydantic_core import InitErrorDetails

from scenarios.units import expected, one_of
from scenarios.yaml_file import KeyPath

#: So many unknown keys of a section are told with the key that was probably meant.
_HINTS: Final = 50


@dataclass(frozen=True)
class Finding:
    """Something wrong (or doubtful) at a path inside a section."""

    path: KeyPath
    value: object
    expected: str


class AsWritten:
    """Stands for whatever was written at a finding's path."""

    def __str__(self) -> str:
        """Return the words for it, where the file is not at hand."""
        return "what is given"


AS_WRITTEN: Final = AsWritten()


def refuse(title: str, findings: Iterable[Finding]) -> None:
    """Raise pydantic's error for all `findings` at once; return where there are none."""
    errors = [
        InitErrorDetails(type=expected(found.expected), loc=found.path, input=found.value)
        for found in findings
    ]
    if errors:
        raise ValidationError.from_exception_data(title, errors)


class Section(BaseModel):
    """A mapping of known keys. An unknown key is refused with the nearest known one."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        serialize_by_alias=True,
        use_attribute_docstrings=True,
    )

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Return the keys as they are written in a file."""
        return tuple(_keys(cls))

    @_model_validator(mode="wrap")
    @classmethod
    def _refuse_unknown_keys(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Check the known keys though others are unknown, so that all faults are told at once."""
        if not isinstance(data, dict):
            if isinstance(data, cls):
                return handler(data)
            raise expected(f"a mapping with the keys {', '.join(cls.keys())}")
        known = _keys(cls)
        strange = [key for key in data if key not in known]
        if not strange:
            return handler(data)
        unknown = [
            InitErrorDetails(type=expected(words), loc=(key,), input=key)
            for key, words in zip(strange, _keys_wanted(strange, known), strict=True)
        ]
        try:
            handler({key: value for key, value in data.items() if key in known})
        except ValidationError as error:
            unknown += _details(error)
        raise ValidationError.from_exception_data(cls.__name__, unknown)


def _keys_wanted(strange: Sequence[object], known: Iterable[str]) -> Iterator[str]:
    """Give the words for each unknown key; the first have a hint, which takes its time to find."""
    known = list(known)
    for number, key in enumerate(strange):
        yield one_of("keys", str(key) if number < _HINTS else "", known)


@cache
def _keys(section: type[Section]) -> dict[str, None]:
    """Return a section's keys, in their order, to be looked up."""
    return dict.fromkeys(info.alias or name for name, info in section.model_fields.items())


def _details(error: ValidationError) -> list[InitErrorDetails]:
    """Return an error's parts in the form that a new error is made of."""
    return [
        InitErrorDetails(type=expected(words(part)), loc=part["loc"], input=part["input"])
        for part in error.errors(include_url=False)
    ]


#: Pydantic's kinds of errors in plain words; `{...}` is filled from the error's context.
_WORDS: Final[Mapping[str, str]] = {
    "expected": "{what}",
    "missing": "this key; it has no default",
    "literal_error": "{expected}",
    "greater_than_equal": "at least {ge}",
    "greater_than": "more than {gt}",
    "less_than_equal": "at most {le}",
    "less_than": "less than {lt}",
    "too_short": "at least {min_length}",
    "too_long": "at most {max_length}",
    "dict_type": "a mapping of names to values",
    "list_type": "a list",
    "tuple_type": "a list",
}


def words(part: Any) -> str:
    """Return what was expected, in plain words, for one part of pydantic's error."""
    template = _WORDS.get(part["type"])
    if template is None:
        return str(part["msg"])
    filled = template.format(**part.get("ctx", {}))
    return filled.replace("'", "") if part["type"] == "literal_error" else filled
