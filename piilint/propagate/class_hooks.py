"""What runs when a class is made: its metaclass, `__init_subclass__` of a base, `__set_name__` of its descriptors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from piilint.propagate.access import constants_of
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Cls, Sym, Value, alloc, cls_atom, const, sym
from piilint.propagate.native_registry import native
from piilint.propagate.summary import NAMED
from piilint.propagate.things import things_of
from piilint.terms.access_path import attribute, key, name_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


def name_descriptors(run: FunctionRun, cls: int) -> None:
    """At the end of a class's body its descriptors are told their names."""
    made: Value = {cls_atom(cls): None}
    for field in run.program.classes[cls].ir.fields if run.engine.named_descriptors else ():
        if field.value_call and not field.on_self:
            held = run.state.read(sym(("c", cls)), attribute(field.name))
            run.call_method(held, "__set_name__", Arguments([made, {const(field.name): None}]), -1)


def class_made(run: FunctionRun, cls: int, arguments: Arguments, at: int) -> None:
    """Runs the program's own code that Python calls for a new class; the arguments are those of its header."""
    engine, owner = run.engine, run.program.classes[cls]
    made: Value = {cls_atom(cls): None}
    handed = replace(arguments, keywords={name: one for name, one in arguments.keywords.items() if name != "metaclass"})
    for base in owner.mro[1:]:
        hook = run.program.classes[base].methods.get("__init_subclass__") if isinstance(base, int) else None
        if hook is not None:
            run.call_function(hook, handed, at, receiver=made)
            break
    meta = engine.metaclass_of(cls)
    for name in ("__new__", "__init__") if meta is not None else ():
        method = run.program.method(meta, name) if meta is not None else None
        if method is not None and meta is not None:
            first: Value = {cls_atom(meta): None} if name == "__new__" else made
            namespace = _namespace(run, cls, at)
            body: list[Value] = [{const(owner.ir.name): None}, EMPTY, {namespace: None}]
            run.call_function(method, replace(handed, positional=body), at, receiver=first)
            for label, value in list(run.state.heap[namespace].items()) if name == "__new__" else ():
                if isinstance(known := name_of(label), str) and label == key(known):
                    run.state.write(sym(("c", cls)), attribute(known), value, strong=True)


def _namespace(run: FunctionRun, cls: int, at: int) -> Alloc:
    """What a class's body made, as the mapping that its metaclass is handed."""
    made = alloc((run.id, at, "namespace", cls, *run.turn), "dict")
    fields = run.state.heap.get(sym(("c", cls)), {})
    run.state.create(made, {key(label[1:]): value for label, value in fields.items() if label[:1] == "."})
    return made


@native("builtins.type.__new__")
def _new_class(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """In a metaclass: the class whose name it is handed."""
    del at
    given = arguments.positional if receiver is None else [receiver, *arguments.positional]
    names = [name for value in given[:3] for name in constants_of(run, value, NAMED)[0] if isinstance(name, str)]
    classes = [run.engine.class_by_short_name(name, run.function.module.id) for name in names]
    return {cls_atom(cls): None for cls in classes if cls is not None} or None


@native("builtins.type.__call__")
def _make(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    """In a metaclass's `__call__`: an object of the class that is called."""
    classes: Value = {one: None for atom in receiver or () for one in things_of(run, atom) if isinstance(one, Cls)}
    for atom in receiver or () if not classes else ():
        if isinstance(atom, Sym):
            run.want(atom)
    return run.call_value(classes, arguments, at) if classes else None


@native("builtins.object.__init_subclass__", "builtins.type.__init__")
def _nothing(run: FunctionRun, arguments: Arguments, receiver: Value | None, at: int) -> Value | None:
    del run, arguments, receiver, at
    return EMPTY
