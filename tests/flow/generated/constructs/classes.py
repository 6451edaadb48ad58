"""Classes: methods, inheritance, accessors, and the methods that syntax calls."""

from __future__ import annotations

from tests.flow.generated.constructs import construct
from tests.flow.generated.writer import LONGEST, Writer

SECTION = "classes"


def _init(w: Writer, held: str = "a") -> None:
    with w.function("def __init__(self, a, b='c'):"):
        w.write("self.a = a", "self.b = b") if held == "a" else w.write("self.held = a")


@construct(SECTION)
def class_(w: Writer) -> None:
    kind, value = w.fresh("Person"), w.fresh("o")
    with w.block(f"class {kind}:"):
        _init(w)
        with w.function("def get(self):", self="thing"):
            w.steps(2)
            w.write(f"return {w.choose(('self.a', 'self.b', w.text()))}")
        with w.function("def put(self, v):", self="thing", v="text"):
            w.steps(1)
            w.write(f"self.{w.choose(('a', 'b'))} = v")
    w.write(f"{value} = {kind}({w.text()}, {w.text()})")
    w.add("thing", value)
    if w.maybe():
        w.write(f"{value}.put({w.text()})")
    w.let("text", f"{value}.get()")
    if w.maybe():
        w.let("maker", f"{value}.get")
    w.let("text", f"{kind}({w.text()}).get()")


@construct(SECTION)
def inheritance(w: Writer) -> None:
    base, mixin, kind = w.fresh("Base"), w.fresh("Mixin"), w.fresh("Derived")
    w.use("import abc")
    with w.block(f"class {base}{w.choose(('', '(abc.ABC)'))}:"):
        _init(w)
        with w.function("def get(self):", self="thing"):
            w.steps(1)
            w.write(f"return {w.choose(('self.a', 'self.b'))}")
        with w.block("def show(self):"):
            w.write("return self.get()")
    with w.block(f"class {mixin}:"), w.function("def get(self):", self="thing"):
        w.write(f"return {w.choose(('super().get()', w.constant(), 'source()'))}")
    bases = w.choose((base, f"{mixin}, {base}"))
    with w.block(f"class {kind}({bases}):"):
        if w.maybe():
            with w.function("def __init__(self, a):", a="text"):
                w.write(f"super().__init__(a, {w.text()})")
        if w.maybe():
            with w.function("def get(self):", self="thing"):
                w.steps(1)
                w.write(f"return {w.choose(('super().get()', f'{base}.get(self)', w.text()))}")
    value = w.fresh("o")
    w.write(f"{value} = {w.choose((base, kind))}({w.text()})")
    w.add("thing", value)
    w.let("text", f"{value}.{w.choose(('get', 'show'))}()")


@construct(SECTION)
def class_attributes(w: Writer) -> None:
    kind = w.fresh("Shared")
    with w.block(f"class {kind}:"):
        w.write(f"kept = {w.text()}")
        with w.block("def get(self):"):
            w.write("return self.kept")
        w.write("@classmethod")
        with w.function("def put(cls, v):", v="text"):
            w.write("cls.kept = v")
    if w.maybe():
        w.write(w.choose(("{0}.put({1})", "{0}.kept = {1}")).format(kind, w.text()))
    w.let("text", w.choose(("{0}.kept", "{0}().kept", "{0}().get()", "type({0}()).kept")).format(kind))


@construct(SECTION)
def static_and_class_methods(w: Writer) -> None:
    kind, value = w.fresh("Made"), w.fresh("o")
    with w.block(f"class {kind}:"):
        _init(w)
        w.write("@classmethod")
        with w.function("def of(cls, v):", v="text"):
            w.steps(1)
            w.write(f"return cls({w.text()}, {w.text()})")
        w.write("@staticmethod")
        with w.function("def same(v):", v="text"):
            w.write(f"return {w.choose(('v', w.text()))}")
    w.write(f"{value} = {kind}.of({w.text()})")
    w.add("thing", value)
    w.let("text", f"{w.choose((kind, value))}.same({w.text()})")


