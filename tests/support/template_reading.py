"""What a template was lowered to, in words short enough for a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from piilint.ir.blocks import tests_before
from piilint.ir.instructions import (
    Build,
    Call,
    CallTemplate,
    Constant,
    Iterate,
    LoadAttribute,
    LoadCell,
    LoadItem,
    MakeFunction,
    Name,
    Operate,
    Parameter,
    Phi,
    Show,
    Unpack,
)
from piilint.ir.module import Body, FunctionIR, ModuleIR, decode_body


@dataclass(frozen=True)
class Reading:
    """A lowered template and questions about it."""

    module: ModuleIR

    def function(self, name: str) -> FunctionIR:
        return next(one for one in self.module.functions if one.qualname == name)

    def shown(self, name: str = "") -> list[str]:
        """The values that a function shows, as expressions over its parameters."""
        function = self.function(name)
        body = decode_body(function)
        return [self._origin(function, body, one.value) for one in body.code if isinstance(one, Show)]

    def lines(self, name: str = "") -> list[tuple[int, str]]:
        """The line and the text of what a function shows."""
        body = decode_body(self.function(name))
        return [(body.lines[at], one.text) for at, one in enumerate(body.code) if isinstance(one, Show)]

    def places(self) -> list[tuple[str, str]]:
        """The text of what the template shows, and the part of the page that it stands in."""
        return [(one.text, one.where) for one in decode_body(self.module.functions[0]).code if isinstance(one, Show)]

    def guards(self, name: str = "") -> list[list[str]]:
        """For each value shown, the tests that must have held, innermost first; one that must not have has a "not"."""
        function = self.function(name)
        body = decode_body(function)
        return [
            [
                ("" if polarity else "not ") + self._origin(function, body, test)
                for test, polarity in tests_before(body, at)
            ]
            for at, one in enumerate(body.code)
            if isinstance(one, Show)
        ]

    def runs(self, name: str = "") -> list[str]:
        """The templates and blocks that a function runs, with what it hands them."""
        function = self.function(name)
        body = decode_body(function)
        return [
            self._origin(function, body, at)
            for at, one in enumerate(body.code)
            if isinstance(one, CallTemplate) or (isinstance(one, Call) and one.unused)
        ]

    def _origin(self, function: FunctionIR, body: Body, value: int) -> str:
        def of(inner: int) -> str:
            return self._origin(function, body, inner)

        one = body.code[value]
        if isinstance(one, Parameter):
            return function.parameters[one.index].name
        if isinstance(one, Constant):
            return repr(one.value)
        if isinstance(one, Name):
            return one.name
        if isinstance(one, LoadAttribute):
            return f"{of(one.object)}.{one.name}"
        if isinstance(one, LoadItem):
            return f"{of(one.object)}[{of(one.index)}]"
        if isinstance(one, LoadCell):
            return "context" if one.name == "<context>" else f"outer {one.name}"
        if isinstance(one, Call):
            named = [f"{key or '**'}={of(argument)}" for key, argument in one.keywords]
            return f"{of(one.callee)}({', '.join([*map(of, one.arguments), *named])})"
        if isinstance(one, CallTemplate):
            return f"{one.how} {of(one.template)} {of(one.context)}"
        if isinstance(one, MakeFunction):
            return self.module.functions[one.function].qualname
        if isinstance(one, Phi):
            return "(" + " | ".join(map(of, one.values)) + ")"
        if isinstance(one, Iterate):
            return f"each {of(one.value)}"
        if isinstance(one, Unpack):
            return f"{of(one.value)}#{one.position}"
        if isinstance(one, Operate):
            return f"{one.operator}({', '.join(map(of, one.operands))})"
        assert isinstance(one, Build)
        return f"{one.kind}({', '.join(self._item(key, inner, of) for key, inner in one.items)})"

    def _item(self, key: int, inner: int, of: Callable[[int], str]) -> str:
        prefix = "**" if key == -2 else "" if key == -1 else f"{of(key)}: "
        return prefix + (of(inner) if inner >= 0 else "")
