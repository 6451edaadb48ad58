"""A whole Django page, lowered, as its dump. `UPDATE_GOLDENS=1` writes the dumps anew; read what changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from piilint.ir.dump import dump_module
from piilint.read.frontend.django import lower_django

PAGES = sorted((Path(__file__).parent / "goldens").glob("*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_lowered_as_its_dump_says(page: Path) -> None:
    dump = dump_module(lower_django(page.read_bytes()))
    golden = page.with_suffix(".txt")
    if os.environ.get("UPDATE_GOLDENS"):
        golden.write_text(dump, encoding="utf-8")
    assert dump == golden.read_text(encoding="utf-8")
