"""What a letter says of places, days and hours, each in a line, in the language being spoken."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from events_app import i18n, values
from events_app.directory import places
from events_app.i18n import text as _
from events_app.reminders import alterations

Row = dict[str, Any]
_DAY = timedelta(days=1)


def place(booth: Row) -> str:
    """A booth of an exhibitor with its days, and the hours of each of them."""
    first_on, last_on = (date.fromisoformat(booth[name]) for name in ("first_on", "last_on"))
    said = _(
        "Booth %(number)s, %(zone)s – %(venue)s, %(address)s: %(days)s",
        number=booth["booth"],
        zone=i18n.localized(booth["zone"]),
        venue=booth["venue"],
        address=where(booth),
        days=days(first_on, last_on),
    )
    hours = _hours_of(booth["hours"], first_on, last_on)
    return f"{said} ({hours})" if hours else said


def where(venue: Row) -> list[Any]:
    """The address of a venue and its province, as a sentence joins and says them."""
    province = places.province(venue["province_set"], venue["province_code"])
    named = province and not places.is_said(venue["address"], province)
    return [part for part in (venue["address"], province and named and province.name) if part]


def _hours_of(opening: Sequence[Row], first_on: date, last_on: date) -> str:
    """The hours of a stay, once for all of its days where they are the same; else each with its days."""
    alike: dict[str, list[date]] = {}
    for row in opening:
        alike.setdefault(_open(row), []).append(date.fromisoformat(row["on"]))
    if len(alike) == 1 and len(opening) == (last_on - first_on).days + 1:
        return next(iter(alike))
    return "; ".join(f"{_runs(held)}: {hours}" for hours, held in alike.items())


def _runs(held: Sequence[date]) -> str:
    """Days in order, those that follow each other as a range: ``16–18/12, 20/12``."""
    runs: list[list[date]] = []
    for on in held:
        if runs and on - runs[-1][-1] == _DAY:
            runs[-1].append(on)
        else:
            runs.append([on])
    return ", ".join(_short(run[0], run[-1]) for run in runs)


def _short(first_on: date, last_on: date) -> str:
    """A range of days whose year was said: ``16–18/12``, ``30/11–02/12``."""
    if first_on == last_on:
        return f"{last_on:%d/%m}"
    return f"{first_on:%d}–{last_on:%d/%m}" if first_on.month == last_on.month else f"{first_on:%d/%m}–{last_on:%d/%m}"


def changed(found: alterations.Changed) -> str:
    """One site, day or session before and after."""
    was, now = found.was, found.now
    if found.thing == "site":
        return _("New place: %(now)s (before: %(was)s)", now=now and _site(now), was=was and _site(was))
    row = found.rows[-1]
    what = ", ".join(filter(None, (day(row["on"]), row["place"]))) if found.thing == "day" else row["title"]
    if now is None:
        return _("%(was)s: not held any more", was=what)
    if was is None:
        return _("%(day)s: open %(now)s (a new day)", day=what, now=_open(now))
    if found.thing == "day":
        return _("%(day)s: open %(now)s (before: %(was)s)", day=what, now=_open(now), was=_open(was))
    told, before = _session(now, was), _session(was, now)
    return _("%(title)s: %(now)s (before: %(was)s)", title=what, now=told, was=before)


def moved(was: str | None, now: str | None) -> str:
    """A day that has another date; without a new one it is lost, without an old one it is added."""
    if was is None:
        return _("added: %(now)s", now=day(now))
    if now is None:
        return _("%(was)s: not held any more", was=day(was))
    return _("%(was)s becomes %(now)s", was=day(was), now=day(now))


def day(on: date | str | None) -> str:
    """A date with its day of the week."""
    return _day(on, i18n.language()) if on else ""


def days(first_on: date, last_on: date) -> str:
    """A date with its day of the week, or a range of them."""
    return day(first_on) if first_on == last_on else i18n.days(first_on, last_on)


def _open(row: Row) -> str:
    """The hours of an opening day; closing after midnight is said."""
    hours = _hours(row["opens"], row["closes"], i18n.language())
    return f"{hours} {_('(the next day)')}" if row["next_day"] else hours


def _site(row: Row) -> list[Any]:
    """The venue of a site, the hall, and the address."""
    return [row["venue_called"]["name"], *filter(None, [row["hall_called"]]), *where(row["venue_called"])]


def _session(row: Row, other: Row) -> str:
    """When and where a session is, as far as it differs from the other."""
    parts = []
    if (row["starts_at"], row["ends_at"]) != (other["starts_at"], other["ends_at"]):
        starts, ends = (datetime.fromisoformat(row[name]).astimezone(values.ZONE) for name in ("starts_at", "ends_at"))
        parts += [f"{i18n.time(starts.time())}–{i18n.time(ends.time())}", day(starts.date())]
    if row["place"] != other["place"]:
        parts.append(row["place"])
    return ", ".join(parts)


@lru_cache(maxsize=2000)
def _day(on: date | str, _language: i18n.Language) -> str:
    found = date.fromisoformat(on) if isinstance(on, str) else on
    return f"{i18n.weekday(found)}, {i18n.date(found)}"


@lru_cache(maxsize=2000)
def _hours(opens: str, closes: str, _language: i18n.Language) -> str:
    return f"{i18n.time(time.fromisoformat(opens))}–{i18n.time(time.fromisoformat(closes))}"
