"""What can be disabled: the engine's functions and the entries of its tables, and the entries of `rules/python`.

A *mutant* is one of these, disabled for as long as a `with` block lasts. Everything is found by walking over what is
there, so a new function or entry is a mutant by itself:

- each entry of the engine's tables by instruction and by kind of display, and of built-in functions those together
  that one function of the engine speaks for and that are named alike
- each function of `piilint.propagate` that works on a look (its first parameter is `run`) and says what it returns:
  it then does nothing and returns nothing
- each entry of `rules/python`
"""

from __future__ import annotations

import functools
import importlib
import inspect
import pkgutil
import sys
import types
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any

import piilint.propagate
from piilint.propagate.builds import BUILDERS
from piilint.propagate.native_registry import NATIVES
from piilint.propagate.transfer import TRANSFERS
from piilint.terms.pattern import PatternIndex
from piilint.terms.rulebook import Rulebook

NOTHING: dict[str, Callable[[], Any]] = {
    "Value": dict,
    "Value | None": lambda: None,
    "bool": lambda: False,
    "None": lambda: None,
    "list[Value]": list,
    "list[Value] | None": lambda: None,
    "Things": tuple,
    "tuple[list[object], bool]": lambda: ([], False),
}
"""What a disabled function returns, by its annotation. Functions that return something else are no mutants."""

Note = Callable[[str], None]
"""Hears the name of each mutant that is used."""


@dataclass(frozen=True)
class Mutant:
    """Something that can be disabled. `disabled(rulebook)` gives the rulebook to check with while it is."""

    name: str
    disabled: Callable[[Rulebook], AbstractContextManager[Rulebook]]


def engine_mutants() -> list[Mutant]:
    """The entries of the engine's tables, then its functions."""
    tables: list[tuple[str, dict[Any, Any]]] = [("instruction", TRANSFERS), ("build", BUILDERS)]
    found = [_entry(f"{kind} {_word(key)}", table, key) for kind, table in tables for key in table]
    found += [_without(family, NATIVES, names) for family, names in families().items()]
    return found + [_function(module, name) for module, name in _functions()]


def rule_mutants(rulebook: Rulebook) -> list[Mutant]:
    """The entries of `rules/python`."""
    return [_rule(f"rule {_place(table, spec)}", table, number) for table, number, spec in _specs(rulebook)]


def families() -> dict[str, list[str]]:
    """The names of built-in functions that one function of the engine speaks for, as one: `__init__` of exceptions."""
    alike: dict[tuple[int, str], list[str]] = {}
    for name, function in NATIVES.items():
        alike.setdefault((id(function), name.rpartition(".")[2]), []).append(name)
    return {f"native {names[0]}{f' and {len(names) - 1} alike' * (len(names) > 1)}": names for names in alike.values()}


@contextmanager
def noted(rulebook: Rulebook, note: Note) -> Iterator[None]:
    """While it lasts, each mutant that is used is noted."""
    before = dict(TRANSFERS), dict(BUILDERS), dict(NATIVES)
    patched: list[tuple[types.ModuleType, str, Any]] = []
    native = {name: family for family, names in families().items() for name in names}
    for kind, table in (("instruction", TRANSFERS), ("build", BUILDERS), ("native", NATIVES)):
        for key, function in table.items():
            called = native[str(key)] if kind == "native" else f"{kind} {_word(key)}"
            table[key] = _noting(function, called, note)  # type: ignore[index]
    for module, name in _functions():
        original = getattr(module, name)
        wrapped = _noting(original, f"function {module.__name__.removeprefix('piilint.propagate.')}.{name}", note)
        patched += _replaced_everywhere(original, wrapped)
    try:
        with entries_used(rulebook, note):
            yield
    finally:
        for module, name, original in reversed(patched):
            setattr(module, name, original)
        for table, kept in zip((TRANSFERS, BUILDERS, NATIVES), before, strict=True):
            table.update(kept)  # type: ignore[attr-defined]


def entries_used(rulebook: Rulebook, note: Note) -> AbstractContextManager[None]:
    """While it lasts, each entry of `rules/python` that is used is noted. Cheaper than `noted`."""
    return _finding(_by_id(rulebook), note)


def entries_of_python(rulebook: Rulebook) -> dict[str, list[str]]:
    """The entries of `rules/python`, each with the names that a program says to use it."""
    return {
        f"rule {_place(table, spec)}": [pattern.rpartition(".")[2].strip("_") for pattern in spec.match.patterns]
        for table, _, spec in _specs(rulebook)
    }


