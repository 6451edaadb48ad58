"""Reading and writing parts of values: attributes, items, elements; and where a read is a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments, tuple_key
from piilint.propagate.atoms import (
    ABSENT,
    EMPTY,
    MADE_WITH,
    OPAQUE,
    Absent,
    Alloc,
    Atom,
    Bound,
    Cls,
    Const,
    Derived,
    Ext,
    ExtInst,
    Func,
    Inst,
    Member,
    Mod,
    Opaque,
    Sym,
    Text,
    Value,
    below,
    const,
    instance_of,
    is_of_library,
    library_model,
    member,
    mod,
    sym,
)
from piilint.propagate.constant_keys import named_keys
from piilint.propagate.enums import key_of_member
from piilint.propagate.guesses import having, read_sources
from piilint.propagate.kept import METHODS, is_store, key_in, look_up
from piilint.propagate.members import EXACT, class_attribute, class_member, classes_of, module_member
from piilint.propagate.memory import NAMED_SPREAD, OBJECTS, SLICED, joined, without_absent
from piilint.propagate.summary import KEY, NAMED
from piilint.propagate.taints import only_taints
from piilint.propagate.things import member_of, names_of, things_of
from piilint.terms.access_path import ANY, KEYS, attribute, key, name_of
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

CUT = "operator.getitem"


FILES = ("io.StringIO", "io.BytesIO", "io.TextIOWrapper")
"""Files that a run keeps what is written into, line by line."""


def load_attribute(run: FunctionRun, value: Value, name: str, at: int) -> Value:
    """`value.name`, in a template also `value["name"]`."""
    if name == "__dict__":
        return run.as_mapping(value, at, whole=True)
    if name == "__class__":
        return classes_of(run, value)
    if run.engine.intercepted and (told := _intercepted(run, value, name, at)) is not None:
        return told
    label = attribute(name)
    # what a text's method is called on is the letter
    value = having(run, value if run.engine.is_text_method(name) else _with_elements(value), name)
    parts: list[Value] = []
    for atom, hop in value.items():
        if atom.is_taint:
            parts.append({atom: hop})
        elif (read := _read_by_rules(run, atom, name, value, at)) is not None:
            return read
        elif isinstance(atom, Sym):
            parts.append(
                run.moved(_of_symbol(run, atom, name, label), Verb.READ, at)
                if hop is None
                else _after(run, _of_symbol(run, atom, name, label), hop, at)
            )
        else:
            parts.append(_of_thing(run, atom, atom, name, label))
    if not run.function.is_python:
        parts.append(load_item(run, value, {_string(name): None}, at, sources=False))
    if name in run.engine.knowledge.typed_names:
        parts = [_typed(run, value, name, at, joined(parts))]
    parts.append(read_sources(run, value, label, at))
    return joined(parts)


def _intercepted(run: FunctionRun, value: Value, name: str, at: int) -> Value | None:
    """What `__getattribute__` of the program gives for every attribute; None where no class has it."""
    own = run.function.ir.name == "__getattribute__"
    return None if own else run.call_method(value, "__getattribute__", Arguments([{_string(name): None}]), at)


def _typed(run: FunctionRun, base: Value, name: str, at: int, found: Value) -> Value:
    """What rules say that an attribute is, beside objects of the program's classes, of which more is known."""
    typed = run.typed_attribute(base, name, at)
    if typed is None:
        return found
    own = {
        atom: hop for atom, hop in found.items() if atom.is_taint or (isinstance(atom, (Inst, Alloc)) and atom.cls >= 0)
    }
    return joined((own, typed))


def _with_elements(value: Value) -> Value:
    """`x[0]` may be a letter, which hides the rest of a text, or an element: of that something can be read."""
    elements: Value = {
        atom.sym: hop
        for atom, hop in value.items()
        if type(atom) is Derived and not atom.deep and atom.ops and all(CUT in op.match.patterns for op in atom.ops)
    }
    return {**value, **elements} if elements else value