@construct(SECTION)
def property_(w: Writer) -> None:
    kind, value = w.fresh("Guarded"), w.fresh("o")
    w.use("import functools")
    with w.block(f"class {kind}:"):
        with w.function("def __init__(self, a):", a="text"):
            w.write("self._a = a", f"self.b = {w.text()}")
        w.write(w.choose(("@property", "@functools.cached_property")))
        settable = w.module.lines[-1].strip() == "@property" and w.maybe()
        with w.function("def a(self):"):
            w.steps(1)
            w.write(f"return {w.choose(('self._a', 'self.b', w.text()))}")
        if settable:
            w.write("@a.setter")
            with w.function("def a(self, v):", v="text"):
                w.write(f"self.{w.choose(('_a', 'b'))} = v")
    w.write(f"{value} = {kind}({w.text()})")
    if settable:
        w.write(f"{value}.a = {w.text()}")
    w.let("text", f"{value}.a")
    w.let("text", f"{value}.b")


@construct(SECTION)
def descriptor(w: Writer) -> None:
    kind, owner, value = w.fresh("Field"), w.fresh("Owner"), w.fresh("o")
    with w.block(f"class {kind}:"):
        with w.block("def __set_name__(self, owner, name):"):
            w.write('self.name = "_" + name')
        with w.block("def __get__(self, instance, owner):"):
            w.write("return getattr(instance, self.name)")
        with w.block("def __set__(self, instance, value):"):
            w.write("setattr(instance, self.name, value)")
    with w.block(f"class {owner}:"):
        w.write(f"a = {kind}()", f"b = {kind}()")
    w.write(f"{value} = {owner}()", f"{value}.a = {w.text()}", f"{value}.b = {w.text()}")
    w.write(f"sink({value}.a)", f"sink({value}.b)")
    w.add("thing", value)


@construct(SECTION)
def dynamic_attributes(w: Writer) -> None:
    kind = w.fresh("Proxy")
    with w.block(f"class {kind}:"):
        with w.block("def __init__(self, held):"):
            w.write("self.held = held")
        with w.function("def __getattr__(self, name):"):
            w.write(f"return {w.choose(('getattr(self.held, name)', 'self.held.b', w.text()))}")
    w.let("text", f"{kind}({w.some('thing')}).a")


@construct(SECTION)
def slots(w: Writer) -> None:
    kind, value = w.fresh("Slim"), w.fresh("o")
    with w.block(f"class {kind}:"):
        w.write('__slots__ = ("a", "b")')
        _init(w)
    w.write(f"{value} = {kind}({w.text()}, {w.text()})")
    w.add("thing", value)


@construct(SECTION)
def dataclass(w: Writer) -> None:
    base, kind, value = w.fresh("Base"), w.fresh("Data"), w.fresh("o")
    w.use("import dataclasses")
    w.write("@dataclasses.dataclass")
    with w.block(f"class {base}:"):
        w.write("a: str")
    w.write("@dataclasses.dataclass")
    with w.block(f"class {kind}({base}):"):
        w.write(f"b: str = {w.choose((w.constant(), 'dataclasses.field(default_factory=source)'))}")
        w.write("c: list = dataclasses.field(default_factory=list)")
        if w.maybe():
            with w.function("def __post_init__(self):", self="thing"):
                w.write("self.c.append(self.a)")
                w.steps(1)
        else:
            with w.block("def __post_init__(self):"):
                w.write("self.c.append(self.b)")
    made = w.choose(("{0}({1})", "{0}({1}, {2})", "{0}(b={1}, a={2})", "{0}(**{3})"))
    record = f"dict(a={w.text()}, b={w.text()})"
    w.write(f"{value} = {made.format(kind, w.text(), w.text(), record)}", f"sink({value}.c[0])")
    w.add("thing", value)
    w.let("text", f"str({value})[:{LONGEST}]")


