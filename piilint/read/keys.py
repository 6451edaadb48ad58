"""Under which key a lowered text is kept: everything that the result depends on."""

from __future__ import annotations

import importlib.util
import sys
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import piilint
from piilint.read.lowering import Text

_MADE_BY = ("ir", "read/frontend")
"""The folders of piilint whose code decides what a text is lowered to."""

_PARSERS = ("libcst", "jinja2")


def key_of(text: Text) -> bytes:
    """Names a text's content and language, and all that lowers it."""
    digest = blake2b(lowering_version(), digest_size=20)
    digest.update(text.language.encode() + b"\0")
    digest.update(text.content)
    return digest.digest()


@lru_cache(maxsize=1)
def lowering_version() -> bytes:
    """Changes with piilint, with Python's minor version, with the parsers, and with every edit of a frontend.

    The code itself is hashed, not a number that somebody has to remember: some 1 ms for what would else be stale.
    """
    digest = blake2b(f"{piilint.__version__} {sys.version_info[:2]} {_parser_versions()}".encode(), digest_size=20)
    package = Path(__file__).parent.parent
    for folder in _MADE_BY:
        for path in sorted((package / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.digest()


def _parser_versions() -> list[str]:
    """The names of the parsers' metadata folders (`libcst-1.8.6.dist-info`), found without importing them."""
    found = []
    for parser in _PARSERS:
        spec = importlib.util.find_spec(parser)
        if spec is not None and spec.origin is not None:
            found += sorted(path.name for path in Path(spec.origin).parents[1].glob(f"{parser}-*.dist-info"))
    return found