def _read_by_rules(run: FunctionRun, atom: Atom, name: str, value: Value, at: int) -> Value | None:
    """What reading an attribute of a library's object gives where rules say so; None where they do not."""
    if name not in run.engine.knowledge.attributes:
        return None
    for thing in things_of(run, atom) if isinstance(atom, (Sym, ExtInst, Member)) or is_of_library(atom) else ():
        names = tuple(f"{one}.{name}" for one in names_of(run.engine, thing))
        if run.engine.knowledge.read_as(names):
            return run.call_library(names, member(thing, name), value, Arguments(), at)
    return None


def _string(text: str) -> Atom:
    return const(text)


def _after(run: FunctionRun, value: Value, hop: object, at: int) -> Value:
    return {
        atom: run.hop(before or hop, Verb.READ, at) if atom.is_taint or isinstance(atom, Sym) else before  # type: ignore[arg-type]
        for atom, before in value.items()
    }


def _of_symbol(run: FunctionRun, symbol: Sym, name: str, label: str) -> Value:
    written = run.state.heap.get(symbol)
    if written and label in written:
        return run.state.read(symbol, label)
    if written and NAMED_SPREAD in written and not _has_method(run, symbol, name):
        return joined([run.state.read(symbol, label), spread_attribute(run, written[NAMED_SPREAD], name)])
    things = things_of(run, symbol)
    found: list[Value] = []
    hidden = False
    for thing in things:
        if isinstance(thing, (Mod, Ext)) or (
            isinstance(thing, (Cls, ExtInst, Member)) and not run.engine.is_record_of(thing)
        ):
            if isinstance(thing, ExtInst) and run.engine.listings.keeps(thing.name, name):
                continue  # what the object was made of, the caller knows
            found.append(_of_thing(run, thing, symbol, name, label))
        elif isinstance(thing, (Inst, Alloc)) and thing.cls >= 0:
            method = class_member(run, thing.cls, symbol, name, exact=isinstance(thing, Inst) and thing.site == EXACT)
            if method is not None and (method == EMPTY or (method := _told(run, symbol, label, method))):
                found.append(method)
                # an object may have a value of its own for what its class has a default for
                hidden = hidden or (_is_plain(run, method) and run.engine.is_class_variable(thing.cls, name))
        elif isinstance(thing, Const):
            found.append({member(thing, name): None})
    if (
        found
        and not hidden
        and all(isinstance(thing, (Mod, Ext, Cls, Inst)) for thing in things)
        and not any(value == EMPTY for value in found)
    ):
        several = joined(found)
        if len(several) > 1:
            _ask_which(run, symbol, label, several)
        return several
    return joined([run.state.read(symbol, label), *found])


def _ask_which(run: FunctionRun, symbol: Sym, label: str, methods: Value) -> None:
    """Of several methods that the program's classes have, a caller may know the one that is meant."""
    if sum(isinstance(atom, Bound) for atom in methods) > 1:
        part = below(symbol, label)
        if isinstance(part, Sym):
            run.want(part)


def _told(run: FunctionRun, symbol: Sym, label: str, method: Value) -> Value:
    """Of several methods those of which the caller has told that they are meant."""
    told = run.context.get(symbol.below[label]) if run.context and label in symbol.below else None
    if not told or not all(isinstance(one, Bound) for one in told):
        return method
    functions = {one.function for one in told if isinstance(one, Bound)}
    return {atom: hop for atom, hop in method.items() if not isinstance(atom, Bound) or atom.function in functions}


def _is_plain(run: FunctionRun, value: Value) -> bool:
    """Whether an instance may have something else: a value is no function or class, and no object that says what is."""
    return not any(
        isinstance(thing, (Func, Bound, Cls, Ext, ExtInst, Member))
        or (
            isinstance(thing, (Inst, Alloc)) and thing.cls >= 0 and run.program.method(thing.cls, "__get__") is not None
        )
        for atom in value
        if not atom.is_taint
        for thing in things_of(run, atom)
    )


