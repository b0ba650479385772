"""The golden rules of feed bytes, one test each."""

import re
import unicodedata
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from events_app.calendars import rendering
from events_app.calendars.rendering import Place
from events_app.calendars.tables import EntryStatus, Thing
from events_app.i18n import Language
from tests.calendars.readers import READERS, lines
from tests.calendars.samples import AEON, BIG_C, STAMP, UID, a_day, an_overview, feed, has, head, made


def test_rule_1_the_uid_is_the_stored_id_in_every_language() -> None:
    for language in Language:
        assert f"UID:{UID}" in has(a_day(), language)


def test_rule_2_stamps_and_sequence_are_those_that_are_stored() -> None:
    written = lines(made(a_day(), sequence=3))
    assert sorted(line for line in written if line.startswith(("DTSTAMP", "LAST-MODIFIED", "SEQUENCE"))) == [
        "DTSTAMP:20261207T020000Z",
        "LAST-MODIFIED:20261207T020000Z",
        "SEQUENCE:3",
    ]


def test_rule_2_two_renders_are_byte_identical() -> None:
    assert feed(an_overview(), a_day()) == feed(an_overview(), a_day())


def test_a_joined_feed_is_byte_identical_to_rendering_the_whole() -> None:
    things = [an_overview(), a_day(), a_day(thing=Thing.SESSION, kind="signing", speakers=["Bà Hoa (Sở Công Thương)"])]
    whole = head()
    for thing in things:
        whole.add_component(
            rendering.entry(UID, thing, sequence=0, stamped_at=STAMP, language=Language.VI, url="https://fairs.test")
        )
    assert feed(*things) == whole.to_ical()


