"""Which piilint this is: what it keeps for later runs is good for the very same code alone."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import piilint

_PARSERS = ("libcst", "jinja2", "sqlglot")


@lru_cache(maxsize=8)
def code_version(*folders: str) -> bytes:
    """Changes with piilint's version, with the parsers, and with every edit of code below these of its folders (all).

    The code itself is hashed, not a number that somebody has to remember: some milliseconds for what would else be
    stale.
    """
    digest = blake2b(f"{piilint.__version__} {_parser_versions()}".encode(), digest_size=20)
    package = Path(__file__).parent.parent
    for folder in folders or (".",):
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
