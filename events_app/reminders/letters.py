"""Letters as words: what all readers of a letter share is rendered once, what is one reader's own is set in afterwards.

A template of ``templates/reminders/letters`` writes one purpose in both forms, text and HTML, through ``p``, ``lines`` and
``link``. Where a reader's own words belong it sees marks, which each letter then replaces.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from html import escape
from typing import Any
from uuid import UUID

import msgspec
from jinja2 import Environment

from events_app import i18n, mail, markup, values
from events_app.accounts import links
from events_app.directory.words import ROLES
from events_app.reminders import judging, lapses, lines, merging, particulars, reporting, requesting
from events_app.reminders.tables import Purpose
from events_app.settings import settings

OWN = (
    "name",
    "organization",
    "places",
    "offers",
    "until",
    "reason",
    "path",
    "agreements",
    "changes",
    "claims",
)  # what a template sees as a mark
_MARK = re.compile("\ue000([a-z]+)\ue001")
_MOST_SHARED = 500
_TO_ORGANIZERS = frozenset({Purpose.SUMMARY, Purpose.GIVEN_UP})  # who need not be told how they are reached


class Shared(msgspec.Struct, frozen=True):
    """A letter without its reader: pieces of text, with the names of what belongs between them."""

    subject: tuple[str, ...]
    text: tuple[str, ...]
    html: tuple[str, ...]


class Read(msgspec.Struct):
    """The letters of a batch that are true, and what they share so far."""

    true: Mapping[UUID, particulars.Particulars]
    shared: dict[tuple[Any, ...], Shared] = {}


async def read(letters: Sequence[dict[str, Any]], *, at: datetime) -> Read:
    """What these deliveries speak of as it is now; those that would say something false are left out."""
    known = await particulars.read(letters, at=at)
    return Read(
        {row["id"]: known[row["id"]] for row in letters if particulars.is_true(row["purpose"], known[row["id"]], at=at)}
    )


def written(letter: dict[str, Any], read: Read, *, at: datetime) -> bytes:
    """One delivery as the message that goes over the wire."""
    return mail.written(
        parts(letter, read),
        sender=settings().mail_from,
        name=letter["name"],
        address=letter["address"],
        message_id=letter["message_id"],
        language=letter["language"],
        at=at.astimezone(values.ZONE),
    )


def parts(letter: dict[str, Any], read: Read) -> mail.Parts:
    """Subject, text and HTML of one delivery."""
    known = read.true[letter["id"]]
    language = i18n.Language(letter["language"])
    with i18n.speaking(language):
        own = _own(letter, known)
        given = frozenset(name for name, said in own.items() if said)
        about = (letter["event"], letter["summary_id"], str(letter["facts"]), known.rescheduling.get("since"))
        key = (letter["purpose"], language, *about, given)
        shared = read.shared.get(key)
        if shared is None:
            if len(read.shared) >= _MOST_SHARED:
                read.shared.clear()
            shared = read.shared[key] = _shared(letter, known, given)
    framed = {name: escape(said).replace("\n", "<br>\n") for name, said in own.items()}
    subject = " ".join(_filled(shared.subject, own).split())
    return mail.Parts(subject, _filled(shared.text, own), _filled(shared.html, framed))


def _filled(pieces: tuple[str, ...], own: Mapping[str, str]) -> str:
    """The pieces at even places, and between them what they name."""
    return "".join([own.get(piece, "") if place % 2 else piece for place, piece in enumerate(pieces)])


def _own(letter: dict[str, Any], known: particulars.Particulars) -> dict[str, str]:
    """What only this reader is told, in ``OWN``; an empty text where there is nothing."""
    offers = known.offers if letter["purpose"] in {Purpose.OFFER, Purpose.RESCHEDULING} else []
    until = min((place["held_until"] for place in offers), default=None)
    parties = letter["purpose"] == Purpose.AGREEMENTS
    decided = letter["purpose"] in {Purpose.CHANGES, Purpose.REJECTION}
    return {
        "name": letter["name"],
        "organization": known.application.get("organization") or known.organization_name,
        "places": "\n".join(lines.place(place) for place in known.places),
        "offers": "\n".join(lines.place(place) for place in offers),
        "until": i18n.moment(datetime.fromisoformat(until)) if until else "",
        "reason": known.application.get("reason", "") if decided else "",
        "path": _path(letter, known),
        "agreements": "\n".join(reporting.own(known.summary["facts"], known.organization)) if parties else "",
        "changes": "\n".join(lines.changed(changed) for changed in known.changes),
        "claims": f"/organizations/{known.claimed_as}/claim" if known.claimed_as else "",
    }


def _path(letter: dict[str, Any], known: particulars.Particulars) -> str:
    """Where the letter leads its reader; the token of a link is made here and stands nowhere else."""
    if known.link:
        return links.path(known.link["id"], known.link["aim"])
    return f"/applications/{letter['application_id']}" if letter["application_id"] else ""


def _shared(letter: dict[str, Any], known: particulars.Particulars, given: frozenset[str]) -> Shared:
    """Both forms of a letter with marks where its reader's own words belong."""
    context: dict[str, Any] = {
        **{name: f"\ue000{name}\ue001" if name in given else "" for name in OWN},
        "event": known.event,
        "title": i18n.localized(known.event["title"]) if known.event else "",
        "contact": "" if letter["purpose"] in _TO_ORGANIZERS else known.event.get("contact", ""),
        "invitation": {**known.link, "role": ROLES.get(known.link.get("role") or "", "")},
        "expires": i18n.moment(known.link["expires_at"]) if known.link else "",
        "claim": known.claim,
        "request": known.request,
        "to": known.facts.get("to", requesting.PEOPLE),
        "requests": known.requests,
        "asked": requesting.lines(known.requests),
        "decided": known.decided,
        "changed": known.facts.get("changed", ""),
        "rescheduling": known.rescheduling,
        "moved": [lines.moved(*pair) for pair in known.rescheduling.get("pairs", ())],
        "summary": known.summary,
        "replaces": known.facts.get("replaces", ""),
        "figures": reporting.figures(known.summary["facts"]) if known.summary else [],
        "listed": reporting.listed(known.summary["facts"]) if letter["purpose"] == Purpose.SUMMARY else [],
        "first_on": known.first_on,
        "threshold": known.facts.get("threshold"),
        "lapsing": lapses.lines(letter["purpose"], known.lapsing),
        "count": len(known.lapsing),
        "judged": known.judged,
        "judged_lines": judging.lines(known.judged),
        "merger": known.merger,
        "withdrawn": merging.lines(known.merger, letter["purpose"]),
        "decider": merging.decider(known.merger),
        "declared": merging.declared(known.merger),
        "chosen": merging.chosen(known.merger),
        "role": ROLES.get(known.merger.get("role") or "", ""),
        "day": lines.day,
        "days": lines.days,
        "url": settings().url,
        "platform": settings().contact,
    }
    template = _environment().get_template(f"reminders/letters/{letter['purpose']}.html")
    found: list[tuple[str, ...]] = []
    for form in (_Text, _Html):
        body: Any = template.make_module({**context, "p": form.p, "lines": form.lines, "link": form.link})
        layout = _environment().get_template(f"reminders/letters/layout.{form.suffix}")
        whole = layout.render(**context, language=i18n.language().value, body=str(body), p=form.p, subject=body.subject)
        found.append(tuple(_MARK.split(whole)))
        subject = tuple(_MARK.split(str(body.subject)))
    return Shared(subject, *found)


