"""Data in: a file is looked at, confirmed, imported; what is bad is said, and the page lives on."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import yaml
from streamlit.testing.v1 import AppTest

import scenarios.intake
from crewline.words import Language, Words
from crewline.words.intake import SAYINGS
from scenarios.faults import Fault
from scenarios.load import load_text
from tests.app.pages import ended, healthy, page_of
from tests.intake.opening.nasty import with_part, workbook, zip_bomb
from tests.intake.tables.made_up_table import Dialect, Figures, days_of, written

SMALL = [["date", "calls"], ["2026-06-01", "12"]]


def _figures(days: int = 7) -> list[Figures]:
    """Return a morning of two lines, forty and eight calls an interval."""
    return [
        Figures(day, slot * 1800, queue, calls, calls - lost, 200, in_time)
        for day in days_of(days)
        for queue, calls, lost, in_time in (("个人业务", 40, 2, 32), ("VIP card", 8, 1, 6))
        for slot in range(18, 24)
    ]


def _uploaded(page: AppTest, name: str, data: bytes) -> AppTest:
    page.file_uploader(key="data_upload").set_value((name, data, ""))
    return ended(page.run(), patience_s=300)


def _table(page: AppTest) -> AppTest:
    return _uploaded(page, "表.csv", written(_figures(), Dialect(encoding="gbk")))


def _imported(page: AppTest) -> AppTest:
    button = page.button(key="data_import_button")
    if button.disabled:  # another test had the same file, and results are shared by content
        return page
    return ended(button.click().run(), patience_s=300)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_table_in_gbk_is_looked_at_confirmed_and_worked_with(lang: str) -> None:
    page = _table(page_of("data", lang=lang))
    assert not page.error
    confirm = page.warning[0].value
    assert ("请确认" in confirm) == (lang == "zh")
    page = _imported(page)
    assert not page.error
    page = healthy(page.button(key="data_take").click().run())
    draft = page.session_state["draft"]
    assert draft.reference == "表"
    scenario = load_text(draft.own).scenario
    assert scenario.volumes("个人业务").sum() == pytest.approx(7 * 6 * 40)
    assert scenario.volumes("vip_card").sum() == pytest.approx(7 * 6 * 8)
    assert page.success


def test_the_head_stands_as_in_the_file_with_its_rows() -> None:
    page = _table(page_of("data"))
    head = page.dataframe[0].value
    assert list(head.iloc[1])[:4] == ["3", "日期", "时段", "技能组"]


def test_what_is_filled_in_on_the_form_is_what_is_imported() -> None:
    page = _table(page_of("data"))
    held = next(one for one in page.selectbox if str(one.key).endswith("measures.handle.holds"))
    assert held.value == "mean"
    page = _imported(held.set_value("sum").run())
    lines = next(one.value for one in page.dataframe if "AHT" in one.value.columns)
    assert lines["AHT"][0] == "5.3 s"  # 200 s of 38 answered calls


def test_a_form_that_does_not_fit_says_so_and_asks_for_no_import() -> None:
    page = _table(page_of("data"))
    interval = next(one for one in page.selectbox if str(one.key).endswith("_when.interval"))
    page = healthy(interval.set_value("").run())
    assert "does not fit" in page.error[0].value
    assert not [one for one in page.button if one.key == "data_import_button"]


def test_a_mapping_can_be_edited_as_text_and_taken() -> None:
    page = _table(page_of("data"))
    text = next(one for one in page.text_area)
    tree = yaml.safe_load(text.value)
    tree["target"] = {"within": "30 s", "level": "90 %"}
    text.set_value(yaml.safe_dump(tree, allow_unicode=True)).run()
    page = healthy(page.button(key="data_take_text").click().run())
    page = _imported(page)
    page = page.button(key="data_take").click().run()
    target = load_text(page.session_state["draft"].own).scenario.queues["vip_card"].target
    assert target is not None
    assert (target.within, target.level) == (30, 0.9)
    broken = next(one for one in page.text_area)
    broken.set_value("table: intervals\nname: [1").run()
    page = healthy(page.button(key="data_take_text").click().run())
    assert page.error


def test_a_call_log_is_imported_too() -> None:
    rows = ["来电时间,技能组,排队时长,通话时长,接听结果,坐席工号"]
    for day in range(1, 8):
        for call in range(60):
            kept = call % 6 != 5
            at = f"2026/6/{day} {9 + call // 20}:{call % 20 * 3:02d}:00"
            talk, outcome, agent = (
                ("0:03:20", "已接通", f"A{call % 3}") if kept else ("", "放弃", "")
            )
            rows.append(f"{at},个人,{call % 40},{talk},{outcome},{agent}")
    page = _uploaded(page_of("data"), "log.csv", "\n".join(rows).encode("gbk"))
    page = _imported(page)
    assert not page.error
    page = page.button(key="data_take").click().run()
    scenario = load_text(page.session_state["draft"].own).scenario
    assert scenario.volumes("个人").sum() == pytest.approx(7 * 60)


BAD = {
    "wrong columns": (b"name,colour\nann,red\nbob,blue\n", "an interval table"),
    "image": (b"\x89PNG\r\n\x1a\n" + bytes(99), "a PNG image"),
    "zip bomb": (zip_bomb(), "unpacks to"),
    "macros": (with_part(workbook(SMALL), "xl/vbaProject.bin", b"x"), "a workbook with macros"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "old kind of Excel"),
    "empty": (b"\n\n", "an empty file"),
}


def test_bad_files_are_refused_in_words_and_the_session_lives_on() -> None:
    page = page_of("data")
    for name, (data, said) in BAD.items():
        page = _uploaded(page, f"{name}.csv", data)
        assert said in "".join(one.value for one in page.error), name
    page = _table(page)
    assert not page.error
    assert [one for one in page.button if one.key == "data_import_button"]


def test_a_file_beyond_the_limit_is_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crewline.ui.pages.data.page.UPLOAD_MB", 1)
    page = _uploaded(page_of("data"), "large.csv", b"a,b\n" * 300_000)
    assert "at most 1 MB" in page.error[0].value
    assert "1 MB" in page.file_uploader[0].label


def test_nothing_uploaded_says_what_is_wanted() -> None:
    page = page_of("data", lang="zh")
    assert "100 MB" in page.file_uploader[0].label
    assert len(page.code) == 2


def _said_by_the_intake() -> set[str]:
    """Return the templates of all sentences that the intake says."""
    found = set()
    for source in Path(scenarios.intake.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "said":
                found.add(ast.literal_eval(node.args[0]))
    return found - {""}


def test_all_that_the_intake_says_can_be_said_in_chinese() -> None:
    assert _said_by_the_intake() == set(SAYINGS)


def test_faults_of_files_are_said_in_chinese() -> None:
    say = Words(Language.CHINESE)
    unpacked, most = "a workbook that unpacks to 412 times", "at most 150 times; save it as CSV"
    shown = say.fault(Fault("表.xlsx", 0, "", unpacked, most))
    assert "412" in shown
    assert "150" in shown
    assert "expected" not in shown
    assert "workbook" not in shown
