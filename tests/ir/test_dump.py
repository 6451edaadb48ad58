"""Each small program has an `.ir` file beside it: what it is lowered to. `pytest --update-goldens` writes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from piilint.ir.dump import dump_module, show_annotation
from piilint.ir.module import Annotation
from piilint.read.frontend.python import lower_python
from tests.support.ir_invariants import violations

GOLDENS = Path(__file__).parent / "goldens"
PROGRAMS = sorted(GOLDENS.glob("*.py"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_is_lowered_as_its_golden_says(program: Path, update_goldens: bool) -> None:
    module = lower_python(program.read_bytes())
    golden = program.with_suffix(".ir")
    if update_goldens:
        golden.write_text(dump_module(module), encoding="utf-8")
    assert violations(module) == []
    assert dump_module(module) == golden.read_text(encoding="utf-8")


def test_types_are_shown_as_they_are_written() -> None:
    phone = Annotation("PII", [], ["contact.phone"])
    union = Annotation("|", [Annotation("str"), Annotation("", [], [None])])
    assert show_annotation(Annotation("Annotated", [union, phone])) == "Annotated[str | None, PII('contact.phone')]"
    assert show_annotation(Annotation("Callable", [Annotation("[]", [Annotation("int")])])) == "Callable[[int]]"
