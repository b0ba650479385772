"""A world in which every address of the API leads somewhere, and a sensible body for everything that can be sent."""

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from events_app import db, values
from events_app.accounts import signing_in, tokens
from events_app.actor import Role, as_actor
from events_app.agreements import signing
from events_app.agreements.schemas import NewAgreement
from events_app.booths import booking
from events_app.directory import claiming, distinguishing, inviting, picturing, reencoding
from events_app.directory.supply_tables import Supply
from events_app.directory.tables import Certificate, Contact, Kind, OrganizationName, Product
from events_app.distribution import asking, channelling, listing, pointing_out, shortlisting
from events_app.events import scheduling
from events_app.events.tables import OpeningDay
from events_app.reminders.tables import ReminderRule
from events_app.summaries import freezing
from tests import make
from tests.contract import beside

METHODS = ("get", "post", "put", "patch", "delete")
# What is done to another thing than the one at hand, so that it can be done: "method and path" -> {parameter: whose id}.
INSTEAD: dict[str, dict[str, str]] = {
    r"/desk/entities/\{|/merger$": {"organization_id": "kept_id"},
    r"/desk/.*/(agreements|summaries)|POST /.*/summaries$": {"event_id": "agreed_id"},
    r"/organizations/\{slug\}$": {"slug": "organization_slug"},
    r"/organizations/\{slug\}/": {"slug": "record_slug"},
    r"/pictures/\{name\}": {"name": "picture_name"},
    r"/organizations/\{organization_id\}/(approval|refusal)$": {"organization_id": "waiting_id"},
    r"/approval-request$": {"organization_id": "refused_id"},
    r"/organizations/\{organization_id\}/(claim-code|claims)$": {"organization_id": "record_id"},
    r"POST /.*/publication$": {"event_id": "draft_event_id"},
    r"POST /.*/submission$": {"application_id": "begun_id"},
    r"POST /sites/\{site_id\}/days$": {"site_id": "gap_site_id"},
    r"DELETE /(days|sites)/|/sites/\{site_id\}/deletion$": {
        "event_id": "draft_event_id",
        "day_id": "draft_day_id",
        "site_id": "draft_bare_site_id",
    },
    r"DELETE /channels/|/channels/\{channel_id\}/removal$": {"channel_id": "empty_channel_id"},
    r"POST /imports/.*/resumption$": {"import_id": "stopped_id"},
    r"POST /imports/.*/undo$": {"import_id": "brought_id"},
    r"/products/\{product_id\}/contact-request$": {"product_id": "other_product_id"},
    r"DELETE /certificates/.*/|POST /certificates/.*/(reinstatement|withdrawal)$": {"certificate_id": "judged_id"},
    r"DELETE /zones/|/zones/\{zone_id\}/deletion$": {"event_id": "gap_id", "zone_id": "empty_zone_id"},
}
# What a question is asked with where it owes something.
QUERIES = {
    "GET /email": "?token={email_token}",
    "GET /confirmation": "?token={confirmation_token}",
    "GET /invitation": "?token={invitation_token}",
    "GET /organizations/{organization_id}/merger": "?into={new_id}",
    "GET /password": "?token={password_token}",
    "GET /provinces": "?set=34",
}

# What is decided as it was looked at, and the version of it that is there.
DECIDED = {
    r"POST /organizations/.*/(approval|refusal)$": '"1"',
    r"POST /claims/.*/(approval|rejection)$": f'"{claiming.version(1, 1)}"',
    r"(PATCH|PUT|DELETE) ": '"1"',
}


def seen(method: str, path: str) -> dict[str, Any]:
    """The header that names the version of what is changed or decided there, where one is owed."""
    tag = next((tag for pattern, tag in DECIDED.items() if re.match(pattern, f"{method} {path}")), None)
    return {"If-Match": tag} if tag else {}


