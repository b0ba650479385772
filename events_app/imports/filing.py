"""How what is said of a product and of an entity is filed, each in a column, and taken out again."""

from collections.abc import Mapping
from typing import Any

from events_app.directory.tables import EntityKind
from events_app.imports.facts import Entity, Product

# As the fields of a ``Product`` follow each other; the name is null where a row says nothing of one.
PRODUCT = (
    "name", "product_group", "subgroup", "older_classification", "stars", "potential_five", "certificate_number", "issuer",
    "issued_on", "valid_to", "ends_on", "counts_from", "sort",
)  # fmt: skip
NO_PRODUCT = (None, *tuple(getattr(Product(""), field) for field in Product.__struct_fields__[1:]))
# As those of an ``Entity``.
ENTITY = (
    "name", "entity_kind", "tax_code", "personal", "hidden", "representative", "phone", "email", "address", "commune", "district",
    "province_set", "province_code", "alike", "search", "sort", "slug", "page",
)  # fmt: skip


def product(row: Mapping[str, Any]) -> Product:
    """What a row of ``import_row`` says of a product; the row says something of one."""
    return Product(*map(row.__getitem__, PRODUCT))


def entity(row: Mapping[str, Any]) -> Entity:
    """What a row of ``import_entity`` says."""
    name, kind, *more = map(row.__getitem__, ENTITY)
    return Entity(name, EntityKind(kind) if kind else None, *more)
