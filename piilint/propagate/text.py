"""What the text of a value shows: its own data, all that a container holds, and what `__str__` says of an object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Atom, ExtInst, Inst, Sym, Value, fact, is_of_library
from piilint.propagate.exceptions import ARGS, UNTOLD, is_exception
from piilint.propagate.instantiate import ANY_ATTRIBUTE
from piilint.propagate.knowledge import NOTHING
from piilint.propagate.memory import SPREAD, joined
from piilint.propagate.subjects import of_owner
from piilint.propagate.taints import only_taints
from piilint.propagate.things import names_of, things_of
from piilint.terms.access_path import ANY

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun
    from piilint.terms.record_specs import RecordSpec

SHOWN_WHOLE = ("list", "dict", "tuple", "set", "exception", "slice")
WITH_TEXT = (*SHOWN_WHOLE, "generator")
"""Kinds of objects that become a text, whether it shows what they hold or not."""
TOLD_BY = {
    "__format__": ("__format__", "__str__", "__repr__"),
    "__str__": ("__str__", "__repr__"),
    "__repr__": ("__repr__",),
}
"""The methods that tell an object's text, and those that stand in for one that is not there."""
DEPTH = 4


def text_of(
    run: FunctionRun,
    value: Value,
    at: int,
    method: str = "__str__",
    depth: int = 0,
    told_at: dict[tuple[Atom, str], int] | None = None,
) -> Value:
    """The taints that `str(value)` shows (`repr` for what is inside a container).

    `told_at`: how deep inside each object was told already, since one object may stand in many others.
    """
    told_at = {} if told_at is None else told_at
    value = _telling(run, value)
    parts: list[Value] = []
    told_by_itself: set[Atom] = set()
    for atom, hop in value.items():
        if atom.is_taint or told_at.get((atom, method), DEPTH + 1) <= depth:
            continue
        told_at[atom, method] = depth
        if isinstance(atom, Sym):
            told = (
                _told(run, {atom: hop}, method, at) if _has_class(run, atom) else _told_by_rules(run, {atom: hop}, at)
            )
            if told is not None:
                told_by_itself.add(atom)
                parts.append(run.state.own(told))
            elif any(_is_filled(run, thing) for thing in things_of(run, atom)):
                parts.append(only_taints(run.state.deep(_shown_parts(run, atom))))
            elif not _has_class(run, atom) or _shows_fields(run, atom):
                # of an attribute without a name, nobody knows whether it is an object
                if atom.path[-1:] != (ANY_ATTRIBUTE,):
                    parts.append(only_taints(run.state.deep({atom: hop})))
                    parts.extend(_declared(run, {atom: hop}, at, depth, told_at))
        elif isinstance(atom, ExtInst):
            parts.append(_told_by_rules(run, {atom: hop}, at) or EMPTY)
        elif isinstance(atom, (Alloc, Inst)) and atom.cls >= 0:
            told = _told(run, {atom: hop}, method, at)
            if told is not None:
                told_by_itself.add(atom)
                parts.append(run.state.own(told))
            elif _is_filled(run, atom):
                parts.append(only_taints(run.state.deep(_shown_parts(run, atom))))
            else:
                if run.engine.shows_fields(atom.cls) and depth < DEPTH:
                    hidden = run.engine.hidden_fields(atom.cls)
                    parts.extend(
                        text_of(run, held, at, "__repr__", depth + 1, told_at)
                        for label, held in run.state.heap.get(atom, {}).items()
                        if label[1:] not in hidden
                    )
                    if isinstance(atom, Inst):
                        parts.extend(_declared(run, {atom: hop}, at, depth, told_at))
                elif is_exception(run, atom.cls):
                    parts.append(only_taints(run.state.deep(run.state.read(atom, ARGS))))
        elif _is_filled(run, atom):
            parts.append(only_taints(run.state.deep(_shown_parts(run, atom))))
        elif is_of_library(atom):
            parts.append(only_taints(run.state.deep({atom: hop})))
        elif isinstance(atom, Alloc) and atom.kind in SHOWN_WHOLE and depth < DEPTH:
            fields = run.state.heap.get(atom, {})
            parts.extend(
                text_of(run, held, at, "__repr__", depth + 1, told_at)
                for label, held in fields.items()
                if (label[:1] != "<" or label == SPREAD) and label not in UNTOLD
            )
    # what was put on an object as a whole its own text need not show
    own = run.state.own({atom: hop for atom, hop in value.items() if atom not in told_by_itself})
    return only_taints(joined((own, *parts)))


def _declared(
    run: FunctionRun, value: Value, at: int, depth: int, told_at: dict[tuple[Atom, str], int]
) -> Iterator[Value]:
    """What the text of an object of a class shows of the fields that the class declares: of what is handed in, or is
    known by its class alone, no more is known."""
    cls = next((cls for atom in value for cls in _classes(run, atom) if run.engine.shows_fields(cls)), -1)
    if cls < 0 or depth >= DEPTH or at < 0:
        return
    hidden = run.engine.hidden_fields(cls)
    for name in (*run.engine.record_fields(cls), *run.engine.left_out_fields(cls)):
        if name not in hidden:
            yield text_of(run, run.load_attribute(value, name, at), at, "__repr__", depth + 1, told_at)


