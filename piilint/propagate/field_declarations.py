"""Fields that a class declares by calls in its body, or lists: what each shows of an object, and whether at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.ir.program import ExternalRef, VariableRef
from piilint.ir.variables import settled
from piilint.propagate.registrations import operand_at

if TYPE_CHECKING:
    from piilint.ir.program import Class, Function
    from piilint.propagate.listings import Listings
    from piilint.terms.record_specs import RecordSpec

AS_TEXT = "__str__"
"""The last part of the path of a field that shows the text of an object."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: the path that it shows, and the call that declares it, with where it stands in which class's body.

    `method` is that of the class that makes its value, where the declaration names one, `said` the key that it names;
    `own` is the class of the program that the field is an object of.
    """

    name: str
    source: str
    holder: Class | None = None
    call: ir.Call | None = None
    at: int = -1
    hidden: bool = False
    read_only: bool = False
    method: str | None = None
    said: str = ""
    own: int = -1

    @property
    def label(self) -> str:
        """The key under which it stands in a mapping."""
        return self.said or self.name


@dataclass(slots=True)
class Options:
    """What a class says of the fields that it lists, by their names: constants by the keywords of a declaration."""

    by_field: dict[str, dict[str, object]] = field(default_factory=dict)

    def field(self, name: str, spec: RecordSpec) -> Field:
        """A field that is listed and not declared."""
        said = self.by_field.get(name, {})
        source = said.get(spec.source_by or "")
        hidden, read_only = said.get(spec.hidden_by or "") is True, said.get(spec.read_only_by or "") is True
        return Field(name, source if isinstance(source, str) else name, hidden=hidden, read_only=read_only)


def fields_of(listings: Listings, cls: int, spec: RecordSpec, taken: bool = False) -> Iterator[Field]:
    """All fields that a class shows: those that it lists, else those that it declares and those of its model.

    With `taken` those that it takes in.
    """
    declared = {
        one.name: one
        for base in reversed(listings.facts.program.classes[cls].mro)
        if isinstance(base, int)
        for one in declared_in(listings, listings.facts.program.classes[base], spec)
    }
    listed = listings.texts_of(cls, spec.fields_from) if spec.fields_from is not None else []
    models = [model for model in listings.models_of(cls) if model >= 0]
    if spec.all is not None and spec.all in listed:
        listed = []
    names = dict.fromkeys(listed or declared)
    if models and not listed:
        names.update((one.name, None) for model in models for one in listings.facts.program.classes[model].ir.fields)
    left_out = listings.excluded(cls, spec)
    options = options_of(listings, cls, spec)
    for name in names:
        own = declared.get(name) or options.field(name, spec)
        if name not in left_out and not (own.read_only if taken else own.hidden):
            yield own


def declared_in(listings: Listings, holder: Class, spec: RecordSpec) -> Iterator[Field]:
    """The fields that the body of a class declares itself, hidden ones too."""
    facts = listings.facts
    body = facts.program.functions[facts.body_of(holder.id)]
    for one in holder.ir.fields:
        if one.value < 0 or one.on_self:
            continue
        call = body.body.code[one.value]
        while isinstance(call, ir.Assign):
            call = body.body.code[call.value]
        if not isinstance(call, ir.Call):
            continue
        written = callee_name(listings, body, call)
        own = _own_field(listings, holder, body, call, spec)
        if fits(listings, spec.declared, written) or own >= 0 or nested_in(listings, holder, body, call, spec):
            hidden = fits(listings, spec.unshown, written) or _is_true(body, call, spec.hidden_by)
            read_only = fits(listings, spec.computed, written) or _is_true(body, call, spec.read_only_by)
            source = _path(listings, body, call, written, spec, one.name)
            method = _method(listings, body, call, written, spec, one.name)
            said = _text_at(body, call, (f"argument:{spec.named_by}",)) if spec.named_by is not None else None
            yield Field(one.name, source, holder, call, one.value, hidden, read_only, method, said or "", own)


def _own_field(listings: Listings, holder: Class, body: Function, call: ir.Call, spec: RecordSpec) -> int:
    """The class of the program, below one of a library's for such fields, that a field is an object of; -1 for none."""
    for cls in listings.classes_in(holder, body, call.callee):
        names = listings.facts.class_names(cls)[1:] if cls >= 0 and not listings.records_of(cls) else ()
        if any(fits(listings, spec.declared, name) for name in names):
            return cls
    return -1


def nested_in(listings: Listings, holder: Class, body: Function, call: ir.Call, spec: RecordSpec) -> list[int]:
    """The classes of the program that a field is declared with an object of, and that make mappings themselves."""
    if spec.mapped_as is None:
        return []
    inner = operand_at(call, f"argument:{spec.element_by}") if spec.element_by is not None else None
    meant = [call.callee] if inner is None else [call.callee, inner]
    classes = (cls for one in meant for cls in listings.classes_in(holder, body, one))
    return [cls for cls in classes if cls >= 0 and listings.mapped(cls)]