@pytest.mark.parametrize("text", ["Đặc sản Tây Nguyên, Buôn Ma Thuột; ", "ầ", "日本", "🍵 trà", "a\\b;c,d\n"])
def test_rule_3_lines_fold_at_75_octets_at_every_length_and_never_inside_a_character(text: str) -> None:
    for length in range(1, 260):
        title = (text * (length // len(text) + 1))[:length].strip() or "x"
        body = made(a_day(title={"vi": title}))
        assert body.endswith(b"END:VEVENT\r\n")
        for line in body.removesuffix(b"\r\n").split(b"\r\n"):
            assert len(line) <= 75
            line.decode()  # a character that was cut would not decode
        read = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + body + b"END:VCALENDAR\r\n").walk("VEVENT")[0]
        assert str(read["summary"]) == unicodedata.normalize("NFC", title)


def test_rule_3_crlf_only_nfc_no_bom_no_control_characters_and_the_end() -> None:
    decomposed = unicodedata.normalize("NFD", "Tuần lễ đặc sản")
    body = feed(a_day(title={"vi": f"\ufeff{decomposed}\x00\x07\x0b"}, description={"vi": "một\r\nhai\rba\tbốn\u2028"}))
    assert body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert body.endswith(b"\r\nEND:VCALENDAR\r\n")
    assert body.count(b"\n") == body.count(b"\r\n") == body.count(b"\r")
    text = body.decode()
    assert text == unicodedata.normalize("NFC", text)
    assert [letter for letter in text if unicodedata.category(letter) == "Cc" and letter not in "\r\n"] == []
    assert "SUMMARY:Tuần lễ đặc sản" in lines(body)
    assert [line for line in lines(body) if line.startswith("DESCRIPTION:một")] == [
        "DESCRIPTION:một\\nhai\\nba bốn\\n\\nhttps://fairs.test/events/tuan-le-ocop"
    ]


def test_rule_4_text_is_escaped() -> None:
    assert "SUMMARY:a\\\\New\\; b\\, c\\\\nd" in has(a_day(title={"vi": "a\\New; b, c\\nd"}))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff"), max_size=200))
@settings(max_examples=300, deadline=None)
def test_rule_4_any_text_is_read_back_as_it_was_meant(text: str) -> None:
    meant = rendering.clean(text) or "x"
    read = vobject.readOne(feed(a_day(title={"vi": meant})).decode())
    assert read.vevent.summary.value == meant


def test_rule_4_parameters_are_escaped_by_rfc_6868_and_geo_has_a_semicolon() -> None:
    place = Place(venue_id=UUID(int=3), name='Chợ "Mới"; A: B', address="1^2\n3", latitude=21.0285, longitude=105.8542)
    written = has(a_day(places=[place]))
    assert "GEO:21.0285;105.8542" in written
    assert (
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="1^^2, 3";X-APPLE-RADIUS=100;'
        "X-TITLE=\"Chợ ^'Mới^'; A: B\":geo:21.0285,105.8542" in written
    )


def test_rule_5_one_time_zone_with_one_standard_block_and_every_tzid_defined() -> None:
    written = lines(feed(an_overview(), a_day()))
    begins = written.index("BEGIN:VTIMEZONE")
    assert written[begins : written.index("END:VTIMEZONE") + 1] == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Ho_Chi_Minh",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:+07",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
    assert written.count("BEGIN:VTIMEZONE") == 1
    assert set(re.findall(r"TZID=([^:;]+)", "\n".join(written))) == {"Asia/Ho_Chi_Minh"}


def test_rule_6_a_day_has_its_own_hours_and_an_overview_ends_on_the_day_after() -> None:
    assert [line for line in has(a_day()) if line.startswith("DT")] == [
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20261216T080000",
        "DTEND;TZID=Asia/Ho_Chi_Minh:20261216T210000",
        "DTSTAMP:20261207T020000Z",
    ]
    assert [line for line in has(an_overview()) if line.startswith(("DTS", "DTE", "TRANSP"))] == [
        "DTSTART;VALUE=DATE:20261216",
        "DTEND;VALUE=DATE:20261221",
        "DTSTAMP:20261207T020000Z",
        "TRANSP:TRANSPARENT",
    ]


def test_rules_6_7_and_10_no_recurrence_no_method_no_people_no_alarms() -> None:
    forbidden = ("RRULE", "RDATE", "EXDATE", "METHOD", "ORGANIZER", "ATTENDEE", "BEGIN:VALARM")
    shown = a_day(contact="Bà Hoa, 024 3826 0000", reason="Bão")
    assert [line for line in lines(feed(an_overview(), shown)) if line.startswith(forbidden)] == []
    assert "CONTACT:Bà Hoa\\, 024 3826 0000" in has(shown)


@pytest.mark.parametrize(
    ("status", "language", "summary"),
    [
        (EntryStatus.CANCELLED, Language.VI, "SUMMARY:[HỦY] Tuần lễ OCOP"),
        (EntryStatus.CANCELLED, Language.EN, "SUMMARY:[CANCELLED] OCOP Week"),
        (EntryStatus.CANCELLED, Language.ID, "SUMMARY:[DIBATALKAN] Pekan OCOP"),
        (EntryStatus.TENTATIVE, Language.VI, "SUMMARY:[HOÃN] Tuần lễ OCOP"),
        (EntryStatus.TENTATIVE, Language.EN, "SUMMARY:[POSTPONED] OCOP Week"),
        (EntryStatus.TENTATIVE, Language.ID, "SUMMARY:[DITUNDA] Pekan OCOP"),
        (EntryStatus.CONFIRMED, Language.VI, "SUMMARY:Tuần lễ OCOP"),
    ],
)
def test_rule_8_what_is_cancelled_or_postponed_says_so_in_the_language(
    status: EntryStatus, language: Language, summary: str
) -> None:
    written = has(a_day(status=status), language)
    assert summary in written
    assert f"STATUS:{status}" in written
    assert f"TRANSP:{'OPAQUE' if status == EntryStatus.CONFIRMED else 'TRANSPARENT'}" in written


def test_rule_11_the_header_has_all_that_clients_look_for() -> None:
    written = lines(head().to_ical())
    assert written[: written.index("BEGIN:VTIMEZONE")] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//OCOP Fairs//Calendars//VI",
        "CALSCALE:GREGORIAN",
        "DESCRIPTION:Mọi hội chợ\\; mọi ngày\\, mọi nơi",
        "X-WR-CALDESC:Mọi hội chợ\\; mọi ngày\\, mọi nơi",
        "NAME:Hội chợ OCOP",
        "X-WR-CALNAME:Hội chợ OCOP",
        "COLOR:seagreen",
        "LAST-MODIFIED:20261207T020000Z",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "SOURCE;VALUE=URI:https://fairs.test/calendars/all.ics",
        "URL:https://fairs.test/subscribe",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
    ]


