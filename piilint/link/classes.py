"""Classes: what they inherit from, and what they declare themselves."""

from __future__ import annotations

from piilint.ir.module import FieldIR
from piilint.ir.program import Class, ClassRef, ExternalRef, FieldDeclaration, Program, Reference
from piilint.ir.scopes import resolve_type
from piilint.link.linearization import linearized

OBJECT = ExternalRef("builtins.object")


def link_classes(program: Program) -> None:
    """Fills everything of the classes, and the scopes that they are defined in."""
    _link_scopes(program)
    for cls in program.classes:
        _link_methods(program, cls)
        _link_fields(cls)
    # a base may be an attribute that another class inherits, so a second look knows more than the first
    for _ in range(2):
        complete = _link_bases(program)
        _link_mro(program)
        if complete:
            break
        program.forget_lookups()
    for cls in program.classes:
        for base in cls.bases:
            if isinstance(base, ClassRef):
                program.classes[base.id].subclasses.append(cls.id)


def _link_scopes(program: Program) -> None:
    """Classes, functions and imports that stand in a function or in a class's body. Methods are no names of it."""
    for cls in program.classes:
        if cls.ir.parent > 0:
            parent = cls.module.first_function + cls.ir.parent
            _bind(program, parent, cls.ir.name, (ClassRef(cls.id),))
            around = program.functions[parent]
            if around.ir.kind == "class" and around.cls >= 0:
                program.classes[around.cls].nested[cls.ir.name] = cls.id
    for module in program.modules:
        for statement in module.ir.imports:
            if statement.function > 0 and statement.name != "*":
                name = statement.module if statement.whole or statement.name else statement.local
                found = program.resolve_import(module.id, name, statement.name, statement.level)
                _bind(program, module.first_function + statement.function, statement.local, found)


def _bind(program: Program, scope: int, name: str, references: tuple[Reference, ...]) -> None:
    names = program.scopes.setdefault(scope, {})
    names[name] = tuple(dict.fromkeys((*names.get(name, ()), *references)))


def _link_methods(program: Program, cls: Class) -> None:
    for name, index in cls.ir.methods:
        number = cls.module.first_function + index
        decorators = program.functions[number].ir.decorators
        if f"{name}.setter" in decorators:
            cls.setters[name] = number
        elif f"{name}.deleter" not in decorators:
            cls.methods[name] = number


def _link_fields(cls: Class) -> None:
    # what the class's body says comes before what a method happens to assign
    for ir in sorted(cls.ir.fields, key=_is_on_self):
        if ir.name not in cls.fields:
            cls.fields[ir.name] = FieldDeclaration(ir.name, cls.id, cls.module.path, ir.line, ir.end_line)


def _is_on_self(ir: FieldIR) -> bool:
    return ir.on_self


def _link_bases(program: Program) -> bool:
    complete = True
    for cls in program.classes:
        cls.bases, found_all = _bases(program, cls)
        complete = complete and found_all
    return complete


def _bases(program: Program, cls: Class) -> tuple[tuple[ClassRef | ExternalRef, ...], bool]:
    """The classes it inherits from, and whether each written base was found."""
    found: dict[ClassRef | ExternalRef, None] = {}
    complete = True
    scope = cls.module.first_function + cls.ir.parent
    for written in cls.ir.bases:
        if not written:
            continue
        meant = resolve_type(program, cls.module.id, written, scope)
        if not meant:
            complete = False
            meant = (ExternalRef(written),)
        for reference in meant:
            # `class User(User)` inherits from what the name meant before
            if isinstance(reference, ClassRef | ExternalRef) and reference not in (ClassRef(cls.id), OBJECT):
                found[reference] = None
    return tuple(found), complete


def _link_mro(program: Program) -> None:
    bases = {
        cls.id: [base.id if isinstance(base, ClassRef) else base.name for base in cls.bases] for cls in program.classes
    }
    for number, order in linearized(bases).items():
        program.classes[number].mro = order
