"""Writes a program step by step. What is chosen comes from outside, so a search can make the program smaller again.

Every variable of a program has one of a few types, so that every construct fits behind every other:

    text      a str
    pair      a tuple of two texts
    texts     a list of texts, never empty
    record    a dict with texts at "a" and "b"
    thing     an object with texts in the attributes `a` and `b`
    mapper    a callable from a text to a text
    maker     a callable without arguments that gives a text
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

Choose = Callable[[Sequence[Any]], Any]
Construct = Callable[["Writer"], None]

MAX_DEPTH = 2
LONGEST = 60
"""Texts that are put together are cut, since a program may do it in a loop."""


@dataclass
class Scope:
    """A module's or function's variables, innermost last, and what its code may do."""

    kind: str
    variables: list[tuple[str, str]] = field(default_factory=list)
    in_loop: bool = False
    yields: bool = False


@dataclass
class Module:
    """The lines of one file."""

    imports: dict[str, None] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def text(self) -> str:
        return "\n".join([*self.imports, *self.lines]) + "\n"


class Writer:
    """A program that is being written: its files, what is in scope, and how often each construct was used."""

    def __init__(self, choose: Choose, constructs: dict[str, Construct]) -> None:
        self.choose = choose
        self.constructs = constructs
        self.modules = {"app.py": Module()}
        self.module = self.modules["app.py"]
        self.scopes = [Scope("module")]
        self.used: Counter[str] = Counter()
        self.margin = 0
        self.depth = 0
        self._numbers = 0

    # lines and names

    def fresh(self, stem: str) -> str:
        """A name that no other part of the program has."""
        self._numbers += 1
        return f"{stem}{self._numbers}"

    def write(self, *lines: str) -> None:
        self.module.lines += ["    " * self.margin + line for line in lines]

    def use(self, imported: str) -> None:
        """Import something at the top of the file."""
        self.module.imports[imported] = None

    def maybe(self) -> bool:
        return bool(self.choose((False, True)))

    # variables

    @property
    def scope(self) -> Scope:
        return self.scopes[-1]

    def add(self, type_: str, name: str) -> str:
        """A variable of that type is bound from here on."""
        self.scope.variables.append((name, type_))
        return name

    def let(self, type_: str, expression: str) -> str:
        """Assign to a new variable."""
        name = self.fresh(_STEMS[type_])
        self.write(f"{name} = {expression}")
        return self.add(type_, name)

    def known(self, type_: str) -> list[str]:
        """The variables of a type that can be read here, the newest first."""
        seen: dict[str, str] = {}
        for scope in reversed(self.scopes):
            for name, its in reversed(scope.variables):
                seen.setdefault(name, its)
        return [name for name, its in seen.items() if its == type_]

    def own(self, type_: str) -> str:
        """A variable of this very function: it can be assigned to without a declaration."""
        names = [name for name, its in reversed(self.scope.variables) if its == type_]
        return self.choose(names) if names else self.let(type_, self.made(type_))

    def some(self, type_: str) -> str:
        """A variable of that type that can be read here; one is made where there is none."""
        names = self.known(type_)
        return self.choose(names) if names else self.let(type_, self.made(type_))

    def made(self, type_: str) -> str:
        """An expression that makes something of that type."""
        if type_ == "text":
            return self.text()
        if type_ == "pair":
            return f"({self.text()}, {self.text()})"
        if type_ == "texts":
            return f"[{self.text()}, {self.text()}]"
        if type_ == "record":
            return f'{{"a": {self.text()}, "b": {self.text()}}}'
        if type_ == "thing":
            self.use("from types import SimpleNamespace")
            return f"SimpleNamespace(a={self.text()}, b={self.text()})"
        if type_ == "mapper":
            return self.choose(("lambda v: v", "str.upper", f"lambda v: {self.atom()}"))
        return f"lambda: {self.atom()}"

    # expressions

    def constant(self) -> str:
        return self.choose(('"c"', '"d"', '"e"'))

    def atom(self) -> str:
        """A text that is a name, a constant or the source."""
        names = self.known("text")
        return self.choose([self.constant(), "source()", *names[:6]])

    def text(self, depth: int = 1) -> str:
        """An expression that is a text."""
        ways: list[Callable[[], str]] = [self.atom]
        if depth:
            for type_, forms in _READS.items():
                names = self.known(type_)[:3]
                if names:
                    ways.append(lambda names=names, forms=forms: self.choose(forms).format(self.choose(names)))  # type: ignore[misc]
            mappers = self.known("mapper")[:3]
            if mappers:
                ways.append(lambda: f"{self.choose(mappers)}({self.text(depth - 1)})")
        return self.choose(ways)()

    def condition(self) -> str:
        """A test that no analysis can decide."""
        a = self.atom()
        self.use("import random")
        chance = "random.random() < 0.5"
        return self.choose((chance, f"{chance} and {a}", f"not ({chance} or {a} == {self.constant()})"))

    # blocks

    @contextmanager
    def block(self, header: str, /, **added: str) -> Iterator[None]:
        """An indented block; what it binds is not relied on behind it. `added`: the variables that its header binds."""
        self.write(header)
        self.margin += 1
        self.depth += 1
        bound, lines = len(self.scope.variables), len(self.module.lines)
        for name in _parameters(header):
            # what a parameter hides cannot be read here
            self.add("", name)
        for name, type_ in added.items():
            self.add(type_, name)
        try:
            yield
            if len(self.module.lines) == lines:
                self.write("pass")
        finally:
            del self.scope.variables[bound:]
            self.margin -= 1
            self.depth -= 1

    @contextmanager
    def function(self, header: str, kind: str = "function", /, **parameters: str) -> Iterator[None]:
        """A function; its parameters by type."""
        self.scopes.append(Scope(kind))
        try:
            with self.block(header, **parameters):
                yield
        finally:
            self.scopes.pop()

    @contextmanager
    def elsewhere(self, path: str = "part.py") -> Iterator[None]:
        """Write into another file, which does not see this one's variables."""
        before = self.module, self.scopes, self.margin
        self.module = self.modules.setdefault(path, Module())
        self.scopes, self.margin = [Scope("module")], 0
        self.depth += 1
        try:
            yield
        finally:
            self.module, self.scopes, self.margin = before
            self.depth -= 1

    def steps(self, most: int) -> None:
        """A few constructs one after the other, and sinks of what they made."""
        if self.depth > MAX_DEPTH:
            return
        for _ in range(self.choose(range(most + 1))):
            self.step()

    def step(self) -> None:
        """One construct."""
        name = self.choose(list(self.constructs))
        self.used[name] += 1
        self.constructs[name](self)
        if self.maybe():
            self.show()

    def show(self) -> None:
        self.write(f"sink({self.text()})")

    def show_all(self) -> None:
        """Each part of each variable of this scope in a line of its own."""
        for name, type_ in self.scope.variables:
            for form in ("{}",) if type_ == "text" else _READS.get(type_, ()):
                self.write(f"sink({form.format(name)})")


def _parameters(header: str) -> list[str]:
    """The names that the header of a function binds; none of other headers."""
    if not header.startswith(("def ", "async def ")):
        return []
    made = ast.parse(f"{header} pass").body[0]
    assert isinstance(made, ast.FunctionDef | ast.AsyncFunctionDef)
    return [one.arg for one in ast.walk(made.args) if isinstance(one, ast.arg)]


_STEMS = {
    "text": "x", "pair": "t", "texts": "l", "record": "d", "thing": "o", "mapper": "f", "maker": "g",
}  # fmt: skip
_READS = {
    "pair": ("{}[0]", "{}[1]"),
    "texts": ("{}[0]", "{}[-1]"),
    "record": ('{}["a"]', '{}["b"]'),
    "thing": ("{}.a", "{}.b"),
    "maker": ("{}()",),
}
"""How the texts in a variable are read, by its type."""
