"""The sample projects: the leaky twin has the findings that stand beside it, the fixed one none, no patch is idle.

Each sample has `leaky/`, `fixed/`, and in `fix/` the patches between them. `expected.txt` is what piilint prints of
the leaky one, `fixed_expected.txt` of the fixed one, and `fix/NN-name.expected.txt` of the fixed one with that patch
undone. PIILINT_UPDATE_GOLDENS=1 writes these files anew: read what has changed before you commit it.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "sample_projects"
PROJECTS = sorted(path.parent for path in SAMPLES.glob("*/expected.txt"))
PATCHES = [patch for project in PROJECTS for patch in sorted(project.glob("fix/*.patch"))]
NOT_SOURCE = shutil.ignore_patterns("instance", "__pycache__", ".piilint_cache")


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
@pytest.mark.parametrize(("variant", "expected"), [("leaky", "expected.txt"), ("fixed", "fixed_expected.txt")])
def test_piilint_prints_exactly_what_is_expected(project: Path, variant: str, expected: str, tmp_path: Path) -> None:
    printed, exit_code = _check(_copy(project / variant, tmp_path))
    assert printed == _golden(project / expected, printed)
    assert exit_code == (1 if "[error]" in printed else 0)


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.name)
def test_all_patches_together_make_the_fixed_twin(project: Path, tmp_path: Path) -> None:
    copy = _copy(project / "leaky", tmp_path)
    for patch in sorted(project.glob("fix/*.patch")):
        _apply(patch, copy)
    assert _unlike(copy, _copy(project / "fixed", tmp_path)) == []


@pytest.mark.parametrize("patch", PATCHES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_each_patch_is_needed_with_one_undone_its_findings_are_back(patch: Path, tmp_path: Path) -> None:
    copy = _copy(patch.parents[1] / "fixed", tmp_path)
    _apply(patch, copy, "--reverse")
    printed, _ = _check(copy)
    assert printed
    assert printed == _golden(patch.with_suffix(".expected.txt"), printed)


def _copy(variant: Path, folder: Path) -> Path:
    return Path(shutil.copytree(variant, folder / variant.name, ignore=NOT_SOURCE))


def _check(folder: Path) -> tuple[str, int]:
    command = [sys.executable, "-m", "piilint", "check", "--output-format", "concise", "--no-cache"]
    root = str(SAMPLES.parent)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": root})
    assert done.returncode in (0, 1), done.stderr
    return done.stdout, done.returncode


def _golden(path: Path, printed: str) -> str:
    if os.environ.get("PIILINT_UPDATE_GOLDENS"):
        path.write_text(printed, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def _apply(patch: Path, folder: Path, *options: str) -> None:
    # outside of any repository, else git looks for the files from its top
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    subprocess.run(["git", "apply", *options, str(patch)], cwd=folder, check=True, env=environment)


def _unlike(one: Path, other: Path) -> list[str]:
    compared = filecmp.dircmp(one, other)
    stack, found = [compared], []
    while stack:
        each = stack.pop()
        found += [*each.left_only, *each.right_only]
        found += filecmp.cmpfiles(each.left, each.right, each.common_files, shallow=False)[1]
        stack += each.subdirs.values()
    return sorted(found)
