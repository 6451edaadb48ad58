"""The solver: looks at functions on demand, keeps their summaries, and looks again where what they rest on changed."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from piilint.ir.program import Program
from piilint.propagate.atoms import (
    Alloc,
    Atom,
    Const,
    Fact,
    Inst,
)
from piilint.propagate.hops import Hop
from piilint.propagate.knowledge import Knowledge
from piilint.propagate.members import EXACT
from piilint.propagate.run import Context, FunctionRun
from piilint.propagate.shared_memory import SharedMemory
from piilint.propagate.shown_returns import Shown
from piilint.propagate.sizes import knows_sizes
from piilint.propagate.summary import NAMED, Chain, SinkKey, Summary
from piilint.propagate.things import names_of
from piilint.terms.rulebook import Rulebook
from piilint.terms.sources import Sources

if TYPE_CHECKING:
    from piilint.propagate.instantiate import Instantiation


class Engine(SharedMemory):
    """Summaries by function and context, what is known of the program's names, and the memory that functions share."""

    MAX_DEPTH = 40
    """Calls looked into within one another; deeper ones wait for their turn."""
    MAX_LOOKS, MAX_LOOKS_AT_LONG, LONG = 4, 2, 200
    """Looks at one function before it counts as settled; fewer at those of more than so many instructions."""
    MAX_CONTEXTS, MAX_CONTEXTS_OF_CLOSURE, MAX_CONTEXTS_OF_TEMPLATE = 12, 64, 24
    """Contexts in which one function is looked at; further callers share the general summary. A wrapper is
    another function for each that it wraps, a template that others extend or include another page in each."""
    MAX_SIZED_CONTEXTS = 16
    """Contexts, beside these, of a function that is told how many elements there are."""
    MAX_CONTEXTS_OF_NAMES = 128
    """Contexts of a function that is told which attributes it reads or writes."""

    MAX_COARSER = 12
    """More contexts of a function, which tell less of its callers."""

    MAX_EFFORT = 50_000
    """Atoms of summaries that looks at one function may apply, before it is not looked at again but for personal data
    that was not there: what all its callers hand in, and how it settled, is told apart no longer."""
    HEAVY = 400
    """Atoms of a summary from which on fewer contexts are looked at, the fewer the more it holds: what hands out that
    much is no helper, and each of its contexts costs as much as very many of a helper's."""
    MAX_ALIKE = 3
    """Contexts that each told no more than the general summary, after which no further one is looked at."""

    def __init__(self, program: Program, sources: Sources, rulebook: Rulebook) -> None:
        super().__init__(program, sources, Knowledge(rulebook))
        self.summaries: dict[tuple[int, Context], Summary] = {}
        self.mapped_at: dict[tuple[int, int], set[int]] = {}
        """Where objects are made that give mappings of others: their classes, and those nested in them."""
        self.reports: dict[tuple[int, Context], dict[tuple[SinkKey, Fact, Chain], Hop | None]] = {}
        self.depth: list[tuple[int, Context]] = []
        self.bound_anew: dict[int, frozenset[str]] = {}
        """By module the variables to which functions assign, as far as that was asked."""
        self._running: set[tuple[int, Context]] = set()
        self._readers: dict[tuple[int, Context], set[tuple[int, Context]]] = defaultdict(set)
        self._looks: dict[tuple[int, Context], int] = defaultdict(int)
        self._contexts: dict[tuple[int, bool], int] = defaultdict(int)
        self.spent: dict[int, int] = defaultdict(int)
        """What looks at each function cost, in atoms of the summaries that were applied."""
        self._alike: dict[int, set[Context]] = defaultdict(set)
        self._differs: set[int] = set()
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
        self.on_call: Callable[[int, Instantiation], None] | None = None
        """Told of each call of a function of the program, where somebody watches."""
        self.bounds: dict[int, set[str]] = defaultdict(set)
        """Functions at which a bound was met, so that flows may be missing, and which one."""
        self._active: dict[int, int] = defaultdict(int)
        self.return_sinks: dict[int, list[Shown]] = defaultdict(list)

    # looking at functions

    def summary(self, function: int, context: Context, reader: FunctionRun | None = None) -> Summary:
        """What a function does, as far as is known by now; the reader is looked at again when that changes."""
        key = (function, context)
        most = self._most_contexts(function)
        if context and key not in self.summaries and self._costs_much(function):
            self.bounds[function].add("looking at it cost too much for telling more of its callers apart")
            key = (function, ())
        elif context and not self.has_room(function, context):
            self.bounds[function].add(f"its callers are told apart in {most} contexts at most")
            key = (function, self._coarser(function, context, most))
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
            self._contexts[function, knows_sizes(key[1])] += 1
            self._look(key)
        return self.summaries.get(key) or Summary()

    def _coarser(self, function: int, context: Context, most: int) -> Context:
        """Of a context past the bound what tells most: the class of a method's receiver, or all but the constants."""
        if self.program.functions[function].cls >= 0:
            kept = tuple(one for one in context if one[0].root == ("p", 0) and not one[0].path)
            if not all(isinstance(thing, Inst) and thing.site == EXACT for _, those in kept for thing in those):
                return ()
        else:
            kept = tuple(one for one in context if not any(isinstance(thing, Const) for thing in one[1]))
            if len(kept) == len(context):
                return ()
        is_known = (function, kept) in self.summaries
        return kept if is_known or self._contexts[function, False] < most + self.MAX_COARSER else ()

    def _costs_much(self, function: int) -> bool:
        """Whether a function is told apart no longer; a template is another page in each context."""
        return self.spent[function] > self.MAX_EFFORT and self.program.functions[function].is_python

    def has_room(self, function: int, context: Context) -> bool:
        """Whether a function may be told apart in one more context; those that know sizes leave room for others."""
        sized = knows_sizes(context)
        most = self.MAX_SIZED_CONTEXTS if sized else self._most_contexts(function)
        return (function, context) in self.summaries or self._contexts[function, sized] < most

    def applied(self, summary: Summary) -> None:
        """A summary was applied, in the look that is under way or where somebody watches."""
        if self.depth:
            self.spent[self.depth[-1][0]] += 8 + summary.weight + sum(map(len, summary.hits.values()))

    def is_indifferent(self, function: int) -> bool:
        """Whether all that callers know of its ports made no difference so far."""
        return function not in self._differs and len(self._alike[function]) >= self.MAX_ALIKE

    def compare(self, function: int, context: Context) -> None:
        """Note whether all that a caller knows made a difference."""
        general, told = self.summaries.get((function, ())), self.summaries.get((function, context))
        if (
            function in self._differs
            or context in self._alike[function]
            or general is None
            or told is None
            or self.is_running(function)
        ):
            return
        if told.does_as(general):
            self._alike[function].add(context)
        else:
            self._differs.add(function)

    def _most_contexts(self, function: int) -> int:
        owner = self.program.functions[function]
        if not owner.is_python:
            return self.MAX_CONTEXTS_OF_TEMPLATE
        most = self.MAX_CONTEXTS_OF_CLOSURE if owner.ir.captures else self.MAX_CONTEXTS
        general = self.summaries.get((function, ()))
        if general is not None and general.weight > self.HEAVY:
            return max(most * self.HEAVY // general.weight, 1)
        if self._contexts[function, False] >= self.MAX_CONTEXTS and self._names_matter(function):
            return self.MAX_CONTEXTS_OF_NAMES
        return most

    def _names_matter(self, function: int) -> bool:
        """Whether callers tell a function which attributes it reads or writes: it does another thing for each."""
        general = self.summaries.get((function, ()))
        return general is not None and any(why & NAMED for why in general.wanted.values())

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
        # a template that nothing renders so far is in a dialect that is not its own
        is_used = self.program.functions[function].is_python or function in self.called
        key = (function, context)
        if is_used and key not in self.summaries and key not in self._running:
            self._enqueue(key)

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
        # it was perhaps waiting for its turn, and has it now
        self._queued.discard(key)
        self._running.add(key)
        self._active[key[0]] += 1
        self.depth.append(key)
        self.heat.reader = key
        run = FunctionRun(self, self.program.functions[key[0]], key[1])
        try:
            summary = run.summary()
            self._ended.setdefault(key, len(self._ended))
            self.reports[key] = run.reports
            # what is shared may need looks of its own, which are looks within this one
            self.share(run, summary)
            self._wake_left_out()
        finally:
            self.depth.pop()
            if self.depth:
                self.heat.reader = self.depth[-1]
            self._running.discard(key)
            self._active[key[0]] -= 1
        before = self.summaries.get(key)
        if before is not None and self._looks[key] > self._limit(key[0]):
            if not summary.same_as(before):
                self.bounds[key[0]].add(f"it was still changing after {self._looks[key]} looks")
            return
        self.summaries[key] = summary
        if before is None or not summary.same_as(before):
            for reader in sorted(self._readers[key], key=lambda one: one[0]):
                if reader in self.summaries or reader in self._running:
                    if before is not None or reader in self.summaries:
                        self.look_again(reader)
        if summary.outward or self.heat.gives(key, summary.returns, summary.yields) or self._hands_out(summary):
            self._escalate(key[0])

    def _escalate(self, function: int) -> None:
        """Callers matter: they are looked at, also those of a function that only hands this one out."""
        if function in self._escalated:
            return
        self._escalated.add(function)
        for caller in self.possible_callers(function):
            self.need(caller)
        maker = self.summaries.get((self.program.functions[function].parent, ()))
        if maker is not None and self._hands_out(maker):
            self._escalate(self.program.functions[function].parent)

    def _hands_out(self, summary: Summary) -> bool:
        """Whether a function returns one that it made and whose callers matter."""
        return any(
            isinstance(atom, Alloc) and atom.kind == "closure" and atom.function in self._escalated
            for atom in summary.returns
        )

    def _limit(self, function: int) -> int:
        if self._costs_much(function):
            return 1
        is_long = len(self.program.functions[function].body.code) > self.LONG
        return self.MAX_LOOKS_AT_LONG if is_long else self.MAX_LOOKS

    def look_again(self, key: tuple[int, Context]) -> None:
        """What a look rested on has changed."""
        if self._looks[key] <= self._limit(key[0]):
            self._enqueue(key)
        else:
            self.bounds[key[0]].add(f"it was still changing after {self._looks[key]} looks")

    def look_anew(self, key: tuple[int, Context]) -> None:
        """A look left something out that counts now: however often it was looked before."""
        if key in self.summaries or key in self._running:
            self._looks[key] = min(self._looks[key], self._limit(key[0]))
            self._enqueue(key)

    def _wake_left_out(self) -> None:
        for reader in self.heat.woken():
            self.look_anew(reader)

    def run(self, functions: list[int]) -> None:
        """Look at these functions and at all that they make necessary, until nothing changes."""
        for function in functions:
            self.need(function)
        self._wake_left_out()
        while self._queue:
            *_, key = heapq.heappop(self._queue)
            if key in self._queued:
                self._look(key)

    def results_matter(self, function: int) -> None:
        """More is known of what becomes of a function's results: it is looked at again."""
        self.need(function)
        for key in [key for key in self.summaries if key[0] == function]:
            self.look_again(key)

    def look_once(self, function: int) -> None:
        """The function is looked at now, unless it was before."""
        key: tuple[int, Context] = (function, ())
        if key not in self.summaries and key not in self._running and len(self.depth) < self.MAX_DEPTH:
            self._look(key)

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
