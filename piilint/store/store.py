"""One SQLite file that outlives the run. Two runs may use it at once; a broken one is made anew."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from piilint.store import folder as cache_folder

LARGEST = 1 << 30
"""Bytes that the file may have when a run ends; what was not used for longest is dropped beyond."""

FORMAT = 1
APPLICATION = 0x50494C54
"""Tells our file from any other SQLite file, and this layout of it from others."""

_LAYOUT = f"""
    CREATE TABLE entries (kind TEXT, key BLOB, used INTEGER, data BLOB, PRIMARY KEY (kind, key));
    CREATE INDEX entries_by_use ON entries (used);
    PRAGMA application_id = {APPLICATION};
    PRAGMA user_version = {FORMAT};
"""
_WAIT_SECONDS = 10.0
_PENDING_BYTES = 8 << 20
_KEYS_A_QUERY = 500
_A_DAY = 86_400

T = TypeVar("T")


class Store:
    """Bytes by kind and key. `notes` says, in words for the user, where it could not be what it should."""

    def __init__(self, folder: Path | None, largest: int = LARGEST) -> None:
        self.notes: list[str] = []
        self._folder = folder
        self._largest = largest
        self._now = int(time.time())
        self._pending: dict[tuple[str, bytes], bytes] = {}
        self._pending_bytes = 0
        self._stale: list[tuple[str, bytes]] = []
        self._database = self._open() if folder is not None else None

    def get(self, kind: str, key: bytes) -> bytes | None:
        """What was put there, in this run or an earlier one; None where nothing is."""
        return self.get_many(kind, (key,)).get(key)

    def get_many(self, kind: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """What is kept for those of the keys that have something."""
        wanted = list(dict.fromkeys(keys))
        found = {key: self._pending[kind, key] for key in wanted if (kind, key) in self._pending}
        missing = [key for key in wanted if key not in found]
        for first in range(0, len(missing), _KEYS_A_QUERY):
            nothing: dict[bytes, bytes] = {}
            select = partial(self._select, kind, missing[first : first + _KEYS_A_QUERY])
            found.update(self._attempt(select, nothing))
        return found

    def put(self, kind: str, key: bytes, data: bytes) -> None:
        """Keeps the bytes for later runs."""
        self.put_many(kind, {key: data})

    def put_many(self, kind: str, entries: Mapping[bytes, bytes]) -> None:
        """Keeps all of these for later runs; on disk soon, so that a run that is broken off has not worked in vain."""
        if self._database is None:
            return
        for key, data in entries.items():
            self._pending[kind, key] = data
            self._pending_bytes += len(data)
        if self._pending_bytes >= _PENDING_BYTES:
            self._flush()

    def close(self) -> None:
        """Writes what is left to write, drops what has grown too old, and lets go of the file."""
        self._flush()
        self._attempt(self._refresh, None)
        self._attempt(self._shrink, None)
        if self._database is not None:
            self._database.close()
            self._database = None

    def _select(self, kind: str, keys: list[bytes], database: sqlite3.Connection) -> dict[bytes, bytes]:
        marks = ",".join("?" * len(keys))
        rows = database.execute(
            f"SELECT key, used, data FROM entries WHERE kind = ? AND key IN ({marks})", (kind, *keys)
        ).fetchall()
        self._stale += [(kind, key) for key, used, _ in rows if used < self._now - _A_DAY]
        return {key: data for key, _, data in rows}

    def _flush(self) -> None:
        rows = [(kind, key, self._now, data) for (kind, key), data in self._pending.items()]
        self._pending, self._pending_bytes = {}, 0
        statement = "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)"
        if rows:
            self._attempt(lambda database: _write(database, statement, rows), None)

    def _refresh(self, database: sqlite3.Connection) -> None:
        """Notes the use of entries, once a day at most: a run that only reads should not write."""
        rows = [(self._now, kind, key) for kind, key in self._stale]
        if rows:
            _write(database, "UPDATE entries SET used = ? WHERE kind = ? AND key = ?", rows)

    def _shrink(self, database: sqlite3.Connection) -> None:
        if _size(database) <= self._largest:
            return
        kept = 0
        too_old: list[tuple[object, ...]] = []
        for row, size in database.execute("SELECT rowid, length(data) FROM entries ORDER BY used DESC, rowid DESC"):
            kept += size
            if kept > self._largest * 3 // 4:
                too_old.append((row,))
        _write(database, "DELETE FROM entries WHERE rowid = ?", too_old)
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _attempt(self, work: Callable[[sqlite3.Connection], T], otherwise: T) -> T:
        """Works on the file. Where it is broken it is made anew; where it cannot be used now, nothing happens."""
        if self._database is None:
            return otherwise
        try:
            return work(self._database)
        except sqlite3.OperationalError:  # locked for too long, disk full, read-only
            return otherwise
        except sqlite3.DatabaseError:
            self._database.close()
            self._database = self._anew()
            return otherwise

    def _open(self) -> sqlite3.Connection | None:
        assert self._folder is not None
        try:
            cache_folder.make(self._folder)
            return _connect(self._folder)
        except (OSError, sqlite3.OperationalError) as error:
            self.notes.append(f"nothing is kept for the next run: {self._folder}: {_reason(error)}")
            return None
        except sqlite3.DatabaseError:
            return self._anew()

    def _anew(self) -> sqlite3.Connection | None:
        assert self._folder is not None
        try:
            cache_folder.remove_database(self._folder)
            database = _connect(self._folder)
        except (OSError, sqlite3.Error) as error:
            self.notes.append(f"nothing is kept for the next run: {self._folder}: {_reason(error)}")
            return None
        self.notes.append(f"the cache in {self._folder} could not be read and was made anew")
        return database


@contextmanager
def open_store(cache_dir: str | None, largest: int = LARGEST) -> Iterator[Store]:
    """The store in that folder for the length of a `with`; None: one that keeps nothing."""
    store = Store(None if cache_dir is None else Path(cache_dir), largest)
    try:
        yield store
    finally:
        store.close()


def _connect(folder: Path) -> sqlite3.Connection:
    database = sqlite3.connect(folder / cache_folder.DATABASE, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        _lay_out(database)
    except BaseException:
        database.close()
        raise
    return database


def _lay_out(database: sqlite3.Connection) -> None:
    """Makes the table where there is none yet. Raises sqlite3.DatabaseError for a file that is not ours."""
    if _mark(database) == (APPLICATION, FORMAT):
        return
    with suppress(sqlite3.OperationalError):  # another run is just doing it
        database.execute("PRAGMA journal_mode = WAL").fetchall()
    database.execute("BEGIN IMMEDIATE")
    if _mark(database) != (APPLICATION, FORMAT):  # else another run has just made it
        if database.execute("SELECT count(*) FROM sqlite_master").fetchone() != (0,):
            database.execute("ROLLBACK")
            raise sqlite3.DatabaseError("another program's file")
        for statement in filter(str.strip, _LAYOUT.split(";")):
            database.execute(statement)
    database.execute("COMMIT")


def _mark(database: sqlite3.Connection) -> tuple[int, int]:
    return (
        database.execute("PRAGMA application_id").fetchone()[0],
        database.execute("PRAGMA user_version").fetchone()[0],
    )


def _write(database: sqlite3.Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    database.execute("BEGIN IMMEDIATE")
    try:
        database.executemany(statement, rows)
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _size(database: sqlite3.Connection) -> int:
    pages = int(database.execute("PRAGMA page_count").fetchone()[0])
    return pages * int(database.execute("PRAGMA page_size").fetchone()[0])


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
