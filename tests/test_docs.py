"""The documentation says what is true: its addresses, settings, commands and links are those of the program."""

import ast
import asyncio
import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from events_app import cli, settings
from events_app.calendars import gathering

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = {name: (ROOT / "docs" / f"{name}.md").read_text("utf-8") for name in ("api", "operators", "organizers")}
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Address(NamedTuple):
    """A method at a path of which the names in braces do not matter; no method where none is named."""

    method: str
    path: str


def section(page: str, heading: str) -> str:
    """What stands below ``heading`` up to the next one of its rank."""
    rank = heading.partition(" ")[0]
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^{rank} |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of each row of the tables in ``text``, headings too."""
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("| ---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def nameless(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def below_api(path: str) -> str:
    return nameless(path if path.startswith("/health/") else f"/api/v1{path}")


@cache
def app() -> Any:
    from events_app.app import create_app

    return create_app()


def in_openapi() -> set[Address]:
    paths = app().openapi_schema.to_schema()["paths"]
    return {Address(m.upper(), nameless(p)) for p, item in paths.items() for m in item if m.upper() in VERBS}


def built() -> set[Address]:
    cells = [row for row in rows(section(PAGES["api"], "## What is built")) if row[0].startswith("`/")]
    return {Address(method, below_api(path.strip("`"))) for path, methods, *_ in cells for method in methods.split()}


def not_built() -> list[str]:
    """Each thing in backquotes in the list: `POST PATCH /path` or `/path`."""
    bullets = [line for line in section(PAGES["api"], "## Not built yet").splitlines() if line.startswith("* ")]
    return re.findall(r"`((?:[A-Z]+ )*/[^`]+)`", "\n".join(bullets))


def test_what_the_api_page_calls_built_is_what_openapi_has() -> None:
    documented, true = built(), in_openapi()
    assert sorted(documented - true) == []
    assert sorted(true - documented) == []


def test_what_the_api_page_calls_not_built_is_nowhere() -> None:
    here, routes = in_openapi(), {nameless(route.path) for route in app().routes}
    assert len(not_built()) > 10
    for said in not_built():
        *methods, path = said.split()
        assert not {Address(method, below_api(path)) for method in methods} & here, said
        assert methods or nameless(path) not in routes, said
        assert gathering.named(example(path)) is None, said


def test_the_feeds_of_the_api_page_are_addresses_of_feeds() -> None:
    feeds = [row[0].strip("`") for row in rows(section(PAGES["api"], "## Calendars")) if row[0].endswith(".ics`")]
    wanted = [gathering.named(example(path)) for path in feeds]
    assert None not in wanted
    assert {one.kind for one in wanted if one} == {"all", "events", "series", "venues", "chains"}


def example(path: str) -> str:
    """``path`` with something in place of what stands in braces."""
    given = {"set": "34", "code": "01", "group": "1", "token": "abcdef"}
    return re.sub(r"\{([^}]*)\}", lambda found: given.get(found[1], "aeon"), path)


def read_by_settings() -> set[str]:
    tree = ast.parse(Path(settings.__file__).read_text("utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if re.fullmatch(r"PORT|FAIRS_[A-Z_]+|[A-Z]+_URL", text)}


def test_the_readme_lists_every_setting_and_no_other() -> None:
    listed = [row[0].strip("`") for row in rows(section(README, "## Settings"))[1:]]
    assert sorted(listed) == sorted(read_by_settings())


def test_the_readme_says_the_numbers_that_settings_have_by_themselves(tmp_path: Path) -> None:
    own = msgspec.structs.asdict(settings.read({"FAIRS_DATA_DIR": str(tmp_path)}))
    said = {row[0].strip("`"): row[1] for row in rows(section(README, "## Settings"))[1:]}
    for name, otherwise in said.items():
        value = own[name.removeprefix("FAIRS_").lower()]
        if isinstance(value, bool):
            assert otherwise == f"`{value:d}`", name
        elif isinstance(value, int) or name in {"FAIRS_HOST", "FAIRS_MAIL_FROM", "FAIRS_LOG_FORMAT"}:
            assert otherwise == f"`{value}`", name


def test_the_readme_begins_with_the_two_commands() -> None:
    begins = "\n".join(README.splitlines()[:10])
    assert re.search(r"^    make run\b", begins, re.MULTILINE)
    assert re.search(r"^    make test\b", begins, re.MULTILINE)


def test_the_readme_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    explained = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE)
    assert re.findall(r"^    fairs (\w+)", section(README, "## The command"), re.MULTILINE) == explained


@pytest.mark.parametrize("page", ["README.md", "docs/api.md", "docs/operators.md", "docs/organizers.md"])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for link in re.findall(r"\]\(([^)]+)\)", text):
        file, _, place = link.partition("#")
        target = (ROOT / page).parent / file if file else ROOT / page
        assert target.exists(), link
        headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
        assert not place or place in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_the_pages_that_organizers_are_sent_to_are_there() -> None:
    routes = {nameless(route.path) for route in app().routes}
    named = set(re.findall(r"`(/(?:desk|events|subscribe)[^`]*)`", PAGES["organizers"]))
    assert len(named) > 10
    assert sorted(path for path in named if nameless(path) not in routes) == []


async def test_the_first_admin_is_made_as_the_operators_page_says(own_database: str) -> None:
    text = section(PAGES["operators"], "## The first people")
    [words] = re.findall(r"^    \.venv/bin/fairs (user EMAIL --role admin)$", text, re.MULTILINE)
    told = await said("-m", "events_app.cli", *words.replace("EMAIL", "quan@fairs.example").split())
    assert told.startswith("quan@fairs.example is now admin of the platform.\nA password is chosen here")


async def said(*words: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=ROOT, env=dict(os.environ), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode().strip()
