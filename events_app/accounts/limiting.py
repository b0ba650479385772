"""How often something may be tried. Tries are counted before it is known how they end, so that many at once count too."""

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta
from math import ceil
from typing import Any, NamedTuple

from litestar import Request

from events_app import db, values
from events_app.errors import Refusal
from events_app.settings import settings


class Limit(NamedTuple):
    """So many tries in so long a time, from the first of them."""

    what: str
    most: int
    within: timedelta


SIGN_IN = Limit("sign_in", 10, timedelta(minutes=15))  # of one account, there or not
SIGN_IN_NEAR = Limit("sign_in_near", 100, timedelta(minutes=15))  # from one address: a whole office may share one
CODE = Limit("code", 8, timedelta(minutes=15))  # second steps of one account
LETTER = Limit("letter", 4, timedelta(hours=1))  # letters that strangers can have sent to one mailbox
LETTER_NEAR = Limit("letter_near", 40, timedelta(hours=1))
INVITATION = Limit("invitation", 30, timedelta(hours=24))  # invitations by one person, to whomever
INVITATION_OF = Limit("invitation_of", 60, timedelta(hours=24))  # into one organization, whoever invites
MOVE = Limit("move", 5, timedelta(hours=24))  # letters to new addresses of one person
CLAIM = Limit("claim", 8, timedelta(hours=24))  # claims of one person
CLAIM_UNPROVED = Limit("claim_unproved", 3, timedelta(hours=24))  # those that give nothing to check, of one person
CLAIM_OF = Limit("claim_of", 30, timedelta(hours=24))  # claims of one record


class TriedTooOften(Refusal):
    """This was tried too often; wait a while before you try again."""

    status = 429

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.retry_after = wait


async def count(limit: Limit, who: str, *, at: datetime) -> None:
    """Count one more try of ``who``. Raises TriedTooOften, which says how many seconds to wait."""
    row = await db.one(
        """
        INSERT INTO tries (id, what, who, tried, until) VALUES ($1, $2, $3, 1, $4)
        ON CONFLICT (what, who) DO UPDATE
            SET tried = CASE WHEN tries.until <= $5 THEN 1 ELSE tries.tried + 1 END,
                until = CASE WHEN tries.until <= $5 THEN excluded.until ELSE tries.until END
        RETURNING tried, until
        """,
        values.new_id(),
        limit.what,
        _kept(limit, who),
        at + limit.within,
        at,
    )
    assert row
    if row["tried"] > limit.most:
        raise TriedTooOften(max(1, ceil((row["until"] - at).total_seconds())))


async def forgive(limit: Limit, who: str) -> None:
    """Forget the tries of somebody who has got it right."""
    await db.fetch("DELETE FROM tries WHERE what = $1 AND who = $2", limit.what, _kept(limit, who))


async def sweep(*, at: datetime) -> None:
    """Delete the counts whose time is over."""
    await db.fetch("DELETE FROM tries WHERE until <= $1", at)


def near(request: Request[Any, Any, Any]) -> str:
    """From where somebody asks: the address, of IPv6 the network that one household or office has."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host


def _kept(limit: Limit, who: str) -> str:
    """Nobody's address or mailbox stands in the table."""
    return hmac.new(
        settings().secret_key.encode(), f"tries {limit.what} {who.strip().lower()}".encode(), hashlib.sha256
    ).hexdigest()
