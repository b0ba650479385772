"""Which certificates lapse soon: those that count today, end within so many days, and that no further rating takes over."""

from typing import Annotated

from litestar.params import QueryParameter

from events_app.settings import settings

WITHIN = (30, 90, 180)  # days that pages ask for
LONGEST = 1100  # days; no certificate is valid for longer than 36 months unless somebody says so

Asked = Annotated[
    int | None,
    QueryParameter(
        name="lapses_within", ge=1, le=LONGEST, description="Only what lapses within so many days from today."
    ),
]


def thresholds() -> tuple[int, ...]:
    """So many days before a certificate lapses its entity is warned, the earliest first."""
    return settings().lapse_days


def in_sql(on: str, last: str) -> str:
    """The condition that a row of ``certificate`` lapses from the day ``on`` to the day ``last`` (``$1``, ``$2``: dates)."""
    return f"""
        (certificate.valid_to BETWEEN {on}::date AND {last}::date AND certificate.counts_from <= {on}::date
         AND (certificate.revoked_on IS NULL OR certificate.revoked_on > {on}::date)
         AND NOT EXISTS (
             SELECT FROM certificate AS later
             WHERE later.product = certificate.product
               AND (later.counts_from, later.id) > (certificate.counts_from, certificate.id)
               AND (later.counts_from <= {on}::date
                    OR (later.counts_from <= certificate.valid_to + 1
                        AND (later.revoked_on IS NULL OR later.revoked_on > later.counts_from)))))
    """
