"""Letters that the embedded sink has kept, as whoever tries the program out reads them."""

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import httpx
import msgspec
import pytest

from events_app import mail
from events_app.embedded import mailbox
from events_app.reminders import sink_pages
from events_app.settings import settings

ENGLISH = {"Accept-Language": "en", "Accept": "text/html"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sink's own folder."""
    chosen = msgspec.structs.replace(settings(), mail_dir=tmp_path, embedded_sink=True)
    monkeypatch.setattr(sink_pages, "settings", lambda: chosen)
    return tmp_path


def keep(folder: Path, subject: str = "Đã xác nhận: Tuần lễ OCOP", html: str = "<p>Kính gửi Bình</p>") -> str:
    """A letter of ours in the sink; its id."""
    parts = mail.Parts(subject, "Kính gửi Bình,\n\nXem:\nhttp://fairs.test/applications/1\n<b>không đậm</b>", html)
    return mailbox.put(
        folder,
        mail.written(
            parts,
            sender="OCOP Fairs <fairs@fairs.example>",
            name="Bình",
            address="binh@fairs.example",
            message_id="<0123@fairs.example>",
            language="vi",
            at=datetime(2026, 12, 7, 2, 0, tzinfo=UTC),
        ),
    )


async def test_the_newest_letter_stands_first(client: httpx.AsyncClient, folder: Path) -> None:
    first, second = keep(folder, "Thư một"), keep(folder, "Thư hai")
    page = (await client.get("/dev/mail", headers=ENGLISH)).text
    assert page.index(f'href="/dev/mail/{second}">Thư hai') < page.index(f'href="/dev/mail/{first}">Thư một')
    assert "Bình &lt;binh@fairs.example&gt;" in page


async def test_an_empty_sink_says_so(client: httpx.AsyncClient, folder: Path) -> None:
    answer = await client.get("/dev/mail", headers=ENGLISH)
    assert (answer.status_code, "No letter has been sent yet." in answer.text) == (200, True)


async def test_many_letters_have_pages(client: httpx.AsyncClient, folder: Path) -> None:
    ids = [keep(folder, f"Thư {n}") for n in range(sink_pages.ON_A_PAGE + 2)]
    page = (await client.get("/dev/mail", headers=ENGLISH)).text
    assert [f'/dev/mail/{one}"' in page for one in ids] == [False, False] + [True] * sink_pages.ON_A_PAGE
    assert f'href="/dev/mail?after={ids[2]}"' in page
    page = (await client.get(f"/dev/mail?after={ids[2]}", headers=ENGLISH)).text
    assert [f'/dev/mail/{one}"' in page for one in ids] == [True, True] + [False] * sink_pages.ON_A_PAGE
    assert "Next page" not in page


async def test_a_letter_is_shown_with_its_headers_its_text_and_its_html(
    client: httpx.AsyncClient, folder: Path
) -> None:
    mail_id = keep(folder, html="<p>Chào</p><script>alert(1)</script>")
    page = (await client.get(f"/dev/mail/{mail_id}", headers=ENGLISH)).text
    assert "<h1>Đã xác nhận: Tuần lễ OCOP</h1>" in page
    assert "&lt;0123@fairs.example&gt;" in page
    assert '<a href="http://fairs.test/applications/1">http://fairs.test/applications/1</a>' in page
    assert "&lt;b&gt;không đậm&lt;/b&gt;" in page
    assert f'src="/dev/mail/{mail_id}/html"' in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "alert(1)" not in page


async def test_its_html_can_run_nothing_and_load_nothing(client: httpx.AsyncClient, folder: Path) -> None:
    mail_id = keep(folder, html="<p>Chào</p><script>alert(1)</script>")
    answer = await client.get(f"/dev/mail/{mail_id}/html")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.startswith("<p>Chào</p>")
    policy = {part.split()[0]: part.split()[1:] for part in answer.headers["content-security-policy"].split(";")}
    assert policy["default-src"] == ["'none'"]
    assert "script-src" not in policy
    assert policy["form-action"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'self'"]
    assert not {"allow-scripts", "allow-same-origin"} & set(policy["sandbox"])


async def test_attachments_are_named(client: httpx.AsyncClient, folder: Path) -> None:
    letter = EmailMessage()
    letter["Subject"], letter["To"] = "Lịch", "binh@fairs.example"
    letter.set_content("Kèm theo")
    letter.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="lich.ics")
    mail_id = mailbox.put(folder, letter.as_bytes())
    page = (await client.get(f"/dev/mail/{mail_id}", headers=ENGLISH)).text
    assert '<li class="code">lich.ics</li>' in page
    assert "<iframe" not in page
    assert (await client.get(f"/dev/mail/{mail_id}/html", headers=ENGLISH)).status_code == 404


@pytest.mark.parametrize("mail_id", ["0000000000000000-000000000000", "x", "..%2F..%2Fetc%2Fpasswd", "%00"])
async def test_what_is_not_there_is_not_found(client: httpx.AsyncClient, folder: Path, mail_id: str) -> None:
    keep(folder)
    assert (await client.get(f"/dev/mail/{mail_id}", headers=ENGLISH)).status_code == 404
    assert (await client.get(f"/dev/mail/{mail_id}/html", headers=ENGLISH)).status_code == 404


async def test_with_a_real_mail_server_nothing_of_it_exists(
    client: httpx.AsyncClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail_id = keep(folder)
    real = msgspec.structs.replace(settings(), mail_dir=folder, embedded_sink=False)
    monkeypatch.setattr(sink_pages, "settings", lambda: real)
    for path in ("/dev/mail", f"/dev/mail/{mail_id}", f"/dev/mail/{mail_id}/html"):
        assert (await client.get(path, headers=ENGLISH)).status_code == 404
