"""Templates: the language of their rendering, what is escaped, and what HTML needs besides."""

import hashlib
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from events_app import i18n, markup
from events_app.actor import Role


@pytest.mark.parametrize(
    ("address", "changes", "changed"),
    [
        ("/events", {"after": "x"}, "/events?after=x"),
        ("/events?q=c%C3%A0+ph%C3%AA&after=a", {"after": "b=="}, "/events?q=c%C3%A0+ph%C3%AA&after=b%3D%3D"),
        ("/events?q=x&after=a", {"after": None}, "/events?q=x"),
        ("/events?after=a", {"after": ""}, "/events"),
        ("/events?kind=fair&kind=week", {"q": "a&b"}, "/events?kind=fair&kind=week&q=a%26b"),
        ("/plan#booths", {"on": date(2026, 12, 16)}, "/plan?on=2026-12-16#booths"),
    ],
)
def test_an_address_with_its_query_changed(address: str, changes: dict[str, object], changed: str) -> None:
    assert markup.with_query(address, **changes) == changed


def test_a_static_file_is_addressed_by_its_content() -> None:
    told = hashlib.sha256((markup.STATIC / "fairs.css").read_bytes()).hexdigest()[:10]
    assert markup.static("fairs.css") == f"/static/fairs.css?{told}"
    with pytest.raises(FileNotFoundError):
        markup.static("nothing.css")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("as it is", "as it is"),
        (True, "true"),
        (False, "false"),
        (5000, "5000"),
        (3.0, "3"),
        (10.4938, "10.4938"),
        (date(2026, 12, 16), "2026-12-16"),
        (time(8, 5), "08:05"),
        (datetime(2026, 12, 16, 10, 30, tzinfo=UTC), "2026-12-16T17:30"),
        (datetime(2026, 12, 16, 10, 30), "2026-12-16T10:30"),  # noqa: DTZ001  # what a form without an offset holds
        (Role.STAFF, "staff"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_the_text_of_an_input(value: object, text: str) -> None:
    assert markup.field_value(value) == text


def test_a_range_of_days_is_kept_together_in_html_and_plain_in_text() -> None:
    first, last = date(2026, 12, 16), date(2026, 12, 19)
    made = markup.environment()
    shown = made.from_string("{{ first | days(last) }} {{ _('from %(days)s', days=first | days(last)) }}")
    assert shown.render(first=first, last=last) == (
        '<span class="days">16–19/12/2026</span> from <span class="days">16–19/12/2026</span>'
    )
    plain = made.from_string("{% autoescape false %}{{ first | days(last) }}{% endautoescape %}")
    assert plain.render(first=first, last=last) == "16–19/12/2026"


def test_the_id_of_an_input_has_no_letter_that_a_selector_would_read() -> None:
    assert markup.element_id("days.0.opens") == "f-days-0-opens"
    assert markup.element_id("products[]") == "f-products--"


def rendered(template: str, **context: object) -> list[str]:
    made = markup.environment().from_string(template)  # compiled once, as templates are
    said = []
    for language in i18n.Language:
        with i18n.speaking(language):
            said.append(made.render(context))
    return said


def test_a_template_speaks_the_language_of_its_rendering() -> None:
    assert rendered("{{ _('Save') }}") == ["Lưu", "Save", "Simpan"]
    assert rendered("{% trans %}Save{% endtrans %}") == ["Lưu", "Save", "Simpan"]
    assert rendered("{{ plural('%(n)s star', '%(n)s stars', 2) }}") == ["2 sao", "2 stars", "2 bintang"]


def test_a_form_of_a_constant_is_not_worked_out_when_the_template_is_compiled() -> None:
    assert rendered("{{ 5000 | money }}") == [
        "5.000\N{NO-BREAK SPACE}₫",
        "5,000\N{NO-BREAK SPACE}₫",
        "5.000\N{NO-BREAK SPACE}₫",
    ]
    assert rendered("{{ {'vi': 'Xuân', 'en': 'Spring'} | localized }}") == ["Xuân", "Spring", "Xuân"]


def test_a_macro_that_is_imported_speaks_the_language_of_its_rendering() -> None:
    template = "{% import 'parts/state.html' as state %}{{ state.booth('free') }}"
    assert [said.split(">")[1].split("<")[0] for said in rendered(template)] == ["Còn trống", "Free", "Kosong"]


def test_a_sentence_and_its_values_are_escaped_and_markup_among_the_values_is_not() -> None:
    template = "{{ _('<i>%(name)s</i> %(link)s', name=name, link=link) }}"
    link = Markup('<a href="/">x</a>')
    assert rendered(template, name="<b>", link=link)[1] == '&lt;i&gt;&lt;b&gt;&lt;/i&gt; <a href="/">x</a>'
    assert rendered("{% trans name=name %}for {{ name }} 5%{% endtrans %}", name="<b>")[1] == "for &lt;b&gt; 5%"
    assert rendered("{{ _(typed) }}", typed="<script>")[1] == "&lt;script&gt;"


def test_a_text_template_escapes_nothing() -> None:
    plain = markup.environment().overlay(autoescape=False).from_string("{{ _('%(name)s', name='<b>') }}")
    assert plain.render() == "<b>"


def test_a_text_that_fell_back_says_its_language() -> None:
    week = {"vi": "Tuần lễ <OCOP>", "en": "Week"}
    assert rendered("{{ week | spoken }}", week=week) == [
        "Tuần lễ &lt;OCOP&gt;",
        "Week",
        '<span lang="vi">Tuần lễ &lt;OCOP&gt;</span>',
    ]


def test_what_a_template_is_not_given_may_be_asked_about_and_never_shown() -> None:
    assert rendered("{% if product.price %}dear{% else %}cheap{% endif %}", product={}) == ["cheap"] * 3
    for template in ("{{ nothing_of_the_kind }}", "{{ product.price }}", "{{ product.price > 3 }}"):
        with pytest.raises(UndefinedError):
            rendered(template, product={})


def test_a_text_of_several_lines_is_paragraphs_in_its_own_language() -> None:
    week = {"vi": "Một\nhai <b>\r\n \r\n\r\nba", "en": "One\n\ntwo"}
    assert rendered("{{ week | paragraphs }}", week=week) == [
        "<p>Một<br>hai &lt;b&gt;</p>\n<p>ba</p>",
        "<p>One</p>\n<p>two</p>",
        '<p lang="vi">Một<br>hai &lt;b&gt;</p>\n<p lang="vi">ba</p>',
    ]
    assert rendered("{{ week | paragraphs }}", week={}) == ["", "", ""]
