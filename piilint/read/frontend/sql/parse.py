"""One SQL text -> what it selects and creates, through sqlglot."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping

import sqlglot
from sqlglot import expressions as sql
from sqlglot.errors import SqlglotError

from piilint.ir.query import HOLE, ColumnIR, QueryIR, TableIR

logging.getLogger("sqlglot").setLevel(logging.CRITICAL)

_PLACEHOLDER = re.compile(r"'?%\(\w+\)[sdfr]'?|'?%[sdfr]'?|(?<![\w:]):[A-Za-z_]\w*")
_BRACES = re.compile(r"\{\w*(?:![rsa])?(?::[^{}]*)?\}")
_MEASURES = (sql.Count, sql.Sum, sql.Avg, sql.Exists, sql.ApproxDistinct)
Scope = Mapping[str, "str | list[ColumnIR]"]
"""What each name after FROM stands for: a table's name, or the columns of a query."""
MAX_PARTS = 12


def parsed(text: str, line: int) -> QueryIR | None:
    """What a text says; None where it is no SQL after all."""
    trees = _trees(_BRACES.sub(HOLE, _PLACEHOLDER.sub("?", text)))
    if not trees:
        return None
    tables = [table for tree in trees if (table := _created(tree, text)) is not None]
    results = [columns for tree in trees if (columns := _columns(tree)) is not None]
    return QueryIR(text, line, results[-1] if results else [], tables)


def _trees(text: str) -> list[sql.Expression]:
    dialects = ("mysql", "sqlite") if "`" in text else ("postgres", "sqlite", "mysql", "tsql")
    for dialect in dialects:
        try:
            return [tree for tree in sqlglot.parse(text, read=dialect) if isinstance(tree, sql.Expression)]
        except (SqlglotError, RecursionError, ValueError):
            continue
    return []


def _created(tree: sql.Expression, text: str) -> TableIR | None:
    if not isinstance(tree, sql.Create) or not isinstance(tree.this, sql.Schema):
        return None
    lines = text.splitlines()
    columns = []
    start = next((n for n, one in enumerate(lines) if tree.this.this.name.lower() in one.lower()), 0)
    for column in tree.this.expressions:
        if not isinstance(column, sql.ColumnDef):
            continue
        kind = column.args.get("kind")
        word = re.compile(rf"(?<!\w){re.escape(column.name)}(?!\w)")
        after = next((n for n in range(start, len(lines)) if word.search(lines[n])), start)
        columns.append((column.name, kind.sql().lower() if kind is not None else "", after))
    return TableIR(tree.this.this.name, columns)


def _columns(tree: sql.Expression, outer: Scope | None = None) -> list[ColumnIR] | None:
    """What a statement gives back, by position; None where it gives no rows."""
    if isinstance(tree, (sql.Insert, sql.Update, sql.Delete)):
        returning = tree.args.get("returning")
        if returning is None:
            return None
        table = tree.this.this if isinstance(tree.this, sql.Schema) else tree.this
        scope: Scope = {table.alias_or_name: table.name} if isinstance(table, sql.Table) else {}
        return [column for one in returning.expressions for column in _selected(one, scope)]
    if isinstance(tree, sql.Subquery):
        return _columns(tree.this, outer)
    if not isinstance(tree, (sql.Select, sql.SetOperation)):
        return None
    named: dict[str, str | list[ColumnIR]] = dict(outer or {})
    with_ = tree.args.get("with_") or tree.args.get("with")
    for common in with_.expressions if with_ is not None else ():
        named[common.alias] = _columns(common.this, named) or []
    if isinstance(tree, sql.SetOperation):
        left, right = _columns(tree.this, named) or [], _columns(tree.expression, named) or []
        return [
            ColumnIR(one.name, [*one.parts, *(right[number].parts if number < len(right) else ())], one.measure)
            for number, one in enumerate(left)
        ]
    scope = _scope(tree, named)
    return [column for one in tree.expressions for column in _selected(one, scope)]


def _scope(tree: sql.Select, named: Scope) -> Scope:
    found: dict[str, str | list[ColumnIR]] = {}
    first = tree.args.get("from_") or tree.args.get("from")
    for source in [first.this if first is not None else None, *(join.this for join in tree.args.get("joins") or ())]:
        if isinstance(source, sql.Table):
            found[source.alias_or_name] = named.get(source.name, source.name)
        elif isinstance(source, sql.Subquery):
            found[source.alias_or_name] = _columns(source.this, named) or []
    return found


def _selected(one: sql.Expression, scope: Scope) -> Iterable[ColumnIR]:
    if isinstance(one, sql.Star):
        for name in scope:
            yield from _all_of(name, scope)
        return
    bare = one.this if isinstance(one, sql.Alias) else one
    if isinstance(bare, sql.Column) and isinstance(bare.this, sql.Star):
        yield from _all_of(bare.table, scope)
        return
    name = one.alias_or_name or bare.sql()
    yield ColumnIR(name, _parts(bare, scope)[:MAX_PARTS], _is_measure(bare))


def _is_measure(tree: sql.Expression) -> bool:
    return isinstance(tree, (*_MEASURES, sql.Predicate)) and not isinstance(tree, sql.Subquery)


def _all_of(name: str, scope: Scope) -> Iterable[ColumnIR]:
    meant = scope.get(name, name)
    if isinstance(meant, str):
        yield ColumnIR("*", [(meant, "*")])
    else:
        yield from meant


def _parts(tree: sql.Expression, scope: Scope) -> list[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for column in tree.find_all(sql.Column, bfs=False):
        if column.name == HOLE or _is_measured(column, tree):
            continue
        for part in _resolved(column, scope):
            found[part] = None
    return list(found)


def _is_measured(column: sql.Expression, tree: sql.Expression) -> bool:
    """Whether a column only stands in a condition or a count within the expression."""
    inner: sql.Expr | None = column
    while inner is not None and inner is not tree:
        parent = inner.parent
        if isinstance(parent, (*_MEASURES, sql.Where, sql.Predicate)):
            return True
        if isinstance(parent, sql.If) and parent.this is inner:
            return True
        inner = parent
    return False


def _resolved(column: sql.Column, scope: Scope) -> list[tuple[str, str]]:
    if column.table:
        meant = scope.get(column.table, column.table)
        if isinstance(meant, str):
            return [(meant, column.name)]
        return next((one.parts for one in meant if one.name == column.name), [])
    for meant in scope.values():
        inner = [one.parts for one in meant if one.name == column.name] if isinstance(meant, list) else []
        if inner:
            return inner[0]
    tables = [meant for meant in scope.values() if isinstance(meant, str)]
    # of several tables the schema tells which; it is asked where all files are known
    return [(tables[0] if len(tables) == 1 else "|".join(tables), column.name)]
