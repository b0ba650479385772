"""A broker and a mail server of a test's own, which it may stop, hold still and kill."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from events_app import embedded


@pytest.fixture
def servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[embedded.Running]:
    """A Valkey and a sink; the processes that the test starts are told of them."""
    with embedded.servers(tmp_path / "servers", postgres=False, sink=True) as running:
        monkeypatch.setenv("REDIS_URL", running.redis_url)
        monkeypatch.setenv("SMTP_URL", running.smtp_url)
        monkeypatch.setenv("FAIRS_MAIL_DIR", str(running.mail_dir))
        yield running
