"""Decorators, generators and coroutines: functions that do not simply run."""

from __future__ import annotations

from tests.flow.generated.constructs import construct
from tests.flow.generated.writer import Writer

SECTION = "decorators, generators, async"


@construct(SECTION)
def decorator(w: Writer) -> None:
    """With arguments or without, as a function or a class, one or two of them."""
    names = []
    for _ in range(w.choose((1, 2))):
        name = w.fresh("decorate")
        way = w.choose(("plain", "wraps", "arguments", "class"))
        w.use("import functools")
        told = w.choose(("f(*args, **kwargs)", "f(args[0])", "str(f(*args, **kwargs))"))
        if way == "class":
            with w.block(f"class {name}:"):
                with w.block("def __init__(self, f):"):
                    w.write("self.f = f")
                with w.function("def __call__(self, *args, **kwargs):"):
                    w.write("f = self.f")
                    w.steps(1)
                    w.write(f"return {told}")
        elif way == "arguments":
            with w.function(f"def {name}(more):", more="text"):
                with w.function("def decorate(f):"):
                    with w.function("def wrapper(*args, **kwargs):"):
                        w.steps(1)
                        w.write(f"return {w.choose((told, 'f(more)', f'{told} and more'))}")
                    w.write("return wrapper")
                w.write("return decorate")
            name += f"({w.choose((w.constant(), w.text()))})"
        else:
            with w.function(f"def {name}(f):"):
                if way == "wraps":
                    w.write("@functools.wraps(f)")
                with w.function("def wrapper(*args, **kwargs):"):
                    w.steps(1)
                    w.write(f"return {told}")
                w.write("return wrapper")
        names.append(name)
    name = w.fresh("f")
    for one in names:
        w.write(f"@{one}")
    with w.function(f"def {name}(v):", v="text"):
        w.steps(1)
        w.write(f"return {w.text()}")
    w.add("mapper", name)
    w.let("text", f"{name}({w.text()})")


@construct(SECTION)
def cached(w: Writer) -> None:
    name = w.fresh("f")
    w.use("import functools")
    w.write(w.choose(("@functools.lru_cache", "@functools.lru_cache(maxsize=8)", "@functools.cache")))
    with w.function(f"def {name}(v):", v="text"):
        w.steps(1)
        w.write(f"return {w.text()}")
    w.add("mapper", name)
    w.let("text", f"{name}({w.text()})")


@construct(SECTION)
def registered(w: Writer) -> None:
    """A decorator that keeps the function in a table, from which it is called."""
    table, name, f = w.fresh("table"), w.fresh("register"), w.fresh("f")
    w.write(f"{table} = {{}}")
    with w.function(f"def {name}(key):"):
        with w.block("def keep(f):"):
            w.write(f"{table}[key] = f", "return f")
        w.write("return keep")
    w.write(f'@{name}("k")')
    with w.function(f"def {f}(v):", v="text"):
        w.steps(1)
        w.write(f"return {w.text()}")
    w.let("text", f'{table}["k"]({w.text()})')


@construct(SECTION)
def generator(w: Writer) -> None:
    name = w.fresh("generate")
    with w.function(f"def {name}(u, v):", "generator", u="text", v="text"):
        w.steps(1)
        w.write(f"yield {w.text()}")
        if w.maybe():
            with w.block("for item in (u, v):", item="text"):
                w.steps(1)
                w.write(f"yield {w.text()}")
        if w.maybe():
            w.write(f"yield from {w.some('texts')}")
    w.let("texts", f"list({name}({w.text()}, {w.text()}))[:60]")
    w.let("text", f"next({name}({w.text()}, {w.text()}))")


@construct(SECTION)
def generator_returns(w: Writer) -> None:
    inner, outer = w.fresh("delegate"), w.fresh("generate")
    with w.function(f"def {inner}(u):", "generator", u="text"):
        w.write(f"yield {w.text()}", f"return {w.text()}")
    with w.function(f"def {outer}(u):", "generator", u="text"):
        w.write(f"result = yield from {inner}(u)", "yield result")
    w.let("texts", f"list({outer}({w.text()}))")


@construct(SECTION)
def iterator_class(w: Writer) -> None:
    kind = w.fresh("Rows")
    with w.block(f"class {kind}:"):
        with w.function("def __init__(self, items):"):
            w.write("self.items = list(items)", "self.at = 0")
        if w.maybe():
            with w.block("def __iter__(self):"):
                w.write("return self")
            with w.function("def __next__(self):"):
                w.write("self.at += 1")
                with w.block("if self.at > len(self.items):"):
                    w.write("raise StopIteration")
                w.write("return self.items[self.at - 1]")
        else:
            with w.function("def __iter__(self):", "generator"):
                w.steps(1)
                w.write("yield from self.items")
    w.let("texts", w.choose(("list({0}({1}))", "[v for v in {0}({1})]", "[*{0}({1})]")).format(kind, w.some("texts")))


@construct(SECTION)
def coroutine(w: Writer) -> None:
    """Only where no loop runs yet."""
    if any(scope.kind != "module" for scope in w.scopes):
        return
    w.use("import asyncio")
    inner, outer, helper = w.fresh("fetch"), w.fresh("main"), w.fresh("stream")
    with w.function(f"async def {inner}(v):", "async", v="text"):
        w.write("await asyncio.sleep(0)")
        w.steps(1)
        w.write(f"return {w.text()}")
    if w.maybe():
        with w.function(f"async def {helper}(v):", "async", v="text"):
            w.write(f"yield {w.text()}", f"yield {w.text()}")
    else:
        helper = ""
    with w.function(f"async def {outer}(u, v):", "async", u="text", v="text"):
        forms = (
            "x = await {0}({1})",
            "x, y = await asyncio.gather({0}({1}), {0}({2}))",
            "y, x = await asyncio.gather({0}({1}), {0}({2}))",
            "x = await asyncio.create_task({0}({1}))",
            "x = await asyncio.wait_for({0}({1}), 5)",
            "x = (await asyncio.gather(*[{0}(i) for i in ({1}, {2})]))[0]",
            "x = await asyncio.to_thread(str, {1})",
        )
        w.write(w.choose(forms).format(inner, w.text(), w.text()))
        w.add("text", "x")
        if helper:
            with w.block(f"async for item in {helper}({w.text()}):", item="text"):
                w.steps(1)
                w.write("x = item")
            w.write(f"sink([i async for i in {helper}({w.text()})][0])")
        w.write(f"return {w.text()}")
    w.let("text", f"asyncio.run({outer}({w.text()}, {w.text()}))")


@construct(SECTION)
def async_with(w: Writer) -> None:
    """Only where no loop runs yet."""
    if any(scope.kind != "module" for scope in w.scopes):
        return
    w.use("import asyncio")
    w.use("import contextlib")
    kind, outer = w.fresh("manager"), w.fresh("main")
    if w.maybe():
        with w.block(f"class {kind}:"):
            with w.block("def __init__(self, held):"):
                w.write("self.held = held")
            with w.block("async def __aenter__(self):"):
                w.write("return self.held")
            with w.block("async def __aexit__(self, *error):"):
                w.write("return None")
    else:
        w.write("@contextlib.asynccontextmanager")
        with w.function(f"async def {kind}(held):", "async", held="text"):
            w.write(f"yield {w.text()}")
    with (
        w.function(f"async def {outer}(u):", "async", u="text"),
        w.block(f"async with {kind}({w.text()}) as x:", x="text"),
    ):
        w.steps(1)
        w.write(f"return {w.text()}")
    w.let("text", f"asyncio.run({outer}({w.text()}))")
