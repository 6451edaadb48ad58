"""What one file is lowered to. Plain data: no path, no module name, no reference to the syntax tree.

Headers (names, parameters, classes, imports) decode at once; the code of a function stays encoded until it is asked
for, so that a run pays only for the functions that personal data can reach.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Union

import msgspec

from piilint.ir.instructions import AnyInstruction, Scalar
from piilint.ir.query import QueryIR


class Annotation(msgspec.Struct, frozen=True, array_like=True):
    """A type as written: `Annotated[str, PII("contact.phone")]` has the arguments str and PII("contact.phone").

    `name` is dotted; a union `A | B` has the name "|"; a list of types `[A, B]` the name "[]"; a call has its constant
    arguments in `constants`; a bare constant (Literal) has the name "" and one constant. Quoted types are read.
    """

    name: str
    arguments: list[Annotation] = []
    constants: list[Scalar] = []


class ParameterIR(msgspec.Struct, frozen=True, array_like=True):
    """A parameter. `kind` is positional (only), normal, keyword (only), star (`*args`) or double_star (`**kwargs`)."""

    name: str
    kind: str = "normal"
    annotation: Union[Annotation, None] = None  # noqa: UP007
    has_default: bool = False
    line: int = 0


class Block(msgspec.Struct, frozen=True, array_like=True):
    """A basic block: `code[first:last]`.

    `successors` are block numbers; where `test` is a value, `successors[0]` is taken when it is true and
    `successors[1]` when it is false. `dominator` is the immediate dominator (-1 for the entry and for blocks that
    cannot be reached). `handler` is the block that an exception goes to (-1: the caller).
    """

    first: int
    last: int
    successors: list[int] = []
    dominator: int = -1
    test: int = -1
    handler: int = -1


class Body(msgspec.Struct, frozen=True, array_like=True):
    """A function's code.

    `lines[i]` is the first line of instruction i's own expression; `statements[spans[i]]` the first and last line of
    its simple statement or compound header; `ordinals[i]` the number of that expression, from 0, among all
    expressions of these lines, in the order of the text (excerpt finds columns with it; -1 where there is none).
    """

    code: list[AnyInstruction]
    blocks: list[Block]
    lines: list[int]
    spans: list[int]
    ordinals: list[int]
    statements: list[tuple[int, int]]


class FunctionIR(msgspec.Struct, frozen=True, array_like=True):
    """A function, or what behaves like one: functions[0] of a module is its body; so is each class's body.

    `kind` is module, class, function, lambda, template, block or macro. `qualname` is the dotted name within the
    module, without `<locals>`; the module body's is "". `parent` is the function it is defined in, `owner` the class
    whose method it is, `decorators` the decorator expressions as dotted names ("" where it is no dotted name, calls
    without their arguments). `mentions` are all identifiers in the body, sorted: names, attributes, string keys,
    keyword arguments. `assigned` are the names that it writes with `global`.
    """

    name: str
    qualname: str
    kind: str
    line: int
    end_line: int
    parent: int
    owner: int
    parameters: list[ParameterIR]
    returns: Union[Annotation, None]  # noqa: UP007
    decorators: list[str]
    asynchronous: bool
    generator: bool
    mentions: list[str]
    assigned: list[str]
    body: msgspec.Raw
    captures: list[str] = []


class FieldIR(msgspec.Struct, frozen=True, array_like=True):
    """A field of a class: a name assigned or annotated in its body, or `self.name = ...` in a method.

    `value` is the instruction that makes it, in function `function`; -1 where it is only annotated. `value_call` is
    the dotted name of the call that makes it (`db.Column`), with its positional arguments that are dotted names or
    calls of them in `value_arguments`.
    """

    name: str
    line: int
    end_line: int
    function: int
    value: int = -1
    annotation: Union[Annotation, None] = None  # noqa: UP007
    value_call: str = ""
    value_arguments: list[str] = []
    on_self: bool = False


class ClassIR(msgspec.Struct, frozen=True, array_like=True):
    """A class. `bases` are dotted names as written (a subscript `Generic[T]` without its brackets), `body` the
    function index of its body, `methods` (name, function index) in order, a redefinition after the first;
    `metaclass` is a dotted name, too."""

    name: str
    qualname: str
    line: int
    end_line: int
    parent: int
    body: int
    bases: list[str]
    decorators: list[str]
    fields: list[FieldIR]
    methods: list[tuple[str, int]]
    metaclass: str = ""


class ImportIR(msgspec.Struct, frozen=True, array_like=True):
    """`from module import name as local` (level counts dots; "*" is a star), or `import module as local` (no name).

    `import a.b` has local "a" and module "a.b" with `whole` False: only the top package is bound. `function` is where
    it stands.
    """

    local: str
    module: str
    name: str = ""
    level: int = 0
    function: int = 0
    whole: bool = True
    line: int = 0


class BindingIR(msgspec.Struct, frozen=True, array_like=True):
    """One binding of a module-level name. `kind` is function, class, import or value; `index` into functions, classes,
    imports, or the instruction of the module body's `Assign`. `plain`: a function or class without decorators."""

    kind: str
    index: int
    plain: bool = True


class CommentIR(msgspec.Struct, frozen=True, array_like=True):
    """A comment that starts with `piilint:` or `pii:` (text without the comment sign, stripped), with the lines of the
    statement that it stands at: its own statement's if it follows code, else the next statement's."""

    text: str
    line: int
    first_line: int
    last_line: int


class ModuleIR(msgspec.Struct, frozen=True, array_like=True):
    """One file, lowered. `language` is python, jinja, django or sql.

    `bindings` are the module-level names in order of first binding; `exports` is `__all__`, or None where there is none
    or only running the code tells. `units` are strings that read as SQL or as templates: (function, instruction of the
    constant, the string's own ModuleIR). `cells`, for notebooks, are (first line, last line) of each cell in the
    lowered text, in order. `queries` is what its texts that are SQL say.
    """

    language: str
    lines: int
    functions: list[FunctionIR]
    classes: list[ClassIR] = []
    imports: list[ImportIR] = []
    bindings: dict[str, list[BindingIR]] = {}
    exports: Union[list[str], None] = None  # noqa: UP007
    comments: list[CommentIR] = []
    units: list[tuple[int, int, ModuleIR]] = []
    cells: list[tuple[int, int]] = []
    queries: list[QueryIR] = []


_encoder = msgspec.msgpack.Encoder()


@lru_cache(maxsize=1)
def _module_decoder() -> msgspec.msgpack.Decoder[ModuleIR]:
    return msgspec.msgpack.Decoder(ModuleIR)


@lru_cache(maxsize=1)
def _body_decoder() -> msgspec.msgpack.Decoder[Body]:
    return msgspec.msgpack.Decoder(Body)


def encode_body(body: Body) -> msgspec.Raw:
    """A body as it is kept inside its FunctionIR."""
    return msgspec.Raw(_encoder.encode(body))


def decode_body(function: FunctionIR) -> Body:
    """The body of a function."""
    return _body_decoder().decode(function.body)


def encode_module(module: ModuleIR) -> bytes:
    """A module as the store keeps it and as workers hand it back."""
    return _encoder.encode(module)


def decode_module(data: bytes) -> ModuleIR:
    """A module without its bodies decoded. Raises msgspec.DecodeError for foreign bytes."""
    return _module_decoder().decode(data)
