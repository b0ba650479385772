"""How names of organizations begin, by the kind of entity that this says, in lower case without accents."""

from collections.abc import Mapping

import msgspec

from events_app.directory.tables import EntityKind


class Beginnings(msgspec.Struct, frozen=True):
    """The words of one kind."""

    usual: tuple[str, ...]  # what stands before a name is that name: who looks for one leaves them out
    other: tuple[str, ...]  # seldom there, or only in a column that says the kind

    @property
    def whole(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.usual, *self.other)


# In this order: of two kinds with which a text begins it is of the first.
OF_KINDS: Mapping[EntityKind, Beginnings] = {
    EntityKind.COOPERATIVE_GROUP: Beginnings(
        ("to hop tac", "tht"),
        ("cooperative group", "kelompok tani", "kelompok koperasi"),
    ),
    EntityKind.COOPERATIVE: Beginnings(
        ("hop tac xa", "htx"),
        ("htxnn", "lien hiep htx", "lien hiep hop tac xa", "lh htx", "lhhtx", "cooperative", "koperasi"),
    ),
    EntityKind.ENTERPRISE: Beginnings(
        ("doanh nghiep", "dntn", "cong ty", "cty"),
        (
            "dn", "enterprise", "company", "tnhh", "perusahaan", "tap doan", "tong cong ty", "tong cty", "tct", "chi nhanh cong ty",
            "chi nhanh cty", "chi nhanh tong cong ty", "cn cong ty", "c ty",
        ),
    ),
    EntityKind.HOUSEHOLD: Beginnings(
        ("ho kinh doanh", "hkd", "ho", "co so", "trang trai", "lang nghe"),
        ("co so san xuat", "cssx", "household", "ho san xuat", "ho gia dinh", "rumah tangga"),
    ),
}  # fmt: skip
BEFORE_A_NAME = tuple(word for words in OF_KINDS.values() for word in words.usual)
