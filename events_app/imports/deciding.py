"""What a row of a list means for the product of its entity: something new, a change, or nothing at all.

The same decision serves the preview and the run. It works on a shelf: the products of the entities in hand with their
certificates, those that the rows before have just added among them.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from events_app import values
from events_app.directory import certificates, declaring, many, rating
from events_app.directory.tables import Certificate, Standing
from events_app.i18n import marked
from events_app.imports import calling, comparing, facts, singling, stocking
from events_app.imports.matching import CLAIMED, LEFT
from events_app.imports.stocking import Kept
from events_app.imports.tables import Outcome

NO_GROUP = marked("Name one of the six groups of products, by its number or its name.")
SUBGROUP = marked("There is no such sub-group in this group.")
REVOKED = marked("The authority has revoked this certificate; only the authority can change that.")
OTHER_STARS = marked(
    "The product has a certificate with other stars; name the number and the day of issue of this one."
)
TWICE = marked("Row %(row)s says something else of the same certificate.")
OTHERWISE = marked("Row %(row)s says something else of the same product.")


class Decided(msgspec.Struct):
    """What is to be done for one row; what a later row adds to the same thing is done with the row that ``joins`` names.

    ``wrong`` of a row that is no fault says what of it was left; ``told`` are the values of the sentence.
    """

    outcome: Outcome
    wrong: tuple[str, str] | None = None
    told: dict[str, Any] = {}
    product: Kept | None = None
    enters: many.NewProduct | None = None
    corrects: dict[str, Any] = {}
    rates: many.NewCertificate | None = None
    amends: tuple[Certificate, dict[str, Any]] | None = None
    verifies: Certificate | None = None
    joins: "Decided | None" = None


class Shelf:
    """The products of some entities by their names without accents, and what rows have said of each thing so far."""

    def __init__(
        self, kept: Sequence[Kept], closed: Collection[UUID], verified: many.Verified | None, on: date
    ) -> None:
        self._alike: dict[tuple[UUID, str], list[Kept]] = {}
        for one in kept:
            self._alike.setdefault((one.organization, values.plain(one.name)), []).append(one)
        self._exactly = {(one.organization, one.name): one for one in kept}
        self._closed, self._verified, self._on = closed, verified, on
        self._heard: dict[UUID, dict[str, Any]] = {}  # of a product or a certificate
        self._told_by: dict[tuple[UUID, str], int] = {}  # the number of the row that said so first
        self._row = 0  # the one that is decided
        self._first: dict[UUID, Decided] = {}  # the row that does something to it

    def decide(self, organization: UUID, said: facts.Product, row: int, listed: Collection[str] = ()) -> Decided:
        """What a row that speaks of a product of ``organization`` means; what it adds stands on the shelf from now on.

        ``listed`` is how the list calls products of one name without accents, where it does so in several ways.
        """
        self._row = row
        try:
            return self._decided(organization, said, listed)
        except calling.Unsure as unsure:
            return Decided(Outcome.FAULT, ("product", calling.MAY_BE), unsure.told)

    def _decided(self, organization: UUID, said: facts.Product, listed: Collection[str]) -> Decided:
        alike = self._alike.setdefault((organization, values.plain(said.name)), [])
        kept = self._exactly.get((organization, said.name)) or calling.meant(said.name, alike, listed)
        if kept is None:
            if organization in self._closed:
                return Decided(Outcome.FAULT, ("product", CLAIMED))
            return self._new(organization, said)
        told = _told(said)
        if name := self._contradicted(kept.id, told):
            return Decided(Outcome.FAULT, (name, OTHERWISE), self._first_of(kept.id, name))
        corrects, guessed = _corrects(kept, told), calling.is_guess(kept, said.name)
        if guessed and calling.may_get_accents(kept):
            corrects["name"], guessed = said.name, False
        group = corrects.get("group", kept.group)
        subgroup = corrects.get("subgroup", kept.subgroup if group == kept.group else None)
        if declaring.misplaced(group, subgroup):
            return Decided(Outcome.FAULT, ("subgroup", SUBGROUP))
        kept.declared_again |= not kept.closed and bool(corrects.keys() & declaring.ON_THE_CERTIFICATE)
        decided = self._rated(kept, said)
        if decided.outcome == Outcome.FAULT:
            return decided
        if guessed and (corrects or decided.joins or decided.outcome != Outcome.SAME):
            raise calling.Unsure([kept.name])
        self._hear(kept.id, told)
        if corrects and kept.closed:
            decided.wrong = (next(iter(corrects)), LEFT)
        elif corrects:
            self._correct(kept, corrects, decided)
            kept.group, kept.subgroup, kept.older = group, subgroup, corrects.get("older_classification", kept.older)
            kept.name = corrects.get("name", kept.name)
        return decided

    def _correct(self, kept: Kept, corrects: dict[str, Any], decided: Decided) -> None:
        """What the row says otherwise of the product itself; to one that a row before enters it is added there."""
        if kept.known:
            decided.corrects, decided.outcome = corrects, Outcome.CHANGE
            return
        first = self._first[kept.id]
        if first.enters:
            first.enters = msgspec.structs.replace(first.enters, **corrects)
        decided.outcome, decided.joins = Outcome.CREATE, first

    def _contradicted(self, about: UUID, said: dict[str, Any]) -> str | None:
        """What a row before has said otherwise of the same thing."""
        heard = self._heard.get(about, {})
        told = ((name, heard[name], value) for name, value in said.items() if name in heard)
        return next((name for name, *two in told if not _agree(name, *two)), None)

    def _first_of(self, about: UUID, name: str) -> dict[str, Any]:
        """Which row said it first."""
        return {"row": self._told_by[about, name]}

    def _hear(self, about: UUID, said: dict[str, Any]) -> None:
        heard = self._heard.setdefault(about, {})
        for name in said:
            self._told_by.setdefault((about, name), self._row)
        heard |= {
            name: value
            for name, value in said.items()
            if name not in heard or not comparing.same(name, heard[name], value)
        }

    def _now(self, one: Certificate | many.NewCertificate) -> rating.Rating:
        """What a certificate states once the rows before are done."""
        stated: Any = comparing.stated_by(one)
        heard = self._heard.get(one.id, {}).items()
        now: rating.Rating = stated | {
            name: said for name, said in heard if not comparing.same(name, stated[name], said)
        }
        return now

    def _new(self, organization: UUID, said: facts.Product) -> Decided:
        if said.group is None:
            return Decided(Outcome.FAULT, ("group", NO_GROUP))
        if sign := singling.joined(said.name):
            return Decided(Outcome.FAULT, ("product", singling.TWO_JOINED), {"sign": sign})
        stated = comparing.stated(said)
        if wrong := _unstated(stated):
            return Decided(Outcome.FAULT, wrong)
        product = many.NewProduct(
            values.new_id(), organization, said.name, said.group, said.subgroup, said.older_classification
        )
        kept = Kept(
            product.id,
            organization,
            said.name,
            said.group,
            said.subgroup,
            said.older_classification,
            1,
            [],
            known=False,
        )
        self._alike[organization, values.plain(said.name)].append(kept)
        decided = Decided(Outcome.CREATE, product=kept, enters=product)
        self._first[kept.id] = decided
        self._hear(kept.id, _told(said))
        if stated != rating.NOTHING:
            self._certify(kept, stated, decided)
        return decided

    def _rated(self, kept: Kept, said: facts.Product) -> Decided:
        """The row against the certificates that the product has."""
        stated, same = comparing.stated(said), Decided(Outcome.SAME, product=kept)
        if stated == rating.NOTHING:
            return same
        if not stated["number"] and stated["issued_on"] is None and stated["valid_to"] is None:
            return self._bare(kept, stated, same)
        meant = comparing.meant([(one, self._now(one)) for one in kept.history], stated)
        if meant is None:
            return self._certified(kept, stated)
        now: Any = self._now(meant)
        told = comparing.told(stated, now, self._heard.get(meant.id, {}))
        if name := self._contradicted(meant.id, told):
            return Decided(Outcome.FAULT, ("certificate_number", TWICE), self._first_of(meant.id, name))
        differing = {name: value for name, value in told.items() if not comparing.same(name, now[name], value)}
        differing |= comparing.lasting(now, differing)
        if differing and isinstance(meant, Certificate) and meant.revoked_for is not None:
            return Decided(Outcome.FAULT, ("certificate_number", REVOKED))
        if differing and isinstance(meant, Certificate) and kept.closed:
            return Decided(Outcome.FAULT, ("certificate_number", CLAIMED))
        whole: Any = {**now, **differing}
        if found := rating.wrongs(whole):
            return Decided(Outcome.FAULT, (found[0].field, found[0].message))
        self._hear(meant.id, told)
        if meant.id in self._first:
            return self._joined(kept, meant, differing)
        return self._looked_at(kept, meant, differing) if isinstance(meant, Certificate) else same

    def _joined(self, kept: Kept, meant: Certificate | many.NewCertificate, differing: dict[str, Any]) -> Decided:
        """A row that adds something to what a row before does to the same certificate."""
        first = self._first[meant.id]
        if not differing:
            return Decided(Outcome.SAME, product=kept, joins=first)
        if isinstance(meant, Certificate):
            first.amends = (meant, {**(first.amends[1] if first.amends else {}), **differing})
            first.verifies = meant if self._verified and comparing.has_paper(meant, first.amends[1]) else None
        else:
            stated: Any = {**meant.stated, **differing}
            whole = msgspec.structs.replace(meant, stated=stated, verified=self._checked(stated))
            kept.history[kept.history.index(meant)] = first.rates = whole
        return Decided(Outcome.CHANGE if kept.known else Outcome.CREATE, product=kept, joins=first)

    def _looked_at(self, kept: Kept, meant: Certificate, differing: dict[str, Any]) -> Decided:
        changed = Decided(Outcome.CHANGE, product=kept)
        if differing:
            changed.amends = (meant, differing)
        if (
            self._verified
            and (meant.standing == Standing.DECLARED or kept.declared_again or differing)
            and comparing.has_paper(meant, differing)
        ):
            changed.verifies = meant
        if not changed.amends and not changed.verifies:
            return Decided(Outcome.SAME, product=kept)
        self._first[meant.id] = changed
        return changed

    def _bare(self, kept: Kept, stated: rating.Rating, same: Decided) -> Decided:
        """A row that says the stars and names no paper."""
        if not kept.history:
            return self._certified(kept, stated)
        known = [one for one in kept.history if isinstance(one, Certificate)]
        shown: Any = certificates.shown(known, self._on)
        for one in sorted(kept.history, key=lambda one: one is not shown):
            if comparing.as_many(self._now(one), stated):
                self._hear(one.id, {name: value for name, value in stated.items() if comparing.says(name, value)})
                return same
        return Decided(Outcome.FAULT, ("stars", OTHER_STARS))

    def _certified(self, kept: Kept, stated: rating.Rating) -> Decided:
        if wrong := _unstated(stated):
            return Decided(Outcome.FAULT, wrong)
        decided = Decided(Outcome.CHANGE if kept.known else Outcome.CREATE, product=kept)
        self._certify(kept, stated, decided)
        return decided

    def _certify(self, kept: Kept, stated: rating.Rating, decided: Decided) -> None:
        """The row adds a certificate to the product's history."""
        made = many.NewCertificate(values.new_id(), kept.id, kept.organization, stated, self._checked(stated))
        kept.history.append(made)
        decided.rates, self._first[made.id] = made, decided
        self._hear(made.id, {name: value for name, value in stated.items() if comparing.says(name, value)})

    def _checked(self, stated: rating.Rating) -> many.Verified | None:
        return self._verified if stated["number"] and stated["issued_on"] else None


