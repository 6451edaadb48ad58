"""Calls: parameters, results, context, and functions as values."""

from __future__ import annotations

from tests.flow.generated.constructs import construct
from tests.flow.generated.writer import Writer

SECTION = "calls"


@construct(SECTION)
def function(w: Writer) -> None:
    """A function with a body of its own, called twice."""
    name = w.fresh("f")
    with w.function(f"def {name}(u):", u="text"):
        w.steps(3)
        w.write(f"return {w.text()}")
    w.add("mapper", name)
    w.let("text", f"{name}({w.text()})")
    w.let("text", f"{name}({w.text()})")


@construct(SECTION)
def parameters(w: Writer) -> None:
    name = w.fresh("call")
    header, call = w.choose(
        (
            ("u, v", "{0}, {1}"),
            ("u, v", "v={0}, u={1}"),
            ("u, /, v", "{0}, v={1}"),
            ("u, *, v", "{0}, v={1}"),
            ("u, v={0}", "{1}"),
            ("u, v", "*{2}"),
            ("u, v", "*[{0}], **{{'v': {1}}}"),
            ("u, v, w={1}", "{0}, *({0},)"),
        )
    )
    with w.function(f"def {name}({header.format(w.atom(), w.atom())}):", u="text", v="text"):
        w.steps(1)
        w.write(f"return {w.choose(('u', 'v', w.text()))}, v")
    pair = w.fresh("t")
    w.write(f"{pair} = {name}({call.format(w.text(), w.text(), w.some('pair'))})")
    w.write(f"sink({pair}[0])", f"sink({pair}[1])")


@construct(SECTION)
def variable_parameters(w: Writer) -> None:
    name = w.fresh("call")
    with w.function(f"def {name}(first, *rest, last={w.constant()}, **named):", first="text", last="text"):
        w.steps(1)
        results = ("first", "rest[0]", "rest[-1]", "last", 'named["k"]', "str(named)", w.text())
        w.write(f"return {w.choose(results)}")
    forms = ("{0}, {1}, k={2}", "{0}, *{3}, k={1}", "{0}, {1}, last={2}, k={0}", "{0}, {1}, **{{'k': {2}, 'j': {1}}}")
    call = w.choose(forms).format(w.text(), w.text(), w.text(), w.some("pair"))
    w.let("text", f"{name}({call})[:60]")


@construct(SECTION)
def forwarded_parameters(w: Writer) -> None:
    inner, outer = w.fresh("inner"), w.fresh("outer")
    with w.function(f"def {inner}(u, v={w.constant()}):", u="text", v="text"):
        w.steps(1)
        w.write(f"return {w.choose(('u', 'v'))}")
    with w.function(f"def {outer}(*args, **kwargs):"):
        w.write(f"return {inner}(*args, **kwargs)")
    w.let("text", w.choose(("{0}({1}, {2})", "{0}({1}, v={2})", "{0}(u={1}, v={2})")).format(outer, w.text(), w.text()))


@construct(SECTION)
def record_in_and_out(w: Writer) -> None:
    name = w.fresh("rebuild")
    type_ = w.choose(("record", "thing", "pair", "texts"))
    with w.function(f"def {name}(v, given):", v="text", given=type_):
        w.steps(2)
        w.write(f"return {w.choose(('given', w.some(type_), w.made(type_)))}")
    w.let(type_, f"{name}({w.text()}, {w.some(type_)})")


@construct(SECTION)
def changes_argument(w: Writer) -> None:
    name, type_ = w.fresh("change"), w.choose(("record", "thing", "texts"))
    change = {"record": 'd["a"] = v', "thing": "d.b = v", "texts": "d.append(v)"}[type_]
    with w.function(f"def {name}(d, v):", d=type_, v="text"):
        w.steps(1)
        w.write(change)
    if w.maybe():
        inner, name = name, w.fresh("change")
        with w.function(f"def {name}(d, v):", d=type_, v="text"):
            w.write(f"{inner}(d, v)")
    target = w.let(type_, w.made(type_))
    w.write(f"{name}({target}, {w.text()})")
    w.show_all()


@construct(SECTION)
def recursion(w: Writer) -> None:
    name, other = w.fresh("again"), w.fresh("again")
    mutual = w.maybe()
    with w.function(f"def {name}(u, v, n):", u="text", v="text"):
        with w.block("if n == 0:"):
            w.write(f"return {w.choose(('u', 'v'))}")
        w.steps(1)
        w.write(f"return {other if mutual else name}({w.choose(('u, v', 'v, u'))}, n - 1)")
    if mutual:
        with w.function(f"def {other}(u, v, n):", u="text", v="text"):
            w.write(f"return {name}({w.choose(('u, v', 'v, u'))}, max(n - 1, 0))")
    w.let("text", f"{name}({w.text()}, {w.text()}, {w.choose((0, 1, 2, 3))})")


