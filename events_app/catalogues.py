"""The sentences that the code says, and the catalogues that should hold them.

``python -m events_app.catalogues [slice ...]`` adds what is new to ``locale/{vi,id}/<slice>.po`` with an empty translation (or
with the one that another slice already has); ``--prune`` also takes away what nobody says any more. Translations are kept, the
order is that of the sentences, and nothing else is written, so that a second run changes no byte. A catalogue is complete in
itself: what two slices say stands in both, with the same translation. A translation that is rightly the same as the English
carries the comment ``# same``.
"""

import argparse
import ast
import io
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import extract_from_ast

from events_app import i18n, markup

SLICES = (
    "machinery",
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
)
LANGUAGES = (i18n.Language.VI, i18n.Language.ID)
Sentence = str | tuple[str, str]  # a pair is for one and for many

_OURS = {"text", "marked", "plural"}
_IN_TEMPLATES = ("_", "gettext", "ngettext", "plural")
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_HEADER = """\
msgid ""
msgstr ""
"Language: {}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


class NotFindable(Exception):
    """A sentence that is not written out where it is marked."""


# What the code says


def slice_of(path: Path, folder: Path) -> str:
    """The slice whose catalogue holds what the file ``path`` says."""
    parts = path.relative_to(folder).parts
    parts = parts[1:] if parts[0] == "templates" else parts
    return parts[0] if len(parts) > 1 and parts[0] in SLICES else "machinery"


def sentences(folder: Path = i18n.FOLDER) -> dict[str, set[Sentence]]:
    """Every sentence that each slice says. Raises NotFindable, and the parsers' errors for a file that cannot be read."""
    said: dict[str, set[Sentence]] = {name: set() for name in SLICES}
    trees = {path: ast.parse(path.read_text(), str(path)) for path in sorted(folder.rglob("*.py"))}
    refusals = _refusals(trees.values())
    for path, tree in trees.items():
        said[slice_of(path, folder)].update(_in_python(tree, path, refusals))
    for path in sorted((folder / "templates").rglob("*")):
        if path.suffix in {".html", ".txt", ".xml", ".svg"}:
            said[slice_of(path, folder)].update(_in_template(path))
    return said


def _refusals(trees: Iterable[ast.Module]) -> set[str]:
    """The names of the classes that descend from Refusal: the first line of their docstring is shown to people."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    known: set[str] = set()
    found = {"Refusal"}
    while found:
        known |= found
        found = {one.name for one in classes if any(_last(base) in known for base in one.bases)} - known
    return known


def _in_python(tree: ast.Module, path: Path, refusals: set[str]) -> Iterator[Sentence]:
    ours = dict(_ours(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in refusals:
            yield from (ast.get_docstring(node) or "").strip().splitlines()[:1]
        elif isinstance(node, ast.Call):
            function = ours.get(ast.unparse(node.func))
            if function == "plural":
                (one,), (many,) = _written(node.args[0], path), _written(node.args[1], path)
                yield one, many
            elif function == "marked" or (function == "text" and not _looked_up(node.args[0])):
                yield from _written(node.args[0], path)
            elif _last(node.func) == "Wrong" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                yield from _written(node.args[1], path)


def _ours(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """How this module calls the functions of i18n: ``_`` is ``text``, ``i18n.marked`` is ``marked``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "events_app.i18n":
            yield from ((name.asname or name.name, name.name) for name in node.names if name.name in _OURS)
        elif isinstance(node, ast.ImportFrom) and node.module == "events_app":
            modules = [name.asname or name.name for name in node.names if name.name == "i18n"]
            yield from ((f"{module}.{name}", name) for module in modules for name in _OURS)


def _last(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2] if isinstance(node, ast.Name | ast.Attribute) else ""


def _looked_up(node: ast.expr) -> bool:
    """Whether the sentence comes from elsewhere, where it is marked."""
    return isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call)


def _written(node: ast.expr, path: Path) -> list[str]:
    if isinstance(node, ast.IfExp):
        return _written(node.body, path) + _written(node.orelse, path)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    raise NotFindable(f"{path}:{node.lineno}: write the sentence out, with %(name)s for what varies")


def _in_template(path: Path) -> Iterator[Sentence]:
    tree = markup.environment().parse(path.read_text(), path.name, str(path))
    for line, function, found in extract_from_ast(tree, _IN_TEMPLATES, babel_style=False):
        texts = [text for text in found or () if text is not None] if not isinstance(found, str) else [found]
        if function not in {"ngettext", "plural"}:
            yield texts[0]
        elif len(texts) == 2:
            yield texts[0], texts[1]
        else:
            raise NotFindable(f"{path}:{line}: write out the sentence for one and the sentence for many")


# What the catalogues hold


def path_of(language: str, name: str, folder: Path = i18n.FOLDER) -> Path:
    """The catalogue of one slice in one language."""
    return folder / "locale" / language / f"{name}.po"


