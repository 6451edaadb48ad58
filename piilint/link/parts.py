"""The parts of a program that know nothing of one another: the projects of a monorepo.

A project is a folder that says what it is built from, or that packages lie in, unless it lies in a package itself.
Files of one project are one part, and so are projects of which one imports the other. What is left apart shares no
name but by accident: a method that two projects call alike, a template called `base.html` in both. So each part is a
program of its own, is followed alone, and costs what it would cost alone.

A project without code belongs to the one around it, and so does each project around which templates or queries lie,
which it may use. How a module is called does not depend on other parts, since who imports it is none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from piilint.ir.finder import folder_of, folders_around
from piilint.ir.module import ImportIR
from piilint.ir.program import ModuleRef, Program
from piilint.ir.read_module import ReadModule
from piilint.link.files import in_package, normal


@dataclass(frozen=True, slots=True)
class Part:
    """Files that are a program of their own. `functions[n]` is the number that function n of that program has in the
    whole one."""

    modules: tuple[ReadModule, ...]
    functions: Sequence[int]


def parts(program: Program, modules: Sequence[ReadModule]) -> tuple[Part, ...]:
    """The parts of a program that was linked of these modules, in the order of their first files."""
    ordered = sorted(modules, key=lambda module: (module.path, module.ir.language))
    groups = _groups(program, ordered)
    if len(groups) < 2:
        return (Part(tuple(ordered), range(len(program.functions))),)
    return tuple(
        Part(tuple(ordered[number] for number in group), _functions(program, ordered, group)) for group in groups
    )


def _functions(program: Program, ordered: Sequence[ReadModule], group: Sequence[int]) -> list[int]:
    """The numbers of the functions of a group's files and of what is written in their strings, in order."""
    paths = {ordered[number].path for number in group}
    files = [program.modules[number] for number in group]
    units = [module for module in program.modules[len(ordered) :] if module.path in paths]
    return [module.first_function + index for module in (*files, *units) for index in range(len(module.ir.functions))]


def _groups(program: Program, ordered: Sequence[ReadModule]) -> list[list[int]]:
    """The numbers of the modules of each part."""
    projects = _projects(program, ordered)
    if len(set(projects)) < 2:
        return [list(range(len(ordered)))]
    leaders = {project: project for project in projects}

    def leader(project: str) -> str:
        while leaders[project] != project:
            leaders[project] = project = leaders[leaders[project]]
        return project

    for one, other in (*_around(ordered, projects), *_imports(program, ordered, projects)):
        leaders[leader(one)] = leader(other)
    groups: dict[str, list[int]] = {}
    for number, project in enumerate(projects):
        groups.setdefault(leader(project), []).append(number)
    return list(groups.values())


def _projects(program: Program, ordered: Sequence[ReadModule]) -> list[str]:
    """The folder of the project that each module belongs to."""
    packages, roots = program.finder.packages, program.finder.roots
    known: dict[str, str | None] = {}

    def project(folder: str) -> str | None:
        """The innermost project at or above a folder that is in no package; None where there is none."""
        if folder not in known:
            above = project(folder_of(folder)) if folder not in ("", "/") else None
            is_one = folder in marked or folder in roots
            inside = above is not None and in_package(folder, packages)
            known[folder] = folder if is_one and not inside else above
        return known[folder]

    marked = {normal(module.project) for module in ordered if module.project}
    return [project(folder_of(module.path)) or "" for module in ordered]


def _around(ordered: Sequence[ReadModule], projects: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The projects that belong to the one around them, or to all where there is none around."""
    with_code = {project for module, project in zip(ordered, projects, strict=True) if module.ir.language == "python"}
    with_others = {project for module, project in zip(ordered, projects, strict=True) if module.ir.language != "python"}
    known = dict.fromkeys(projects)
    for project in known:
        above = folders_around(folder_of(project)) if project not in ("", "/") else ()
        around = next((folder for folder in above if folder in known), None)
        if around is not None and (around in with_others or project not in with_code):
            yield project, around
        elif around is None and project not in with_code:
            yield from ((project, other) for other in known)


def _imports(program: Program, ordered: Sequence[ReadModule], projects: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The projects of which one imports the other."""
    for number, module in enumerate(ordered):
        for one in module.ir.imports:
            for target in _imported(program, number, one):
                if projects[target] != projects[number]:
                    yield projects[number], projects[target]


def _imported(program: Program, number: int, one: ImportIR) -> Iterator[int]:
    """The modules that an import statement brings in: of `from a.b import c` those of `a`, `a.b` and `a.b.c`."""
    parts_of_name = [part for part in (*one.module.split("."), one.name) if part not in ("", "*")]
    for length in range(1, len(parts_of_name) + 1):
        name = ".".join(parts_of_name[:length])
        if one.level:
            origin = program.imported_module(number, name, one.level)
            if isinstance(origin, ModuleRef):
                yield origin.id
        elif found := program.finder.find(program.modules[number].folder, name):
            yield found[0]
