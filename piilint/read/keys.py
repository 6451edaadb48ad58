"""Under which key a lowered text is kept: everything that the result depends on."""

from __future__ import annotations

import sys
from functools import lru_cache
from hashlib import blake2b

from piilint.read.lowering import Text
from piilint.store import code_version

_MADE_BY = ("ir", "read/frontend")
"""The folders of piilint whose code decides what a text is lowered to."""


def key_of(text: Text) -> bytes:
    """Names a text's content and language, and all that lowers it."""
    digest = blake2b(_lowering_version(), digest_size=20)
    digest.update(text.language.encode() + b"\0")
    digest.update(text.content)
    return digest.digest()


@lru_cache(maxsize=1)
def _lowering_version() -> bytes:
    """Changes with Python's minor version, whose grammar is read, and with the code that lowers."""
    return blake2b(f"{sys.version_info[:2]}".encode() + code_version(*_MADE_BY), digest_size=20).digest()
