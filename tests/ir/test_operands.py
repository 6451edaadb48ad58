"""Which values an instruction reads."""

from __future__ import annotations

from pathlib import Path

import pytest

import piilint
from piilint.ir.operands import operands
from tests.support import ir_invariants
from tests.support.programs import program_of

PACKAGE = Path(piilint.__file__).parent


@pytest.mark.parametrize("path", ["ir/program.py", "cli/check.py", "screens/runs.py", "store/store.py"])
def test_each_instruction_reads_what_it_says(path: str) -> None:
    program = program_of({"app.py": (PACKAGE / path).read_text(encoding="utf-8")})
    for function in program.functions:
        for instruction in function.body.code:
            assert sorted(operands(instruction)) == sorted(ir_invariants.operands(instruction))
