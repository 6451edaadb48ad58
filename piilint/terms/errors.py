"""The one exception that ends a run on purpose."""

from __future__ import annotations


class UserError(Exception):
    """The work could not be done and the user can mend it: exit 2. Each message names place, cause and way out."""

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages
