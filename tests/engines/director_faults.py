"""A director with a fault: both engines share it, so that only the auditor can find it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

from sim.engines import director, people, playing, settings
from sim.playbooks import Does
from tests.engines.faults import Seed
from tests.strategies.choices import Feature


def _with(owner: Any, name: str, faulty: Any) -> Seed:
    return lambda monkeypatch: monkeypatch.setattr(owner, name, faulty, raising=False)


def _forgets_lead_times(monkeypatch: pytest.MonkeyPatch) -> None:
    after = playing._Doing._after

    def faulty(doing: Any, ms: int, do: Callable[[], None]) -> None:
        after(doing, 0 if do == doing._take_effect else ms, do)

    monkeypatch.setattr(playing._Doing, "_after", faulty)


def _stays_no_longer_than_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    after = playing._Doing._after

    def faulty(doing: Any, ms: int, do: Callable[[], None]) -> None:
        after(doing, 0 if do == doing._take_back else ms, do)

    monkeypatch.setattr(playing._Doing, "_after", faulty)


def _comes_though_called_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(doing: Any, ms: int, do: Callable[[], None]) -> None:
        def come() -> None:
            if doing._in_force != (do == doing._take_effect):
                do()

        doing._desk.clock.after(ms, come) if ms else do()

    monkeypatch.setattr(playing._Doing, "_after", faulty)


def _declines_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = playing.Playing.begin

    def faulty(play: Any) -> None:
        play._most = 1000
        begin(play)

    monkeypatch.setattr(playing.Playing, "begin", faulty)


def _takes_back_all_that_is_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(of: Any, does: Does) -> None:
        of._in_force = [other for other in of._in_force if type(other) is not type(does)]
        of._set(does)

    monkeypatch.setattr(settings.Settings, "end", faulty)


def _last_action_first(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = settings.Settings.begin

    def faulty(of: Any, does: Does) -> None:
        of._in_force.reverse()
        begin(of, does)
        of._in_force.reverse()
        of._set(does)

    monkeypatch.setattr(settings.Settings, "begin", faulty)


DIRECTOR_FAULTS: Final[dict[str, Seed]] = {
    "forgets lead times": _forgets_lead_times,
    "stays no longer than needed": _stays_no_longer_than_needed,
    "comes though called off": _comes_though_called_off,
    "declines nothing": _declines_nothing,
    "takes back all that is alike": _takes_back_all_that_is_alike,
    "last action first": _last_action_first,
    "all come at once": _with(people, "_ramped", lambda number, elapsed_ms, over_ms: number),
    "rounds shares down": _with(people, "_share", lambda number, share: int(number * share)),
    "moves more than there are": _with(people, "min", lambda meant, there: meant),
    "lowers self-service": _with(settings, "max", lambda values: values[-1]),
    "timers before changes": _with(director, "_AFTER_CHANGES", 0),
}

#: What random centres must be about beside playbooks to show a fault soon.
OF_DIRECTOR: Final = {
    "lowers self-service": (Feature.PLAYS, Feature.SELF_SERVICE),
}
