"""The scenario page: chosen, edited in tables and as text, its faults told, compared and saved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.testing.v1 import AppTest

from crewline.ui.draft.draft import Draft
from crewline.ui.pages.scenario.changes import command
from crewline.ui.pages.scenario.uploading import text_of_upload
from crewline.ui.pages.scenario.written import written
from scenarios.faults import BadInput
from scenarios.load import load, load_text
from tests.app.pages import CORNER_BANK, healthy, page_of, workspace  # noqa: F401

GENERAL, LOAN, EXPERT = range(3)
NINE = 18  # the interval of half an hour that begins at 09:00
PASTE = "scenario_paste"


def scenario_page(part: str, *, lang: str = "en", **address: str | list[str]) -> AppTest:
    address = {"scenario": "corner_bank.yaml", **address}
    return page_of("scenario", lang=lang, part=part, **address)


def draft_of(page: AppTest) -> Draft:
    draft: Draft = page.session_state["draft"]
    return draft


def type_into(page: AppTest, table: str, cells: dict[tuple[int, int], str]) -> AppTest:
    """Type into cells of a table, as its editor tells the server; earlier ones stay typed."""
    held = page.session_state[f"{table}_held"]
    key = f"{table}_{held.revision}"
    (editor,) = [one for one in page.get("dataframe") if one.proto.id.endswith(f"-{key}")]
    typed = page.session_state[key]["edited_rows"] if key in page.session_state else {}
    rows = {str(row): dict(changed) for row, changed in typed.items()}
    for (row, column), text in cells.items():
        rows.setdefault(str(row), {})[f"c{column}"] = text or None
    states: WidgetStates = page._tree.get_widget_states()  # AppTest has no data_editor of its own
    state = states.widgets.add()
    state.id = editor.proto.id
    state.string_value = json.dumps({"edited_rows": rows, "added_rows": [], "deleted_rows": []})
    return healthy(page._run(states))


def shown(page: AppTest, table: str) -> list[list[str]]:
    """Return the cells that a table shows, what was typed included."""
    held = page.session_state[f"{table}_held"]
    cells = [list(row) for row in held.cells]
    key = f"{table}_{held.revision}"
    typed = page.session_state[key]["edited_rows"] if key in page.session_state else {}
    for row, changed in typed.items():
        for column, text in changed.items():
            cells[int(row)][int(column[1:])] = text or ""
    return cells


def text_of(page: AppTest) -> str:
    return str(page.text_area("scenario_text").value)


def errors(page: AppTest) -> str:
    return "\n".join(one.value.replace("\\", "") for one in page.error)


# Choosing -----------------------------------------------------------------------------------------


PARTS = ("choose", "volumes", "lines", "groups", "rules", "all", "text", "changes", "save")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_part_is_drawn(workspace: Path, lang: str) -> None:  # noqa: F811
    page = scenario_page("volumes", lang=lang)
    for part in PARTS:
        page.session_state["scenario_part"] = part
        healthy(page.run())
        assert not page.error
        assert page.title[0].value == ("Corner bank" if lang == "en" else "街角银行")
        assert page.query_params["part"] == part


def test_variants_and_events_are_switches(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("choose")
    page.radio("scenario_variant").set_value("promotion").run()
    assert draft_of(page).variant == "promotion"
    page.toggle("scenario_event_epidemic").set_value(True).run()
    page.toggle("scenario_event_bot_outage").set_value(True).run()
    assert draft_of(page).events == ("epidemic", "bot_outage")
    page.toggle("scenario_event_epidemic").set_value(False).run()
    assert draft_of(healthy(page)).events == ("bot_outage",)


def test_what_does_not_fit_of_an_event_is_said(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("choose", with_=["social_media_storm"])
    assert load(CORNER_BANK, events=["social_media_storm"]).notes
    assert page.info


def test_an_override_is_a_switch(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("choose")
    page.toggle("scenario_override_sale_volume").set_value(True).run()
    assert draft_of(page).settings == ("queues.general.volume_factor=1.8",)
    page.toggle("scenario_override_sale_volume").set_value(False).run()
    assert draft_of(healthy(page)).settings == ()


def test_a_disruption_is_a_switch(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("choose", variant="site_loss")
    page.toggle("scenario_disruption_0").set_value(False).run()
    assert draft_of(page).settings == ("disruptions=[]",)
    page.toggle("scenario_disruption_0").set_value(True).run()
    assert draft_of(page).settings == ()
    page.toggle("scenario_disruption_0").set_value(False).run()
    page.toggle("scenario_event_epidemic").set_value(True).run()  # whose disruption would go too
    assert draft_of(page).settings == ()
    assert page.toggle("scenario_disruption_0").disabled


def test_a_playbook_of_an_event_is_a_switch(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("choose", with_=["epidemic"])
    (name,) = list(load(CORNER_BANK, events=["epidemic"]).scenario.playbooks)[:1]
    page.toggle(f"scenario_playbook_{name}").set_value(False).run()
    assert draft_of(page).settings == (f"playbooks.{name}=null",)
    assert name not in draft_of(page).loaded().scenario.playbooks
    page.toggle(f"scenario_playbook_{name}").set_value(True).run()
    assert draft_of(healthy(page)).settings == ()


# Tables -------------------------------------------------------------------------------------------


def test_a_volume_typed_is_simulated(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("volumes")
    type_into(page, "scenario_volumes", {(NINE, LOAN): "1,234"})
    scenario = draft_of(page).loaded().scenario
    assert scenario.volumes("loan")[NINE] == 1234
    assert scenario.volumes("general").sum() == pytest.approx(420)
    assert [one.partition("=")[0] for one in draft_of(page).settings] == ["queues.loan.volume"]


def test_typing_on_keeps_the_table_where_it_is(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("volumes")
    editors = {page.get("dataframe")[0].proto.id}
    for row in range(NINE, NINE + 3):
        type_into(page, "scenario_volumes", {(row, LOAN): str(row)})
        editors.add(page.get("dataframe")[0].proto.id)
    assert len(editors) == 1
    assert list(draft_of(page).loaded().scenario.volumes("loan")[NINE : NINE + 3]) == [18, 19, 20]


def test_back_to_what_it_was_is_no_change(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("volumes")
    was = shown(page, "scenario_volumes")[NINE][LOAN]
    type_into(page, "scenario_volumes", {(NINE, LOAN): "77"})
    type_into(page, "scenario_volumes", {(NINE, LOAN): was})
    assert draft_of(page).settings == ()


def test_bad_cells_are_told_beside_the_table_and_not_lost(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("volumes")
    type_into(page, "scenario_volumes", {(NINE, LOAN): "abc", (NINE + 1, GENERAL): "-5"})
    type_into(page, "scenario_volumes", {(NINE + 2, LOAN): "12"})
    assert "Loans · 09:00**: got abc; expected a number" in errors(page)
    assert "General enquiries · 09:30**: got -5; expected at least 0" in errors(page)
    cells = shown(page, "scenario_volumes")
    assert (cells[NINE][LOAN], cells[NINE + 2][LOAN]) == ("abc", "12")
    with pytest.raises(BadInput, match="abc"):  # what a run is refused with
        draft_of(page).loaded()
    assert "got abc; expected a number" in errors(
        page_of("day", scenario="corner_bank.yaml", set=list(draft_of(page).settings))
    )
    type_into(page, "scenario_volumes", {(NINE, LOAN): "3", (NINE + 1, GENERAL): "4"})
    assert not page.error
    volumes = draft_of(page).loaded().scenario.volumes
    assert (volumes("loan")[NINE], volumes("general")[NINE + 1]) == (3, 4)


def test_a_total_scales_its_day(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("volumes")
    type_into(page, "scenario_totals", {(GENERAL, 0): "840"})
    assert draft_of(page).settings == ("queues.general.volume.total=840",)
    type_into(page, "scenario_volumes", {(NINE, LOAN): "0"})
    type_into(page, "scenario_totals", {(LOAN, 0): "70"})
    scenario = draft_of(page).loaded().scenario
    assert scenario.volumes("loan").sum() == pytest.approx(70, abs=0.1)
    assert scenario.volumes("loan")[NINE] == 0


def test_days_of_a_week_have_their_own_numbers() -> None:
    page = scenario_page("volumes", scenario="bank_service")
    assert len(shown(page, "scenario_volumes")) == 5 * 48
    page.selectbox("scenario_volumes_day").set_value("2").run()
    assert len(shown(page, "scenario_volumes")) == 48
    before = load("bank_service").scenario.volumes("card")
    type_into(page, "scenario_volumes", {(NINE, 1): "5"})
    after = draft_of(page).loaded().scenario.volumes("card")
    changed = [row for row in range(240) if abs(before[row] - after[row]) > 0.01]
    assert changed == [48 + NINE]


def test_text_from_a_spreadsheet_goes_into_the_table(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("volumes")
    page.text_area(PASTE).set_value(
        '时段\t贷款\t综合业务\n9:00\t11\t"1,200"\n9:30\t12\t\n合计\t23\t1200'
    )
    page.button("scenario_paste_button").click().run()
    volumes = draft_of(healthy(page)).loaded().scenario.volumes
    assert list(volumes("loan")[NINE : NINE + 2]) == [11, 12]
    assert list(volumes("general")[NINE : NINE + 2]) == [1200, 0]
    assert page.success
    assert page.text_area(PASTE).value == ""


def test_text_that_does_not_fit_is_refused_and_kept(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("volumes")
    page.text_area(PASTE).set_value("nobody\tloan\n1\t2")
    page.button("scenario_paste_button").click().run()
    assert "nobody" in errors(page)
    assert draft_of(page).settings == ()
    assert page.text_area(PASTE).value == "nobody\tloan\n1\t2"


def test_lines_are_edited_as_people_write(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("lines")
    type_into(page, "scenario_times", {(GENERAL, 0): "4 min", (LOAN, 4): "exponential"})
    type_into(page, "scenario_lines", {(EXPERT, 4): "9", (GENERAL, 4): ""})
    type_into(page, "scenario_targets", {(GENERAL, 2): "85 %"})
    assert set(draft_of(page).settings) == {
        "queues.general.talk.mean=4 min",
        "queues.loan.wrap_up={distribution: exponential, mean: 1 min}",
        "queues.expert.capacity=9",
        "queues.general.capacity=null",
        "queues.general.target.level=85 %",
    }
    scenario = draft_of(page).loaded().scenario
    assert scenario.queues["general"].capacity is None
    assert not page.error


def test_a_bad_time_is_told_at_its_column(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("lines")
    type_into(page, "scenario_times", {(GENERAL, 0): "soon", (LOAN, 3): "-1 min"})
    assert "General enquiries · Talk, mean**: got soon; expected a duration" in errors(page)
    assert "Loans · Wrap-up, mean**: got -1 min" in errors(page)
    assert shown(page, "scenario_times")[GENERAL][0] == "soon"


def test_groups_ranks_and_shifts(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("groups")
    type_into(page, "scenario_ranks", {(0, LOAN): "3", (2, LOAN): "", (1, GENERAL): "4"})
    type_into(page, "scenario_shifts", {(0, 0): "5"})
    type_into(page, "scenario_agents", {(NINE, 0): "9"})
    groups = draft_of(healthy(page)).loaded().scenario.groups
    assert groups["novices"].serves["loan"].rank == 3
    assert "loan" not in groups["experts"].serves
    assert groups["juniors"].serves["general"].rank == 4
    assert groups["novices"].shifts is not None
    assert groups["novices"].shifts["early"].agents == 5
    assert isinstance(groups["juniors"].agents, tuple)
    assert groups["juniors"].agents[NINE] == 9


def test_rules_and_the_whole(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("rules")
    type_into(page, "scenario_skills", {(0, 4): "20 %"})
    type_into(page, "scenario_returns", {(LOAN, 0): "33 %"})
    type_into(page, "scenario_hours", {(EXPERT, 1): "clear"})
    type_into(page, "scenario_whole", {(5, 0): "2"})
    assert set(draft_of(page).settings) == {
        "groups.novices.serves.general.transfer.share=20 %",
        "queues.loan.redial.abandoned=33 %",
        "queues.expert.at_close=clear",
        "tries=2",
    }
    assert not page.error


def test_every_key_can_be_set(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("all")
    page.selectbox("scenario_section").set_value("queues.loan").run()
    page.selectbox("scenario_key").set_value("queues.loan.call_back").run()
    page.text_area("scenario_value_queues.loan.call_back").set_value(
        "{after: 30 s, accepted: 20 %}"
    )
    page.button("scenario_set").click().run()
    assert draft_of(page).settings == ("queues.loan.call_back={after: 30 s, accepted: 20 %}",)
    page.selectbox("scenario_key").set_value("queues.loan.call_back.accepted").run()
    page.text_area("scenario_value_queues.loan.call_back.accepted").set_value("many")
    page.button("scenario_set").click().run()
    assert "got many" in errors(healthy(page))
    page.button("scenario_leave").click().run()  # it has no default
    assert "expected this key" in errors(page)


def test_a_setting_that_fits_nowhere_hides_nothing(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("volumes", set=["queues.nobody.capacity=3", "queues.general.capacity=4"])
    assert "nobody" in errors(page)
    type_into(page, "scenario_volumes", {(NINE, LOAN): "7"})
    assert len(draft_of(page).settings) == 3


# Text ---------------------------------------------------------------------------------------------


def test_forms_and_text_are_one(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("text", set=["queues.general.capacity=55"])
    text = text_of(page)
    assert "    capacity: 55" in text
    assert text.startswith("# A small bank")
    page.text_area("scenario_text").set_value(text.replace("tries: 4", "tries: 3")).run()
    draft = draft_of(healthy(page))
    assert (draft.settings, draft.loaded().scenario.tries) == ((), 3)
    assert draft.loaded().scenario.queues["general"].capacity == 55
    page.session_state["scenario_part"] = "lines"
    page.run()
    type_into(page, "scenario_lines", {(GENERAL, 4): "66"})
    page.session_state["scenario_part"] = "text"
    page.run()
    assert "    capacity: 66" in text_of(page)
    assert "tries: 3" in text_of(page)


def test_text_at_fault_is_told_by_its_lines_and_kept(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("text")
    text = text_of(page)
    bad = text.replace(
        "talk: {distribution: gamma, mean: 5 min", "talk: {distribution: gamma, mean: 5"
    )
    line = bad[: bad.index("mean: 5,")].count("\n") + 1
    page.text_area("scenario_text").set_value(bad).run()
    assert f"corner_bank.yaml:{line}: queues.loan.talk.mean: got 5" in errors(healthy(page))
    assert any(f"{line}  " in one.value for one in page.code)
    broken = text.replace("queues:", "queues: [", 1)
    page.text_area("scenario_text").set_value(broken).run()
    assert "broken YAML" in errors(healthy(page))
    assert page.text_area("scenario_text").value == broken
    page.session_state["scenario_part"] = "volumes"
    assert healthy(page.run()).info  # says where to mend it


def test_what_a_variant_hides_stays_a_setting(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("text", variant="promotion", set=["queues.general.volume_factor=3"])
    text = text_of(page)
    assert page.info
    page.text_area("scenario_text").set_value(text.replace("tries: 4", "tries: 3")).run()
    assert draft_of(page).settings == ("queues.general.volume_factor=3",)
    assert draft_of(page).loaded().scenario.queues["general"].volume_factor == 3


# Changes ------------------------------------------------------------------------------------------

CHANGED = ["queues.general.capacity=55", "queues.loan.capacity=7"]


def test_changes_are_dropped_one_by_one_or_all(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("changes", set=CHANGED)
    assert "from `40` to `55`" in " ".join(one.value for one in page.markdown)
    page.button("scenario_drop_0").click().run()
    assert draft_of(page).settings == ("queues.loan.capacity=7",)
    page.button("scenario_drop_all").click().run()
    assert draft_of(healthy(page)).settings == ()
    assert not [one for one in page.button if str(one.key).startswith("scenario_drop")]


def test_a_dropped_change_is_gone_from_its_table(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("lines")
    type_into(page, "scenario_lines", {(GENERAL, 4): "55"})
    page.session_state["scenario_part"] = "changes"
    page.run().button("scenario_drop_0").click().run()
    page.session_state["scenario_part"] = "lines"
    page.run()
    assert shown(page, "scenario_lines")[GENERAL][4] == "40"


def test_the_difference_is_shown(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("changes", set=CHANGED[:1])
    difference = next(one.value for one in page.code if one.value.startswith("---"))
    assert [one for one in difference.split("\n")[2:] if one[0] in "+-"] == [
        "-    capacity: 40",
        "+    capacity: 55",
    ]
    page = scenario_page("changes", variant="promotion")
    assert not [one for one in page.code if one.value.startswith("---")]
    page.session_state["scenario_difference"] = "day"
    page.run()
    difference = next(one.value for one in page.code if one.value.startswith("---"))
    assert "+    volume_factor: 1.8" in difference


def test_the_command_does_the_same() -> None:
    draft = Draft("corner_bank.yaml", "promotion", ("epidemic",), ('title="a b"', "days=1"), 5, 7)
    assert command(draft) == (
        "crewline run corner_bank.yaml:promotion --with epidemic --set 'title=\"a b\"'"
        " --set days=1 --replications 5 --seed 7"
    )


def test_text_of_ones_own_can_be_given_up(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("text")
    text = text_of(page)
    page.text_area("scenario_text").set_value(text.replace("tries: 4", "tries: 3")).run()
    page.session_state["scenario_part"] = "changes"
    page.run()
    assert "+tries: 3" in "\n".join(one.value for one in page.code)
    page.button("scenario_drop_own").click().run()
    assert draft_of(healthy(page)).own == ""
    assert draft_of(page).loaded().scenario.tries == 4


# Saving -------------------------------------------------------------------------------------------


def save_as(page: AppTest, name: str) -> AppTest:
    page.text_input("scenario_save_name").set_value(name).run()
    page.button("scenario_save").click().run()
    return healthy(page)


def test_a_scenario_is_saved_with_its_changes(workspace: Path) -> None:  # noqa: F811
    page = save_as(scenario_page("save", set=CHANGED), "mine.yaml")
    assert page.success
    draft = draft_of(page)
    assert (draft.reference, draft.settings) == ("mine.yaml", ())
    assert load(workspace / "mine.yaml").scenario == load(CORNER_BANK, sets=CHANGED).scenario
    assert (workspace / "mine.yaml").read_text("utf-8").startswith("# A small bank")


def test_a_day_is_saved_alone(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("save", variant="promotion", with_=["epidemic"], set=CHANGED)
    page.radio("scenario_save_as").set_value("day").run()
    before = draft_of(page).loaded().scenario
    save_as(page, "day.yaml")
    assert load(workspace / "day.yaml").scenario == before
    draft = draft_of(page)
    assert (draft.reference, draft.variant, draft.events) == ("day.yaml", None, ())


def test_a_file_is_replaced_only_when_asked(workspace: Path) -> None:  # noqa: F811
    page = save_as(scenario_page("save", set=CHANGED), "corner_bank.yaml")
    assert "a file that is there" in errors(page)
    assert (workspace / "corner_bank.yaml").read_text("utf-8") == CORNER_BANK.read_text("utf-8")
    page.checkbox("scenario_save_over_corner_bank.yaml").check().run()
    page.button("scenario_save").click().run()
    assert healthy(page).success
    assert "capacity: 55" in (workspace / "corner_bank.yaml").read_text("utf-8")


def test_a_file_changed_meanwhile_is_not_lost(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("text")
    text = text_of(page)
    page.text_area("scenario_text").set_value(text.replace("tries: 4", "tries: 3")).run()
    theirs = text.replace("tries: 4", "tries: 9")
    (workspace / "corner_bank.yaml").write_text(theirs, "utf-8")
    page.session_state["scenario_part"] = "save"
    page.run()
    page.checkbox("scenario_save_over_corner_bank.yaml").check().run()
    page.button("scenario_save").click().run()
    assert "changed meanwhile" in errors(healthy(page))
    assert (workspace / "corner_bank.yaml").read_text("utf-8") == theirs


@pytest.mark.parametrize("name", ["../up.yaml", "x.txt", "", ".hidden.yaml"])
def test_a_name_that_is_none_is_refused(workspace: Path, name: str) -> None:  # noqa: F811
    page = save_as(scenario_page("save"), name)
    assert "a file name of letters" in errors(page)


def test_without_a_folder_it_is_downloaded() -> None:
    page = scenario_page("save", scenario="shop_service", set=["days=2"])
    assert not [one for one in page.button if one.key == "scenario_save"]
    assert page.get("download_button")


# Uploading ----------------------------------------------------------------------------------------


def test_an_upload_is_a_text_of_ones_own() -> None:
    content = CORNER_BANK.read_bytes()
    text = text_of_upload("bank.yaml", b"\xef\xbb\xbf" + content)
    assert load_text(text, "bank.yaml").scenario == load(CORNER_BANK).scenario


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\0\1\2", "binary"),
        ("名: 值".encode("gbk"), "UTF-8"),
        (b"", "empty"),
        (b" " * 8_000_001, "8 MB"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        text_of_upload("bank.yaml", content)


def test_tags_of_an_upload_are_told(workspace: Path) -> None:  # noqa: F811
    page = scenario_page("text")
    page.text_area("scenario_text").set_value("name: !!python/name:os.system x\n").run()
    assert "no tags" in errors(healthy(page))


@pytest.mark.usefixtures("workspace")
def test_settings_that_fit_are_shown_beside_those_that_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good = tuple(f"queues.general.capacity={number}" for number in range(10, 50))
    bad = tuple(f"queues.general.volume.{number}.x=1" for number in (3, 4))
    draft = Draft("corner_bank.yaml", settings=(*good[:20], bad[0], *good[20:], bad[1]))
    asked: list[int] = []
    template = Draft.template
    monkeypatch.setattr(
        Draft, "template", lambda one: asked.append(len(one.settings)) or template(one)
    )
    found = written(draft)
    assert found.faults
    assert str(found.tree.get(("queues", "general", "capacity"))) == "49"
    assert len(asked) < 25  # not one by one


@pytest.mark.usefixtures("workspace")
def test_an_address_of_nothing_but_nonsense_is_not_tried_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = Draft("corner_bank.yaml", settings=tuple(f"queues.x{n}.y=1" for n in range(500)))
    asked: list[int] = []
    template = Draft.template
    monkeypatch.setattr(
        Draft, "template", lambda one: asked.append(len(one.settings)) or template(one)
    )
    assert written(draft).faults
    assert len(asked) < 100


@pytest.mark.usefixtures("workspace")
def test_of_very_many_faults_the_first_are_shown() -> None:
    settings = [f"queues.x{n}.volume_factor=1" for n in range(300)]
    page = page_of("day", scenario="corner_bank.yaml", set=settings)
    assert page.error[0].value.count("\n- ") == 61
    assert page.error[0].value.endswith("- and 240 more")