def _has_method(run: FunctionRun, symbol: Sym, name: str) -> bool:
    classes = [one.cls for one in things_of(run, symbol) if isinstance(one, (Inst, Alloc)) and one.cls >= 0]
    return any(run.program.method(cls, name) is not None for cls in classes)


def spread_attribute(run: FunctionRun, mappings: Value, name: str) -> Value:
    """The attribute of an object that took its attributes from mappings."""
    return joined(run.state.read(atom, key(name)) for atom in mappings if isinstance(atom, (Alloc, Sym)))


def _of_thing(run: FunctionRun, thing: Atom, receiver: Atom, name: str, label: str) -> Value:
    state = run.state
    if isinstance(thing, Alloc):
        if thing.kind == "super":
            return run.super_attribute(thing, name)
        fields = state.heap.get(thing)
        held = fields.get(label) if fields else None
        if held is not None and ABSENT not in held:
            return held
        if fields and NAMED_SPREAD in fields:
            told = spread_attribute(run, fields[NAMED_SPREAD], name)
            if told:
                return joined([without_absent(held or EMPTY), told])
        if is_of_library(thing) and fields and (column := fields.get(key(name))) is not None:
            return column
        if thing.cls >= 0:
            rest = class_member(run, thing.cls, receiver, name, exact=True)
            return joined([without_absent(held or EMPTY), rest if rest is not None else EMPTY])
        if held is not None:
            return without_absent(held)
        return {member(receiver, name): None}
    if isinstance(thing, Inst):
        held = state.heap.get(thing, {}).get(label)
        if held is not None:
            return held
        found = class_member(run, thing.cls, receiver, name, exact=False)
        return found if found is not None else state.read(sym(("f", thing.cls)), label)
    if isinstance(thing, Mod):
        return module_member(run, thing.id, name)
    if isinstance(thing, Cls):
        return class_attribute(run, thing.id, name)
    if isinstance(thing, Ext) and (inner := run.program.by_name.get(f"{thing.name}.{name}")) is not None:
        # a folder without `__init__` is no module, but what lies in it is
        return {mod(inner): None}
    if isinstance(thing, Ext) and thing.name in run.engine.knowledge.stores and name not in METHODS:
        return look_up(run, thing.name, name)
    if isinstance(thing, (Ext, ExtInst, Member)):
        held = state.heap.get(thing, {}).get(label)
        if held is None and isinstance(thing, ExtInst):
            related = run.engine.relations.back(library_model(thing.name), name, (run.id, run.at))
            held = {related: None} if related is not None else None
        return held if held is not None else {member_of(thing, name): None}
    if isinstance(thing, (Const, Text)):
        return {member(thing, name): None}
    if isinstance(thing, (Func, Bound)):
        held = state.heap.get(thing, {}).get(label)
        return held if held is not None else {member(thing, name): None}
    return {OPAQUE: None} if isinstance(thing, Opaque) else EMPTY


def constants_of(run: FunctionRun, value: Value, why: int = KEY) -> tuple[list[object], bool]:
    """The constants that a value may be, and whether it may be something else; `why` callers are asked (0: not)."""
    found: list[object] = []
    others = False
    for atom in value:
        if isinstance(atom, Const):
            found.append(atom.value)
        elif (member_key := key_of_member(atom)) is not None:
            found.append(member_key)
        elif isinstance(atom, Sym):
            things = things_of(run, atom)
            known = [thing.value for thing in things if isinstance(thing, Const)]
            known += [member_key for thing in things if (member_key := key_of_member(thing)) is not None]
            known = known or named_keys(run, atom)
            if known:
                found.extend(known)
            else:
                if why:
                    run.want(atom, why)
                others = True
        elif not atom.is_taint or not isinstance(atom, Absent):
            if why in (NAMED, KEY) and isinstance(atom, Derived):
                # a name made of what only the caller knows: `getattr(self, f"show_{kind}")`, `table[name.lower()]`
                run.want(atom.sym, why)
            others = True
    return found, others or not value


