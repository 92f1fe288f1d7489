"""The pictures of a line on which nobody waits."""

from __future__ import annotations

import pytest

from crewline.charts.answer import Answer
from crewline.charts.scope import View
from crewline.ui.pages.day.gallery import pictures_of
from crewline.words import Language, Words
from scenarios.load import load
from scenarios.studies.comparison import Comparison
from scenarios.studies.options import RunOptions
from scenarios.studies.study import study
from tests.tables.test_printed import CORNER_BANK

MAIL = [
    "queues.mail={channel: email, volume: {per_h: 10}, talk: 5 min, due: 4 h}",
    "groups.clerks={serves: {mail: {}}, agents: 2}",
]


@pytest.fixture(scope="module")
def answer() -> Answer:
    options = RunOptions(replications=2, jobs=1)
    base = study(load(CORNER_BANK, sets=MAIL), options)
    changed = study(load(CORNER_BANK, sets=[*MAIL, "groups.clerks.agents=3"]), options)
    return Answer(changed, Comparison((base, changed)))


@pytest.mark.parametrize("queue", ["", "general", "mail"])
def test_every_picture_has_its_table(answer: Answer, queue: str) -> None:
    shown = pictures_of(answer, View(queue), Words(Language.ENGLISH))
    assert all(len(picture.sheet()) for picture in shown)
    names = {picture.name for picture in shown}
    assert len(shown) % 2 == 0
    assert ({"service", "wait", "levels", "abandonment"} <= names) == (queue != "mail")
    assert {"queue", "occupancy", "duty", "contacts"} <= names
