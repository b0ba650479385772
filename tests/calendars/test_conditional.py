"""Rules 14 and 15: validators before bytes, and one encoding or the other."""

import gzip
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from events_app.calendars import conditional

BODY = b"BEGIN:VCALENDAR\r\n" + b"X-LONG:" + b"a" * 500 + b"\r\nEND:VCALENDAR\r\n"
CHANGED = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
COPY = conditional.copy_of(BODY, CHANGED, 1)
PLAIN, ZIPPED = COPY.plain.etag, COPY.zipped.etag


def asked(method: str = "GET", **headers: str | bytes) -> tuple[int, dict[bytes, bytes], bytes]:
    """The answer to a request with these headers."""
    sent = [
        (name.replace("_", "-").encode(), value if isinstance(value, bytes) else value.encode())
        for name, value in headers.items()
    ]
    status, answered, body = conditional.answer(COPY, method, sent)
    return status, dict(answered), body


def test_a_plain_answer_has_its_type_its_length_and_its_validators() -> None:
    assert asked() == (
        200,
        {
            b"content-type": b"text/calendar; charset=utf-8",
            b"content-length": str(len(BODY)).encode(),
            b"x-content-type-options": b"nosniff",
            b"etag": PLAIN,
            b"last-modified": b"Mon, 07 Dec 2026 02:00:00 GMT",
            b"cache-control": b"public, no-cache",
            b"vary": b"Accept-Encoding",
            b"access-control-allow-origin": b"*",
        },
        BODY,
    )


def test_each_encoding_has_a_strong_tag_of_its_own() -> None:
    assert PLAIN != ZIPPED
    assert all(tag.startswith(b'"') and tag.endswith(b'"') for tag in (PLAIN, ZIPPED))


@pytest.mark.parametrize(
    "accepted", ["gzip", "GZip", "br, gzip", "deflate;q=1, gzip;q=0.5", "x-gzip", "gzip ; q=1.0", "*;q=0, gzip"]
)
def test_gzip_goes_to_who_asks_for_it(accepted: str) -> None:
    status, headers, body = asked(accept_encoding=accepted)
    assert status == 200
    assert gzip.decompress(body) == BODY
    assert (headers[b"content-encoding"], headers[b"content-length"], headers[b"etag"], headers[b"vary"]) == (
        b"gzip",
        str(len(body)).encode(),
        ZIPPED,
        b"Accept-Encoding",
    )


@pytest.mark.parametrize(
    "accepted", ["", "identity", "br", "*", "gzip;q=0", "gzip; q=0.000", "identity;q=0", "notgzip", "gzip;q=0, br"]
)
def test_nobody_else_gets_gzip_and_nobody_gets_406(accepted: str) -> None:
    status, headers, body = asked(accept_encoding=accepted)
    assert (status, body) == (200, BODY)
    assert b"content-encoding" not in headers


@pytest.mark.parametrize(
    "match",
    [
        PLAIN,
        b"W/" + PLAIN,
        b'"other", ' + PLAIN,
        b'W/"other",W/' + PLAIN + b' , "third"',
        b'"with, comma", ' + PLAIN,
        b"*",
        b" * ",
    ],
)
def test_a_tag_that_matches_is_answered_304_with_the_validators_and_no_body(match: bytes) -> None:
    assert asked(if_none_match=match) == (
        304,
        {
            b"etag": PLAIN,
            b"last-modified": b"Mon, 07 Dec 2026 02:00:00 GMT",
            b"cache-control": b"public, no-cache",
            b"vary": b"Accept-Encoding",
            b"access-control-allow-origin": b"*",
        },
        b"",
    )


@pytest.mark.parametrize("match", [b'"other"', b"", PLAIN.strip(b'"'), b'"' + PLAIN + b'x"', b"garbage"])
def test_a_tag_that_does_not_match_is_answered_in_full(match: bytes) -> None:
    assert asked(if_none_match=match)[0] == 200


def test_tags_are_compared_within_the_encoding_that_is_asked_for() -> None:
    assert asked(if_none_match=ZIPPED)[0] == 200
    assert asked(if_none_match=PLAIN, accept_encoding="gzip")[0] == 200
    assert asked(if_none_match=ZIPPED, accept_encoding="gzip")[0] == 304
    assert asked(if_none_match=PLAIN + b", " + ZIPPED, accept_encoding="gzip")[0] == 304


def test_several_header_lines_are_one_list() -> None:
    lines = [(b"if-none-match", b'"other"'), (b"if-none-match", PLAIN)]
    assert conditional.answer(COPY, "GET", lines)[0] == 304
    lines = [(b"accept-encoding", b"br"), (b"accept-encoding", b"gzip")]
    assert dict(conditional.answer(COPY, "GET", lines)[1])[b"content-encoding"] == b"gzip"


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Mon, 07 Dec 2026 02:00:00 GMT", 304),
        ("Mon, 07 Dec 2026 02:00:01 GMT", 304),
        ("Monday, 07-Dec-26 02:00:00 GMT", 304),
        ("Mon, 07 Dec 2026 01:59:59 GMT", 200),
        ("yesterday", 200),
        ("", 200),
        ("0", 200),
        ("Mon, 99 Dec 2026 99:00:00 GMT", 200),
        ("Mon, 07 Dec 99999999999 02:00:00 GMT", 200),
    ],
)
def test_a_date_decides_where_there_is_no_tag_and_one_that_cannot_be_read_is_ignored(since: str, status: int) -> None:
    assert asked(if_modified_since=since)[0] == status
    assert asked("HEAD", if_modified_since=since)[0] == status


def test_a_date_in_bytes_that_are_no_text_is_ignored() -> None:
    assert asked(if_modified_since=b"\xff\xfe")[0] == 200


def test_the_tag_goes_before_the_date() -> None:
    now = format_datetime(CHANGED, usegmt=True)
    assert asked(if_none_match=b'"other"', if_modified_since=now)[0] == 200
    assert asked(if_none_match=PLAIN, if_modified_since="Mon, 07 Dec 2020 02:00:00 GMT")[0] == 304


@pytest.mark.parametrize("accepted", ["identity", "gzip"])
def test_head_is_get_without_the_body(accepted: str) -> None:
    status, headers, body = asked("HEAD", accept_encoding=accepted)
    assert (status, body) == (200, b"")
    assert headers == asked("GET", accept_encoding=accepted)[1]


def test_the_same_bytes_have_the_same_tags_in_every_process() -> None:
    again = conditional.copy_of(BODY, CHANGED, 7)
    assert (again.plain, again.zipped) == (COPY.plain, COPY.zipped)