def element(run: FunctionRun, value: Value, label: str, at: int) -> Value:
    """What stands under an element label, or on iteration (`ITER`), without looking at rules."""
    parts: list[Value] = []
    value = having(run, value, label[2:-2], of_text=True)
    for atom, hop in value.items():
        if label == SLICED and not isinstance(atom, Sym):
            if not atom.is_taint:
                parts.append(element(run, {atom: hop}, ANY, at))
        elif atom.is_taint:
            if label != KEYS:
                parts.append({atom: hop})
        elif isinstance(atom, Sym):
            parts.append(_after(run, run.state.read(atom, label), hop, at))
        elif isinstance(atom, Alloc):
            held = without_absent(run.state.read(atom, label))
            parts.append(held if held or atom.kind != MADE_WITH else {OPAQUE: None})
        elif isinstance(atom, Mod):
            # what `globals()` gives
            named = name_of(label)
            parts.append(module_member(run, atom.id, named) if named is not None else {OPAQUE: None})
        elif isinstance(atom, ExtInst) and atom.model != -1:
            if label[:2] != '["' or atom.name == "builtins.dict":
                # a collection of objects is gone through or counted; it has no element under a name
                parts.append({instance_of(atom.model, (run.id, at)): None})
            parts.append(run.state.own(run.state.read(atom, label)))
        elif isinstance(atom, Member) and run.engine.knowledge.of_calls(names_of(run.engine, atom)):
            continue  # a method, which only its result can be gone through
        elif is_store(atom, run):
            named = key_in(label)
            parts.append(look_up(run, atom.name, named) if named is not None else {OPAQUE: None})
        elif atom.is_opaque:
            # what a call was made with is no element of what it gave, but of a file what it was filled with
            if isinstance(atom, ExtInst) and atom.name in FILES:
                parts.append(_after(run, only_taints(run.state.own({atom: hop})), hop, at))
            filled = any(label[:1] != "<" for label in run.state.heap.get(atom, ()))
            parts.append(run.state.read(atom, label) if filled else {OPAQUE: None})
    return joined(parts)


def why_asked(run: FunctionRun, value: Value) -> int:
    """Why a key matters that something is read from, or written under, in a value (0: it does not)."""
    if any(isinstance(atom, Alloc) and OBJECTS in run.state.heap.get(atom, ()) for atom in value):
        return NAMED
    return KEY if any(isinstance(atom, (Sym, Alloc)) for atom in value) else 0


def load_item(run: FunctionRun, value: Value, index: Value, at: int, sources: bool = True) -> Value:
    """`value[index]` for containers and symbols; `sources`: whether the key's name may make it personal."""
    value = _with_elements(value)
    constants, others = constants_of(run, index, why_asked(run, value))
    labels = [
        key(constant)
        for constant in dict.fromkeys(constants)
        if constant is None or isinstance(constant, (str, int, float))
    ]
    if others or not labels:
        labels.append(ANY)
    pair = tuple_key(run, index)
    if pair is not None and all(isinstance(atom, Alloc) and atom.kind == "dict" for atom in value):
        labels = [pair]
    parts = [element(run, value, label, at) for label in labels]
    if sources:
        parts.append(read_sources(run, value, labels[0], at))
    return joined(parts)


def load_attribute_plain(run: FunctionRun, value: Value, name: str) -> Value:
    """`value.name` without asking whether the name is personal: for access paths that a callee has already judged."""
    label = attribute(name)
    parts: list[Value] = []
    value = having(run, value, name)
    for atom, hop in value.items():
        if atom.is_taint:
            parts.append({atom: hop})
        elif isinstance(atom, Sym):
            parts.append({part: before or hop for part, before in _of_symbol(run, atom, name, label).items()})
        else:
            parts.append(_of_thing(run, atom, atom, name, label))
    if name in run.engine.knowledge.typed_names:
        return _typed(run, value, name, -1, joined(parts))
    return joined(parts)
