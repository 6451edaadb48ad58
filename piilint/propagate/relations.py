"""What the program's classes say of one another: which class a manager is about, and what relations lead back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.ir.program import ClassRef, ExternalRef, VariableRef
from piilint.ir.variables import settled
from piilint.propagate.atoms import Alloc, Atom, Cls, Ext, ExtInst, Inst, Member, ext_inst, inst, library_model
from piilint.propagate.things import class_part
from piilint.terms.pattern import PatternIndex

if TYPE_CHECKING:
    from piilint.ir.module import FieldIR
    from piilint.ir.program import Class
    from piilint.propagate.facts_of_program import ProgramFacts
    from piilint.terms.record_specs import RecordSpec

OWNER = "[owner]"
MAX_OWNERS = 6


class Relations:
    """Found out once, when it is first asked for."""

    def __init__(self, facts: ProgramFacts) -> None:
        self.facts = facts
        self._owners: dict[int, list[int]] | None = None
        self._back: dict[tuple[int, str], tuple[int, str | None]] | None = None

    def models_of(self, atom: Atom) -> list[int]:
        """The classes that a thing is about: of a manager those that have it, of a query its model."""
        thing = atom
        while isinstance(thing, Member):
            thing = thing.receiver
        if isinstance(thing, ExtInst):
            return [thing.model] if thing.model != -1 else []
        if isinstance(thing, Cls):
            return [thing.id]
        if isinstance(thing, Ext):
            part = class_part(thing.name)
            return [library_model(part)] if part else []
        if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0:
            return self.owners().get(thing.cls) or self.facts.listings.models_of(thing.cls)[:1] or [thing.cls]
        return []

    def owners(self) -> dict[int, list[int]]:
        """By class: the classes in whose bodies an object of it is made that is about the class around."""
        if self._owners is None:
            self._owners = {}
            makers = [spec for spec in self.facts.knowledge.rulebook.returns if spec.type.endswith(OWNER)]
            index = PatternIndex((pattern, True) for spec in makers for pattern in spec.match.patterns)
            for cls in self.facts.program.classes if makers else ():
                for field in cls.ir.fields:
                    for made in self._made(cls, field, index) if field.value_call and not field.on_self else ():
                        known = self._owners.setdefault(made, [])
                        for one in self.facts.program.all_subclasses(cls.id)[:MAX_OWNERS]:
                            if one not in known and len(known) < MAX_OWNERS:
                                known.append(one)
        return self._owners

    def _made(self, cls: Class, field: FieldIR, index: PatternIndex[bool]) -> list[int]:
        """The classes whose objects a field of a class's body holds, where these are about the class around."""
        found: list[int] = []
        head, _, method = field.value_call.rpartition(".")
        for written, rest in ((field.value_call, ""), (head, f".{method}")):
            for one in self._meant(cls, written) if written else ():
                if isinstance(one, ClassRef):
                    names = self.facts.class_names(one.id)
                    if any(True for name in names for _ in index.find(f"{name}{rest}")):
                        found.append(one.id)
        return found

    def _meant(self, cls: Class, written: str) -> tuple[object, ...]:
        program = self.facts.program
        found = program.resolve(cls.module.id, written)
        return settled(program, found) if any(isinstance(one, VariableRef) for one in found) else found

    def back(self, model: int, name: str, site: tuple[object, ...]) -> Atom | None:
        """What `object.name` gives by a relation that another class has to the object's class."""
        if self._back is None:
            self._back = {}
            for spec in self.facts.knowledge.rulebook.record:
                if spec.relation:
                    self._enter(spec, self._back)
        if not self._back:
            return None
        mro: tuple[int | str, ...] = self.facts.program.classes[model].mro if model >= 0 else (model,)
        for base in mro:
            found = self._back.get((base, name)) if isinstance(base, int) else None
            if found is not None:
                cls, kind = found
                # what one object alone has is about whom the object is about; what it has many of need not be
                return inst(cls, site) if kind is None else ext_inst(kind, cls, site[-2:])
        return None

    def _enter(self, spec: RecordSpec, back: dict[tuple[int, str], tuple[int, str | None]]) -> None:
        index = PatternIndex((pattern, True) for pattern in spec.relation)
        for cls in self.facts.program.classes:
            for field in cls.ir.fields:
                if not field.value_call or field.on_self or field.value < 0:
                    continue
                callees = self._meant(cls, field.value_call)
                names = [one.name for one in callees if isinstance(one, ExternalRef)]
                if not any(True for name in names for _ in index.find(name)):
                    continue
                call = self._call(cls, field)
                for target in self._targets(cls, field, call):
                    name = self._name(spec, cls, call)
                    if name:
                        back.setdefault((target, name), (cls.id, spec.reverse_type))

    def _code(self, cls: Class, field: FieldIR) -> list[ir.AnyInstruction]:
        return self.facts.program.functions[cls.module.first_function + field.function].body.code

    def _call(self, cls: Class, field: FieldIR) -> ir.Call | None:
        code = self._code(cls, field)
        value = code[field.value]
        while isinstance(value, ir.Assign):
            value = code[value.value]
        return value if isinstance(value, ir.Call) else None

    def _targets(self, cls: Class, field: FieldIR, call: ir.Call | None) -> list[int]:
        if call is None:
            return []
        code = self._code(cls, field)
        given = [*call.arguments[:1], *(value for name, value in call.keywords if name == "to")]
        for operand in given[:1]:
            value = code[operand]
            if isinstance(value, ir.Constant) and isinstance(value.value, str):
                if value.value == "self":
                    return [cls.id]
                named = self.facts.class_by_short_name(value.value, cls.module.id)
                return [named] if named is not None else self._library(value.value)
            function = self.facts.program.functions[cls.module.first_function + field.function]
            written = self.facts.name_of_value(function, operand)
            return self.classes_named(cls, written)
        return []

    def classes_named(self, cls: Class, written: str) -> list[int]:
        """The classes that a dotted name stands for; `written` is qualified as far as it is known."""
        own = self.facts.class_named(written)
        if own is not None:
            return [own]
        for spec in (
            self.facts.knowledge.of_attribute((written,))
            or self.facts.knowledge.of_call(written.removesuffix("()")).returns
        ):
            if spec.type.startswith("type["):
                found = self.facts.own_class(spec.own) if spec.own else None
                return [found if found is not None else library_model(spec.type[5:-1])]
        short = self.facts.class_by_short_name(written, cls.module.id) if "." not in written else None
        if short is not None:
            return [short]
        return [library_model(written)] if class_part(written) == written and "." in written else []

    def _library(self, written: str) -> list[int]:
        for spec in self.facts.knowledge.rulebook.returns:
            if written in spec.names:
                return [library_model(spec.names[written])]
        return []

    def _name(self, spec: RecordSpec, cls: Class, call: ir.Call | None) -> str:
        code = self.facts.program.functions[cls.module.first_function + cls.ir.body].body.code
        for name, value in call.keywords if call is not None else ():
            if name == spec.relation_name:
                given = code[value]
                if not isinstance(given, ir.Constant) or not isinstance(given.value, str):
                    return ""
                said = given.value.replace("%(class)s", cls.ir.name.lower())
                return "" if said.endswith("+") or "%(" in said else said
        return spec.reverse.format(model=cls.ir.name.lower()) if spec.reverse else ""
