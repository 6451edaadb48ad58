"""What a symbol, a field or an annotation is known to be: the types that calls and attributes are resolved by.

Only asked where something is called on a value, so that reading a value costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import StoreCell
from piilint.ir.program import ClassRef, ExternalRef, Function, FunctionRef, ModuleRef, Reference
from piilint.ir.types import TypeUse, annotation_references
from piilint.propagate.atoms import (
    BOUND_SELF,
    MADE_WITH,
    OPAQUE,
    Alloc,
    Atom,
    Bound,
    Cls,
    Const,
    Ext,
    ExtInst,
    Func,
    Inst,
    Member,
    Mod,
    Opaque,
    Sym,
    Text,
    cls_atom,
    const,
    ext,
    ext_inst,
    func,
    inst,
    instance_of,
    member,
    mod,
    sym,
)
from piilint.propagate.held_forms import draws
from piilint.propagate.subjects import is_marked, mark_of
from piilint.terms.access_path import name_of

if TYPE_CHECKING:
    from piilint.ir.module import Annotation
    from piilint.propagate.engine import Engine
    from piilint.propagate.run import FunctionRun

Things = tuple[Atom, ...]

KEPT = ("closure", "cell", "partial", "partialmethod", "getter", "dict", "list", "tuple")
"""Kinds of objects whose contents are looked up in shared memory: what is called may lie in them."""

CONTAINERS = {
    "list": "builtins.list", "dict": "builtins.dict", "set": "builtins.set", "tuple": "builtins.tuple",
    "generator": "builtins.generator", "exception": "builtins.BaseException",
}  # fmt: skip

PLAIN = frozenset(f"builtins.{name}" for name in ("str", "int", "bytes", "float", "bool"))


def is_plain(atom: Atom) -> bool:
    """Whether this is a text or a number and no more is known of it: it has no parts."""
    return isinstance(atom, ExtInst) and atom.name in PLAIN


def things_of(run: FunctionRun, atom: Atom) -> Things:
    """What an atom is: itself, or what is known of a symbol; () where nothing is."""
    if not isinstance(atom, Sym):
        return (atom,)
    known = run.things.get(atom)
    if known is None:
        # what is found by way of itself is nothing more
        run.things[atom] = ()
        known = run.things[atom] = symbol_things(run, atom)
    return known


def goes_its_own_way(run: FunctionRun, atom: Atom) -> bool:
    """Whether the program's classes say what iterating over it gives."""
    return any(
        isinstance(thing, (Inst, Alloc)) and thing.cls >= 0 and run.program.method(thing.cls, "__iter__") is not None
        for thing in things_of(run, atom)
    )


def symbol_things(run: FunctionRun, symbol: Sym) -> Things:
    """What a symbol is by its annotation, its class's fields, or the module's and class's own bodies."""
    engine = run.engine
    kind = symbol.root[0]
    if symbol.parent is None:
        if kind == "p":
            return parameter_things(engine, run.id, symbol.root[1])
        if kind == "f":
            return (inst(symbol.root[1]),)
        if kind == "m":
            return (mod(symbol.root[1]),)
        if kind == "c":
            return (cls_atom(symbol.root[1]),)
        return ()
    parent, label = symbol.parent, symbol.path[-1]
    if kind in ("m", "c", "d") and len(symbol.path) == 1:
        return engine.namespace_things(run, symbol.root, label)
    if kind == "x" and len(symbol.path) == 1:
        return _captured_things(run, symbol.root[1])
    found: dict[Atom, None] = {}
    for thing in things_of(run, parent):
        for part in part_things(run, thing, label):
            found[part] = None
    if not found and kind in ("m", "c"):
        return engine.kept_things(run, symbol)
    return tuple(found)


def subject_mark(run: FunctionRun, atom: Atom) -> tuple[object, ...]:
    """What an atom says of whom it is about, for the site of an object that is about the same person; or ()."""
    return next((mark_of(thing) for thing in things_of(run, atom) if is_marked(thing)), ())


def constants_behind(run: FunctionRun, symbol: Sym) -> tuple[Const, ...]:
    """The constants that a symbol is known to be: its caller's, or what the module or class around gives the name."""
    if symbol.root[0] in ("m", "c") and len(symbol.path) == 1:
        known = run.engine.named_constant(symbol.root, symbol.path[0][1:])
        return (const(known),) if known is not None else ()
    told = [thing for thing in things_of(run, symbol) if isinstance(thing, Const)]
    if not told and symbol.path and symbol.path[-1][:1] == ".":
        for thing in things_of(run, sym(symbol.root, symbol.path[:-1])):
            if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0:
                known = run.engine.named_constant(("c", thing.cls), symbol.path[-1][1:])
                told += [const(known)] if known is not None else []
    return tuple(told)


