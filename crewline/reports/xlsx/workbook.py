"""A decision as an XLSX workbook: decision, options, inputs, figures.

No text of an input is ever a formula: strings are written as strings, whatever they begin with.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from crewline.reports.decision import Decision, Option
from crewline.reports.telling.blocks import Answer, Heading, Items, Page, Text
from crewline.reports.telling.figures import about, possible, unit_of
from crewline.reports.telling.names import line_name, option_names
from crewline.reports.telling.page import page_of
from crewline.reports.xlsx.inputs import Form, Input, Inputs, inputs_of
from crewline.reports.xlsx.reckoning import KEYS, Places, reckoned
from crewline.words import Words
from crewline.words.kpis import TITLES, kpi_name
from crewline.words.targets import wanted
from sim.kpis.definitions import KPIS, Unit

#: No input text becomes a formula, a link or a number by being written.
_SAFE: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
#: The first column of options on the sheets of inputs and results.
_FIRST: Final = 1
_A4: Final = 9
#: What the decision sheet shows of the results.
_SHOWN: Final = ("cost", "cost_gap", "lost", "lost_gap", "total_gap", "price_contact")

Formats = Mapping[str, Any]


def xlsx_of(decision: Decision, say: Words) -> bytes:
    """Return a decision as a workbook in the reader's language."""
    into = io.BytesIO()
    with Workbook(into, _SAFE) as book:
        book.set_properties({"title": page_of(decision, say).title, "comments": "Crewline"})
        book.set_calc_mode("auto")
        _Writer(book, decision, say).write()
    return into.getvalue()


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook, decision: Decision, say: Words) -> None:
        self._decision, self._say = decision, say
        self._names = option_names(decision, say)
        self._inputs = inputs_of(decision, say)
        self._formats = _formats(book, decision.currency)
        titles = (say("Decision"), say("Options"), say("Inputs"), say("All figures"))
        self._sheets = {
            key: book.add_worksheet(title)
            for key, title in zip(("decision", "options", "inputs", "figures"), titles, strict=True)
        }
        self._titles = dict(zip(self._sheets, titles, strict=True))
        rows = [*self._inputs.singles, *_of_groups(self._inputs)]
        self._places = Places(
            sheet=self._titles["inputs"],
            first=xl_col_to_name(_FIRST),
            inputs={row.key: 5 + at for at, row in enumerate(rows)},
            results={key: 5 + at for at, key in enumerate(KEYS)},
        )
        self._reckoned = reckoned(self._inputs, self._places, say)

    def write(self) -> None:
        """Write all sheets, for paper of A4."""
        self._write_inputs()
        self._write_options()
        self._write_decision()
        self._write_figures()
        for sheet in self._sheets.values():
            sheet.set_paper(_A4)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)

    def _write_inputs(self) -> None:
        sheet, say = self._sheets["inputs"], self._say
        self._head(
            sheet,
            say("Inputs"),
            say(
                "Change what is blue: costs, gaps and ratios follow. Waiting and losses do not: how"
                " many are lost, and served in time, is as simulated until you say otherwise."
            ),
        )
        for row in [*self._inputs.singles, *_of_groups(self._inputs)]:
            at = self._places.inputs[row.key] - 1
            sheet.write_string(at, 0, row.name, self._formats["text"])
            for option in range(len(row.values)):
                self._write_input(sheet, at, option, row)

    def _write_input(self, sheet: Any, at: int, option: int, row: Input) -> None:
        """Write an input cell; of a figure of all options there is one, and the others show it."""
        column, value = _FIRST + option, row.values[option]
        is_shown = row.is_common and option > 0
        form = self._formats[f"shown {row.form}" if is_shown else f"input {row.form}"]
        first = f"${xl_col_to_name(_FIRST)}${at + 1}"
        if is_shown:
            shown = value if math.isfinite(value) else ""
            sheet.write_formula(at, column, f'=IF(ISNUMBER({first}),{first},"")', form, shown)
        elif not math.isfinite(value):
            sheet.write_blank(at, column, None, form)
        elif row.follows(option):
            sheet.write_formula(at, column, f"={first}", form, value)
        else:
            sheet.write_number(at, column, value, form)

    def _write_options(self) -> None:
        sheet, say = self._sheets["options"], self._say
        note = say("Formulas over the inputs; nothing here is to be changed.")
        self._head(sheet, say("Options"), note)
        for row in self._reckoned:
            at = self._places.results[row.key] - 1
            sheet.write_string(at, 0, row.name, self._formats["text"])
            for column, value in enumerate(row.values, start=_FIRST):
                formula = row.formula(xl_col_to_name(column))
                sheet.write_formula(at, column, formula, self._formats[row.form], value)

    def _write_decision(self) -> None:
        sheet, page = self._sheets["decision"], page_of(self._decision, self._say)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 12, 18)
        sheet.write_string(0, 0, page.title, self._formats["title"])
        sheet.write_string(1, 0, page.subtitle, self._formats["soft"])
        at = 3
        for block in page.blocks:
            if isinstance(block, Answer):
                at = self._write_lines(sheet, at, (block.text,), "strong")
                at = self._write_lines(sheet, at, block.below, "text")
        at = self._write_shown(sheet, at + 1)
        self._write_words(sheet, page, at + 1)

    def _write_lines(self, sheet: Any, at: int, lines: tuple[str, ...], form: str) -> int:
        for line in lines:
            sheet.write_string(at, 0, line, self._formats[form])
            at += 1
        return at

    def _write_shown(self, sheet: Any, at: int) -> int:
        """Write the results that decide, an option a row: formulas over the options' sheet."""
        shown = [row for row in self._reckoned if row.key in _SHOWN]
        heads = [self._say("Option"), *(row.name for row in shown)]
        for column, head in enumerate(heads):
            sheet.write_string(at, column, head, self._formats["head"])
        for number, name in enumerate(self._names):
            sheet.write_string(at + 1 + number, 0, name, self._formats["text"])
            for column, row in enumerate(shown, start=1):
                cell = f"{xl_col_to_name(_FIRST + number)}{self._places.results[row.key]}"
                formula = f"='{self._titles['options']}'!{cell}"
                form = self._formats[row.form]
                sheet.write_formula(at + 1 + number, column, formula, form, row.values[number])
        return at + 1 + len(self._names)

    def _write_words(self, sheet: Any, page: Page, at: int) -> None:
        """Write what is said in sentences: how sure, what it rests on, how it was made."""
        part = Heading("", "")
        for block in page.blocks:
            match block:
                case Heading():
                    part = block
                case Items():
                    at = self._write_lines(sheet, at + 1, (part.text,), "strong")
                    at = self._write_lines(sheet, at, block.items, "text")
                case Text() if part.name == "assumptions":
                    at = self._write_lines(sheet, at, (block.text,), "soft")

    def _write_figures(self) -> None:
        sheet, say = self._sheets["figures"], self._say
        sheet.set_column(0, 1, 34)
        sheet.set_column(2, 12, 14)
        heads = (
            say("Option"),
            say("Figure"),
            say("Mean"),
            say("Low"),
            say("High"),
            say("Beside the first"),
            say("Low"),
            say("High"),
            say("One day in ten is below"),
            say("One day in ten is above"),
        )
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self._formats["head"])
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        at = 1
        for name, option in zip(self._names, self._decision.options, strict=True):
            for words, form, numbers in _figure_rows(option, say):
                sheet.write_string(at, 0, name, self._formats["text"])
                sheet.write_string(at, 1, words, self._formats["text"])
                for column, value in enumerate(numbers, start=2):
                    if math.isfinite(value):
                        sheet.write_number(at, column, value, self._formats[form])
                at += 1

    def _head(self, sheet: Any, title: str, note: str) -> None:
        """Write a sheet's title, its note, and the options' names above their columns."""
        sheet.set_column(0, 0, 44)
        sheet.set_column(_FIRST, _FIRST + len(self._names), 20)
        sheet.write_string(0, 0, title, self._formats["title"])
        sheet.write_string(1, 0, note, self._formats["soft"])
        sheet.write_string(3, 0, self._say("Option"), self._formats["head"])
        for column, name in enumerate(self._names, start=_FIRST):
            sheet.write_string(3, column, name, self._formats["head"])
        sheet.freeze_panes(4, 1)
        sheet.repeat_rows(3)


