"""The queries of all files with the tables of all files: `SELECT *` becomes columns, each knows its table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from piilint.ir.instructions import Assign, Constant
from piilint.ir.program import Class, Program
from piilint.ir.query import HOLE, ColumnIR
from piilint.terms.column import Column, Part

Tables = dict[str, tuple[Part, ...]]


def link_queries(program: Program) -> None:
    """Fills in `program.queries`, for programs that have any."""
    if not any(module.ir.queries for module in program.modules):
        return
    tables = {**_models(program), **_created(program)}
    program.tables = tables
    for module in program.modules:
        for query in module.ir.queries:
            if query.columns is not None and query.text not in program.queries:
                program.queries[query.text] = tuple(_expanded(query.columns, tables))


def _created(program: Program) -> Tables:
    tables: Tables = {}
    for module in program.modules:
        for query in module.ir.queries:
            for table in query.tables:
                names = tuple(name for name, _, _ in table.columns)
                tables.setdefault(
                    table.name.lower(),
                    tuple(
                        Part(name, table.name, names, kind, module.path, query.line + after)
                        for name, kind, after in table.columns
                    ),
                )
    return tables


def _models(program: Program) -> Tables:
    """The classes that name the table they stand for."""
    tables: Tables = {}
    for cls in program.classes:
        name = _table_of(program, cls)
        if name is not None:
            fields = {name: field for name, field in cls.fields.items() if name != "__tablename__"}
            columns = (Part(one, name, tuple(fields), "", at.path, at.line, cls.id) for one, at in fields.items())
            tables.setdefault(name.lower(), tuple(columns))
    return tables


def _table_of(program: Program, cls: Class) -> str | None:
    for field in cls.ir.fields:
        if field.name == "__tablename__" and field.value >= 0:
            code = program.functions[cls.module.first_function + field.function].body.code
            value = code[field.value]
            value = code[value.value] if isinstance(value, Assign) and value.value >= 0 else value
            if isinstance(value, Constant) and isinstance(value.value, str):
                return value.value
    return None


def _expanded(columns: Iterable[ColumnIR], tables: Tables) -> Iterator[Column]:
    for column in columns:
        if column.name == "*":
            for table, _ in column.parts:
                for part in tables.get(table.lower(), ()):
                    yield Column(part.name, (part,))
        else:
            parts = tuple(_part(table, name, tables) for table, name in column.parts)
            yield Column(column.name if column.name != HOLE else "", parts, column.measure)


def _part(table: str, name: str, tables: Tables) -> Part:
    """The column as its table declares it; of several tables in a query, the one that has it."""
    candidates = table.split("|")
    for candidate in candidates:
        for part in tables.get(candidate.lower(), ()):
            if part.name.lower() == name.lower():
                return part
    return Part(name, candidates[0] if len(candidates) == 1 else "")
