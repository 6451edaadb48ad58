"""One numbering of all modules, functions and classes, in the order of paths."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from piilint.ir.module import ModuleIR
from piilint.ir.program import Class, Function, Module, Program
from piilint.ir.read_module import ReadModule
from piilint.link.files import below, is_importable, normal

TEST_FOLDERS = frozenset({"test", "tests"})
TEST_LIBRARIES = frozenset({"pytest", "unittest"})


def numbered(modules: Sequence[ReadModule], names: Sequence[str]) -> Program:
    """A program whose modules, functions and classes have their numbers and names, and nothing else yet.

    The modules of `units` (SQL and templates in strings) come after all files.
    """
    program = Program([], [], [])
    for read, name in zip(modules, names, strict=True):
        module = _add_module(program, read.ir, read.path, name)
        module.is_package = read.path.rpartition("/")[2].startswith("__init__.py")
        module.in_test_code = _is_test(read)
        if is_importable(read):
            program.by_name.setdefault(name, module.id)
    for file in program.modules[: len(modules)]:
        _add_units(program, file)
    for function in program.functions:
        for identifier in function.ir.mentions:
            program.mentions.setdefault(identifier, []).append(function.id)
    return program


def _add_module(program: Program, ir: ModuleIR, path: str, name: str) -> Module:
    functions, classes = len(program.functions), len(program.classes)
    module = Module(len(program.modules), path, name, ir, functions, classes)
    module.exports = frozenset(ir.exports) if ir.exports is not None else None
    program.modules.append(module)
    for number, function in enumerate(ir.functions, functions):
        program.functions.append(
            Function(
                number,
                module,
                function,
                f"{name}.{function.qualname}" if function.qualname else name,
                classes + function.owner if function.owner >= 0 else -1,
                functions + function.parent if function.parent >= 0 else -1,
            )
        )
    for number, cls in enumerate(ir.classes, classes):
        program.classes.append(Class(number, module, cls, f"{name}.{cls.qualname}"))
    return module


def _add_units(program: Program, owner: Module) -> None:
    for index, instruction, ir in owner.ir.units:
        function = owner.first_function + index
        # its lines are those of the file, so they lie in the file's cells
        ir = msgspec.structs.replace(ir, cells=owner.ir.cells) if owner.ir.cells else ir
        unit = _add_module(program, ir, owner.path, f"{program.functions[function].name}.<{ir.language}>")
        unit.in_test_code = owner.in_test_code
        program.units.setdefault((function, instruction), unit.id)
        program.unit_dialects.setdefault((function, instruction, ir.language), unit.id)
        _add_units(program, unit)


def _is_test(read: ReadModule) -> bool:
    """Whether it is code that tests: by its place below the root, its file name, or what it imports."""
    *folders, name = below(read.path, normal(read.root)).split("/")
    if not TEST_FOLDERS.isdisjoint(folders):
        return True
    if name == "conftest.py" or (name.endswith(".py") and (name.startswith("test_") or name.endswith("_test.py"))):
        return True
    return any(one.level == 0 and one.module.split(".")[0] in TEST_LIBRARIES for one in read.ir.imports)
