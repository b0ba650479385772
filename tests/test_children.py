"""How children are started, watched and ended."""

import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from events_app.embedded import Child, Died, Interrupted, Troop, Trouble


def is_gone(pid: int, within: float = 20.0) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


class TestTroop:
    def child(self, folder: Path, name: str, program: str, **more: object) -> Child:
        made = Child(name, [sys.executable, "-c", program], folder, folder / f"{name}.log")
        for field, value in more.items():
            setattr(made, field, value)
        return made

    def test_the_last_started_stops_first(self, tmp_path: Path) -> None:
        program = (
            "import signal, sys, time\n"
            "def stop(*_):\n    open('order', 'a').write(sys.argv[1] + ' '); sys.exit()\n"
            "signal.signal(signal.SIGTERM, stop); open(sys.argv[1], 'w').close()\n"
            "time.sleep(60)"
        )
        troop = Troop()
        for name in ("first", "second", "third"):
            child = self.child(tmp_path, name, program, ready=lambda child: (tmp_path / child.name).exists())
            child.argv = [*child.argv, name]
            troop.begin(child)
            troop.await_ready(child)
        troop.stop()
        assert (tmp_path / "order").read_text() == "third second first "

    def test_who_does_not_stop_is_killed_with_its_own_children(self, tmp_path: Path) -> None:
        program = (
            "import signal, subprocess, sys, time\n"
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
            "print(inner.pid, flush=True); time.sleep(60)"
        )
        troop = Troop()
        stubborn = self.child(tmp_path, "stubborn", program, patience=0.3, ready=lambda child: bool(child.last_words()))
        troop.begin(stubborn)
        troop.await_ready(stubborn)
        inner = int(stubborn.last_words())
        troop.stop()
        assert stubborn.status() == -signal.SIGKILL
        assert is_gone(inner)

    def test_who_hurries_waits_less(self, tmp_path: Path) -> None:
        program = (
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
        )
        troop = Troop()
        slow = self.child(tmp_path, "slow", program, patience=50.0, ready=lambda child: bool(child.last_words()))
        troop.begin(slow)
        troop.await_ready(slow)
        troop.hurried = True
        begun = time.monotonic()
        troop.stop()
        assert time.monotonic() - begun < 10

    def test_a_death_is_told_by_name_with_the_last_words(self, tmp_path: Path) -> None:
        troop = Troop()
        troop.begin(self.child(tmp_path, "ill", "print('I am not well'); raise SystemExit(3)"))
        with pytest.raises(Died, match=r"ill ended with status 3[^$]*I am not well"):
            troop.watch(0.01)
        troop.stop()

    def test_a_program_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        troop = Troop()
        troop.begin(Child("absent", ["/nowhere/to/be/found"], tmp_path, tmp_path / "absent.log"))
        with pytest.raises(Died, match=r"/nowhere/to/be/found cannot be run: No such file or directory"):
            troop.watch(0.01)

    def test_who_is_never_ready_is_told(self, tmp_path: Path) -> None:
        troop = Troop()
        late = self.child(tmp_path, "late", "import time; time.sleep(60)", ready=lambda _child: False, start_within=0.2)
        troop.begin(late)
        with pytest.raises(Trouble, match="late was not ready after 0 seconds"):
            troop.await_ready(late)
        troop.stop()

    def test_an_errand_is_broken_off_when_somebody_asks_to_stop(self, tmp_path: Path) -> None:
        troop = Troop()
        troop.asked_to_stop = True
        errand = self.child(tmp_path, "errand", "import time; time.sleep(60)")
        with pytest.raises(Interrupted):
            troop.run(errand)
        assert errand.status() is not None