def part_things(run: FunctionRun, thing: Atom, label: str) -> Things:
    """What a part of a thing is, by its type alone."""
    engine = run.engine
    if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0 and label[:1] == ".":
        drawn = draws(engine.listings, thing.cls, label[1:])
        return () if drawn else engine.field_things(run, thing.cls, label[1:])
    if isinstance(thing, Inst) and label[:1] == "[" and engine.stands_for_elements(thing.cls):
        # what shows the fields of another object is gone through by these
        return (thing,) if name_of(label) is None and not engine.listings.filled(thing.cls) else ()
    if isinstance(thing, ExtInst) and label[:1] == "[" and thing.model != -1:
        # a collection of objects has no element under a name
        named = name_of(label) is not None and thing.name != "builtins.dict"
        return () if named else (instance_of(thing.model, ()),)
    if isinstance(thing, (Ext, ExtInst, Member)) and label[:1] == ".":
        return (member_of(thing, label[1:]),)
    if isinstance(thing, Alloc) and thing.kind in CONTAINERS and label[:1] == ".":
        return (member(ext_inst(CONTAINERS[thing.kind]), label[1:]),)
    if isinstance(thing, Alloc) and thing.kind in KEPT:
        return engine.element_things(run, thing, label)
    if isinstance(thing, Bound) and label == BOUND_SELF:
        kind = kind_of(thing.receiver)
        return (kind,) if kind is not None else ()
    if isinstance(thing, Mod) and label[:1] == ".":
        return tuple(
            one
            for reference in engine.program.member(ModuleRef(thing.id), label[1:])
            for one in reference_things(reference)
        )
    return ()


MAX_CHAIN = 10
"""Attributes of library things one after another; longer chains (in loops) are not known any more."""


def member_of(thing: Atom, name: str) -> Atom:
    """The attribute of a library thing."""
    if isinstance(thing, Ext):
        return ext(f"{thing.name}.{name}") if thing.name.count(".") < MAX_CHAIN else OPAQUE
    links, inner = 0, thing
    while isinstance(inner, Member):
        inner, links = inner.receiver, links + 1
    return member(thing, name) if links < MAX_CHAIN else OPAQUE


def reference_things(reference: Reference) -> Things:
    """The atom of a name that is bound statically; () for variables."""
    if isinstance(reference, FunctionRef):
        return (func(reference.id),)
    if isinstance(reference, ClassRef):
        return (cls_atom(reference.id),)
    if isinstance(reference, ModuleRef):
        return (mod(reference.id),)
    if isinstance(reference, ExternalRef):
        return (ext(reference.name),)
    return ()


def _captured_things(run: FunctionRun, name: str) -> Things:
    # a function that is defined beside this one; what else a captured variable is, only the call tells
    program, parent = run.program, run.function.parent
    while parent >= 0:
        found = run.engine.nested.get((parent, name))
        if found is not None:
            return (func(found),) if _is_bound_once(program.functions[parent], name) else ()
        parent = program.functions[parent].parent
    return ()


def _is_bound_once(owner: Function, name: str) -> bool:
    """Whether a function gives a variable that others capture one value alone."""
    return sum(isinstance(one, StoreCell) and one.name == name for one in owner.body.code) == 1


def parameter_things(engine: Engine, function: int, index: int) -> Things:
    """What a parameter is: its class for `self` and `cls`, else what its annotation says."""
    owner = engine.program.functions[function]
    parameters = owner.ir.parameters
    if index >= len(parameters):
        return ()
    parameter = parameters[index]
    if parameter.kind == "star":
        return ()
    if index == 0 and owner.cls >= 0 and not engine.is_static(function):
        return (cls_atom(owner.cls),) if engine.is_class_method(function) else (inst(owner.cls),)
    handed = engine.listings.handed.get(function, -1) if index == 1 else -1
    if handed != -1:
        return (instance_of(handed, ()),)
    return annotation_things(engine, owner.module.id, parameter.annotation)


def annotation_things(engine: Engine, module: int, annotation: Annotation | None) -> Things:
    """The instances that an annotation speaks of; containers of the program's classes keep the class as their model."""
    if annotation is None:
        return ()
    found: dict[Atom, None] = {}
    for use in annotation_references(engine.program, module, annotation):
        for thing in _use_things(engine, use):
            if not isinstance(thing, Inst) or not _is_protocol(engine, thing.cls):
                found[thing] = None
    return tuple(found)


def _is_protocol(engine: Engine, cls: int) -> bool:
    # an object is of a protocol by what it has; which class it is, only the caller knows
    bases = engine.program.classes[cls].ir.bases
    return any(base.partition("[")[0].rpartition(".")[2] == "Protocol" for base in bases)


