"""The second step of signing in: a code of the telephone (RFC 6238), or one of ten recovery codes.

The secret that the telephone shares with us is made from a salt and FAIRS_SECRET_KEY: the database alone gives it to nobody.
"""

import base64
import hashlib
import hmac
import io
import secrets
from datetime import datetime
from uuid import UUID

import pyotp
import segno

from events_app import db, outbox, values
from events_app.accounts import limiting, links, passwords, signing_in
from events_app.accounts.tables import Aim, User
from events_app.errors import Invalid, NotFound, Refusal, Wrong
from events_app.i18n import marked
from events_app.settings import settings

RECOVERY_CODES = 10
_STEP = 30  # seconds
_WRONG = marked("This code is not right, or was used already. Enter the one that is shown now.")


class SecondStepOn(Refusal):
    """Signing in asks for a code already."""


class SecondStepOff(Refusal):
    """Signing in does not ask for a code."""


async def prepare(user_id: UUID, password: str, *, at: datetime) -> None:
    """Make a secret for the person's telephone; it counts once a code proves that the telephone has it.

    Raises SecondStepOn, Invalid for a wrong password, TriedTooOften.
    """
    await passwords.prove(user_id, password, at=at)
    rows = await db.fetch(
        "UPDATE users SET totp_salt = $2, totp_step = NULL WHERE id = $1 AND totp_on_at IS NULL RETURNING id",
        user_id,
        secrets.token_hex(32),
    )
    if not rows:
        raise SecondStepOn


def address(user: User) -> str:
    """The ``otpauth://`` address that a telephone reads."""
    return pyotp.TOTP(secret(user)).provisioning_uri(name=user.email, issuer_name="OCOP Fairs")


def picture(user: User) -> str:
    """The same as a QR code, for an <img> of our own page."""
    drawn = io.BytesIO()
    segno.make(address(user), error="m").save(drawn, kind="png", scale=5, border=3)
    return f"data:image/png;base64,{base64.b64encode(drawn.getvalue()).decode()}"


def secret(user: User) -> str:
    """What the telephone and we share, as it is typed where no picture can be read."""
    made = hmac.new(
        settings().secret_key.encode(), f"totp {user.id} {user.totp_salt}".encode(), hashlib.sha256
    ).digest()
    return base64.b32encode(made[:20]).decode()


async def turn_on(user_id: UUID, code: str, password: str, *, at: datetime) -> list[str]:
    """Ask for a code from now on; the recovery codes, told this once.

    The password is asked for again: whoever only sits at somebody's browser, with a secret that was left on the page, locks
    nobody out. Raises SecondStepOff, SecondStepOn, Invalid for a wrong password or code, TriedTooOften.
    """
    user = await person(user_id)
    if user.totp_on_at is not None:
        raise SecondStepOn
    if user.totp_salt is None:
        raise SecondStepOff
    await passwords.prove(user_id, password, at=at)
    await limiting.count(limiting.CODE, str(user_id), at=at)
    async with db.transaction():
        if not await _is_shown_now(user, code, at=at):
            raise Invalid([Wrong("code", _WRONG)])
        await db.fetch("UPDATE users SET totp_on_at = $2, version = version + 1 WHERE id = $1", user_id, at)
        codes = await _recovery_codes(user_id, at=at)
        await outbox.record("user.second_step_on", at=at, id=user_id)
    return codes


async def renew_codes(user_id: UUID, password: str, *, at: datetime) -> list[str]:
    """Ten new recovery codes; those of before are worth nothing. Raises SecondStepOff, Invalid, TriedTooOften."""
    if (await person(user_id)).totp_on_at is None:
        raise SecondStepOff
    await passwords.prove(user_id, password, at=at)
    async with db.transaction():
        return await _recovery_codes(user_id, at=at)


async def turn_off(user_id: UUID, password: str, *, at: datetime) -> None:
    """Ask for no code any more. Raises SecondStepOff, Invalid for a wrong password, TriedTooOften."""
    if (await person(user_id)).totp_on_at is None:
        raise SecondStepOff
    await passwords.prove(user_id, password, at=at)
    async with db.transaction():
        await db.fetch(
            "UPDATE users SET totp_on_at = NULL, totp_salt = NULL, totp_step = NULL, version = version + 1 WHERE id = $1",
            user_id,
        )
        await db.fetch('DELETE FROM recovery_code WHERE "user" = $1', user_id)
        await outbox.record("user.second_step_off", at=at, id=user_id)


async def prove(user_id: UUID, code: str, *, at: datetime) -> None:
    """See that ``code`` is the telephone's or a recovery code, either once only. Raises Invalid, TriedTooOften."""
    await limiting.count(limiting.CODE, str(user_id), at=at)
    user = await person(user_id)
    async with db.transaction():
        if not await _is_shown_now(user, code, at=at) and not await _is_recovery_code(user_id, code, at=at):
            raise Invalid([Wrong("code", _WRONG)])
    await limiting.forgive(limiting.CODE, str(user_id))


async def complete(owed: str, code: str, *, at: datetime, before: str = "", browser: str = "") -> str:
    """The session of somebody whose password was right, as the token for its cookie; the session ``before`` ends.

    Raises LinkSpent, Invalid for a wrong code, TriedTooOften.
    """
    link = await links.look(owed, Aim.SECOND_STEP, at=at)
    await prove(link.user, code, at=at)
    async with db.transaction():
        await links.take(owed, Aim.SECOND_STEP, at=at)
        await signing_in.sign_out(before, at=at)
        return await signing_in.begin(link.user, at=at, browser=browser)


async def left(user_id: UUID) -> int:
    """How many recovery codes are unused."""
    row = await db.one('SELECT count(*) AS n FROM recovery_code WHERE "user" = $1 AND used_at IS NULL', user_id)
    return int(row["n"]) if row else 0


async def person(user_id: UUID) -> User:
    """The person as it is kept. Raises NotFound."""
    user = await User.objects().get(User.id == user_id)
    if user is None:
        raise NotFound
    return user


async def _is_shown_now(user: User, code: str, *, at: datetime) -> bool:
    """Whether the telephone shows ``code``, half a minute of difference allowed; no code is taken twice."""
    now, told = int(at.timestamp()) // _STEP, "".join(code.split())
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(pyotp.TOTP(secret(user)).at(step * _STEP).encode(), told.encode()):
            rows = await db.fetch(
                "UPDATE users SET totp_step = $2 WHERE id = $1 AND (totp_step IS NULL OR totp_step < $2) RETURNING id",
                user.id,
                step,
            )
            return bool(rows)
    return False


async def _is_recovery_code(user_id: UUID, code: str, *, at: datetime) -> bool:
    rows = await db.fetch(
        'UPDATE recovery_code SET used_at = $3 WHERE "user" = $1 AND code_hash = $2 AND used_at IS NULL RETURNING id',
        user_id,
        _hashed(code),
        at,
    )
    return bool(rows)


async def _recovery_codes(user_id: UUID, *, at: datetime) -> list[str]:
    await db.fetch('DELETE FROM recovery_code WHERE "user" = $1', user_id)
    codes = [base64.b32encode(secrets.token_bytes(10)).decode() for _ in range(RECOVERY_CODES)]
    await db.execute_many(
        'INSERT INTO recovery_code (id, "user", code_hash, created_at) VALUES ($1, $2, $3, $4)',
        [(values.new_id(), user_id, _hashed(code), at) for code in codes],
    )
    return ["-".join(code[n : n + 4] for n in range(0, 16, 4)) for code in codes]


def _hashed(code: str) -> str:
    """80 random bits need no slow hash."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(f"recovery {plain}".encode()).hexdigest()
