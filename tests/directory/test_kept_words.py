"""The page about one's own data says in words what is kept, with no id and no name of a column."""

import re
from pathlib import Path

import httpx
import pytest

import events_app
from events_app import i18n
from events_app.accounts import consenting
from events_app.actor import as_actor
from events_app.directory import kept_words
from events_app.directory.tables import Claim, Contact
from events_app.distribution import asking
from events_app.piccolo_app import APP_CONFIG
from tests import door, make
from tests.browser_like import Browser
from tests.reminders import posting

_RECORDED = re.compile(r'record\(\s*"(\w+)\.')
_ID = re.compile(r">[^<]*[0-9a-f]{8}-[0-9a-f]{4}-7[^<]*<")


async def test_everything_is_said_in_words(client: httpx.AsyncClient, cast: make.Cast) -> None:
    await door.with_password(cast.binh)
    await consenting.keep(consenting.present(), at=make.NOW, user=cast.binh.user.id)
    await posting.confirmed(await posting.fair(cast.an), cast.binh)
    chain = cast.dung.organization
    asker: asking.Reached = {"name": "Dũng", "email": cast.binh.user.email, "phone": "+84987654321"}
    product = await make.product(cast.binh.organization)
    with as_actor(cast.binh.actor):
        await asking.ask(
            chain.id, cast.binh.organization, [product.id], "?", asker, consent=asking.consent_text(), at=make.NOW
        )
    await Contact.update({Contact.phone: "+84912345678"}).where(Contact.user == cast.binh.user.id)
    claimed = await make.organization(name="Chưa ai nhận")
    await Claim(organization=claimed.id, user=cast.binh.user.id, proof="code", created_at=make.NOW).save()
    page = await (await Browser(client).sign_in(cast.binh)).see("/account/data")
    shown = page[page.index("<main") :]
    assert _ID.findall(shown) == []
    assert re.findall(r">\s*(?:\w+_\w+|True|False|\w+\.create)\s*<", shown) == []
    for words in ("Tiếng Việt", "Owner", "Reminder", "Waiting", "the code of the letter", "Not answered yet"):
        assert words in shown
    for number in ("0912 345 678", "0987 654 321"):
        assert f"<dd>{number}</dd>" in re.sub(r"\s*(</?dd>)\s*", r"\1", shown)
    assert "+84" not in shown


def test_every_thing_of_the_audit_trail_has_a_name() -> None:
    code = [path.read_text("utf-8") for path in Path(events_app.__file__).parent.rglob("*.py")]
    moved = {table._meta.tablename for table in APP_CONFIG.table_classes if hasattr(table, "MOVES")}
    assert {thing for text in code for thing in _RECORDED.findall(text)} | moved <= set(kept_words.THINGS)


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("product.create", "Product: entered"),
        ("site.edit", "Site: changed"),
        ("membership.delete", "Membership: removed"),
    ],
)
def test_what_was_done(topic: str, said: str) -> None:
    with i18n.speaking(i18n.Language.EN):
        assert kept_words.deed(topic) == said
