"""A sensible body for everything that can be sent to the API."""

from dataclasses import dataclass
from typing import Any

from events_app.accounts import consenting
from events_app.distribution import asking
from events_app.exhibitors import applying
from tests import make
from tests.contract import beside
from tests.contract.world import World


@dataclass
class Upload:
    """A form with a file."""

    fields: dict[str, str]
    content: bytes


def as_sent(body: Any) -> dict[str, Any]:
    """How a body is sent: as JSON, or as a form with a file."""
    if isinstance(body, Upload):
        return {"data": body.fields, "files": {"file": ("anh.png", body.content, "image/png")}}
    return {"json": body}


def bodies_of(world: World) -> dict[str, Any]:
    """What each POST and PATCH is sent; what is not named here is sent nothing."""
    ids = world.ids
    entity = world.cast.em.organization
    assert entity
    days = {"first_on": str(make.FIRST_ON), "last_on": str(make.LAST_ON)}
    text = {"vi": "Chữ"}
    reason = {"reason": "Bão"}
    newcomer = {"name": "Mai", "email": "mai@fairs.example", "consent": consenting.present().text}
    known, password = {"password": beside.PASSWORD}, {"password": "đồng lúa chín vàng"}
    return {
        "PATCH /account": {"name": "Tên Khác", "language": "en"},
        "POST /account/email": {**known, "email": "khac@fairs.example"},
        "POST /account/email/confirmation": {"token": ids["email_token"]},
        "POST /account/erasure": known,
        "POST /account/password": {"old": beside.PASSWORD, "new": password["password"], "revoke_tokens": False},
        "POST /account/second-step": known,
        "POST /account/second-step/confirmation": {**known, "code": ids["code"]},
        "POST /account/second-step/recovery-codes": known,
        "POST /account/second-step/removal": known,
        "POST /account/tokens": {**known, "name": "Kế toán", "scopes": ["read"]},
        "PATCH /agreements/{agreement_id}": {"title": "Khác"},
        "PATCH /applications/{application_id}": {"note": "Gần cửa"},
        "POST /applications/{application_id}/change-request": reason,
        "POST /applications/{application_id}/confirmation": {},
        "POST /applications/{application_id}/holds": {"booth_id": str(ids["booth_id"]), **days},
        "POST /applications/{application_id}/offer": {"booth_id": str(ids["booth_id"]), **days},
        "POST /applications/{application_id}/rejection": reason,
        "POST /applications/{application_id}/submission": {"consent": applying.CONSENT},
        "PATCH /booths/{booth_id}": {"price_vnd": 5_000_000},
        "PATCH /certificates/{certificate_id}": {"stars": 3},
        "POST /certificates/{certificate_id}/revocation": {"revoked_on": "2026-12-01", "reason": "Vi phạm"},
        "POST /certificates/{certificate_id}/verification": {},
        "POST /channels": {"kind": "export", "name": "Nhật Bản", "market": "Nhật Bản"},
        "PATCH /channels/{channel_id}": {"name": "Toàn chuỗi"},
        "POST /channels/{channel_id}/listings": {
            "product_id": str(ids["product_id"]),
            "first_on": "2026-01-01",
            "last_on": "2026-01-31",
        },
        "POST /contact-requests": {
            "entity": str(entity.id),
            "products": [str(ids["other_product_id"])],
            "message": "Giá?",
            "name": "Dũng",
            "phone": "0912345678",
            "consent": asking.consent_text(),
        },
        "POST /contact-requests/{request_id}/acceptance": {"name": "Bình", "phone": "0912345678"},
        "POST /contact-requests/{request_id}/decline": reason,
        "PATCH /listings/{listing_id}": {"last_on": "2027-12-31"},
        "POST /sales-points": {
            "name": "Điểm OCOP",
            "address": "1 Phố Mẫu",
            "province_code": "01",
            "operator_name": "Cửa hàng Mẫu",
        },
        "PATCH /sales-points/{sales_point_id}": {"address": "2 Phố Sen"},
        "POST /shortlist": {"product_id": str(ids["other_product_id"])},
        "PATCH /shortlist/{item_id}": {"note": "Hỏi giá"},
        "POST /claims/{claim_id}/rejection": reason,
        "PATCH /contacts/{contact_id}": {"name": "Người khác"},
        "PATCH /days/{day_id}": {"closes": "20:00"},
        "POST /distinctions": {"one": str(ids["kept_id"]), "other": str(ids["third_id"])},
        "POST /imports": Upload({}, b"list"),
        "PATCH /imports/{import_id}": {"province": "34-82"},
        "POST /imports/{import_id}/answers": {"answers": [{"question_id": str(ids["question_id"]), "answer": "new"}]},
        "POST /imports/{import_id}/run": {},
        "POST /events": {"kind": "week", "title": text, **days},
        "PATCH /events/{event_id}": {"contact": "0912 345 678"},
        "POST /events/{event_id}/agreements": {
            "kind": "memorandum",
            "title": "Biên bản",
            "signed_on": "2026-12-01",
            "parties": [{"role": "producer", "name": "A"}, {"role": "distributor", "name": "B"}],
        },
        "POST /events/{event_id}/applications": {"organization_id": str(entity.id)},
        "POST /events/{event_id}/cancellation": reason,
        "POST /events/{event_id}/postponement": reason,
        "POST /events/{event_id}/reminder-rules": {"days_before": 14, "at_time": "09:00"},
        "POST /events/{event_id}/rescheduling": {
            **reason,
            "days": [{"site_id": str(ids["site_id"]), "on": "2027-01-05", "opens": "08:00", "closes": "20:00"}],
        },
        "POST /events/{event_id}/sessions": {
            "title": text,
            "venue_id": str(ids["venue_id"]),
            "starts_at": "2026-12-16T09:00:00+07:00",
            "ends_at": "2026-12-16T10:00:00+07:00",
        },
        "POST /events/{event_id}/sites": {"venue_id": str(ids["venue_id"])},
        "POST /organizations": {
            "kind": "entity",
            "entity_kind": "cooperative",
            "name": "Hợp tác xã Mới",
            "province_set": "34",
            "province_code": "01",
        },
        "PATCH /organizations/{organization_id}": {"representative": "Bình"},
        "POST /organizations/{organization_id}/merger": {"into": str(ids["new_id"]), "sure": True},
        "POST /organizations/{organization_id}/names": {"name": "Sen Xưa"},
        "POST /organizations/{organization_id}/renaming": {"name": "Sen Mới", "first_on": "2026-01-01"},
        "POST /invitations/acceptance": {"token": ids["invitation_token"]},
        "POST /invitations/registration": {
            **password,
            "token": ids["invitation_token"],
            "name": "Mai",
            "consent": newcomer["consent"],
        },
        "PATCH /members/{member_id}": {"role": "viewer"},
        "POST /organizations/{organization_id}/claims": {"tax_code": "0100109106"},
        "POST /organizations/{organization_id}/members": {"email": "mai@fairs.example", "role": "staff"},
        "POST /organizations/{organization_id}/refusal": reason,
        "POST /password-resets": {"email": "mai@fairs.example"},
        "POST /password-resets/completion": {**password, "token": ids["password_token"]},
        "POST /registrations": newcomer,
        "POST /registrations/confirmation": {**password, "token": ids["confirmation_token"]},
        "POST /organizations/{organization_id}/contacts": {"name": "Lan", "phone": "0912345678"},
        "POST /organizations/{organization_id}/products": {"name": "Bánh sen", "group": 1},
        "POST /products/{product_id}/pictures": Upload({"alternative": "Gói trà"}, beside.picture()),
        "PATCH /pictures/{picture_id}": {"alternative": "Gói trà"},
        "PATCH /products/{product_id}": {"name": "Trà ướp sen"},
        "POST /products/{product_id}/certificates": {"stars": 5, "number": "9/QĐ", "issued_on": "2026-11-01"},
        "PUT /products/{product_id}/supply": {"pack": "Hộp 250 g"},
        "PATCH /reminder-rules/{rule_id}": {"days_before": 5},
        "POST /series": {"name": text},
        "PATCH /series/{series_id}": {"name": text},
        "PATCH /sessions/{session_id}": {"room": "Hội trường"},
        "PATCH /sites/{site_id}": {"announced_booths": 80},
        "POST /sites/{site_id}/days": {"on": str(make.LAST_ON), "opens": "08:00", "closes": "20:00"},
        "POST /sites/{site_id}/zones": {"name": text},
        "POST /venues": {"name": "Nhà hội", "address": "1 Phố", "province_set": "34", "province_code": "01"},
        "PATCH /venues/{venue_id}": {"address": "2 Phố"},
        "PATCH /zones/{zone_id}": {"announced_booths": 10},
        "POST /zones/{zone_id}/booths": {"rows": 1, "columns": 2, "prefix": "Z"},
        "POST /verifications": {"certificates": [{"id": str(ids["certificate_id"])}]},
    }
