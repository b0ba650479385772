"""The words for kinds, roles and scopes, in the present language."""

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
