"""What the directory is told of what buyers ask, and of pictures, by programs and forms."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from litestar.datastructures import UploadFile
from pydantic import AfterValidator, Field, StringConstraints
from stdnum import ean
from stdnum.exceptions import ValidationError

from events_app import reading
from events_app.directory import supplying
from events_app.directory.supplying import Audience, Fact, PaperKind
from events_app.errors import Invalid, Wrong
from events_app.i18n import marked

_BARCODE = marked("Enter a barcode (GTIN) of 8, 12, 13 or 14 digits with a correct check digit.")
_OWED = marked("This is required.")


def barcode(written: str) -> str:
    """A barcode as digits. Raises an error of a validator."""
    try:
        return str(ean.validate(written))
    except ValidationError:
        raise reading.wrong(_BARCODE) from None


def _months(found: list[int]) -> list[int]:
    return sorted(set(found))


Barcode = Annotated[reading.Unread, StringConstraints(max_length=30), AfterValidator(barcode)]
Volume = Annotated[Decimal, Field(gt=0, le=1_000_000_000, decimal_places=3, description="A month, at most.")]
Month = Annotated[int, Field(ge=1, le=12)]
Alternative = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class PaperSaid(reading.Body):
    """A paper about origin or safety."""

    ORDERS = (supplying.PAPER_DAYS,)

    kind: PaperKind
    number: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    issued_on: reading.Day | None = None
    valid_to: reading.Day | None = None

    def said(self) -> supplying.Paper:
        """As the verb takes it."""
        return {"kind": self.kind, "number": self.number, "issued_on": self.issued_on, "valid_to": self.valid_to}


class SupplySaid(reading.Body):
    """All that is said of a product's supply; ``audience`` names who sees a fact, which otherwise distributors do."""

    volume: Volume | None = None
    unit: Annotated[str, StringConstraints(max_length=30)] = ""
    season_months: Annotated[list[Month], Field(max_length=12), AfterValidator(_months)] = []
    pack: Annotated[str, StringConstraints(max_length=200)] = ""
    barcode: Barcode | None = None
    shelf_life_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    cold_chain: bool | None = None
    place: reading.OptionalLine = ""
    booking_contact: reading.OptionalLine = ""
    papers: Annotated[list[PaperSaid], Field(max_length=20)] = []
    audience: dict[Fact, Audience] = {}

    @classmethod
    def besides(cls, said: Mapping[str, Any]) -> list[Wrong]:
        """Whether a volume and its unit are both there."""
        return supplying.uncounted(said["volume"], said["unit"]) if {"volume", "unit"} <= said.keys() else []

    def said(self) -> dict[str, Any]:
        """As the verb takes it."""
        facts = {name: value for name, value in self if name not in {"papers", "audience"}}
        audience = {str(fact): str(who) for fact, who in self.audience.items()}
        return {**facts, "audience": audience, "papers": [one.said() for one in self.papers]}


class PictureChange(reading.Body):
    """Another text for those who do not see the picture."""

    alternative: Alternative


async def upload(form: dict[str, Any]) -> tuple[bytes, str]:
    """The picture in a form with its text. Raises Invalid with both, where both are wrong."""
    wrongs: list[Wrong] = []
    file = form.get("file")
    content = await file.read() if isinstance(file, UploadFile) else b""
    if not content:
        wrongs.append(Wrong("file", _OWED))
    try:
        alternative = reading.check(PictureChange, {k: v for k, v in form.items() if k != "file"}).alternative
    except Invalid as refused:
        wrongs += refused.errors
    if wrongs:
        raise Invalid(wrongs)
    return content, alternative
