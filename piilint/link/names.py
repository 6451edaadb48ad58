"""What each module-level name refers to, through imports, re-exports and stars, whatever circle they make.

An imported name stands for a name of another module, so that the names of all modules form a graph; a name refers to
all definitions that can be reached from it. Circles need no care then, and no order of modules is better than another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from piilint.ir.finder import joined
from piilint.ir.module import BindingIR, ImportIR
from piilint.ir.program import (
    ClassRef,
    ExternalRef,
    FunctionRef,
    Module,
    ModuleRef,
    Program,
    Reference,
    VariableRef,
)
from piilint.link.decorators import link_decorated

NameNode = tuple[int, str]
"""A module-level name: (module number, name)."""


def link_names(program: Program) -> None:
    """Fills `Module.names` and `Module.submodules`."""
    _link_submodules(program)
    written = {module.id: _written_by_functions(module) for module in program.modules}
    graph = _NameGraph(program, _starred_names(program, written), written)
    for module in program.modules:
        for name in dict.fromkeys((*module.ir.bindings, *written[module.id], *graph.stars.get(module.id, ()))):
            found = graph.definitions((module.id, name))
            if found:
                module.names[name] = found
    link_decorated(program)


def _written_by_functions(module: Module) -> dict[str, None]:
    """The names that functions of the module write with `global`."""
    return {name: None for function in module.ir.functions for name in function.assigned}


def _link_submodules(program: Program) -> None:
    files = program.finder.files
    for location, number in files.items():
        folder, slash, name = location.rpartition("/")
        package = files.get(folder or slash)
        if name and package is not None and program.modules[package].is_package and package != number:
            program.modules[package].submodules[name] = number


@dataclass(frozen=True, slots=True)
class _NameGraph:
    """Where each name leads. `stars` has the names that star imports bring and the modules they come from, `written`
    the names that functions write."""

    program: Program
    stars: Mapping[int, Mapping[str, Sequence[int]]]
    written: Mapping[int, Mapping[str, None]]

    def definitions(self, start: NameNode) -> tuple[Reference, ...]:
        """All that the name can be, in the order of its bindings, depth first."""
        found: dict[Reference, None] = {}
        seen: dict[NameNode, None] = {}
        pending: list[Reference | NameNode] = [start]
        while pending:
            current = pending.pop()
            if not isinstance(current, tuple):
                found[current] = None
            elif current not in seen:
                seen[current] = None
                pending.extend(reversed(list(self._bound_to(*current))))
        if found:
            return tuple(found)
        # a package that imports its own module by name: the name comes round to itself, and means the module
        for module, name in seen:
            below = self.program.modules[module].submodules.get(name)
            if below is not None:
                return (ModuleRef(below),)
        return ()

    def _bound_to(self, number: int, name: str) -> Iterator[Reference | NameNode]:
        module = self.program.modules[number]
        bindings = module.ir.bindings.get(name, ())
        for binding in bindings:
            yield self._binding(module, name, binding)
        if name in self.written[number]:
            yield VariableRef(number, name)
        elif bindings:
            return
        elif name in self.stars.get(number, ()):
            yield from ((target, name) for target in self.stars[number][name])
        elif name in module.submodules:
            yield ModuleRef(module.submodules[name])
        else:
            yield ExternalRef(f"{module.name}.{name}")

    def _binding(self, module: Module, name: str, binding: BindingIR) -> Reference | NameNode:
        if binding.kind == "function":
            return FunctionRef(module.first_function + binding.index)
        if binding.kind == "class":
            return ClassRef(module.first_class + binding.index)
        if binding.kind == "import":
            return _imported(self.program, module, module.ir.imports[binding.index])
        return VariableRef(module.id, name)


def _imported(program: Program, module: Module, statement: ImportIR) -> Reference | NameNode:
    if not statement.name:
        if not statement.whole:
            return _top_of(program, module, statement.module)
        return program.imported_module(module.id, statement.module)
    origin = program.imported_module(module.id, statement.module, statement.level)
    if isinstance(origin, ModuleRef):
        return origin.id, statement.name
    dotted = f"{statement.module}.{statement.name}" if statement.module else statement.name
    return program.imported_module(module.id, dotted, statement.level)


def _top_of(program: Program, module: Module, dotted: str) -> Reference:
    """What `import a.b` binds `a` to: the package that has `b`, where there are several of that name."""
    head = dotted.partition(".")[0]
    found = program.finder.find(module.folder, dotted)
    if found is not None:
        top = program.finder.files.get(joined(found[1], head))
        return ModuleRef(top) if top is not None else ExternalRef(head)
    return program.imported_module(module.id, head)


def _starred_names(program: Program, written: Mapping[int, Mapping[str, None]]) -> dict[int, dict[str, list[int]]]:
    """For each module with a star import: the names that it gets, and the modules that it gets them from."""
    targets = {module.id: found for module in program.modules if (found := _star_targets(program, module))}
    stars: dict[int, dict[str, list[int]]] = {number: {} for number in targets}
    changed = True
    while changed:
        changed = False
        for number, origins in targets.items():
            names = stars[number]
            for origin in origins:
                for name in _exported(program.modules[origin], (*written[origin], *stars.get(origin, ()))):
                    known = names.setdefault(name, [])
                    if origin not in known:
                        known.append(origin)
                        changed = True
    return stars


def _star_targets(program: Program, module: Module) -> list[int]:
    found: dict[int, None] = {}
    for statement in module.ir.imports:
        if statement.name == "*" and statement.function == 0:
            origin = program.imported_module(module.id, statement.module, statement.level)
            if isinstance(origin, ModuleRef) and origin.id != module.id:
                found[origin.id] = None
    return list(found)


def _exported(module: Module, others: Sequence[str]) -> list[str]:
    if module.ir.exports is not None:
        return list(module.ir.exports)
    public = (name for name in (*module.ir.bindings, *others) if not name.startswith("_"))
    return list(dict.fromkeys(public))
