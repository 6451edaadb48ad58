"""The state of lowering one function of a template: its code so far, and the variables that its tags set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from piilint.ir.instructions import NONE, AnyInstruction, Build, Constant, LoadItem, Parameter, Phi, Scalar, Show, Value
from piilint.read.frontend.django.tokens import Token
from piilint.read.frontend.django.tree import Node
from piilint.read.frontend.template.builder import BodyBuilder

if TYPE_CHECKING:
    from piilint.read.frontend.django.module import ModuleDraft

Names = dict[str, Value]
"""Variables and what they hold."""


class Frame:
    """One function in the making. What no tag has set is in the context, the function's one parameter."""

    def __init__(self, module: ModuleDraft, function: int, kind: str, name: str, at: Token) -> None:
        self.module = module
        self.function = function
        self.kind = kind
        self.name = name
        self.code = BodyBuilder()
        self.named: set[str] = set()
        self.context = self.emit(Parameter(0), at)
        self._scopes: list[Names] = [{}]
        self._text: list[Value] | None = None

    def lower(self, nodes: Sequence[Node]) -> None:
        """Lowers tags one after the other."""
        self.module.lower_nodes(self, nodes)

    def emit(self, instruction: AnyInstruction, at: Token) -> Value:
        """Appends an instruction that stands at a tag."""
        return self.code.emit(instruction, at.line, (at.line, at.line))

    def constant(self, value: Scalar, at: Token) -> Value:
        """A literal."""
        return self.emit(Constant(value), at)

    def build(self, kind: str, values: Sequence[Value], at: Token) -> Value:
        """A text, list or tuple of values."""
        return self.emit(Build(kind, [(NONE, value) for value in values]), at)

    def dict_of(self, items: Sequence[tuple[str, Value]], at: Token, context: bool = False) -> Value:
        """A dict with these keys, and with all that is in the context."""
        pairs = [(self.constant(name, at), value) for name, value in items]
        return self.emit(Build("dict", [(-2, self.context), *pairs] if context else pairs), at)

    def load(self, name: str, at: Token) -> Value:
        """Reads a variable."""
        self.named.add(name)
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        return self.emit(LoadItem(self.context, self.constant(name, at)), at)

    def is_local(self, name: str) -> bool:
        """Whether a tag has set the variable."""
        return any(name in scope for scope in self._scopes)

    def store(self, name: str, value: Value) -> None:
        """Sets a variable in the innermost scope."""
        self.named.add(name)
        self._scopes[-1][name] = value

    @property
    def variables(self) -> list[tuple[str, Value]]:
        """All variables that tags have set."""
        found: Names = {}
        for scope in self._scopes:
            found.update(scope)
        return list(found.items())

    @contextmanager
    def scope(self, variables: Sequence[tuple[str, Value]] = ()) -> Iterator[None]:
        """What is set meanwhile is forgotten afterwards."""
        self._scopes.append({})
        for name, value in variables:
            self.store(name, value)
        yield
        self._scopes.pop()

    @contextmanager
    def way(self, ways: list[Names]) -> Iterator[None]:
        """One of the ways through an `if`; `join` brings them together."""
        before = dict(self._scopes[-1])
        yield
        ways.append(self._scopes[-1])
        self._scopes[-1] = before

    def join(self, ways: Sequence[Names], at: Token) -> None:
        """Behind an `if` each variable is what it was on one of the ways, or what it means outside."""
        joined: Names = {}
        self._scopes[-1] = {}
        for name in dict.fromkeys(name for way in ways for name in way):
            values = dict.fromkeys(way[name] for way in ways if name in way)
            if not all(name in way for way in ways):
                values[self.load(name, at)] = None
            joined[name] = next(iter(values)) if len(values) == 1 else self.emit(Phi(list(values)), at)
        self._scopes[-1] = joined

    def show(self, value: Value, at: Token, where: str = "") -> None:
        """Shows a value where a tag stands, or adds it to the text that is being collected there."""
        if self._text is not None:
            self._text.append(value)
        else:
            self.emit(Show(value, at.text, where or at.where), at)

    @contextmanager
    def collect(self) -> Iterator[list[Value]]:
        """What is shown meanwhile becomes a text instead."""
        outer, self._text = self._text, []
        yield self._text
        self._text = outer
