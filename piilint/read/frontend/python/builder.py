"""Builds one function's code: instructions with their places, blocks, variables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from piilint.ir.instructions import Assign, Build, Captured, Constant, Instruction, LoadCell, Name, StoreCell, StoreName
from piilint.read.frontend.python.finish import finish
from piilint.read.frontend.python.frames import Frame
from piilint.read.frontend.python.scopes import Scope
from piilint.read.frontend.python.ssa import FIRST_PHI, BlockBuilder, Variables
from piilint.read.frontend.python.survey import LINE_SHIFT

if TYPE_CHECKING:
    from piilint.read.frontend.python.finish import Finished
    from piilint.read.frontend.python.module import ModuleBuilder

CELL = "*"
"""Stands for the key of a variable that lives in a cell. With a space behind it, as in all keys of comprehensions'
variables, for one of a comprehension."""

EXPRESSIONS: dict[type, Callable[[FunctionBuilder, Any], int]] = {}
"""For each class of expression the function that lowers it and returns its value."""

STATEMENTS: dict[type, Callable[[FunctionBuilder, Any], None]] = {}
"""For each class of statement the function that lowers it."""

DEFINITIONS: dict[type, Callable[[FunctionBuilder, Any], None]] = {}
"""For functions, classes and imports the function that keeps them where they stand in code that never runs."""


class Field(NamedTuple):
    """A field that a class's body or a method gives its class, while numbers are not final."""

    name: str
    span: int
    value: int
    annotation: Any
    right: Any


