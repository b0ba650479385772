"""Signs by which a row says the same as the one above it."""

from collections.abc import Mapping
from typing import Any

from events_app.imports.headings import OF_ENTITY, Field

DITTOS = frozenset(
    [
        "nt", "NT", "Nt", "n.t", "N.T", "n/t", "N/T", "nt.", "-nt-", "-NT-", "- nt -", "- NT -", "như trên", "Như trên",
        "NHƯ TRÊN", "nhu tren", "Nhu tren", '"', '""', "''", "”", "“", "″", "〃", "//", '-"-', "-//-", '- " -', "- // -",
    ]
)  # every row is asked for them, so that they stand here as they are written  # fmt: skip


def repeated(cells: Mapping[Field, Any], above: Mapping[Field, Any]) -> dict[Field, Any]:
    """The cells with what stands above where they say “the same”; where the entity is, all is that they leave blank of it."""
    own = {field: cell for field, cell in cells.items() if cell not in DITTOS}
    same = OF_ENTITY | cells.keys() if cells.get(Field.ENTITY) in DITTOS else cells.keys()
    return {**{field: cell for field, cell in above.items() if field in same}, **own}
