"""The memory that functions share: what instances of a class, and the variables of modules and classes, may hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from piilint.ir.instructions import Assign, Build, Call
from piilint.ir.program import Program, VariableRef
from piilint.ir.variables import assigned_value
from piilint.propagate.atoms import (
    ABSENT,
    Absent,
    Alloc,
    Atom,
    Const,
    ExtInst,
    Fact,
    Inst,
    Maybe,
    Member,
    Sym,
    Text,
    Value,
    member,
    sym,
)
from piilint.propagate.heat import Heat
from piilint.propagate.kept import Kept, share_kept
from piilint.propagate.knowledge import Knowledge
from piilint.propagate.made_sources import MadeSources
from piilint.propagate.memory import State, is_element, joined
from piilint.propagate.shared import is_far_fetched, is_there, read_shared, share
from piilint.propagate.summary import Effect, Summary
from piilint.propagate.things import Things, annotation_things, kind_of, model_of, things_of
from piilint.terms.access_path import ANY, Label, name_of
from piilint.terms.sources import Sources
from piilint.terms.specs import FoundSource

if TYPE_CHECKING:
    from piilint.propagate.run import Context, FunctionRun

MAX_ELEMENT_THINGS = 12
MAX_FILLERS = 24
"""Functions that are looked at since they may fill one container, and callers of each."""
"""Functions and objects of one container among which a call may choose."""
MAX_ADOPTED = 64
"""Objects inside one that are taken from shared memory at a time."""


class SharedMemory(MadeSources):
    """What functions put where others find it. Who reads a field is looked at again when it holds something new."""

    def __init__(self, program: Program, sources: Sources, knowledge: Knowledge) -> None:
        super().__init__(program, sources, knowledge)
        self.shared = State()
        self.heat = Heat()
        self.kept = Kept()
        self._field_readers: dict[tuple[int, str], set[tuple[int, Context]]] = defaultdict(set)
        self._called_upon: set[tuple[tuple[Any, ...], str]] = set()
        self._element_readers: dict[Alloc, dict[Label, set[tuple[int, Context]]]] = {}
        self._woken: set[tuple[tuple[Any, ...], str]] = set()

    def need(self, function: int, context: Context = ()) -> None:
        """The function is to be looked at."""
        raise NotImplementedError

    def look_again(self, key: tuple[int, Context]) -> None:
        """What a look rested on has changed."""
        raise NotImplementedError

    def look_once(self, function: int) -> None:
        """The function is looked at now, unless it was before."""
        raise NotImplementedError

    def share(self, run: FunctionRun, summary: Summary) -> None:
        """Put what a function changes of its class's instances and of variables where all functions find it."""
        taken: list[Effect] = []
        if run.engine.knowledge.stores and not run.function.module.in_test_code:
            share_kept(run.engine, summary)
        for effect, value in summary.effects.items():
            root = effect.target.root
            classes: list[int] = []
            if root[0] == "f" and not effect.target.path:
                classes = [root[1]]
                taken.append(effect)
            elif root[0] == "p" and effect.label[:1] == ".":
                classes = [
                    thing.cls
                    for thing in things_of(run, effect.target)
                    if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0
                ]
            elif root[0] in ("m", "c", "d") and not effect.target.path and is_there(self, run.id, root):
                self.contribute(effect.target, effect.label, value, summary, (root, effect.label))
            for cls in classes:
                if is_there(self, run.id, ("f", cls)):
                    self.contribute(sym(("f", cls)), effect.label, value, summary, (("f", cls), effect.label))
            if effect.target.path and not classes:
                share(run.engine, run.id, effect, value, summary)
        for done in taken:
            symbolic = {atom: hop for atom, hop in summary.effects[done].items() if self._waits(atom)}
            if symbolic:
                summary.effects[done] = symbolic
            else:
                del summary.effects[done]

    @staticmethod
    def _waits(atom: Atom) -> bool:
        root = getattr(getattr(atom, "sym", None) or getattr(atom, "base", None) or atom, "root", None)
        return isinstance(root, tuple) and bool(root) and root[0] in ("p", "x", "s", "t", "y")

    def contribute(
        self, target: Atom, label: Label, value: Value, summary: Summary, *readers: tuple[tuple[Any, ...], Label]
    ) -> bool:
        """Joins a value into shared memory and wakes who reads the field; whether personal data came there."""
        if isinstance(target, Sym) and target.root[0] == "f" and not target.path:
            value = self.told_anew(target.root[1], label, value)
        elif isinstance(target, (Inst, ExtInst)):
            value = self.told_anew(model_of(target), label, value)
        kept = {
            atom: hop
            for atom, hop in value.items()
            if not self._waits(atom)
            and not is_far_fetched(atom, hop)
            and atom is not ABSENT
            and not isinstance(atom, (Const, Text))
            and not atom.is_opaque
        }
        kinds = {atom: hop for atom, hop in value.items() if atom.is_opaque and atom.key[1:]}
        kept.update(kinds)
        if not kept:
            return False
        self.heat.put(target, label, kept, summary.heap)
        old = self.shared.heap.get(target, {}).get(label, {})
        stack = [atom for atom in kept if isinstance(atom, Alloc)]
        # a wide value does not take what it holds already, so that what is not in it may still be nothing new
        seen = set(stack)
        while stack:
            thing = stack.pop()
            for name, fields in summary.heap.get(thing, {}).items():
                held = {
                    atom: hop
                    for atom, hop in fields.items()
                    if isinstance(atom, Maybe) or not (self._waits(atom) or is_far_fetched(atom, hop))
                }
                mine = self.shared.heap.get(thing, {}).get(name, {})
                if any(atom not in mine for atom in held):
                    inner = [atom for atom in held if isinstance(atom, Alloc) and atom not in seen]
                    seen.update(inner)
                    stack.extend(inner)
                    both = joined((mine, held))
                    self.shared.write(thing, name, both, strong=True)
                    self._wake_users(thing, name, mine, both)
        if all(atom in old for atom in kept):
            return False
        personal = any(isinstance(atom, (Fact, Alloc)) and atom not in old for atom in kept)
        if personal:
            self._wake_readers(kept, summary, readers)
        both = joined((old, kept))
        self.shared.write(target, label, both, strong=True)
        if isinstance(target, Alloc):
            self._wake_users(target, label, old, both)
        if isinstance(target, Sym) and _tells_more(old, both):
            for reader in sorted(self._field_readers[hash((target.root, label)), label], key=lambda one: one[0]):
                self.look_again(reader)
        return personal

    def _wake_users(self, thing: Alloc, label: Label, before: Value, held: Value) -> None:
        """Who asked what lies in an object under this label, or under any, is told of what is new there."""
        by_label = self._element_readers.get(thing)
        if by_label is None or not _tells_more(before, held):
            return
        readers = {
            reader
            for asked, those in by_label.items()
            if label in (asked, ANY) or (asked == ANY and is_element(label))
            for reader in those
        }
        for reader in sorted(readers, key=lambda one: one[0]):
            self.look_again(reader)

    def element_things(self, run: FunctionRun, thing: Alloc, label: Label) -> Things:
        """What the elements of a container in shared memory are, as far as they are functions, classes or objects."""
        readers = self._element_readers.setdefault(thing, {}).setdefault(label, set())
        readers.add((run.id, tuple(run.context.items())))
        fields = self.shared.heap.get(thing, {})
        names = (
            [name for name in fields if is_element(name)]
            if label == ANY
            else [label, *([ANY] if is_element(label) else [])]
        )
        found: dict[Atom, None] = {}
        for name in names:
            for atom in fields.get(name, ()):
                is_name = isinstance(atom, Sym) and atom.root[0] in ("m", "c")
                for one in things_of(run, atom) if is_name else (kind_of(atom),):
                    if one is not None:
                        found[one] = None
        return tuple(found) if len(found) <= MAX_ELEMENT_THINGS else ()

    def look_at_fillers(self, symbol: Sym) -> None:
        """An element of a variable is called: whoever puts something into it is looked at, as into a registry."""
        root, path = symbol.root, symbol.path
        if root[0] != "m" or len(path) != 2 or path[1][:1] != "[" or (root, path[0]) in self._called_upon:
            return
        self._called_upon.add((root, path[0]))
        if not self._begins_empty(root[1], path[0][1:]):
            return
        for function in self.readers_of(root, path[0][1:])[:MAX_FILLERS]:
            self.need(function)
            functions, outer = self.program.functions, function
            while functions[outer].parent >= 0 and functions[functions[outer].parent].ir.kind == "function":
                outer = functions[outer].parent
            for caller in self.possible_callers(outer)[:MAX_FILLERS]:
                self.need(caller)

    def _begins_empty(self, module: int, name: str) -> bool:
        assigned = assigned_value(self.program, VariableRef(module, name))
        if assigned is None:
            return False
        body, value = assigned
        made = body.code[value]
        while isinstance(made, Assign):
            made = body.code[made.value]
        return (isinstance(made, Build) and not made.items) or isinstance(made, Call)

    def fields_of(self, run: FunctionRun, thing: Alloc) -> dict[Label, Value]:
        """What an object holds here, or in shared memory where this look knows it from there alone."""
        fields = run.state.heap.get(thing)
        if fields is not None:
            return fields
        waiting = [thing]
        while waiting and len(waiting) < MAX_ADOPTED:
            one = waiting.pop()
            held = {
                label: {atom: hop for atom, hop in value.items() if not self._waits(atom)}
                for label, value in self.shared.heap.get(one, {}).items()
            }
            run.state.create(one, held)
            waiting.extend(
                atom
                for value in held.values()
                for atom in value
                if isinstance(atom, Alloc) and atom not in run.state.heap and atom not in waiting
            )
        return run.state.heap[thing]

    def told_anew(self, cls: int, label: Label, value: Value) -> Value:
        """What some instance's field holds that is news to who reads the field of any instance: a field that is
        declared to be personal is that by its declaration, whoever filled it."""
        if cls >= 0 and label[:1] == "." and any(isinstance(atom, (Fact, Maybe)) for atom in value):
            if isinstance(self.field_source(cls, label[1:]), FoundSource):
                return {atom: hop for atom, hop in value.items() if not isinstance(atom, (Fact, Maybe))}
        return value

    def _wake_readers(self, value: Value, summary: Summary, readers: Iterable[tuple[tuple[Any, ...], Label]]) -> None:
        """Personal data came into shared memory: look at the functions that mention the field's name."""
        stack, seen = list(value), set()
        personal = False
        while stack and not personal:
            atom = stack.pop()
            if isinstance(atom, (Fact, Maybe)):
                personal = True
            elif isinstance(atom, Alloc) and atom not in seen:
                seen.add(atom)
                for held in summary.heap.get(atom, {}).values():
                    stack.extend(held)
        for root, label in readers if personal else ():
            name = name_of(label)
            if name is not None and (root, name) not in self._woken:
                self._woken.add((root, name))
                for function in self.readers_of(root, name):
                    self.need(function)

    def kept_things(self, run: FunctionRun, symbol: Sym) -> Things:
        """What lies inside of what a variable holds: the functions of a table, that which a decorator wrapped."""
        self.namespace_things(run, symbol.root, symbol.path[0])
        kinds = dict.fromkeys(kind_of(atom) for atom in read_shared(run.engine, run.id, symbol))
        return tuple(kind for kind in kinds if kind is not None)

    def _shared_things(self, run: FunctionRun, target: Sym, label: Label) -> Things:
        self._field_readers[hash((target.root, label)), label].add((run.id, tuple(run.context.items())))
        held = self.shared.heap.get(target, {}).get(label, {})
        kinds = dict.fromkeys(kind_of(atom) for atom in held)
        for atom in held:
            if isinstance(atom, Sym) and atom.root[0] == "d" and len(atom.path) == 1:
                # what a parameter is that the caller left out
                default = self.shared.heap.get(sym(atom.root), {}).get(atom.path[0], {})
                kinds.update(dict.fromkeys(kind_of(one) for one in default))
        return tuple(kind for kind in kinds if kind is not None)

    def field_things(self, run: FunctionRun, cls: int, name: str) -> Things:
        """What a field of a class's instances is: by its annotation, else by what methods put there."""
        declaration = self.program.field_of(cls, name)
        if declaration is None:
            return ()
        owner = self.program.classes[declaration.cls]
        found: dict[Atom, None] = {}
        for field in owner.ir.fields:
            if field.name != name:
                continue
            for thing in annotation_things(run.engine, owner.module.id, field.annotation):
                found[thing] = None
            if not found:
                self.look_once(owner.module.first_function + field.function)
        if found:
            return tuple(found)
        label = f".{name}"
        for target in (sym(("f", declaration.cls)), sym(("c", declaration.cls)), sym(("f", cls))):
            for thing in self._shared_things(run, target, label):
                found[thing] = None
        return tuple(found)

    def namespace_things(self, run: FunctionRun, root: tuple[Any, ...], label: Label) -> Things:
        """What a variable of a module or class is, by what its body and others put there."""
        if root[0] == "m":
            self.look_once(self.program.modules[root[1]].first_function)
        elif root[0] == "c":
            owner = self.program.classes[root[1]]
            self.look_once(owner.module.first_function + owner.ir.body)
        return self._shared_things(run, sym(root), label)

    def descriptor_things(self, run: FunctionRun, cls: int, name: str) -> list[Inst | Alloc]:
        """The program's objects that a class has under a name: descriptors, if their class says so."""
        for base in self.program.classes[cls].mro:
            if isinstance(base, int) and name in self.class_names_bound(base):
                things = self.namespace_things(run, ("c", base), f".{name}")
                known = [thing for thing in things if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0]
                told: list[Inst | Alloc] = [*self.objects_in(run, sym(("c", base), (f".{name}",)))]
                return (told or known) if known else []
        return []

    def objects_in(self, run: FunctionRun, symbol: Sym) -> list[Alloc]:
        """The objects of the program's classes that a variable of a module or class holds, with what they hold."""
        label = symbol.path[-1]
        held = self.shared.heap.get(sym(symbol.root, symbol.path[:-1]), {}).get(label, {})
        found = [atom for atom in held if isinstance(atom, Alloc) and atom.cls >= 0]
        for atom in found:
            self.fields_of(run, atom)
        return found

    def nested_mapping(self, run: FunctionRun, value: Value, at: int) -> Value:
        """A field's value inside a mapping made of an object: as it is."""
        del run, at
        return value


def _tells_more(before: Value, added: Value) -> bool:
    """Whether a field that held something tells of more functions, classes or objects with what is added."""
    known = {_told_by(atom) for atom in before}
    return any(atom not in before and (told := _told_by(atom)) is not None and told not in known for atom in added)


def _told_by(atom: Atom) -> Atom | None:
    """What an atom tells: its kind; what a variable's name stands for is asked of the name."""
    if isinstance(atom, Sym) and atom.root[0] in ("m", "c"):
        return atom
    if isinstance(atom, Member):
        # which object it was read from tells no more than what kind of object that is
        receiver = _told_by(atom.receiver)
        return None if receiver is None or isinstance(receiver, Sym) else member(receiver, atom.name)
    if isinstance(atom, Absent) or (isinstance(atom, Const) and atom.value is None):
        return None
    return kind_of(atom)
