"""What letters say of a summary: its figures and its list for the organizer, its own agreements for a party."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from events_app import i18n
from events_app.agreements import wording
from events_app.agreements.tables import AgreementKind, PartyRole
from events_app.i18n import text as _


def parties(facts: Mapping[str, Any]) -> list[UUID]:
    """The organizations of the directory that signed, in a fixed order."""
    found = {party["organization_id"] for agreement in facts["agreements"] for party in agreement["parties"]}
    return sorted(UUID(organization) for organization in found if organization)


def figures(facts: Mapping[str, Any]) -> list[str]:
    """The counts of a summary, a sentence each."""
    counts = facts["counts"]
    return [
        _(
            "Agreements: %(n)s, parties: %(parties)s",
            n=i18n.number(counts["agreements"]),
            parties=i18n.number(counts["parties"]),
        ),
        *(f"{wording.kind(kind)}: {i18n.number(n)}" for kind, n in _in_order(counts["by_kind"], AgreementKind)),
        *(
            _("Signed as %(role)s: %(n)s", role=wording.role(role), n=i18n.number(n))
            for role, n in _in_order(counts["by_role"], PartyRole)
        ),
        _(
            "Stated value: %(value)s. Agreements that state one: %(stating)s; that state none: %(silent)s",
            value=i18n.money(counts["value_vnd"]),
            stating=i18n.number(counts["stating"]),
            silent=i18n.number(counts["silent"]),
        ),
    ]


def _in_order(counts: Mapping[str, int], words: type[StrEnum]) -> list[tuple[str, int]]:
    """Counts in the order of the words; the database keeps the keys of JSON in its own."""
    return [(word, counts[word]) for word in words if word in counts]


def listed(facts: Mapping[str, Any]) -> list[str]:
    """Every agreement in a line."""
    return [_line(agreement, agreement["parties"]) for agreement in facts["agreements"]]


def own(facts: Mapping[str, Any], organization: UUID | None) -> list[str]:
    """The agreements of one party, a line each; nothing of an agreement that it did not sign."""
    return [
        _line(agreement, [party for party in agreement["parties"] if party["organization_id"] != str(organization)])
        for agreement in signed_by(facts, organization)
    ]


def signed_by(facts: Mapping[str, Any], organization: UUID | None) -> list[Mapping[str, Any]]:
    """The agreements that one party has signed."""
    return [
        agreement
        for agreement in facts["agreements"]
        if any(party["organization_id"] == str(organization) for party in agreement["parties"])
    ]


def _line(agreement: Mapping[str, Any], parties: Sequence[Mapping[str, Any]]) -> str:
    said = _(
        "%(title)s (%(kind)s, signed on %(day)s) – %(parties)s",
        title=agreement["title"],
        kind=wording.kind(agreement["kind"]),
        day=date.fromisoformat(agreement["signed_on"]),
        parties=[party["name"] for party in parties],
    )
    value = agreement["value_vnd"]
    told = said if value is None else f"{said}: {i18n.money(value)}"
    particulars = wording.particulars(agreement)
    return f"{told}. {particulars}" if particulars else told
