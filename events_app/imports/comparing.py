"""When a row of a list and a certificate that is there speak of the same paper, and when they say the same of it."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from events_app.directory import certificates, many, rating
from events_app.directory.tables import Certificate
from events_app.imports import facts, numbering
from events_app.values import plain


def written(value: Any) -> Any:
    """A value of a row of the directory as JSON writes it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def stated(said: facts.Product) -> rating.Rating:
    """What a row states of a certificate."""
    return {
        "stars": said.stars,
        "potential_five": said.potential_five,
        "number": said.number,
        "issuer": said.issuer,
        "issued_on": said.issued_on,
        "valid_to": said.valid_to,
        "revoked_on": None,
    }


def stated_by(one: Certificate | many.NewCertificate) -> rating.Rating:
    """What a certificate states."""
    return rating.stated(one) if isinstance(one, Certificate) else one.stated


def as_many(now: rating.Rating, stated: rating.Rating) -> bool:
    """Whether a certificate states the stars that a row says."""
    return stated["stars"] in {None, now["stars"]} and (not stated["potential_five"] or now["potential_five"])


def meant(
    history: Sequence[tuple[Certificate | many.NewCertificate, rating.Rating]], stated: rating.Rating
) -> Certificate | many.NewCertificate | None:
    """The certificate in the product's history that the row speaks of: the same number, and the same day where both name one.

    One that says all of it goes before one that leaves some of it open, and that before one of another day of the same year.
    """
    paper = ("number", "issued_on", "valid_to")
    for one, now in sorted(history, key=lambda one: sum(not same(name, one[1][name], stated[name]) for name in paper)):  # type: ignore[literal-required]  # names of a rating
        if stated["number"] and now["number"]:
            speaks = same("number", now["number"], stated["number"])
        else:
            speaks = stated["issued_on"] is not None or stated["valid_to"] is not None
        if speaks and all(
            stated[day] is None or now[day] is None or stated[day] == now[day] for day in ("issued_on", "valid_to")
        ):
            return one
    numbered = [
        (one, now) for one, now in history if stated["number"] and same("number", now["number"], stated["number"])
    ]
    by_day = (
        one for one, now in numbered if stated["issued_on"] is None or now["issued_on"] in {None, stated["issued_on"]}
    )
    of_the_year = [one for one, now in numbered if _is_one_paper(now, stated)]
    return next(by_day, of_the_year[0] if len(of_the_year) == 1 else None)


def _is_one_paper(now: rating.Rating, stated: rating.Rating) -> bool:
    """Whether two papers of one number and of different days are one, of which a day was mistyped: each issuer counts them anew
    every year."""
    kept, said, issuers = now["issued_on"], stated["issued_on"], (now["issuer"], stated["issuer"])
    if kept is None or said is None or kept.year != said.year:
        return False
    return "" in issuers or same("issuer", *issuers) or same("issuer", *reversed(issuers))


def same(name: str, kept: Any, said: Any) -> bool:
    """Whether a list says no more of ``name`` than is kept; the number of a paper may be written otherwise."""
    if kept == said or not (isinstance(kept, str) and isinstance(said, str)):
        return bool(kept == said)
    if name == "number":
        return numbering.key(kept) == numbering.key(said)
    return says_no_more(kept, said)


def says_no_more(kept: str, said: str) -> bool:
    """Whether two texts are the same but for spaces, capitals, and accents that the one that is said leaves out."""
    if kept.split() == said.split():
        return True
    words = zip(kept.split(), said.split(), strict=False)
    return plain(kept) == plain(said) and all(_accents(new) <= _accents(old) for old, new in words)


def _accents(word: str) -> Counter[str]:
    """The accents of a word, wherever they stand: of “hoà” and “hòa” they are the same."""
    parts = unicodedata.normalize("NFD", word.lower())
    return Counter(part for part in parts if unicodedata.combining(part) or part == "đ")


def says(name: str, value: Any) -> bool:
    """Whether the row says it at all: what a list leaves blank takes nothing away."""
    return name != "revoked_on" and value not in (None, "", False)


def told(stated: rating.Rating, now: rating.Rating, heard: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says of a certificate that states ``now``, and that rows before were ``heard`` of.

    Stars and the word potential are one rating: who says another one takes the one before away. A potential product may have four.
    """
    said: dict[str, Any] = {name: value for name, value in stated.items() if says(name, value)}
    if stated["potential_five"] and stated["stars"] is None and now["stars"] not in {None, 4}:
        said["stars"] = None
    completes = stated["stars"] == 4 and heard.get("potential_five")
    if now["potential_five"] and not stated["potential_five"] and stated["stars"] not in {None, now["stars"]}:
        said |= {} if completes else {"potential_five": False}
    return said


def lasting(now: rating.Rating, differing: Mapping[str, Any]) -> dict[str, Any]:
    """The last day of a certificate whose day of issue is corrected: a usual time is counted anew, any other end stays."""
    kept, said, ends = now["issued_on"], differing.get("issued_on"), now["valid_to"]
    if said is None or kept is None or ends is None or "valid_to" in differing:
        return {}
    return {"valid_to": certificates.valid_to(said) if ends == certificates.valid_to(kept) else ends}


def has_paper(meant: Certificate, differing: dict[str, Any]) -> bool:
    """Whether a certificate with these changes names its number, its day and its stars, as one that is verified must."""
    now: Any = {**rating.stated(meant), **differing}
    return rating.verifiable(now)
