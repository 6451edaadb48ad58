"""Classes that list their fields: what each lists, where, and of which class's objects; found out once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.ir.program import ClassRef, ExternalRef, VariableRef
from piilint.ir.variables import settled
from piilint.propagate.elements import Element, elements_of
from piilint.propagate.field_declarations import declared_in
from piilint.propagate.handed_objects import handed_objects
from piilint.propagate.inputs import is_input_only
from piilint.propagate.registrations import operand_at
from piilint.terms.pattern import PatternIndex

if TYPE_CHECKING:
    from piilint.ir.module import FieldIR
    from piilint.ir.program import Class, Function
    from piilint.propagate.facts_of_program import ProgramFacts
    from piilint.terms.record_specs import RecordSpec
    from piilint.terms.render_specs import RenderSpec
    from piilint.terms.specs import SinkSpec

MAX_ELEMENTS = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """What a class lists under an attribute, and what shows it."""

    cls: int
    sink: SinkSpec
    elements: tuple[Element, ...]
    own: bool = False
    """Whether the elements are fields that the class declares itself."""


class Listings:
    """All listings of a program, by the class's body in which their elements stand."""

    def __init__(self, facts: ProgramFacts) -> None:
        self.facts = facts
        rulebook = facts.knowledge.rulebook
        self._records: PatternIndex[RecordSpec] = PatternIndex()
        for record in rulebook.record:
            if record.match.by == "subclass_of" and not record.relation:
                for pattern in record.match.patterns:
                    self._records.add(pattern, record)
        self._models: dict[int, list[int]] = {}
        self._filled: dict[int, list[RecordSpec]] = {}
        self._named_specs: dict[str, list[RecordSpec]] = {}
        self.unseen: dict[int, frozenset[str]] = {}
        """By class, once asked: its fields that show no value."""
        self._mapped: dict[int, list[RecordSpec]] = {}
        self._written: dict[int, list[RecordSpec]] = {}
        self.by_body: dict[int, list[Listing]] = {}
        self.pages: dict[int, list[RenderSpec]] = {}
        self.returning: dict[int, list[SinkSpec]] = {}
        """Methods whose returns are shown."""
        self.handed: dict[int, int] = {}
        """Methods whose first argument after the receiver is an object of that class."""
        self._given: dict[int, list[int]] | None = None
        sinks = _by_class(rulebook.sink)
        pages = _by_class(rulebook.render)
        for cls in facts.program.classes if len(sinks) or len(pages) else ():
            names = facts.class_names(cls.id)[1:]
            if len(names) and not cls.module.in_test_code:
                for sink in _found(sinks, names):
                    self._enter(cls, sink)
                found = _found(pages, names)
                if found:
                    self.pages[facts.body_of(cls.id)] = found
        self.handed_makers = handed_objects(self)
        self.handed.update(self.handed_makers)

    def bodies(self) -> set[int]:
        """The functions to look at: bodies of classes, methods that are shown, and those that are handed something."""
        return {*self.by_body, *self.pages, *self.returning, *self.handed_makers}

    def records_of(self, cls: int) -> list[RecordSpec]:
        """What rules say of a class that lists its fields."""
        return _found(self._records, self.facts.class_names(cls)[1:]) if len(self._records) else []

    def filled(self, cls: int) -> list[RecordSpec]:
        """What rules say of a class whose objects show fields of those that they are made of."""
        known = self._filled.get(cls)
        if known is None:
            known = self._filled[cls] = [spec for spec in self.records_of(cls) if spec.shown_as][:1]
        return known

    def mapped(self, cls: int) -> list[RecordSpec]:
        """What rules say of a class whose objects give a mapping of those that they are made of."""
        known = self._mapped.get(cls)
        if known is None:
            known = self._mapped[cls] = [
                spec
                for spec in self.records_of(cls)
                if spec.mapped_as is not None
                and not any(self.facts.program.method(cls, one) for one in (spec.mapped_as, *spec.mapped_unless))
            ][:1]
        return known

    def written(self, cls: int) -> list[RecordSpec]:
        """What rules say of a class whose methods write fields of its objects out."""
        known = self._written.get(cls)
        if known is None:
            of_methods = (
                spec for spec in self.records_of(cls) if spec.computed_by or spec.written_by or spec.written_as
            )
            known = self._written[cls] = list(of_methods)
        return known

    def shows_field(self, cls: int, name: str) -> bool:
        """Whether an object of a class has that field because the class lists it, or keeps there what it is made of."""
        return any(name in spec.kept_as or name in self.listed_fields(cls, spec) for spec in self.filled(cls))

    def specs_named(self, name: str) -> list[RecordSpec]:
        """What rules say of a library's class whose objects show fields of those that they are made of."""
        known = self._named_specs.get(name)
        if known is None:
            found = self._records.find(name) if "." in name else ()
            known = self._named_specs[name] = [spec for spec in found if spec.shown_as]
        return known

    def keeps(self, kind: str, name: str) -> bool:
        """Whether an object of a library's class keeps under an attribute what it is made of."""
        return any(name in spec.kept_as for spec in self.specs_named(kind))

    def function_of(self, holder: Class, field: FieldIR) -> Function:
        """The function in which a field of a class's body gets its value."""
        return self.facts.program.functions[holder.module.first_function + field.function]

    def listed_fields(self, cls: int, spec: RecordSpec) -> list[str]:
        """The fields of its model that a class lists, or all but those that it leaves out."""
        names = self.texts_of(cls, spec.fields_from) if spec.fields_from is not None else []
        left_out = self.excluded(cls, spec)
        if spec.all not in names and (names or not left_out):
            return names
        every = [name for model in self.models_of(cls) if model >= 0 for name in self.facts.field_names(model)]
        return [name for name in every if name not in left_out]

    def models_of(self, cls: int) -> list[int]:
        """The classes whose objects a class shows: what it names, or what it is registered for."""
        known = self._models.get(cls)
        if known is None:
            self._models[cls] = []
            known = self._models[cls] = list(dict.fromkeys(self._models_of(cls)))
        return known

    def texts_of(self, cls: int, path: str) -> list[str]:
        """The constant texts that a class gives an attribute."""
        found = self.value_of(cls, path)
        if found is None:
            return []
        holder, field = found
        function = self.facts.program.functions[holder.module.first_function + field.function]
        return [element.name for element in elements_of(function, field.value) if element.name]

    def value_of(self, cls: int, path: str) -> tuple[Class, FieldIR] | None:
        """The declaration of `Meta.fields` or `model` in a class's body, or in that of a base."""
        program = self.facts.program
        outer, dot, name = path.rpartition(".")
        for base in program.classes[cls].mro:
            if not isinstance(base, int):
                continue
            holder: Class | None = program.classes[base]
            if dot and holder is not None:
                nested = holder.nested.get(outer)
                if nested is None:
                    continue
                found = self.value_of(nested, name)
                if found is not None:
                    return found
                continue
            for field in program.classes[base].ir.fields:
                if field.name == name and field.value >= 0 and not field.on_self:
                    return program.classes[base], field
        return None

    def classes_in(self, cls: Class, function: Function, operand: int) -> list[int]:
        """The classes that a value in a class's body means: a class, its name, or a query of it."""
        written = self.facts.name_of_value(function, operand)
        code = function.body.code
        value = code[operand]
        while isinstance(value, ir.Assign):
            value = code[value.value]
        if isinstance(value, ir.Constant) and isinstance(value.value, str):
            named = self.facts.class_by_short_name(value.value, cls.module.id)
            return [named] if named is not None else []
        if isinstance(value, ir.Build):
            return [one for _, item in value.items for one in self.classes_in(cls, function, item)]
        return self._named(cls, written)

    def _own_classes(self, module: int, written: str) -> list[int]:
        """The class of the program that a name means, as it is qualified or as the module writes it."""
        found = self.facts.class_named(written)
        if found is not None:
            return [found]
        return [one.id for one in self.facts.program.resolve(module, written) if isinstance(one, ClassRef)]

    def _named(self, cls: Class, written: str) -> list[int]:
        parts = written.replace("()", "").split(".")
        for end in range(len(parts), 0, -1):
            found = self._own_classes(cls.module.id, ".".join(parts[:end]))
            if found:
                return found
        head = self.facts.program.lookup(cls.module.id, parts[0])
        for one in settled(self.facts.program, head) if any(isinstance(each, VariableRef) for each in head) else head:
            if isinstance(one, ExternalRef):
                found_there = self.facts.relations.classes_named(cls, ".".join([one.name, *parts[1:]]))
                return found_there or self.facts.relations.classes_named(cls, one.name)
        found_here = self.facts.relations.classes_named(cls, written)
        return found_here or (self.facts.relations.classes_named(cls, parts[0]) if len(parts) > 1 else [])

    def _models_of(self, cls: int) -> Iterator[int]:
        owner = self.facts.program.classes[cls]
        for record in self.records_of(cls):
            for path in record.model_from:
                found = self.value_of(cls, path)
                if found is not None:
                    holder, field = found
                    function = self.facts.program.functions[holder.module.first_function + field.function]
                    meant = self.classes_in(holder, function, field.value)
                    for one in meant:
                        through = self.models_of(one) if one >= 0 and one != cls and self.records_of(one) else []
                        yield from through or [one]
                    if meant:
                        return
            if record.made_with is not None:
                yield from self._made_with(owner, record.made_with)
            if record.registered_by:
                yield from self._registered().get(owner.id, ())

    def _made_with(self, owner: Class, port: str) -> Iterator[int]:
        """The classes that the program hands over where it makes an object of a class, or of one below it."""
        for below in self.facts.program.all_subclasses(owner.id):
            cls = self.facts.program.classes[below]
            for number in self.facts.program.mentions.get(cls.ir.name, ()):
                function = self.facts.program.functions[number]
                for call in function.body.code:
                    operand = operand_at(call, port) if isinstance(call, ir.Call) else None
                    if operand is not None and isinstance(call, ir.Call):
                        made, given = (self.facts.name_of_value(function, one) for one in (call.callee, operand))
                        if below in self._own_classes(function.module.id, made):
                            yield from self._own_classes(function.module.id, given)

    def _registered(self) -> dict[int, list[int]]:
        """By class: the classes that it is registered for, by a decorator or a call."""
        if self._given is None:
            self._given = {}
            records = self.facts.knowledge.rulebook.record
            index = PatternIndex((pattern, True) for record in records for pattern in record.registered_by)
            names = index.last_parts()
            program = self.facts.program
            for number in sorted({one for name in names for one in program.mentions.get(name, ())}):
                function = program.functions[number]
                code = function.body.code
                made: dict[int, int] = {}
                for at, instruction in enumerate(code):
                    if isinstance(instruction, ir.MakeClass):
                        made[at] = function.module.first_class + instruction.class_
                    elif isinstance(instruction, ir.Call):
                        self._register(function, at, instruction, made, index)
        return self._given

    def _register(
        self, function: Function, at: int, call: ir.Call, made: dict[int, int], index: PatternIndex[bool]
    ) -> None:
        code = function.body.code
        home = self.facts.program.classes
        assert self._given is not None
        if call.decorator and call.arguments and call.arguments[0] in made:
            cls = made[at] = made[call.arguments[0]]
            inner = code[call.callee]
            if isinstance(inner, ir.Call) and self._is(function, inner.callee, index):
                for operand in inner.arguments:
                    self._given.setdefault(cls, []).extend(self.classes_in(home[cls], function, operand))
        elif not call.decorator and len(call.arguments) == 2 and self._is(function, call.callee, index):
            named = self.facts.name_of_value(function, call.arguments[1])
            for one in self._own_classes(function.module.id, named):
                self._given.setdefault(one, []).extend(self.classes_in(home[one], function, call.arguments[0]))

    def _is(self, function: Function, callee: int, index: PatternIndex[bool]) -> bool:
        return any(True for _ in index.find(self.facts.name_of_value(function, callee)))

    def _enter(self, cls: Class, sink: SinkSpec) -> None:
        if sink.attribute is None:
            return
        program = self.facts.program
        method = program.method(cls.id, sink.attribute) if "." not in sink.attribute else None
        if method is not None:
            self.returning.setdefault(method, []).append(sink)
            return
        records = self.records_of(cls.id)
        if any(is_input_only(self.facts, cls, record) for record in records):
            return
        found = self.value_of(cls.id, sink.attribute)
        if found is not None:
            holder, field = found
            body = holder.module.first_function + field.function
            elements = tuple(elements_of(program.functions[body], field.value))[:MAX_ELEMENTS]
            self.by_body.setdefault(body, []).append(Listing(cls.id, sink, elements))
        elif sink.default and not any(self._gives(cls.id, name) for name in sink.unless_given):
            around, at = self._made_at(cls)
            elements = tuple(Element(name, around, at) for name in sink.default)
            self.by_body.setdefault(around, []).append(Listing(cls.id, sink, elements))
        for record in records:
            if found is None and record.exclude_from is not None and record.all is not None:
                left_out = self.value_of(cls.id, record.exclude_from)
                if left_out is not None:
                    holder, field = left_out
                    body = holder.module.first_function + field.function
                    every = Element(record.all, body, field.value)
                    self.by_body.setdefault(body, []).append(Listing(cls.id, sink, (every,)))
            if record.declared:
                self._declared(cls, sink, record)
            if record.method_field is not None:
                self._methods(cls, sink, record)
            maker = self.facts.program.method(cls.id, record.mapped_by) if record.mapped_by is not None else None
            if maker is not None and self.models_of(cls.id):
                self.handed.setdefault(maker, self.models_of(cls.id)[0])

    def _made_at(self, cls: Class) -> tuple[int, int]:
        """The function in which a class statement stands, and where in it."""
        function = self.facts.program.functions[self.facts.body_of(cls.id)].parent
        function = function if function >= 0 else cls.module.first_function
        number = cls.id - cls.module.first_class
        code = enumerate(self.facts.program.functions[function].body.code)
        return function, next((at for at, one in code if isinstance(one, ir.MakeClass) and one.class_ == number), 0)

    def _gives(self, cls: int, name: str) -> bool:
        return self.value_of(cls, name) is not None or self.facts.program.method(cls, name) is not None

    def excluded(self, cls: int, record: RecordSpec) -> set[str]:
        """The fields that a class leaves out of all."""
        found = self.value_of(cls, record.exclude_from) if record.exclude_from is not None else None
        if found is None:
            return set()
        holder, field = found
        function = self.facts.program.functions[holder.module.first_function + field.function]
        return {element.name for element in elements_of(function, field.value)}

    def _declared(self, cls: Class, sink: SinkSpec, record: RecordSpec) -> None:
        """The fields that a class declares itself, each shown where it is declared unless an option hides it."""
        if not self.models_of(cls.id) and not self._is_given_objects(cls):
            return
        body = self.facts.body_of(cls.id)
        # of objects of a class that is not known, only the field's own declaration tells
        known = bool(self.models_of(cls.id))
        elements = [
            Element(one.source if known else one.name, body, one.at, one.name, one.own)
            for one in declared_in(self, cls, record)
            if not one.hidden and one.method not in cls.methods
        ]
        if elements:
            self.by_body.setdefault(body, []).append(Listing(cls.id, sink, tuple(elements), own=True))

    def _is_given_objects(self, cls: Class) -> bool:
        """Whether the program makes one of an object, and not only of what came in."""
        for number in self.facts.program.mentions.get(cls.ir.name, ()):
            function = self.facts.program.functions[number]
            for instruction in function.body.code:
                if isinstance(instruction, ir.Call) and (instruction.arguments or "many" in dict(instruction.keywords)):
                    if self.facts.name_of_value(function, instruction.callee) == cls.name:
                        return True
        return False

    def _methods(self, cls: Class, sink: SinkSpec, record: RecordSpec) -> None:
        """Methods that make the value of a field: what they return is shown, and they get an object of the model."""
        assert record.method_field is not None
        named = [record.method_field.replace("{name}", name) for name in self.facts.class_names_bound(cls.id)]
        said = [one.method for one in declared_in(self, cls, record) if one.method is not None]
        for name in dict.fromkeys([*named, *said]):
            method = self.facts.program.method(cls.id, name)
            if method is not None:
                known = self.returning.setdefault(method, [])
                if sink not in known:
                    known.append(sink)
                models = self.models_of(cls.id)
                if models:
                    self.handed.setdefault(method, models[0])


def _by_class(specs: tuple[SinkSpec, ...] | tuple[RenderSpec, ...]) -> PatternIndex[SinkSpec | RenderSpec]:
    index: PatternIndex[SinkSpec | RenderSpec] = PatternIndex()
    for spec in specs:
        if spec.match.by == "subclass_of":
            for pattern in spec.match.patterns:
                index.add(pattern, spec)
    return index


def _found(index: PatternIndex, names: tuple[str, ...]) -> list:  # type: ignore[type-arg]
    found: list[object] = []
    for name in names:
        found += [spec for spec in index.find(name) if not any(spec is one for one in found)]
    return found
