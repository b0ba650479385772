"""A shortlist as a spreadsheet: what its distributor sees, and nothing else."""

from collections.abc import Sequence
from datetime import date, datetime

from events_app import i18n, xlsx
from events_app.directory import supplying, words
from events_app.directory.supplying import Fact
from events_app.distribution.sourcing import Offered
from events_app.i18n import text as _
from events_app.values import ZONE, today


def shortlist(rows: Sequence[Offered], distributor: str, *, at: datetime) -> bytes:
    """The bytes of the spreadsheet, in the language being spoken."""
    heads = [
        _("Product"),
        _("OCOP entity"),
        _("Province"),
        _("Group"),
        _("Stars"),
        _("Standing"),
        _("Valid to"),
        _("Volume a month"),
        _("Unit"),
        _("Season"),
        _("Pack"),
        _("Barcode"),
        _("Shelf life (days)"),
        _("Cold chain"),
        _("Place"),
        _("Contact for bookings"),
        _("Papers"),
        _("Note"),
        _("Added by"),
        _("Added on"),
    ]
    above = [_("Shortlist of %(name)s, %(at)s", name=distributor, at=at)]
    return xlsx.book([xlsx.Sheet(_("Shortlist"), above, heads, [_line(one, today(at)) for one in rows])], at=at)


def _line(one: Offered, on: date) -> list[xlsx.Cell]:
    supply = one.supply

    def fact(which: Fact, column: str) -> xlsx.Cell:
        value = getattr(supply, column) if supply is not None and which in one.seen else None
        return None if value in (None, "") else value

    cold = fact(Fact.COLD_CHAIN, "cold_chain")
    months = supply.season_months if supply is not None and Fact.SEASON in one.seen else []
    standings = {"declared": _("Declared"), "verified": _("Verified")}
    return [
        one.name,
        one.entity_name,
        i18n.localized(one.place.name) if one.place else None,
        i18n.text(words.GROUPS[one.group]),
        i18n.text(words.RATINGS["potential_five"]) if one.potential_five else one.stars,
        standings.get(one.standing or ""),
        one.valid_to,
        supplying.counted(supply.volume) if supply is not None and Fact.VOLUME in one.seen else None,
        fact(Fact.VOLUME, "unit"),
        i18n.months(months) or None,
        fact(Fact.PACK, "pack"),
        fact(Fact.BARCODE, "barcode"),
        fact(Fact.SHELF_LIFE, "shelf_life_days"),
        None if cold is None else _("Needed") if cold else _("Not needed"),
        fact(Fact.PLACE, "place"),
        fact(Fact.BOOKING, "booking_contact"),
        "; ".join(words.paper(paper, on) for paper in one.papers) or None,
        one.row["note"] or None,
        one.row["added_by"],
        one.row["created_at"].astimezone(ZONE).date(),
    ]
