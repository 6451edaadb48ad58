"""What `from library import *` brings of a library that is not in the program: the names that rules speak of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from piilint.ir.program import BUILTINS, ExternalRef, Module, Program
from piilint.terms.rulebook import Rulebook
from piilint.terms.specs import Matcher


def link_library_stars(program: Program, rulebook: Rulebook) -> None:
    """Adds to `Module.names` what star imports of libraries bring; a name that no rule knows stays as written."""
    known: dict[str, tuple[str, ...]] = {}
    for module in program.modules:
        # of two libraries that have a name, the later import counts
        for library in reversed(list(_libraries(program, module))):
            if library not in known:
                known[library] = _names_in(library, rulebook)
            for name in known[library]:
                module.names.setdefault(name, (ExternalRef(f"{library}.{name}"),))


def _libraries(program: Program, module: Module) -> Iterator[str]:
    for statement in module.ir.imports:
        if statement.name == "*" and statement.function == 0:
            origin = program.imported_module(module.id, statement.module, statement.level)
            if isinstance(origin, ExternalRef):
                yield origin.name


def _names_in(library: str, rulebook: Rulebook) -> tuple[str, ...]:
    """The names right below a library's module in the patterns of all rules."""
    starts = (f"{library}.", f"**.{library.rpartition('.')[2]}.")
    found: dict[str, None] = {}
    for pattern in _patterns(rulebook):
        start = next((one for one in starts if pattern.startswith(one)), None)
        if start is not None:
            name = pattern[len(start) :].removeprefix("**.").partition("(")[0].partition(".")[0]
            if name.isidentifier() and not name.startswith("_") and name not in BUILTINS:
                found[name] = None
    return tuple(found)


def _patterns(rulebook: Rulebook) -> Iterator[str]:
    for field in fields(rulebook):
        entries = getattr(rulebook, field.name)
        for entry in entries if isinstance(entries, tuple) else ():
            match = getattr(entry, "match", None)
            if isinstance(match, Matcher):
                yield from match.patterns
