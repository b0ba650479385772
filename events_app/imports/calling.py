"""Which product of its entity a row means by a name that may be written without accents.

Names that are read alike are one, however their accents are put in. Those whose accents differ are two products, as “mứt dừa” and
“mứt dứa” are. One without any accent may be one that has some, as lists are typed without them: it is, where no other can be
meant; where one can, nobody knows.
"""

from collections.abc import Collection, Sequence

from events_app.directory.tables import Certificate, Standing
from events_app.i18n import marked
from events_app.imports.stocking import Kept
from events_app.values import as_read, plain

MAY_BE = marked(
    "This may be %(products)s of the same entity, written with accents or without: write the name as it stands there. One that is "
    "another product has to be declared by itself first."
)


class Unsure(Exception):
    """A name may mean one of these, and it cannot be known whether it does."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__()
        self.told = {"products": ", ".join(f"“{name}”" for name in sorted(names))}


def meant(name: str, alike: Sequence[Kept], listed: Collection[str]) -> Kept | None:
    """The product that is called so, of those of the entity that are called ``alike`` without accents; None of a new one.

    ``listed`` is how the rows of the list call products of this name without accents, where they do so in several ways. Raises
    Unsure.
    """
    said = as_read(name)
    for one in alike:
        if as_read(one.name) == said:
            return one
    others = {read: one for one in listed if (read := as_read(one)) != said}
    if is_bare(name):
        if others or len(alike) > 1:
            raise Unsure((others | {as_read(one.name): one.name for one in alike}).values())
        return alike[0] if alike else None
    bare = [one for one in alike if is_bare(one.name)]
    if bare and (len(alike) > 1 or others):
        raise Unsure({one.name for one in bare})
    return bare[0] if bare else None


def is_bare(name: str) -> bool:
    """Whether a name has no accent at all."""
    return as_read(name) == plain(name)


def is_guess(kept: Kept, name: str) -> bool:
    """Whether a product that stands without accents is only taken to be the one that is called so."""
    return kept.name != name and is_bare(kept.name) and not is_bare(name)


def may_get_accents(kept: Kept) -> bool:
    """Whether a list may give the name of a product its accents: then no other name is taken for it any more.

    Not where people of the entity look after it, nor where an authority has verified what is called so.
    """
    return not kept.closed and not any(
        isinstance(one, Certificate) and one.standing == Standing.VERIFIED for one in kept.history
    )
