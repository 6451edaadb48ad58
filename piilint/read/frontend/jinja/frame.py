"""The state of lowering one function of a template: its code so far, its scopes, and where the text stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jinja2 import nodes

from piilint.ir.instructions import (
    NONE,
    AnyInstruction,
    Assign,
    Build,
    Captured,
    Constant,
    LoadCell,
    LoadItem,
    Phi,
    Scalar,
    Show,
    StoreCell,
    Value,
)
from piilint.read.frontend.jinja.names import captured_names
from piilint.read.frontend.jinja.tokens import Tag
from piilint.read.frontend.template.builder import BodyBuilder, Label

if TYPE_CHECKING:
    from piilint.read.frontend.jinja.module import ModuleDraft

CONTEXT_CELL = "<context>"
"""The name under which macros capture the context that their template runs with."""


@dataclass(slots=True)
class Scope:
    """The variables that one scope binds, and the cells of those that macros capture."""

    names: dict[str, Value] = field(default_factory=dict)
    cells: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True)
class Loop:
    """A `for` being lowered. `again` are what a recursive loop is called with."""

    sequence: Value
    header: Label
    after: Label
    again: list[Value] = field(default_factory=list)


class Frame:
    """One function in the making. Variables are SSA values in nested scopes; what no scope binds is in the context."""

    def __init__(self, module: ModuleDraft, function: int, kind: str, name: str, qualname: str) -> None:
        self.module = module
        self.function = function
        self.kind = kind
        self.name = name
        self.qualname = qualname
        self.code = BodyBuilder()
        self.scopes = [Scope()]
        self.loops: list[Loop] = []
        self.loop_values: dict[Value, Loop] = {}
        self.captures: dict[str, Value] = {}
        self.named: set[str] = set()
        self.text: list[Value] | None = None
        self.context: Value = NONE
        self.extended = False
        self.parent: tuple[Value, nodes.Node] | None = None
        self._token = 0

    def emit(self, instruction: AnyInstruction, at: nodes.Node | int) -> Value:
        """Appends an instruction that stands at a node, or at a token by its number."""
        token = self.token(at)
        tokens = self.module.tokens
        line = tokens.line(token)
        tag = tokens.tag(token)
        statement = (tag.line, max(tag.end_line, line)) if tag is not None else (line, line)
        return self.code.emit(instruction, line, statement)

    def constant(self, value: Scalar, at: nodes.Node | int) -> Value:
        """A literal."""
        return self.emit(Constant(value), at)

    def token(self, at: nodes.Node | int) -> int:
        """The first token of a node; for one that has none, the last that was asked for."""
        number = at if isinstance(at, int) else first_token(at)
        if number is not None:
            self._token = number
        return self._token

    def tag(self, at: nodes.Node | int) -> Tag | None:
        """The tag that a node stands in."""
        return self.module.tokens.tag(self.token(at))

    @property
    def at_top(self) -> bool:
        """Whether names that are bound here are the template's own, which others can import."""
        return self.kind == "template" and len(self.scopes) == 1

    def find(self, name: str) -> Value | None:
        """The value of a variable of this function; None where it is not one."""
        for scope in reversed(self.scopes):
            if name in scope.names:
                return scope.names[name]
        return None

    def is_bound(self, name: str) -> bool:
        """Whether the template itself gives the name a meaning."""
        return self.find(name) is not None or name in self.captures

    def load(self, name: str, at: nodes.Node | int) -> Value:
        """Reads a variable: of this function, of the one around it, or of the context."""
        self.named.add(name)
        found = self.find(name)
        if found is not None:
            return found
        if name in self.captures:
            return self.emit(LoadCell(self.captures[name], name), at)
        return self.emit(LoadItem(self.context, self.constant(name, at)), at)

    def store(self, name: str, value: Value, at: nodes.Node | int) -> None:
        """Binds a variable in the innermost scope."""
        self.named.add(name)
        scope = self.scopes[-1]
        scope.names[name] = value
        if self.at_top:
            self.module.bind(name, self.code.code[value], self.emit(Assign(name, value), at))
        if name in scope.cells:
            self.emit(StoreCell(scope.cells[name], name, value), at)

    @contextmanager
    def scope(self, bound: frozenset[str], surely: frozenset[str], body: Sequence[nodes.Node]) -> Iterator[None]:
        """A scope that binds these names while `body` is lowered."""
        self.scopes.append(Scope())
        self.make_cells(bound, surely, body)
        yield
        self.scopes.pop()

    def make_cells(self, bound: frozenset[str], surely: frozenset[str], body: Sequence[nodes.Node]) -> None:
        """Gives each variable of the innermost scope that macros read a cell. One that is bound on some ways only
        begins with what the name means outside."""
        for name in captured_names(bound, body):
            at = self._token
            cell = self.emit(Build("cell"), at)
            if name not in surely:
                self.emit(StoreCell(cell, name, self.load(name, at)), at)
            self.scopes[-1].cells[name] = cell

    def cell_of(self, name: str) -> Value | None:
        """The cell through which a macro defined here reads a variable."""
        for scope in reversed(self.scopes):
            if name in scope.cells:
                return scope.cells[name]
        return self.captures.get(name)

    def capture(self, names: Sequence[str], at: nodes.Node | int) -> None:
        """Fetches the cells that this function captures; the context's among them."""
        for name in names:
            cell = self.emit(Captured(name), at)
            if name == CONTEXT_CELL:
                self.context = self.emit(LoadCell(cell, name), at)
            self.captures[name] = cell

    def variables(self, at: nodes.Node | int) -> dict[str, Value]:
        """All variables that are in scope, without the context's."""
        found = {name: NONE for name in self.captures if name != CONTEXT_CELL}
        for scope in self.scopes:
            found.update(scope.names)
        return {name: self.load(name, at) if value == NONE else value for name, value in found.items()}

    def show(self, value: Value, tag: Tag, at: nodes.Node | int) -> None:
        """Shows a value where a tag stands, or adds it to the text that is being collected there."""
        if self.text is not None:
            self.text.append(value)
        else:
            self.emit(Show(value, tag.text, tag.where), at)

    @contextmanager
    def collect(self) -> Iterator[list[Value]]:
        """What is shown meanwhile becomes a text instead."""
        outer, self.text = self.text, []
        yield self.text
        self.text = outer

    def join(self, ways: Sequence[dict[str, Value]], at: nodes.Node | int) -> None:
        """After an `if`: each variable of the innermost scope is what it was on one of the ways."""
        names = dict.fromkeys(name for way in ways for name in way)
        joined: dict[str, Value] = {}
        for name in names:
            values = list(dict.fromkeys(way[name] for way in ways if name in way))
            joined[name] = values[0] if len(values) == 1 else self.emit(Phi(values), at)
        self.scopes[-1].names = joined


_LEFTMOST: dict[type[nodes.Node], str] = {
    nodes.Getattr: "node",
    nodes.Getitem: "node",
    nodes.Filter: "node",
    nodes.Test: "node",
    nodes.Call: "node",
    nodes.Compare: "expr",
    nodes.MarkSafe: "expr",
    nodes.MarkSafeIfAutoescape: "expr",
}


def first_token(node: nodes.Node) -> int | None:
    """The number of the first token of an expression: `a.b|c` begins at `a`, though its node is the filter's."""
    first = node.lineno
    while (attribute := _LEFTMOST.get(type(node))) is not None:
        inner = getattr(node, attribute)
        if inner is None:
            break
        node = inner
        first = node.lineno if node.lineno is not None and (first is None or node.lineno < first) else first
    return first
