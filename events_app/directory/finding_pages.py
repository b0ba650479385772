"""Search on a page: one box over products, organizations and places, with filters."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from pydantic import AfterValidator, StringConstraints

from events_app import paging, reading, web
from events_app.actor import acting
from events_app.directory import certificates, channels, finding, groups, places, starring, supply_schemas, words
from events_app.directory.tables import EntityKind, Standing
from events_app.errors import Wrong
from events_app.i18n import marked
from events_app.values import now, today

PER_PAGE = 20
_KINDS: Mapping[Any, str] = {finding.What.PRODUCT: marked("Products"), **words.KINDS}
Short = Annotated[str, StringConstraints(max_length=60)]


def _known(code: str) -> str:
    if len(code) > 1 and groups.subgroup(code) is None:
        raise reading.wrong(finding.NO_SUBGROUP)
    return code


class Asked(reading.Body):
    """What the form asks; ``group`` is one of the six or the code of a sub-group."""

    q: reading.Wanted = ""
    kind: finding.What | None = None
    stars: finding.Rating | None = None
    group: Annotated[str, StringConstraints(pattern=r"^([1-6]|\d(\.\d){1,2})$"), AfterValidator(_known)] | None = None
    province: Short | None = None
    region: Short | None = None
    entity_kind: EntityKind | None = None
    valid_on: date | None = None
    standing: Standing | None = None
    channel: Short | None = None
    with_entities: bool = False
    after: Annotated[reading.Unread, StringConstraints(max_length=paging.LONGEST)] | None = None

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """Which filters ask for what there is none of."""
        found = finding.wrongs(said.get("province"), said.get("region"), channel=said.get("channel"))
        return found + finding.misplaced(said)

    def wanted(self, today: date) -> finding.Wanted:
        """The search that it asks for."""
        code = self.group or ""
        return finding.Wanted(
            limit=PER_PAGE,
            after=self.after,
            on=self.valid_on or today,
            valid=self.valid_on is not None,
            q=self.q,
            kind=self.kind,
            stars=self.stars,
            group=int(code) if len(code) == 1 else None,
            subgroup=code if len(code) > 1 else None,
            province=self.province,
            region=self.region,
            entity_kind=self.entity_kind,
            standing=self.standing,
            channel=self.channel,
            with_entities=self.with_entities,
        )

    @property
    def filtered(self) -> bool:
        """Whether anything but words is asked for."""
        return bool(self.model_fields_set - {"q", "after"})


@get(
    "/search",
    choices={
        "kind": _KINDS,
        "stars": words.RATINGS,
        "entity_kind": words.ENTITY_KINDS,
        "standing": words.STANDINGS,
    },
)
async def search(request: web.Asked) -> Response[Any]:
    """Products and organizations that are like what was typed; all of them where nothing was."""
    asked = web.check(Asked, web.question(request, Asked))
    finding.rightly(asked.model_dump())  # which calls a sub-group as the form does
    day = today(now())
    wanted = asked.wanted(day)
    rows, following, instead = await starring.find(wanted)
    return web.page(
        request,
        "directory/search.html",
        asked=asked,
        instead=instead,
        having=wanted.of_products or bool(instead and instead.stars),
        rows=rows,
        next=following,
        day=asked.valid_on or day,
        kinds=_KINDS,
        groups=_groups(),
        provinces=places.choices(),
        regions=places.region_choices(),
        province_of=places.province,
        validity=certificates.validity,
        seen=_seen,
        channels=channels.kinds(),
        words=words,
    )


def _seen(row: finding.Found) -> set[str]:
    """Which facts of a product's supply the reader is shown."""
    inside = acting().organization_id == row.organization["id"]
    return {fact.value for fact in supply_schemas.visible(row.supply, acting(), inside=inside)} if row.supply else set()


def _groups() -> list[tuple[int, list[groups.Subgroup]]]:
    return [(group, [one for one in groups.subgroups().values() if one.group == group]) for group in words.GROUPS]


handlers: list[HTTPRouteHandler] = [search]