def _agree(name: str, one: Any, other: Any) -> bool:
    """Whether two rows say the same, be it that one of them leaves accents out."""
    return comparing.same(name, one, other) or comparing.same(name, other, one)


def _unstated(stated: rating.Rating) -> tuple[str, str] | None:
    """What is wrong with a row that names a new certificate and not its stars: none is made without them."""
    found = rating.unstated(stated) if stated != rating.NOTHING else []
    return (found[0].field, found[0].message) if found else None


async def shelf_of(
    organizations: Sequence[UUID], closed: Collection[UUID], verified: many.Verified | None, on: date
) -> Shelf:
    """The products of these organizations with their certificates."""
    return Shelf(await stocking.kept_by(organizations, closed), closed, verified, on)


def _told(said: facts.Product) -> dict[str, Any]:
    """What the row says of the product itself."""
    told = {name: getattr(said, name) for name in ("group", "subgroup", "older_classification")}
    return {name: value for name, value in told.items() if value not in (None, "")}


def _corrects(kept: Kept, told: dict[str, Any]) -> dict[str, Any]:
    """What the row says otherwise of the product itself; a name that is only typed otherwise stays."""
    now = {"group": kept.group, "subgroup": kept.subgroup, "older_classification": kept.older}
    return {name: value for name, value in told.items() if not comparing.same(name, now[name], value)}
