"""What a row says that is not taken at its word: a formula failed in some of its cells, which are named, or it is in doubt as a
whole; the other cells are read."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from events_app.i18n import marked
from events_app.imports import ending, facts, saying
from events_app.imports.erring import TEXTS
from events_app.imports.headings import OF_ENTITY, Field

FAILED = marked("A formula failed in this cell: correct it, or put its value there instead.")
UNHEARD = marked(
    "The heading in row %(row)s above this one was not understood, so that nothing names the entity of this row: write that beside "
    "the product, or begin the heading with what kind of entity it is."
)


def said(cells: Mapping[Field, Any], place: facts.Place, doubt: str, notes: Sequence[ending.Note] = ()) -> facts.Said:
    """The row without a product, and without an entity where one of its cells failed; all that is wrong with it, by its notes
    too."""
    failed = [field for field, cell in cells.items() if cell in TEXTS]
    sound = facts.said({field: cell for field, cell in cells.items() if cell not in TEXTS}, place)
    others = [wrong for wrong in sound.wrongs if wrong[0] not in failed]
    notes = ending.contradicting(notes, sound.product.ends_on if sound.product else None, place.today)
    if not (failed or doubt or notes):
        return sound
    entity = sound.entity if OF_ENTITY.isdisjoint(failed) else None
    whole: list[saying.Wrong] = [] if doubt in {FAILED, ""} else [(Field.PRODUCT, doubt, {})]
    whole += map(ending.wrong, notes)
    return facts.Said(entity, None, "", [*whole, *((field, FAILED, {}) for field in failed), *others])


def below(said: facts.Said, row: int) -> facts.Said:
    """A row whose entity nothing names, told as one below the heading in this ``row``, which was not understood."""
    wrongs = [(Field.ENTITY, UNHEARD, {"row": row}) if one[0] == Field.ENTITY else one for one in said.wrongs]
    return msgspec.structs.replace(said, wrongs=wrongs)
