"""The macros of forms, lists, states, days and the plan, as a browser reads them."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest

from events_app import errors, i18n, markup, web
from tests.html_page import Page

IMPORTS = (
    '{% import "parts/form.html" as form %}{% import "parts/list.html" as list %}{% import "parts/state.html" as state %}'
    '{% import "parts/day.html" as day %}{% import "parts/plan.html" as plan %}'
)


def shown(template: str, language: str = "en", **context: Any) -> Page:
    with i18n.speaking(language):
        return Page(markup.environment().from_string(IMPORTS + template).render(context))


def refused(*, typed: dict[str, Any] | None = None, wrong: dict[str, str] | None = None) -> web.Attempt:
    return web.Attempt(typed=typed or {}, errors=wrong or {}, refusal=errors.Invalid([]))


def stale(**typed: Any) -> web.Attempt:
    return web.Attempt(typed=typed, refusal=errors.Stale())


NAME = '{{ form.field(attempt, "name", "Name", "old", required=true, help="Its full name.") }}'


def test_a_field_is_labelled_and_described() -> None:
    page = shown(NAME, attempt=web.FIRST)
    field = page.one("input")
    assert (field["name"], field["value"], field["type"]) == ("name", "old", "text")
    assert page.label_of(field) == "Name required"
    assert page.described(field) == ["Its full name."]
    assert "required" in field
    assert "aria-invalid" not in field


def test_a_refused_field_keeps_what_was_typed_and_says_what_is_wrong() -> None:
    page = shown(NAME, attempt=refused(typed={"name": "<new>"}, wrong={"name": "Too short."}))
    field = page.one("input")
    assert field["value"] == "<new>"
    assert field["aria-invalid"] == "true"
    assert page.described(field) == ["Its full name.", "Too short."]


def test_a_field_that_was_emptied_stays_empty() -> None:
    assert shown(NAME, attempt=refused()).one("input")["value"] == ""


def test_a_field_without_an_attempt_shows_its_value() -> None:
    assert shown(NAME, attempt=None).one("input")["value"] == "old"


@pytest.mark.parametrize("attempt", [web.FIRST, stale()])
def test_a_field_of_something_that_is_still_to_be_made_is_empty(attempt: web.Attempt) -> None:
    page = shown(
        '{{ form.field(attempt, "price", "Price", booth.price, type="number") }}'
        '{{ form.textarea(attempt, "note", "Note", booth.note) }}'
        '{{ form.select(attempt, "kind", "Kind", [("a", "A")], booth.kind) }}'
        '{{ form.localized(attempt, "name", "Name", booth.name) }}',
        attempt=attempt,
        booth={},
    )
    assert {field["value"] for field in page.all("input")} == {""}


def test_a_stale_form_shows_both_what_was_typed_and_what_is_saved() -> None:
    page = shown(
        NAME
        + '{{ form.field(attempt, "on", "On", on, type="date") }}'
        + '{{ form.select(attempt, "kind", "Kind", [("fair", "Fair"), ("week", "Week")], "week") }}'
        + '{{ form.checkbox(attempt, "shared", "Shared", true) }}'
        + '{{ form.field(attempt, "same", "Same", "same") }}',
        attempt=stale(name="mine", on="2026-12-16", kind="fair", same="same"),
        on=date(2026, 12, 17),
    )
    assert page.described(page.one("input", name="name")) == ["Its full name.", "Saved now: old"]
    assert page.described(page.one("input", name="on")) == ["Saved now: 17/12/2026"]
    assert page.described(page.one("select")) == ["Saved now: Week"]
    assert page.described(page.one("input", name="shared")) == ["Saved now: yes"]
    assert page.described(page.one("input", name="same")) == []


def test_a_password_is_never_shown_again() -> None:
    template = '{{ form.field(attempt, "password", "Password", type="password") }}'
    assert "value" not in shown(template, attempt=refused(typed={"password": "secret"})).one("input")


@pytest.mark.parametrize(
    ("kind", "value", "html_type", "text"),
    [
        ("date", date(2026, 12, 16), "date", "2026-12-16"),
        ("time", time(8, 30), "time", "08:30"),
        ("datetime-local", datetime(2026, 12, 16, 10, 30, tzinfo=UTC), "datetime-local", "2026-12-16T17:30"),
        ("number", 0, "text", "0"),
    ],
)
def test_an_input_holds_its_value_as_html_wants_it(kind: str, value: object, html_type: str, text: str) -> None:
    field = shown('{{ form.field(none, "x", "X", value, type=kind) }}', value=value, kind=kind).one("input")
    assert (field["type"], field["value"]) == (html_type, text)


def test_a_text_area_keeps_its_lines_and_a_leading_empty_one() -> None:
    page = shown('{{ form.textarea(none, "note", "Note", note) }}', note="\n<b>\nlast")
    assert page.one("textarea").text == "\n\n<b>\nlast"  # a browser drops the first line break


def test_a_select_chooses_what_was_typed_or_saved_also_among_codes_that_are_no_text() -> None:
    template = '{{ form.select(attempt, "id", "Id", [(one, "One"), (two, "Two")], two, blank="None") }}'
    one, two = UUID(int=1), UUID(int=2)

    def chosen(attempt: web.Attempt) -> list[str]:
        return [
            option["value"]
            for option in shown(template, attempt=attempt, one=one, two=two).all("option")
            if "selected" in option
        ]

    assert chosen(web.FIRST) == [str(two)]
    assert chosen(refused(typed={"id": str(one)})) == [str(one)]
    assert chosen(refused()) == []


def test_boxes_that_were_not_ticked_stay_so_when_the_form_comes_back() -> None:
    template = (
        '{{ form.checkbox(attempt, "shared", "Shared", true) }}'
        '{{ form.checkboxes(attempt, "products", "Products", [(1, "Coffee"), (2, "Tea")], [1, 2]) }}'
        '{{ form.radios(attempt, "mode", "Mode", [("pick", "Pick"), ("review", "Review", "Later")], "pick") }}'
    )

    def ticked(attempt: web.Attempt) -> list[tuple[str, str]]:
        return [
            (box["name"], box["value"]) for box in shown(template, attempt=attempt).all("input") if "checked" in box
        ]

    assert ticked(web.FIRST) == [("shared", "true"), ("products[]", "1"), ("products[]", "2"), ("mode", "pick")]
    assert ticked(refused(typed={"products": ["2"]})) == [("products[]", "2")]


def test_a_localized_text_is_owed_in_vietnamese_only() -> None:
    page = shown('{{ form.localized(attempt, "title", "Title", title) }}', attempt=web.FIRST, title={"vi": "Hội chợ"})
    fields = [(one["name"], one["value"], one["lang"], "required" in one) for one in page.all("input")]
    assert fields == [("title.vi", "Hội chợ", "vi", True), ("title.en", "", "en", False), ("title.id", "", "id", False)]


def test_what_is_wrong_with_a_text_as_a_whole_leads_to_it_by_its_name() -> None:
    template = (
        '{% call form.form("/x", "token", attempt) %}{{ form.localized(attempt, "title", "Title") }}'
        '{% call form.part(attempt, "parties", "Parties") %}'
        '{% call form.group("Party 1", attempt=attempt, name="parties.0") %}'
        '{{ form.field(attempt, "parties.0.name", "Name") }}{% endcall %}{% endcall %}{% endcall %}'
    )
    wrong = {"title": "Missing.", "parties": "Too few.", "parties.0": "Twice.", "parties.0.name": "Long."}
    page = shown(template, attempt=refused(wrong=wrong))
    said = {one["href"]: one.text for one in page.all("a")}
    assert said == {
        "#f-title": "Title: Missing.",
        "#f-parties": "Parties: Too few.",
        "#f-parties-0": "Party 1: Twice.",
        "#f-parties-0-name": "Party 1, Name: Long.",
    }
    assert [one.text for one in page.all("p", class_="error")] == ["Missing.", "Too few.", "Twice.", "Long."]


def test_what_is_wrong_with_lines_of_a_text_is_said_at_the_text() -> None:
    template = (
        '{% call form.form("/x", "token", attempt) %}{{ form.textarea(attempt, "speakers", "Speakers") }}{% endcall %}'
    )
    wrong = {"speakers.0.name": "Missing.", "speakers.2.name": "Long."}
    page = shown(template, attempt=refused(wrong=wrong))
    assert page.one("a", href="#f-speakers").text == "Speakers: Line 1: Missing. Line 3: Long."
    assert page.described(page.one("textarea")) == ["Line 1: Missing. Line 3: Long."]


def test_two_forms_of_a_page_have_a_field_of_the_same_name() -> None:
    template = (
        '{{ form.textarea(none, "reason", "What is missing") }}'
        '{% call form.confirm("/x", "token", "Refuse", "Yes", attempt=attempt) %}'
        '{{ form.textarea(attempt, "reason", "Why", at="refusal.reason") }}{% endcall %}'
    )
    page = shown(template, attempt=refused(wrong={"reason": "Missing.", "_sure": "Tick it."}))
    assert [one["id"] for one in page.all("textarea", name="reason")] == ["f-reason", "f-refusal-reason"]
    assert page.one("a", href="#f-refusal-reason").text == "Why: Missing."
    assert page.described(page.one("textarea", id="f-refusal-reason")) == ["Missing."]
    assert page.one("a", href=f"#{page.one('input', name='_sure')['id']}").text == "Yes, I am sure: Tick it."


def test_a_form_carries_its_token_and_version_and_begins_with_every_error_named_by_its_field_and_linked_to_it() -> None:
    template = '{% call form.form("/x", "token", attempt, version=0, cancel="/") %}' + NAME + "{% endcall %}"
    page = shown(template, attempt=refused(wrong={"name": "Too short.", "": "Of the whole."}))
    assert page.one("form")["method"] == "post"
    assert "novalidate" in page.one("form")
    assert page.one("input", name="_csrf")["value"] == "token"
    assert page.one("input", name="version")["value"] == "0"
    summary = page.one("div", role="alert")
    assert "autofocus" in summary
    assert "Of the whole." in summary.text
    assert page.one("a", href=f"#{page.one('input', name='name')['id']}").text == "Name: Too short."
    assert not list(shown(template, attempt=web.FIRST).all("div", role="alert"))


def test_what_loses_something_is_confirmed_without_javascript() -> None:
    template = (
        '{% call form.confirm("/x", "token", "Cancel it", "Cancel the fair", attempt=attempt, version=3) %}'
        '{{ form.textarea(attempt, "reason", "Reason", required=true) }}{% endcall %}'
    )
    page = shown(template, attempt=web.FIRST)
    assert "open" not in page.one("details")
    assert "required" in page.one("input", name="_sure")
    assert "novalidate" not in page.one("form")
    assert "open" in shown(template, attempt=refused(wrong={"reason": "This is required."})).one("details")


def test_a_button_sends_its_fields() -> None:
    page = shown('{{ form.button("/x", "token", "Hold", fields={"on": on}, kind="primary") }}', on=date(2026, 12, 16))
    assert [(one["name"], one["value"]) for one in page.all("input")] == [
        ("_csrf", "token"),
        ("_from", "/"),
        ("on", "2026-12-16"),
    ]


def test_a_list_leads_on_and_back_to_its_beginning() -> None:
    page = shown("{{ list.pager(path, next) }}", path="/events?q=a&after=x", next="y")
    assert [link["href"] for link in page.all("a")] == ["/events?q=a", "/events?q=a&after=y"]
    assert not shown("{{ list.pager(path, none) }}", path="/events").elements


def test_facts_leave_out_what_is_not_known_but_not_nought() -> None:
    page = shown('{{ list.facts([("A", none), ("B", ""), ("C", 0), ("D", "x")]) }}')
    assert [term.text for term in page.all("dt")] == ["C", "D"]


STATES = {
    "event": ("draft", "published", "postponed", "cancelled", "ended", "closed"),
    "application": (
        "draft",
        "submitted",
        "changes_requested",
        "accepted",
        "waitlisted",
        "offered",
        "confirmed",
        "rejected",
        "declined",
        "withdrawn",
    ),
    "booth": ("free", "held", "taken", "mine"),
    "delivery": ("waiting", "suspended", "claimed", "wire", "sent", "failed", "unreachable", "cancelled", "skipped"),
    "agreement": ("pending", "performing", "performed", "partly", "not_performed", "ended"),
    "standing": ("declared", "verified"),
}


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in STATES.items() for code in codes])
def test_every_state_has_its_words_in_each_language(kind: str, code: str) -> None:
    said = {shown(f"{{{{ state.{kind}({code!r}) }}}}", language).one("span").text for language in i18n.Language}
    assert len(said) == 3
    assert code not in said


def test_every_state_of_the_tables_is_among_them() -> None:
    from events_app.directory.tables import Standing
    from events_app.events.tables import EventState
    from events_app.exhibitors.tables import ApplicationState
    from events_app.reminders.tables import DeliveryState

    tables = {"event": EventState, "application": ApplicationState, "delivery": DeliveryState, "standing": Standing}
    assert {kind: set(STATES[kind]) for kind in tables} == {
        kind: {one.value for one in of} for kind, of in tables.items()
    }


def test_a_leaf_of_the_calendar_says_its_days_or_that_they_are_not_known() -> None:
    page = shown("{{ day.leaf(first, last) }}", "vi", first=date(2026, 11, 28), last=date(2026, 12, 3))
    assert page.one("p", class_="leaf").text.split() == ["tháng", "11/2026", "28–3/12", "Thứ", "Bảy"]
    assert "not known yet" in shown("{{ day.leaf(none) }}").one("p", class_="leaf unknown").text


def test_a_booth_on_the_plan_says_its_state_to_a_screen_reader() -> None:
    page = shown('{{ plan.booth("A1", 0, 0, 3, 3, "held", href="#booth-1") }}')
    assert page.one("a")["aria-label"] == page.one("title").text == "Booth A1: Held"
