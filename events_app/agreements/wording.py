"""The words for kinds, roles and scopes, in the present language."""

from collections.abc import Mapping
from typing import Any

from events_app.agreements.tables import AgreementKind, PartyRole, Scope
from events_app.i18n import marked, text

KINDS = {
    AgreementKind.MEMORANDUM: marked("Memorandum"),
    AgreementKind.FRAMEWORK: marked("Framework contract"),
    AgreementKind.SUPPLY: marked("Supply contract"),
    AgreementKind.COOPERATION: marked("Co-operation agreement"),
    AgreementKind.CREDIT: marked("Credit agreement"),
}
ROLES = {
    PartyRole.PRODUCER: marked("Producer"),
    PartyRole.DISTRIBUTOR: marked("Distributor"),
    PartyRole.INTERMEDIARY: marked("Intermediary"),
    PartyRole.AUTHORITY: marked("Authority"),
    PartyRole.BANK: marked("Bank"),
}
SCOPES = {
    Scope.STORE: marked("One store"),
    Scope.CHAIN: marked("Chain-wide"),
    Scope.EXPORT: marked("Export"),
    Scope.ONLINE: marked("Online"),
}


def kind(value: str) -> str:
    """The word for a kind of agreement."""
    return text(KINDS[AgreementKind(value)])


def role(value: str) -> str:
    """The word for the role of a party."""
    return text(ROLES[PartyRole(value)])


def scope(value: str) -> str:
    """The word for how far an agreement reaches."""
    return text(SCOPES[Scope(value)])


def particulars(agreement: Mapping[str, Any]) -> str:
    """What an agreement is about and how far it reaches: its products (name), then its scope; empty where it says neither."""
    products = ", ".join(product["name"] for product in agreement["products"])
    return " · ".join(said for said in (products, scope(agreement["scope"]) if agreement["scope"] else "") if said)
