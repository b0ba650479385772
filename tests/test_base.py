"""The frame of every page, as a browser reads it."""

from uuid import UUID

import msgspec

from events_app import i18n, markup
from events_app.actor import Actor, Membership, Role
from tests.html_page import Page

MEMBERSHIPS = tuple(
    Membership(
        id=UUID(int=n), organization_id=UUID(int=10 + n), name=name, slug=name, kind="organizer", role=Role.OWNER
    )
    for n, name in enumerate(("HPA", "AEON"))
)
AN = Actor(user_id=UUID(int=9), name="An", membership=MEMBERSHIPS[0], memberships=MEMBERSHIPS)


def frame(actor: Actor | None, language: str = "en", path: str = "/events?q=a&b") -> Page:
    context = {"language": language, "path": path, "csrf": "token", "flashes": [{"kind": "done", "text": "<Saved>"}]}
    with i18n.speaking(language), markup.standing_at(path):
        template = markup.environment().get_template("base.html")
        return Page(template.render(actor=actor, url="http://fairs.test", **context))


def test_the_frame_says_its_language_skips_to_the_content_and_shows_the_message() -> None:
    page = frame(None, "vi")
    assert page.one("html")["lang"] == "vi"
    assert page.one("a", class_="skip")["href"] == f"#{page.one('main')['id']}"
    assert page.one("p", class_="flash done").text == "<Saved>"
    assert page.one("a", hreflang="en")["href"] == "/language/en?next=/events%3Fq%3Da%26b"
    assert [one["hreflang"] for one in page.all("a", **{"aria-current": "true"}) if "hreflang" in one] == ["vi"]


def test_the_frame_leads_where_the_person_has_something_to_do() -> None:
    def led(actor: Actor | None) -> list[str]:
        return [one["href"].partition("?")[0] for one in frame(actor).all("a") if "hreflang" not in one]

    entity = Membership(
        **{name: getattr(MEMBERSHIPS[0], name) for name in ("id", "organization_id", "name", "slug", "role")},
        kind="entity",
    )
    assert "/sign-in" in led(None)
    assert "/desk" in led(AN)
    assert "/sign-in" not in led(AN)
    binh = Actor(user_id=UUID(int=8), name="Bình", membership=entity, memberships=(entity,))
    assert [place for place in ("/products", "/applications") if place in led(binh)] == ["/products", "/applications"]
    assert "/products" not in led(AN)
    assert "/desk" not in led(binh)


def test_the_place_where_somebody_is_is_marked_and_no_other_whose_address_begins_so() -> None:
    for path in ("/organizations", "/organizations?q=sen", "/organizations/sen-viet"):
        links = [one for one in frame(AN, path=path).all("a") if "hreflang" not in one]
        assert [one["href"] for one in links if "aria-current" in one] == ["/organizations"], path


def test_who_belongs_to_several_organizations_switches_between_them_and_everybody_signs_out() -> None:
    page = frame(AN)
    assert {form["action"] for form in page.all("form", method="post")} == {"/switch", "/sign-out"}
    assert [box["value"] for box in page.all("input", name="_csrf")] == ["token", "token"]
    assert page.one("option", selected="")["value"] == str(MEMBERSHIPS[0].id)
    assert not list(frame(None).all("form", method="post"))


def test_who_runs_the_platform_acts_for_it_or_for_an_organization() -> None:
    quan = Actor(user_id=UUID(int=7), name="Quân", memberships=MEMBERSHIPS[:1], admin=True)
    for membership, chosen in ((None, ""), (MEMBERSHIPS[0], str(MEMBERSHIPS[0].id))):
        page = frame(msgspec.structs.replace(quan, membership=membership))
        assert [one["value"] for one in page.all("option")] == ["", str(MEMBERSHIPS[0].id)]
        assert page.one("option", selected="")["value"] == chosen
    assert "/switch" not in {form["action"] for form in frame(Actor(user_id=UUID(int=7), admin=True)).all("form")}


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_inline() -> None:
    page = frame(AN)
    loaded = [one.get("src") or one.get("href", "") for name in ("script", "link", "img") for one in page.all(name)]
    assert len(loaded) == 4
    assert all(address.startswith("/static/") for address in loaded)
    assert not [
        one
        for one in page.elements
        if "style" in one or one.name == "style" or any(key.startswith("on") for key in one)
    ]
