"""``python -m tests.benchmarks [ONLY]``: ratios against a limit measured in the same run; status 1 when one falls short.

Each module of MODULES has ``run()``, which returns its results or awaits them. ONLY names a module or begins the name of a result.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tests.benchmarks.measuring import Result

MODULES = {
    "feed": ("feed-200", "feed-304", "feed-fresh"),
    "booking": ("booking-hold", "booking-confirm"),
    "rush": ("rush",),
    "imports": ("import", "import-memory"),
    "mail": ("mail", "mail-memory"),
    "search": ("search",),
}
WRITTEN = Path("var/bench.json")


def main(words: Sequence[str]) -> int:
    """Run what was asked for; the status."""
    only = words[0] if words else ""
    wanted = [name for name, results in MODULES.items() if any(one.startswith(only) for one in (name, *results))]
    if not wanted:
        print(f"There is no benchmark {only!r}; there are {', '.join(MODULES)}.", file=sys.stderr)
        return 1
    found = [
        result for name in wanted for result in _measured(name) if name.startswith(only) or result.name.startswith(only)
    ]
    print(f"{'name':<18}{'figure':>12}{'limit':>12}{'ratio':>8}{'required':>10}")
    for result in found:
        print(_line(result))
    WRITTEN.parent.mkdir(parents=True, exist_ok=True)
    WRITTEN.write_text(json.dumps([result.kept() for result in found], indent=1) + "\n", "utf-8")
    return 0 if all(result.holds for result in found) else 1


def _measured(name: str) -> list[Result]:
    """The results of one module, run in a process and on servers of its own, so that none inherits what another left behind."""
    print(f"{name} ...", file=sys.stderr, flush=True)
    with tempfile.NamedTemporaryFile(suffix=".json") as told:
        broken = subprocess.run([sys.executable, "-m", "tests.benchmarks.alone", name, told.name]).returncode
        if broken:
            raise SystemExit(f"The benchmark {name} broke; see above.")
        return msgspec.json.decode(told.read(), type=list[Result])


def _line(result: Result) -> str:
    verdict = "" if result.holds else "  FALLS SHORT"
    note = f"  {result.note}" if result.note else ""
    return (
        f"{result.name:<18}{result.figure:>12,.2f}{result.limit:>12,.2f}"
        f"{result.ratio:>8.2f}{result.required:>10.2f}{verdict}{note}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
