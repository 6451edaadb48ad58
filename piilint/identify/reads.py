"""Reads in the code of one function: attributes, constant keys, variables, keys of dict displays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from piilint.identify import values
from piilint.identify.asked import object_name, owner_of, whose
from piilint.identify.branches import apart
from piilint.identify.evidence import Siblings, family
from piilint.identify.found import guessed, ruled
from piilint.identify.owners import Owners
from piilint.identify.scene import Scene
from piilint.identify.vocabulary import Vocabulary
from piilint.ir.instructions import (
    AnyInstruction,
    Assign,
    Build,
    Call,
    LoadAttribute,
    LoadItem,
    Name,
    Parameter,
    Phi,
    StoreItem,
    Value,
)
from piilint.ir.operands import operands
from piilint.ir.program import Class, ExternalRef, Function
from piilint.terms.names import owner_words, tokenise
from piilint.terms.specs import FoundSource, NotPersonalSpec, SourceSpec
from piilint.terms.words import SETTINGS

_READING = frozenset({LoadAttribute, Assign, Name, Call, LoadItem, Build, StoreItem})

Group = Value | str
VARIABLES: Group = ""
"""The group of a function's own variables."""
ASKED: Group = "?"
"""The group of what the fields of a window ask for."""


@dataclass(frozen=True, slots=True)
class Read:
    """One place where a value gets a name that may tell.

    `matcher` is the key of the rules that may be about it (attribute, key or name); `group` what its siblings are read
    from; `object` what it is read from and `value` what gets the name, -1 where there is none.
    """

    instruction: int
    name: str
    matcher: str
    group: Group
    object: Value = -1
    value: Value = -1


