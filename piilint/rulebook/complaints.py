"""All that is wrong with the rule files, collected so that it can be told at once."""

from __future__ import annotations

from dataclasses import dataclass, field

from piilint.terms.errors import UserError


@dataclass(slots=True)
class Complaints:
    """What is wrong, each with its file and line; `warnings` may be meant and end nothing."""

    found: list[tuple[str, int, str]] = field(default_factory=list)
    doubts: list[tuple[str, int, str]] = field(default_factory=list)

    def add(self, path: str, line: int, cause: str) -> None:
        """Something is wrong there. Line 0 stands for the whole file."""
        self.found.append((path, line, cause))

    def doubt(self, path: str, line: int, cause: str) -> None:
        """Something there looks wrong."""
        self.doubts.append((path, line, cause))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What looks wrong, by file and line."""
        return _told(self.doubts)

    def raise_all(self) -> None:
        """Raise one UserError with every complaint, by file and line; nothing where there is none."""
        if self.found:
            raise UserError(*_told(self.found))


def _told(complaints: list[tuple[str, int, str]]) -> tuple[str, ...]:
    unique = sorted(set(complaints))
    return tuple(f"{path}:{line}: {cause}" if line else f"{path}: {cause}" for path, line, cause in unique)