SETS = frozenset({"set", "Set", "MutableSet", "frozenset", "FrozenSet", "AbstractSet"})
SCALARS = frozenset(f"builtins.{name}" for name in ("str", "int", "float", "bool", "bytes", "complex", "object"))


def _use_things(engine: Engine, use: TypeUse) -> Things:
    reference = use.reference
    if isinstance(reference, ClassRef):
        return (cls_atom(reference.id),) if use.kind == "class" else (inst(reference.id),)
    if not isinstance(reference, ExternalRef) or reference.name in SCALARS:
        return ()
    if use.kind in ("elements", "mapping", "tuple"):
        models = (one.reference.id for one in use.arguments if isinstance(one.reference, ClassRef))
        model = next((one for one in models if not _is_protocol(engine, one)), -1)
        return (ext_inst(_container(reference.name, use.kind), model),)
    if use.kind == "union":
        return tuple(thing for one in use.arguments for thing in _use_things(engine, one))
    if reference.name.startswith("typing."):
        return ()
    wrapped = [one.reference.id for one in use.arguments if isinstance(one.reference, ClassRef)]
    if len(wrapped) == 1:
        # a library's generic about one class of the program stands for an instance where it is read
        return (inst(wrapped[0]), ext_inst(reference.name, wrapped[0]))
    return (ext_inst(reference.name),)


def _container(name: str, kind: str) -> str:
    """The built-in container that is meant by one that is written: `typing.Sequence[str]` is gone through as a list."""
    last = name.rpartition(".")[2]
    if last == "deque":
        return "collections.deque"
    return "builtins.dict" if kind == "mapping" else "builtins.set" if last in SETS else "builtins.list"


def names_of(engine: Engine, thing: Atom) -> tuple[str, ...]:
    """The qualified names that rules may know a thing's class, or the thing, by."""
    if isinstance(thing, (Ext, ExtInst)):
        return (thing.name,) if thing.name else ()
    if isinstance(thing, Member):
        return tuple(f"{name}.{thing.name}" for name in names_of(engine, thing.receiver))
    if isinstance(thing, (Inst, Cls)) or (isinstance(thing, Alloc) and thing.cls >= 0):
        return engine.class_names(thing.id if isinstance(thing, Cls) else thing.cls)
    if isinstance(thing, Alloc):
        name = thing.kind.strip(".") if "." in thing.kind else CONTAINERS.get(thing.kind)
        return (name,) if name else ()
    if isinstance(thing, Text):
        return ("builtins.str",)
    if isinstance(thing, Const):
        return (f"builtins.{type(thing.value).__name__}",)
    if isinstance(thing, Func):
        return engine.function_names(thing.id)
    if isinstance(thing, Bound):
        return engine.function_names(thing.function, thing.receiver)
    if isinstance(thing, Mod):
        return (engine.program.modules[thing.id].name,)
    return ()


def is_nameless(thing: Atom) -> bool:
    """Whether a thing is what a call of something unknown gave, or an attribute of that."""
    while isinstance(thing, Member):
        thing = thing.receiver
    return (isinstance(thing, ExtInst) and not thing.name) or (isinstance(thing, Alloc) and thing.kind == MADE_WITH)


def model_of(thing: Atom) -> int:
    """The program's class that a library thing is about (`Clip` for `Clip.query`), or -1."""
    while isinstance(thing, Member):
        thing = thing.receiver
    if isinstance(thing, ExtInst):
        return thing.model
    if isinstance(thing, Cls):
        return thing.id
    return thing.cls if isinstance(thing, (Inst, Alloc)) else -1


def class_part(name: str) -> str:
    """The class in a qualified name, as its spelling tells: `a.models.User` of `a.models.User.objects.get`; or ""."""
    parts = name.split(".")
    for number in range(len(parts) - 1, -1, -1):
        if parts[number][:1].isupper() and not parts[number].isupper():
            return ".".join(parts[: number + 1])
    return ""


def is_unknown(value: dict[Atom, object]) -> bool:
    """Whether a value may be something of which nothing is known, and carries nothing that is known."""
    return any(atom.is_opaque for atom in value) and not any(atom.is_taint for atom in value)


def kind_of(atom: Atom) -> Atom | None:
    """What an atom in shared memory tells of types, without where it was made; None where it tells nothing."""
    if isinstance(atom, Alloc):
        if atom.cls >= 0:
            return inst(atom.cls)
        if "." in atom.kind:
            return ext_inst(atom.kind) if atom.kind != MADE_WITH else None
        return atom if atom.kind in KEPT else None
    if isinstance(atom, Inst):
        return inst(atom.cls)
    if isinstance(atom, ExtInst):
        return ext_inst(atom.name, atom.model) if atom.name else None
    return None if atom.is_taint or isinstance(atom, (Sym, Opaque)) else atom