@construct(SECTION)
def dunder(w: Writer) -> None:
    """A method that syntax calls."""
    kind = w.fresh("Special")
    method, used = w.choose(
        (
            ("__call__(self, v='c')", "{0}({1})({2})"),
            ("__getitem__(self, v)", "{0}({1})[{2}]"),
            ("__add__(self, v)", "{0}({1}) + {2}"),
            ("__radd__(self, v)", '"e" + {0}({1})'),
            ("__str__(self, v='c')", "str({0}({1}))"),
            ("__str__(self, v='c')", "f'{{{0}({1})}}'"),
            ("__str__(self, v='c')", "'%s' % {0}({1})"),
            ("__str__(self, v='c')", "'{{}}'.format({0}({1}))"),
            ("__repr__(self, v='c')", "repr({0}({1}))"),
            ("__repr__(self, v='c')", "str([{0}({1})])"),
            ("__format__(self, v)", "f'{{{0}({1}):>3}}'"),
            ("__enter__(self, v='c')", "{0}({1}).__enter__()"),
            ("__neg__(self, v='c')", "-{0}({1})"),
            ("__mod__(self, v)", "{0}({1}) % {2}"),
            ("__or__(self, v)", "{0}({1}) | {2}"),
            ("__getattr__(self, v)", "{0}({1}).absent"),
            ("__lshift__(self, v)", "{0}({1}) << {2}"),
        )
    )
    with w.block(f"class {kind}:"):
        _init(w, "held")
        with w.function(f"def {method}:", v="text"):
            w.steps(1)
            w.write(f"return {w.choose(('self.held', 'str(v)', w.text()))}")
        with w.block("def __len__(self):"):
            w.write("return len(self.held)")
        with w.block("def __bool__(self):"):
            w.write("return len(self) > 2")
    w.let("text", f"({used.format(kind, w.atom(), w.atom())})[:{LONGEST}]")
    w.write(f"sink(str(len({kind}({w.text()}))))")


@construct(SECTION)
def item_methods(w: Writer) -> None:
    kind, value = w.fresh("Table"), w.fresh("table")
    with w.block(f"class {kind}:"):
        with w.block("def __init__(self):"):
            w.write("self.held = {}")
        with w.function("def __setitem__(self, k, v):", v="text"):
            w.steps(1)
            w.write(f"self.held[k] = {w.choose(('v', w.text()))}")
        with w.function("def __getitem__(self, k):"):
            w.write("return self.held[k]")
        with w.function("def __contains__(self, k):"):
            w.write("return k in self.held")
    w.write(f"{value} = {kind}()", f'{value}["a"] = {w.text()}', f'{value}["b"] = {w.text()}')
    w.write(f'sink({value}["a"])', f'sink({value}["b"])', f'sink(str("a" in {value}))')


@construct(SECTION)
def made_specially(w: Writer) -> None:
    kind = w.fresh("Single")
    way = w.choose(("new", "subclass", "generic", "protocol"))
    w.use("import typing")
    if way == "new":
        with w.block(f"class {kind}:"), w.function("def __new__(cls, v):", v="text"):
            w.write("made = super().__new__(cls)", f"made.a = {w.choose(('v', w.text()))}", "return made")
        w.let("text", f"{kind}({w.text()}).a")
    elif way == "subclass":
        with w.block(f"class {kind}:"), w.function("def __init_subclass__(cls, v='c'):", v="text"):
            w.write("cls.a = v")
        derived = w.fresh("Derived")
        with w.block(f"class {derived}({kind}, v={w.text()}):"):
            w.write("pass")
        w.let("text", f"{derived}.a")
    elif way == "generic":
        w.write('T = typing.TypeVar("T")')
        with w.block(f"class {kind}(typing.Generic[T]):"), w.block("def __init__(self, v: T) -> None:"):
            w.write("self.a = v")
        w.let("text", f"{kind}({w.text()}).a")
    else:
        with w.block(f"class {kind}(typing.Protocol):"), w.block("def get(self, v: str) -> str:"):
            w.write("...")
        user, real = w.fresh("use"), w.fresh("Real")
        with w.block(f"class {real}:"), w.function("def get(self, v):", v="text"):
            w.write(f"return {w.choose(('v', w.text()))}")
        with w.block(f"def {user}(p: {kind}, v):"):
            w.write("return p.get(v)")
        w.let("text", f"{user}({real}(), {w.text()})")


@construct(SECTION)
def builder(w: Writer) -> None:
    """A fluent interface."""
    kind = w.fresh("Builder")
    with w.block(f"class {kind}:"):
        with w.block("def __init__(self):"):
            w.write("self.parts = []")
        with w.function("def put(self, v):", v="text"):
            w.steps(1)
            w.write("self.parts.append(v)", "return self")
        with w.block("def done(self):"):
            w.write('return " ".join(self.parts)')
    w.let("text", f"{kind}().put({w.text()}).put({w.text()}).done()[:{LONGEST}]")
