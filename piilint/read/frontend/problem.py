"""What a frontend raises for a file that it cannot read."""

from __future__ import annotations


class SyntaxProblem(Exception):
    """The file cannot be read. Says why, at which line, and what the user can do; becomes a problem of the report."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
