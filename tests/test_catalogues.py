"""Every sentence is translated; and each way of failing that is found."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from events_app import catalogues


def test_every_sentence_is_translated_into_vietnamese_and_indonesian() -> None:
    found = catalogues.faults()
    assert not found, "python -m events_app.catalogues adds what is missing:\n" + "\n".join(found)


@pytest.mark.parametrize("language", ["vi", "id"])
def test_the_site_has_one_name_in_each_language(language: str) -> None:
    folder = Path(catalogues.__file__).parent / "locale" / language
    translated = [
        line for one in folder.glob("*.po") for line in one.read_text("utf-8").splitlines() if "msgstr" in line
    ]
    assert [line for line in translated if "OCOP Fairs" in line] == []


def a_program(folder: Path, code: str = "", template: str = "") -> Path:
    (folder / "events").mkdir(exist_ok=True)
    (folder / "events" / "publishing.py").write_text(code)
    (folder / "templates" / "events").mkdir(parents=True, exist_ok=True)
    (folder / "templates" / "events" / "show.html").write_text(template)
    return folder


def test_sentences_are_found_in_python_under_the_names_they_are_imported_by(tmp_path: Path) -> None:
    code = """
from events_app import i18n
from events_app import i18n as speech
from events_app.i18n import marked, plural
from events_app.i18n import text as _

_("as underscore"), i18n.text("by module"), speech.marked("by another name"), marked("marked")
plural("%(n)s booth", "%(n)s booths", 3)
_("joined "
  "line"), _("this" if x else "that"), _(NAMES[key]), letter.text("not ours"), Wrong("field", "in a wrong")