def _by_id(rulebook: Rulebook) -> dict[int, str]:
    return {id(spec): f"rule {_place(table, spec)}" for table, _, spec in _specs(rulebook)}


@contextmanager
def _finding(by_id: dict[int, str], note: Note) -> Iterator[None]:
    find = PatternIndex.find

    def noting_find(self: PatternIndex[Any], name: str) -> Iterator[Any]:
        for value in find(self, name):
            spec = value[1] if isinstance(value, tuple) and len(value) == 2 else value
            entry = by_id.get(id(spec))
            if entry is not None:
                note(entry)
            yield value

    PatternIndex.find = noting_find  # type: ignore[method-assign]
    try:
        yield
    finally:
        PatternIndex.find = find  # type: ignore[method-assign]


def _word(key: object) -> str:
    return key.__name__ if isinstance(key, type) else str(key)


def _noting(function: Callable[..., Any], name: str, note: Note) -> Callable[..., Any]:
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        note(name)
        return function(*args, **kwargs)

    return wrapper


def _entry(name: str, table: dict[Any, Any], key: object) -> Mutant:
    """A table's entry that does nothing: the value that it makes is empty."""

    @contextmanager
    def disabled(rulebook: Rulebook) -> Iterator[Rulebook]:
        before = table[key]
        table[key] = lambda *_: {}
        try:
            yield rulebook
        finally:
            table[key] = before

    return Mutant(name, disabled)


def _without(name: str, table: dict[Any, Any], keys: list[str]) -> Mutant:
    """A table that lacks some entries."""

    @contextmanager
    def disabled(rulebook: Rulebook) -> Iterator[Rulebook]:
        before = dict(table)
        for key in keys:
            del table[key]
        try:
            yield rulebook
        finally:
            table.clear()
            table.update(before)

    return Mutant(name, disabled)


def _function(module: types.ModuleType, name: str) -> Mutant:
    original = getattr(module, name)
    nothing = NOTHING[str(inspect.signature(original).return_annotation)]

    @contextmanager
    def disabled(rulebook: Rulebook) -> Iterator[Rulebook]:
        patched = _replaced_everywhere(original, lambda *_, **__: nothing())
        try:
            yield rulebook
        finally:
            for holder, attribute, before in reversed(patched):
                setattr(holder, attribute, before)

    return Mutant(f"function {module.__name__.removeprefix('piilint.propagate.')}.{name}", disabled)


def _functions() -> Iterator[tuple[types.ModuleType, str]]:
    registered = {*TRANSFERS.values(), *BUILDERS.values(), *NATIVES.values()}
    for info in pkgutil.iter_modules(piilint.propagate.__path__):
        module = importlib.import_module(f"piilint.propagate.{info.name}")
        for name, function in sorted(vars(module).items()):
            if (
                inspect.isfunction(function)
                and function.__module__ == module.__name__
                and function not in registered
                and next(iter(inspect.signature(function).parameters), "") == "run"
                and str(inspect.signature(function).return_annotation) in NOTHING
            ):
                yield module, name


def _replaced_everywhere(original: object, new: object) -> list[tuple[types.ModuleType, str, Any]]:
    """Put something in a function's place under each name that a module of the engine has for it."""
    patched = []
    for module_name, module in list(sys.modules.items()):
        if module_name.partition(".")[0] == "piilint":
            for name, value in list(vars(module).items()):
                if value is original:
                    setattr(module, name, new)
                    patched.append((module, name, value))
    return patched


def _specs(rulebook: Rulebook) -> Iterator[tuple[str, int, Any]]:
    for table in ("propagator", "returns", "source", "sink", "sanitizer", "record", "not_personal", "registration"):
        for number, spec in enumerate(getattr(rulebook, table)):
            if "/python/" in spec.origin.path or spec.origin.path.removeprefix("piilint:").startswith("python/"):
                yield table, number, spec


def _place(table: str, spec: Any) -> str:
    path = spec.origin.path.rpartition("python/")[2]
    return f"{path} {table} {spec.match.patterns[0]} ({spec.origin.line})"


def _rule(name: str, table: str, number: int) -> Mutant:
    @contextmanager
    def disabled(rulebook: Rulebook) -> Iterator[Rulebook]:
        specs = list(getattr(rulebook, table))
        del specs[number]
        yield replace(rulebook, **{table: tuple(specs)})

    return Mutant(name, disabled)
