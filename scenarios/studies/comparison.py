"""Variants beside their base, on the same random days, with the interval of each difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd

from scenarios.faults import BadInput, Fault
from scenarios.load import Loaded, load
from scenarios.overrides import set_patches
from scenarios.studies.kpi_tables import Counted, Frame, kpi_table
from scenarios.studies.options import RunOptions
from scenarios.studies.study import Study, label_of, study, weights_of
from sim.kpis.compare import Difference, Direction, difference
from sim.kpis.definitions import Better, Kpi, Scope, kpis
from sim.kpis.features import Features
from sim.kpis.periods import Period, parts

_DEFAULT: Final = RunOptions()


@dataclass(frozen=True)
class Comparison:
    """Several studies, the first of which is the base of all differences."""

    studies: tuple[Study, ...]

    def __repr__(self) -> str:
        """Return what was compared; the studies themselves would fill pages."""
        labels = ", ".join(study.label for study in self.studies)
        return (
            f"<Comparison {labels}: replications {self.base.replications}, seed {self.base.seed};"
            " see .differences, .base, .variants, .studies>"
        )

    @property
    def base(self) -> Study:
        """The study that the others are compared with."""
        return self.studies[0]

    @property
    def variants(self) -> tuple[Study, ...]:
        """The studies that are compared with the base."""
        return self.studies[1:]

    @cached_property
    def features(self) -> Features:
        """What any of the floors has; a KPI that one of them needs is told of all."""
        return frozenset().union(*(study.tallies[0].features for study in self.studies))

    @cached_property
    def base_figures(self) -> Frame:
        """The base's KPIs of all rows; with those that only a variant's floor needs."""
        scopes = (Scope.QUEUE, Scope.CENTRE, Scope.GROUP)
        return kpi_table(_counted(self.base, self.features), *scopes)

    @cached_property
    def differences(self) -> Frame:
        """One row for each variant and KPI of each queue and group that both have.

        Columns: variant, kind, name, kpi, unit, base, value (the variant's), difference with low
        and high, relative with relative_low and relative_high (shares of the base), direction
        ("higher", "lower", "the same", "cannot tell apart", "undefined" where it is in one of the
        two) and verdict ("better", "worse" and the other three; "higher" or "lower" where neither
        is good).
        """
        frames = [_differences(self.base, variant, self.features) for variant in self.variants]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def compare(studies: Iterable[Study]) -> Comparison:
    """Return the studies as a comparison with the first of them.

    Raises ValueError when there is none, or when they were not simulated on the same random days.
    """
    studies = tuple(studies)
    if not studies:
        raise ValueError("no studies; expected at least one")
    if len({study.seed for study in studies}) > 1:
        raise ValueError("studies of different seeds; expected the same random days")
    return Comparison(studies)


def difference_of(base: Study, variant: Study, row: tuple[str, str], kpi: str) -> dict[str, object]:
    """Return one row of `Comparison.differences` alone, at once; `row` is its kind and name.

    Raises KeyError where not both have the KPI, or the row.
    """
    of_both = base.counted.kpis[kpi], variant.counted.kpis[kpi]
    pair = []
    n = min(base.replications, variant.replications)
    for each, its_kpi in zip((base, variant), of_both, strict=True):
        numbers = {told: number for number, told in each.counted.told(its_kpi)}
        found = parts(its_kpi, each.counted.tallies[:n], Period.ALL)
        pair.append(found.row(numbers[row]))
    confidence = base.scenario.confidence
    return _record(variant.label, row, of_both[0], difference(pair[0], pair[1], confidence))


def study_all(loaded: Sequence[Loaded], options: RunOptions = _DEFAULT) -> Iterator[Study]:
    """Simulate several scenarios on the same random days, one after the other.

    All take the seed of the first unless given one. A `precision` decides how often the first is
    simulated, and the others follow.

    Raises BadInput as `study` and `labels_of` do.
    """
    labels = labels_of(loaded)
    if options.seed is None:
        options = replace(options, seed=loaded[0].scenario.seed)
    base = study(loaded[0], options, label=labels[0])
    yield base
    options = replace(options, replications=base.replications, precision=None)
    for other, label in zip(loaded[1:], labels[1:], strict=True):
        yield study(other, options, label=label)


def load_all(
    references: Sequence[str],
    sets: Sequence[str] = (),
    against: Sequence[str] = (),
    events: Sequence[str] = (),
) -> list[Loaded]:
    """Read the scenarios of a comparison: those named, or the only one and all of its variants.

    `sets` and `events` hold for all. `against` are settings of one more column, the first scenario
    with them; the variants of an only one are then left out.

    Raises BadInput with the faults of all.
    """
    found = _load_each([(reference, None) for reference in references], sets, events)
    if against:
        _refuse_misspelt(against)
        found += _load_each([(references[0], None)], [*sets, *against], events)
    elif len(found) == 1 and found[0].variant is None:
        variants = found[0].scenario.variants
        found += _load_each([(references[0], name) for name in variants], sets, events)
    return found


def _refuse_misspelt(against: Sequence[str]) -> None:
    """Raise BadInput where settings of the other column have no form, blamed on their option."""
    try:
        set_patches(against)
    except BadInput as bad:
        raise BadInput(replace(fault, file="--against") for fault in bad.faults) from None


def labels_of(loaded: Sequence[Loaded]) -> list[str]:
    """Return a label for each scenario: `label_of`, and what tells it from its namesakes.

    That is its file where they come from several, and the settings that not all of them have.

    Raises BadInput where nothing tells two apart.
    """
    namesakes: dict[str, list[Loaded]] = {}
    for each in loaded:
        namesakes.setdefault(label_of(each), []).append(each)
    labels = [_label_among(namesakes[label_of(each)], each) for each in loaded]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        words = "scenarios that differ; one is compared with others, or --against path=value"
        raise BadInput(Fault("command line", 0, "", f"{label} twice", words) for label in twice)
    return labels


def _label_among(namesakes: Sequence[Loaded], one: Loaded) -> str:
    files = {Path(each.source).resolve() for each in namesakes}
    own = [
        setting
        for setting in one.applied
        if not all(setting in other.applied for other in namesakes)
    ]
    return " ".join([label_of(one), *([f"({one.source})"] if len(files) > 1 else []), *own])


def _load_each(
    named: Iterable[tuple[str, str | None]], sets: Sequence[str], events: Sequence[str]
) -> list[Loaded]:
    found, faults = [], set[Fault]()
    for reference, variant in named:
        try:
            found.append(load(reference, variant, sets, events))
        except BadInput as bad:
            faults |= set(bad.faults)
    if faults:
        raise BadInput(faults)
    return found


def _counted(study: Study, features: Features) -> Counted:
    """Return what a study counted, with the KPIs of a floor with `features`."""
    return replace(study.counted, kpis=kpis(weights_of(study.scenario), features))


def _differences(base: Study, variant: Study, features: Features) -> Frame:
    """Return the differences of one variant; rows are matched by name."""
    n = min(base.replications, variant.replications)
    confidence = base.scenario.confidence
    records = []
    theirs = kpis(weights_of(variant.scenario), features)
    for kpi in kpis(weights_of(base.scenario), features).values():
        new_rows = {row: number for number, row in variant.counted.told(kpi)}
        old = parts(kpi, base.counted.tallies[:n], Period.ALL)
        new = parts(theirs[kpi.id], variant.counted.tallies[:n], Period.ALL)
        for number, row in base.counted.told(kpi):
            if row in new_rows:
                pair = old.row(number), new.row(new_rows[row])
                found = difference(*pair, confidence)
                records.append(_record(variant.label, row, kpi, found))
    return pd.DataFrame(records)


def _record(label: str, row: tuple[str, str], kpi: Kpi, found: Difference) -> dict[str, object]:
    return {
        "variant": label,
        "kind": row[0],
        "name": row[1],
        "kpi": kpi.id,
        "unit": kpi.unit.value,
        "base": found.base,
        "value": found.variant,
        "difference": found.value,
        "low": found.low,
        "high": found.high,
        "relative": found.relative,
        "relative_low": found.relative_low,
        "relative_high": found.relative_high,
        "direction": found.verdict.value,
        "verdict": verdict(kpi, found.verdict),
    }


def verdict(kpi: Kpi, direction: Direction) -> str:
    """Return in a word what a difference means to a planner."""
    if direction not in {Direction.HIGHER, Direction.LOWER} or kpi.better is Better.NEITHER:
        return direction.value
    return "better" if direction.value == kpi.better.value else "worse"
