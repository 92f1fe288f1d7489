"""Somebody at a page in a real browser, who reads one language and keeps pictures."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from crewline.words import Language, Words
from tests.app.conftest import PICTURES
from tests.browser import at_rest, go, opened, settle, whole

#: A small bank, simulated as few times as tells anything.
QUERY = "scenario=corner_bank.yaml&n=3"


class Reader:
    """Somebody at a page, who reads one language."""

    def __init__(
        self, browser: Any, address: str, name: str, lang: str, query: str = QUERY
    ) -> None:
        self.say = Words(Language(lang))
        self.lang = lang
        self.page = opened(browser, address, name, language=lang, query=query)
        self.crashes: list[str] = []
        self.page.on("pageerror", lambda error: self.crashes.append(str(error)))

    def go(self, title: str) -> None:
        go(self.page, self.say(title))

    def part(self, title: str) -> None:
        self.page.get_by_role("radio", name=self.say(title), exact=True).click()
        at_rest(self.page)

    def press(self, key: str, patience_s: float = 240) -> None:
        """Press a button, unless somebody else has asked the same already: then it is known."""
        button = self.page.locator(f".st-key-{key} button").first
        button.wait_for()
        if button.is_enabled():
            button.click()
            self.page.wait_for_timeout(500)
        at_rest(self.page, patience_s)

    def keep_picture(self, name: str) -> None:
        whole(self.page, PICTURES / f"{name}_{self.lang}.png")
        assert self.page.get_by_test_id("stException").count() == 0
        assert self.crashes == []

    def asks(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)

    def metric(self, title: str) -> float:
        """Return the number of a card."""
        card = self.page.get_by_test_id("stMetric").filter(has_text=self.say(title)).first
        shown = card.get_by_test_id("stMetricValue").inner_text()
        return float(shown.replace(",", ""))

    def number(self, key: str, value: str) -> None:
        box = self.page.locator(f".st-key-{key} input")
        box.fill(value)
        box.press("Enter")
        settle(self.page)

    def service_level(self) -> float:
        shown = self.page.locator(".st-key-card_SL3 [data-testid=stMetricValue]").inner_text()
        return float(shown.split("%")[0])
