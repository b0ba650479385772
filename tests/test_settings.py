"""Settings: what is read, what is refused, what a running ``fairs up`` tells."""

import fcntl
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from events_app import settings
from events_app.embedded import supervising
from events_app.settings import WrongSetting

ROOT = Path(__file__).parent.parent


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    with (folder / settings.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def test_everything_has_a_default(tmp_path: Path) -> None:
    read = settings.read({"FAIRS_DATA_DIR": str(tmp_path)})
    assert (read.host, read.port, read.url) == ("127.0.0.1", 8000, "http://localhost:8000")
    assert (read.database_url, read.redis_url, read.smtp_url, read.embedded, read.embedded_sink) == (
        "",
        "",
        "",
        False,
        False,
    )
    assert (read.mail_dir, read.hold_minutes, read.summary_grace_hours) == (tmp_path / "mail", 15, 24)


def test_days_are_sorted_and_each_is_there_once(tmp_path: Path) -> None:
    given = {"FAIRS_DATA_DIR": str(tmp_path)}
    assert settings.read(given).lapse_days == (90, 30)
    assert settings.read({**given, "FAIRS_LAPSE_DAYS": "7, 60,30,60"}).lapse_days == (60, 30, 7)


def test_the_address_in_letters_follows_the_port_and_has_no_slash_at_its_end(tmp_path: Path) -> None:
    given = {"FAIRS_DATA_DIR": str(tmp_path), "PORT": "8123"}
    assert settings.read(given).url == "http://localhost:8123"
    assert settings.read({**given, "FAIRS_URL": "https://hoicho.example/"}).url == "https://hoicho.example"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"PORT": "eight"}, "PORT must be a whole number from 0 on, not 'eight'."),
        ({"PORT": "-1"}, "PORT must be a whole number from 0 on, not '-1'."),
        ({"PORT": "70000"}, "PORT must be between 1 and 65535, not 70000."),
        ({"FAIRS_HOLD_MINUTES": "1.5"}, "FAIRS_HOLD_MINUTES must be a whole number from 1 on, not '1.5'."),
        ({"FAIRS_HOLD_MINUTES": "-1"}, "FAIRS_HOLD_MINUTES must be a whole number from 1 on, not '-1'."),
        ({"FAIRS_LOG_FORMAT": "xml"}, "FAIRS_LOG_FORMAT must be json or text, not 'xml'."),
        ({"FAIRS_MAIL_CONNECTIONS": "0"}, "FAIRS_MAIL_CONNECTIONS must be at least 1, not 0."),
        ({"FAIRS_MAIL_BATCH": "0"}, "FAIRS_MAIL_BATCH must be at least 1, not 0."),
        ({"FAIRS_SAMPLE_DATA": "nein"}, "FAIRS_SAMPLE_DATA must be 0 or 1, not 'nein'."),
        *(
            (
                {"FAIRS_URL": url},
                f"FAIRS_URL must be where people reach the site, as https://fairs.example.org, not '{url}'.",
            )
            for url in ("fairs.example.org", "ftp://fairs.example.org", "https://", "https://fairs.example.org/?a=b")
        ),
        *(
            (
                {"FAIRS_MAIL_FROM": sender},
                f"FAIRS_MAIL_FROM must hold an e-mail address, as Fairs <fairs@example.org>, not '{sender}'.",
            )
            for sender in ("Hội chợ", "Hội chợ <fairs>", "@fairs.example")
        ),
        ({"FAIRS_API_WORKERS": "0"}, "FAIRS_API_WORKERS must be at least 1, not 0."),
        (
            {"FAIRS_WORKER_POOL": "8"},
            "FAIRS_WORKER_POOL must be more than FAIRS_MAIL_CONNECTIONS (8), not 8: each letter on its way to the mail server "
            "keeps a connection to the database.",
        ),
        (
            {"FAIRS_MAIL_CONNECTIONS": "20"},
            "FAIRS_WORKER_POOL must be more than FAIRS_MAIL_CONNECTIONS (20), not 12: each letter on its way to the mail server "
            "keeps a connection to the database.",
        ),
        *(
            (
                {"FAIRS_LAPSE_DAYS": written},
                f"FAIRS_LAPSE_DAYS must be numbers of days from 1 to 1000 with commas between, not {written!r}.",
            )
            for written in ("90,", "0", "1001", "ninety", "30;60", "-1")
        ),
        ({"REDIS_URL": "localhost"}, "REDIS_URL must be a URL with a scheme, not 'localhost'."),
        (
            {"DATABASE_URL": "postgresql://host/fairs"},
            "FAIRS_SECRET_KEY must be set where DATABASE_URL is: any long text that nobody can guess.",
        ),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(tmp_path: Path, given: dict[str, str], sentence: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        settings.read({"FAIRS_DATA_DIR": str(tmp_path), **given})
    assert str(refused.value) == sentence


def test_the_worker_has_one_connection_more_than_there_are_letters_on_their_way(tmp_path: Path) -> None:
    read = settings.read({"FAIRS_DATA_DIR": str(tmp_path), "FAIRS_WORKER_POOL": "3", "FAIRS_MAIL_CONNECTIONS": "2"})
    assert (read.worker_pool, read.mail_connections) == (3, 2)


def test_a_running_up_tells_its_servers_and_the_environment_overrules_it(tmp_path: Path) -> None:
    told = {"DATABASE_URL": "postgresql://told/fairs", "FAIRS_SECRET_KEY": "s", "PORT": "8124", "FAIRS_EMBEDDED": "1"}
    supervising.tell(tmp_path, told, [])
    assert (tmp_path / settings.RUNNING).stat().st_mode & 0o777 == 0o600
    given = {"FAIRS_DATA_DIR": str(tmp_path)}
    with locked(tmp_path):
        read = settings.read(given)
        assert (read.database_url, read.secret_key, read.port, read.embedded) == (
            "postgresql://told/fairs",
            "s",
            8124,
            True,
        )
        assert settings.read({**given, "PORT": "9000"}).port == 9000


def test_what_a_killed_up_left_behind_tells_nothing(tmp_path: Path) -> None:
    supervising.tell(tmp_path, {"DATABASE_URL": "postgresql://told/fairs", "FAIRS_SECRET_KEY": "s"}, [])
    (tmp_path / settings.LOCK).touch()
    assert settings.read({"FAIRS_DATA_DIR": str(tmp_path)}).database_url == ""


@pytest.mark.parametrize("content", ["", "[]", "{}", json.dumps({"environment": None})])
def test_a_broken_file_tells_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / settings.RUNNING).write_text(content)
    with locked(tmp_path):
        assert settings.read({"FAIRS_DATA_DIR": str(tmp_path)}).database_url == ""


