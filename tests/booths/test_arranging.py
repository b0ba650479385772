"""Booths on paper."""

from random import Random

from events_app.booths import arranging
from events_app.booths.arranging import Grid, Spot


def spot(number: str, x_m: float, y_m: float, width_m: float = 3.0, depth_m: float = 3.0) -> Spot:
    return Spot(number=number, x_m=x_m, y_m=y_m, width_m=width_m, depth_m=depth_m, corner=False)


def pairs(spots: list[Spot]) -> list[tuple[str, str]]:
    return [(wrong.values["first"], wrong.values["second"]) for wrong in arranging.overlapping(spots)]


def test_a_grid_is_numbered_along_its_rows_with_aisles_between() -> None:
    grid = Grid(rows=2, columns=3, prefix="A", width_m=3.0, depth_m=2.0, gap_m=4.0, space_m=0.5)
    assert [(s.number, s.x_m, s.y_m, s.corner) for s in arranging.spots(grid, 10.0, 20.0)] == [
        ("A01", 10.0, 20.0, True),
        ("A02", 13.5, 20.0, False),
        ("A03", 17.0, 20.0, True),
        ("A04", 10.0, 26.0, True),
        ("A05", 13.5, 26.0, False),
        ("A06", 17.0, 26.0, True),
    ]
    assert arranging.overlapping(arranging.spots(grid, 0.0, 0.0)) == []


def test_numbers_get_as_many_digits_as_the_last_one_needs() -> None:
    numbers = [s.number for s in arranging.spots(Grid(rows=10, columns=10, prefix="B", first=11), 0, 0)]
    assert (numbers[0], numbers[-1]) == ("B011", "B110")


def test_booths_that_touch_do_not_overlap() -> None:
    assert pairs([spot("A", 0, 0), spot("B", 3, 0), spot("C", 0, 3), spot("D", 3, 3)]) == []


def test_every_overlap_is_named_once() -> None:
    assert pairs([spot("A", 0, 0), spot("B", 2, 0), spot("C", 1, 1), spot("D", 9, 9)]) == [
        ("A", "B"),
        ("A", "C"),
        ("B", "C"),
    ]


def test_one_inside_another_overlaps_it() -> None:
    assert pairs([spot("big", 0, 0, 20, 20), spot("small", 5, 5, 1, 1)]) == [("big", "small")]


def test_a_long_one_is_found_past_shorter_ones_that_end_before() -> None:
    assert pairs([spot("long", 0, 0, 3, 30), spot("short", 10, 1, 1, 1), spot("low", 1, 25)]) == [("long", "low")]


def test_the_sweep_finds_what_comparing_all_finds() -> None:
    chance = Random(7)
    for _ in range(50):
        spots = [spot(str(n), chance.randint(0, 20), chance.randint(0, 20), chance.randint(1, 4)) for n in range(12)]
        slow = {
            frozenset((a.number, b.number))
            for n, a in enumerate(spots)
            for b in spots[n + 1 :]
            if a.x_m < b.x_m + b.width_m
            and b.x_m < a.x_m + a.width_m
            and a.y_m < b.y_m + b.depth_m
            and b.y_m < a.y_m + a.depth_m
        }
        assert {frozenset(pair) for pair in pairs(spots)} == slow


def test_a_heap_of_booths_names_fifty_pairs_and_stops() -> None:
    assert len(pairs([spot(str(n), 0, 0) for n in range(200)])) == arranging.MOST_PAIRS


def test_new_booths_go_below_what_stands_there() -> None:
    assert arranging.below([]) == 0.0
    assert arranging.below([spot("A", 0, 0), spot("B", 0, 5, depth_m=2.5)], 3.0) == 10.5


def test_numbers_sort_as_people_count() -> None:
    assert sorted(["A10", "a2", "B1", "A1"], key=arranging.sort_key) == ["A1", "a2", "A10", "B1"]
    assert len(arranging.sort_key("1a" * 10)) <= 40
