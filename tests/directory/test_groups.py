"""The six groups of products and their 26 sub-groups."""

from collections import Counter

from events_app.directory import groups, words


def test_there_are_26_subgroups_in_six_groups_named_in_three_languages() -> None:
    found = groups.subgroups()
    assert len(found) == 26
    assert Counter(one.group for one in found.values()) == {1: 13, 2: 4, 3: 3, 4: 2, 5: 3, 6: 1}
    assert {one.group for one in found.values()} == set(words.GROUPS)
    assert all(set(one.name) == {"vi", "en", "id"} and all(one.name.values()) for one in found.values())
    assert all(code.startswith(f"{one.group}.") for code, one in found.items())


def test_a_code_that_means_nothing_is_no_subgroup() -> None:
    assert groups.subgroup("1.9.9") is None
    assert groups.subgroup(None) is None
