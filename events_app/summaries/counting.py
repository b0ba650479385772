"""What a summary says: the agreements of an event counted and listed, as facts that are frozen.

The shape of the facts (all that letters, pages, PDF and JSON show):
``event``: id, slug, title, first_on, last_on, places, organizer; ``number``; ``frozen_at``; ``agreements``: a list of id, kind,
title, value_vnd, scope, signed_on, valid_to, parties (role, name, organization_id), products (name); ``counts``: agreements,
parties, by_kind, by_role, value_vnd (of those that state one), stating, silent (how many do and do not).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from events_app.agreements.tables import AgreementKind, PartyRole

_LISTED = ("id", "kind", "title", "value_vnd", "scope", "signed_on", "valid_to")


def facts(
    event: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], *, number: int, frozen_at: str
) -> dict[str, Any]:
    """The facts of a summary of ``rows`` (agreements with parties and products); JSON values only."""
    agreements = [
        {
            **{name: _plain(row[name]) for name in _LISTED},
            "parties": [dict(party) for party in row["parties"]],
            "products": [{"name": product["name"]} for product in row["products"]],
        }
        for row in rows
    ]
    return {
        "event": dict(event),
        "number": number,
        "frozen_at": frozen_at,
        "agreements": agreements,
        "counts": counts(agreements),
    }


def counts(agreements: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Counts by kind and by role, and the value of those agreements that state one."""
    kinds = Counter(agreement["kind"] for agreement in agreements)
    roles = Counter(party["role"] for agreement in agreements for party in agreement["parties"])
    stated = [agreement["value_vnd"] for agreement in agreements if agreement["value_vnd"] is not None]
    return {
        "agreements": len(agreements),
        "parties": len({_who(party) for agreement in agreements for party in agreement["parties"]}),
        "by_kind": {str(kind): kinds[kind] for kind in AgreementKind if kinds[kind]},
        "by_role": {str(role): roles[role] for role in PartyRole if roles[role]},
        "value_vnd": sum(stated),
        "stating": len(stated),
        "silent": len(agreements) - len(stated),
    }


def in_order(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they came out of JSONB, which sorts keys its own way, with kinds and roles in the trade's order again."""
    counted = dict(kept["counts"])
    for name, order in (("by_kind", AgreementKind), ("by_role", PartyRole)):
        counted[name] = {str(key): counted[name][key] for key in order if key in counted[name]}
    return {**kept, "counts": counted}


def share(whole: Mapping[str, Any], organization_id: UUID) -> dict[str, Any]:
    """What one party may see of a summary: its own agreements, counted anew; nothing of another's, not even a total."""
    own = [
        agreement
        for agreement in whole["agreements"]
        if any(party["organization_id"] == str(organization_id) for party in agreement["parties"])
    ]
    return {**whole, "agreements": own, "counts": counts(own)}


def parties(whole: Mapping[str, Any]) -> set[UUID]:
    """The organizations of the directory that signed."""
    return {
        UUID(party["organization_id"])
        for agreement in whole["agreements"]
        for party in agreement["parties"]
        if party["organization_id"]
    }


def _who(party: Mapping[str, Any]) -> str:
    return str(party["organization_id"] or party["name"])


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str) else str(value)