def read(path: Path) -> Catalog:
    """A catalogue; empty when there is no such file."""
    language = path.parent.name
    if not path.exists():
        return i18n.new_catalogue(language)
    with path.open("rb") as lines:
        return read_po(lines, locale=language, abort_invalid=True)


def faults(folder: Path = i18n.FOLDER) -> list[str]:
    """Everything that is wrong with the catalogues, one line each; nothing when every sentence is translated."""
    found: list[str] = []
    said = sentences(folder)
    for language in LANGUAGES:
        everywhere: dict[Sentence, set[str]] = defaultdict(set)
        for name in SLICES:
            path = path_of(language, name, folder)
            held = {_key(message): message for message in read(path) if message.id}
            where = f"{language}/{name}.po"
            found += [f"{where}: missing: {one!r}" for one in sorted(said[name] - held.keys(), key=str)]
            found += [f"{where}: nobody says: {one!r}" for one in sorted(held.keys() - said[name], key=str)]
            for key in held.keys() & said[name]:
                found += [f"{where}: {why}: {key!r}" for why in wrongs(held[key])]
                everywhere[key].add(_translation(held[key]))
        found += [
            f"{language}: one sentence, several translations: {key!r}: {sorted(texts)}"
            for key, texts in everywhere.items()
            if len(texts) > 1
        ]
        strays = {path.stem for path in (folder / "locale" / language).glob("*.po")} - set(SLICES)
        found += [f"{language}/{stray}.po: there is no such slice" for stray in sorted(strays)]
    return found


def wrongs(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    english = message.id if isinstance(message.id, str) else message.id[-1]
    text = _translation(message)
    if message.fuzzy:
        yield "fuzzy"
    if not text:
        yield "empty"
        return
    if text == english and re.search(r"[^\W\d_]", _PLACEHOLDER.sub("", text)) and "same" not in message.user_comments:
        yield "the same as the English (say # same above it when that is right)"
    if set(_PLACEHOLDER.findall(text)) != set(_PLACEHOLDER.findall(english)):
        yield "other placeholders"
    if "%" in _PLACEHOLDER.sub("", text).replace("%%", "") and "%" not in _PLACEHOLDER.sub("", english).replace(
        "%%", ""
    ):
        yield "a broken placeholder"
    if (text[:1].isspace(), text[-1:].isspace()) != (english[:1].isspace(), english[-1:].isspace()):
        yield "other space around it"
    if " " in english and (text[-1:] in ".:?") != (english[-1:] in ".:?"):  # a single word may be an abbreviation
        yield "another ending"
    if text != unicodedata.normalize("NFC", text):
        yield "decomposed letters"


def complete(folder: Path = i18n.FOLDER, slices: Iterable[str] = SLICES, *, prune: bool = False) -> dict[Path, int]:
    """Add to the catalogues what ``slices`` say; the files that have been written, and how many of their sentences wait."""
    said = sentences(folder)
    written: dict[Path, int] = {}
    for language in LANGUAGES:
        known = {
            _key(message): _translation(message)
            for name in SLICES
            for message in read(path_of(language, name, folder))
            if message.id and _translation(message) and not message.fuzzy
        }
        for name in slices:
            path = path_of(language, name, folder)
            catalogue = read(path)
            held = {_key(message) for message in catalogue if message.id}
            for one in said[name] - held:
                catalogue.add(one, (known.get(one, ""),) if isinstance(one, tuple) else known.get(one, ""))
            for one in held - said[name] if prune else ():
                catalogue.delete(one)
            lines = _HEADER.format(language).encode() + _lines(catalogue)
            waiting = sum(1 for message in catalogue if message.id and not _translation(message))
            if len(catalogue) and (not path.exists() or path.read_bytes() != lines):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(lines)
                written[path] = waiting
            elif waiting:
                written[path] = waiting
    return written


def _lines(catalogue: Catalog) -> bytes:
    made = io.BytesIO()
    write_po(made, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return made.getvalue().strip() + b"\n"


def _key(message: Message) -> Sentence:
    return message.id if isinstance(message.id, str) else (message.id[0], message.id[1])


def _translation(message: Message) -> str:
    return message.string if isinstance(message.string, str) else (message.string or ("",))[0]


def main() -> None:
    """Write the catalogues of the slices that were named, or of all."""
    options = argparse.ArgumentParser(description="Add new sentences to the catalogues.")
    options.add_argument("slices", nargs="*", metavar="slice", help=", ".join(SLICES))
    options.add_argument("--prune", action="store_true", help="take away what nobody says any more")
    given = options.parse_args()
    if unknown := set(given.slices) - set(SLICES):
        options.error(f"no such slice: {', '.join(sorted(unknown))}")
    for path, waiting in complete(slices=given.slices or SLICES, prune=given.prune).items():
        sys.stdout.write(f"{path.relative_to(i18n.FOLDER)}: {waiting} to translate\n")


if __name__ == "__main__":
    main()
