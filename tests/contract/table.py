"""A written table of what every route answers to whom: a line for each, sorted by path, under a line that names the people."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.contract.world import METHODS


class Table:
    """Such a table. A line begins with method and path; statuses follow in the order of ``people``."""

    def __init__(self, name: str) -> None:
        lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
        heads = [line for line in lines if line.startswith("# METHOD path ")]
        self.people = tuple(heads[0].split()[3:])
        self.width = heads[0].index(self.people[0])
        self.lines = [line for line in lines if line and not line.startswith("#")]

    @property
    def rows(self) -> dict[str, list[int]]:
        """The statuses of each route."""
        split = [line.split() for line in self.lines]
        return {f"{method} {path}": [int(status) for status in statuses] for method, path, *statuses in split}

    def unlike(self, found: Mapping[str, Sequence[int]]) -> str:
        """What is to be changed in the table so that it says what was found: lines to judge, to take in and to take out."""
        written = set(self.lines)
        there = {f"{route:<{self.width}}{' '.join(map(str, statuses))}" for route, statuses in found.items()}
        lines = [f"+ {line}" for line in sorted(there - written, key=place)]
        lines += [f"- {line}" for line in sorted(written - there, key=place)]
        return "\n".join(lines)


def place(line: str) -> tuple[str, int]:
    """Where a line belongs: by path, then by method."""
    method, path = line.split()[:2]
    return path, METHODS.index(method.lower())
