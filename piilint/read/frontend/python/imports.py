"""Imports."""

from __future__ import annotations

from typing import Any

import libcst as cst

from piilint.ir.instructions import Import
from piilint.ir.module import ImportIR
from piilint.read.frontend.python.builder import DEFINITIONS, STATEMENTS, FunctionBuilder
from piilint.read.frontend.python.constants import dotted


def _import(function: FunctionBuilder, node: Any) -> None:
    for alias in node.names:
        module = dotted(alias.name)
        whole = alias.asname is not None or "." not in module
        local = alias.asname.name.value if alias.asname is not None else module.partition(".")[0]
        imported = ImportIR(local, module, whole=whole, function=function.index, line=_line(function, alias))
        _bind(function, imported, Import(module if whole else local), alias)


def _import_from(function: FunctionBuilder, node: Any) -> None:
    level = len(node.relative)
    module = dotted(node.module) if node.module is not None else ""
    if isinstance(node.names, cst.ImportStar):
        line = function.here >> 32
        function.module.imports.append(ImportIR("*", module, "*", level, function.index, True, line))
        if function.current is not None:
            function.emit(Import(module, "*", level))
        return
    for alias in node.names:
        name = alias.name.value
        local = alias.asname.name.value if alias.asname is not None else name
        function.mentions.add(name)
        imported = ImportIR(local, module, name, level, function.index, True, _line(function, alias))
        _bind(function, imported, Import(module, name, level), alias)


def _bind(function: FunctionBuilder, imported: ImportIR, instruction: Import, alias: Any) -> None:
    module = function.module
    module.imports.append(imported)
    binding = ("import", len(module.imports) - 1, True)
    if function.current is not None:
        function.bind(imported.local, function.emit(instruction, alias), alias, binding)
    elif function.kind == "module":
        module.bind(imported.local, binding)


def _line(function: FunctionBuilder, alias: Any) -> int:
    return function.positions[id(alias)] >> 32


for _name, _lower in (
    ("Import", _import),
    ("ImportFrom", _import_from),
    ("LazyImport", _import),
    ("LazyImportFrom", _import_from),
):
    if hasattr(cst, _name):
        STATEMENTS[getattr(cst, _name)] = _lower
        DEFINITIONS[getattr(cst, _name)] = _lower
