"""Which identifiers of a program may tell something, and which functions mention enough of them to be looked into.

Each distinct identifier is classified once. Bodies stay encoded unless a function mentions a strong name, a weaker one
with somebody to own it, or two that tell together (`lat` and `lng`, `utterance` and `text`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from piilint.identify.declared import Declared
from piilint.identify.evidence import is_proof
from piilint.ir.program import Function, Program
from piilint.terms.names import NameMatcher

STRONG, OWNED, PERSON, WEAK, JOINT = 1, 2, 4, 8, 16


@dataclass(slots=True)
class Vocabulary:
    """`telling` are the identifiers that may name personal data; `functions` those to look into; `near` the modules
    that hold names which show that they are about people."""

    telling: frozenset[str] = frozenset()
    functions: list[int] = field(default_factory=list)
    near: frozenset[int] = frozenset()


def vocabulary_of(program: Program, matcher: NameMatcher, declared: Declared) -> Vocabulary:
    """Reads the program's identifiers."""
    mentions = _all_mentions(program)
    marks: dict[int, int] = {}
    starts: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    telling: set[str] = set(declared.mentioned())
    proving: set[int] = set()
    for name, functions in mentions.items():
        matches = matcher.classify(name)
        kind = matcher.owner_kind(name)
        mark = {"person": PERSON, "weak": WEAK}.get(kind or "", 0)
        for match in matches:
            mark |= STRONG if match.tier == "strong" else OWNED
        may_start, may_end = matcher.may_start(name), matcher.may_end(name)
        if matches or may_end:
            telling.add(name)
        if any(match.tier == "strong" and is_proof(match.data) for match in matches):
            proving.update(functions)
        for function in functions if mark or may_start or may_end else ():
            if mark:
                marks[function] = marks.get(function, 0) | mark
            if may_start:
                starts.setdefault(function, []).append(name)
            if may_end:
                ends.setdefault(function, []).append(name)
    near = frozenset(program.functions[function].module.id for function in proving)
    for function in starts.keys() & ends.keys():
        if not marks.get(function, 0) & STRONG and _tell_together(matcher, starts[function], ends[function]):
            marks[function] = marks.get(function, 0) | JOINT
    told = _by_rules(program, declared)
    worth = {number for number in marks if _is_worth(program, marks, number, near)}
    return Vocabulary(frozenset(telling), sorted(worth | told), near)


def _is_worth(program: Program, marks: dict[int, int], number: int, near: frozenset[int]) -> bool:
    mark = marks[number]
    if mark & (STRONG | JOINT):
        return True
    weak = mark & WEAK and program.functions[number].module.id in near
    return bool(mark & OWNED and (mark & PERSON or weak))


def _all_mentions(program: Program) -> dict[str, list[int]]:
    """Identifier -> functions, with the names of parameters and of the class that a method belongs to."""
    mentions = {name: list(functions) for name, functions in program.mentions.items()}
    for function in program.functions:
        for name in _own_names(program, function):
            mentions.setdefault(name, []).append(function.id)
    return mentions


def _own_names(program: Program, function: Function) -> Iterable[str]:
    yield from (parameter.name for parameter in function.ir.parameters)
    if function.cls >= 0:
        cls = program.classes[function.cls]
        yield cls.ir.name
        yield from (base.rpartition(".")[2] for base in cls.ir.bases)


def _tell_together(matcher: NameMatcher, starts: Iterable[str], ends: Iterable[str]) -> bool:
    last = list(ends)
    return any(matcher.joined(start, end) for start in starts for end in last if start != end)


def _by_rules(program: Program, declared: Declared) -> set[int]:
    """The functions that rules or comments are about."""
    if declared.anything():
        return set(range(len(program.functions)))
    found = {function for name in declared.mentioned() for function in program.mentions.get(name, ())}
    if declared.commented_paths:
        found.update(one.id for one in program.functions if one.module.path in declared.commented_paths)
    return found
