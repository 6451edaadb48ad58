"""How the time grows with the size of a program (`make growth`): programs that are long or deep in one way each.

`python -m tests.flow.growth [NAME ...]` checks each program at n, 2n and 4n, and writes `results/growth-DATE.md`: the
CPU seconds of a check without those of parsing, which is the parser's own affair, and how many times longer the
longest program takes than the half of it. That all of them end, and find the flow, is tested; times are only told.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import libcst as cst

from piilint.pipeline import check
from tests.support.flow import CONFIG, rulebook

RESULTS = Path(__file__).parents[2] / "results"


def _lines(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def _recursion(n: int) -> str:
    functions = [f"def f{i}(x, k):\n    return f{(i + 1) % n}(x, k - 1) if k else x" for i in range(n)]
    return _lines(*functions, "sink(f0(source(), 3))")


def _mutual(n: int) -> str:
    pairs = [
        line
        for i in range(n)
        for line in (
            f"def even{i}(x, y, k):\n    return x if k == 0 else odd{i}(y, x, k - 1)",
            f"def odd{i}(x, y, k):\n    return even{i}(y, x, k - 1) if k else x",
        )
    ]
    return _lines(*pairs, *(f"sink(even{i}('c', source(), 3))" for i in range(n)))


def _itself(n: int) -> str:
    return _lines(
        "a = {}\na['me'] = a\na['k'] = source()", "b = []\nb.append(b)\nb.append(a)",
        *(f"a['k{i}'] = b\nb.append(a['me'])" for i in range(n)), "sink(a['me']['me']['k'])",
    )  # fmt: skip


def _calls(n: int) -> str:
    functions = [f"def f{i}(x):\n    return f{i + 1}(x)" for i in range(n)]
    return _lines(*functions, f"def f{n}(x):\n    return x", "sink(f0(source()))")


def _callers(n: int) -> str:
    users = [f"def g{i}(x):\n    return same(x)\n\nsink(g{i}(source()))" for i in range(n)]
    return _lines("def same(x):\n    return x", *users)


def _structure(n: int) -> str:
    links = [line for i in range(n) for line in (f"n{i + 1} = Node(n{i})", f"n{i}.back = n{i + 1}")]
    return _lines(
        "class Node:\n    def __init__(self, next):\n        self.next = next\n        self.back = None",
        "n0 = Node(source())", *links, f"n{n}.next = n{n}", "sink(n0.next)",
    )  # fmt: skip


def _attributes(n: int) -> str:
    return _lines("import elsewhere", "x = elsewhere.start(source())", f"sink(x{'.a' * n})")


def _statements(n: int) -> str:
    return _lines("def f():", "    x0 = source()", *(f"    x{i + 1} = x{i} + 'c'" for i in range(n)), f"    sink(x{n})")


def _assignments(n: int) -> str:
    return _lines("def f():", "    d = {}", *(f"    d['k{i}'] = source()" for i in range(n)), "    sink(d['k1'])")


def _branches(n: int) -> str:
    body = [f"    if a[{i}]:\n        x = x + str({i})\n    else:\n        y = x" for i in range(n)]
    return _lines("def f(a):", "    x = y = source()", *body, "    sink(x)")


def _loops(n: int) -> str:
    body = [f"    for i{i} in a:\n        x = x + i{i}" for i in range(n)]
    return _lines("def f(a):", "    x = source()", *body, "    sink(x)")


def _mapping(n: int) -> str:
    return _lines(
        f"d = {{{', '.join(f'{chr(34)}k{i}{chr(34)}: {i}' for i in range(n))}}}", "d['k'] = source()", "sink(d['k'])"
    )


def _nested(n: int) -> str:
    return _lines(f"sink({'str(' * n}source(){')' * n})")


def _elifs(n: int) -> str:
    chain = [f"    elif a == {i}:\n        x = source()" for i in range(n)]
    return _lines(
        "def f(a):", "    if a is None:\n        x = 'c'", *chain, "    else:\n        x = 'd'", "    sink(x)"
    )


def _terms(n: int) -> str:
    return _lines("a = source()", f"sink({' + '.join(['a'] * n)})")


def _methods(n: int) -> str:
    methods = [
        f"    def m{i}(self):\n        self.a{i} = self.a{i - 1 if i else 0}\n        return self.a{i}"
        for i in range(n)
    ]
    return _lines(
        "class C:\n    def __init__(self, v):\n        self.a0 = v", *methods, "c = C(source())", "sink(c.m0())"
    )


def _inheritance(n: int) -> str:
    classes = [f"class C{i + 1}(C{i}):\n    def m(self):\n        return super().m()" for i in range(n)]
    return _lines("class C0:\n    def m(self):\n        return source()", *classes, f"sink(C{n}().m())")


def _closures(n: int) -> str:
    body = [line for i in range(n) for line in (f"    def g{i}():", "        return x", f"    sink(g{i}())")]
    return _lines("def f():", "    x = source()", *body)


def _appends(n: int) -> str:
    return _lines("def f():", "    xs = []", *("    xs.append(source())" for _ in range(n)), "    sink(xs[0])")


def _handlers(n: int) -> str:
    body = [f"    try:\n        x = str(x)\n    except ValueError as e{i}:\n        x = str(e{i})" for i in range(n)]
    return _lines("def f():", "    x = source()", *body, "    sink(x)")


def _table(n: int) -> str:
    functions = [f"def f{i}(x):\n    return x" for i in range(n)]
    entries = ", ".join(f"'{i}': f{i}" for i in range(n))
    return _lines(*functions, f"T = {{{entries}}}", "def go(k, x):\n    return T[k](x)", "sink(go('1', source()))")


PROGRAMS: dict[str, tuple[Callable[[int], str], int]] = {
    "functions that call each other in a ring": (_recursion, 250),
    "pairs of functions that call each other": (_mutual, 100),
    "a chain of calls": (_calls, 250),
    "callers of one function": (_callers, 500),
    "objects that refer to each other": (_structure, 250),
    "containers that hold themselves": (_itself, 100),
    "attributes of attributes": (_attributes, 75),
    "statements of one function": (_statements, 1250),
    "keys written one by one": (_assignments, 500),
    "branches one after the other": (_branches, 250),
    "loops one after the other": (_loops, 250),
    "keys of a dict": (_mapping, 2500),
    "calls within calls": (_nested, 75),
    "an elif chain": (_elifs, 250),
    "terms of a sum": (_terms, 375),
    "methods of a class": (_methods, 250),
    "classes that inherit from each other": (_inheritance, 50),
    "closures of one variable": (_closures, 250),
    "elements appended one by one": (_appends, 250),
    "handlers one after the other": (_handlers, 250),
    "functions in a table": (_table, 250),
}
"""Each program by its size, and the smallest size that is measured."""


def measured(text: str) -> tuple[float, float, int]:
    """CPU seconds of the parser, of the rest of a check, and how many findings there are."""
    parsing = 0.0
    parse = cst.parse_module

    def timed(*args: Any, **kwargs: Any) -> cst.Module:
        nonlocal parsing
        begun = time.process_time()
        try:
            return parse(*args, **kwargs)
        finally:
            parsing += time.process_time() - begun

    gc.collect()
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "app.py").write_text(text, encoding="utf-8")
        os.chdir(folder)
        cst.parse_module = timed
        try:
            begun = time.process_time()
            report = check(["."], CONFIG, rulebook=rulebook())
            checking = time.process_time() - begun
        finally:
            cst.parse_module = parse
            os.chdir(before)
    assert report.problems == (), report.problems
    return parsing, checking - parsing, len(report.findings)


def main(names: list[str]) -> int:
    lines = [
        "# How the time grows", "",
        f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC, Python {sys.version.split()[0]}, by `make growth`.",
        "CPU seconds without parsing; the last column: how many times longer 4n takes than 2n (linear: 2).", "",
        "| what there is n of | n | at n | at 2n | at 4n | parsing 4n | 4n : 2n |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]  # fmt: skip
    measured(_statements(10))
    for name, (program, n) in PROGRAMS.items():
        if names and name not in names:
            continue
        times = [measured(program(size)) for size in (n, 2 * n, 4 * n)]
        found = "" if all(findings for *_, findings in times) else " (flow not found)"
        rest = " | ".join(f"{seconds:.2f}" for _, seconds, _ in times)
        lines.append(f"| {name}{found} | {n} | {rest} | {times[2][0]:.2f} | {times[2][1] / times[1][1]:.1f} |")
        print(lines[-1], flush=True)
    if not names:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / f"growth-{datetime.now(timezone.utc):%Y-%m-%d}.md").write_text(
            "\n".join(lines) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
