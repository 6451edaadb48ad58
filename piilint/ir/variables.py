"""What a module-level variable stands for, as far as its one assignment tells without running the engine.

`Base = declarative_base()`, `db = SQLAlchemy()`, `Person = models.Customer`: classes inherit from such names, functions
are decorated with them, annotations use them. Only the bodies of modules with such a variable are decoded.
"""

from __future__ import annotations

from collections.abc import Iterable

from piilint.ir.instructions import Assign, Call, Import, LoadAttribute, MakeClass, MakeFunction, Name, Phi, Value
from piilint.ir.module import BindingIR, Body
from piilint.ir.program import ClassRef, ExternalRef, FunctionRef, Module, Program, Reference, VariableRef

MAX_HOPS = 20
"""A variable that names a variable that names ... is followed so far."""


def assigned_value(program: Program, variable: VariableRef) -> tuple[Body, Value] | None:
    """The body of the variable's module and the value that it is given there; None unless there is one alone."""
    module = program.modules[variable.module]
    bindings = module.ir.bindings.get(variable.name, ())
    if len(bindings) != 1 or bindings[0].kind != "value":
        return None
    body = program.functions[module.first_function].body
    if not 0 <= bindings[0].index < len(body.code):
        return None
    assign = body.code[bindings[0].index]
    return (body, assign.value) if isinstance(assign, Assign) else None


def meaning(program: Program, variable: VariableRef) -> tuple[Reference, ...]:
    """What stands behind the variable: what it is another name of, or the class that it is an instance of.

    An instance reads like its class, so that `db.Model` is `flask_sqlalchemy.SQLAlchemy.Model`, and what a library
    function makes reads like that function. () where its assignment does not tell.
    """
    known = program.variables.get(variable)
    if known is None:
        program.variables[variable] = ()  # a variable that is made from itself tells nothing
        known = program.variables[variable] = _meaning(program, variable)
    return known


def _meaning(program: Program, variable: VariableRef) -> tuple[Reference, ...]:
    module = program.modules[variable.module]
    defined = tuple(_definition(module, binding) for binding in module.ir.bindings.get(variable.name, ()))
    if defined and None not in defined:
        return tuple(reference for reference in defined if reference is not None)
    assigned = assigned_value(program, variable)
    if assigned is None:
        return ()
    body, value = assigned
    instruction = body.code[value]
    if not isinstance(instruction, Call):
        return settled(program, references_of(program, module, body, value))
    callees = settled(program, references_of(program, module, body, instruction.callee))
    return tuple(made for callee in callees for made in _made_by(program, callee))


def _definition(module: Module, binding: BindingIR) -> Reference | None:
    # a decorated function or class is a variable, but what it was before its decorators still stands behind it
    if binding.kind == "function":
        return FunctionRef(module.first_function + binding.index)
    if binding.kind == "class":
        return ClassRef(module.first_class + binding.index)
    return None


def _made_by(program: Program, callee: Reference) -> tuple[Reference, ...]:
    if isinstance(callee, ExternalRef):
        made = tuple(dict.fromkeys(program.made_by.find(callee.name)))
        return tuple(ExternalRef(name) for name in made) or (callee,)
    return (callee,) if isinstance(callee, ClassRef) else ()


def settled(program: Program, references: Iterable[Reference]) -> tuple[Reference, ...]:
    """The references, with each variable replaced by what stands behind it, or dropped where nothing is known of it."""
    found: dict[Reference, None] = {}
    for reference in references:
        if isinstance(reference, VariableRef):
            found.update(dict.fromkeys(meaning(program, reference)))
        else:
            found[reference] = None
    return tuple(found)


def attribute_of(program: Program, references: Iterable[Reference], name: str) -> tuple[Reference, ...]:
    """What `reference.name` may be, through variables, and for library bases the base's attribute of that name."""
    found: dict[Reference, None] = {}
    for reference in settled(program, references):
        members = program.member(reference, name)
        if not members and isinstance(reference, ClassRef):
            inherited = program.classes[reference.id].external_bases
            members = tuple(ExternalRef(f"{base}.{name}") for base in inherited[:1])
        found.update(dict.fromkeys(members))
    return tuple(found)


def references_of(
    program: Program, module: Module, body: Body, value: Value, hops: int = MAX_HOPS
) -> tuple[Reference, ...]:
    """What a value of a module's body refers to, if it is a name, an import, an attribute of one, or some of them."""
    if hops == 0 or value < 0:
        return ()
    instruction = body.code[value]
    if isinstance(instruction, Name):
        return program.lookup(module.id, instruction.name)
    if isinstance(instruction, Import):
        return program.resolve_import(module.id, instruction.module, instruction.name, instruction.level)
    if isinstance(instruction, Assign):
        return references_of(program, module, body, instruction.value, hops - 1)
    if isinstance(instruction, LoadAttribute):
        return attribute_of(
            program, references_of(program, module, body, instruction.object, hops - 1), instruction.name
        )
    if isinstance(instruction, MakeFunction):
        return (FunctionRef(module.first_function + instruction.function),)
    if isinstance(instruction, MakeClass):
        return (ClassRef(module.first_class + instruction.class_),)
    if isinstance(instruction, Phi):
        several = (references_of(program, module, body, one, hops // 2) for one in instruction.values)
        return tuple(dict.fromkeys(reference for found in several for reference in found))
    return ()
