"""The page as HTML: whole by itself, harmless, and readable by ear and on paper."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from crewline.charts import palette
from crewline.reports import Decision, decision_of, decision_of_studies
from crewline.reports.decision import Known
from crewline.reports.html.render import html_of
from crewline.reports.html.svg import Scale
from crewline.words import Language, Words
from scenarios.faults import Fault
from scenarios.studies.comparison import compare, study_all
from tests.reports import folders
from tests.reports.folders import QUICK, bank, studies

ENGLISH, CHINESE = Words(Language.ENGLISH), Words(Language.CHINESE)
EVIL = "<script>document.title='gone'</script><img src=x onerror=alert(1)>"


class Seen(HTMLParser):
    """What is in a page: its tags with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def seen(text: str) -> Seen:
    found = Seen()
    found.feed(text)
    return found


@pytest.fixture(scope="module")
def decision() -> Decision:
    return decision_of_studies(studies(), question="More pay, or not?")


@pytest.fixture(scope="module")
def evil() -> Decision:
    """A decision whose every text of an author is a script."""
    quoted = EVIL.replace("'", "''")
    sets = (f"title='{quoted}'", f"queues.general.title='{quoted}'")
    groups = (f"groups.novices.title='{quoted}'", f"description='{quoted}'")
    loaded = [bank(*sets, *groups), bank(*sets, *groups, folders.DEARER)]
    asked = decision_of_studies(compare(study_all(loaded, QUICK)).studies, question=EVIL)
    return replace(
        asked,
        warnings=(Fault(EVIL, 0, EVIL, EVIL, EVIL),),
        notes=(EVIL,),
        currency=EVIL,
        engine=EVIL,
    )


@pytest.mark.parametrize("say", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_what_an_author_wrote_is_text(evil: Decision, say: Words) -> None:
    text = html_of(evil, say)
    found = seen(text)
    assert found.of("script") == []
    assert found.of("img") == []
    assert text.count("&lt;script&gt;") >= 5
    assert "<script" not in text


def test_labels_are_text_too(evil: Decision) -> None:
    first, *others = evil.options
    odd = replace(first, label=EVIL, title="", applied=(EVIL,), role="")
    text = html_of(replace(evil, options=(odd, *others)), ENGLISH)
    assert seen(text).of("script") == []
    assert seen(text).of("img") == []


def test_nothing_is_asked_for(decision: Decision) -> None:
    text = html_of(decision, ENGLISH)
    found = seen(text)
    assert found.of("link") == found.of("script") == found.of("iframe") == []
    assert not [each for _, each in found.tags if {"src", "href", "srcset"} & set(each)]
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize(("say", "language"), [(ENGLISH, "en-GB"), (CHINESE, "zh-CN")])
def test_a_reader_by_ear_is_served(decision: Decision, say: Words, language: str) -> None:
    found = seen(html_of(decision, say))
    assert found.of("html") == [{"lang": language}]
    assert len(found.of("h1")) == 1
    assert len(found.of("caption")) == len(found.of("table")) > 4
    assert {each.get("scope") for each in found.of("th")} == {"col", "row"}
    assert all(each["role"] == "img" and each["aria-label"] for each in found.of("svg"))
    assert len(found.of("svg")) == 3


def test_colours_are_those_of_the_charts(decision: Decision) -> None:
    text = html_of(decision, ENGLISH)
    for colour in (palette.ASKED, palette.ANSWERED, palette.ABANDONED, palette.TARGET):
        assert colour in text


def test_it_can_be_sent_by_mail(decision: Decision) -> None:
    assert len(html_of(decision, CHINESE).encode()) < 200_000


def test_figures_that_are_not_known_are_no_picture(decision: Decision) -> None:
    options = tuple(
        replace(each, figures={"cost": Known(1.0)}, promises=(), spreads={})
        for each in decision.options
    )
    found = seen(html_of(replace(decision, options=options), ENGLISH))
    assert len(found.of("svg")) == 1


def test_a_frontier_is_drawn_as_a_plane(tmp_path: Path) -> None:
    text = html_of(decision_of([folders.priced(tmp_path)]), ENGLISH)
    assert len(seen(text).of("polyline")) == 1


@pytest.mark.parametrize("values", [[0.0], [5.0, 5.0], [-3.0, 7.5], [1e-9, 2e-9], [1e9, 3e9]])
def test_a_scale_holds_its_values_and_has_round_marks(values: list[float]) -> None:
    scale = Scale.over(values, 0, 100)
    assert all(0 <= scale.at(value) <= 100 for value in values)
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 12
    assert all(scale.low <= tick <= scale.high for tick in ticks)


# --- in a real browser, with nothing but the file


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
@pytest.mark.parametrize("say", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_it_opens_offline_and_asks_for_nothing(
    browser: object, decision: Decision, say: Words, tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(html_of(decision, say), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 900})  # type: ignore[attr-defined]
    page, asked, said = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    context.set_offline(True)
    page.goto(file.as_uri())
    page.wait_for_load_state("networkidle")
    assert asked == [file.as_uri()]
    assert said == []
    assert page.title() == "More pay, or not?"
    assert page.locator("svg .dot").count() == 12
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.pdf(format="A4").startswith(b"%PDF")
    context.close()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_nothing_is_cut_off_on_paper(browser: object, decision: Decision, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(html_of(decision, ENGLISH), encoding="utf-8")
    # A4 less its margins of 14 mm is 182 mm, at 96 dots an inch 688.
    context = browser.new_context(viewport={"width": 688, "height": 970})  # type: ignore[attr-defined]
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto(file.as_uri())
    wide = "[...document.querySelectorAll('.sheet')].filter(e => e.scrollWidth > e.clientWidth)"
    assert page.evaluate(f"{wide}.length") == 0
    context.close()


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_script_does_not_run(browser: object, evil: Decision, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(html_of(evil, ENGLISH), encoding="utf-8")
    context = browser.new_context()  # type: ignore[attr-defined]
    page, dialogs = context.new_page(), []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
    page.goto(file.as_uri())
    assert page.title() == EVIL
    assert dialogs == []
    context.close()