class _Text:
    """A letter's paragraphs as plain text."""

    suffix = "txt"

    @staticmethod
    def p(said: str) -> str:
        return f"{said}\n\n" if said else ""

    @staticmethod
    def lines(said: str | Sequence[str]) -> str:
        return _Text.p(said if isinstance(said, str) else "\n".join(f"- {line}" for line in said))

    @staticmethod
    def link(said: str, path: str) -> str:
        return f"{said}:\n{settings().url}{path}\n\n"


class _Html:
    """The same paragraphs as HTML."""

    suffix = "html"

    @staticmethod
    def p(said: str) -> str:
        return f"<p>{_framed(said)}</p>\n" if said else ""

    @staticmethod
    def lines(said: str | Sequence[str]) -> str:
        if isinstance(said, str):
            return f'<p class="own">{_framed(said)}</p>\n' if said else ""
        return "<ul>" + "".join(f"<li>{_framed(line)}</li>" for line in said) + "</ul>\n"

    @staticmethod
    def link(said: str, path: str) -> str:
        return f'<p><a class="go" href="{escape(settings().url)}{escape(path)}">{escape(said)}</a></p>\n'


def _framed(said: str) -> str:
    return escape(said).replace("\n", "<br>\n")


@cache
def _environment() -> Environment:
    """The templates' environment without escaping, because ``p``, ``lines`` and ``link`` escape for their own form."""
    found: Environment = markup.environment().overlay(autoescape=False)
    return found