@dataclass
class World:
    """The cast, some more people, and the id behind every path parameter; ``draft`` are those of what only An's people see."""

    cast: make.Cast
    ha: make.Person  # of the authority of Bình's province
    quan: make.Person  # the admin
    khoa: make.Person  # a viewer of An's organization
    lan: make.Person  # an organizer who keeps nothing of this
    ids: dict[str, Any]
    draft: dict[str, Any]
    days: list[UUID]  # of the fair, in order

    def person(self, name: str) -> make.Person:
        """One of them by name."""
        found: make.Person = getattr(self, name, None) or getattr(self.cast, name)
        return found

    def address(self, path: str, method: str = "GET", **other: Any) -> str:
        """``path`` with ids of things that are there, and on which ``method`` can work; or with ``other`` ones."""
        found = dict(self.ids)
        for pattern, ids in INSTEAD.items():
            if re.search(pattern, f"{method} {path}"):
                found |= {name: self.ids[instead] for name, instead in ids.items()}
        path += QUERIES.get(f"{method} {path}", "")
        for name, value in {**found, **other}.items():
            path = path.replace("{" + name + "}", str(value))
        assert "{" not in path, path
        return path


async def build() -> World:
    """An's fair with Bình's application and a hold; one that is over, with its summary; a draft; one with gaps."""
    cast = await make.cast()
    an, binh = cast.an.organization, cast.binh.organization
    assert an
    assert binh
    fair = await make.fair(an, booths=4)
    product = await make.product(binh)
    application = await make.application(fair.event, binh)
    held = await booking.hold(
        application.id,
        binh.id,
        fair.booths[0].id,
        values.Days(make.FIRST_ON, make.LAST_ON),
        until=make.NOW + timedelta(minutes=15),
        at=make.NOW,
    )
    ended = await make.fair(
        an,
        title="Tuần đã qua",
        first_on=make.FIRST_ON - timedelta(days=60),
        last_on=make.FIRST_ON - timedelta(days=56),
        state="ended",
    )
    agreement = await signing.record(
        ended.event,
        NewAgreement.model_validate(
            {
                "kind": "memorandum",
                "title": "Biên bản",
                "signed_on": "2026-12-01",
                "parties": [
                    {"role": "producer", "organization_id": binh.id},
                    {"role": "distributor", "name": "Siêu thị"},
                ],
            }
        ),
        at=make.NOW,
    )
    summary = await freezing.freeze(ended.event, at=make.NOW)
    with as_actor(cast.an.actor):
        series = await scheduling.create_series(an.id, {"vi": "Tuần lễ OCOP"}, at=make.NOW)
    rule = ReminderRule(event=fair.event.id, days_before=7, at_time=time(8), created_at=make.NOW)
    await rule.save()
    picture = await picturing.add(product, reencoding.Made(1, 1, b"large", b"small"), "Hộp trà", at=make.NOW)
    await Supply(product=product.id, created_at=make.NOW).save()
    certificate = await Certificate.objects().get(Certificate.product == product.id)
    await make.certificate(product, potential_five=True, issued_on=date(2024, 5, 1))
    jam = await make.product(binh, "Mứt sen", certified={"verified": True, "revoked_on": date(2026, 11, 1)})
    judged = await Certificate.objects().get(Certificate.product == jam.id)
    former = OrganizationName(organization=binh.id, name="Sen Cũ", created_at=make.NOW)
    await former.save()
    contact = await Contact.objects().get(Contact.organization == binh.id)
    days = await OpeningDay.objects().where(OpeningDay.site == fair.site.id).order_by(OpeningDay.held_on)
    assert certificate
    assert contact
    assert judged
    session = await make.session(fair.event, fair.venue)
    binh_signed_in = await signing_in.begin(cast.binh.user.id, at=make.NOW)
    colleague = await make.person("Bảo", binh, Role.STAFF)
    record = await make.organization(name="Hợp tác xã Chưa Ai Nhận", tax_code="0100109106")
    claim = await claiming.claim(record, cast.chi.user.id, tax_code="0100109106", code=None, note="", at=make.NOW)
    invitation = await inviting.invite(binh, "moi@fairs.example", Role.VIEWER, "vi", by=cast.binh.user.id, at=make.NOW)
    await tokens.make(cast.binh.user.email, at=make.NOW)  # not the one with which Bình asks
    token = await db.one('SELECT id FROM token WHERE "user" = $1 ORDER BY id DESC', cast.binh.user.id)
    sign_in = await db.one("SELECT id FROM sign_in WHERE token_hash = $1", signing_in.hashed(binh_signed_in))
    assert colleague.actor.membership
    assert token
    assert sign_in
    kept, twin, third = [await make.organization(name="Hợp tác xã Chưa Có Ai", keeper=an.id) for _ in range(3)]
    distinction = await distinguishing.say(twin, third, cast.an.actor, at=make.NOW)
    draft = await beside.draft(an)
    sold = await _distribution(cast, product)
    listed = await beside.lists(cast.an, kept)
    return World(
        cast,
        await make.officer(),
        await make.admin(),
        await make.person("Khoa", an, Role.VIEWER),
        await make.person("Lan", await make.organization(Kind.ORGANIZER, "Ban tổ chức khác")),
        {
            **sold,
            **listed,
            **await beside.gaps(an, binh, product),
            **await beside.accounts(cast, invitation),
            **{f"draft_{name}": value for name, value in draft.items()},
            "agreed_id": ended.event.id,
            "agreement_id": agreement,
            "application_id": application.id,
            "booth_id": fair.booths[1].id,
            "certificate_id": certificate.id,
            "claim_id": claim.id,
            "contact_id": contact.id,
            "day_id": days[0].id,
            "distinction_id": distinction.id,
            "event_id": fair.event.id,
            "hold_id": held.id,
            "invitation_id": invitation.id,
            "judged_id": judged.id,
            "kept_id": kept.id,
            "member_id": colleague.actor.membership.id,
            "name": summary.id,
            "name_id": former.id,
            "new_id": twin.id,
            "old_id": kept.id,
            "organization_id": binh.id,
            "organization_slug": binh.slug,
            "picture_id": picture.id,
            "picture_name": f"{picture.id}.webp",
            "product_id": product.id,
            "record_id": record.id,
            "record_slug": record.slug,
            "rule_id": rule.id,
            "series_id": series.id,
            "session_id": session.id,
            "sign_in_id": sign_in["id"],
            "site_id": fair.site.id,
            "slug": fair.event.slug,
            "summary_id": summary.id,
            "third_id": third.id,
            "token_id": token["id"],
            "venue_id": fair.venue.id,
            "zone_id": fair.zone.id,
        },
        draft,
        [day.id for day in days],
    )


