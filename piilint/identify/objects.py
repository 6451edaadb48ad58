"""What the program's classes say of names elsewhere: which names lead to an object and are no datum themselves, and
which things are an organisation's.

`order.invoice_address` is a record where there is a class `InvoiceAddress`; what is personal of it, its fields say.
A device or a place that belongs to a shop, and to nobody else, has no identifier or coordinates of a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from piilint.identify import kinds
from piilint.identify.evidence import Siblings, family
from piilint.identify.kinds import last_part
from piilint.ir.module import FieldIR
from piilint.ir.program import Class, ClassRef, Program
from piilint.ir.scopes import resolve_type
from piilint.terms.names import NameMatcher, owner_words, singular, tokenise
from piilint.terms.words import ORGANISATIONS, PLACES

THINGS_HAVE = frozenset({"device", "location", "credential"})
"""What a thing of an organisation has of its own."""
_TELL_OF_PEOPLE = frozenset({"identity", "contact", "contacts", "demographic", "gov", "health", "voice", "biometric"})
_COMPANY_NAMES = frozenset({
    ("company",), ("company", "name"), ("business", "name"), ("firm",), ("organisation", "name"),
    ("organization", "name"), ("organisation",), ("organization",),
})  # fmt: skip
MAX_DEPTH = 4


@dataclass(slots=True)
class Objects:
    """Answers about the classes of one program, each worked out once."""

    program: Program
    matcher: NameMatcher
    _endings: dict[tuple[str, ...], list[Class]] = field(default_factory=dict)
    _fields: dict[str, list[bool]] = field(default_factory=dict)
    _leading: dict[str, bool] = field(default_factory=dict)
    _owned: dict[int, bool] = field(default_factory=dict)

    def leads_to_object(self, name: str) -> bool:
        """Whether what has that name is an object of the program: a field that is a link in each class that has it,
        or, where no class has it, a name that a class of records ends in."""
        if name not in self._leading:
            if not self._endings:
                self._index()
            links = self._fields.get(name)
            self._leading[name] = all(links) if links else self._names_a_class(name)
        return self._leading[name]

    def is_thing(self, cls: Class, data: str) -> bool:
        """Whether a class is of things that belong to an organisation and to no person, so that this is nobody's."""
        return family(data) in THINGS_HAVE and self._belongs_to_organisation(cls, MAX_DEPTH)

    def named_by_company(self, cls: Class) -> str | None:
        """The field that a record bears a company's name in, where it has none of a person, so that a `Customer` is
        one; None for all others."""
        if self.matcher.owner_kind(cls.ir.name) not in ("person", "weak"):
            return None
        fields = self._fields_of(cls)
        company = next((ir for _, ir in fields if owner_words(ir.name) in _COMPANY_NAMES), None)
        if company is None:
            return None
        telling = [
            (owner, ir)
            for owner, ir in fields
            if ir is company or any(family(match.data) in _TELL_OF_PEOPLE for match in self.matcher.classify(ir.name))
        ]
        kept = [ir for owner, ir in telling if not kinds.of_field(self.program, owner.module.id, ir).is_link]
        return company.name if kept == [company] else None

    def _fields_of(self, cls: Class) -> list[tuple[Class, FieldIR]]:
        """The fields of a class and of its bases, each with the class that declares it."""
        owners = [self.program.classes[base] for base in cls.mro if isinstance(base, int)]
        return [(owner, ir) for owner in owners for ir in owner.ir.fields]

    def _index(self) -> None:
        for cls in self.program.classes:
            if not cls.ir.fields:
                continue
            words = tuple(map(singular, tokenise(cls.ir.name)))
            for start in range(len(words) - 1):
                self._endings.setdefault(words[start:], []).append(cls)
            for ir in cls.ir.fields:
                # what a method keeps of its arguments says nothing of what that is
                if (not ir.on_self or ir.annotation is not None) and self.matcher.classify(ir.name):
                    kind = kinds.of_field(self.program, cls.module.id, ir)
                    self._fields.setdefault(ir.name, []).append(kind.is_link)

    def _names_a_class(self, name: str) -> bool:
        words = tuple(map(singular, tokenise(name)))
        found = (self._endings.get(words[start:]) for start in range(len(words) - 1))
        return any(_is_record(cls) for classes in found for cls in classes or ())

    def _belongs_to_organisation(self, cls: Class, depth: int) -> bool:
        if cls.id not in self._owned:
            self._owned[cls.id] = False  # a circle of links says nothing
            self._owned[cls.id] = self._is_owned(cls, depth)
        return self._owned[cls.id]

    def _is_owned(self, cls: Class, depth: int) -> bool:
        fields = self._fields_of(cls)
        strong = Siblings.of(self.matcher, (ir.name for _, ir in fields)).strong
        if any(family(data) in _TELL_OF_PEOPLE or data == "device.owner" for data in strong):
            return False
        owned = False
        for owner, ir in fields:
            kind = kinds.of_field(self.program, owner.module.id, ir)
            if not kind.is_link:
                continue
            names = [ir.name, *(last_part(name) for name in ir.value_arguments)]
            if any(self.matcher.owner_kind(name) in ("person", "weak") for name in names):
                return False
            owned = owned or any(_is_organisation(name) for name in names)
            if not owned and depth:
                owned = any(self._belongs_to_organisation(one, depth - 1) for one in self._linked(owner, names))
        return owned

    def _linked(self, cls: Class, names: list[str]) -> Iterator[Class]:
        for name in names:
            for reference in resolve_type(self.program, cls.module.id, name):
                if isinstance(reference, ClassRef):
                    yield self.program.classes[reference.id]


def _is_organisation(name: str) -> bool:
    words = owner_words(name)
    return bool(words) and (words[-1] in ORGANISATIONS or words[-1] in PLACES)


_NO_RECORDS: Callable[[str], bool] = frozenset({
    "form", "field", "serializer", "schema", "exception", "error", "enum", "view", "str", "widget", "test", "validator",
    "admin", "manager", "int", "type", "command", "filter",
}).__contains__  # fmt: skip


def _is_record(cls: Class) -> bool:
    """Whether a class is of records: no form, no kind of field, no kind of text."""
    named = [cls.ir.name, *(last_part(base) for base in (*cls.ir.bases, *cls.external_bases))]
    return not any(_NO_RECORDS(word) for name in named for word in tokenise(name)[-1:])
