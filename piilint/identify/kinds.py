"""What the type of a field or parameter says: that it holds no personal value, or that it surely does.

Types are read as words, like names: `EmailField` is a field of e-mail, `BooleanField` one of truth values, `ForeignKey`
one that leads to another object. A field that holds an object of the program is not personal; that object's fields are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from piilint.identify.evidence import Clue, family
from piilint.ir.instructions import Parameter
from piilint.ir.module import Annotation, FieldIR
from piilint.ir.program import ClassRef, ExternalRef, Program
from piilint.ir.scopes import resolve_type
from piilint.terms.grades import Confidence
from piilint.terms.names import NameMatcher, tokenise

_TRUTH = frozenset({"bool", "boolean", "checkbox", "flag", "toggle", "switch"})
_LINKS = frozenset({"relationship", "relation", "relations", "backref", "foreign", "related", "manytomany", "onetoone"})
_LINK_PAIRS = (("many", "to"), ("one", "to"))
_THINGS = frozenset({
    "path", "purepath", "posixpath", "classvar", "type", "callable", "enum", "logger", "pattern", "lock", "module",
    "moduletype", "counter", "event", "timedelta", "slice", "range", "exception", "baseexception", "queue", "choices",
    "function", "generator", "awaitable", "coroutine", "future", "token", "section",
    "configparser", "config", "settings",
})  # fmt: skip
_NUMBERS = frozenset({"int", "integer", "biginteger", "smallinteger"})
_TEXTS = frozenset({"str", "string", "text", "char", "bytes", "anystr", "unicode", "varchar"})
_ROUTINE = frozenset({
    "field", "str", "string", "type", "column", "generic", "char", "text", "constr", "optional", "validated",
    "encrypted", "sensitive", "case", "insensitive", "ci", "model", "input", "address", "number",
})  # fmt: skip
_COLUMNS = (("field",), ("type",), ("decorator",))
_NO_NUMBERS = frozenset({
    "voice", "content", "contacts", "identity", "biometric", "behavior", "health", "credential",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a field or parameter: the names in it, as written, and which of them are classes of the program."""

    names: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    outer: str = ""
    qualified: tuple[str, ...] = ()

    def refuses(self, data: str) -> bool:
        """Whether a value of this type cannot be such a datum."""
        lasts = [last_part(name).lower() for name in self.names]
        if self.outer.lower() == "classvar" or self.objects:
            return True
        if any(_holds_no_datum(last_part(name)) for name in self.names) and not any(last in _TEXTS for last in lasts):
            return True
        numbers = any(last in _NUMBERS for last in lasts)
        if numbers and self.outer.lower() == "tuple":
            return True
        return numbers and not any(last in _TEXTS for last in lasts) and family(data) in _NO_NUMBERS

    @property
    def is_link(self) -> bool:
        """Whether it leads to another object, or is one of the program's."""
        words = [tokenise(last_part(name)) for name in self.names]
        return bool(self.objects) or any(_leads_elsewhere(one) for one in words)

    @property
    def is_number(self) -> bool:
        """Whether it is a whole number, which may be a mere row's number."""
        return any(word in _NUMBERS or word == "integer" for name in self.names for word in tokenise(last_part(name)))


def of_annotation(program: Program, module: int, annotation: Annotation | None) -> Kind:
    """The type that an annotation says."""
    if annotation is None:
        return Kind()
    return _kind(program, module, tuple(_leaves(annotation)), last_part(annotation.name))


def of_field(program: Program, module: int, ir: FieldIR) -> Kind:
    """The type that a field's annotation and the call that makes it say."""
    kept = _of_parameter(program, module, ir)
    if kept is not None:
        return of_annotation(program, module, kept)
    return _kind(program, module, written(ir), last_part(ir.annotation.name) if ir.annotation is not None else "")


def _of_parameter(program: Program, module: int, ir: FieldIR) -> Annotation | None:
    """What a method says of the argument that it keeps: `self.owner = owner`."""
    if ir.annotation is not None or not ir.on_self or ir.value < 0:
        return None
    function = program.functions[program.modules[module].first_function + ir.function]
    value = function.body.code[ir.value]
    return function.ir.parameters[value.index].annotation if isinstance(value, Parameter) else None


def written(ir: FieldIR) -> tuple[str, ...]:
    """The names of types in a field's annotation and in the call that makes it."""
    names = tuple(_leaves(ir.annotation)) if ir.annotation is not None else ()
    return (*names, *(name for name in (ir.value_call, *ir.value_arguments) if name)) if ir.value_call else names


def telling(matcher: NameMatcher, name: str) -> Clue | None:
    """What a type's own name says: `EmailField` holds an e-mail address."""
    if not name[:1].isupper():
        return None
    tokens = list(tokenise(name))
    while tokens:
        match = next((match for match in matcher.classify("_".join(tokens)) if match.tier == "strong"), None)
        # a password's field shows what is typed in, a password's type keeps a hash: its own name decides there
        if match is not None and family(match.data) != "credential" and tokenise(match.phrase) == tuple(tokens):
            return Clue(match.data, f"type `{name}`", Confidence.HIGH)
        if tokens[0] == "generic":
            tokens.pop(0)
        elif tokens[-1] in _ROUTINE:
            tokens.pop()
        else:
            break
    return None


def last_part(name: str) -> str:
    """The last part of a dotted name."""
    return name.rpartition(".")[2]


def _kind(program: Program, module: int, names: Sequence[str], outer: str) -> Kind:
    objects: list[str] = []
    qualified: list[str] = []
    for name in names:
        for reference in resolve_type(program, module, name):
            if isinstance(reference, ClassRef):
                qualified.append(program.classes[reference.id].name)
                if not _is_text(program, reference.id):
                    objects.append(name)
            elif isinstance(reference, ExternalRef):
                qualified.append(reference.name)
    return Kind(tuple(names), tuple(objects), outer, tuple(dict.fromkeys((*qualified, *names))))


def _is_text(program: Program, cls: int) -> bool:
    """Whether a class of the program is itself a kind of text, or describes a field of a library's."""
    bases = [last_part(base) for base in program.classes[cls].external_bases]
    if any("enum" in tokenise(base) or base == "BaseModel" for base in bases):
        return False
    return any(base.lower() in _TEXTS or tokenise(base)[-1:] in _COLUMNS for base in bases)


def _leaves(annotation: Annotation) -> Iterator[str]:
    if annotation.name not in ("", "|", "[]", "None", "Literal", "...") and not _wraps(annotation):
        yield annotation.name
    arguments = annotation.arguments[:1] if last_part(annotation.name) == "Annotated" else annotation.arguments
    for argument in arguments:
        yield from _leaves(argument)


def _wraps(annotation: Annotation) -> bool:
    return bool(annotation.arguments) and last_part(annotation.name) != "ClassVar"


def _holds_no_datum(name: str) -> bool:
    if name.lower() in _THINGS or name.lower() in _TRUTH:
        return True
    words = tokenise(name)
    return any(word in _TRUTH for word in words) or _leads_elsewhere(words)


def _leads_elsewhere(words: tuple[str, ...]) -> bool:
    if any(word in _LINKS for word in words):
        return True
    return any(words[at : at + 2] == pair for pair in _LINK_PAIRS for at in range(len(words)))
