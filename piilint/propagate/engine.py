"""The solver: looks at functions on demand, keeps their summaries, and looks again where what they rest on changed."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Any

from piilint.ir.instructions import Call
from piilint.ir.program import Function, Program
from piilint.propagate.atoms import (
    ABSENT,
    Alloc,
    Atom,
    Const,
    Fact,
    Func,
    Inst,
    Maybe,
    Sym,
    Text,
    Value,
    sym,
)
from piilint.propagate.facts_of_program import ProgramFacts
from piilint.propagate.hops import Hop
from piilint.propagate.knowledge import Knowledge
from piilint.propagate.memory import State, joined
from piilint.propagate.response_cuts import Cut, cut_of
from piilint.propagate.run import Context, FunctionRun
from piilint.propagate.shared import share
from piilint.propagate.summary import Chain, Effect, SinkKey, Summary
from piilint.propagate.things import Things, annotation_things, kind_of, names_of, things_of
from piilint.terms.access_path import Label, name_of
from piilint.terms.grades import Confidence
from piilint.terms.rulebook import Rulebook
from piilint.terms.sources import Sources
from piilint.terms.specs import FoundSource, SinkSpec, SourceSpec


class Engine(ProgramFacts):
    """Summaries by function and context, what is known of the program's names, and the memory that functions share."""

    MAX_DEPTH = 40
    """Calls looked into within one another; deeper ones wait for their turn."""
    MAX_LOOKS, MAX_LOOKS_AT_LONG, LONG = 4, 2, 200
    """Looks at one function before it counts as settled; fewer at those of more than so many instructions."""
    MAX_CONTEXTS, MAX_CONTEXTS_OF_TEMPLATE = 6, 256
    """Contexts in which one function is looked at; further callers share the general summary. A template that others
    extend or include is another page in each."""

    def __init__(self, program: Program, sources: Sources, rulebook: Rulebook) -> None:
        super().__init__(program, sources, Knowledge(rulebook))
        self.summaries: dict[tuple[int, Context], Summary] = {}
        self.reports: dict[tuple[int, Context], dict[tuple[SinkKey, Fact, Chain], Hop | None]] = {}
        self.depth: list[tuple[int, Context]] = []
        self._running: set[tuple[int, Context]] = set()
        self._readers: dict[tuple[int, Context], set[tuple[int, Context]]] = defaultdict(set)
        self._looks: dict[tuple[int, Context], int] = defaultdict(int)
        self._contexts: dict[int, int] = defaultdict(int)
        self._queue: list[tuple[int, int, int, tuple[int, Context]]] = []
        self._queued: set[tuple[int, Context]] = set()
        self._ended: dict[tuple[int, Context], int] = {}
        self._order = count()
        self._escalated: set[int] = set()
        self.shallow = False
        """Whether callees are left alone."""
        self.called: set[int] = set()
        self.escaped: set[int] = set()
        self.unresolved: set[tuple[int, int]] = set()
        self.sinks_seen: set[tuple[int, int]] = set()
        self.unmatched_templates: set[tuple[int, int]] = set()
        self.missing_templates: set[tuple[str, str]] = set()
        self.shared = State()
        self._field_readers: dict[tuple[int, str], set[tuple[int, Context]]] = defaultdict(set)
        self._active: dict[int, int] = defaultdict(int)
        self._woken: set[tuple[tuple[Any, ...], str]] = set()
        self._return_sinks: dict[int, list[tuple[SinkSpec, Cut | None]]] = defaultdict(list)
        self._sources_made: dict[tuple[int, int, int], FoundSource] = {}

    # looking at functions

    def summary(self, function: int, context: Context, reader: FunctionRun | None = None) -> Summary:
        """What a function does, as far as is known by now; the reader is looked at again when that changes."""
        key = (function, context)
        most = self.MAX_CONTEXTS if self.program.functions[function].is_python else self.MAX_CONTEXTS_OF_TEMPLATE
        if context and key not in self.summaries and self._contexts[function] >= most:
            key = (function, ())
        if reader is not None:
            self._readers[key].add((reader.id, tuple(reader.context.items())))
        if key not in self.summaries:
            if key in self._running:
                return Summary()
            if self.shallow and self.depth:
                return Summary()
            if len(self.depth) >= self.MAX_DEPTH:
                self.need(function, key[1])
                return Summary()
            self._contexts[function] += 1
            self._look(key)
        return self.summaries.get(key) or Summary()

    def is_running(self, function: int) -> bool:
        """Whether a look at the function is under way: this call is a recursion."""
        return self._active[function] > 0

    def known(self, function: int) -> bool:
        """Whether a summary is there already."""
        return (function, ()) in self.summaries

    def later(self, function: int, reader: FunctionRun) -> Summary:
        """An empty summary for now; the function gets its turn and then the reader another look."""
        self._readers[function, ()].add((reader.id, tuple(reader.context.items())))
        self.need(function)
        return Summary()

    def need(self, function: int, context: Context = ()) -> None:
        """The function is to be looked at."""
        if (function, context) not in self.summaries:
            self._enqueue((function, context))

    def _enqueue(self, key: tuple[int, Context]) -> None:
        # first looks before others, and callees (whose first look ended earlier) before their callers, so that a
        # function looks again once at all that has changed by then
        if key not in self._queued:
            self._queued.add(key)
            heapq.heappush(self._queue, (self._ended.get(key, -1), key[0], next(self._order), key))

    def _look(self, key: tuple[int, Context]) -> None:
        if key in self._running:
            return
        self._looks[key] += 1
        self._running.add(key)
        self._active[key[0]] += 1
        self.depth.append(key)
        run = FunctionRun(self, self.program.functions[key[0]], key[1])
        try:
            summary = run.summary()
        finally:
            self.depth.pop()
            self._running.discard(key)
            self._active[key[0]] -= 1
        self._ended.setdefault(key, len(self._ended))
        self.reports[key] = run.reports
        self._share(run, summary)
        before = self.summaries.get(key)
        if before is not None and self._looks[key] > self._limit(key[0]):
            return
        self.summaries[key] = summary
        if before is None or not summary.same_as(before):
            for reader in sorted(self._readers[key], key=lambda one: one[0]):
                if reader in self.summaries or reader in self._running:
                    if before is not None or reader in self.summaries:
                        self._again(reader)
        if summary.outward and key[0] not in self._escalated:
            self._escalated.add(key[0])
            for caller in self.possible_callers(key[0]):
                self.need(caller)

    def _limit(self, function: int) -> int:
        is_long = len(self.program.functions[function].body.code) > self.LONG
        return self.MAX_LOOKS_AT_LONG if is_long else self.MAX_LOOKS

    def _again(self, key: tuple[int, Context]) -> None:
        if self._looks[key] <= self._limit(key[0]):
            self._enqueue(key)

    def run(self, functions: list[int]) -> None:
        """Look at these functions and at all that they make necessary, until nothing changes."""
        for function in functions:
            self.need(function)
        while self._queue:
            *_, key = heapq.heappop(self._queue)
            self._queued.discard(key)
            self._look(key)

    # the memory that functions share: what instances of a class and modules' variables may hold

    def _share(self, run: FunctionRun, summary: Summary) -> None:
        taken: list[Effect] = []
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
            elif root[0] in ("m", "c", "d") and not effect.target.path:
                self.contribute(effect.target, effect.label, value, summary, (root, effect.label))
            for cls in classes:
                self.contribute(sym(("f", cls)), effect.label, value, summary, (("f", cls), effect.label))
            if effect.target.path and not classes:
                share(self, run.id, effect, value, summary)
        for done in taken:
            symbolic = {atom: hop for atom, hop in summary.effects[done].items() if self._waits(atom)}
            if symbolic:
                summary.effects[done] = symbolic
            else:
                del summary.effects[done]

    @staticmethod
    def _waits(atom: Atom) -> bool:
        root = getattr(getattr(atom, "sym", None) or getattr(atom, "base", None) or atom, "root", None)
        return isinstance(root, tuple) and bool(root) and root[0] in ("p", "x")

    def contribute(
        self, target: Atom, label: Label, value: Value, summary: Summary, *readers: tuple[tuple[Any, ...], Label]
    ) -> bool:
        """Joins a value into shared memory and wakes who reads the field; whether personal data came there."""
        kept = {
            atom: hop
            for atom, hop in value.items()
            if not self._waits(atom)
            and atom is not ABSENT
            and not isinstance(atom, (Const, Text))
            and not atom.is_opaque
        }
        kinds = {atom: hop for atom, hop in value.items() if atom.is_opaque and atom.key[1:]}
        kept.update(kinds)
        if not kept:
            return False
        old = self.shared.heap.get(target, {}).get(label, {})
        stack = [atom for atom in kept if isinstance(atom, Alloc)]
        while stack:
            thing = stack.pop()
            for name, held in summary.heap.get(thing, {}).items():
                mine = self.shared.heap.get(thing, {}).get(name, {})
                if any(atom not in mine for atom in held):
                    stack.extend(atom for atom in held if isinstance(atom, Alloc) and atom is not thing)
                    self.shared.write(thing, name, joined((mine, held)), strong=True)
        if all(atom in old for atom in kept):
            return False
        personal = any(isinstance(atom, (Fact, Alloc)) and atom not in old for atom in kept)
        if personal:
            self._wake_readers(kept, summary, readers)
        self.shared.write(target, label, joined((old, kept)), strong=True)
        known = {kind_of(atom) for atom in old}
        if isinstance(target, Sym) and any(kind_of(atom) not in known for atom in kept):
            for reader in sorted(self._field_readers[hash((target.root, label)), label], key=lambda one: one[0]):
                self._again(reader)
        return personal

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

    def _shared_things(self, run: FunctionRun, target: Sym, label: Label) -> Things:
        self._field_readers[hash((target.root, label)), label].add((run.id, tuple(run.context.items())))
        kinds = dict.fromkeys(kind_of(atom) for atom in self.shared.heap.get(target, {}).get(label, {}))
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
            for thing in annotation_things(self, owner.module.id, field.annotation):
                found[thing] = None
            if not found:
                self._look_once(owner.module.first_function + field.function)
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
            self._look_once(self.program.modules[root[1]].first_function)
        elif root[0] == "c":
            owner = self.program.classes[root[1]]
            self._look_once(owner.module.first_function + owner.ir.body)
        return self._shared_things(run, sym(root), label)

    def descriptor_things(self, run: FunctionRun, cls: int, name: str) -> list[Inst | Alloc]:
        """The program's objects that a class has under a name: descriptors, if their class says so."""
        for base in self.program.classes[cls].mro:
            if isinstance(base, int) and name in self.class_names_bound(base):
                things = self.namespace_things(run, ("c", base), f".{name}")
                return [thing for thing in things if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0]
        return []

    def nested_mapping(self, run: FunctionRun, value: Value, at: int) -> Value:
        """A field's value inside a mapping made of an object: as it is."""
        del run, at
        return value

    # sinks by decorator

    def note_decorator(self, run: FunctionRun, call: Call) -> None:
        """A decorator is called in a look at the function around: remember the sinks that it makes of returns."""
        if not len(self.knowledge.decorator_sinks):
            return
        inner = run.code[call.callee]
        callee = inner.callee if isinstance(inner, Call) else call.callee
        names: dict[str, None] = {}
        for atom in run.values[callee]:
            for thing in things_of(run, atom):
                names.update(dict.fromkeys(names_of(self, thing)))
        written = self._name_of_value(run.function, callee, 0)
        if not names and written:
            names[written] = None
        sinks = [sink for name in names for sink in self.knowledge.decorator_sinks.find(name)]
        if not sinks:
            return
        for atom in run.values[call.arguments[0]] if call.arguments else ():
            function = atom.id if isinstance(atom, Func) else atom.function if isinstance(atom, Alloc) else -1
            if function < 0:
                continue
            known = self._return_sinks[function]
            fresh = [sink for sink in sinks if not any(sink is other for other, _ in known)]
            if fresh:
                made_by = inner if isinstance(inner, Call) else None
                known.extend((sink, cut_of(run, sink, made_by, function)) for sink in fresh)
                self.escaped.add(function)
                self.need(function)
                for key in [key for key in self.summaries if key[0] == function]:
                    self._again(key)

    def return_sinks_of(self, run: FunctionRun) -> list[tuple[SinkSpec, Cut | None]]:
        """The sinks that a function's decorators make of what it returns, and what cuts it before."""
        if not run.function.ir.decorators or not len(self.knowledge.decorator_sinks):
            return []
        if run.function.parent >= 0:
            self._look_once(run.function.parent)
        return self._return_sinks[run.id]

    def _look_once(self, function: int) -> None:
        key: tuple[int, Context] = (function, ())
        if key not in self.summaries and key not in self._running and len(self.depth) < self.MAX_DEPTH:
            self._look(key)

    # sources at calls

    def call_source(self, spec: object, function: Function, at: int) -> FoundSource:
        """The source that a `[[source]] call` makes of a call site."""
        assert isinstance(spec, SourceSpec)
        return self._source_at(spec, function, at, self.written_name(function, at) + "()")

    def read_source(self, spec: SourceSpec, function: Function, at: int, owner: str) -> FoundSource:
        """The source that a `[[source]] attribute` makes of a read of a library's object."""
        return self._source_at(spec, function, at, owner)

    def _source_at(self, spec: SourceSpec, function: Function, at: int, owner: str) -> FoundSource:
        key = (id(spec), function.id, at)
        found = self._sources_made.get(key)
        if found is None:
            place = self.program.place(function.id, at)
            origin = f" in {spec.origin}" if spec.origin else ""
            found = self._sources_made[key] = FoundSource(
                spec.data, f"declared{origin}", Confidence.HIGH, place.path, place.line, owner,
                spec.subject, function.id, at, place.end_line, True,
            )  # fmt: skip
        return found

    def sources_at_calls(self) -> int:
        """How many call sites were found to be sources."""
        return len(self._sources_made)

    def readers(self) -> dict[tuple[int, Context], set[tuple[int, Context]]]:
        """Who was handed each summary."""
        return self._readers

    def function_names(self, function: int, receiver: Atom | None = None) -> tuple[str, ...]:
        """The qualified names of a function: its own, and for a method that of each class it is inherited by."""
        owner = self.program.functions[function]
        names = [owner.name]
        if receiver is not None and owner.cls >= 0:
            names.extend(f"{name}.{owner.ir.name}" for name in names_of(self, receiver))
        elif owner.cls >= 0:
            names.extend(f"{name}.{owner.ir.name}" for name in self.class_names(owner.cls))
        return tuple(dict.fromkeys(names))