def _classes(run: FunctionRun, atom: Atom) -> list[int]:
    things = () if atom.is_taint else things_of(run, atom)
    return [thing.cls for thing in things if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0]


def _short(names: tuple[str, ...]) -> str:
    return ".".join(names[0].split(".")[-2:]) + "()"


def shown_by_text(run: FunctionRun, value: Value, at: int) -> Value:
    """What `str(value)`, or `repr(value)` if that is called, shows; all of what only a library knows."""
    called = run.method_name(at)
    method = "__repr__" if called in ("repr", "ascii") else "__format__" if called == "format" else "__str__"
    value = _telling(run, value)
    foreign: Value = {
        atom: hop
        for atom, hop in value.items()
        if not (_has_class(run, atom) if isinstance(atom, Sym) else isinstance(atom, (Alloc, Inst)) and _has_text(atom))
    }
    return joined((only_taints(run.state.deep(foreign)), text_of(run, value, at, method)))


def without_text(run: FunctionRun, value: Value) -> Value:
    """Of a value what is no object of the program's classes: its text may show all that is inside."""
    return {
        atom: hop
        for atom, hop in _telling(run, value).items()
        if not (_has_class(run, atom) if isinstance(atom, Sym) else getattr(atom, "cls", -1) >= 0)
    }


def _has_text(atom: Alloc | Inst) -> bool:
    return atom.cls >= 0 or (isinstance(atom, Alloc) and atom.kind in WITH_TEXT) or is_of_library(atom)


def _told(run: FunctionRun, value: Value, method: str, at: int) -> Value | None:
    """What an object's own `__str__` tells, or its `__repr__` where there is none; None where it has neither."""
    for name in TOLD_BY[method]:
        told = run.call_method(value, name, Arguments(), at)
        if told is not None:
            return told
    return _told_by_rules(run, value, at)


def _told_by_rules(run: FunctionRun, value: Value, at: int) -> Value | None:
    """What rules say that the text of a library's object tells, or of an object whose class inherits it."""
    if "__str__" not in run.engine.knowledge.source_names or at < 0:
        return None
    told: list[Value] = []
    for atom in value:
        for thing in things_of(run, atom):
            names = tuple(f"{name}.__str__" for name in names_of(run.engine, thing))
            specs = run.engine.knowledge.of_calls(names) if names else NOTHING
            told.extend(
                {fact(of_owner(run.engine.read_source(spec, run.function, at, _short(names)), thing), thing): None}
                for spec in specs.sources[:1]
            )
    return joined(told) if told else None


def _telling(run: FunctionRun, value: Value) -> Value:
    """A value without objects of a library whose text, as rules say, shows nothing of what they hold."""
    if "__str__" not in run.engine.knowledge.silent_methods:
        return value
    silent = [atom for atom in value if not atom.is_taint and _is_silent(run, atom)]
    if not silent:
        return value
    rest = {atom: hop for atom, hop in value.items() if atom not in silent}
    return rest if any(not atom.is_taint for atom in rest) else EMPTY


def _is_silent(run: FunctionRun, atom: Atom) -> bool:
    things = things_of(run, atom) if isinstance(atom, (Sym, ExtInst)) or is_of_library(atom) else ()
    return bool(things) and all(
        any(run.engine.knowledge.is_silent(f"{name}.__str__") for name in names_of(run.engine, thing))
        for thing in things
    )


def _shows_fields(run: FunctionRun, symbol: Sym) -> bool:
    return any(run.engine.shows_fields(cls) for cls in _classes(run, symbol))


def _is_filled(run: FunctionRun, thing: Atom) -> bool:
    """Whether a thing is of a class whose objects show fields of those that they are made of."""
    return bool(_filled_by(run, thing))


def _filled_by(run: FunctionRun, thing: Atom) -> list[RecordSpec]:
    listings = run.engine.listings
    if isinstance(thing, (Inst, Alloc)) and thing.cls >= 0:
        return listings.filled(thing.cls)
    name = thing.name if isinstance(thing, ExtInst) else thing.kind if isinstance(thing, Alloc) else ""
    return listings.specs_named(name)


def _shown_parts(run: FunctionRun, atom: Atom) -> Value:
    """The fields of such an object, or of those that a collection holds."""
    parts = run.state.read(atom, ANY)
    if any(spec.elements_as for thing in things_of(run, atom) for spec in _filled_by(run, thing)):
        return joined(run.state.read(part, ANY) for part in parts if isinstance(part, (Alloc, Sym)))
    return parts


def _has_class(run: FunctionRun, symbol: Sym) -> bool:
    things = things_of(run, symbol)
    if not things and symbol.path[-1:] != (ANY_ATTRIBUTE,):
        run.want(symbol)
    return any(isinstance(thing, (Inst, Alloc)) and thing.cls >= 0 for thing in things)
