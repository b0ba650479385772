"""``fairs up`` as a person runs it: stopped, killed, started again, started twice, and started where it cannot work."""

import contextlib
import html
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from events_app.embedded import valkey
from events_app.settings import LOCK, RUNNING

ROOT = Path(__file__).parent.parent.parent
CHILDREN = ["postgres", "valkey", "sink", "worker", "api", "relay", "beat"]
PATIENCE = 120.0  # seconds; other tests use the machine at the same time
NEWCOMERS_PATIENCE = 120.0  # seconds from the first screen; it takes a few where nothing else runs
PUBLISHED = "hoi-cho-ocop-2026"
REMINDER = "Nhắc lịch: Hội chợ kết nối OCOP tại AEON (mẫu), từ "
SUMMARY = "Tổng hợp thỏa thuận số 1: Tuần hàng nông sản OCOP tại Co.op (mẫu)"

pytestmark = pytest.mark.timeout(600)


class Up:
    """One ``fairs up`` in a folder, and what it has printed."""

    def __init__(self, folder: Path, port: int, **environment: str) -> None:
        self.folder, self.port = folder, port
        self.printed = folder.parent / f"{folder.name}.{time.monotonic_ns()}.txt"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("FAIRS_", "PYTEST_"))},
            "FAIRS_DATA_DIR": str(folder),
            "FAIRS_SAMPLE_DATA": "0",
            "FAIRS_API_WORKERS": "1",
            "FAIRS_WORKER_PROCESSES": "1",
            "PORT": str(port),
            **environment,
        }
        for name in {"DATABASE_URL", "REDIS_URL", "SMTP_URL"} - set(environment):
            self.environment.pop(name, None)
        with self.printed.open("wb") as out:
            self.process = self.command("up", stdout=out, stderr=out)

    def command(self, *words: str, **more: object) -> "subprocess.Popen[bytes]":
        argv = [sys.executable, "-m", "events_app.cli", *words]
        return subprocess.Popen(argv, cwd=ROOT, env=self.environment, **more)  # type: ignore[call-overload,no-any-return]  # passed on

    def said(self) -> str:
        return self.printed.read_text("utf-8")

    def await_ready(self) -> "Up":
        until = time.monotonic() + PATIENCE
        while "Ctrl-C stops everything" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.1)
        return self

    def status(self) -> int:
        return self.process.wait(PATIENCE)

    def children(self) -> dict[str, int]:
        groups = json.loads((self.folder / RUNNING).read_text("utf-8"))["groups"]
        return dict(zip(CHILDREN, groups, strict=True))

    def alive(self) -> list[str]:
        """Every process that was started for this folder and lives, by its own mark or because it works inside."""
        mine = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                marked = process.environ().get("FAIRS_DATA_DIR") == str(self.folder)
                if process.status() != psutil.STATUS_ZOMBIE and (marked or self.folder in Path(process.cwd()).parents):
                    mine.append(" ".join(process.cmdline()) or process.name())
        return mine

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code

    def page(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def letters(self) -> dict[str, str]:
        """Where the link to each letter leads that a newcomer is shown, and its subject."""
        found = re.findall(r'<a href="(/dev/mail/[^"]+)">([^<]+)</a>', self.page("/dev/mail"))
        return {path: html.unescape(subject) for path, subject in found}

    def letter(self, subject: str, told: str) -> str:
        """The page of a letter whose subject begins so and that tells ``told``, once it is there."""
        until = time.monotonic() + NEWCOMERS_PATIENCE
        while True:
            paths = [path for path, begins in self.letters().items() if begins.startswith(subject)]
            for shown in (html.unescape(self.page(path)) for path in paths):
                if told in shown:
                    return shown
            assert time.monotonic() < until, (subject, self.letters())
            time.sleep(0.2)


@pytest.fixture
def starts(tmp_path: Path) -> Iterator[list[Up]]:
    started: list[Up] = []
    yield started
    for one in started:
        if one.process.poll() is None:
            one.process.send_signal(signal.SIGTERM)
            one.process.wait(PATIENCE)


def start(starts: list[Up], folder: Path, **environment: str) -> Up:
    starts.append(Up(folder, valkey.free_port(), **environment))
    return starts[-1]


def test_two_copies_run_side_by_side_and_go_on_without_each_other(starts: list[Up], tmp_path: Path) -> None:
    one, other = start(starts, tmp_path / "one", FAIRS_SAMPLE_DATA="1"), start(starts, tmp_path / "other")
    assert [copy.await_ready().get("/health/ready") for copy in (one, other)] == [200, 200]
    third = start(starts, tmp_path / "one")
    assert third.status() == 1
    assert third.said() == (
        f"Another `fairs up` is running with the data folder {tmp_path}/one; stop it, or set FAIRS_DATA_DIR and PORT.\n"
    )
    _shows_a_newcomer_a_reminder_and_a_summary(one)
    _is_killed_starts_again_and_ends_with_a_child(one, starts)
    assert other.get("/health/ready") == 200

    examined = other.command("doctor", stdout=subprocess.PIPE)
    told, _ = examined.communicate(timeout=PATIENCE)
    assert examined.returncode == 0, told.decode()
    assert b"All is well." in told
    for secret in json.loads((other.folder / "secrets.json").read_text("utf-8")).values():
        assert secret.encode() not in told
    _stops_without_a_trace(other, signal.SIGINT)


def _shows_a_newcomer_a_reminder_and_a_summary(running: Up) -> None:
    """Both arrive by themselves within two minutes, and a link leads to each."""
    assert _log_ins_shown(running) == 1
    for subject, told in ((REMINDER, "binh@fairs.example"), (SUMMARY, "1.890.000.000")):
        assert '<pre class="letter">' in running.letter(subject, told)


def _log_ins_shown(running: Up) -> int:
    return running.said().count(f"Sign in (all with the password {PUBLISHED}) as\n  an@fairs.example")


def _is_killed_starts_again_and_ends_with_a_child(first: Up, starts: list[Up]) -> None:
    """After a kill -9 the next start finds the sample data again; a child that dies ends the whole, and is named."""
    letters, events = first.letters(), _ask(first, "SELECT count(*) FROM event")
    secrets = (first.folder / "secrets.json").read_bytes()
    orphans = set(first.children().values())
    first.process.kill()
    first.process.wait()

    second = start(starts, first.folder, FAIRS_SAMPLE_DATA="1").await_ready()
    assert orphans & set(psutil.pids()) == set()
    assert (_ask(second, "SELECT count(*) FROM event"), int(events) > 10) == (events, True)
    assert letters.items() <= second.letters().items()
    assert _log_ins_shown(second) == 1
    assert (second.folder / "secrets.json").read_bytes() == secrets

    os.kill(second.children()["beat"], signal.SIGKILL)
    assert second.status() == 1
    told = second.said().partition(f"beat ended by signal SIGKILL; the end of {second.folder}/log/beat.log:\n")[2]
    last = (second.folder / "log" / "beat.log").read_text("utf-8").splitlines()[-1]
    assert told.endswith(f"{last}\nStopping ...\nStopped.\n")
    assert second.alive() == []
    assert not (second.folder / RUNNING).exists()


def _stops_without_a_trace(running: Up, asked: signal.Signals) -> None:
    running.process.send_signal(asked)
    assert running.status() == 0
    assert running.said().endswith("Stopping ...\nStopped.\n")
    assert running.alive() == []
    assert {log.name for log in (running.folder / "log").iterdir() if "Traceback" in log.read_text("utf-8")} == set()


def test_servers_that_are_named_are_used_and_none_is_started(
    starts: list[Up], tmp_path: Path, own_database: str
) -> None:
    named = {name: os.environ[name] for name in ("REDIS_URL", "SMTP_URL")}
    named |= {"DATABASE_URL": own_database, "FAIRS_SECRET_KEY": "s", "FAIRS_SAMPLE_DATA": "1"}
    running = start(starts, tmp_path / "data", **named).await_ready()
    assert len(json.loads((running.folder / RUNNING).read_text("utf-8"))["groups"]) == 4
    assert sorted(entry.name for entry in running.folder.iterdir()) == ["log", RUNNING, LOCK]
    _stops_without_a_trace(running, signal.SIGTERM)

    # Sample people in a database of somebody's own have a password that nobody knows who has not seen this screen.
    [password] = re.findall(r"Sign in \(all with the password (\S+)\) as", running.said())
    assert password != PUBLISHED
    assert [log.name for log in (running.folder / "log").iterdir() if password in log.read_text("utf-8")] == []


class TestSentences:
    """What cannot work is said in one sentence, with status 1 and no traceback."""

    def said(self, starts: list[Up], folder: Path, **environment: str) -> str:
        tried = start(starts, folder, **environment)
        assert tried.status() == 1, tried.said()
        assert tried.alive() == []
        return tried.said()

    def test_a_port_in_use(self, starts: list[Up], tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            assert self.said(starts, tmp_path / "data", PORT=str(port)) == (
                f"The port {port} of 127.0.0.1 cannot be used (Address already in use); set PORT to another one.\n"
            )

    def test_a_folder_that_cannot_be_written(self, starts: list[Up], tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        folder = tmp_path / "file" / "data"
        tried = Up(tmp_path / "data", 1, FAIRS_DATA_DIR=str(folder))
        assert (tried.status(), tried.said()) == (
            1,
            f"The data folder {folder} (FAIRS_DATA_DIR) cannot be written: Not a directory.\n",
        )

    def test_a_database_that_does_not_answer(self, starts: list[Up], tmp_path: Path) -> None:
        port = valkey.free_port()
        url = f"postgresql://fairs:hidden@127.0.0.1:{port}/fairs"
        said = self.said(starts, tmp_path / "data", DATABASE_URL=url, FAIRS_SECRET_KEY="s")
        assert said.startswith(
            f"The database at postgresql://fairs:***@127.0.0.1:{port}/fairs (DATABASE_URL) cannot be reached: "
        )
        assert said.count("\n") == 1

    def test_a_database_that_refuses(self, starts: list[Up], tmp_path: Path, own_database: str) -> None:
        nowhere = own_database.replace("/fairs_", "/absent_")
        said = self.said(starts, tmp_path / "data", DATABASE_URL=nowhere, FAIRS_SECRET_KEY="s")
        assert 'cannot be reached: database "absent_' in said
        assert said.count("\n") == 1

    def test_a_secret_that_is_owed(self, starts: list[Up], tmp_path: Path) -> None:
        assert self.said(starts, tmp_path / "data", DATABASE_URL="postgresql://127.0.0.1/fairs") == (
            "FAIRS_SECRET_KEY must be set where DATABASE_URL is: any long text that nobody can guess.\n"
        )

    def test_a_broker_that_does_not_answer(self, starts: list[Up], tmp_path: Path) -> None:
        url = f"redis://:hidden@127.0.0.1:{valkey.free_port()}/0"
        said = self.said(starts, tmp_path / "data", REDIS_URL=url)
        assert said.startswith(f"The broker at {url.replace('hidden', '***')} (REDIS_URL) cannot be reached: ")
        assert said.count("\n") == 1


def _ask(running: Up, sql: str) -> str:
    """The first figure of a statement, asked by another process that finds the database as ``piccolo`` does."""
    program = (
        "import asyncio, sys; from events_app import db\n"
        "rows = asyncio.run(db.fetch(sys.argv[1])); print(*(value for row in rows for value in row.values()), end='')"
    )
    words = [sys.executable, "-c", program, sql]
    environment = {name: value for name, value in running.environment.items() if name != "PORT"}
    return subprocess.run(words, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
