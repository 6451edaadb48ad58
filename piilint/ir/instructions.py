"""The instructions: the small language that Python, templates and SQL are lowered to.

Code is in static single assignment form. The value that an instruction makes is named by the instruction's own index
in its function's `code`, so (function, instruction) names both a place and a value; operands are such indices, and -1
means "none". Variables do not exist any more, apart from four kinds that outlive a function call: module and class
names (`Assign` in a module's or class's body, `StoreName`), captured variables (cells), attributes, and items.

Python's syntax is matched as the call that Python makes of it; `Operate` therefore carries the name of the function in
the standard library's `operator` module (`add`, `mod`, `eq`, `not_`) or of the built-in (`format`, `repr`).

Invariants:
- an instruction knows no path, no module name and no rule; it depends on one file's content alone
- operands are smaller than the instruction's own index, apart from those of `Phi`
- a `Constant` keeps the value: template names, columns, digits of `round`, SQL and URLs are read from it
"""

from __future__ import annotations

from typing import Union

import msgspec

Value = int
NONE: Value = -1

Scalar = Union[str, int, float, bool, None]  # noqa: UP007 - msgspec reads it at run time on Python 3.10


class Instruction(msgspec.Struct, frozen=True, array_like=True, gc=False, tag_field="op"):
    """Base of all instructions. Do not subclass a concrete one."""


class Constant(Instruction, tag=0, frozen=True):
    """A literal. Bytes are kept as text, tuples of constants as lists; `...` and complex numbers as their text."""

    value: Scalar | list[Scalar]


class Parameter(Instruction, tag=1, frozen=True):
    """What the caller hands in at `FunctionIR.parameters[index]`; `*args` is a tuple, `**kwargs` a dict."""

    index: int


class Name(Instruction, tag=2, frozen=True):
    """Reads a module-level name or, where the module has none, a built-in."""

    name: str


class Import(Instruction, tag=3, frozen=True):
    """`import module` (then `name` is empty) or `from module import name`; `level` counts the leading dots.

    `import a.b` makes the value of `a`; `import a.b as c` that of `a.b`.
    """

    module: str
    name: str = ""
    level: int = 0


class Assign(Instruction, tag=4, frozen=True):
    """A value gets a name: `name = value`. In a module's or class's body it is also the attribute of that name.

    `inner`: the variable of a comprehension, which nobody outside of it sees.
    """

    name: str
    value: Value
    inner: bool = False


class StoreName(Instruction, tag=5, frozen=True):
    """`global name; name = value` inside a function."""

    name: str
    value: Value


class LoadAttribute(Instruction, tag=6, frozen=True):
    """`object.name`. In a template also `object["name"]`, whichever there is.

    `called`: what is found there is called without arguments if that can be done, as some template languages do.
    """

    object: Value
    name: str
    called: bool = False


class StoreAttribute(Instruction, tag=7, frozen=True):
    """`object.name = value`."""

    object: Value
    name: str
    value: Value


class LoadItem(Instruction, tag=8, frozen=True):
    """`object[index]`; a slice is a `Build` of kind "slice"."""

    object: Value
    index: Value


class StoreItem(Instruction, tag=9, frozen=True):
    """`object[index] = value`; index -1: one more element, at a position that is not known (comprehensions)."""

    object: Value
    index: Value
    value: Value


class Delete(Instruction, tag=10, frozen=True):
    """`del object[index]`, or `del object.name` where index is -1."""

    object: Value
    index: Value = NONE
    name: str = ""


class Captured(Instruction, tag=11, frozen=True):
    """In a nested function: the cell of the enclosing function's variable `name`."""

    name: str


class LoadCell(Instruction, tag=12, frozen=True):
    """Reads the captured variable that lives in a cell (a `Build` of kind "cell", or a `Captured`)."""

    cell: Value
    name: str


class StoreCell(Instruction, tag=13, frozen=True):
    """Writes the captured variable that lives in a cell."""

    cell: Value
    name: str
    value: Value


class Call(Instruction, tag=14, frozen=True):
    """`callee(*arguments, **keywords)`.

    `stars`: positions in `arguments` that are spread (`*xs`); a keyword named "" is spread (`**d`). `unused`: the
    call is a statement of its own. `decorator`: the call that a decorator makes of the function below it.
    """

    callee: Value
    arguments: list[Value] = []
    keywords: list[tuple[str, Value]] = []
    stars: list[int] = []
    unused: bool = False
    decorator: bool = False


class Operate(Instruction, tag=15, frozen=True):
    """An operator applied to operands: `Operate("add", [a, b])`. See `OPERATORS`."""

    operator: str
    operands: list[Value]


