"""Every page and form for every member of the cast and for nobody, against a written table (``pages.txt`` beside this file)."""

from events_app.app import create_app
from tests.contract.table import place
from tests.contract.visiting import TABLE, Visitors, pages_of
from tests.contract.world import World

OPEN_TO_NOBODY = {
    "POST /confirmation",
    "POST /forgotten",
    "POST /invitation/registration",
    "POST /password",
    "POST /register",
    "POST /sign-in",
    "POST /sign-in/code",
    "POST /sign-out",
}


async def test_every_page_and_form_answers_everybody_as_written(visitors: Visitors, world: World, letter: None) -> None:
    found = {
        f"{method} {path}": [
            await visitors.ask(name, method, path, world.address(path, method, code="en")) for name in TABLE.people
        ]
        for method, path in pages_of(create_app())
    }
    unlike = TABLE.unlike(found)
    assert not unlike, f"lines to take in or out of the table:\n{unlike}"


async def test_the_table_is_sorted_so_that_a_new_route_has_one_place() -> None:
    assert sorted(TABLE.lines, key=place) == TABLE.lines


async def test_nobody_changes_anything() -> None:
    for route, (nobody, *_others) in TABLE.rows.items():
        if route.startswith("POST") and route not in OPEN_TO_NOBODY:
            assert (route, nobody in {401, 404}) == (route, True)


async def test_every_form_gets_through_for_somebody() -> None:
    forms_sent = {route: answers for route, answers in TABLE.rows.items() if route.startswith("POST")}
    assert [route for route, answers in forms_sent.items() if not {200, 303} & set(answers)] == []


async def test_no_form_is_taken_from_a_page_that_was_not_shown(visitors: Visitors, world: World) -> None:
    for method, path in pages_of(create_app()):
        if method == "POST":
            address = world.address(path, method)
            assert (path, await visitors.ask("an", method, path, address, forged=True)) == (path, 403)


async def test_what_is_not_published_or_not_handed_in_is_not_there_for_others(visitors: Visitors, world: World) -> None:
    begun = {"application_id": world.ids["begun_id"]}
    for method, path in pages_of(create_app()):
        for hidden, others in ((world.draft, ("nobody", "em", "lan")), (begun, ("nobody", "an", "em"))):
            if path.startswith("/organizations/") or not any(f"{{{name}}}" in path for name in hidden):
                continue
            for name in others:
                answer = await visitors.ask(name, method, path, world.address(path, method, **hidden))
                expected = {401, 404} if name == "nobody" else {404}
                assert (method, path, name, answer in expected) == (method, path, name, True), answer