class FunctionBuilder:
    """The code of one function while it is made. `current` is the block that code goes to, None where none can run."""

    def __init__(self, module: ModuleBuilder, scope: Scope, index: int, kind: str, span: tuple[int, int]) -> None:
        self.module = module
        self.scope = scope
        self.index = index
        self.kind = kind
        self.qualname = ""
        self.class_name = ""
        self.owner = -1
        self.receiver = ""
        """In a method the name of its first parameter."""
        self.fields: list[Field] = []
        self.methods: list[tuple[str, int]] = []
        self.self_fields: list[tuple[FunctionBuilder, list[int]]] = []
        """In a class's body: its finished methods, whose `fields` are those that they give `self`."""
        self.code: list[Instruction] = []
        self.places: list[int] = []
        self.spans: list[int] = []
        self.statements: list[tuple[int, int]] = []
        self.positions = module.survey.positions
        self.mentions: set[str] = set()
        self.assigned: set[str] = set()
        self.once: dict[str, int] | None = {} if kind in ("function", "lambda") else None
        """Variables that the function binds in one place only -> their value, once it was made: they need no phis."""
        self.entry = BlockBuilder()
        self.current: BlockBuilder | None = self.entry
        self.entry.first = 0
        self.order = [self.entry]
        self.variables = Variables()
        self.handler: BlockBuilder | None = None
        self.frames: list[Frame] = []
        self.read_at: dict[int, tuple[int, int]] = {}
        """Where a phi, or a variable that has no value yet, is read first: (place, span)."""
        self.prologue = 0
        self.renamed = 0
        self.copies = 0
        # the exception that a handler around this place has caught: what `raise` alone raises
        self.caught = -1
        local = scope.bound - scope.globals - scope.nonlocals
        self.names: dict[str, str] = {name: name for name in local}
        """Each name that is a variable here -> its key, `CELL` for one that lives in a cell."""
        self.cells: dict[str, int] = {}
        self.at(span)

    def own_cells(self) -> None:
        """Make the cells of variables that functions inside capture, and name those that this function captures."""
        for name in self.scope.cells:
            self.cells[name] = self.emit(Build("cell"))
            self.names[name] = CELL
        for name in self.scope.free:
            self.cells[name] = self.emit(Captured(name))
            if name not in self.names:
                self.names[name] = CELL

    def at(self, span: tuple[int, int]) -> None:
        """What follows belongs to the statement on these lines."""
        self.statements.append(span)
        self.span = len(self.statements) - 1
        self.here = span[0] << LINE_SHIFT

    def statement(self, node: Any) -> None:
        """What follows belongs to this statement or header."""
        self.at(self.module.survey.spans[id(node)])

    def emit(self, instruction: Instruction, node: Any = None) -> int:
        """Append an instruction that comes from an expression (from the statement as such without); its value."""
        code = self.code
        code.append(instruction)
        self.places.append(self.positions.get(id(node), self.here))
        self.spans.append(self.span)
        return len(code) - 1

    def expression(self, node: Any) -> int:
        """Lower an expression; its value."""
        return EXPRESSIONS[type(node)](self, node)

    # variables

    def read_name(self, name: str, node: Any) -> int:
        """The value of a name."""
        key = self.names.get(name)
        self.mentions.add(name)
        if key is None:
            return self.emit(Name(name), node)
        if key[0] == CELL:
            return self.emit(LoadCell(self.cells[name], name), node)
        if self.once is not None and (known := self.once.get(key)) is not None:
            return known
        assert self.current is not None
        value = self.variables.read(key, self.current)
        if value <= FIRST_PHI and value not in self.read_at:
            self.read_at[value] = (self.positions.get(id(node), self.here), self.span)
        return value

    def write_name(self, name: str, value: int, node: Any = None) -> int:
        """Bind a name; the value of the binding."""
        self.mentions.add(name)
        key = self.names.get(name)
        if key is None:
            self.assigned.add(name)
            return self.emit(StoreName(name, value), node)
        shown = self.mangled(name) if self.kind == "class" else name
        assigned = self.emit(Assign(shown, value, " " in key), node)
        if key[0] == CELL:
            self.emit(StoreCell(self.cells[name], name, assigned), node)
        else:
            self.define(key, assigned)
        return assigned

    def define(self, key: str, value: int) -> None:
        """A variable has a value from here on."""
        assert self.current is not None
        self.current.defs[key] = value
        if self.once is not None and key not in self.scope.rebound:
            if self.copies:
                self.scope.rebound.add(key)
                self.once.pop(key, None)
            else:
                self.once[key] = value

    def narrow(self, key: str, before: int, value: int) -> None:
        """A variable is known to have a value in this block, which is the one that it had before."""
        assert self.current is not None
        self.current.defs[key] = value
        self.variables.narrowed[value] = before

    def bind(self, name: str, value: int, node: Any = None, binding: tuple[str, int, bool] | None = None) -> int:
        """Bind a name in the program's text: in a module's body it is a name of the module, too."""
        assigned = self.write_name(name, value, node)
        if self.kind == "module" and self.names.get(name) == name:
            self.module.bind(name, binding or ("value", assigned, True))
        return assigned

    def unbind(self, name: str) -> None:
        """`del name`."""
        key = self.names.get(name)
        if key is not None and key[0] != CELL and self.current is not None:
            self.current.defs[key] = self.variables.initial(key, self.entry)

    def captures(self, scope: Scope) -> list[tuple[str, int]]:
        """The cells that a function or class inside captures."""
        return [(name, self.cells[name]) for name in scope.free if name in self.cells]

    def mangled(self, name: str) -> str:
        """A private name as its class sees it: `__x` in class C is `_C__x`."""
        if name[:2] == "__" and self.class_name and name[-2:] != "__":
            owner = self.class_name.lstrip("_")
            return f"_{owner}{name}" if owner else name
        return name

    def initial_instruction(self, name: str) -> Instruction:
        """What a variable is before anything is assigned to it."""
        if self.kind == "class" and name in self.cells:
            return LoadCell(self.cells[name], name)
        if self.kind in ("module", "class"):
            return Name(name)
        return Constant(None)

    # blocks

    def start(self, block: BlockBuilder, sealed: bool = True) -> None:
        """Code goes to this block from now on."""
        if self.current is not None:
            self.current.last = len(self.code)
        block.first = len(self.code)
        block.sealed = sealed
        block.handler = self.handler
        if self.handler is not None:
            self.handler.preds.append(block)
        self.order.append(block)
        self.current = block

    def resume(self, block: BlockBuilder) -> None:
        """Code goes to this block if any control can come to it."""
        if block.preds:
            self.start(block)
        else:
            self.end()

    def end(self) -> None:
        """No control comes behind this point."""
        if self.current is not None:
            self.current.last = len(self.code)
            self.current = None

    def edge(self, block: BlockBuilder) -> None:
        """Control can go from here to that block."""
        if self.current is not None:
            self.current.succs.append(block)
            block.preds.append(self.current)

    def jump(self, block: BlockBuilder) -> None:
        """Control goes to that block and not further here."""
        self.edge(block)
        self.end()

    def branch(self, test: int, yes: BlockBuilder, no: BlockBuilder) -> None:
        """Control goes one way where the test is true, the other where it is false (-1: who knows)."""
        assert self.current is not None
        self.current.test = test
        self.edge(yes)
        self.edge(no)
        self.end()

    def advance(self) -> None:
        """Begin a new block here, so that what was assigned so far counts as the state of its own."""
        block = BlockBuilder()
        self.jump(block)
        self.start(block)

    def finish(self) -> Finished:
        """The code in its final numbering, encoded."""
        self.end()
        return finish(self)