class Build(Instruction, tag=16, frozen=True):
    """A new object of a display. `items` are (key, value) pairs; what the key means depends on `kind`:

    - list, tuple, set: key -1 for an element, -2 for a spread (`*xs`)
    - dict: key is the key's value, -2 for a spread (`**d`)
    - text: key -1; the parts of an f-string or of a template's text, in order
    - slice: three pairs (-1, lower), (-1, upper), (-1, step); absent ones have value -1
    - cell: empty; the home of a captured variable
    - generator: empty; elements are stored by `StoreItem`
    """

    kind: str
    items: list[tuple[Value, Value]] = []


class Iterate(Instruction, tag=17, frozen=True):
    """Some element of iterating over `value`: the loop variable of a `for`."""

    value: Value
    asynchronous: bool = False


class Unpack(Instruction, tag=18, frozen=True):
    """One target of `a, *b, c = value`. `position` counts from the start, or from the end where negative.

    `star`: the list of all elements from `position` on, without the last `after` ones.
    """

    value: Value
    position: int
    star: bool = False
    after: int = 0


class Enter(Instruction, tag=19, frozen=True):
    """What `with value as x` binds to x."""

    value: Value
    asynchronous: bool = False


class Return(Instruction, tag=20, frozen=True):
    """`return value`. Never the only thing that ends a block: its successors say where control goes."""

    value: Value


class Yield(Instruction, tag=21, frozen=True):
    """`yield value`, or `yield from value`; its own value is what is sent (the delegate's return value)."""

    value: Value
    delegate: bool = False


class Raise(Instruction, tag=22, frozen=True):
    """`raise value from cause`, to the handler of its block or to the caller."""

    value: Value
    cause: Value = -1


class Caught(Instruction, tag=23, frozen=True):
    """First in a handler's block: an exception of the protected blocks. `types` are the values named in `except`.

    `group`: `except*`, which gets a group of those of its types.
    """

    types: list[Value] = []
    group: bool = False


class Phi(Instruction, tag=24, frozen=True):
    """One of several values, by the way that control came. Operands may come later in the code."""

    values: list[Value]


class MakeFunction(Instruction, tag=25, frozen=True):
    """`def` or `lambda`, before decorators. `function` is an index into the module's functions.

    `defaults`: (parameter's index, value). `captures`: (variable's name, its cell).
    """

    function: int
    defaults: list[tuple[int, Value]] = []
    captures: list[tuple[str, Value]] = []


class MakeClass(Instruction, tag=26, frozen=True):
    """`class`, before decorators. `class_` is an index into the module's classes; its body runs here."""

    class_: int
    bases: list[Value] = []
    keywords: list[tuple[str, Value]] = []
    captures: list[tuple[str, Value]] = []


class Show(Instruction, tag=27, frozen=True):
    """In a template: the value is shown to whoever looks at what the template renders. `text` is the expression as
    written, `where` is html, attribute, script, style or url."""

    value: Value
    text: str = ""
    where: str = "html"


class CallTemplate(Instruction, tag=28, frozen=True):
    """In a template: runs another template with a context. `how` is include, extends or import; the value of an
    import is the other template's namespace (macros and top-level names as attributes)."""

    template: Value
    context: Value
    how: str = "include"


class Exit(Instruction, tag=29, frozen=True):
    """The end of `with value`, entered by the instruction `entered`: what `__exit__` does.

    `how`: "end" (its body came to its end, or is left by `return`, `break` or `continue`), "error" (it was left by an
    exception) or "caught" (control goes on behind it only if `__exit__` took the exception).
    """

    value: Value
    entered: Value
    how: str = "end"
    asynchronous: bool = False


AnyInstruction = Union[  # noqa: UP007 - msgspec reads it at run time on Python 3.10
    Constant, Parameter, Name, Import, Assign, StoreName, LoadAttribute, StoreAttribute, LoadItem, StoreItem, Delete,
    Captured, LoadCell, StoreCell, Call, Operate, Build, Iterate, Unpack, Enter, Return, Yield, Raise, Caught, Phi,
    MakeFunction, MakeClass, Show, CallTemplate, Exit,
]  # fmt: skip

OPERATORS = frozenset({
    "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "lshift", "rshift", "and_", "or_", "xor",
    "iadd", "isub", "imul", "itruediv", "ifloordiv", "imod", "ipow", "imatmul", "ilshift", "irshift",
    "iand", "ior", "ixor",
    "neg", "pos", "invert", "not_", "lt", "le", "eq", "ne", "ge", "gt", "is_", "is_not", "contains", "not_contains",
    "format", "repr", "str", "ascii", "await", "match_args", "assert",
})  # fmt: skip
"""`contains` has its operands in Python's order (`a in b` is ["contains", a, b]). `format` has (value, specification),
`match_args` (subject, class, constant position): the attribute that a positional class pattern binds; `assert` is the
test of an assertion, `await` what a coroutine returns."""
