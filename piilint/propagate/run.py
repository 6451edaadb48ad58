"""One look at one function: abstract interpretation over its blocks, with its ports as symbols."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from piilint.ir.blocks import coming
from piilint.ir.instructions import Caught, Phi
from piilint.ir.program import Function
from piilint.propagate import calls, library, shapes, typed_results
from piilint.propagate.access import constants_of, load_attribute
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Atom, Fact, Sym, Value, sym
from piilint.propagate.class_hooks import name_descriptors
from piilint.propagate.deferred import Deferred
from piilint.propagate.exception_groups import caught as caught_group
from piilint.propagate.exceptions import dispatch
from piilint.propagate.export import export
from piilint.propagate.generators import THROWN, in_order
from piilint.propagate.hops import Hop
from piilint.propagate.instantiate import ANY_ATTRIBUTE
from piilint.propagate.kept import note_changes
from piilint.propagate.knowledge import CallSpecs
from piilint.propagate.listed import show_listed
from piilint.propagate.meetings import join_states
from piilint.propagate.memory import State, joined
from piilint.propagate.narrowing import MAX_FACTS, narrowed
from piilint.propagate.outputs import part_at
from piilint.propagate.pages import show_page
from piilint.propagate.pending import Pending
from piilint.propagate.response_cuts import cut, leaves
from piilint.propagate.settle import Settling
from piilint.propagate.shown_returns import shown_returns
from piilint.propagate.summary import (
    CALLED,
    MAX_CHAINS,
    MAX_RAISES,
    NAMED,
    SHOWN,
    Chain,
    SinkKey,
    Summary,
    depth_within,
)
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.transfer import TRANSFERS
from piilint.propagate.turn_starts import Start, in_turn
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.engine import Engine

Context = tuple[tuple[Sym, tuple[Atom, ...]], ...]
"""What a caller knows of some of a function's symbols: which function, class or constant each of them is."""

MAX_CHAIN = 12
"""Call sites of one chain; deeper ones are cut at the top."""
MAX_SUSPENDED = 8
"""Places and rounds of a generator whose memory is kept."""
MAX_WANTED, MAX_WANTED_OF_TEMPLATE = 16, 128
MAX_WANTED_DEPTH = 3
"""Symbols that one function asks its callers about, and how deep inside its ports they may lie."""


