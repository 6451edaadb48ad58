"""The frontend's one public function."""

from __future__ import annotations

import sys
import threading
import warnings
from typing import Any

import libcst as cst

from piilint.ir.module import ModuleIR
from piilint.read.frontend.problem import SyntaxProblem
from piilint.read.frontend.python import (  # noqa: F401 - each fills its part of the tables in `builder`
    calls,
    classes,
    comprehensions,
    conditions,
    control,
    exceptions,
    expressions,
    functions,
    imports,
    managers,
    matching,
    records,
    strings,
)
from piilint.read.frontend.python.builder import FunctionBuilder
from piilint.read.frontend.python.comments import comments
from piilint.read.frontend.python.elide import elided
from piilint.read.frontend.python.layout import Layout, read_layout, string_end
from piilint.read.frontend.python.module import ModuleBuilder
from piilint.read.frontend.python.source import decode
from piilint.read.frontend.python.statements import run
from piilint.read.frontend.python.structure import survey_module

_DEEP_RECURSION = 100_000
_DEEP_STACK = 512 * 1024 * 1024
"""Address space, not memory: the system maps what is used."""


def lower_python(content: bytes) -> ModuleIR:
    """The IR of a Python file. Raises SyntaxProblem where Python or libcst cannot read it."""
    return lower_text(decode(content))


def lower_text(text: str) -> ModuleIR:
    """The same for text that is decoded already and ends its lines with `\\n`."""
    layout = read_layout(text)
    if layout.oversized:
        text = elided(text, layout.oversized, string_end)
    tree = _parsed(text)
    try:
        return _lower(tree, layout)
    except RecursionError:
        return _lower_deep(tree, layout)


def parse(text: str) -> None:
    """Whether a text can be parsed: raises SyntaxProblem where it cannot."""
    read_layout(text)
    _parsed(text)


def _parsed(text: str) -> cst.Module:
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        raise SyntaxProblem(*_told(error)) from None
    except RecursionError:
        raise SyntaxProblem("the file nests too deeply to be parsed; split its longest expression") from None


def _told(error: cst.ParserSyntaxError) -> tuple[str, int]:
    """What to tell of a syntax error, and its line. What libcst expected instead is too long to help anyone."""
    line = max(error.raw_line, 1)
    if error.message.startswith("parser error"):
        return "this is no Python 3: invalid syntax", line
    return f"this is no Python 3: {error.message.removeprefix('tokenizer error: ').strip()}", line


def _lower(tree: cst.Module, layout: Layout) -> ModuleIR:
    survey = survey_module(tree, layout.logical)
    module = ModuleBuilder(survey)
    last = max(layout.lines, 1)
    body = FunctionBuilder(module, survey.module, module.reserve_function(), "module", (1, 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escape sequences in strings are not piilint's business
        run(body, tree.body)
    numbers = module.add_function(body, "", (1, last), -1, [])
    return ModuleIR(
        language="python",
        lines=layout.lines,
        functions=_complete(module.functions),
        classes=_complete(module.classes),
        imports=module.imports,
        bindings=module.final_bindings(numbers),
        exports=module.exports,
        comments=comments(layout, survey.decorated),
    )


def _complete(found: list[Any]) -> list[Any]:
    assert None not in found
    return found


def _lower_deep(tree: cst.Module, layout: Layout) -> ModuleIR:
    """Lower a file of deeply nested expressions, in a thread with a stack of its own."""
    result: list[ModuleIR] = []
    limit = sys.getrecursionlimit()
    size = threading.stack_size(_DEEP_STACK)
    try:
        sys.setrecursionlimit(_DEEP_RECURSION)
        thread = threading.Thread(target=lambda: result.append(_lower(tree, layout)))
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(size)
    if not result:
        raise SyntaxProblem("the file nests too deeply to be analysed; split its longest expression")
    return result[0]
