"""What all parts of the stage share: the program, the declarations, the weigher, and what is known of each file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from piilint.identify.declared import Declared
from piilint.identify.evidence import Clue, Weigher
from piilint.identify.kinds import last_part, telling
from piilint.identify.objects import Objects
from piilint.ir.program import Class, Function, Program
from piilint.terms.names import singular, tokenise
from piilint.terms.sources import Sources
from piilint.terms.words import HEAD_NEGATORS


@dataclass(slots=True)
class Scene:
    """`near` are the modules that hold other personal data; `sources` is what has been found so far.

    `sources_named_by` are the keywords by which the declaration of a field says what it reads.
    """

    program: Program
    declared: Declared
    weigher: Weigher
    objects: Objects
    near: frozenset[int] = frozenset()
    sources_named_by: frozenset[str] = frozenset()
    sources: Sources = field(default_factory=Sources)
    _classes: dict[tuple[str, ...], list[Class]] = field(default_factory=dict)
    _types: dict[str, Clue | None] = field(default_factory=dict)

    def owners_of_class(self, cls: Class) -> list[str]:
        """The class's own name, and its bases' as far as they are somebody's: `class Courier(Employee)`."""
        kind = self.weigher.matcher.owner_kind
        return [cls.ir.name, *(base for base in self._base_names(cls) if kind(base) == "person" and not _is_deed(base))]

    def class_called(self, owner: str) -> Class | None:
        """The one class of the program that an object of that name is probably an instance of."""
        if not self._classes:
            for cls in self.program.classes:
                self._classes.setdefault(tokenise(cls.ir.name), []).append(cls)
        named = self._classes.get(tuple(map(singular, tokenise(owner))), ())
        return named[0] if len(named) == 1 else None

    def told_by_type(self, names: Iterable[str]) -> Clue | None:
        """What the names of a value's types say."""
        for name in names:
            last = last_part(name)
            if last not in self._types:
                self._types[last] = telling(self.weigher.matcher, last)
            if (found := self._types[last]) is not None:
                return found
        return None

    def class_of(self, function: Function) -> Class | None:
        """The class whose method a function is."""
        return self.program.classes[function.cls] if function.cls >= 0 else None

    def is_near(self, function: Function) -> bool:
        """Whether the function's file holds other personal data."""
        return function.module.id in self.near

    def has_member(self, cls: Class, name: str) -> bool:
        """Whether a class of the program says itself what its instances' attribute is."""
        return self.program.field_of(cls.id, name) is not None or self.program.method(cls.id, name) is not None

    def _base_names(self, cls: Class) -> Iterable[str]:
        for base in cls.mro:
            if isinstance(base, str):
                yield base.rpartition(".")[2]
            elif base != cls.id:
                yield self.program.classes[base].ir.name


def _is_deed(name: str) -> bool:
    """Whether a class is called after what it does to somebody: `RequireUserMixin` is nobody."""
    first, *rest = tokenise(name) or ("",)
    return bool(rest) and first in HEAD_NEGATORS
