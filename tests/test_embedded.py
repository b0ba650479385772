"""The embedded servers: what they are, what they survive, what they leave alone."""

import asyncio
import os
import signal
import smtplib
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import psutil
import pytest
from redis import Redis

from events_app import embedded
from events_app.embedded import Running, Trouble, kept, mailbox, postgres, reachable

pytestmark = pytest.mark.xdist_group("embedded")  # one worker, so that the servers of this file are started once
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes to another account")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with embedded.servers(tmp_path_factory.mktemp("servers"), sink=True) as started:
        yield started


def ask(url: str, sql: str) -> object:
    async def asked() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    with asyncio.Runner() as runner:
        return runner.run(asked())


def is_gone(pid: int, within: float = 20.0) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


class TestPostgres:
    def test_it_is_new_enough_and_folds_vietnamese_letters(self, running: Running) -> None:
        assert int(str(ask(running.database_url, "SHOW server_version_num"))) >= 180000
        assert ask(running.database_url, "SELECT lower('HỘI CHỢ ĐỒNG THÁP')") == "hội chợ đồng tháp"
        assert ask(running.database_url, "SHOW server_encoding") == "UTF8"

    def test_the_program_is_no_superuser_but_may_make_databases_and_extensions(self, running: Running) -> None:
        assert ask(running.database_url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        for statement in ("CREATE DATABASE another", "DROP DATABASE another"):
            ask(running.database_url, statement)
        for extension in ("btree_gist", "pg_trgm"):
            ask(running.database_url, f"CREATE EXTENSION {extension}")

    def test_no_value_of_a_row_or_a_statement_is_logged(self, running: Running) -> None:
        async def clash() -> None:
            connection = await asyncpg.connect(running.database_url)
            try:
                await connection.execute("CREATE TABLE known (email text CONSTRAINT known_once UNIQUE)")
                for _ in range(2):
                    await connection.execute("INSERT INTO known VALUES ($1)", "chi@fairs.example")
            finally:
                await connection.execute("DROP TABLE known")
                await connection.close()

        with pytest.raises(asyncpg.UniqueViolationError, match="known_once"), asyncio.Runner() as runner:
            runner.run(clash())
        with pytest.raises(asyncpg.DataError):
            ask(running.database_url, "SELECT 1 / 0 AS chi_at_fairs_example")
        logged = (running.folder / "log" / "postgres.log").read_text("utf-8")
        assert "known_once" in logged
        assert "division by zero" in logged
        assert "chi@fairs.example" not in logged
        assert "chi_at_fairs_example" not in logged

    def test_it_is_reached_through_a_socket_with_a_password_only(self, running: Running) -> None:
        assert ask(running.database_url, "SHOW listen_addresses") == ""
        password = kept.passwords(running.folder)["postgres"]
        with pytest.raises(asyncpg.InvalidPasswordError):
            ask(running.database_url.replace(password, "guessed"), "SELECT 1")

    def test_it_finds_its_data_again_after_kill_9_and_another_process_under_its_old_number(
        self, tmp_path: Path
    ) -> None:
        with embedded.servers(tmp_path, valkey=False, durable=True) as first:
            ask(first.database_url, "CREATE TABLE kept AS SELECT 7 AS figure")
            first.kill("postgres")
            note = tmp_path / "postgres" / "postmaster.pid"
            _old, *rest = note.read_text().splitlines(keepends=True)
        note.write_text("".join([f"{os.getpid()}\n", *rest]))
        with embedded.servers(tmp_path, valkey=False) as second:
            assert ask(second.database_url, "SELECT figure FROM kept") == 7

    def test_a_first_start_that_was_broken_off_is_begun_anew(self, tmp_path: Path) -> None:
        (tmp_path / "postgres.new" / "base").mkdir(parents=True)
        with embedded.servers(tmp_path, valkey=False) as begun:
            assert ask(begun.database_url, "SELECT 1") == 1
        assert sorted(entry.name for entry in tmp_path.glob("postgres*")) == ["postgres"]

    def test_a_server_left_by_a_killed_parent_is_waited_for(self, tmp_path: Path) -> None:
        parent, pids = _parent_of_servers(tmp_path)
        orphan = pids["postgres"]
        os.kill(orphan, signal.SIGSTOP)  # it cannot hear the kernel, nor us, until it is continued
        parent.kill()
        parent.wait()
        awake = subprocess.Popen(["/bin/sh", "-c", f"sleep 1; kill -CONT {orphan}"])
        with embedded.servers(tmp_path, valkey=False) as second:
            assert ask(second.database_url, "SELECT 1") == 1
            assert second.troop.find("postgres").pid != orphan
        awake.wait()

    @AS_ROOT
    def test_started_by_root_it_runs_under_another_account_and_leaves_the_folders_above_alone(
        self, tmp_path: Path
    ) -> None:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)
        with embedded.servers(closed / "data") as started:
            for name in ("postgres", "valkey"):
                assert psutil.Process(started.troop.find(name).pid).uids().effective == (kept.account() or (0,))[0] != 0
            inner = (closed / "data" / "postgres").stat()
            assert (inner.st_uid, stat.S_IMODE(inner.st_mode)) == ((kept.account() or (0,))[0], 0o700)
        assert (closed.stat().st_uid, stat.S_IMODE(closed.stat().st_mode)) == (0, 0o700)
        assert (closed / "data").stat().st_uid == 0

    def test_nothing_is_left_outside_the_folder(self, tmp_path: Path) -> None:
        with embedded.servers(tmp_path, valkey=False) as started:
            sockets = Path(str(urlsplit(started.database_url).query).removeprefix("host="))
            assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
            assert len(str(sockets / ".s.PGSQL.5432")) < 107
        assert not sockets.exists()


