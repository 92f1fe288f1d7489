"""The guessed mapping as a form: what each column means, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
import yaml

from crewline.ui.pages.data.labels import choice_label, field_label
from crewline.ui.pages.data.tasks import Looked
from crewline.words import N_, Words, plain
from crewline.words.intake import spoken
from scenarios.intake.guess import Guess
from scenarios.intake.guessing import AnyMapping, mapping_of, mapping_text
from scenarios.intake.mapping import LogMapping
from scenarios.intake.tables.mapping import COUNTS, SHARES, TIMES, IntervalMapping
from scenarios.units import DAY_S

#: Fields that most tables have; the others are behind a fold.
_KEYS: Final = ("date", "interval", "queue")
_MAIN: Final = ("offered", "answered", "abandoned", "handle", "service_level")
_MORE: Final = tuple(
    one for one in (*COUNTS, *TIMES, *SHARES) if one not in _MAIN and one != "agents"
)
_LOG_MAIN: Final = ("queued", "waited", "served", "outcome", "kind", "agent")
_LOG_MORE: Final = ("left_queue", "served_from", "served_to", "date", "customer_class", "entered")
_TIME_UNITS: Final = ("s", "min", "h", "day")
_SHARE_UNITS: Final = ("percent", "share")
_INTERVALS_MIN: Final = (15, 30, 60)


@dataclass(frozen=True)
class Form:
    """Draws the form of one file; `prefix` tells its widgets from those of other files."""

    looked: Looked
    guesses: Sequence[Guess]
    prefix: str
    say: Words

    def choose(self, field: str, path: str, options: Sequence[str], now: str) -> str:
        """Draw a choice, with the reason of its guess; return what is chosen."""
        offered = list(dict.fromkeys([*options, now]))
        return str(
            st.selectbox(
                field_label(path, self.say),
                offered,
                index=offered.index(now),
                format_func=lambda one: self._called(field, one),
                key=f"{self.prefix}_{path}",
                help=self.why(path),
            )
        )

    def _called(self, field: str, one: str) -> str:
        say = self.say
        if not one:
            return say("(none)")
        return choice_label(field, one, say) if field else one

    def column(self, path: str, now: str | None, options: Sequence[str]) -> str | None:
        """Draw the choice of a column; return it, None for none."""
        return self.choose("", path, ["", *options], now or "") or None

    def why(self, path: str) -> str | None:
        """Return why a field was guessed so, None where it was not."""
        found = next((one for one in self.guesses if one.field == path), None)
        if found is None:
            found = next((one for one in self.guesses if one.field == f"{path}.column"), None)
        return None if found is None else plain(spoken(found.why, self.say))


def show_doubts(guesses: Sequence[Guess], say: Words) -> None:
    """Show what should be confirmed, first of all."""
    asked = [one for one in guesses if one.sureness == "asked"]
    if not asked:
        st.success(say("Every column and unit could be told from the file. Look it over."))
        return
    lines = "\n".join(
        "- "
        + say(
            "**{field}** was taken to be *{value}*: {why}.",
            field=plain(field_label(one.field, say)),
            value=plain(choice_label(one.field.split(".")[-1], one.value, say)),
            why=plain(spoken(one.why, say)),
        )
        for one in asked
    )
    st.warning(f"{say('Please confirm, as the file does not tell:')}\n\n{lines}")


def confirmed(form: Form, mapping: AnyMapping) -> AnyMapping:
    """Draw the form of a mapping, and return it as it was filled in.

    Raises BadInput where what was filled in does not fit together.
    """
    tree = yaml.safe_load(mapping_text(mapping))
    if isinstance(mapping, IntervalMapping):
        changed = _intervals(form, mapping, tree)
    else:
        changed = _log(form, mapping, tree)
    text = yaml.safe_dump(changed, sort_keys=False, allow_unicode=True)
    say = form.say
    return mapping_of(text, say("mapping"))


def _intervals(form: Form, mapping: IntervalMapping, tree: dict[str, Any]) -> dict[str, Any]:
    say = form.say
    columns = form.looked.columns
    is_grouped = mapping.wide is not None and mapping.wide.measure is None
    figures = form.looked.parts if is_grouped else columns
    tree["when"], tree["queue"] = _when_columns(form, mapping, columns)
    measures: dict[str, Any] = {}
    for start in range(0, len(_MAIN), 3):
        for place, field in zip(st.columns(3), _MAIN[start : start + 3], strict=False):
            with place:
                measures |= _measure(form, mapping, field, figures)
    with st.expander(say("More columns")):
        for start in range(0, len((*_MORE, "agents")), 3):
            fields = (*_MORE, "agents")[start : start + 3]
            for place, field in zip(st.columns(3), fields, strict=False):
                with place:
                    measures |= _measure(form, mapping, field, figures)
    tree["measures"] = measures
    with st.expander(say("How it is written, and what is assumed")):
        _written(form, mapping, tree, measures)
    return {key: value for key, value in tree.items() if value is not None}


def _when_columns(
    form: Form, mapping: IntervalMapping, columns: Sequence[str]
) -> tuple[dict[str, Any], str | None]:
    left, middle, right = st.columns(3)
    when = mapping.when.model_dump(exclude_defaults=True)
    with left:
        when["date"] = form.column("when.date", mapping.when.date, columns)
    with middle:
        when["interval"] = form.column("when.interval", mapping.when.interval, columns)
    with right:
        queue = form.column("queue", mapping.queue, columns)
    return {key: value for key, value in when.items() if value is not None}, queue


def _measure(
    form: Form, mapping: IntervalMapping, field: str, columns: Sequence[str]
) -> dict[str, Any]:
    """Draw the column of a measure, and its unit where it has one."""
    now = mapping.measures.get(field)
    path = f"measures.{field}"
    column = form.column(path, now.column if now else None, columns)
    if column is None:
        return {}
    found = {"column": column}
    if field in TIMES:
        found["unit"] = form.choose("unit", f"{path}.unit", _TIME_UNITS, _unit(now, "s"))
        holds = now.holds if now else "mean"
        found["holds"] = form.choose("holds", f"{path}.holds", ("mean", "sum"), holds)
    elif field in SHARES:
        found["unit"] = form.choose("unit", f"{path}.unit", _SHARE_UNITS, _unit(now, "percent"))
    return {field: found}


def _unit(measure: Any, otherwise: str) -> str:
    return str(measure.unit or otherwise) if measure else otherwise


def _written(
    form: Form, mapping: IntervalMapping, tree: dict[str, Any], measures: Mapping[str, Any]
) -> None:
    """Draw how days, intervals and service levels are written, and what is assumed."""
    left, middle, right = st.columns(3)
    say = form.say
    with left:
        orders = ("ymd", "dmy", "mdy")
        tree["when"]["order"] = form.choose("order", "when.order", orders, mapping.when.order)
        labels = ("start", "end")
        tree["when"]["labels"] = form.choose("labels", "when.labels", labels, mapping.when.labels)
        tree["interval"] = _interval(form, mapping)
    with middle:
        levels = tuple(f"SL{number}" for number in range(1, 7))
        level = mapping.service_level
        within = _seconds(form, "service_level.within", N_("Answered within, s"), level.within)
        counts = form.choose("counts", "service_level.counts", levels, level.counts)
        tree["service_level"] = {"within": within, "counts": counts}
        decimals = ("point", "comma")
        tree["decimal"] = form.choose("decimal", "decimal", decimals, mapping.decimal)
    with right:
        sources = ["served", "target", *(["table"] if "agents" in measures else [])]
        source = mapping.staffing.source
        now = source if source in sources else "target"
        tree["staffing"] = {"from": form.choose("from", "staffing.from", sources, now)}
        twice = form.choose("twice", "rows.twice", ("first", "sum"), mapping.rows.twice)
        tree["rows"] = {**tree.get("rows", {}), "twice": twice}
        patience = _seconds(form, "patience", N_("Patience where not known, s"),
                            mapping.assumed.patience)  # fmt: skip
        tree["assumed"] = {**tree.get("assumed", {}), "patience": patience}
    st.caption(say("Every key of the mapping can be changed in its text, below."))


def _interval(form: Form, mapping: IntervalMapping) -> str:
    """Draw the choice of the scenario's interval; return it as a mapping writes it."""
    now = round(mapping.interval / 60)
    offered = sorted({*_INTERVALS_MIN, now})
    say = form.say
    found = st.selectbox(
        say("Interval of the scenario, min"),
        [one for one in offered if DAY_S % (one * 60) == 0],
        index=offered.index(now),
        key=f"{form.prefix}_interval",
        help=form.why("interval"),
    )
    return f"{found} min"


