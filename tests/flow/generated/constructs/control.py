"""Branches, loops, exceptions, `with` and `match`."""

from __future__ import annotations

from tests.flow.generated.constructs import construct
from tests.flow.generated.writer import Writer

SECTION = "branches, loops, exceptions"


@construct(SECTION)
def if_else(w: Writer) -> None:
    name = w.own("text")
    with w.block(f"if {w.condition()}:"):
        w.steps(2)
        w.write(f"{name} = {w.text()}")
    if w.maybe():
        with w.block(f"elif {w.condition()}:"):
            w.steps(1)
    if w.maybe():
        with w.block("else:"):
            w.steps(2)
            w.write(f"{name} = {w.text()}")


@construct(SECTION)
def early_return(w: Writer) -> None:
    name = w.fresh("early")
    with w.function(f"def {name}(u, v):", u="text", v="text"):
        with w.block(f"if {w.condition()}:"):
            w.steps(1)
            w.write(f"return {w.text()}")
        w.steps(1)
        w.write(f"return {w.text()}")
    w.let("text", f"{name}({w.text()}, {w.text()})")


@construct(SECTION)
def for_each(w: Writer) -> None:
    name, kept = w.fresh("x"), w.own("text")
    with w.block(f"for {name} in {w.some('texts')}[:3]:", **{name: "text"}):
        w.steps(2)
        w.write(f"{kept} = {w.text()}")
        if w.maybe():
            with w.block(f"if {w.condition()}:"):
                w.write(w.choose(("break", "continue")))
            w.steps(1)
    if w.maybe():
        with w.block("else:"):
            w.steps(1)


@construct(SECTION)
def for_carried(w: Writer) -> None:
    """What one turn leaves, the next one finds, and the third one."""
    names = [w.let("text", w.text()) for _ in range(3)]
    with w.block("for turn in range(3):"):
        w.steps(1)
        w.write(f"{names[0]} = {names[1]}", f"{names[1]} = {names[2]}", f"{names[2]} = {w.text()}")
        w.steps(1)


@construct(SECTION)
def while_(w: Writer) -> None:
    count, name = w.fresh("count"), w.own("text")
    w.write(f"{count} = 0")
    with w.block(w.choose((f"while {count} < 2:", "while True:"))):
        w.write(f"{count} += 1")
        w.steps(2)
        w.write(f"{name} = {w.text()}")
        with w.block(f"if {count} >= 2:"):
            w.write("break")


@construct(SECTION)
def try_except(w: Writer) -> None:
    name = w.own("text")
    error = w.fresh("error")
    with w.block("try:"):
        w.steps(1)
        w.write(f"{name} = {w.text()}")
        w.write(w.choose((f"raise ValueError({w.text()}, {w.text()})", '{}["absent"]', "pass")))
    with w.block(f"except (ValueError, KeyError) as {error}:"):
        w.write(f"{name} = {w.choose((f'str({error}.args[0])', f'str({error})', w.text()))}")
        w.steps(1)
    if w.maybe():
        with w.block("else:"):
            w.steps(1)
    if w.maybe():
        with w.block("finally:"):
            w.write(f"sink({name})")
            w.steps(1)


@construct(SECTION)
def raised_by_callee(w: Writer) -> None:
    name, error, kind = w.fresh("fail"), w.fresh("error"), w.fresh("Failure")
    own = w.maybe()
    if own:
        with w.block(f"class {kind}(Exception):"), w.block("def __init__(self, what):"):
            w.write("super().__init__(what)", "self.what = what")
    else:
        kind = "LookupError"
    with w.function(f"def {name}(value):", value="text"):
        w.steps(1)
        w.write(f"raise {kind}(value)")
    got = w.let("text", w.constant())
    with w.block("try:"):
        w.write(f"{name}({w.text()})")
    with w.block(f"except {kind} as {error}:"):
        w.write(f"{got} = {w.choose((f'{error}.what' if own else f'{error}.args[0]', f'str({error})'))}")
        w.steps(1)


@construct(SECTION)
def raise_from(w: Writer) -> None:
    got = w.let("text", w.constant())
    with w.block("try:"):
        with w.block("try:"):
            w.write(f"raise KeyError({w.text()})")
        with w.block("except KeyError as inner:"):
            w.write(f"raise ValueError({w.text()}) from inner")
    with w.block("except ValueError as outer:"):
        w.write(f"{got} = {w.choose(('str(outer)', 'str(outer.__cause__)', 'outer.__cause__.args[0]'))}")