class TestValkey:
    def test_it_wants_a_password_and_never_forgets_silently(self, running: Running) -> None:
        with Redis.from_url(running.redis_url) as connection:
            assert connection.ping()
            assert connection.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        port = urlsplit(running.redis_url).port
        with Redis(port=int(port or 0)) as stranger, pytest.raises(Exception, match="authenticated"):
            stranger.ping()

    def test_its_password_stands_in_no_list_of_processes(self, running: Running) -> None:
        password = kept.passwords(running.folder)["valkey"]
        assert password not in " ".join(psutil.Process(running.troop.find("valkey").pid).cmdline())

    def test_it_comes_back_at_the_same_address(self, running: Running) -> None:
        running.stop("valkey")
        with Redis.from_url(running.redis_url) as connection, pytest.raises(Exception, match="refused"):
            connection.ping()
        running.start("valkey")
        with Redis.from_url(running.redis_url) as connection:
            assert connection.ping()


class TestSink:
    def test_letters_are_kept_as_they_came_newest_first(self, running: Running) -> None:
        for subject in ("Phiên chợ thứ nhất", "Phiên chợ thứ hai"):
            letter = EmailMessage()
            letter["From"], letter["To"], letter["Subject"] = "fairs@fairs.example", "binh@fairs.example", subject
            letter.set_content("Kính gửi ông Bình\n.\n..cuối")
            with smtplib.SMTP("127.0.0.1", int(urlsplit(running.smtp_url).port or 0)) as sender:
                sender.send_message(letter)
        (newest, second), older = list(mailbox.newest(running.mail_dir))[:2], mailbox.ids(running.mail_dir)[2:]
        assert [newest[1]["Subject"], second[1]["Subject"], older] == ["Phiên chợ thứ hai", "Phiên chợ thứ nhất", []]
        assert newest[1]["X-Envelope-To"] == "binh@fairs.example"
        found = mailbox.read(running.mail_dir, newest[0])
        assert found is not None
        assert found.get_content().splitlines() == ["Kính gửi ông Bình", ".", "..cuối"]

    @pytest.mark.parametrize("mail_id", ["../secrets.json", "x", "", "0" * 16 + "-" + "0" * 12, "../../etc/passwd"])
    def test_what_is_no_letter_is_not_read(self, running: Running, mail_id: str) -> None:
        assert mailbox.raw(running.mail_dir, mail_id) is None
        assert mailbox.read(running.mail_dir, mail_id) is None

    def test_only_the_newest_are_kept_from_start_to_start(self, tmp_path: Path) -> None:
        mailbox.open_folder(tmp_path / "mail", 3)
        kept_ids = [mailbox.put(tmp_path / "mail", b"Subject: x\r\n\r\n") for _ in range(5)][2:]
        mailbox.open_folder(tmp_path / "mail", 3)
        assert mailbox.ids(tmp_path / "mail") == kept_ids[::-1]