"""
    assert catalogues.sentences(a_program(tmp_path, code))["events"] == {
        "as underscore",
        "by module",
        "by another name",
        "marked",
        ("%(n)s booth", "%(n)s booths"),
        "joined line",
        "this",
        "that",
        "in a wrong",
    }


def test_the_first_line_of_a_refusal_is_a_sentence_however_far_it_descends(tmp_path: Path) -> None:
    code = '''
class Far(Near):
    """Far away.

    Not shown."""
class Near(errors.Refusal):
    "Near by."
class Other(Exception):
    """Nobody sees this."""
'''
    assert catalogues.sentences(a_program(tmp_path, code))["events"] == {"Far away.", "Near by."}


def test_sentences_are_found_in_templates(tmp_path: Path) -> None:
    template = """{{ _("plain") }} {{ macro(_("inner %(x)s", x=y)) }} {{ plural("one", "many", n) }}
    {% trans name=user %}Hello
       {{ name }}{% endtrans %}{% trans count=n %}a day{% pluralize %}{{ count }} days{% endtrans %}"""
    assert catalogues.sentences(a_program(tmp_path, template=template))["events"] == {
        "plain",
        "inner %(x)s",
        ("one", "many"),
        "Hello %(name)s",
        ("a day", "%(count)s days"),
    }


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("errors.py", "machinery"),
        ("templates/base.html", "machinery"),
        ("templates/parts/form.html", "machinery"),
        ("sample/loading.py", "machinery"),
        ("booths/booking.py", "booths"),
        ("templates/reminders/letters/offer.html", "reminders"),
    ],
)
def test_a_file_speaks_for_its_slice(file: str, name: str) -> None:
    assert catalogues.slice_of(Path("/somewhere") / file, Path("/somewhere")) == name


@pytest.mark.parametrize(
    "code", ['marked(f"You have {n}")', 'marked("You have " + n)', "marked(SENTENCE)", '_("a %s" % b)']
)
def test_a_sentence_that_is_not_written_out_is_refused(tmp_path: Path, code: str) -> None:
    imports = "from events_app.i18n import marked\nfrom events_app.i18n import text as _\n"
    with pytest.raises(catalogues.NotFindable, match=r"publishing.py:3"):
        catalogues.sentences(a_program(tmp_path, imports + code))


CODE = "from events_app.i18n import text as _\n_('Booth %(number)s'), _('Save')\n"


def catalogue(folder: Path, language: str, name: str, lines: str) -> None:
    path = catalogues.path_of(language, name, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(catalogues._HEADER.format(language) + lines)


def translated(folder: Path) -> Path:
    a_program(folder, CODE)
    for language, booth, save in (("vi", "Gian hàng", "Lưu"), ("id", "Stan", "Simpan")):
        lines = f'msgid "Booth %(number)s"\nmsgstr "{booth} %(number)s"\n\nmsgid "Save"\nmsgstr "{save}"\n'
        catalogue(folder, language, "events", lines)
    return folder


def test_a_translated_program_has_no_fault(tmp_path: Path) -> None:
    assert catalogues.faults(translated(tmp_path)) == []


def test_what_is_missing_and_what_nobody_says_are_faults(tmp_path: Path) -> None:
    translated(tmp_path)
    catalogue(tmp_path, "vi", "events", 'msgid "Save"\nmsgstr "Lưu"\n\nmsgid "Gone"\nmsgstr "Không còn"\n')
    assert catalogues.faults(tmp_path) == [
        "vi/events.po: missing: 'Booth %(number)s'",
        "vi/events.po: nobody says: 'Gone'",
    ]


def test_two_slices_translate_one_sentence_alike(tmp_path: Path) -> None:
    translated(tmp_path)
    (tmp_path / "booths").mkdir()
    (tmp_path / "booths" / "pages.py").write_text("from events_app.i18n import text as _\n_('Save')\n")
    catalogue(tmp_path, "vi", "booths", 'msgid "Save"\nmsgstr "Ghi"\n')
    catalogue(tmp_path, "id", "booths", 'msgid "Save"\nmsgstr "Simpan"\n')
    assert catalogues.faults(tmp_path) == ["vi: one sentence, several translations: 'Save': ['Ghi', 'Lưu']"]


def test_a_catalogue_of_no_slice_is_a_fault(tmp_path: Path) -> None:
    catalogue(translated(tmp_path), "vi", "evnets", "")
    assert catalogues.faults(tmp_path) == ["vi/evnets.po: there is no such slice"]


@pytest.mark.parametrize(
    ("english", "translation", "wrong"),
    [
        ("Save", "", ["empty"]),
        ("Save", "Save", ["the same as the English (say # same above it when that is right)"]),
        ("%(a)s – %(b)s", "%(a)s – %(b)s", []),
        ("At %(a)s", "Lúc %(b)s", ["other placeholders"]),
        ("At %(a)s", "Lúc %(a)s %(a)", ["a broken placeholder"]),
        ("100% of it", "100% đó", []),
        (" and ", "và", ["other space around it"]),
        ("Save it.", "Lưu lại", ["another ending"]),
        ("No.", "Số", []),
        ("Day", "Nga\u0300y", ["decomposed letters"]),
        (("%(n)s day", "%(n)s days"), ("%(n)s ngày",), []),
        (("%(n)s day", "%(n)s days"), ("ngày",), ["other placeholders"]),
    ],
)
def test_a_translation_is_looked_at(english: str, translation: str, wrong: list[str]) -> None:
    assert list(catalogues.wrongs(Message(english, translation))) == wrong


def test_a_fuzzy_translation_and_a_rightly_equal_one() -> None:
    assert list(catalogues.wrongs(Message("Save", "Lưu", flags=["fuzzy"]))) == ["fuzzy"]
    assert list(catalogues.wrongs(Message("E-mail", "E-mail", user_comments=["same"]))) == []


def test_completing_adds_keeps_and_repeats_itself_byte_by_byte(tmp_path: Path) -> None:
    translated(tmp_path)
    catalogue(tmp_path, "id", "events", '# same\nmsgid "Save"\nmsgstr "Save"\n\nmsgid "Gone"\nmsgstr "Hilang"\n')
    (tmp_path / "booths").mkdir()
    code = "from events_app.i18n import plural, text as _\n_('Save'), plural('one', 'many', n)\n"
    (tmp_path / "booths" / "pages.py").write_text(code)
    catalogues.complete(tmp_path)
    events = catalogues.read(catalogues.path_of("id", "events", tmp_path))
    said = {str(message.id): message.string for message in events if message.id}
    assert said == {"Save": "Save", "Gone": "Hilang", "Booth %(number)s": ""}
    assert [message.user_comments for message in events if message.id == "Save"] == [["same"]]
    booths = catalogues.path_of("vi", "booths", tmp_path)
    assert 'msgid "Save"\nmsgstr "Lưu"' in booths.read_text()
    assert 'msgid "one"\nmsgid_plural "many"\nmsgstr[0] ""\n' in booths.read_text()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.po")}
    assert set(catalogues.complete(tmp_path).values()) == {1}
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.po")} == before
    catalogues.complete(tmp_path, prune=True)
    assert "Gone" not in catalogues.path_of("id", "events", tmp_path).read_text()
