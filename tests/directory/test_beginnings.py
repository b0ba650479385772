"""One table says how names of organizations begin: lists know kinds by it, and search what may stand before a name."""

import pytest

from events_app.directory import beginnings
from events_app.directory.tables import EntityKind
from events_app.imports import saying


@pytest.mark.parametrize(
    ("word", "kind"), [(word, kind) for kind, words in beginnings.OF_KINDS.items() for word in words.whole]
)
def test_a_list_knows_the_kind_by_every_word(word: str, kind: EntityKind) -> None:
    assert saying.kind(f"{word} Mẫu") == saying.kind(word) == kind


def test_a_search_leaves_out_what_is_usual_and_nothing_else() -> None:
    assert set(beginnings.BEFORE_A_NAME) == {
        *("htx", "hop tac xa", "tht", "to hop tac", "cty", "cong ty", "dntn", "doanh nghiep"),
        *("hkd", "ho kinh doanh", "ho", "co so", "trang trai", "lang nghe"),
    }


def test_no_word_says_two_kinds() -> None:
    said = [word for words in beginnings.OF_KINDS.values() for word in words.whole]
    assert len(said) == len(set(said))
