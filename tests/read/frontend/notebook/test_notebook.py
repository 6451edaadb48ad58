"""The code cells of a notebook are one module; what is no Python in them does no harm."""

from __future__ import annotations

import json

import pytest

from piilint.ir.instructions import Assign, Name
from piilint.ir.module import ModuleIR, decode_body
from piilint.read.frontend.notebook import lower_notebook
from piilint.read.frontend.problem import SyntaxProblem
from tests.support.ir_invariants import violations


def notebook(*cells: str, **more: object) -> bytes:
    listed = [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]
    return json.dumps({"cells": listed, "nbformat": 4, **more}).encode()


def lowered(*cells: str) -> ModuleIR:
    module = lower_notebook(notebook(*cells))
    assert violations(module) == []
    return module


def assigned(module: ModuleIR) -> dict[str, int]:
    """Each assigned name and its line in the lowered text."""
    body = decode_body(module.functions[0])
    return {made.name: body.lines[number] for number, made in enumerate(body.code) if isinstance(made, Assign)}


def test_cells_follow_one_another_and_share_names() -> None:
    module = lowered("x = 1", "", "y = x\n\nz = y")
    assert module.cells == [(1, 1), (2, 2), (3, 5)]
    assert assigned(module) == {"x": 1, "y": 3, "z": 5}
    assert Name("x") not in decode_body(module.functions[0]).code


def test_other_cells_and_old_formats() -> None:
    cells = [
        {"cell_type": "markdown", "source": "a = 1"},
        {"cell_type": "code", "input": "b = 2", "language": "python"},
        {"cell_type": "raw", "source": "c"},
    ]
    module = lower_notebook(json.dumps({"worksheets": [{"cells": cells}]}).encode())
    assert (module.cells, assigned(module)) == ([(1, 1)], {"b": 1})


@pytest.mark.parametrize(
    "cell",
    [
        "%matplotlib inline\n!pip install x \\\n  y\nlast = 1",
        "if a:\n    !ls {a}\nb = !ls\nlast = 1",
        "?print\nprint?\nprint??\nlast = 1",
        "%%time\n\nb = 1\nlast = 1",
        "%time b = load()\nx = (3\n% 2)\nlast = 1",
        "x = '''\n!no magic\n%here\n'''\nlast = 1",
        "df = %sql select 1\n\n\nlast = 1",
    ],
)
def test_magics_keep_the_lines(cell: str) -> None:
    module = lowered(cell)
    assert assigned(module)["last"] == cell.count("\n") + 1


def test_what_a_timed_statement_assigns_is_seen() -> None:
    assert assigned(lowered("%time users = load()\n%timeit -n 10 f(users)")) == {"users": 1}


def test_an_expression_that_goes_on_with_a_percent_sign_is_no_magic() -> None:
    module = lowered("x = 3 \\\n% y\nz = (x\n  % y)")
    assert decode_body(module.functions[0]).code.count(Name("y")) == 2


def test_cells_in_other_languages_are_blank() -> None:
    module = lowered("a = 1", "%%sql\nselect phone from users", "%%bash\necho 'it", "b = 2")
    assert assigned(module) == {"a": 1, "b": 6}


def test_a_broken_cell_is_left_out_as_long_as_another_can_be_read() -> None:
    module = lowered("a = 1", "def (:\n  pass", "b = 2")
    assert assigned(module) == {"a": 1, "b": 4}
    assert module.cells == [(1, 1), (2, 3), (4, 4)]


@pytest.mark.parametrize(
    ("content", "told", "line"),
    [
        (b'{"cells": [\n}', "no JSON", 2),
        (b"[]", "no notebook", 1),
        (b"\xff\xfe", "UTF-8", 1),
        (notebook("def (:", "x ="), "cell 1: this is no Python 3", 1),
        (notebook("x <- 1", metadata={"kernelspec": {"language": "R"}}), "written in r", 1),
        (b"[" * 100_000, "nests too deeply", 1),
    ],
)
def test_what_cannot_be_read_is_a_problem(content: bytes, told: str, line: int) -> None:
    with pytest.raises(SyntaxProblem) as problem:
        lower_notebook(content)
    assert told in problem.value.message
    assert problem.value.line == line


@pytest.mark.parametrize("content", [b'{"cells": []}', b'{"cells": [1, {"cell_type": "code"}, null]}'])
def test_an_empty_notebook_is_a_module(content: bytes) -> None:
    assert decode_body(lower_notebook(content).functions[0]).code == []