class FunctionReads:
    """Finds the sources in one function's code."""

    def __init__(self, scene: Scene, function: Function, vocabulary: Vocabulary) -> None:
        self.scene = scene
        self.function = function
        self.code: list[AnyInstruction] = function.body.code
        self.owners = Owners(scene, function)
        self.names = vocabulary.telling
        self.asked = vocabulary.asked
        self.inputs = vocabulary.inputs
        self.called: dict[Value, Call] = {}
        self.labelled: set[Value] | None = None

    def identify(self) -> None:
        """Adds what the function reads to the sources."""
        reads = list(self._reads())
        if not reads:
            return
        groups: dict[Group, list[Read]] = {}
        for read in reads:
            groups.setdefault(read.group, []).append(read)
        named = {group: [read.name for read in those] for group, those in groups.items()}
        parameters = (parameter.name for parameter in self.function.ir.parameters)
        named.setdefault(VARIABLES, []).extend(parameters)
        siblings = {group: Siblings.of(self.scene.weigher.matcher, names) for group, names in named.items()}
        for read in reads:
            self._judge(read, self._beside(read, siblings[read.group], groups[read.group]))

    def _beside(self, read: Read, siblings: Siblings, group: list[Read]) -> Siblings:
        """The siblings of a read without those of which the object has either one or the other."""
        if read.object < 0 or isinstance(read.group, str) or not siblings.proof(read.name):
            return siblings
        body = self.function.body
        kept = [one for one in group if not apart(body, read.instruction, one.instruction, read.group)]
        if len(kept) == len(group):
            return siblings
        return Siblings.of(self.scene.weigher.matcher, (one.name for one in kept))

    def _reads(self) -> Iterator[Read]:
        in_class = self.function.ir.kind == "class"
        names = self.names
        for at, instruction in enumerate(self.code):
            kind = type(instruction)
            if kind not in _READING:
                continue
            if isinstance(instruction, LoadAttribute):
                asked = instruction.name in self.inputs and self.asked.get(object_name(self.code, instruction.object))
                if asked:
                    yield Read(at, asked, "attribute", ASKED, owner_of(self.code, instruction.object))
                elif instruction.name in names:
                    yield self._of(at, instruction.name, "attribute", instruction.object)
            elif isinstance(instruction, Assign):
                if not in_class and instruction.name in names:
                    yield Read(at, instruction.name, "name", VARIABLES, -1, instruction.value)
            elif isinstance(instruction, Name):
                if instruction.name in names and self._is_unbound(instruction.name):
                    yield Read(at, instruction.name, "name", VARIABLES)
            else:
                yield from self._keys(at, instruction)

    def _of(self, at: int, name: str, matcher: str, object_: Value) -> Read:
        return Read(at, name, matcher, values.root(self.code, object_), object_)

    def _keys(self, at: int, instruction: AnyInstruction) -> Iterator[Read]:
        """The constant key that is read or stored, or the keys of a dict display."""
        if isinstance(instruction, Call):
            self.called[instruction.callee] = instruction
            got = values.mapping_key(self.code, instruction)
            if got is not None and got[1] in self.names:
                yield self._of(at, got[1], "key", got[0])
        elif isinstance(instruction, LoadItem):
            key = values.constant_key(self.code, instruction.index)
            if key is not None and key in self.names:
                yield self._of(at, key, "key", instruction.object)
            for place in values.listed(self.code, instruction.index):
                key = values.constant_key(self.code, place)
                if key is not None and key in self.names:
                    yield self._of(place, key, "key", instruction.object)
        elif isinstance(instruction, StoreItem):
            key = values.constant_key(self.code, instruction.index)
            if key is not None and key in self.names:
                group = values.root(self.code, instruction.object)
                yield Read(instruction.index, key, "key", group, instruction.object, instruction.value)
        elif isinstance(instruction, Build) and instruction.kind == "dict":
            for place, value in instruction.items:
                key = values.constant_key(self.code, place)
                if key is not None and key in self.names:
                    yield Read(place, key, "key", at, -1, value)

    def _judge(self, read: Read, siblings: Siblings) -> None:
        place = (self.function.id, read.instruction)
        spec = self._rule(read)
        if isinstance(spec, NotPersonalSpec):
            self.scene.sources.not_personal.add(place)
        elif spec is not None:
            self._add(read, (self._ruled(spec, read),))
        elif (read.object >= 0 or self.scene.weigher.matcher.classify(read.name)) and self._is_value(read):
            owners = self.owners.names(read.object) if read.object >= 0 else []
            if read.group == ASKED:
                # a window is nobody's owner unless it is called after somebody
                owners = [one for one in map(whose, owners) if self.scene.weigher.matcher.owner_kind(one) == "person"]
            cls = self.scene.class_called(owners[0]) if read.matcher == "attribute" and owners else None
            if cls is not None and self.scene.program.field_of(cls.id, read.name) is not None:
                declared = self._declared(cls, read.name)
                self._add(read, (declared,) if declared is not None else ())
                return
            if self.scene.objects.leads_to_object(read.name):
                return
            of = cls or (self.scene.class_called(owners[0]) if owners else None)
            clues = self.scene.weigher.clues(read.name, owners, siblings, self.scene.is_near(self.function))
            clues = tuple(clue for clue in clues if of is None or not self.scene.objects.is_thing(of, clue.data))
            if read.matcher == "name" and self._is_of_template(read.value):
                clues = tuple(clue for clue in clues if family(clue.data) != "content")
            if any(family(clue.data) in values.THINGS for clue in clues) and self._only_labelled(read.instruction):
                return
            fresh = [clue for clue in clues if not self._is_known(read, clue.data)]
            where = self.scene.program.place(*place)
            self._add(read, tuple(guessed(clue, where, self._owner(read), *place) for clue in fresh))

    def _declared(self, cls: Class, name: str) -> FoundSource | None:
        """What a class's field is; a guess about an object of the class's name is told where the field is declared."""
        field = self.scene.program.field_of(cls.id, name)
        return self.scene.sources.fields.get((field.cls, field.name)) if field is not None else None

    def _add(self, read: Read, found: tuple[FoundSource, ...]) -> None:
        if found:
            self.scene.sources.reads[self.function.id, read.instruction] = found

    def _rule(self, read: Read) -> SourceSpec | NotPersonalSpec | None:
        declared = self.scene.declared
        if read.matcher == "key" and read.object >= 0 and declared.may_match("column", read.name):
            # the columns of a table, of which the object is a row, or the table itself
            column = declared.by("column", [f"{owner}.{read.name}" for owner in self.owners.names(read.object)])
            if column is not None:
                return column
        if not declared.may_match(read.matcher, read.name):
            return None
        if read.matcher == "attribute":
            owners = self.owners.rule_names(read.object)
            return declared.by("attribute", [f"{owner}.{read.name}" for owner in owners] or [read.name])
        if read.matcher == "name":
            return declared.by("name", (read.name, f"{self.function.name}.{read.name}"))
        return declared.by("key", (read.name,))

    def _ruled(self, spec: SourceSpec, read: Read) -> FoundSource:
        place = self.scene.program.place(self.function.id, read.instruction)
        return ruled(spec, place, self._owner(read), self.function.id, read.instruction)

    def _is_value(self, read: Read) -> bool:
        if read.matcher != "key" and not values.is_value_name(read.name):
            return False
        if read.value >= 0 and not values.can_be_personal(self.code, read.value):
            return False
        if read.value >= 0 and self._is_setting(read.value):
            return False
        if read.matcher == "attribute":
            return self._is_value_attribute(read)
        return True

    def _is_setting(self, value: Value) -> bool:
        """Whether a value is a part of settings, as in `transcript = config["transcript"]`."""
        for origin in values.origins(self.code, value):
            instruction = self.code[origin]
            if isinstance(instruction, Phi):
                return False
            if isinstance(instruction, (LoadItem, LoadAttribute)):
                of = self.owners.names(instruction.object)[:1]
                if of and owner_words(of[0])[-1:] and owner_words(of[0])[-1] in SETTINGS:
                    return True
        return False

    def _is_of_template(self, value: Value) -> bool:
        """Whether a template makes a text, so that nobody wrote it: `template.greeting(name=x)`."""
        for origin in values.origins(self.code, value):
            instruction = self.code[origin]
            callee = self.code[instruction.callee] if isinstance(instruction, Call) else None
            if isinstance(callee, LoadAttribute):
                return any("template" in tokenise(name) for name in self.owners.names(callee.object)[:2])
        return False

    def _only_labelled(self, value: Value) -> bool:
        """Whether of a value only the label is read, as of a thing: `entry.api_token.title` shows no token."""
        if self.labelled is None:
            self.labelled = set()
            others: set[Value] = set()
            for instruction in self.code:
                if isinstance(instruction, LoadAttribute) and instruction.name in values.LABELS:
                    self.labelled.add(instruction.object)
                else:
                    others.update(operands(instruction))
            self.labelled -= others
        return value in self.labelled

    def _is_value_attribute(self, read: Read) -> bool:
        call = self.called.get(read.instruction)
        if call is not None and (values.is_deed(read.name, call) or self._tells_only_the_key(read.name)):
            return False
        if self.owners.is_module(read.object):
            return False
        # what a class of the program says of its own member is better than a guess
        return not any(self.scene.has_member(cls, read.name) for cls in self.owners.classes(read.object))

    def _tells_only_the_key(self, name: str) -> bool:
        """Whether a method's name tells of what it is given alone: `user_from_token` gives a user, and no token."""
        found = values.before_the_key(name)
        return found is not None and not self.scene.weigher.matcher.classify(found)

    def _is_known(self, read: Read, data: str) -> bool:
        """Whether the value that gets the name is such a datum already, so that the name tells nothing new."""
        if read.value < 0:
            return False
        return any(self._is_source(origin, data) for origin in values.origins(self.code, read.value))

    def _is_source(self, origin: Value, data: str) -> bool:
        sources = self.scene.sources.reads.get((self.function.id, origin), ())
        instruction = self.code[origin]
        if isinstance(instruction, LoadAttribute):
            for cls in self.owners.classes(instruction.object):
                declared = self._declared(cls, instruction.name)
                sources = (*sources, declared) if declared is not None else sources
        elif isinstance(instruction, Parameter):
            sources = (*sources, *self.scene.sources.parameters.get((self.function.id, instruction.index), ()))
        return any(source.data == data for source in sources)

    def _owner(self, read: Read) -> str:
        if read.object < 0:
            return f'["{read.name}"]' if read.matcher == "key" else read.name
        of = self.owners.as_written(read.object)
        return f"{of}.{read.name}" if read.matcher == "attribute" else f'{of}["{read.name}"]'

    def _is_unbound(self, name: str) -> bool:
        if name in self.function.module.ir.bindings:
            return False
        found = self.scene.program.lookup(self.function.module.id, name)
        return found == (ExternalRef(name),)
