"""What buyers ask of a product: supply facts, papers, pictures."""

from piccolo.columns import Array, Boolean, Bytea, Date, Integer, Numeric, SmallInt, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from events_app.columns import Facts, Id, instant, of
from events_app.directory.tables import Product


class Supply(Table):
    """What a buyer asks of a product. ``audience`` says of each fact who sees it; what it does not name, distributors do."""

    id = Id()
    product = of(Product)
    volume = Numeric(digits=(13, 3), null=True, default=None)  # a month, at most
    unit = Varchar(length=30)
    season_months = Array(base_column=SmallInt(), default=list)
    pack = Varchar(length=200)
    barcode = Varchar(length=14, null=True, default=None)
    shelf_life_days = Integer(null=True, default=None)
    cold_chain = Boolean(null=True, default=None)
    place = Varchar(length=300)
    booking_contact = Varchar(length=300)
    audience = Facts(default="{}")
    version = Integer(default=1)
    created_at = instant(null=False)

    a_product_has_one_supply = Unique([product])
    a_volume_has_a_unit = Check("(volume IS NULL) = (unit = '')")
    a_volume_and_a_shelf_life_are_positive = Check("volume > 0 AND shelf_life_days > 0")
    a_season_is_of_months = Check("season_months <@ ARRAY[1,2,3,4,5,6,7,8,9,10,11,12]::smallint[]")


class Paper(Table):
    """A paper about a product's origin or safety, with its dates."""

    id = Id()
    product = of(Product)
    kind = Varchar(length=20)
    number = Varchar(length=100)
    issued_on = Date(null=True, default=None)
    valid_to = Date(null=True, default=None)
    position = SmallInt()

    a_paper_is_of_a_kind = Check("kind IN ('traceability', 'food_safety', 'self_declaration', 'practice')")
    a_paper_ends_after_it_was_issued = Check("valid_to IS NULL OR issued_on IS NULL OR valid_to > issued_on")


class Picture(Table):
    """A picture of a product, made anew from what was uploaded; in the database, so that every process and backup has it."""

    id = Id()
    product = of(Product)
    alternative = Varchar(length=300)
    width = Integer()
    height = Integer()
    digest = Varchar(length=64)
    content = Bytea()
    small = Bytea()
    version = Integer(default=1)
    created_at = instant(null=False)

    a_picture_is_there_once = Unique([product, digest])
    a_picture_says_what_it_shows = Check("alternative <> ''")
