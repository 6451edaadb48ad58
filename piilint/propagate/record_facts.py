"""What the declarations of records say: the fields, their order, and the options of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.ir.types import TypeUse, annotation_references

if TYPE_CHECKING:
    from piilint.ir.module import FieldIR
    from piilint.ir.program import Program

NAMED_TUPLES = ("typing.NamedTuple", "collections.namedtuple")
NO_FIELDS = ("ClassVar", "KW_ONLY")
"""Annotations of names that no constructor takes."""


class RecordFacts:
    """The program's classes as records."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._declarations: dict[int, dict[str, tuple[int, FieldIR]]] = {}
        self._shown: dict[int, dict[str, tuple[int, FieldIR]]] = {}
        self._aliases: dict[int, dict[str, str]] = {}
        self._uses: dict[int, dict[str, tuple[TypeUse, ...]]] = {}

    def constructor_fields(self, cls: int) -> list[str]:
        """The annotated fields in the order of a generated constructor, bases first."""
        maker = self._maker(cls)
        return [
            name
            for name, (module, field) in self._declared(cls).items()
            if (
                _type_name(field) not in NO_FIELDS
                if field.annotation is not None
                else maker and field.value_call.partition(".")[0] == maker
            )
            and self._option(module, field, "init") is not False
        ]

    def _maker(self, cls: int) -> str:
        """The library whose decorator makes the constructor, where fields are calls of it, too (`x = lib.field()`)."""
        for decorator in self.program.classes[cls].ir.decorators:
            library, dot, _ = decorator.partition(".")
            if dot:
                return library
        return ""

    def is_named_tuple(self, cls: int) -> bool:
        """Whether instances are tuples whose positions have names."""
        return any(base in NAMED_TUPLES for base in self.program.classes[cls].external_bases)

    def is_typed_mapping(self, cls: int) -> bool:
        """Whether the fields of instances are keys."""
        return any(base.endswith(".TypedDict") for base in self.program.classes[cls].external_bases)

    def stands_for_elements(self, cls: int) -> bool:
        """Whether an instance stands for many where it is iterated over: rules type relations by their ends."""
        owner = self.program.classes[cls]
        if not owner.external_bases or self.is_named_tuple(cls) or self.is_typed_mapping(cls):
            return False
        built_in = any(base.startswith(("builtins.", "collections.", "typing.")) for base in owner.external_bases)
        return not built_in and not any(self.program.method(cls, name) for name in ("__iter__", "__getitem__"))

    def constructor_only_fields(self, cls: int) -> list[str]:
        """The fields that the constructor takes and hands on, but that instances do not have."""
        return [name for name, (_, field) in self._declared(cls).items() if _type_name(field) == "InitVar"]

    def has_made_default(self, cls: int, name: str) -> bool:
        """Whether what a field holds by default is made by a call that describes the field."""
        found = self._declared(cls).get(name)
        return found is not None and bool(found[1].value_call)

    def field_aliases(self, cls: int) -> dict[str, str]:
        """The other names that a constructor knows fields by: what their declarations say with `alias=`."""
        found = self._aliases.get(cls)
        if found is None:
            found = self._aliases[cls] = {}
            for name, (module, field) in self._declared(cls).items():
                for option in ("alias", "validation_alias"):
                    alias = self._option(module, field, option)
                    if isinstance(alias, str):
                        found[alias] = name
        return found

    def field_uses(self, cls: int) -> dict[str, tuple[TypeUse, ...]]:
        """The types that the annotations of an instance's fields say."""
        found = self._uses.get(cls)
        if found is None:
            found = self._uses[cls] = {
                name: annotation_references(self.program, module, field.annotation)
                for name, (module, field) in self.record_fields(cls).items()
            }
        return found

    def hidden_fields(self, cls: int) -> frozenset[str]:
        """The fields that the text of an instance leaves out: `repr=False`."""
        return frozenset(
            name
            for name, (module, field) in self._declared(cls).items()
            if self._option(module, field, "repr") is False
        )

    def record_fields(self, cls: int) -> dict[str, tuple[int, FieldIR]]:
        """The fields that are part of an instance when it is written out, with the module of each: `exclude=True` is
        not."""
        found = self._shown.get(cls)
        if found is None:
            found = self._shown[cls] = {
                name: (self.program.functions[module].module.id, field)
                for name, (module, field) in self._declared(cls).items()
                if not name.startswith("_")
                and _type_name(field) not in NO_FIELDS
                and self._option(module, field, "exclude") is not True
            }
        return found

    def left_out_fields(self, cls: int) -> frozenset[str]:
        """The fields that their declarations keep out of what is made of an instance: `exclude=True`."""
        return frozenset(
            name
            for name, (module, field) in self._declared(cls).items()
            if self._option(module, field, "exclude") is True
        )

    def shows_fields(self, cls: int) -> bool:
        """Whether the text of an instance shows its fields: where a decorator or a library base writes `__repr__`."""
        owner = self.program.classes[cls]
        if any(
            name.rpartition(".")[2] in ("dataclass", "define", "frozen", "s", "attrs") for name in owner.ir.decorators
        ):
            return True
        return any(
            base.rpartition(".")[2] in ("NamedTuple", "namedtuple", "TypedDict", "BaseModel")
            for base in owner.external_bases
        )

    def _declared(self, cls: int) -> dict[str, tuple[int, FieldIR]]:
        """The fields that the bodies of a class and its bases declare, bases first, with where its module starts."""
        known = self._declarations.get(cls)
        if known is None:
            known = self._declarations[cls] = {}
            for base in reversed(self.program.classes[cls].mro):
                if isinstance(base, int):
                    owner = self.program.classes[base]
                    for field in owner.ir.fields:
                        if not field.on_self and (field.annotation is not None or field.value_call):
                            known[field.name] = (owner.module.first_function, field)
        return known

    def _option(self, module: int, field: FieldIR, name: str) -> object:
        """The constant that the call which declares a field gives for a keyword; None without."""
        if not field.value_call or field.value < 0:
            return None
        code = self.program.functions[module + field.function].body.code
        instruction = code[field.value]
        while isinstance(instruction, ir.Assign):
            instruction = code[instruction.value]
        if isinstance(instruction, ir.Call):
            for keyword, operand in instruction.keywords:
                given = code[operand]
                if keyword == name and isinstance(given, ir.Constant):
                    return given.value
        return None


def _type_name(field: FieldIR) -> str:
    return field.annotation.name.rpartition(".")[2] if field.annotation is not None else ""