def _of_groups(inputs: Inputs) -> tuple[Input, ...]:
    return (*inputs.hours, *inputs.wages, *inputs.premiums)


def _figure_rows(option: Option, say: Words) -> Iterator[tuple[str, str, tuple[float, ...]]]:
    """Give every figure of an option: its name, its form, and its numbers."""
    for kpi, figure in option.figures.items():
        known = possible(figure, unit_of(kpi))
        gap, spread = option.gaps.get(kpi), option.spreads.get(kpi)
        numbers = (
            known.value,
            known.low,
            known.high,
            *((gap.value, gap.low, gap.high) if gap else (math.nan,) * 3),
            *((spread.low, spread.high) if spread else (math.nan,) * 2),
        )
        name = kpi_name(kpi, say) if kpi in TITLES else kpi
        yield name, _FORMS.get(unit_of(kpi), Form.NUMBER), numbers
    for promise in option.promises:
        target = promise.target
        words = wanted(target, KPIS[target.kpi].better, say)
        line = line_name(option.scenario, promise.line, say)
        value = possible(promise.value, KPIS[target.kpi].unit)
        days = possible(promise.days, Unit.SHARE)
        form = _FORMS.get(KPIS[target.kpi].unit, Form.NUMBER)
        nothing = (math.nan,) * 5
        yield about(line, words, say), form, (value.value, value.low, value.high, *nothing)
        kept = say("{line}: share of days that keep it", line=line)
        yield kept, Form.SHARE, (days.value, days.low, days.high, *nothing)


_FORMS: Final = {Unit.SHARE: Form.SHARE, Unit.MONEY: Form.MONEY}


def _formats(book: Workbook, currency: str) -> Formats:
    """Return the formats by name; those of inputs are blue on yellow, and not locked."""
    money = f'#,##0.00" {currency}"' if currency.isalnum() else "#,##0.00"
    numbers = {
        Form.NUMBER: "[>=100]#,##0;#,##0.0",
        Form.MONEY: money,
        Form.SHARE: "0.00%",
        Form.POINTS: "+0.0;-0.0;0.0",
    }
    inputs = {
        "font_color": "#0B4F9E",
        "bg_color": "#FFF9DB",
        "border": 1,
        "border_color": "#D8D2AE",
    }
    found: dict[str, dict[str, Any]] = {
        "text": {"valign": "top"},
        "soft": {"font_color": "#59606B", "italic": True},
        "strong": {"bold": True},
        "title": {"bold": True, "font_size": 16},
        "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    }
    for form, code in numbers.items():
        found[str(form)] = {"num_format": code, "align": "right"}
        found[f"input {form}"] = inputs | {"num_format": code}
        found[f"shown {form}"] = {"num_format": code, "align": "right", "font_color": "#59606B"}
    return {name: book.add_format(properties) for name, properties in found.items()}
