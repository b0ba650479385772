"""Agreements as they are sent and answered."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec
from pydantic import Field, model_validator

from events_app import reading
from events_app.agreements.tables import AgreementKind, PartyRole, Scope
from events_app.i18n import marked


class NewParty(reading.Body):
    """Somebody who signed: from the directory, or by name only."""

    role: PartyRole
    organization_id: UUID | None = None
    name: reading.Line | None = None

    @model_validator(mode="after")
    def _is_somebody(self) -> "NewParty":
        if self.organization_id is None and self.name is None:
            raise reading.wrong(marked("Name the party, or choose it from the directory."))
        return self


class NewAgreedProduct(reading.Body):
    """Something to be delivered: from the directory, or by name only."""

    product_id: UUID | None = None
    name: reading.Line | None = None

    @model_validator(mode="after")
    def _is_something(self) -> "NewAgreedProduct":
        if self.product_id is None and self.name is None:
            raise reading.wrong(marked("Name the product, or choose it from the directory."))
        return self


MOST_PARTIES, MOST_PRODUCTS = 20, 100
Parties = Annotated[list[NewParty], Field(min_length=2, max_length=MOST_PARTIES)]
Products = Annotated[list[NewAgreedProduct], Field(max_length=MOST_PRODUCTS)]


class NewAgreement(reading.Body):
    """An agreement to be recorded; two or more parties, a value only where the paper states one."""

    kind: AgreementKind
    title: reading.Line
    parties: Parties
    products: Products = []
    value_vnd: reading.Vnd | None = None
    scope: Scope | None = None
    signed_on: reading.Day
    valid_to: reading.Day | None = None
    note: reading.Paragraph = ""


class ChangedAgreement(reading.Body):
    """What a PATCH may change; the parties and products named replace those of before."""

    kind: AgreementKind = AgreementKind.MEMORANDUM
    title: reading.Line = ""
    parties: Parties = []
    products: Products = []
    value_vnd: reading.Vnd | None = None
    scope: Scope | None = None
    signed_on: reading.Day = date(2000, 1, 1)
    valid_to: reading.Day | None = None
    note: reading.Paragraph = ""


class PartyShown(msgspec.Struct, frozen=True):
    """Who signed, in which role."""

    role: str
    name: str
    organization_id: UUID | None


class ProductShown(msgspec.Struct, frozen=True):
    """What is to be delivered."""

    name: str
    product_id: UUID | None


class AgreementShown(msgspec.Struct, frozen=True):
    """An agreement; ``value_vnd`` is null where none is stated."""

    id: UUID
    event_id: UUID
    kind: str
    title: str
    parties: list[PartyShown]
    products: list[ProductShown]
    value_vnd: int | None
    scope: str | None
    signed_on: date
    valid_to: date | None
    note: str
    version: int


class AgreementList(msgspec.Struct, frozen=True):
    """A page of agreements."""

    items: list[AgreementShown]
    next: str | None


def shown(row: dict[str, Any]) -> AgreementShown:
    """The answer for a row of ``queries.AGREEMENTS``."""
    return msgspec.convert({**row, "event_id": row["event"]}, AgreementShown)
