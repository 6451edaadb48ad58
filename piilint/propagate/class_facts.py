"""What the solver asks of the program's classes: names, fields, constructors, and what fields are sources."""

from __future__ import annotations

from collections import defaultdict

from piilint.ir import instructions as ir
from piilint.ir.program import ClassRef, Program
from piilint.propagate.atoms import Atom
from piilint.propagate.record_facts import RecordFacts
from piilint.terms.sources import Sources
from piilint.terms.specs import FoundSource

ENUMS = frozenset(f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"))
MAX_REBOUND = 8
"""Subclasses whose values of one attribute are told apart."""


class _NoVerdict:
    pass


class ClassFacts(RecordFacts):
    """The program's classes, indexed for the solver."""

    NO_VERDICT = _NoVerdict()
    """Nothing was said of a field, neither that it is personal nor that it is not."""

    def __init__(self, program: Program, sources: Sources) -> None:
        super().__init__(program)
        self.sources = sources
        self._names: dict[int, tuple[str, ...]] = {}
        self._bound: dict[int, frozenset[str]] = {}
        self._rebound: dict[tuple[int, str], tuple[int, ...]] = {}
        self._mixed: dict[int, bool] = {}
        self._enums: dict[int, bool] = {}
        self._metaclasses: dict[int, int | None] = {}
        self._own: dict[tuple[str, ...], int | None] = {}
        self._classes_by_name: dict[str, list[int]] = defaultdict(list)
        for cls in program.classes:
            self._classes_by_name[cls.ir.name].append(cls.id)
        self._by_qualified = {cls.name: cls.id for cls in reversed(program.classes)}

    def class_names(self, cls: int) -> tuple[str, ...]:
        """The qualified names of a class and its bases, nearest first."""
        found = self._names.get(cls)
        if found is None:
            classes = self.program.classes
            found = self._names[cls] = tuple(
                classes[base].name if isinstance(base, int) else base for base in classes[cls].mro
            )
        return found

    def class_names_bound(self, cls: int) -> frozenset[str]:
        """The names that a class's own body binds."""
        found = self._bound.get(cls)
        if found is None:
            found = self._bound[cls] = self._names_in_body(cls)
        return found

    def is_class_variable(self, cls: int, name: str) -> bool:
        """Whether a class, or the first base that has the name, gives it a value in its body that is no function."""
        for base in self.program.classes[cls].mro:
            if isinstance(base, int):
                if name in self.program.classes[base].methods:
                    return False
                if name in self.class_names_bound(base):
                    return True
        return False

    def _names_in_body(self, cls: int) -> frozenset[str]:
        owner = self.program.classes[cls]
        return frozenset(field.name for field in owner.ir.fields if not field.on_self and field.value >= 0) | frozenset(
            self.program.classes[inner].ir.name
            for inner in range(owner.module.first_class, owner.module.first_class + len(owner.module.ir.classes))
            if self.program.classes[inner].ir.parent == owner.ir.body
        )

    def rebound_below(self, cls: int, name: str) -> tuple[int, ...]:
        """The subclasses whose bodies give an attribute another value; the nearest few."""
        found = self._rebound.get((cls, name))
        if found is None:
            below = self.program.all_subclasses(cls)[1:]
            found = tuple(one for one in below if name in self.class_names_bound(one))[:MAX_REBOUND]
            self._rebound[cls, name] = found
        return found

    def is_mixed(self, cls: int) -> bool:
        """Whether `super()` in a class leads elsewhere where a subclass has other bases beside it."""
        known = self._mixed.get(cls)
        if known is None:
            classes = self.program.classes
            own = tuple(classes[cls].mro[1:])
            known = self._mixed[cls] = any(
                tuple(classes[one].mro[classes[one].mro.index(cls) + 1 :]) != own
                for one in self.program.all_subclasses(cls)[1:]
                if cls in classes[one].mro
            )
        return known

    def field_source(self, cls: int, field: str) -> FoundSource | _NoVerdict | None:
        """The source that a class declares a field to be, None where it surely is not personal, else NO_VERDICT."""
        if not field:
            return self.NO_VERDICT
        for base in self.program.classes[cls].mro:
            if isinstance(base, int) and (base, field) in self.sources.fields:
                return self.sources.fields[base, field]
        return self.NO_VERDICT

    def personal_fields(self, cls: int) -> tuple[str, ...]:
        """The fields of a record that are personal, by their declarations."""
        names = self.record_fields(cls)
        return tuple(name for name in names if isinstance(self.field_source(cls, name), FoundSource))

    def is_plain_member(self, cls: int, name: str) -> bool:
        """Whether the class says what the attribute is (a method, or a field), so that its name is no evidence."""
        return self.program.method(cls, name) is not None or self.program.field_of(cls, name) is not None

    def match_names(self, cls: int) -> list[str]:
        """The attributes that positional patterns of a class match."""
        for base in self.program.classes[cls].mro:
            if isinstance(base, int):
                owner = self.program.classes[base]
                for field in owner.ir.fields:
                    if field.name == "__match_args__" and field.value >= 0:
                        return self._constant_names(owner.module.first_function + field.function, field.value)
        return self.constructor_fields(cls)

    def _constant_names(self, function: int, value: int) -> list[str]:
        code = self.program.functions[function].body.code
        instruction = code[value]
        while isinstance(instruction, ir.Assign):
            instruction = code[instruction.value]
        if not isinstance(instruction, ir.Build):
            return []
        items = [code[operand] for _, operand in instruction.items]
        return [str(item.value) for item in items if isinstance(item, ir.Constant)]

    @staticmethod
    def is_record_of(thing: Atom) -> bool:
        """Whether a library thing is about a class of the program, so that its attributes may be the program's."""
        return getattr(thing, "model", -1) >= 0

    def field_names(self, cls: int) -> list[str]:
        """The fields that a class and its bases declare, bases first."""
        found: dict[str, None] = {}
        for base in reversed(self.program.classes[cls].mro):
            if isinstance(base, int):
                found.update(
                    dict.fromkeys(name for name in self.program.classes[base].fields if not name.startswith("__"))
                )
        return list(found)

    def setter_of(self, cls: int, name: str) -> int | None:
        """The setter of a property, or None."""
        for base in self.program.classes[cls].mro:
            if not isinstance(base, int):
                continue
            owner = self.program.classes[base]
            for method_name, index in owner.ir.methods:
                method = owner.module.first_function + index
                if method_name == name and any(
                    one.endswith(".setter") for one in self.program.functions[method].ir.decorators
                ):
                    return method
        return None

    def is_enum(self, cls: int) -> bool:
        """Whether the names in a class's body are its only objects."""
        known = self._enums.get(cls)
        if known is None:
            known = self._enums[cls] = any(base in ENUMS for base in self.program.classes[cls].external_bases)
        return known

    def metaclass_of(self, cls: int) -> int | None:
        """The program's class that a class's `metaclass=` names, its own or that of a base."""
        if cls not in self._metaclasses:
            classes = [self.program.classes[base] for base in self.program.classes[cls].mro if isinstance(base, int)]
            written = next(((one.module.id, one.ir.metaclass) for one in classes if one.ir.metaclass), None)
            found = self.program.resolve(*written) if written is not None else ()
            self._metaclasses[cls] = next((one.id for one in found if isinstance(one, ClassRef)), None)
        return self._metaclasses[cls]

    def body_of(self, cls: int) -> int:
        """The function that is a class's body."""
        owner = self.program.classes[cls]
        return owner.module.first_function + owner.ir.body

    def own_class(self, bases: tuple[str, ...]) -> int | None:
        """The program's class that stands for one of a library: the first below one of these that has none below."""
        known = self._own.get(bases, -1)
        if known != -1:
            return known
        below = [cls for cls in self.program.classes if any(base in cls.mro for base in bases)]
        mine = [cls for cls in below if not cls.module.in_test_code] or below
        leaves = [cls for cls in mine if not cls.subclasses]
        found = self._own[bases] = leaves[0].id if leaves else None
        return found

    def class_named(self, dotted: str) -> int | None:
        """The class of that qualified name."""
        return self._by_qualified.get(dotted)

    def class_by_short_name(self, name: str, module: int) -> int | None:
        """The class that a string such as `"Device"` or `"app.Device"` names, nearest to the module.

        Where there are several, it is rather one that others can see than one of a function's own.
        """
        candidates = self._classes_by_name.get(name.rpartition(".")[2], ())
        return min(candidates, key=lambda cls: self._distance(cls, module)) if candidates else None

    def _distance(self, cls: int, module: int) -> tuple[bool, ...]:
        owner = self.program.classes[cls]
        maker = self.program.functions[owner.module.first_function + owner.ir.parent]
        is_far = owner.module.id != module
        return is_far and maker.ir.kind == "function", is_far, is_far and owner.module.in_test_code
