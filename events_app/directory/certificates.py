"""Which certificate of a product counts on a day: the latest that was issued by then, as long as it is valid.

A new rating replaces the one before it, whether it raises, keeps or lowers the stars; when it is revoked, the old one does not
come back. The same is said twice: for rows in hand, and in SQL for whoever lists, searches and counts.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from events_app.directory.tables import Certificate, Standing

MONTHS_VALID = 36  # of an OCOP certificate, from the day of issue


class Validity(StrEnum):
    """How a certificate is on a day; *unknown* where nobody said from when to when it is valid.

    *Superseded* is one that would be valid, had not a newer one replaced it.
    """

    VALID = "valid"
    COMING = "coming"
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


def valid_to(issued_on: date, months: int = MONTHS_VALID) -> date:
    """The last day of a certificate: 36 months after the day of issue, or as many; 29 February becomes the 28th."""
    return _months_after(issued_on, months)


def counts_from(issued_on: date | None, valid_to: date | None) -> date | None:
    """The first day on which a certificate can count: its issue, or 36 months before its end where only that is known."""
    if issued_on is not None:
        return issued_on
    return _months_after(valid_to, -MONTHS_VALID) if valid_to is not None else None


def validity(one: Certificate, on: date) -> Validity:
    """How a certificate is on a day, whatever other certificates there are."""
    if one.revoked_on is not None and one.revoked_on <= on:
        return Validity.REVOKED
    if one.counts_from is None or one.valid_to is None:
        return Validity.UNKNOWN
    if on < one.counts_from:
        return Validity.COMING
    return Validity.VALID if on <= one.valid_to else Validity.LAPSED


def among(history: Iterable[Certificate], one: Certificate, on: date) -> Validity:
    """How a certificate is on a day beside the others of its product: only the latest that has begun can be valid."""
    alone = validity(one, on)
    if alone != Validity.VALID:
        return alone
    latest = shown(history, on)
    return alone if latest is not None and latest.id == one.id else Validity.SUPERSEDED


def counting(history: Iterable[Certificate], on: date, *, verified: bool = False) -> Certificate | None:
    """The certificate of one product that counts on a day; with ``verified`` declared ones are as if they were not there."""
    begun = [
        one
        for one in history
        if one.counts_from is not None and one.counts_from <= on and (not verified or one.standing == Standing.VERIFIED)
    ]
    if not begun:
        return None
    latest = max(begun, key=lambda one: (one.counts_from, one.id))
    return latest if validity(latest, on) == Validity.VALID else None


def shown(history: Iterable[Certificate], on: date) -> Certificate | None:
    """The certificate that a product is shown with on a day: the latest that has begun, else the latest there is."""
    return max(
        history,
        key=lambda one: (
            one.counts_from is not None and one.counts_from <= on,
            one.counts_from or date.min,
            one.id,
        ),
        default=None,
    )


def counting_in_sql(on: str, product: str = "product.id", *, verified: bool = False) -> str:
    """The row of ``certificate`` that counts on the day ``on`` (``$1``, a date), to stand behind JOIN LATERAL; none or one."""
    among = " AND certificate.standing = 'verified'" if verified else ""
    return f"""
        (SELECT latest.* FROM (
            SELECT certificate.* FROM certificate
            WHERE certificate.product = {product} AND certificate.counts_from <= {on}::date{among}
            ORDER BY certificate.counts_from DESC, certificate.id DESC LIMIT 1) AS latest
         WHERE latest.valid_to >= {on}::date AND (latest.revoked_on IS NULL OR latest.revoked_on > {on}::date))
    """


def all_counting_in_sql(on: str) -> str:
    """What ``counting_in_sql`` says, of all products at once: for counting them, where one look-up for each is too slow."""
    return f"""
        (SELECT latest.* FROM (
            SELECT DISTINCT ON (certificate.product) certificate.* FROM certificate
            WHERE certificate.counts_from <= {on}::date
            ORDER BY certificate.product, certificate.counts_from DESC, certificate.id DESC) AS latest
         WHERE latest.valid_to >= {on}::date AND (latest.revoked_on IS NULL OR latest.revoked_on > {on}::date))
    """


def stars_in_sql(certificate: str) -> str:
    """The stars of a certificate: a potential five-star product has four, also where its certificate leaves them out."""
    return f"coalesce({certificate}.stars, CASE WHEN {certificate}.potential_five THEN 4 END)"


def shown_in_sql(on: str, product: str = "product.id") -> str:
    """The row of ``certificate`` that a product is shown with on the day ``on``, to stand behind LEFT JOIN LATERAL.

    It is worked out for every row that it is joined to: cut a long list to its page first.
    """
    return f"""
        (SELECT certificate.* FROM certificate WHERE certificate.product = {product}
         ORDER BY certificate.counts_from <= {on}::date DESC NULLS LAST, certificate.counts_from DESC NULLS LAST,
                  certificate.id DESC LIMIT 1)
    """


def _months_after(on: date, months: int) -> date:
    year, month = divmod(on.month - 1 + months, 12)
    year, month = on.year + year, month + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))
