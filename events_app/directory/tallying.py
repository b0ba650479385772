"""The directory in figures on a day: products by stars, group and place, entities by kind and place; one statement each.

Counted is what has a certificate that counts on the day. A share is computed from its own count and rounded by itself: shares need
not add up to 100. What cannot be told in a set of provinces is a row of its own, so that either set sums to the same total.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from events_app import db
from events_app.directory import certificates, groups, places, words
from events_app.directory.places import Set
from events_app.i18n import in_all, marked
from events_app.values import slug_of

LAPSING = (30, 90, 180)  # days
UNTOLD = marked("Cannot be told in this set")
_UNRATED = marked("Stars not stated")
_NO_SUBGROUP = marked("Sub-group not stated")
_RATINGS = {
    "5": (5, False),
    "potential_five": (4, True),
    "4": (4, False),
    "3": (3, False),
}

Place = tuple[str | None, str | None]


class Tally(msgspec.Struct, frozen=True):
    """How many have a certificate that counts; *verified* by the authority of their province, or *declared* only."""

    total: int
    declared: int
    verified: int


class Row(Tally, frozen=True):
    """A part of the whole; ``share`` in per cent, with one decimal. Without ``key`` what cannot be told."""

    key: str | None
    name: dict[str, str]
    share: float


class Lapse(Tally, frozen=True):
    """Certificates whose last day is within so many days of the day asked for."""

    within_days: int


class ProductStatistics(Tally, frozen=True):
    """Products on a day; ``without_certificate``: those in the directory of which no certificate counts on it."""

    on: date
    set: Set
    without_certificate: int
    by_stars: list[Row]
    by_group: list[Row]
    by_subgroup: list[Row]
    by_province: list[Row]
    by_region: list[Row]
    lapsing: list[Lapse]


class EntityStatistics(Tally, frozen=True):
    """Entities on a day that have a product whose certificate counts; *verified*: one of them is."""

    on: date
    set: Set
    without_certificate: int
    by_kind: list[Row]
    by_province: list[Row]
    by_region: list[Row]


async def products(on: date, which: Set) -> ProductStatistics:
    """The products of the directory on a day."""
    lapsing = ", ".join(
        f"count(*) FILTER (WHERE rated.valid_to <= $1::date + {days}) AS lapsing_{days}, "
        f"count(*) FILTER (WHERE rated.valid_to <= $1::date + {days} AND rated.standing = 'verified') AS checked_{days}"
        for days in LAPSING
    )
    rows = await db.fetch(
        f"""
        SELECT grouping(rated.stars) = 0 AS of_stars, grouping(product.product_group) = 0 AS of_group,
               grouping(organization.province_set) = 0 AS of_place, rated.stars, rated.potential_five,
               product.product_group, product.subgroup, organization.province_set, organization.province_code,
               count(rated.id) AS total, count(*) FILTER (WHERE rated.standing = 'verified') AS verified,
               count(*) - count(rated.id) AS without, {lapsing}
        FROM product JOIN organization ON organization.id = product.organization
        LEFT JOIN {certificates.all_counting_in_sql("$1")} AS rated ON rated.product = product.id
        WHERE organization.state = 'active'
        GROUP BY GROUPING SETS ((), (rated.stars, rated.potential_five), (product.product_group, product.subgroup),
                                (organization.province_set, organization.province_code))
        """,
        on,
    )
    (whole,) = [row for row in rows if not (row["of_stars"] or row["of_group"] or row["of_place"])]
    counted = [row for row in rows if row["total"]]
    by_stars: dict[str | None, list[Mapping[str, Any]]] = {}
    for row in counted:
        if row["of_stars"]:
            by_stars.setdefault(_rating(row), []).append(row)
    by_subgroup = {(row["product_group"], row["subgroup"]): row for row in counted if row["of_group"]}
    all_of = whole["total"]
    return ProductStatistics(
        **_tally(whole),
        on=on,
        set=which,
        without_certificate=whole["without"],
        by_stars=[
            _row(code, words.RATINGS[code] if code else _UNRATED, _together(by_stars[code]), all_of)
            for code in (*_RATINGS, None)
            if code in by_stars
        ],
        by_group=_by_group(by_subgroup, all_of),
        by_subgroup=_by_subgroup(by_subgroup, all_of),
        **_by_place(counted, which, all_of),
        lapsing=[
            Lapse(
                total=whole[f"lapsing_{days}"],
                declared=whole[f"lapsing_{days}"] - whole[f"checked_{days}"],
                verified=whole[f"checked_{days}"],
                within_days=days,
            )
            for days in LAPSING
        ],
    )


async def entities(on: date, which: Set) -> EntityStatistics:
    """The entities of the directory on a day."""
    rows = await db.fetch(
        f"""
        SELECT grouping(organization.entity_kind) = 0 AS of_kind, grouping(organization.province_set) = 0 AS of_place,
               organization.entity_kind, organization.province_set, organization.province_code,
               count(certified.organization) AS total, count(*) FILTER (WHERE certified.checked) AS verified,
               count(*) - count(certified.organization) AS without
        FROM organization LEFT JOIN (
            SELECT product.organization, bool_or(rated.standing = 'verified') AS checked
            FROM product JOIN {certificates.all_counting_in_sql("$1")} AS rated ON rated.product = product.id
            GROUP BY product.organization) AS certified ON certified.organization = organization.id
        WHERE organization.kind = 'entity' AND organization.state = 'active'
        GROUP BY GROUPING SETS ((), (organization.entity_kind), (organization.province_set, organization.province_code))
        """,
        on,
    )
    (whole,) = [row for row in rows if not (row["of_kind"] or row["of_place"])]
    counted = [row for row in rows if row["total"]]
    by_kind = {row["entity_kind"]: row for row in counted if row["of_kind"]}
    return EntityStatistics(
        **_tally(whole),
        on=on,
        set=which,
        without_certificate=whole["without"],
        by_kind=[
            _row(kind.value, said, _tally(by_kind[kind]), whole["total"])
            for kind, said in words.ENTITY_KINDS.items()
            if kind in by_kind
        ],
        **_by_place(counted, which, whole["total"]),
    )


def share(part: int, whole: int) -> float:
    """How many of a hundred, with one decimal."""
    return round(100 * part / whole, 1) if whole else 0.0


def _rating(row: Mapping[str, Any]) -> str | None:
    """A potential five-star product is one whether or not its certificate also says four stars."""
    stars = 4 if row["stars"] is None and row["potential_five"] else row["stars"]
    return next((code for code, rated in _RATINGS.items() if rated == (stars, bool(row["potential_five"]))), None)


def _by_group(rows: Mapping[tuple[int, str | None], Mapping[str, Any]], whole: int) -> list[Row]:
    return [
        _row(str(group), said, _together(row for (of, _), row in rows.items() if of == group), whole)
        for group, said in words.GROUPS.items()
        if any(of == group for of, _ in rows)
    ]


def _by_subgroup(rows: Mapping[tuple[int, str | None], Mapping[str, Any]], whole: int) -> list[Row]:
    named = [
        _row(code, one.name, _tally(rows[one.group, code]), whole)
        for code, one in groups.subgroups().items()
        if (one.group, code) in rows
    ]
    known = groups.subgroups()
    untold = _together(row for (_, code), row in rows.items() if code not in known)
    return [*named, *([_row(None, _NO_SUBGROUP, untold, whole)] if untold["total"] else [])]


def _by_place(counted: Iterable[Mapping[str, Any]], which: Set, whole: int) -> dict[str, Any]:
    """The rows by province and by region of a set."""
    by_place = {(row["province_set"], row["province_code"]): row for row in counted if row["of_place"]}
    totals = places.summed({place: row["total"] for place, row in by_place.items()}, which)
    verified = places.summed({place: row["verified"] for place, row in by_place.items()}, which)
    provinces = [
        _row(
            one.code if one else None,
            one.name if one else UNTOLD,
            {"total": n, "declared": n - verified[one], "verified": verified[one]},
            whole,
        )
        for one, n in totals.items()
    ]
    within: dict[str | None, list[Mapping[str, Any]]] = {}
    for place, row in by_place.items():
        within.setdefault(_region(place, which), []).append(row)
    regions: list[tuple[str | None, Any]] = [*places.regions(which).items(), (None, UNTOLD)]
    return {
        "by_province": provinces,
        "by_region": [_row(key, said, _together(within[key]), whole) for key, said in regions if key in within],
    }


def _region(place: Place, which: Set) -> str | None:
    province = places.province(*place)
    region = places.region_within(province, which) if province else None
    return slug_of(region["en"]) if region else None


def _tally(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"total": row["total"], "declared": row["total"] - row["verified"], "verified": row["verified"]}


def _together(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    tallies = [_tally(row) for row in rows]
    return {name: sum(one[name] for one in tallies) for name in ("total", "declared", "verified")}


def _row(key: str | None, said: str | dict[str, str], tally: Mapping[str, int], whole: int) -> Row:
    name = said if isinstance(said, dict) else in_all(said)
    return Row(**tally, key=key, name=name, share=share(tally["total"], whole))
