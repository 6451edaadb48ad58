"""One template file, lowered."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import nodes

from piilint.ir.instructions import AnyInstruction, Build, MakeFunction, Parameter, StoreCell
from piilint.ir.module import BindingIR, FunctionIR, ModuleIR, ParameterIR, encode_body
from piilint.read.frontend.jinja.frame import CONTEXT_CELL, Frame
from piilint.read.frontend.jinja.inheritance import call_parent
from piilint.read.frontend.jinja.macros import PendingMacro, enter_macro
from piilint.read.frontend.jinja.names import bound_names, macros_in
from piilint.read.frontend.jinja.parse import parse
from piilint.read.frontend.jinja.statements import lower_body
from piilint.read.frontend.jinja.tokens import Tokens
from piilint.read.frontend.problem import SyntaxProblem
from piilint.read.frontend.template.comments import comments_of
from piilint.read.frontend.template.mentions import mentions_of

_CONTEXT = ParameterIR("context")


def lower_jinja(content: bytes) -> ModuleIR:
    """The template in a file's bytes. Raises SyntaxProblem where it is no Jinja2 template."""
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    template, tokens = parse(text)
    try:
        return ModuleDraft(template, tokens).lower()
    except RecursionError:
        raise SyntaxProblem("nested too deeply") from None


class ModuleDraft:
    """The functions of a template in the making: its body, then its blocks and macros in the order of their numbers."""

    def __init__(self, template: nodes.Template, tokens: Tokens) -> None:
        self.template = template
        self.tokens = tokens
        self.blocks: dict[str, nodes.Block] = {}
        self.pending: list[PendingMacro] = []
        self._functions: list[FunctionIR | None] = []
        self._bindings: dict[str, list[BindingIR]] = {}
        self._block_functions: dict[str, int] = {}

    def lower(self) -> ModuleIR:
        """Lowers all functions, those that others define after them."""
        frame = Frame(self, self.reserve(), "template", "", "")
        parents = _blocks_with_parents(self.template)
        for block, _ in parents:
            if block.name not in self.blocks:
                self.blocks[block.name] = block
                self._block_functions[block.name] = self.reserve()
        self._lower_template(frame)
        for block, parent in parents:
            if self.blocks[block.name] is block:
                self._lower_block(block, 0 if parent is None else self.block_function(parent))
        while self.pending:
            self._lower_macro(self.pending.pop(0))
        return ModuleIR(
            "jinja",
            self.tokens.lines,
            [function for function in self._functions if function is not None],
            bindings=self._bindings,
            comments=comments_of(self.tokens.comments, self.tokens.layout),
        )

    def reserve(self) -> int:
        """The number of a function that will be lowered later."""
        self._functions.append(None)
        return len(self._functions) - 1

    def block_function(self, block: nodes.Block) -> int:
        """The number of the function that a block became."""
        return self._block_functions[block.name]

    def bind(self, name: str, value: AnyInstruction, assignment: int) -> None:
        """Notes a name of the template's top level: a macro's function, or what an `Assign` gives it."""
        if isinstance(value, MakeFunction):
            binding = BindingIR("function", value.function)
        else:
            binding = BindingIR("value", assignment)
        self._bindings.setdefault(name, []).append(binding)

    def _lower_template(self, frame: Frame) -> None:
        self._enter(frame, self.template.body, 0)
        lower_body(frame, self.template.body)
        if frame.parent is not None:
            call_parent(frame, *frame.parent)
        self._finish(frame, -1, (_CONTEXT,), 1, max(self.tokens.lines, 1))

    def _lower_block(self, node: nodes.Block, parent: int) -> None:
        frame = Frame(self, self.block_function(node), "block", node.name, f"<block {node.name}>")
        self._enter(frame, node.body, frame.token(node))
        lower_body(frame, node.body)
        self._finish(frame, parent, (_CONTEXT,), *self._extent(node))

    def _lower_macro(self, macro: PendingMacro) -> None:
        enter_macro(macro)
        lower_body(macro.frame, macro.node.body)
        self._finish(macro.frame, macro.parent, macro.parameters, *self._extent(macro.node), macro.captures)

    def _enter(self, frame: Frame, body: Sequence[nodes.Node], at: int) -> None:
        frame.context = frame.emit(Parameter(0), at)
        if any(macros_in(body)):
            cell = frame.emit(Build("cell"), at)
            frame.emit(StoreCell(cell, CONTEXT_CELL, frame.context), at)
            frame.scopes[0].cells[CONTEXT_CELL] = cell
        surely, maybe = bound_names(body)
        frame.make_cells(maybe, surely, body)

    def _extent(self, node: nodes.Node) -> tuple[int, int]:
        tag = self.tokens.tag(node.lineno)
        return (tag.line, self.tokens.closing(tag).end_line) if tag is not None else (1, max(self.tokens.lines, 1))

    def _finish(
        self,
        frame: Frame,
        parent: int,
        parameters: Sequence[ParameterIR],
        line: int,
        end_line: int,
        captures: Sequence[str] = (),
    ) -> None:
        body = frame.code.finish()
        self._functions[frame.function] = FunctionIR(
            name=frame.name,
            qualname=frame.qualname,
            kind=frame.kind,
            line=line,
            end_line=end_line,
            parent=parent,
            owner=-1,
            parameters=list(parameters),
            returns=None,
            decorators=[],
            asynchronous=False,
            generator=False,
            mentions=mentions_of(frame.named, body.code),
            assigned=[],
            body=encode_body(body),
            captures=list(captures),
        )


def _blocks_with_parents(template: nodes.Template) -> list[tuple[nodes.Block, nodes.Block | None]]:
    """All blocks in the order of the text, each with the block that it stands in."""
    found: list[tuple[nodes.Block, nodes.Block | None]] = []
    stack: list[tuple[nodes.Node, nodes.Block | None]] = [(template, None)]
    while stack:
        node, parent = stack.pop()
        if isinstance(node, nodes.Block):
            found.append((node, parent))
            parent = node
        if not isinstance(node, nodes.Expr):
            stack.extend([(child, parent) for child in node.iter_child_nodes()][::-1])
    return found
