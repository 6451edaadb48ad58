"""Tests that surely go one way: of which class a value is, whether it is a constant, where the caller tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Build, Call, Constant, LoadAttribute, LoadCell, Operate, Parameter
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import (
    EMPTY,
    TEXT,
    Absent,
    Alloc,
    Atom,
    Cls,
    Const,
    Ext,
    ExtInst,
    Inst,
    Sym,
    Text,
    Value,
    const,
    sym,
)
from piilint.propagate.constant_keys import named_keys
from piilint.propagate.members import BARE, EXACT
from piilint.propagate.native_registry import DEQUE, native
from piilint.propagate.summary import DECIDES
from piilint.propagate.things import CONTAINERS, is_plain, things_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

SHORT = 60
"""Instructions up to which a function asks its callers which constants they hand over."""
LONG = 120
"""Instructions from which on a function does not ask its callers of which class its parameters are."""
APART = frozenset(f"builtins.{name}" for name in ("str", "int", "float", "bytes", "list", "dict", "tuple", "set"))
"""Built-in types of which something else than their own values never is."""
QUEUE = "collections.deque"
"""A type of its own, too, though what is known of it is kept as a list."""
ALIKE = (frozenset(("builtins.str", "builtins.bytes")), frozenset(("builtins.int", "builtins.float")))
"""Types of which rules name one for what may be either."""


@native("builtins.isinstance")
def _is_instance(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del receiver
    run.decided.pop(at, None)
    if len(arguments.positional) == 2 and at >= 0:
        value, classes = arguments.positional
        value = {TEXT: None} if _is_put_together(run, at) else value
        told = _verdict(run, value, _classes(run, classes))
        if told is not None:
            run.decided[at] = told
    return EMPTY


def _is_put_together(run: FunctionRun, at: int) -> bool:
    """Whether what is asked of is an f-string: a text, whatever is put in it."""
    call = run.code[at]
    written = run.code[call.arguments[0]] if isinstance(call, Call) and call.arguments else None
    return isinstance(written, Build) and written.kind == "text" and run.function.is_python


def decided(run: FunctionRun, test: int) -> bool | None:
    """Which way a test surely goes; None where both may be."""
    instruction = run.code[test]
    if isinstance(instruction, Operate) and instruction.operator == "not_":
        told = decided(run, instruction.operands[0])
        return None if told is None else not told
    if isinstance(instruction, Parameter):
        known = _constant(run, {sym(("p", instruction.index)): None})
        return bool(known.value) if known is not None else None
    if isinstance(instruction, (LoadCell, LoadAttribute)):
        # what a setting is, who runs the program decides: only what a caller tells counts
        value = run.values[test]
        known = _constant(run, value) if all(isinstance(atom, Sym) for atom in value) else None
        return bool(known.value) if known is not None else None
    return run.decided.get(test)


def compare(run: FunctionRun, operator: str, operands: list[Value], at: int) -> None:
    """Notes which way a comparison of constants goes."""
    run.decided.pop(at, None)
    known = [_constant(run, operand) for operand in operands]
    if run.turn and None in known:
        known = _with_names(run, known, operands, at)
    first, second = known if len(known) == 2 else (None, None)
    if first is not None and second is not None:
        same = type(first.value) is type(second.value) and first.value == second.value
        run.decided[at] = same if operator in ("eq", "is_") else not same


def _with_names(run: FunctionRun, known: list[Const | None], operands: list[Value], at: int) -> list[Const | None]:
    """The same with names of constants, where what differs from turn to turn is compared with one."""
    instruction = run.code[at]
    written = [run.code[one] for one in instruction.operands] if isinstance(instruction, Operate) else []
    if any(isinstance(one, Constant) for one in written):
        # which way a setting is tested, who runs the program decides
        return known
    found: list[Const | None] = []
    for one, operand in zip(known, operands, strict=True):
        atom = next(iter(operand)) if one is None and len(operand) == 1 else None
        keys = named_keys(run, atom) if isinstance(atom, Sym) else []
        found.append(const(keys[0]) if len(keys) == 1 else one)
    return found


def _constant(run: FunctionRun, value: Value) -> Const | None:
    """The one constant that a value is; callers of short functions are asked for what they hand over."""
    if len(value) != 1:
        return None
    atom = next(iter(value))
    if not isinstance(atom, Sym):
        return atom if isinstance(atom, Const) else None
    if atom in run.context:
        told = run.context[atom]
        return told[0] if len(told) == 1 and isinstance(told[0], Const) else None
    if len(run.code) < SHORT and _is_switch(atom):
        run.want(atom, DECIDES)
    return None


def _is_switch(symbol: Sym) -> bool:
    """Whether a caller may say which constant it is: a parameter, a captured variable, an attribute of an object."""
    of_object = len(symbol.path) == 1 and symbol.path[0][:1] == "."
    return of_object if symbol.root[0] == "x" else symbol.root[0] == "p" and (not symbol.path or of_object)


def _classes(run: FunctionRun, value: Value) -> list[Atom]:
    """The classes that a value is, also those of a tuple; none where one is not known."""
    found: list[Atom] = []
    for atom in value:
        if isinstance(atom, Alloc) and atom.kind == "tuple":
            parts = [_classes(run, held) for held in run.state.heap.get(atom, {}).values()]
            if not all(parts):
                return []
            found.extend(one for part in parts for one in part)
        elif isinstance(atom, (Cls, Ext)):
            found.append(atom)
        else:
            return []
    return found


def _verdict(run: FunctionRun, value: Value, classes: list[Atom]) -> bool | None:
    told: set[bool | None] = set()
    for atom in value if classes else ():
        if atom.is_taint or isinstance(atom, Absent):
            continue
        things = things_of(run, atom)
        if isinstance(atom, Sym) and not things and len(atom.path) <= 1 and len(run.code) < LONG:
            run.want(atom)
        told.update(_is_one_of(run, thing, classes) for thing in things or (atom,))
    return told.pop() if len(told) == 1 else None


def _is_one_of(run: FunctionRun, thing: Atom, classes: list[Atom]) -> bool | None:
    verdicts = {_is(run, thing, one) for one in classes}
    if True in verdicts:
        return True
    return None if None in verdicts else False


def _is(run: FunctionRun, thing: Atom, wanted: Atom) -> bool | None:
    """Whether a thing is an instance of a class; None where that is not known."""
    if isinstance(thing, (Alloc, Inst)) and thing.cls >= 0:
        owner = run.program.classes[thing.cls]
        name = wanted.id if isinstance(wanted, Cls) else wanted.name if isinstance(wanted, Ext) else None
        if name in owner.mro:
            return True
        exact = isinstance(thing, Alloc) or thing.site == EXACT
        known = isinstance(wanted, Cls) or (isinstance(wanted, Ext) and wanted.name in APART)
        return False if exact and known and BARE.issuperset(owner.external_bases) else None
    name_of_type = _built_in(thing)
    if not name_of_type:
        return None
    if isinstance(wanted, Cls):
        return False
    if isinstance(wanted, Ext) and wanted.name == name_of_type:
        # a set that is made may be a frozen one
        return None if name_of_type == "builtins.set" else True
    both_plain = isinstance(wanted, Ext) and {wanted.name, name_of_type} <= APART | {QUEUE}
    alike = isinstance(wanted, Ext) and is_plain(thing) and any({wanted.name, name_of_type} <= one for one in ALIKE)
    return False if both_plain and not alike else None


def _built_in(thing: Atom) -> str:
    if isinstance(thing, Alloc):
        return QUEUE if DEQUE in thing.site[2:3] else CONTAINERS.get(thing.kind, "")
    if isinstance(thing, Text):
        return "builtins.str"
    if is_plain(thing) and isinstance(thing, ExtInst):
        return thing.name
    return f"builtins.{type(thing.value).__name__}" if isinstance(thing, Const) else ""