@construct(SECTION)
def closure(w: Writer) -> None:
    name = w.fresh("enclosing")
    with w.function(f"def {name}(u):", u="text"):
        w.steps(1)
        inner = w.fresh("inner")
        with w.function(f"def {inner}():"):
            w.steps(1)
            w.write(f"return {w.text()}")
        if w.maybe():
            w.write(f"u = {w.text()}")
        w.write(f"return {inner}")
    w.let("maker", f"{name}({w.text()})")


@construct(SECTION)
def closures_share_a_cell(w: Writer) -> None:
    name, get, put = w.fresh("cell"), w.fresh("get"), w.fresh("put")
    with w.function(f"def {name}(u):", u="text"):
        with w.function(f"def {put}(v):", v="text"):
            w.write("nonlocal u", "u = v")
        w.write(f"return (lambda: u), {put}")
    w.write(f"{get}, {put} = {name}({w.text()})")
    if w.maybe():
        w.write(f"{put}({w.text()})")
    w.add("maker", get)
    w.write(f"sink({get}())")


@construct(SECTION)
def functions_in_containers(w: Writer) -> None:
    f, g, table = w.some("mapper"), w.some("mapper"), w.fresh("table")
    w.use("import types")
    forms = (
        ('{{"f": {0}, "g": {1}}}', '{0}["f"]({1})'),
        ('{{"f": {0}, "g": {1}}}', '{0}.get("g", str)({1})'),
        ("[{0}, {1}]", "{0}[1]({1})"),
        ("({0}, {1})", "[h({1}) for h in {0}][0]"),
        ("types.SimpleNamespace(f={0}, g={1})", "{0}.f({1})"),
        ('{{"in": [{0}, {1}]}}', '{0}["in"][0]({1})'),
        ('{{"f": {0}, "g": {1}}}', '{0}[{1} and "f"]({1})'),
    )
    made, called = w.choose(forms)
    w.write(f"{table} = {made.format(f, g)}")
    w.let("text", called.format(table, w.choose(("source()", '"c"'))))


@construct(SECTION)
def functions_as_arguments(w: Writer) -> None:
    name = w.fresh("apply")
    with w.function(f"def {name}(f, v):", f="mapper", v="text"):
        w.steps(1)
        w.write(f"return {w.choose(('f(v)', 'f(f(v))', '[f(x) for x in [v]][0]', 'next(map(f, [v]))'))}")
    w.let("text", f"{name}({w.some('mapper')}, {w.text()})")
    w.let("text", f"{name}({w.choose(('lambda v: v', 'str.lower', w.some('mapper')))}, {w.text()})")


@construct(SECTION)
def composed(w: Writer) -> None:
    name = w.fresh("compose")
    with w.function(f"def {name}(f, g):", f="mapper", g="mapper"):
        w.write("return lambda v: f(g(v))")
    w.let("mapper", f"{name}({w.some('mapper')}, {w.some('mapper')})")


@construct(SECTION)
def partial(w: Writer) -> None:
    name = w.fresh("f")
    w.use("import functools")
    with w.function(f"def {name}(u, v, w='c'):", u="text", v="text"):
        w.steps(1)
        w.write(f"return {w.choose(('u', 'v', 'w'))}")
    forms = ("{0}, {1}", "{0}, w={2}, u={1}", "functools.partial({0}, {1}), w={2}")
    bound = w.choose(forms)
    if "u=" in bound:
        w.let("text", f"functools.partial({bound.format(name, w.text(), w.text())})(v={w.text()})")
    else:
        w.let("mapper", f"functools.partial({bound.format(name, w.text(), w.text())})")
        w.let("text", f"{w.known('mapper')[0]}({w.text()})")


@construct(SECTION)
def callbacks(w: Writer) -> None:
    kept, on = w.fresh("handlers"), w.fresh("on")
    w.write(f"{kept} = []")
    with w.function(f"def {on}(v):", v="text"):
        w.steps(2)
        w.write("sink(v)")
    w.write(f"{kept}.append({on})")
    with w.block(f"for handler in {kept}:"):
        w.write(f"handler({w.text()})")


@construct(SECTION)
def executors(w: Writer) -> None:
    f = w.some("mapper")
    w.use("import threading")
    w.use("from concurrent.futures import ThreadPoolExecutor")
    if w.maybe():
        with w.block("with ThreadPoolExecutor(1) as pool:"):
            form = w.choose(("pool.submit({0}, {1}).result()", "list(pool.map({0}, [{1}]))[0]"))
            name = w.let("text", form.format(f, w.text()))
            w.write(f"sink({name})")
    else:
        name, out = w.fresh("work"), w.fresh("l")
        w.write(f"{out} = [{w.constant()}]")
        with w.function(f"def {name}(v):", v="text"):
            w.steps(1)
            w.write(f"{out}.append(v)")
        w.write(f"thread = threading.Thread(target={name}, args=({w.text()},))", "thread.start()", "thread.join()")
        w.add("texts", out)
        w.write(f"sink({out}[-1])")


@construct(SECTION)
def unknown(w: Writer) -> None:
    """A library of which nothing is said: what comes out may be what went in."""
    w.use("import calendar")
    w.let("text", f"str(calendar.weekday(2024, 1, len({w.text()}) % 28 + 1))")
