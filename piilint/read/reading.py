"""What was read, and what could not be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from piilint.ir.read_module import ReadModule
from piilint.terms.errors import UserError
from piilint.terms.finding import Problem

CODE = frozenset({"python", "stub", "notebook"})
"""The languages whose unreadable files decide whether the run is worth anything."""

FEW_FILES = 10
"""Up to so many files, it takes all of them to be unreadable to give up."""

_PROBLEMS_TOLD = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """All files that could be read, in the order of the files; for the others, problems.

    `unreadable` counts files. `template_problems` holds, by (path, dialect), why a template could not be read in a
    dialect: a problem only where something renders it in that dialect.
    """

    modules: tuple[ReadModule, ...] = ()
    problems: tuple[Problem, ...] = ()
    unreadable: int = 0
    code_files: int = 0
    unreadable_code: int = 0
    template_problems: Mapping[tuple[str, str], Problem] = field(default_factory=dict)

    def problems_of(self, templates: Iterable[tuple[str, str]]) -> tuple[Problem, ...]:
        """Why the program does not have templates that it renders, given by (dialect, name)."""
        wanted = sorted(set(templates))
        return tuple(
            problem
            for (path, dialect), problem in sorted(self.template_problems.items())
            if any(dialect == language and f"/{path}".endswith(f"/{name}") for language, name in wanted)
        )

    def require(self, max_unreadable: int) -> None:
        """Raises UserError where all code is unreadable, or more than that percentage of more than a few files."""
        if not self.unreadable_code:
            return
        if self.unreadable_code == self.code_files:
            raise UserError(self._refusal("none of the Python files and notebooks could be read"))
        share = 100 * self.unreadable_code / self.code_files
        if self.code_files > FEW_FILES and share > max_unreadable:
            count = f"{self.unreadable_code} of {self.code_files} Python files and notebooks"
            raise UserError(
                self._refusal(f"{count} could not be read: {share:.0f} percent, where {max_unreadable} are allowed"),
                "exclude what is no Python of today, or allow more with --max-unreadable",
            )

    def _refusal(self, what: str) -> str:
        told = [f"  {problem.path}:{problem.line}: {problem.message}" for problem in self.problems[:_PROBLEMS_TOLD]]
        more = len(self.problems) - len(told)
        return "\n".join([f"{what}:", *told, *([f"  ... and {more} more"] if more > 0 else [])])
