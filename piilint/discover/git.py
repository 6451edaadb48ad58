"""What git knows: the commit that a branch left, its files, and their bytes. Objects are read; no work tree is made."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

from piilint.terms.errors import UserError

_PLAIN_FILES = (b"100644", b"100755")


@dataclass(frozen=True, slots=True)
class Tree:
    """One commit: the repository's top folder, and its plain files (from there, with `/`) with their object names."""

    top: str
    commit: str
    files: dict[str, str]


def merge_base(folder: str, rev: str) -> Tree:
    """The commit at which HEAD left `rev`. Raises UserError where there is no such commit, or no repository."""
    top = _text(folder, "rev-parse", "--show-toplevel")
    if top is None:
        raise UserError(f"--diff: {folder} lies in no git repository, or git is not installed")
    known = _text(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
    if known is None:
        raise UserError(
            f'--diff: git knows no commit "{rev}"; fetch it first (in CI: check out with the whole history)'
        )
    commit = _text(folder, "merge-base", known, "HEAD")
    if commit is None:
        message = f'--diff: HEAD and "{rev}" have no commit in common; fetch the whole history (git fetch --unshallow)'
        raise UserError(message)
    listed = _git(folder, "ls-tree", "-r", "-z", "--full-tree", commit) or b""
    files = {}
    for entry in listed.split(b"\0"):
        about, _, path = entry.partition(b"\t")
        if about[:6] in _PLAIN_FILES:
            files[os.fsdecode(path)] = about.split()[2].decode()
    return Tree(top, commit, files)


def contents(tree: Tree, objects: Iterable[str]) -> dict[str, bytes]:
    """The bytes of objects by name, all read by one process."""
    wanted = sorted(set(objects))
    if not wanted:
        return {}
    data = _git(tree.top, "cat-file", "--batch", given="".join(f"{name}\n" for name in wanted).encode()) or b""
    found = {}
    at = 0
    for name in wanted:
        end = data.find(b"\n", at)
        words = data[at:end].split()
        if end < 0 or len(words) != 3:
            raise UserError(f"--diff: git cannot read the object {name}; fetch the whole history")
        size = int(words[2])
        found[name] = data[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return found


def _text(folder: str, *arguments: str) -> str | None:
    answer = _git(folder, *arguments)
    return None if answer is None else os.fsdecode(answer).removesuffix("\n")


def _git(folder: str, *arguments: str, given: bytes | None = None) -> bytes | None:
    """What git answers; None where it refuses, or is not there."""
    try:
        done = subprocess.run(["git", "-C", folder, *arguments], input=given, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