def test_the_readme_names_every_setting() -> None:
    source = (ROOT / "events_app" / "settings.py").read_text("utf-8")
    names = set(re.findall(r'"((?:FAIRS_)?[A-Z]+(?:_[A-Z]+)*)"', source)) - {"FAIRS_EMBEDDED", "FAIRS_EMBEDDED_SINK"}
    table = (ROOT / "README.md").read_text("utf-8").partition("## Settings")[2].partition("## Commands")[0]
    assert {name for name in names if f"`{name}`" not in table} == set()


def test_sample_data_goes_by_itself_into_a_database_of_ours_only(tmp_path: Path) -> None:
    ours = {"FAIRS_DATA_DIR": str(tmp_path)}
    theirs = {**ours, "DATABASE_URL": "postgresql://fairs@db.example/fairs", "FAIRS_SECRET_KEY": "secret"}
    assert settings.read(ours).sample_data
    assert settings.read({**theirs, "FAIRS_EMBEDDED": "1"}).sample_data
    assert not settings.read(theirs).sample_data
    assert settings.read({**theirs, "FAIRS_SAMPLE_DATA": "1"}).sample_data
    assert not settings.read({**ours, "FAIRS_SAMPLE_DATA": "0"}).sample_data


def test_admins_are_reached_at_the_sender_of_letters_unless_it_is_said_how(tmp_path: Path) -> None:
    given = {"FAIRS_DATA_DIR": str(tmp_path), "FAIRS_MAIL_FROM": "Hội chợ <cho@fairs.example>"}
    assert settings.read(given).contact == "cho@fairs.example"
    assert settings.read({**given, "FAIRS_CONTACT": "028 3822 0000"}).contact == "028 3822 0000"