def test_children_die_with_their_parent(tmp_path: Path) -> None:
    parent, pids = _parent_of_servers(tmp_path)
    parent.kill()
    parent.wait()
    assert {name for name, pid in pids.items() if not is_gone(pid)} == set()
    postgres.clear_away(tmp_path)


def _parent_of_servers(folder: Path) -> tuple[subprocess.Popen[str], dict[str, int]]:
    """Another process that runs servers in ``folder``, and the process ids of these."""
    program = (
        "import sys, time; from pathlib import Path; from events_app import embedded\n"
        "with embedded.servers(Path(sys.argv[1]), sink=True) as running:\n"
        "    print(*(f'{child.name}={child.pid}' for child in running.troop.children), flush=True); time.sleep(120)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    told = parent.stdout.readline().split()
    parent.stdout.close()
    return parent, {name: int(pid) for name, _, pid in (word.partition("=") for word in told)}


class TestKept:
    def test_secrets_are_made_once_and_are_for_the_owner_only(self, tmp_path: Path) -> None:
        made = kept.passwords(tmp_path)
        assert kept.passwords(tmp_path) == made
        assert len(set(made.values())) == 3
        assert all(len(secret) >= 32 for secret in made.values())
        assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600


@AS_ROOT
class TestReachable:
    @pytest.fixture
    def site(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Programs below a folder that only root enters (as pytest's own folders are), and a place for copies."""
        site = tmp_path / "site"
        (site / "server" / "bin").mkdir(parents=True)
        (site / "server" / "bin" / "run").write_text("#!/bin/sh\n")
        (site / "server" / "bin" / "run").chmod(0o700)
        (site / "server" / "words").write_text("figures")
        (site / "server" / "words").chmod(0o600)
        (site / "alone").write_text("library")
        (tmp_path / "base").mkdir(mode=0o755)
        monkeypatch.setattr(reachable, "_BASES", (tmp_path / "base",))
        return site

    def test_what_everyone_can_enter_stays_where_it_is(self) -> None:
        assert reachable.programs(Path("/usr"), ("bin/env",)) == Path("/usr")

    def test_what_is_closed_is_copied_once_for_everyone_to_read(self, site: Path) -> None:
        copy = reachable.programs(site, ("server", "alone"))
        assert copy.parent == site.parent / "base" / "ocop-fairs"
        assert stat.S_IMODE((copy / "server" / "bin" / "run").stat().st_mode) == 0o755
        assert stat.S_IMODE((copy / "server" / "words").stat().st_mode) == 0o644
        assert stat.S_IMODE(copy.stat().st_mode) == 0o755
        assert (copy / "alone").read_text() == "library"
        assert reachable.programs(site, ("server", "alone")) == copy

    def test_a_new_version_gets_a_copy_of_its_own(self, site: Path) -> None:
        before = reachable.programs(site, ("server",))
        (site / "server" / "words").write_text("other figures")
        assert reachable.programs(site, ("server",)) != before

    def test_a_place_in_which_others_can_write_is_not_trusted(self, site: Path) -> None:
        (site.parent / "base" / "ocop-fairs").mkdir()
        (site.parent / "base" / "ocop-fairs").chmod(0o777)
        with pytest.raises(Trouble, match=r"none of .* takes a copy"):
            reachable.programs(site, ("server",))


def test_the_url_names_the_database_after_the_first_slash(running: Running) -> None:
    """Tests and ``piccolo`` take the name of the database from there."""
    assert urlsplit(running.database_url).path == f"/{postgres.DATABASE}"