def _seconds(form: Form, path: str, label: str, now: float) -> str:
    """Draw a time in seconds; return it as a mapping writes it."""
    say = form.say
    found = st.number_input(
        say(label),
        min_value=1.0,
        max_value=86_400.0,
        value=float(now),
        step=5.0,
        format="%.0f",
        key=f"{form.prefix}_{path}",
        help=form.why(path),
    )
    return f"{found:g} s"


def _log(form: Form, mapping: LogMapping, tree: dict[str, Any]) -> dict[str, Any]:
    """Draw the form of a call log."""
    say = form.say
    now = mapping.columns.model_dump()
    chosen: dict[str, str] = {}
    for start in range(0, len(_LOG_MAIN), 3):
        for place, field in zip(st.columns(3), _LOG_MAIN[start : start + 3], strict=False):
            with place:
                chosen |= _log_column(form, field, now)
    follows = "waited" not in chosen and mapping.columns.wait_follows
    with st.expander(say("More columns"), expanded=follows):
        for start in range(0, len(_LOG_MORE), 3):
            for place, field in zip(st.columns(3), _LOG_MORE[start : start + 3], strict=False):
                with place:
                    chosen |= _log_column(form, field, now)
    tree["columns"] = chosen
    _say_what_follows(chosen, say)
    with st.expander(say("Outcomes, and what is assumed"), expanded=True):
        tree["outcomes"] = _outcomes(form, mapping)
        left, right = st.columns(2)
        with left:
            wrap_up = st.number_input(
                say("After-call work, s (0: none)"),
                min_value=0.0,
                max_value=3600.0,
                value=float(mapping.handling.wrap_up),
                step=5.0,
                format="%.0f",
                key=f"{form.prefix}_wrap_up",
                help=form.why("handling.wrap_up"),
            )
        with right:
            within = _seconds(form, "target", N_("Target: answered within, s"),
                              mapping.target.within)  # fmt: skip
    tree["handling"] = {**tree.get("handling", {}), "wrap_up": f"{wrap_up:g} s"}
    tree["target"] = {**tree.get("target", {}), "within": within}
    if "kind" not in chosen:
        tree.pop("kinds", None)
    return tree