def test_rule_12_an_entry_has_all_that_clients_show() -> None:
    written = has(a_day(image_url="https://fairs.test/ảnh 1.PNG"))
    assert written == [
        "BEGIN:VEVENT",
        "SUMMARY:Tuần lễ OCOP",
        "DTSTART;TZID=Asia/Ho_Chi_Minh:20261216T080000",
        "DTEND;TZID=Asia/Ho_Chi_Minh:20261216T210000",
        "DTSTAMP:20261207T020000Z",
        f"UID:{UID}",
        "SEQUENCE:0",
        "CATEGORIES:OCOP,Tuần lễ OCOP",
        "CLASS:PUBLIC",
        "DESCRIPTION:Đặc sản ba miền\\n\\nhttps://fairs.test/events/tuan-le-ocop",
        "GEO:20.989012;105.7512",
        "IMAGE;DISPLAY=BADGE;FMTTYPE=image/png;VALUE=URI:https://fairs.test/%E1%BA%A3nh%201.PNG",
        "LAST-MODIFIED:20261207T020000Z",
        "LOCATION:AEON MALL Hà Đông\\, Dương Nội\\, Hà Nội",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://fairs.test/events/tuan-le-ocop",
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="Dương Nội, Hà Nội";X-APPLE-RADIUS=100;'
        'X-TITLE="AEON MALL Hà Đông":geo:20.989012,105.7512',
        "END:VEVENT",
        "",
    ]


@pytest.mark.parametrize("image_url", [None, "", "ftp://x/y.png", "javascript:alert(1)", "https://"])
def test_rule_12_no_image_where_there_is_none_that_can_be_loaded(image_url: str | None) -> None:
    assert [line for line in has(a_day(image_url=image_url)) if line.startswith("IMAGE")] == []


def test_a_place_without_a_point_has_no_geo() -> None:
    written = has(a_day(places=[BIG_C]))
    assert [line for line in written if line.startswith(("GEO", "X-APPLE"))] == []
    assert "LOCATION:Big C An Lạc\\, Thành phố Hồ Chí Minh" in written


def test_an_overview_of_several_sites_names_them_all_and_points_to_none() -> None:
    written = has(an_overview(places=[AEON, BIG_C]))
    assert "LOCATION:AEON MALL Hà Đông\\, Hà Nội\\; Big C An Lạc\\, Thành phố Hồ Chí Minh" in written
    assert [line for line in written if line.startswith("GEO")] == []


def test_an_overview_of_very_many_sites_names_some_and_counts_the_rest() -> None:
    shops = [Place(venue_id=UUID(int=n), name=f"Cửa hàng {n}") for n in range(1, 801)]
    named = "\\; ".join(f"Cửa hàng {n}" for n in range(1, 7))
    assert f"LOCATION:{named}\\; 794 nơi khác" in has(an_overview(places=shops))


def test_a_day_of_several_sites_names_its_own() -> None:
    assert "SUMMARY:Tuần lễ OCOP – AEON MALL Hà Đông" in has(a_day(names_place=True))


def test_a_session_names_its_event_its_room_and_its_speakers() -> None:
    shown = a_day(
        thing=Thing.SESSION,
        kind="matching",
        title={"vi": "Kết nối cung cầu"},
        places=[Place(venue_id=UUID(int=4), name="Khách sạn Mẫu", room="Phòng Sen")],
        speakers=["Ông Nam (Sở Công Thương)", "Bà Hoa"],
    )
    written = has(shown)
    assert "SUMMARY:Kết nối cung cầu – Tuần lễ OCOP" in written
    assert "CATEGORIES:OCOP,Kết nối giao thương" in written
    assert (
        "DESCRIPTION:Đặc sản ba miền\\n\\nVị trí: Phòng Sen\\n\\nDiễn giả: Ông Nam (Sở Công Thương)\\; Bà Hoa"
        "\\n\\nhttps://fairs.test/events/tuan-le-ocop" in written
    )


def test_a_language_that_is_missing_falls_back_to_vietnamese() -> None:
    assert "SUMMARY:Tuần lễ OCOP" in has(a_day(title={"vi": "Tuần lễ OCOP", "en": "OCOP Week"}), Language.ID)
    assert "SUMMARY:OCOP Week" in has(a_day(title={"vi": "Tuần lễ OCOP", "en": "OCOP Week"}), Language.EN)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_reader_sees_the_same_days(reader: Any) -> None:
    late = a_day(ends_at=datetime(2026, 12, 16, 17, 30, tzinfo=UTC))
    assert [(read.starts, read.ends, read.summary, read.location) for read in reader(feed(an_overview(), late))] == [
        ("2026-12-16", "2026-12-21", "Tuần lễ OCOP", "AEON MALL Hà Đông, Dương Nội, Hà Nội"),
        ("2026-12-16 08:00", "2026-12-17 00:30", "Tuần lễ OCOP", "AEON MALL Hà Đông, Dương Nội, Hà Nội"),
    ]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rule_13_every_reader_reads_an_empty_calendar(reader: Any) -> None:
    assert feed().startswith(b"BEGIN:VCALENDAR\r\n")
    assert reader(feed()) == []
