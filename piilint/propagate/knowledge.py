"""The rulebook, indexed for the engine: which entries speak of a callable, by its qualified name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeVar

from piilint.propagate.taints import LACKING
from piilint.terms.access_path import ANY
from piilint.terms.pattern import PatternIndex
from piilint.terms.render_specs import RenderSpec
from piilint.terms.rulebook import Rulebook
from piilint.terms.shape import begins
from piilint.terms.specs import (
    Matcher,
    PropagatorSpec,
    ReturnsSpec,
    SanitizerSpec,
    SinkSpec,
    SourceSpec,
)


class CallSpecs(NamedTuple):
    """All that rules say of one callable."""

    sources: tuple[SourceSpec, ...] = ()
    sinks: tuple[SinkSpec, ...] = ()
    propagators: tuple[PropagatorSpec, ...] = ()
    sanitizers: tuple[SanitizerSpec, ...] = ()
    renders: tuple[RenderSpec, ...] = ()
    returns: tuple[ReturnsSpec, ...] = ()

    def __bool__(self) -> bool:
        return any(self[:])

    @property
    def says_flow(self) -> bool:
        """Whether the entries tell what the call's result carries."""
        return bool(self.propagators or self.sources or self.renders)

    def of_own_body(self) -> CallSpecs:
        """What holds of a function of the program too, that may override a library's method: not what that one makes of
        what the object declares."""
        kept = tuple(spec for spec in self.returns if not spec.type.startswith(DECLARED))
        return self if len(kept) == len(self.returns) else self._replace(returns=kept)


DECLARED = ("declared_of[", "taken_of[", "object_of[", "element_of[", "class_of[")
"""The types of `[[returns]]` that depend on what the receiver's class declares."""
NOTHING = CallSpecs()
_KINDS: tuple[tuple[str, str], ...] = (
    ("sources", "source"), ("sinks", "sink"), ("propagators", "propagator"), ("sanitizers", "sanitizer"),
    ("renders", "render"), ("returns", "returns"),
)  # fmt: skip

WHOLE = ("declared_of[", "taken_of[", "fields_of[", "text_of[", "object_of[", "class_of[")
"""The types of `[[returns]]` that hold all fields of a record, without one being named."""

SYNTAX = frozenset(
    {"__getitem__", "__setitem__", "__call__", "__iter__", "__init__", "__str__", "__contains__", "__eq__"}
)
"""Methods that the engine calls for syntax which is no operator, or of which too little comes out."""

T = TypeVar("T")