def _say_what_follows(columns: Mapping[str, str], say: Words) -> None:
    """Show which times are reckoned from instants, where no column has them."""
    queued, began, ended = map(columns.get, ("queued", "served_from", "served_to"))
    if not (queued and began and ended):
        return
    told = []
    if not {"waited", "left_queue"} & set(columns):
        why = N_("from queueing to the answer; where nobody answered, to the end of the call")
        told.append(("waited", began, queued, why))
    if "served" not in columns:
        told.append(("served", ended, began, N_("from the answer to the end of the call")))
    for field, later, earlier, why in told:
        line = say(
            "**{field}** is reckoned as *{later} − {earlier}*: {why}.",
            field=field_label(field, say),
            later=plain(later),
            earlier=plain(earlier),
            why=say(why),
        )
        st.caption(line)


def _log_column(form: Form, field: str, now: Mapping[str, Any]) -> dict[str, str]:
    column = form.column(f"columns.{field}", now.get(field), form.looked.columns)
    return {} if column is None else {field: column}


def _outcomes(form: Form, mapping: LogMapping) -> dict[str, str]:
    """Draw what each outcome code means."""
    meanings = ("answered", "abandoned", "not_offered", "ignored")
    found: dict[str, str] = {}
    codes = list(mapping.outcomes.items())
    for start in range(0, len(codes), 3):
        for place, (code, meaning) in zip(st.columns(3), codes[start : start + 3], strict=False):
            with place:
                found[code] = form.choose("outcomes", f"outcomes.{code}", meanings, meaning)
    return found
