"""Bytes kept between runs: what is put is found again, and whatever happens to the file, the run goes on."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

import pytest

from piilint.store import clean, open_store
from piilint.store import store as store_module
from piilint.store.folder import DATABASE


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "cache")


def age(folder: str, kind: str, key: bytes, days: int) -> None:
    with sqlite3.connect(Path(folder, DATABASE)) as database:
        database.execute(
            "UPDATE entries SET used = ? WHERE kind = ? AND key = ?", (time.time() - days * 86400, kind, key)
        )


def test_what_was_put_is_found_in_the_same_run_and_in_the_next(folder: str) -> None:
    with open_store(folder) as store:
        store.put("ir", b"k", b"data")
        assert store.get("ir", b"k") == b"data"
    with open_store(folder) as store:
        assert store.get("ir", b"k") == b"data"
        assert store.notes == []


def test_kinds_and_keys_keep_apart(folder: str) -> None:
    with open_store(folder) as store:
        store.put("ir", b"k", b"1")
        store.put("rulebook", b"k", b"2")
    with open_store(folder) as store:
        assert (store.get("ir", b"k"), store.get("rulebook", b"k"), store.get("ir", b"x")) == (b"1", b"2", None)


def test_many_are_got_at_once(folder: str) -> None:
    entries = {number.to_bytes(4, "big"): bytes(number % 7) for number in range(1800)}
    with open_store(folder) as store:
        store.put_many("ir", entries)
    with open_store(folder) as store:
        assert store.get_many("ir", [*entries, b"none", b"none"]) == entries


def test_the_later_put_counts(folder: str) -> None:
    for data in (b"old", b"new"):
        with open_store(folder) as store:
            store.put("ir", b"k", data)
    with open_store(folder) as store:
        assert store.get("ir", b"k") == b"new"


def test_without_a_folder_nothing_is_kept() -> None:
    with open_store(None) as store:
        store.put("ir", b"k", b"data")
        assert store.get("ir", b"k") is None


def test_the_folder_says_that_it_is_a_cache(folder: str) -> None:
    with open_store(folder):
        pass
    assert Path(folder, "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert Path(folder, ".gitignore").read_text().endswith("\n*\n")


def test_a_folder_with_other_things_in_it_is_not_marked(tmp_path: Path) -> None:
    (tmp_path / "mine.py").touch()
    with open_store(str(tmp_path)) as store:
        store.put("ir", b"k", b"data")
    assert {path.name for path in tmp_path.iterdir()} == {"mine.py", DATABASE}


@pytest.mark.parametrize("content", [b"no database at all" * 99, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_broken_file_is_made_anew_with_one_note(folder: str, content: bytes) -> None:
    Path(folder).mkdir()
    Path(folder, DATABASE).write_bytes(content)
    with open_store(folder) as store:
        store.put("ir", b"k", b"data")
        assert store.get("ir", b"x") is None
        assert len(store.notes) == 1
    with open_store(folder) as store:
        assert store.get("ir", b"k") == b"data"
        assert store.notes == []


def test_a_file_of_another_program_is_made_anew(folder: str) -> None:
    Path(folder).mkdir()
    with sqlite3.connect(Path(folder, DATABASE)) as database:
        database.execute("CREATE TABLE entries (something)")
    with open_store(folder) as store:
        store.put("ir", b"k", b"data")
        assert len(store.notes) == 1
    with open_store(folder) as store:
        assert store.get("ir", b"k") == b"data"


def test_a_file_that_breaks_later_is_made_anew_while_the_run_goes_on(folder: str) -> None:
    with open_store(folder) as store:
        store.put_many("ir", {bytes([number]): os.urandom(9000) for number in range(200)})
    path = Path(folder, DATABASE)
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    with open_store(folder) as store:
        assert store.get_many("ir", [bytes([number]) for number in range(200)]).keys() <= set()
        store.put("ir", b"k", b"data")
        assert store.get("ir", b"k") == b"data"
        assert len(store.notes) == 1
    with open_store(folder) as store:
        assert store.get("ir", b"k") == b"data"


def test_where_no_folder_can_be_made_the_run_goes_on_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for impossible in (tmp_path / "file", tmp_path / "file" / "below"):
        with open_store(str(impossible)) as store:
            store.put("ir", b"k", b"data")
            assert store.get("ir", b"k") is None
            assert len(store.notes) == 1
            assert "nothing is kept" in store.notes[0]


def test_two_runs_share_it(folder: str) -> None:
    with open_store(folder) as first, open_store(folder) as second:
        first.put("ir", b"1", b"one")
        second.put("ir", b"2", b"two")
        assert first.notes == second.notes == []
    with open_store(folder) as store:
        assert (store.get("ir", b"1"), store.get("ir", b"2")) == (b"one", b"two")


def test_a_file_locked_for_long_costs_the_entries_and_not_the_run(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_WAIT_SECONDS", 0.05)
    with open_store(folder) as store:
        other = sqlite3.connect(Path(folder, DATABASE), isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        store.put("ir", b"k", b"data")
        store.close()
        other.close()
    with open_store(folder) as store:
        assert store.get("ir", b"k") is None


def test_beyond_its_largest_size_it_drops_what_was_not_used_for_longest(folder: str) -> None:
    with open_store(folder) as store:
        store.put_many("ir", {bytes([number]): os.urandom(10_000) for number in range(60)})
    for number in range(50):
        age(folder, "ir", bytes([number]), days=60 - number)
    with open_store(folder, largest=300_000) as store:
        assert store.get("ir", b"\x00") is not None
    with open_store(folder) as store:
        left = {key[0] for key in store.get_many("ir", [bytes([number]) for number in range(60)])}
    assert left == {0, *range(60 - 21, 60)}
    assert Path(folder, DATABASE).stat().st_size < 300_000


def test_clean_removes_the_folder(folder: str) -> None:
    with open_store(folder) as store:
        store.put("ir", b"k", b"data")
    assert clean(folder)
    assert not Path(folder).exists()
    assert not clean(folder)


def test_clean_leaves_what_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "mine.py").touch()
    with open_store(str(tmp_path)):
        pass
    assert clean(str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.py"]
