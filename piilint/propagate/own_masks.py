"""The program's own functions that hide personal data, told by their names and proven by what their code does."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from piilint.ir.program import Function
from piilint.propagate.atoms import Derived, Fact, Sym, Value, fact
from piilint.propagate.engine import Engine
from piilint.propagate.taints import apply_ops
from piilint.terms.deeds import hides
from piilint.terms.grades import Confidence, Mask
from piilint.terms.names import tokenise
from piilint.terms.own_code import OwnMask
from piilint.terms.rulebook import Rulebook
from piilint.terms.specs import FoundSource

RECEIVERS = ("self", "cls")


def own_masks(engine: Engine) -> tuple[OwnMask, ...]:
    """The functions whose name says that they hide something, each with the types of data that it surely hides.

    What the project's rules call a sanitizer comes first; built-in rules speak of libraries.
    """
    declared = tuple(_declared(engine.knowledge.rulebook))
    named = {mask.name for mask in declared}
    answering = engine.knowledge.returning_methods
    telling = (one for one in engine.program.functions if _is_telling(one, answering) and one.name not in named)
    found = sorted((_mask(engine, one) for one in telling), key=lambda mask: (mask.path, mask.line, mask.name))
    return (*declared, *found)


def _declared(rulebook: Rulebook) -> Iterator[OwnMask]:
    for sanitizer in rulebook.sanitizer:
        origin = sanitizer.origin
        if origin is None or origin.is_built_in or sanitizer.strength is not Mask.ADEQUATE or sanitizer.when:
            continue
        for pattern in sanitizer.match.patterns:
            if "*" not in pattern and not pattern.startswith(("builtins.", "operator.")):
                yield OwnMask(pattern, origin.path, origin.line, sanitizer.data)


def _is_telling(function: Function, answering: Collection[str]) -> bool:
    """Whether the name says so; a view that is named so hides nothing from those whom it answers."""
    ir = function.ir
    if any(one.rpartition(".")[2] in answering for one in ir.decorators):
        return False
    named = function.is_python and ir.kind == "function" and hides(tokenise(ir.name))
    return named and not function.module.in_test_code and _first(function) < len(ir.parameters)


def _first(function: Function) -> int:
    """The position of the first parameter that callers give."""
    parameters = function.ir.parameters
    return int(bool(parameters) and parameters[0].name in RECEIVERS)


def _mask(engine: Engine, function: Function) -> OwnMask:
    types = [data.id for data in engine.knowledge.rulebook.data]
    returned = engine.summary(function.id, ()).returns
    hidden = tuple(data for data in types if _hides(returned, ("p", _first(function)), data))
    name = function.name
    return OwnMask(name, function.module.path, function.ir.line, ("**",) if len(hidden) == len(types) else hidden)


def _hides(returned: Value, port: tuple[str, int], data: str) -> bool:
    """Whether a value of that type, at that port, comes back well enough hidden wherever it comes back."""
    masks = list(_masks(returned, port, data))
    return bool(masks) and all(mask is Mask.ADEQUATE for mask in masks)


def _masks(returned: Value, port: tuple[str, int], data: str) -> Iterator[Mask]:
    source = FoundSource(data, "", Confidence.HIGH, "", 0)
    for atom in returned:
        if isinstance(atom, Sym) and atom.root == port:
            yield Mask.NONE
        elif isinstance(atom, Derived) and atom.sym.root == port:
            after = apply_ops({fact(source, None): None}, atom.ops)
            yield from (one.mask for one in after if isinstance(one, Fact) and one.data == data)
