"""Summaries as PDF."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app import db, i18n, outbox, pdf
from events_app.agreements import wording
from events_app.i18n import text as _
from events_app.summaries import counting
from events_app.summaries.tables import Summary

TEMPLATE = "summaries/summary.typ"


async def printed(facts: Mapping[str, Any], *, whole: bool = True) -> bytes:
    """The PDF of a summary's facts, or of a party's share of them, which says so, in the present language."""
    return await pdf.compiled(TEMPLATE, laid_out(facts, whole=whole))


def laid_out(facts: Mapping[str, Any], *, whole: bool = True) -> dict[str, Any]:
    """Every line of the PDF as text in the present language; the template only places them."""
    event, counts = facts["event"], facts["counts"]
    return {
        "language": i18n.language().value,
        "title": _("Summary of agreements no. %(number)s", number=facts["number"])
        if whole
        else _("Extract of the summary of agreements no. %(number)s", number=facts["number"]),
        "note": "" if whole else _("Only the agreements of one party are listed and counted here."),
        "event": i18n.localized(event["title"]),
        "when": i18n.days(date.fromisoformat(event["first_on"]), date.fromisoformat(event["last_on"])),
        "where": " · ".join(event["places"]),
        "organizer": event["organizer"],
        "frozen": _("As of %(moment)s", moment=i18n.moment(datetime.fromisoformat(facts["frozen_at"]))),
        "figures": [
            [_("Agreements"), i18n.number(counts["agreements"])],
            [_("Parties"), i18n.number(counts["parties"])],
            [_("Stated value"), i18n.money(counts["value_vnd"])],
            [_("State a value"), i18n.number(counts["stating"])],
            [_("State none"), i18n.number(counts["silent"])],
        ],
        "by_kind": [_("By kind"), [[wording.kind(k), i18n.number(n)] for k, n in counts["by_kind"].items()]],
        "by_role": [_("Signatures by role"), [[wording.role(r), i18n.number(n)] for r, n in counts["by_role"].items()]],
        "heads": [_("No."), _("Agreement"), _("Parties"), _("Value"), _("Signed on")],
        "rows": [
            [
                str(place),
                "\n".join(
                    said
                    for said in (
                        f"{wording.kind(agreement['kind'])}: {agreement['title']}",
                        wording.particulars(agreement),
                    )
                    if said
                ),
                "\n".join(f"{party['name']} ({wording.role(party['role'])})" for party in agreement["parties"]),
                i18n.money(agreement["value_vnd"]) if agreement["value_vnd"] is not None else _("not stated"),
                i18n.date(date.fromisoformat(agreement["signed_on"])),
            ]
            for place, agreement in enumerate(facts["agreements"], 1)
        ],
        "empty": _("No agreement was recorded."),
    }


async def keep(route_id: UUID, *, at: datetime) -> None:
    """Print the summary that a message speaks of, in Vietnamese, and keep the bytes; once, however often it is asked."""
    row = await db.one(
        """
        SELECT summary.id, summary.facts FROM route JOIN message ON message.id = route.message
        JOIN summary ON summary.id = (message.payload->>'id')::uuid
        WHERE route.id = $1 AND route.done_at IS NULL
        """,
        route_id,
    )
    if row is None:
        return
    with i18n.speaking(i18n.Language.VI):
        made = await printed(counting.in_order(row["facts"]))
    async with db.transaction():
        if await outbox.hear(route_id, at=at):
            await Summary.update({Summary.pdf: made}).where(Summary.id == row["id"])