def nests(listings: Listings, cls: int, spec: RecordSpec) -> bool:
    """Whether the class says that the objects which its own lead to are shown with their fields."""
    found = listings.value_of(cls, spec.depth_from) if spec.depth_from is not None else None
    if found is None:
        return False
    holder, one = found
    written = listings.function_of(holder, one).body.code[one.value]
    return not isinstance(written, ir.Constant) or bool(written.value)


def options_of(listings: Listings, cls: int, spec: RecordSpec) -> Options:
    """What the class says of its fields under the attribute `options_from`."""
    found = listings.value_of(cls, spec.options_from) if spec.options_from is not None else None
    if found is None:
        return Options()
    holder, one = found
    code = listings.function_of(holder, one).body.code
    return Options({name: dict(_constants(code, inner)) for name, inner in _entries(code, one.value)})


def texts_at(function: Function, operand: int) -> Iterator[str]:
    """The constant texts that a value is, or that a list or the like holds."""
    instruction = function.body.code[operand]
    if isinstance(instruction, ir.Constant):
        held = instruction.value if isinstance(instruction.value, list) else [instruction.value]
        yield from (one for one in held if isinstance(one, str))
    elif isinstance(instruction, ir.Build):
        for _, item in instruction.items:
            yield from texts_at(function, item)
    elif isinstance(instruction, ir.Assign) and instruction.value >= 0:
        yield from texts_at(function, instruction.value)


def callee_name(listings: Listings, body: Function, call: ir.Call) -> str:
    """The qualified name of what is called, also where it is read from a variable that holds an object of a library:
    `ma = Marshmallow()` makes `ma.String` a name of that class."""
    facts, code, parts = listings.facts, body.body.code, list[str]()
    read = code[call.callee]
    while isinstance(read, ir.LoadAttribute):
        parts.insert(0, read.name)
        read = code[read.object]
    found = facts.program.lookup(body.module.id, read.name) if isinstance(read, ir.Name) and parts else ()
    if any(isinstance(one, VariableRef) for one in found):
        for one in settled(facts.program, found):
            if isinstance(one, ExternalRef):
                return ".".join([one.name, *parts])
    return facts.name_of_value(body, call.callee)


def _path(listings: Listings, body: Function, call: ir.Call, written: str, spec: RecordSpec, name: str) -> str:
    """What a field reads, as a path, with the part of the object there that it shows instead of the object."""
    said = operand_at(call, f"argument:{spec.source_by}") if spec.source_by is not None else None
    if said is None and fits(listings, spec.source_first, written):
        said = operand_at(call, "argument:0")
    source = next(texts_at(body, said), name) if said is not None else name
    part: str | None = None
    if fits(listings, spec.part_of, written):
        part = _text_at(body, call, spec.part_at)
    elif fits(listings, spec.text_of, written):
        part = AS_TEXT
    return source if part is None else f"{source}{spec.path_separator or '.'}{part}"


def _method(listings: Listings, body: Function, call: ir.Call, written: str, spec: RecordSpec, name: str) -> str | None:
    """The method that makes the field's value: as the declaration says, or as the field's name does."""
    said = _text_at(body, call, spec.method_at) if fits(listings, spec.computed, written) else None
    return said if said or spec.method_field is None else spec.method_field.replace("{name}", name)


def _text_at(body: Function, call: ir.Call, ports: tuple[str, ...]) -> str | None:
    operands = (operand_at(call, port) for port in ports)
    return next((text for one in operands if one is not None for text in texts_at(body, one)), None)


def fits(listings: Listings, patterns: tuple[str, ...], written: str) -> bool:
    """Whether a qualified name is one of those of an entry."""
    return any(True for _ in listings.facts.knowledge.index_of(patterns).find(written)) if patterns else False


def _is_true(body: Function, call: ir.Call, keyword: str | None) -> bool:
    operand = operand_at(call, f"argument:{keyword}") if keyword is not None else None
    constant = body.body.code[operand] if operand is not None else None
    return isinstance(constant, ir.Constant) and constant.value is True


def _entries(code: list[ir.AnyInstruction], value: int) -> Iterator[tuple[str, int]]:
    """The values of a mapping that is written out, by their names."""
    instruction = code[value]
    while isinstance(instruction, ir.Assign):
        instruction = code[instruction.value]
    for key, item in instruction.items if isinstance(instruction, ir.Build) and instruction.kind == "dict" else ():
        name = code[key] if key >= 0 else None
        if isinstance(name, ir.Constant) and isinstance(name.value, str):
            yield name.value, item


def _constants(code: list[ir.AnyInstruction], value: int) -> Iterator[tuple[str, object]]:
    for name, item in _entries(code, value):
        held = code[item]
        if isinstance(held, ir.Constant):
            yield name, held.value