async def _distribution(cast: make.Cast, product: Product) -> dict[str, Any]:
    """Bình's sales point; a channel of Dũng's chain with a listing, its shortlist, and a request to Bình."""
    binh, chain = cast.binh.organization, cast.dung.organization
    point = await pointing_out.add(
        binh, name="Quầy Sen", address="1 Phố Sen", province_set="34", province_code="01", operator=binh.id, at=make.NOW
    )
    channel = await channelling.add(chain.id, "chain", name="Cả chuỗi", at=make.NOW)
    listed = await listing.add(channel, product, make.FIRST_ON, None, at=make.NOW)
    item = await shortlisting.add(chain.id, product, None, "", at=make.NOW)
    asker: asking.Reached = {"name": "Dũng", "email": "dung@fairs.example", "phone": None}
    request = await asking.ask(chain.id, binh, [product.id], "Giá?", asker, consent=asking.consent_text(), at=make.NOW)
    return {
        "empty_channel_id": (await channelling.add(chain.id, "export", name="Lào", market="Lào", at=make.NOW)).id,
        "other_product_id": (await make.product(cast.em.organization, "Chè Shan")).id,
        "sales_point_id": point.id,
        "channel_id": channel.id,
        "listing_id": listed.id,
        "item_id": item.id,
        "request_id": request.id,
    }


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every method and path of the API, the path without its base."""
    for path, item in sorted(document["paths"].items()):
        if path.startswith("/api/v1"):
            yield from ((method.upper(), path.removeprefix("/api/v1")) for method in METHODS if method in item)


class _Undone(Exception):
    """What was done in the block is undone."""


@asynccontextmanager
async def undone() -> Any:
    """Whatever happens in the block is as if it had not."""
    try:
        async with db.transaction():
            yield
            raise _Undone
    except _Undone:
        pass


Build = Callable[[], Awaitable[World]]
