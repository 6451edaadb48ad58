"""What files hold, as digests: read again only where size or time of change say that they may hold something else."""

from __future__ import annotations

import time
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from piilint.store import Store
from piilint.terms.source_file import SourceFile

_KIND = "states"
_TOO_YOUNG_NS = 2_000_000_000
"""A file changed that shortly before it was read may change again within the same tick of a coarse clock."""

_State = tuple[int, int, int, bytes]
"""Size in bytes, times of the last change of the content and of anything (also of rights) in nanoseconds, digest."""


def digests_of(files: Iterable[SourceFile], store: Store) -> dict[str, bytes]:
    """The digest of each file by its path. Raises OSError for one that cannot be read."""
    name = blake2b(str(Path.cwd()).encode("utf-8", "surrogateescape"), digest_size=20).digest()
    before = _decoded(store.get(_KIND, name))
    after: dict[str, _State] = {}
    for file in files:
        after[file.path] = _state_of(file, before.get(file.path))
    if any(before.get(path) != state for path, state in after.items()):
        store.put(_KIND, name, _encoded({**before, **after}))
    return {path: digest for path, (*_, digest) in after.items()}


def _state_of(file: SourceFile, before: _State | None) -> _State:
    status = Path(file.path).stat()
    stands = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    if before is not None and before[:3] == stands:
        return before
    digest = blake2b(file.load(), digest_size=20).digest()
    settled = time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) > _TOO_YOUNG_NS
    return (*(stands if settled else (-1, -1, -1)), digest)


def _encoded(states: dict[str, _State]) -> bytes:
    import msgspec

    return msgspec.msgpack.encode(states)


def _decoded(data: bytes | None) -> dict[str, _State]:
    import msgspec

    if data is None:
        return {}
    try:
        return msgspec.msgpack.decode(data, type=dict[str, _State])
    except msgspec.DecodeError:
        return {}
