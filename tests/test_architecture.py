"""What keeps the house as DESIGN has it: sizes, names, and who writes what."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = [
    path
    for folder in ("events_app", "tasks")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "piccolo_migrations" not in path.parts
]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SLICES = [
    "accounts",
    "directory",
    "imports",
    "venues",
    "distribution",
    "events",
    "booths",
    "exhibitors",
    "agreements",
    "calendars",
    "reminders",
    "summaries",
]
NOT_HERE = {"services", "utils", "helpers", "common", "models", "manager", "base"}


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_file_tells_one_story_in_300_lines() -> None:
    long = {_named(path): n for path in [*SOURCES, *TESTS] if (n := len(path.read_text("utf-8").splitlines())) > 300}
    assert long == {}


def test_no_file_is_named_for_a_role_that_says_nothing() -> None:
    assert [_named(path) for path in SOURCES if path.stem in NOT_HERE or path.parent.name in NOT_HERE] == []


def test_a_folder_is_the_business_or_the_machinery_s_parts() -> None:
    folders = {path.name for path in (ROOT / "events_app").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders - set(SLICES) == {
        "commands",
        "embedded",
        "locale",
        "piccolo_migrations",
        "sample",
        "static",
        "templates",
    }


def test_the_web_process_does_not_know_the_workers() -> None:
    knowing = [
        _named(path)
        for path in SOURCES
        if path.parts[len(ROOT.parts)] == "events_app"
        and re.search(r"^\s*(from|import) (tasks|celery)\b", path.read_text("utf-8"), re.M)
    ]
    assert knowing == []


def test_doors_contain_no_try() -> None:
    trying = [
        _named(path)
        for path in SOURCES
        if path.parent.name in SLICES
        and re.search(r"(^|_)(api|pages)$", path.stem)
        # The feeds are a bare ASGI application outside the routers: it is its own one place for refusals.
        and _named(path) != "events_app/calendars/api.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Try)
    ]
    assert trying == []


def test_only_lifecycle_writes_a_state() -> None:
    """Deliveries have a ledger of their own: their states are moved many at once, by statements that are tested there."""
    writing = [
        _named(path)
        for path in SOURCES
        if path.parent.name not in {"reminders"}
        and re.search(r"SET\s+state\s*=|\.state:\s", path.read_text("utf-8"))
        and path.name != "lifecycle.py"
    ]
    assert writing == []


def test_nothing_sleeps_or_runs_beside_inside_a_transaction() -> None:
    """No gather, no task, no network inside a transaction block (they would use the connection of the one who opened it)."""
    wrong = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.AsyncWith) and any("transaction(" in ast.unparse(item) for item in node.items):
                inside = ast.unparse(node)
                if re.search(r"asyncio\.(gather|create_task|sleep)|aiosmtplib|httpx", inside):
                    wrong.append(_named(path))
    assert wrong == []


def test_every_public_function_says_what_it_does() -> None:
    silent = []
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        if ast.get_docstring(tree) is None and path.name != "__init__.py":
            silent.append(_named(path))
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and ast.get_docstring(node) is None
            ):
                silent.append(f"{_named(path)}:{node.name}")
    assert silent == []


def test_nothing_is_left_for_later() -> None:
    soft = [
        f"{_named(path)}:{place}"
        for path in [*SOURCES, *TESTS]
        if path != Path(__file__)
        for place, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"TODO|FIXME|XXX|NotImplementedError|# type: ignore(\[[^\]]*\])?\s*$|# noqa(: \w+)?\s*$", line)
    ]
    assert soft == []
