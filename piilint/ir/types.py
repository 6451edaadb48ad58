"""What an annotation says about a value: which classes it may be of, and what is in it.

`Optional[list["User"]]` is one use: elements of class User. What says nothing about where attributes are found
(`None`, `Any`, `Literal`, type variables) is left out, so () means that nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from piilint.ir.aliases import alias_of
from piilint.ir.module import Annotation
from piilint.ir.program import ClassRef, ExternalRef, Program, Reference, VariableRef
from piilint.ir.scopes import resolve_written
from piilint.ir.variables import meaning

MAX_DEPTH = 8
"""Types are read so deep; recursive aliases (`JSON = dict[str, "JSON"]`) end there."""


@dataclass(frozen=True, slots=True)
class TypeUse:
    """One class that a value may be of. What `arguments` are depends on `kind`:

    - instance: of a plain or generic class; one for each argument in brackets
    - elements: a list, set, iterator, ...; the types that an element may be of
    - mapping: the types that a value of the mapping may be of
    - tuple: one for each position
    - class: the class itself, not an instance (`type[User]`); none
    - union: the types of an argument or a position that may be of several
    """

    reference: Reference
    arguments: tuple[TypeUse, ...] = ()
    kind: str = "instance"


UNKNOWN = TypeUse(ExternalRef("typing.Any"))
"""An argument or a position of which nothing is known."""

TYPING_MODULES = frozenset({
    "typing", "typing_extensions", "builtins", "collections", "collections.abc", "dataclasses", "types", "contextlib",
})  # fmt: skip

TRANSPARENT = frozenset({
    "Optional", "Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "InitVar", "Awaitable",
})  # fmt: skip
"""The type is that of the first argument: nothing is done with an awaitable but to await it."""

SILENT = frozenset({
    "None", "NoneType", "Any", "object", "Literal", "LiteralString", "TypeVar", "ParamSpec", "TypeVarTuple", "NewType",
    "NoReturn", "Never", "Callable", "Concatenate", "Unpack", "TypeGuard", "TypeIs", "Generic", "Protocol", "TypeAlias",
    "Ellipsis",
})  # fmt: skip

ELEMENTS = frozenset({
    "list", "List", "set", "Set", "frozenset", "FrozenSet", "deque", "Deque", "Sequence", "MutableSequence",
    "Iterable", "Iterator", "Collection", "Container", "Reversible", "AbstractSet", "MutableSet", "AsyncIterable",
    "AsyncIterator", "Generator", "AsyncGenerator", "KeysView", "ValuesView",
})  # fmt: skip

MAPPINGS = frozenset({
    "dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "DefaultDict", "defaultdict", "ChainMap",
})  # fmt: skip


def annotation_references(
    program: Program, module: int, annotation: Annotation | None, scope: int = -1
) -> tuple[TypeUse, ...]:
    """The classes that a value with this annotation may be of; `scope` is the function or class that it is written in.

    `typing.Self` stays as it is: only the caller knows the class.
    """
    return tuple(dict.fromkeys(_uses(_Place(program, module, scope, MAX_DEPTH), annotation)))


def declared_data(annotation: Annotation | None, program: Program | None = None, module: int = -1) -> str | None:
    """The data type that a marker declares: `contact.phone` for `Annotated[str, PII("contact.phone")]`.

    With a program also where `module` uses an alias of such a type.
    """
    return _declared(annotation, program, module, MAX_DEPTH)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a type is written, and how much deeper it may go."""

    program: Program
    module: int
    scope: int
    depth: int

    @property
    def deeper(self) -> _Place:
        return _Place(self.program, self.module, self.scope, self.depth - 1)


def _uses(place: _Place, annotation: Annotation | None) -> Iterable[TypeUse]:
    if annotation is None or place.depth == 0 or annotation.name in ("", "[]", "..."):
        return
    if annotation.name == "|":
        yield from _any_of(place, annotation.arguments)
        return
    for reference in resolve_written(place.program, place.module, annotation.name, place.scope):
        if not isinstance(reference, VariableRef):
            yield from _use(place, reference, annotation)
        elif (alias := alias_of(place.program, reference)) is not None:
            yield from _uses(_Place(place.program, reference.module, -1, place.depth - 1), alias)
        else:
            for behind in meaning(place.program, reference):
                yield from _use(place, behind, annotation)


def _any_of(place: _Place, annotations: Iterable[Annotation]) -> Iterable[TypeUse]:
    for one in annotations:
        yield from _uses(place.deeper, one)


def _use(place: _Place, reference: Reference, annotation: Annotation) -> Iterable[TypeUse]:
    arguments = annotation.arguments
    if isinstance(reference, ExternalRef):
        module, _, name = reference.name.rpartition(".")
        if module in TYPING_MODULES and name != "Self":
            yield from _typing_use(place, reference, name, arguments)
        else:
            yield TypeUse(reference, _positions(place, arguments))
    elif isinstance(reference, ClassRef):
        yield TypeUse(reference, _positions(place, arguments))


def _typing_use(place: _Place, reference: ExternalRef, name: str, arguments: list[Annotation]) -> Iterable[TypeUse]:
    """A type of the language itself."""
    if name in SILENT:
        return
    if name == "Union":
        yield from _any_of(place, arguments)
    elif name in TRANSPARENT:
        yield from _any_of(place, arguments[:1])
    elif name == "Coroutine":
        yield from _any_of(place, arguments[2:3])
    elif name in ("type", "Type"):
        yield from (TypeUse(use.reference, (), "class") for use in _any_of(place, arguments[:1]))
    elif name in ("tuple", "Tuple"):
        if len(arguments) == 2 and _is_ellipsis(arguments[1]):
            yield TypeUse(reference, tuple(_any_of(place, arguments[:1])), "elements")
        else:
            yield TypeUse(reference, _positions(place, arguments), "tuple")
    elif name in ELEMENTS:
        yield TypeUse(reference, tuple(_any_of(place, arguments[:1])), "elements")
    elif name in MAPPINGS:
        yield TypeUse(reference, tuple(_any_of(place, arguments[1:2])), "mapping")
    else:
        yield TypeUse(reference, _positions(place, arguments))


def _is_ellipsis(annotation: Annotation) -> bool:
    return annotation.name == "..." or (annotation.name == "" and annotation.constants == ["..."])


def _positions(place: _Place, annotations: list[Annotation]) -> tuple[TypeUse, ...]:
    return tuple(_position(tuple(dict.fromkeys(_uses(place.deeper, one)))) for one in annotations)


def _position(uses: tuple[TypeUse, ...]) -> TypeUse:
    if len(uses) == 1:
        return uses[0]
    return TypeUse(ExternalRef("typing.Union"), uses, "union") if uses else UNKNOWN


def _declared(annotation: Annotation | None, program: Program | None, module: int, depth: int) -> str | None:
    if annotation is None or depth == 0:
        return None
    if annotation.name.rpartition(".")[2] == "Annotated":
        for marker in annotation.arguments[1:]:
            if marker.name.rpartition(".")[2] == "PII" and marker.constants and isinstance(marker.constants[0], str):
                return marker.constants[0]
    for argument in annotation.arguments:
        declared = _declared(argument, program, module, depth - 1)
        if declared is not None:
            return declared
    if program is None or not annotation.name.replace(".", "").isidentifier():
        return None
    for reference in resolve_written(program, module, annotation.name):
        if isinstance(reference, VariableRef):
            declared = _declared(alias_of(program, reference), program, reference.module, depth - 1)
            if declared is not None:
                return declared
    return None
