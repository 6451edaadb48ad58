"""Globs over paths, as settings write them."""

from __future__ import annotations

import pytest

from piilint.terms.glob import path_fits


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("tools/**", "tools/a/b.py", True),
        ("tools/**", "mytools/a.py", False),
        ("tools", "tools/a/b.py", True),
        ("./tools/", "tools/a.py", True),
        ("**/admin.py", "admin.py", True),
        ("**/admin.py", "app/x/admin.py", True),
        ("**/admin.py", "app/xadmin.py", False),
        ("*.py", "a.py", True),
        ("*.py", "app/a.py", False),
        ("app/*/views.py", "app/shop/views.py", True),
        ("app/*/views.py", "app/shop/old/views.py", False),
        ("a?.py", "ab.py", True),
        ("a.py", "abpy", False),
        (".", "anything/at/all.py", True),
    ],
)
def test_paths_fit(glob: str, path: str, fits: bool) -> None:
    assert path_fits(glob, path) is fits
