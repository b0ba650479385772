"""The tables of the statistics, as the page shows them and as a spreadsheet holds them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from events_app import xlsx
from events_app.directory import words
from events_app.directory.tallying import EntityStatistics, Lapse, ProductStatistics, Row
from events_app.i18n import localized, marked, plural, translated
from events_app.i18n import text as _

_DECLARED, _VERIFIED = words.STANDINGS["declared"], words.STANDINGS["verified"]


class Table(msgspec.Struct, frozen=True):
    """A table: what it is of, what its rows are, the rows; ``whole`` is the number of which they are shares.

    ``sheet`` is its title where that is too long for the name of a sheet.
    """

    id: str
    title: str
    heading: str
    rows: Sequence[Row]
    whole: int
    sheet: str = ""

    @property
    def shares(self) -> float:
        """What the shares add up to, each rounded by itself."""
        return round(sum(row.share for row in self.rows), 1)

    @property
    def most(self) -> int:
        """The largest number of a row, by which a chart is drawn."""
        return max((row.total for row in self.rows), default=0)


def tables(products: ProductStatistics, entities: EntityStatistics) -> list[Table]:
    """All of them, in the order of the page."""
    province, region = marked("Province"), marked("Region")
    return [
        Table("stars", _("Products by stars"), _("Stars"), products.by_stars, products.total),
        Table("groups", _("Products by group"), _("Group"), products.by_group, products.total),
        Table("subgroups", _("Products by sub-group"), _("Sub-group"), products.by_subgroup, products.total),
        Table(
            "provinces",
            _("Products by province"),
            translated(province),
            products.by_province,
            products.total,
            _("Products, provinces"),
        ),
        Table("regions", _("Products by region"), translated(region), products.by_region, products.total),
        Table("kinds", _("Entities by kind"), _("Kind of entity"), entities.by_kind, entities.total),
        Table(
            "entity-provinces",
            _("Entities by province"),
            translated(province),
            entities.by_province,
            entities.total,
            _("Entities, provinces"),
        ),
        Table("entity-regions", _("Entities by region"), translated(region), entities.by_region, entities.total),
    ]


def spreadsheet(products: ProductStatistics, entities: EntityStatistics, *, at: datetime) -> bytes:
    """The tables as a file, a sheet for each, and one of the certificates that lapse."""
    above = [_set(products), _("On %(day)s", day=products.on)]
    numbers = [_("Total"), _("Share, %"), translated(_DECLARED), translated(_VERIFIED)]
    sheets = [
        xlsx.Sheet(
            one.sheet or one.title,
            above,
            [one.heading, *numbers],
            [*map(_line, one.rows), [_("Total"), one.whole]],
        )
        for one in tables(products, entities)
    ]
    lapsing = xlsx.Sheet(
        _("Lapsing certificates"),
        above,
        [_("Within"), _("Total"), translated(_DECLARED), translated(_VERIFIED)],
        [[within(one), one.total, one.declared, one.verified] for one in products.lapsing],
    )
    return xlsx.book([*sheets, lapsing], at=at)


def within(one: Lapse) -> str:
    """Within how many days."""
    return plural("%(n)s day", "%(n)s days", one.within_days)


def _line(row: Row) -> list[xlsx.Cell]:
    return [localized(row.name), row.total, row.share, row.declared, row.verified]


def _set(products: ProductStatistics) -> str:
    if products.set == "34":
        return _("By the 34 provinces and cities since 1 July 2025")
    return _("By the 63 provinces and cities of before 1 July 2025")