@construct(SECTION)
def finally_returns(w: Writer) -> None:
    name = w.fresh("closing")
    with w.function(f"def {name}(value):", value="text"):
        with w.block("try:"):
            w.steps(1)
            w.write(f"return {w.text()}")
        with w.block("finally:"):
            w.steps(1)
            w.write("sink(value)")
    w.let("text", f"{name}({w.text()})")


@construct(SECTION)
def with_object(w: Writer) -> None:
    kind, name = w.fresh("Manager"), w.fresh("x")
    with w.block(f"class {kind}:"):
        with w.function("def __init__(self, held):", held="text"):
            w.write("self.held = held")
        with w.function("def __enter__(self):"):
            w.steps(1)
            w.write(f"return {w.choose(('self.held', w.text()))}")
        with w.function("def __exit__(self, *error):"):
            w.write("self.held = None")
    with w.block(f"with {kind}({w.text()}) as {name}:", **{name: "text"}):
        w.steps(2)
        w.write(f"sink({name})")


@construct(SECTION)
def with_contextmanager(w: Writer) -> None:
    name, target = w.fresh("managed"), w.fresh("x")
    w.use("import contextlib")
    w.write("@contextlib.contextmanager")
    with w.function(f"def {name}(value):", "generator", value="text"):
        w.steps(1)
        with w.block("try:"):
            w.write(f"yield {w.text()}")
        with w.block("finally:"):
            w.write("sink(value)")
    with w.block(f"with {name}({w.text()}) as {target}:", **{target: "text"}):
        w.steps(2)
        w.write(f"sink({target})")


@construct(SECTION)
def with_exitstack(w: Writer) -> None:
    w.use("import contextlib")
    target = w.fresh("x")
    with w.block("with contextlib.ExitStack() as stack:"):
        w.write(f"{target} = stack.enter_context(contextlib.nullcontext({w.text()}))")
        w.add("text", target)
        w.steps(1)
        w.write(f"sink({target})")


@construct(SECTION)
def match_sequence(w: Writer) -> None:
    a, b, got = w.fresh("x"), w.fresh("x"), w.let("text", w.constant())
    with w.block(f"match {w.some('pair')}:"):
        with w.block(f'case ("c", {a}):', **{a: "text"}):
            w.write(f"{got} = {a}")
            w.steps(1)
        with w.block(f"case [{a}, *{b}] if {a}:", **{a: "text", b: "texts"}):
            other = f"{b}[0]"
            w.write(f"{got} = {w.choose((a, other))}")
            w.steps(1)


@construct(SECTION)
def match_mapping(w: Writer) -> None:
    a, rest, got = w.fresh("x"), w.fresh("rest"), w.let("text", w.constant())
    with w.block(f"match {w.some('record')}:"):
        with w.block('case {"a": "c"}:'):
            w.steps(1)
        with w.block(f'case {{"a": {a}, **{rest}}}:', **{a: "text"}):
            other = f'{rest}["b"]'
            w.write(f"{got} = {w.choose((a, other))}")
            w.steps(1)


@construct(SECTION)
def match_class(w: Writer) -> None:
    kind, a, b, got = w.fresh("Point"), w.fresh("x"), w.fresh("x"), w.let("text", w.constant())
    w.use("from dataclasses import dataclass")
    w.write("@dataclass")
    with w.block(f"class {kind}:"):
        w.write("a: str", "b: str")
    pattern = w.choose((f"{kind}({a}, {b})", f"{kind}(b={b}, a={a})", f"{kind}(a=str() as {a}, b={b})"))
    with w.block(f"match {kind}({w.text()}, {w.text()}):"):
        with w.block(f"case {pattern}:", **{a: "text", b: "text"}):
            w.write(f"{got} = {w.choose((a, b))}")
            w.steps(1)
        with w.block("case _:"):
            w.steps(1)


@construct(SECTION)
def match_alternatives(w: Writer) -> None:
    a, got = w.fresh("x"), w.let("text", w.constant())
    with w.block(f"match {w.text()}:"):
        with w.block(f'case ("c" | "d") as {a}:', **{a: "text"}):
            w.write(f"{got} = {a}")
        with w.block(f"case str({a}):", **{a: "text"}):
            w.write(f"{got} = {a}")
            w.steps(1)
