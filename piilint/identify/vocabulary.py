"""Which identifiers of a program may tell something, and which functions mention enough of them to be looked into.

Each distinct identifier is classified once. Bodies stay encoded unless a function mentions a strong name, a weaker one
with somebody to own it, or two that tell together (`lat` and `lng`, `utterance` and `text`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from piilint.identify.asked import asked_by
from piilint.identify.declared import Declared
from piilint.identify.evidence import is_proof
from piilint.ir.program import Function, Program
from piilint.terms.names import NameMatcher

STRONG, OWNED, PERSON, WEAK, JOINT = 1, 2, 4, 8, 16
_KINDS: dict[str | None, int] = {"person": PERSON, "weak": WEAK}


@dataclass(slots=True)
class Vocabulary:
    """`telling` are the identifiers that may name personal data; `asked` the fields of windows with what they ask for,
    and `inputs` what gives what stands in them; `functions` those to look into; `near` the modules that hold names
    which show that they are about people."""

    telling: frozenset[str] = frozenset()
    asked: Mapping[str, str] = field(default_factory=dict)
    inputs: frozenset[str] = frozenset()
    functions: list[int] = field(default_factory=list)
    near: frozenset[int] = frozenset()


def vocabulary_of(program: Program, matcher: NameMatcher, declared: Declared, inputs: frozenset[str]) -> Vocabulary:
    """Reads the program's identifiers."""
    telling: set[str] = set(declared.mentioned())
    marks: dict[int, int] = {}
    proving: set[int] = set()
    beginnings: dict[int, set[tuple[str, ...]]] = {}
    endings: dict[int, set[tuple[str, ...]]] = {}
    asked: dict[str, str] = {}
    for name, functions in _all_mentions(program).items():
        mark = _marks_of(matcher, name)
        if inputs and (bare := asked_by(matcher, name)) is not None:
            asked[name] = bare
            mark |= _marks_of(matcher, bare)
        begins, ends = matcher.beginnings(name), matcher.endings(name)
        if mark & (STRONG | OWNED) or ends:
            telling.add(name)
        if mark & STRONG and _proves(matcher, name):
            proving.update(functions)
        if mark:
            for function in functions:
                marks[function] = marks.get(function, 0) | mark
        for function in functions if begins else ():
            beginnings.setdefault(function, set()).update(begins)
        for function in functions if ends else ():
            endings.setdefault(function, set()).update(ends)
    for function in beginnings.keys() & endings.keys():
        if matcher.completes(beginnings[function], endings[function]):
            marks[function] = marks.get(function, 0) | JOINT
    proving_classes = {
        cls.module.id for cls in program.classes if any(_proves(matcher, ir.name) for ir in cls.ir.fields)
    }
    near = frozenset(program.functions[function].module.id for function in proving) | proving_classes
    worth = {number for number in marks if _is_worth(program, marks, number, near)}
    return Vocabulary(frozenset(telling), asked, inputs, sorted(worth | _by_rules(program, declared)), near)


def _marks_of(matcher: NameMatcher, name: str) -> int:
    """What an identifier may be."""
    mark = _KINDS.get(matcher.owner_kind(name), 0)
    for match in matcher.classify(name):
        mark |= STRONG if match.tier == "strong" else OWNED
        if match.owner:
            mark |= _KINDS.get(matcher.owner_kind(match.owner), 0)
    return mark


def _proves(matcher: NameMatcher, name: str) -> bool:
    """Whether the name shows that the file is about people."""
    return any(match.tier == "strong" and is_proof(match.data) for match in matcher.classify(name))


def _is_worth(program: Program, marks: dict[int, int], number: int, near: frozenset[int]) -> bool:
    mark = marks[number]
    if mark & (STRONG | JOINT):
        return True
    weak = mark & WEAK and program.functions[number].module.id in near
    return bool(mark & OWNED and (mark & PERSON or weak))


def _all_mentions(program: Program) -> dict[str, list[int]]:
    """Identifier -> functions, with the names of parameters and of the class that a method belongs to."""
    mentions = dict(program.mentions)
    own: dict[str, list[int]] = {}
    for function in program.functions:
        for name in _own_names(program, function):
            own.setdefault(name, []).append(function.id)
    for name, functions in own.items():
        mentions[name] = [*mentions.get(name, ()), *functions]
    return mentions


def _own_names(program: Program, function: Function) -> Iterable[str]:
    yield from (parameter.name for parameter in function.ir.parameters)
    if function.cls >= 0:
        cls = program.classes[function.cls]
        yield cls.ir.name
        yield from (base.rpartition(".")[2] for base in cls.ir.bases)


def _by_rules(program: Program, declared: Declared) -> set[int]:
    """The functions that rules or comments are about."""
    if declared.anything():
        return set(range(len(program.functions)))
    found = {function for name in declared.mentioned() for function in program.mentions.get(name, ())}
    if declared.commented_paths:
        found.update(one.id for one in program.functions if one.module.path in declared.commented_paths)
    return found