class Knowledge:
    """Answers, for a qualified name, what the rulebook says of it. Each distinct name is matched once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._calls: PatternIndex[tuple[str, object]] = PatternIndex()
        for kind, table in _KINDS:
            for spec in getattr(rulebook, table):
                if spec.match.by == "call":
                    for pattern in spec.match.patterns:
                        self._calls.add(pattern, (kind, spec))
        self.operator_methods = frozenset(
            {last for last in self._calls.last_parts() if last[:2] == "__" == last[-2:]} - SYNTAX
        )
        """Methods for operators of which rules speak: `__or__`."""
        self._memo: dict[str, CallSpecs] = {}
        self.decorator_sinks = _index([sink for sink in rulebook.sink if not sink.handed], "returns_of")
        self.returning_methods = self.decorator_sinks.last_parts()
        loose = (pattern for sink in rulebook.sink if sink.match.by == "returns_of" for pattern in sink.match.patterns)
        self._returning_kinds = tuple(
            {last[:-1] for one in loose if (last := one.rpartition(".")[2])[-1:] == "*"} - {""}
        )
        self.handed_sinks = _index([sink for sink in rulebook.sink if sink.handed], "returns_of")
        outputs = [spec for spec in rulebook.registration if spec.outputs]
        self.output_decorators, self.output_calls = _index(outputs, "decorator"), _index(outputs, "call")
        self.decorators_show = bool(len(self.decorator_sinks) or len(self.output_decorators))
        self.handing = self.handed_sinks.last_parts() | self.output_calls.last_parts()
        self._indexes: dict[tuple[str, ...], PatternIndex[bool]] = {}
        self.assign_sinks = _index(rulebook.sink, "assign")
        self._assigned = self.assign_sinks.last_parts()
        self._assigned_any = self.assign_sinks.has_loose()
        setters = ("operator.setitem", "__setitem__")
        called = (pattern for sink in rulebook.sink if sink.match.by == "call" for pattern in sink.match.patterns)
        self.sets_items = any(pattern.endswith(setters) for pattern in called)
        self.assigns = self.sets_items or bool(len(self.assign_sinks))
        texts = (sink for sink in rulebook.sink if sink.match.by == "text")
        self._texts = [(shape, sink) for sink in texts for shape in sink.match.patterns]
        self._of_text: dict[str, tuple[tuple[SinkSpec, int], ...]] = {}
        self.decorator_renders = _index(rulebook.render, "decorator")
        wholes = [spec for spec in rulebook.returns if spec.type.startswith(WHOLE)]
        self.declaring = _index(wholes, "call")
        self.whole_arguments = _index([spec for spec in wholes if "[argument:" in spec.type], "call").last_parts()
        self.of_instances = _index([sink for sink in rulebook.sink if sink.instances], "call").last_parts()
        self.typed_attributes = _index(rulebook.returns, "attribute")
        self.typed_names = frozenset(self.typed_attributes.last_parts())
        self._typed: dict[str, tuple[ReturnsSpec, ...]] = {}
        kept = (spec.type for spec in rulebook.returns if spec.type.startswith("kept["))
        self.stores = frozenset(wanted[5:-1] for wanted in kept)
        """What keeps things for all functions, by the names that rules give it."""
        self.lacking = {data.id: frozenset(data.lacks) for data in rulebook.data if data.lacks}
        """Data type -> the parts that its values lack."""
        self.plain = {data.id: frozenset(data.plain) for data in rulebook.data if data.plain}
        self.without_part = _without(self.lacking)
        """Part -> what a caller's data are, once that part is read of them: none of those that lack it."""
        self.parts_lacked = frozenset[str]().union(*self.lacking.values(), *self.plain.values())
        self.attribute_sources = _index(rulebook.source, "attribute")
        self.source_names = frozenset(self.interesting_names(sources=True)[0])
        self.field_names = frozenset(self.attribute_sources.last_parts())
        self.not_personal_attributes = _index(rulebook.not_personal, "attribute")
        self.not_personal_calls = _index(rulebook.not_personal, "call")

    def may_return(self, method: str) -> bool:
        """Whether some rule may show what a method of that name returns, by its whole name or how it begins."""
        return method in self.returning_methods or method.startswith(self._returning_kinds)

    def of_call(self, name: str) -> CallSpecs:
        """What rules say of the callable of that qualified name."""
        found = self._memo.get(name)
        if found is None:
            sorted_in: dict[str, list[object]] = {}
            for kind, spec in self._calls.find(name):
                sorted_in.setdefault(kind, []).append(spec)
            found = CallSpecs(**{kind: tuple(specs) for kind, specs in sorted_in.items()}) if sorted_in else NOTHING  # type: ignore[arg-type]
            self._memo[name] = found
        return found

    def of_calls(self, names: Iterable[str]) -> CallSpecs:
        """What rules say of a callable that goes by several names (its class's, its base classes')."""
        found = [specs for name in names if (specs := self.of_call(name))]
        if len(found) < 2:
            return found[0] if found else NOTHING
        return CallSpecs(*(_united(parts) for parts in zip(*found, strict=True)))

    def index_of(self, patterns: tuple[str, ...]) -> PatternIndex[bool]:
        """The patterns of an entry, indexed once."""
        if patterns not in self._indexes:
            self._indexes[patterns] = PatternIndex((pattern, True) for pattern in patterns)
        return self._indexes[patterns]

    def is_silent(self, name: str) -> bool:
        """Whether rules say of a callable that it gives back nothing of what it is given."""
        told = self.of_call(name).propagators
        return bool(told) and not any(spec.from_ or spec.calls for spec in told)

    @property
    def knows_texts(self) -> bool:
        """Whether rules ask what texts are built around."""
        return bool(self._texts)

    def of_text(self, text: str) -> tuple[tuple[SinkSpec, int], ...]:
        """The sinks of what is put beside a constant text, and where in it the text that they are about begins."""
        found = self._of_text.get(text)
        if found is None:
            places = ((sink, begins(shape, text)) for shape, sink in self._texts)
            found = self._of_text[text] = tuple((sink, place) for sink, place in places if place >= 0)[:1]
        return found

    def of_attribute(self, names: Iterable[str]) -> tuple[ReturnsSpec, ...]:
        """What rules say that an attribute is, by its qualified names; the first name that they know counts."""
        for name in names:
            found = self._typed.get(name)
            if found is None:
                found = self._typed[name] = tuple(self.typed_attributes.find(name))
            if found:
                return found
        return ()

    def keeps(self, names: Iterable[str]) -> bool:
        """Whether a method puts something into its receiver, or takes something out that another one put there."""
        return any(
            spec.to.base == "receiver"
            or any(port.base == "receiver" and (port.path or spec.is_about_columns) for port in spec.from_)
            for spec in self.of_calls(names).propagators
        )

    def may_be_assigned(self, name: str) -> bool:
        """Whether some rule's `assign` may fit an attribute or key of that name."""
        return self._assigned_any or name in self._assigned

    def cut_decorators(self) -> tuple[set[str], set[str]]:
        """Of the decorators whose functions' answers a type cuts: the packages and the last parts of their names."""
        patterns = [
            pattern for sink in self.rulebook.sink if sink.cut_to or sink.mapped_by for pattern in sink.match.patterns
        ]
        return {one.partition(".")[0] for one in patterns}, {one.rpartition(".")[2] for one in patterns}

    def has_columns(self, name: str) -> bool:
        """Whether rules say of a class that its objects have columns, which `object[...]` chooses from."""
        return any(spec.keep for spec in self.of_call(f"{name}.__getitem__").propagators)

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The last parts of the names of attributes that rules say reading them does something."""
        index: PatternIndex[object] = PatternIndex()
        for spec in self.rulebook.propagator:
            for pattern in spec.match.patterns if spec.attribute else ():
                index.add(pattern, spec)
        return frozenset(index.last_parts())

    @cached_property
    def silent_methods(self) -> frozenset[str]:
        """The last parts of the names of callables that give back nothing of what they are given."""
        silent = (spec for spec in self.rulebook.propagator if not spec.from_ and not spec.calls)
        return frozenset(_index(list(silent), "call").last_parts())

    @cached_property
    def whole_methods(self) -> frozenset[str]:
        """The last parts of the names of methods whose text shows all elements of what they are called on."""
        index: PatternIndex[object] = PatternIndex()
        for spec in self.rulebook.propagator:
            if spec.text and any(port.base == "receiver" and port.path == (ANY,) for port in spec.from_):
                for pattern in spec.match.patterns:
                    index.add(pattern, spec)
        return frozenset(index.last_parts())

    def read_as(self, names: Iterable[str]) -> CallSpecs:
        """What rules say of reading an attribute of these names, without a call."""
        specs = self.of_calls(names)
        return specs if any(spec.attribute for spec in specs.propagators) else NOTHING

    def names_of_columns(self) -> set[str]:
        """Last parts of the names of calls that bring columns in."""
        index: PatternIndex[object] = PatternIndex()
        for spec in self.rulebook.propagator:
            for pattern in spec.match.patterns if spec.columns_from else ():
                index.add(pattern, spec)
        return index.last_parts()

    def interesting_names(self, sources: bool) -> tuple[set[str], bool]:
        """Last parts of the names of calls that are sources (or render templates), and whether a pattern has none."""
        index: PatternIndex[object] = PatternIndex()
        for spec in self.rulebook.source if sources else self.rulebook.render:
            if spec.match.by == "call":
                for pattern in spec.match.patterns:
                    index.add(pattern, spec)
        return index.last_parts(), index.has_loose()


def _index(specs: Sequence[T], by: str) -> PatternIndex[T]:
    index: PatternIndex[T] = PatternIndex()
    for spec in specs:
        match: Matcher = spec.match  # type: ignore[attr-defined]
        if match.by == by:
            for pattern in match.patterns:
                index.add(pattern, spec)
    return index


def _united(parts: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    result: list[T] = []
    for part in parts:
        result.extend(spec for spec in part if not any(spec is other for other in result))
    return tuple(result)


def _without(lacking: Mapping[str, frozenset[str]]) -> dict[str, SinkSpec]:
    kinds: dict[str, list[str]] = {}
    for data, parts in lacking.items():
        for part in parts:
            kinds.setdefault(part, []).append(data)
    return {part: SinkSpec(LACKING, Matcher("call", ()), except_=tuple(sorted(data))) for part, data in kinds.items()}
