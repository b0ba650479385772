"""A sensible form for everything that a page can send; one that says nothing is not named."""

from typing import Any

from events_app import i18n
from events_app.accounts import consenting
from events_app.directory import claiming
from events_app.distribution import asking
from events_app.exhibitors import applying
from tests import make
from tests.contract import beside
from tests.contract.world import World


def forms(world: World) -> dict[str, dict[str, Any]]:
    """What each form is sent with, field by field."""
    ids = {name: str(value) for name, value in world.ids.items()}
    an, entity = world.cast.an.actor.membership, world.cast.em.organization
    assert an
    days = {"first_on": str(make.FIRST_ON), "last_on": str(make.LAST_ON)}
    hours = {"opens": "08:00", "closes": "20:00"}
    choice = {"booth_id": ids["booth_id"], **days}
    moved: dict[str, str] = {}
    for n, day in enumerate(world.days):
        row = {"id": str(day), "site_id": ids["site_id"], "on": f"2027-01-{n + 5:02}", **hours}
        moved |= {f"days.{n}.{name}": value for name, value in row.items()}
    reason, same, sure = {"reason": "Bão"}, {"version": "1"}, {"version": "1", "_sure": "true"}
    claimed = {"version": str(claiming.version(1, 1))}
    contact = {"name": "Lan", "phone": "0912345678"}
    entered = {"name": "Hợp tác xã Mới", "entity_kind": "cooperative", "province_code": "34-01"}
    event = {"kind": "week", "title.vi": "Tuần lễ", **days}
    renaming = {"name": "Sen Mới", "first_on": "2026-01-01"}
    session = {
        "title.vi": "Khai mạc",
        "venue_id": ids["venue_id"],
        "starts_at": "2026-12-16T09:00",
        "ends_at": "2026-12-16T10:00",
    }
    signed = {
        "kind": "memorandum",
        "title": "Biên bản",
        "signed_on": "2026-12-01",
        "parties.0.role": "producer",
        "parties.0.name": "A",
        "parties.1.role": "distributor",
        "parties.1.name": "B",
    }
    venue = {"name": "Nhà hội", "address": "1 Phố", "province_code": "34-01"}
    zone = {"name.vi": "Khu mới"}
    known, password = {"password": beside.PASSWORD}, {"password": "đồng lúa chín vàng"}
    with i18n.speaking(i18n.Language.VI):
        newcomer = {"name": "Mai", "consent": consenting.present().text}
    rating = {"stars": "5", "number": "9/QĐ", "issued_on": "2026-11-01"}
    return {
        "POST /account/email": {**known, "email": "khac@fairs.example"},
        "POST /account/erasure": known,
        "POST /account/password": {"old": beside.PASSWORD, "new": password["password"]},
        "POST /account/person": {"name": "Tên Khác", "language": "en", "version": "1"},
        "POST /account/second-step": known,
        "POST /account/second-step/code": {**known, "code": ids["code"]},
        "POST /account/second-step/recovery-codes": known,
        "POST /account/second-step/removal": known,
        "POST /account/tokens/new": {**known, "name": "Kho", "membership": str(an.id), "scope": "read"},
        "POST /applications/{application_id}/change-request": reason,
        "POST /applications/{application_id}/edit": {"note": "Gần cửa", **same},
        "POST /applications/{application_id}/holds": choice,
        "POST /applications/{application_id}/offer": choice,
        "POST /applications/{application_id}/rejection": reason,
        "POST /applications/{application_id}/release": {"hold": ids["hold_id"], **same},
        "POST /applications/{application_id}/submission": {"consent": applying.CONSENT},
        "POST /certificates/{certificate_id}/edit": {**rating, **same},
        "POST /certificates/{certificate_id}/reinstatement": same,
        "POST /certificates/{certificate_id}/removal": same,
        "POST /certificates/{certificate_id}/revocation": {"revoked_on": "2026-12-01", "reason": "Vi phạm", **same},
        "POST /certificates/{certificate_id}/verification": {"decision_number": "", **same},
        "POST /certificates/{certificate_id}/withdrawal": same,
        "POST /channels/new": {"kind": "export", "name": "Nhật Bản", "market": "Nhật Bản"},
        "POST /channels/{channel_id}/edit": {"name": "Toàn chuỗi", **same},
        "POST /channels/{channel_id}/removal": same,
        "POST /claims/{claim_id}/approval": claimed,
        "POST /claims/{claim_id}/rejection": {**reason, **claimed},
        "POST /claims/{claim_id}/withdrawal": {"_sure": "true"},
        "POST /email": {"token": ids["email_token"]},
        "POST /confirmation": {"token": ids["confirmation_token"], **password},
        "POST /contact-requests/{request_id}/acceptance": contact,
        "POST /contact-requests/{request_id}/decline": reason,
        "POST /contacts/{contact_id}": {**contact, **same},
        "POST /contacts/{contact_id}/removal": same,
        "POST /desk/certificates": {"certificates[]": f"{ids['certificate_id']}:1"},
        "POST /desk/distinctions/{distinction_id}/removal": same,
        "POST /desk/duplicates/{old_id}/{new_id}": {"old_version": "1", "sure": "true", **same},
        "POST /desk/entities/new": {**entered, "contact.name": "Lan", "contact.phone": "0912345678"},
        "POST /desk/entities/{organization_id}/contacts/new": contact,
        "POST /desk/entities/{organization_id}/edit": {**entered, **same},
        "POST /desk/entities/{organization_id}/names": {"name": "Sen Xưa"},
        "POST /desk/entities/{organization_id}/products/new": {"name": "Mứt sen", "group": "1"},
        "POST /desk/entities/{organization_id}/renaming": {**renaming, **same},
        "POST /desk/events/new": event,
        "POST /desk/events/{event_id}/agreements/new": signed,
        "POST /desk/events/{event_id}/agreements/{agreement_id}": {**signed, **same},
        "POST /desk/events/{event_id}/agreements/{agreement_id}/deletion": sure,
        "POST /desk/events/{event_id}/applications/new": {
            "organization_id": str(entity.id),
            "consent_record": "Phiếu đăng ký có chữ ký",
        },
        "POST /desk/events/{event_id}/booths/zones": {**zone, "site_id": ids["site_id"]},
        "POST /desk/events/{event_id}/booths/zones/{zone_id}/deletion": same,
        "POST /desk/events/{event_id}/booths/zones/{zone_id}/edit": {**zone, "position": "0", **same},
        "POST /desk/events/{event_id}/booths/zones/{zone_id}/grid": {"rows": "1", "columns": "2", "prefix": "Z"},
        "POST /desk/events/{event_id}/booths/{booth_id}": {
            "number": "A900",
            "zone_id": ids["zone_id"],
            "x_m": "90",
            "y_m": "90",
            **same,
        },
        "POST /desk/events/{event_id}/booths/{booth_id}/deletion": same,
        "POST /desk/events/{event_id}/cancellation": {**reason, **sure},
        "POST /desk/events/{event_id}/edit": {**event, **same},
        "POST /desk/events/{event_id}/filing": {"exempt_decision": "123/QĐ-UBND", **same},
        "POST /desk/events/{event_id}/postponement": {**reason, **sure},
        "POST /desk/events/{event_id}/programme": session,
        "POST /desk/events/{event_id}/programme/{session_id}": {**session, **same},
        "POST /desk/events/{event_id}/programme/{session_id}/deletion": sure,
        "POST /desk/events/{event_id}/reminders": {"days_before": "14", "at_time": "09:00"},
        "POST /desk/events/{event_id}/rescheduling": {**reason, **moved},
        "POST /desk/events/{event_id}/sites": {"venue_id": ids["venue_id"]},
        "POST /desk/events/{event_id}/sites/{site_id}/deletion": sure,
        "POST /desk/events/{event_id}/sites/{site_id}/fill": {**days, **hours},
        "POST /desk/events/{event_id}/sites/{site_id}/place": {"venue_id": ids["venue_id"], **same},
        "POST /desk/reminder-rules/{rule_id}": {"days_before": "5", "at_time": "09:00", **same},
        "POST /desk/reminder-rules/{rule_id}/removal": same,
        "POST /desk/series": {"name.vi": "Tuần lễ"},
        "POST /desk/series/{series_id}": {"name.vi": "Tuần lễ", **same},
        "POST /desk/venues/new": venue,
        "POST /desk/venues/{venue_id}": {**venue, **same},
        "POST /events/{slug}/apply": {"then": "draft"},
        "POST /forgotten": {"email": world.cast.chi.user.email},
        "POST /imports/{import_id}/columns": {
            "columns.all": "2",
            "columns.0": "product",
            "columns.1": "entity",
            **same,
        },
        "POST /imports/{import_id}/questions": {f"answers.{ids['question_id']}": "new", **same},
        "POST /imports/{import_id}/removal": same,
        "POST /imports/{import_id}/resumption": same,
        "POST /imports/{import_id}/run": sure,
        "POST /imports/{import_id}/undo": sure,
        "POST /invitation": {"token": ids["invitation_token"]},
        "POST /invitation/registration": {"token": ids["invitation_token"], **newcomer, **password},
        "POST /invitations/{invitation_id}/withdrawal": same,
        "POST /listings/{listing_id}": {"first_on": "2026-12-10", "last_on": "2027-12-31", **same},
        "POST /listings/{listing_id}/removal": same,
        "POST /members/{member_id}/removal": same,
        "POST /members/{member_id}/role": {"role": "viewer", **same},
        "POST /organization/contacts/new": contact,
        "POST /organization/edit": {**entered, **same},
        "POST /organization/members": {"email": "mai@fairs.example", "role": "staff"},
        "POST /organization/names": {"name": "Sen Xưa"},
        "POST /organization/new": {**entered, "kind": "entity"},
        "POST /organization/renaming": {**renaming, **same},
        "POST /organization-names/{name_id}/removal": same,
        "POST /organizations/{organization_id}/approval": same,
        "POST /organizations/{organization_id}/refusal": {**reason, **same},
        "POST /organizations/{slug}/claim": {"tax_code": "0100109106"},
        "POST /organizations/{slug}/claim-code": {"_sure": "true"},
        "POST /password": {"token": ids["password_token"], **password},
        "POST /pictures/{picture_id}/removal": same,
        "POST /pictures/{picture_id}/text": {"alternative": "Gói trà", **same},
        "POST /products/new": {"name": "Bánh sen", "group": "1"},
        "POST /products/{product_id}/certificates/new": rating,
        "POST /products/{product_id}/contact-request": {
            **contact,
            "products[]": ids["other_product_id"],
            "message": "Giá?",
            "consent": asking.consent_text(),
        },
        "POST /products/{product_id}/edit": {"name": "Trà ướp sen", "group": "1", **same},
        "POST /products/{product_id}/listings/new": {
            "channel": ids["channel_id"],
            "first_on": "2026-01-01",
            "last_on": "2026-01-31",
        },
        "POST /products/{product_id}/pictures": {"alternative": "Gói trà"},
        "POST /products/{product_id}/supply": {"pack": "Hộp 250 g", **same},
        "POST /register": {f"person.{name}": said for name, said in newcomer.items()}
        | {"person.email": "mai@fairs.example", "kind": "none"},
        "POST /sales-points/new": {**venue, "operator_name": "Cửa hàng Mẫu"},
        "POST /sales-points/{sales_point_id}/edit": {**venue, **same},
        "POST /shortlist/{item_id}": {"note": "Hỏi giá", **same},
        "POST /shortlist/{item_id}/removal": same,
        "POST /sign-in": {"email": world.cast.binh.user.email, "password": beside.PASSWORD},
        "POST /sign-in/code": {"code": ids["owed_code"]},
        "POST /switch": {"membership": str(an.id)},
    }


FILES = {
    "POST /imports": {"file": ("list.csv", b"a,b", "text/csv")},
    "POST /products/{product_id}/pictures": {"file": ("anh.png", beside.picture(), "image/png")},
}
