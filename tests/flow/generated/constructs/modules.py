"""Several files: names that are imported, and what one file changes in another."""

from __future__ import annotations

from tests.flow.generated.constructs import construct
from tests.flow.generated.writer import Writer

SECTION = "modules"


@construct(SECTION)
def imported_function(w: Writer) -> None:
    if "part.py" in w.modules and w.module is w.modules["part.py"]:
        return
    name = w.fresh("f")
    with w.elsewhere():
        w.steps(1)
        with w.function(f"def {name}(u):", u="text"):
            w.steps(2)
            w.write(f"return {w.text()}")
    form, call = w.choose(
        (
            ("from part import {0}", "{0}"),
            ("import part", "part.{0}"),
            ("import part as other", "other.{0}"),
            ("from part import {0} as {0}_", "{0}_"),
        )
    )
    w.use(form.format(name))
    called = call.format(name)
    w.let("text", f"{called}({w.text()})")
    w.let("mapper", called)


@construct(SECTION)
def module_variables(w: Writer) -> None:
    if "part.py" in w.modules and w.module is w.modules["part.py"]:
        return
    name, put, get = w.fresh("kept"), w.fresh("put"), w.fresh("get")
    with w.elsewhere():
        w.write(f"{name} = {w.text()}")
        with w.block(f"def {put}(v):"):
            w.write(f"global {name}", f"{name} = v")
        with w.block(f"def {get}():"):
            w.write(f"return {name}")
    w.use("import part")
    if w.maybe():
        w.write(w.choose(("part.{0}({1})", "part.{2} = {1}")).format(put, w.text(), name))
    w.let("text", w.choose(("part.{0}", "part.{1}()")).format(name, get))


@construct(SECTION)
def imported_class(w: Writer) -> None:
    if "part.py" in w.modules and w.module is w.modules["part.py"]:
        return
    kind, value = w.fresh("Imported"), w.fresh("o")
    with w.elsewhere(), w.block(f"class {kind}:"):
        with w.block("def __init__(self, a, b):"):
            w.write("self.a = a", "self.b = b")
        with w.function("def get(self):", self="thing"):
            w.steps(1)
            w.write(f"return {w.text()}")
    w.use(f"from part import {kind}")
    base = kind
    if w.maybe():
        base = w.fresh("Local")
        with w.block(f"class {base}({kind}):"):
            w.write("pass")
    w.write(f"{value} = {base}({w.text()}, {w.text()})")
    w.add("thing", value)
    w.let("text", f"{value}.get()")
