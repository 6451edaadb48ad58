"""Programs that nobody wrote: the same answer each time, and never a finding less for a source more."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from piilint.ir import instructions as ir
from piilint.ir.module import decode_body, decode_module
from piilint.read.lowering import Text, lower
from tests.flow.generated.programs import NAMES, Program, programs, write_program
from tests.support.cases import Case
from tests.support.flow import Place, found_by_piilint

ROOT = Path(__file__).parents[3]
RULES = ROOT / "tests" / "flow" / "rules.toml"
OF_TEMPLATES = {ir.Show, ir.CallTemplate}


def _found(files: dict[str, str]) -> frozenset[Place]:
    with tempfile.TemporaryDirectory() as folder:
        return found_by_piilint(Case("generated", Path("generated.md"), 1, "", files), Path(folder).resolve())


@settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)
@given(programs(most=4), st.integers(0, 9))
def test_a_source_more_never_takes_a_finding_away(program: Program, chosen: int) -> None:
    text = program.files["app.py"]
    constants = list(re.finditer(r'(?<= = )"[cde]"$', text, re.MULTILINE))
    constant = constants[chosen % len(constants)]
    more = {**program.files, "app.py": f"{text[: constant.start()]}source(){text[constant.end() :]}"}
    assert sorted(_found(dict(program.files)) - _found(more)) == [], (
        f"\n{text}\nline {text[: constant.start()].count(chr(10)) + 1}"
    )


def test_the_same_is_said_whatever_the_order_the_hash_seed_and_the_number_of_jobs(tmp_path: Path) -> None:
    for number in range(10):
        program = write_program(random.Random(number).choice, 8)
        for path, text in program.files.items():
            target = tmp_path / f"program{number}" / path
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8")
    folders = sorted(path.name for path in tmp_path.iterdir())
    answers = [
        _answer(tmp_path, folders, seed="0", jobs="1"),
        _answer(tmp_path, folders[::-1], seed="1", jobs="2"),
        _answer(tmp_path, [*folders[5:], *folders[:5]], seed="4711", jobs="1"),
    ]
    assert len(json.loads(answers[0])["findings"]) > 50
    assert answers[1] == answers[0]
    assert answers[2] == answers[0]


def _answer(folder: Path, paths: list[str], seed: str, jobs: str) -> str:
    command = [sys.executable, "-m", "piilint", "check", *paths, "--rules", str(RULES), "--no-default-rules"]
    command += ["--output-format", "json", "--exit-zero", "--isolated", "--no-cache", "--jobs", jobs]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout


def test_the_programs_use_every_instruction() -> None:
    seen: set[type] = set()
    for name in NAMES:
        for text in write_program(random.Random(0).choice, 2, [name]).files.values():
            lowered = lower(Text("python", text.encode())).module
            assert lowered is not None
            for function in decode_module(lowered).functions:
                seen |= {type(instruction) for instruction in decode_body(function).code}
    known = set(ir.Instruction.__subclasses__())
    assert {one.__name__ for one in known - seen} == {one.__name__ for one in OF_TEMPLATES}