class FunctionRun:
    """The state of one look. `values[i]` is the value that instruction i makes."""

    def __init__(self, engine: Engine, function: Function, context: Context) -> None:
        self.engine = engine
        self.program = engine.program
        self.function = function
        self.id = function.id
        self.body, self.code = function.body, function.body.code
        self.context: dict[Sym, tuple[Atom, ...]] = dict(context)
        # what symbols are known to be; growing knowledge brings another look
        self.things: dict[Sym, tuple[Atom, ...]] = dict(context)
        self.values: list[Value] = [EMPTY] * len(self.code)
        self.state = State(None, engine.heat)
        self.raised: dict[int, Value] = {}
        self.returns: Value = EMPTY
        self.yields: Value = EMPTY
        self.yielded: dict[int, Value] = {}
        self.raises: Value = EMPTY
        self.hits: dict[tuple[SinkKey, Chain], Value] = {}
        self.pending: dict[Chain, Pending] = {}
        self._chains: dict[SinkKey, dict[Chain, None]] = {}
        self.reports: dict[tuple[SinkKey, Fact, Chain], Hop | None] = {}
        self.wanted: dict[Sym, int] = {}
        self.handler = -1
        self.errors: dict[int, Value] = {}
        """What is raised within the body of each `with`, by where it was entered."""
        self.taken = False
        """Whether a manager that was just left may have taken the exception."""
        self.never = False
        self.asks = self.keyed = False
        """Whether personal data is handed to something that only callers know."""
        self.calls_many = self.is_one_of = False
        """Whether what is called is one of several functions: what one of them writes may as well not be written."""
        self.in_loop = False
        self.turn: tuple[int, ...] = ()
        """Which turn of a loop is looked at, and which of several calls that one instruction makes, of those that are
        told apart."""
        self.starts: dict[int, Start] = {}
        """By which way control comes to the beginning of a loop whose turns are looked at one by one."""
        self.elements: dict[int, Value] = {}
        """The elements of loops whose turns are looked at one by one, by the instructions that take them."""
        self.decided: dict[int, bool] = {}
        """Tests that surely go one way."""
        self.dead: set[int] = set()
        """Blocks behind which control never comes, since what they call does not return."""
        self.at = self.block = 0
        self.shaped = 0
        """Records that were made of the answer that is being cut to its type."""
        self.deferred: dict[Alloc | tuple[int, ...], Deferred] = {}
        """What was called and goes on where its outcome is asked for: generators, and coroutines by where and whom."""
        self.active: set[tuple[object, ...]] = set()
        self.rendering: set[int] = set()
        """Functions of templates that were waiting and are being called."""
        self._raise_states: list[State] = []
        self._yield_states: list[State] = []
        self._numbers: dict[tuple[Atom, ...], int] = {}
        self.namespace: Sym | None = None
        if function.ir.kind == "module":
            self.namespace = sym(("m", function.module.id))
        elif function.ir.kind == "class":
            self.namespace = sym(("c", engine.class_of_body[function.id]))
        self.most_wanted = MAX_WANTED if function.is_python else MAX_WANTED_OF_TEMPLATE
        if function.ir.name == "__set_name__":
            self.want(sym(("p", 2)), NAMED)
        self.sources = engine.sources_in.get(function.id, {})
        self.observer: Callable[[int, Value], None] | None = None
        """Told of the value of each instruction, where somebody watches."""

    def summary(self) -> Summary:
        """Interpret until nothing changes; what the function does in terms of its ports."""
        exit_state = Settling(self).settle()
        if self.function.ir.kind == "class":
            self.state = exit_state
            name_descriptors(self, self.engine.class_of_body[self.id])
            show_page(self)
        if self.id in self.engine.listings.by_body:
            self.state = exit_state
            show_listed(self)
        if self._yield_states:
            exit_state = join_states([exit_state, *self._yield_states])
        yields = joined((self.yields, in_order(self, exit_state)))
        note_changes(self, exit_state, self._raise_states)
        summary = export(self.id, self.returns, yields, self.raises, exit_state, self._raise_states, self.pending)
        summary.hits = self.hits
        summary.wanted = self.wanted
        summary.asks, summary.keyed = self.asks, self.keyed
        return summary

    def run_block(self, number: int, widen: bool) -> None:
        """Interpret one block. `widen`: values may only grow any more."""
        self.block = number
        code, values, block = self.code, self.values, self.body.blocks[number]
        for at in range(block.first, block.last):
            instruction = code[at]
            self.at = at
            if type(instruction) is Phi:
                operands = coming(self.body, number, instruction.values, self.dead) if self.dead else instruction.values
                if number in self.starts:
                    operands = in_turn(instruction.values, block.first, at, self.starts[number])
                value = joined(values[operand] for operand in operands)
            elif type(instruction) is Caught:
                value = self.raised.get(number, EMPTY)
                if instruction.group and value:
                    value = caught_group(self, value, instruction, at)
            else:
                value = TRANSFERS[type(instruction)](self, at, instruction)
            old = values[at]
            if widen:
                value = joined((old, value))
            # of what comes in a later round as well, the way by which it first came is kept
            if not old or value.keys() != old.keys():
                values[at] = value
            if self.observer is not None:
                self.observer(at, value)
            if self.never:
                break
        if number in self.raised:
            dispatch(self, number)

    def throw(self, value: Value) -> None:
        """A value is raised here: to the handler of this block, or to the caller."""
        if not value:
            return
        for entered, end in self.engine.managed(self.id):
            if entered < self.at < end and not entered < self._handler_at() < end:
                self.errors[entered] = joined((self.errors.get(entered, EMPTY), value))
        if self.handler >= 0:
            self.raised[self.handler] = joined((self.raised.get(self.handler, EMPTY), value))
            return
        telling = {atom: hop for atom, hop in value.items() if self._tells(atom)}
        if telling:
            self.raises = joined((self.raises, telling))
        if telling or len(self._raise_states) < MAX_RAISES:
            self._raise_states.append(self.state.copy())

    def _handler_at(self) -> int:
        return self.body.blocks[self.handler].first if self.handler >= 0 else -1

    def suspend(self) -> None:
        """A generator stops here: others see what it changed so far, and may throw something in."""
        if len(self._yield_states) < MAX_SUSPENDED:
            self._yield_states.append(self.state.copy())
        if self.handler >= 0:
            self.throw({sym(THROWN): None})

    def _tells(self, atom: Atom) -> bool:
        """Whether an exception carries anything: of those that do not, callers need not hear."""
        if atom.is_taint or isinstance(atom, Sym):
            return True
        return isinstance(atom, Alloc) and bool(only_taints(self.state.deep({atom: None})))

    def hop(self, before: Hop | None, verb: Verb, at: int, note: str = "", unresolved: bool = False) -> Hop:
        """A hop at an instruction of this function."""
        return Hop(before, verb, self.id, at, note, None, unresolved)

    def moved(self, value: Value, verb: Verb, at: int, note: str = "", unresolved: bool = False) -> Value:
        """The value after a hop: taints and symbols remember it."""
        if not value:
            return value
        return {
            atom: Hop(hop, verb, self.id, at, note, None, unresolved) if atom.is_taint or isinstance(atom, Sym) else hop
            for atom, hop in value.items()
        }

    def hit(self, key: SinkKey, taints: Value, chain: Chain = ()) -> None:
        """Taints reach a sink. Facts are reported here; the rest waits for a caller that knows more."""
        chain = self._kept_chain(key, chain)
        waiting: Value = {}
        for taint, hop in taints.items():
            if isinstance(taint, Fact) and key.kind != SHOWN:
                self.reports.setdefault((key, taint, chain), hop)
            elif taint.is_taint:
                waiting[taint] = hop
        if not waiting:
            return
        old = self.hits.get((key, chain))
        if old is None:
            self.hits[key, chain] = waiting
        elif any(taint not in old for taint in waiting):
            # what reaches one sink is only looked at there: it may be more than a value may hold
            both = {**waiting, **old}
            self.hits[key, chain] = both if len(both) <= MAX_FACTS else narrowed(both)

    def _kept_chain(self, key: SinkKey, chain: Chain) -> Chain:
        """The chain itself, or one that was kept before where a sink is reached in very many ways."""
        kept = self._chains.setdefault(key, {})
        if chain not in kept:
            if len(kept) >= MAX_CHAINS or len(chain) > MAX_CHAIN:
                return next(iter(kept), chain[-MAX_CHAIN:])
            kept[chain] = None
        return chain

    def want(self, symbol: Sym, why: int = CALLED) -> None:
        """Callers that know what the symbol is may ask for a look that knows it, too.

        Of an attribute they rather tell the name: what lies inside of any of them tells nothing.
        """
        if (
            symbol.root[0] in ("p", "x")
            and symbol not in self.context
            and depth_within(symbol.path) <= MAX_WANTED_DEPTH
            and ANY_ATTRIBUTE not in symbol.path[:-1]
            and (len(self.wanted) < self.most_wanted or symbol in self.wanted)
        ):
            self.wanted[symbol] = self.wanted.get(symbol, 0) | why

    def numbered(self, *atoms: Atom) -> int:
        """A small number for what only differs by the objects involved, the same at each pass of this look."""
        return self._numbers.setdefault(atoms, len(self._numbers))

    # what transfers and calls ask of one another; here, so that their modules need not import each other

    def call_value(self, callee: Value, arguments: Arguments, at: int) -> Value:
        """Calls whatever a value may be."""
        return calls.call_value(self, callee, arguments, at)

    def call_function(
        self, function: int, arguments: Arguments, at: int, receiver: Value | None = None, captures: Atom | None = None
    ) -> Value:
        """Calls a function of the program."""
        return calls.call_function(self, function, arguments, at, receiver, captures)

    def call_method(self, value: Value, name: str, arguments: Arguments, at: int) -> Value | None:
        """Calls a method that the program's classes define for syntax; None where none does."""
        return calls.call_method(self, value, name, arguments, at)

    def call_library(
        self, names: tuple[str, ...], thing: Atom, receiver: Value | None, arguments: Arguments, at: int
    ) -> Value:
        """Calls something of a library."""
        return library.call_library(self, names, thing, receiver, arguments, at)

    def call_unknown(self, callee: Value, arguments: Arguments, at: int) -> Value:
        """Calls a value of which nothing is known."""
        return library.call_unknown(self, callee, arguments, at)

    def before_call(self, specs: CallSpecs, arguments: Arguments, receiver: Value | None, at: int) -> None:
        """Sinks take what is handed over."""
        library.before_call(self, specs, arguments, receiver, at)

    def after_call(
        self, specs: CallSpecs, result: Value, arguments: Arguments, receiver: Value | None, at: int
    ) -> Value:
        """Rules speak of a result."""
        return library.after_call(self, specs, result, arguments, receiver, at)

    def returned_by_rules(
        self, specs: CallSpecs, result: Value, arguments: Arguments, receiver: Value | None, at: int
    ) -> Value:
        """A result with the types that rules say it has."""
        return typed_results.returned(self, specs, result, arguments, receiver, at)

    def typed_attribute(self, value: Value, name: str, at: int) -> Value | None:
        """What rules say that an attribute is; None where they say nothing."""
        return typed_results.attribute_typed(self, value, name, at)

    def typed_reference(self, name: str) -> Value | None:
        """What rules say that a library's object is that code imports by name; None where they say nothing."""
        return typed_results.reference_typed(self, name)

    def sanitized(self, specs: CallSpecs, result: Value, arguments: Arguments, at: int) -> Value:
        """A result after the sanitizers among the entries."""
        return library.sanitized(self, specs, result, arguments, None, at)

    def constants(self, value: Value) -> tuple[list[object], bool]:
        """The constants that a value may be, and whether it may be something else."""
        return constants_of(self, value)

    def iterate(self, value: Value, at: int) -> Value:
        """Some element of iterating over a value."""
        return shapes.iterate(self, value, at)

    def unpacked(self, value: Value, position: int, at: int) -> Value:
        """One target of an unpacking."""
        return shapes.unpacked(self, value, position, at)

    def subscript(self, value: Value, index: Value, at: int) -> Value:
        """`value[index]`."""
        return shapes.subscript(self, value, index, at)

    def merge_into(self, target: Value, other: Value, at: int) -> None:
        """`target.update(other)`."""
        shapes.merge_into(self, target, other, at)

    def as_mapping(self, value: Value, at: int, whole: bool = False) -> Value:
        """An object's attributes as a dict; `whole`: with those that only callers know of."""
        return shapes.as_mapping(self, value, at, whole)

    def any_attribute(self, value: Value, at: int) -> Value:
        """An attribute whose name is not known."""
        return shapes.any_attribute(self, value, at)

    def super_value(self, arguments: Arguments, at: int) -> Value:
        """What `super()` gives."""
        return shapes.super_value(self, arguments, at)

    def call_setter(self, target: Value, name: str, value: Value, at: int) -> bool:
        """Runs a property's setter, a descriptor's `__set__` or `__setattr__`; False where there is none."""
        return shapes.call_setter(self, target, name, value, at)

    def callee_name(self, at: int) -> str:
        """The qualified name of the callee of the call at an instruction, as far as it is written."""
        return self.engine.written_name(self.function, at)

    def method_name(self, at: int) -> str:
        """The last part of the callee's name."""
        return self.callee_name(at).rpartition(".")[2]

    def super_attribute(self, thing: Alloc, name: str) -> Value:
        """`super().name`."""
        return shapes.super_attribute(self, thing, name)

    def load_attribute(self, value: Value, name: str, at: int) -> Value:
        """`value.name`, with the sources that the read brings in."""
        return load_attribute(self, value, name, at)

    def return_sinks(self, value: Value, at: int) -> None:
        """What decorators of this function say of what it returns: an answer that somebody sees."""
        for number, (sink, by) in enumerate(shown_returns(self)):
            key = SinkKey(
                self.id,
                at,
                sink.kind,
                "return",
                f"return {number}" if number and not sink.port.path else "return",
                self.engine.screen_name(self.function, sink.screen, at),
            )
            self.engine.sinks_seen.add((self.id, at))
            part = part_at(self, value, sink.port.path, at) if sink.port.path else value
            for seen in (part,) if by is None else leaves(self, cut(self, part, by, at)):
                deep = sink.port.deep
                shown = joined((self.state.deep(seen), text_of(self, seen, at))) if deep else self.state.own(seen)
                self.hit(key, self.moved(only_taints(shown), Verb.SINK, at))
