"""Functions that are chosen by the type of an argument: what was registered for which class, and what a call runs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.ir.names import Names
from piilint.ir.program import ClassRef, ExternalRef, Function, FunctionRef, Program
from piilint.ir.types import annotation_references
from piilint.propagate.atoms import Alloc, Atom, Const, ExtInst, Inst, Text, Value
from piilint.propagate.members import EXACT
from piilint.propagate.things import CONTAINERS, PLAIN, names_of, things_of

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

REGISTER = "register"
BUILT_IN = PLAIN.union(CONTAINERS.values())
BESIDE = {"builtins.bool": ("builtins.int",), "builtins.set": ("builtins.frozenset",)}
"""What a thing of a type is, too; of sets it is not kept apart whether they are frozen."""

Registered = dict[int, list[tuple[frozenset[int | str], int]]]


def registered_functions(program: Program) -> Registered:
    """By function that dispatches: the classes (numbers, or names of built-in ones) and the function for each."""
    found: Registered = defaultdict(list)
    names = Names(program)
    for function in program.functions:
        for name in function.ir.decorators:
            head, _, last = name.rpartition(".")
            base = _function_named(program, function, head) if last == REGISTER and head else None
            if base is not None:
                found[base].append((_classes(program, names, function), function.id))
    return found


def _function_named(program: Program, function: Function, name: str) -> int | None:
    if function.cls >= 0 and (method := program.classes[function.cls].methods.get(name)) is not None:
        return method if method != function.id else None
    for one in program.resolve(function.module.id, name):
        if isinstance(one, FunctionRef) and one.id != function.id:
            return one.id
    return None


def _classes(program: Program, names: Names, function: Function) -> frozenset[int | str]:
    """What a function is registered for: the argument of the decorator, else what its first parameter says."""
    module = function.module.id
    place = program.functions[function.parent] if function.parent >= 0 else None
    code = place.body.code if place is not None else []
    own = function.id - function.module.first_function
    made = next((at for at, one in enumerate(code) if isinstance(one, ir.MakeFunction) and one.function == own), -1)
    decorated, told = {made}, list[object]()
    for at, one in enumerate(code[made + 1 :], made + 1) if made >= 0 else ():
        if isinstance(one, ir.MakeFunction):
            break
        if isinstance(one, ir.Call) and one.decorator and not decorated.isdisjoint(one.arguments):
            decorated.add(at)
            call = code[one.callee]
            given = call.arguments if isinstance(call, ir.Call) else ()
            told.extend(ref for value in given for ref in names.references(function.parent, value))
    if told:
        return frozenset(map(_key, told))
    parameters = function.ir.parameters[1 if function.cls >= 0 else 0 :]
    annotation = parameters[0].annotation if parameters else None
    uses = annotation_references(program, module, annotation) if annotation is not None else ()
    return frozenset(_key(use.reference) for use in uses)


def _key(reference: object) -> int | str:
    if isinstance(reference, ClassRef):
        return reference.id
    return reference.name if isinstance(reference, ExternalRef) else ""


def chosen_functions(run: FunctionRun, function: int, value: Value) -> list[int]:
    """The functions that a call may run, by what the deciding argument is known to be."""
    choices = run.engine.dispatching[function]
    found: dict[int, None] = {}
    unknown = not value
    for atom in value:
        if atom.is_taint:
            continue
        things = things_of(run, atom)
        known = [kinds for thing in things if (kinds := _kinds(run, thing, choices))]
        unknown = unknown or not known
        for thing in things:
            if isinstance(thing, Inst) and thing.site != EXACT:
                below = frozenset(run.program.all_subclasses(thing.cls))
                found.update({one: None for classes, one in choices if not below.isdisjoint(classes)})
        for kinds in known:
            fitting = [one for classes, one in choices if any(kind in classes for kind in kinds)]
            found.update(dict.fromkeys(fitting[:1] or [function]))
    if not found or unknown:
        found.update(dict.fromkeys([function, *(one for _, one in choices)]))
    return list(found)


def _kinds(run: FunctionRun, thing: Atom, choices: list[tuple[frozenset[int | str], int]]) -> list[int | str]:
    """The classes of a thing, nearest first; none where nothing is known."""
    if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0:
        return list(run.program.classes[thing.cls].mro)
    if isinstance(thing, (Const, Text, Alloc)) or (isinstance(thing, ExtInst) and thing.name in BUILT_IN):
        names = names_of(run.engine, thing)
        return [kind for name in names for kind in (name, *BESIDE.get(name, ()))]
    if isinstance(thing, ExtInst) and any(thing.name in classes for classes, _ in choices):
        # of another class of a library, its bases are not known
        return [thing.name]
    return []
