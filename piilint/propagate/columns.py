"""Values with columns, such as data frames: their columns are chosen, dropped, renamed, joined and named by constants.

Such a value is an object of a library's class, and its columns are its keys. What is inside is known as far as names
were told; a table of which nothing is known has no columns here, and what is read from it is judged by its name.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from piilint.ir.instructions import Build, Call, Constant, LoadItem
from piilint.propagate.access import load_item
from piilint.propagate.arguments import Arguments, moved_by_call, positions_of
from piilint.propagate.atoms import (
    EMPTY,
    OPAQUE,
    Alloc,
    Atom,
    Const,
    ExtInst,
    Fact,
    Sym,
    Value,
    alloc,
    const,
    derived,
    fact,
    is_of_library,
    maybe,
    sym,
)
from piilint.propagate.expressions import EVERY, Written, expressed, written
from piilint.propagate.memory import SELF, SPREAD, Fields, joined
from piilint.propagate.ports import NO_VALUE, read_port
from piilint.propagate.queries import queries_at
from piilint.propagate.table_contents import column_class, contents, flat, members, names_in
from piilint.propagate.taints import only_taints
from piilint.propagate.things import names_of, things_of
from piilint.terms.access_path import ANY, attribute, key, name_of
from piilint.terms.column import Column
from piilint.terms.flow import Verb
from piilint.terms.port import Port
from piilint.terms.specs import FoundSource, PropagatorSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piilint.propagate.run import FunctionRun

ROW = "table.row"
"""The class of a row: its columns are read by position, key and attribute."""
MAX_COLUMNS = 200

_port = lru_cache(maxsize=256)(Port.parse)


def move_columns(
    run: FunctionRun,
    specs: Sequence[PropagatorSpec],
    arguments: Arguments,
    receiver: Value | None,
    result: Value,
    at: int,
) -> Value | None:
    """The call's result by what the entries about columns say; None where no column can be known from this call."""
    told: Value | None = None
    for spec in specs:
        chooser = spec.keep or spec.drop or spec.rename or spec.merge or spec.columns_from
        chosen = read_port(run, _port(chooser or ""), arguments, receiver, None, at)
        queries = queries_at(run, _port(spec.columns_from), arguments, at) if spec.columns_from else []
        if chosen is NO_VALUE and not queries:
            continue
        tables = joined(read_port(run, port, arguments, receiver, None, at) for port in spec.from_)
        if EVERY in (spec.keep, spec.merge):
            found = _as_written(run, spec, written(run, arguments), tables, arguments, receiver, result, at)
        else:
            found = _applied(run, spec, tables, chosen, result, queries, at)
        if found is None:
            continue
        told = _placed(run, spec, found, arguments, receiver, told if told is not None else result, at)
    if told is None and all(spec.columns_from is None or spec.from_ for spec in specs):
        # nothing is said of this call's columns: all stay
        spec = specs[0]
        tables = joined(read_port(run, port, arguments, receiver, None, at) for port in spec.from_)
        columns, rest = contents(run, tables)
        if spec.columns_from is not None:
            columns = {label: flat(run, held, _class_of(run, result, tables), at) for label, held in columns.items()}
        told = _placed(run, spec, _table(run, columns, rest, result, tables, at), arguments, receiver, result, at)
    return told


def _applied(
    run: FunctionRun,
    spec: PropagatorSpec,
    tables: Value,
    chosen: Value,
    result: Value,
    queries: list[tuple[Column, ...]],
    at: int,
) -> Value | None:
    if spec.keep:
        return choose(run, tables, chosen, at)
    if spec.columns_from:
        return _named(run, spec, tables, chosen, result, queries, at)
    columns, rest = contents(run, tables)
    names = names_in(run, chosen)
    if spec.drop:
        told = expressed(run, chosen) if names is None else None
        dropped = {key(name): EMPTY for name in names or (told.columns if told else ())}
        kept = {label: held for label, held in columns.items() if label not in dropped}
        # of what only the caller has, and of what is still to come, these columns are gone as well
        kept.update(dropped if not columns or any(isinstance(atom, Sym) for atom in rest) else {})
        return _table(run, kept, rest, result, tables, at)
    if spec.rename:
        return _table(run, _renamed(run, columns, rest, chosen, names, at), rest, result, tables, at)
    others, more = contents(run, members(run, chosen))
    made = _table(run, {**others, **columns}, joined((rest, more)), result, tables, at)
    thing = next(iter(made))
    for label, held in list(run.state.heap[thing].items()):
        shared = joined((columns.get(label, EMPTY), others.get(label, EMPTY))) or held
        run.state.write(thing, label, {_of_record(atom, thing): hop for atom, hop in shared.items()}, strong=True)
    return made


def _as_written(
    run: FunctionRun,
    spec: PropagatorSpec,
    asked: Written | None,
    tables: Value,
    arguments: Arguments,
    receiver: Value | None,
    result: Value,
    at: int,
) -> Value | None:
    """The columns that expressions ask for, alone or beside those of the first table; None where all stay."""
    if asked is None:
        return None
    if not spec.from_:
        # an expression itself
        if asked.all_but is not None:
            return None
        named: Fields = {key(name): {const(one): None for one in made_of} for name, made_of in asked.columns.items()}
        return _table(run, named, EMPTY, result, EMPTY, at)
    first = read_port(run, spec.from_[0], arguments, receiver, None, at)
    columns, rest = contents(run, first)
    if spec.keep:
        if asked.all_but is None:
            own = run.state.own(first) if asked.columns else EMPTY
            columns, rest = {}, {atom: hop for atom, hop in own.items() if isinstance(atom, Fact)}
        else:
            gone = {key(name): EMPTY for name in asked.all_but}
            columns = {**{label: held for label, held in columns.items() if label not in gone}, **gone}
    names = list(dict.fromkeys(one for made_of in asked.columns.values() for one in made_of))
    guessed = _guesses(run, tables, names, at)
    new: Fields = {}
    for name, made_of in asked.columns.items():
        parts = [_column(run, atom, key(one), at) for one in made_of for atom in tables]
        new[key(name)] = joined((*parts, *(guessed[one] for one in made_of))) or {OPAQUE: None}
    return _table(run, {**columns, **new}, rest, result, first, at)


def _of_record(atom: object, record: object) -> Fact:
    """What was joined belongs to one record."""
    if isinstance(atom, Fact):
        return fact(atom.source, record, atom.data, atom.mask, atom.by)  # type: ignore[arg-type]
    return atom  # type: ignore[return-value]


def choose(run: FunctionRun, tables: Value, chosen: Value, at: int) -> Value:
    """`table[chosen]`: the column of that name, a table of those columns, or for anything else the table's rows."""
    if len(chosen) == 1 and (pair := positions_of(run, chosen)) is not None and len(pair) == 2:
        # rows and columns
        chosen = pair[1] if any(isinstance(atom, Alloc) and atom.kind == "tuple" for atom in chosen) else chosen
    constants, others = run.constants(chosen)
    if constants and not others and all(isinstance(one, int) for one in constants):
        label = key(constants[0])
        known = (atom for atom in tables if label in run.state.heap.get(atom, {}))
        found = joined(_column(run, atom, label, at) for atom in known)
        return found or tables
    if constants and not others and all(isinstance(one, (str, int)) for one in constants):
        found = load_item(run, tables, chosen, at)
        if at >= 0 and isinstance(run.code[at], Call) and not any(atom.is_taint for atom in found):
            # a call that is told a column's name brings in what that name says
            found = joined((found, *_guesses(run, tables, [str(one) for one in constants], at).values()))
        return found if _is_known(found) else joined((found, _unknown_column(run, tables, found, at)))
    names = names_in(run, chosen)
    if names is None:
        return run.moved(tables, Verb.READ, at)
    fields: Fields = {}
    own = run.state.own(tables)
    guessed = _guesses(run, tables, names, at)
    for name in names:
        label = key(name)
        parts = [part for atom in tables if (part := _column(run, atom, label, at))]
        fields[label] = joined((*parts, guessed[name])) or {OPAQUE: None}
    return _table(run, fields, {atom: hop for atom, hop in own.items() if isinstance(atom, Fact)}, EMPTY, tables, at)


def _guesses(run: FunctionRun, tables: Value, names: Sequence[str], at: int) -> dict[str, Value]:
    """By name, what columns are as their names tell, where more is not known of them."""
    told = _told_where_read(run, at) or run.engine.query_sources(run.id, tuple(map(Column, names)), at)
    found: dict[str, Value] = {}
    for name in names:
        label = key(name)
        guesses: Value = {}
        for source in told.get(name, ()):
            for atom in tables:
                if isinstance(atom, Sym):
                    guesses[maybe(source, atom, label)] = run.hop(None, Verb.READ, at)
                elif not atom.is_taint and not isinstance(atom, Const) and label not in run.state.heap.get(atom, {}):
                    guesses[fact(source, atom)] = run.hop(None, Verb.READ, at)
        found[name] = guesses
    return found


def _told_where_read(run: FunctionRun, at: int) -> dict[str, tuple[FoundSource, ...]]:
    """What the names in the list of a subscript tell, as they stand there: with whose table it is."""
    read = run.code[at] if at >= 0 else None
    index = run.code[read.index] if isinstance(read, LoadItem) and read.index >= 0 else None
    if isinstance(index, Build) and index.kind == "tuple" and len(index.items) == 2:
        index = run.code[index.items[1][1]]
    told: dict[str, tuple[FoundSource, ...]] = {}
    for _, item in index.items if isinstance(index, Build) and index.kind == "list" else ():
        constant = run.code[item]
        if isinstance(constant, Constant) and item in run.sources:
            told[str(constant.value)] = run.sources[item]
    return told


def _column(run: FunctionRun, atom: Atom, label: str, at: int) -> Value:
    if isinstance(atom, (Sym, Alloc, ExtInst)):
        return run.moved(run.state.read(atom, label), Verb.READ, at)
    return EMPTY


def _is_known(value: Value) -> bool:
    return any(not atom.is_taint for atom in value)


def _unknown_column(run: FunctionRun, tables: Value, found: Value, at: int) -> Value:
    thing = alloc((run.id, at, "column", *run.turn), column_class(_class_of(run, EMPTY, tables)))
    run.state.create(thing, {})
    if "." not in thing.kind:
        return {OPAQUE: None}
    return {thing: None} if found else {thing: None, OPAQUE: None}


def _class_of(run: FunctionRun, result: Value, tables: Value) -> str:
    """The class of a table that is made here: as rules say of the result, else that of what it is made of."""
    for atom in (*result, *tables):
        for thing in things_of(run, atom) if not atom.is_taint else ():
            if is_of_library(thing) or isinstance(thing, ExtInst):
                name = next(iter(names_of(run.engine, thing)), "")
                if name and not name.startswith("builtins."):
                    return name
    return "table"


def _table(run: FunctionRun, columns: Fields, rest: Value, result: Value, tables: Value, at: int) -> Value:
    cls = _class_of(run, result, tables)
    made = alloc((run.id, at, "table", *run.turn), cls if "." in cls else "dict")
    fields: Fields = {label: run.moved(held, Verb.CALL, at) for label, held in columns.items()}
    own: Value = {atom: hop for atom, hop in rest.items() if atom.is_taint}
    spread: Value = {atom: hop for atom, hop in rest.items() if isinstance(atom, Sym)}
    if own:
        fields[SELF] = moved_by_call(own, run, at, False)
    if spread:
        fields[SPREAD] = spread
    run.state.create(made, fields)
    return {made: None}


def _renamed(run: FunctionRun, columns: Fields, rest: Value, chosen: Value, names: list[str] | None, at: int) -> Fields:
    new: dict[str, str] = {}
    for atom in chosen:
        if isinstance(atom, Alloc) and atom.kind == "dict":
            for label, held in run.state.heap.get(atom, {}).items():
                constants = [one.value for one in held if isinstance(one, Const) and isinstance(one.value, str)]
                if len(constants) == 1 and len(held) == 1:
                    new[label] = key(constants[0])
        elif names is not None and len(names) == len(columns):
            new = dict(zip(columns, map(key, names), strict=True))
    told = run.engine.query_sources(run.id, tuple(Column(str(name_of(label))) for label in new.values()), at)
    result: Fields = {new.get(label, label): held for label, held in columns.items()}
    callers = [atom for atom in rest if isinstance(atom, Sym)]
    for old, label in new.items():
        if old not in columns and callers:
            # what only the caller has
            result[label] = joined(_column(run, atom, old, at) for atom in callers)
            result.setdefault(old, EMPTY)
        elif old not in columns and not columns:
            # of a table of which nothing is known, the new names are all there is to go by
            sources = told.get(str(name_of(label)), ())
            result[label] = {fact(source, None): run.hop(None, Verb.READ, at) for source in sources} or {OPAQUE: None}
    return result


def _named(
    run: FunctionRun,
    spec: PropagatorSpec,
    tables: Value,
    chosen: Value,
    result: Value,
    queries: list[tuple[Column, ...]],
    at: int,
) -> Value | None:
    """A table or row whose columns get these names, with the data that comes in by position or by the same name."""
    if not queries:
        names = names_in(run, chosen)
        if names is None or (spec.to.path and not spec.from_):
            return None
        queries = [tuple(Column(name) for name in names)]
    data = contents(run, tables, positions=True) if spec.from_ else ({}, EMPTY)
    cls = ROW if spec.to.path else _class_of(run, result, tables)
    return joined(
        _filled(run, alloc((run.id, at, "table", number, *run.turn), cls), columns[:MAX_COLUMNS], data, at)
        for number, columns in enumerate(queries)
    )


def _filled(run: FunctionRun, made: Alloc, columns: tuple[Column, ...], data: tuple[Fields, Value], at: int) -> Value:
    """The table or row with these columns."""
    known, rest = data
    told = run.engine.query_sources(run.id, columns, at)
    fields: Fields = {}
    sequences = [atom for atom in rest if isinstance(atom, Sym)]
    for number, column in enumerate(columns):
        held = known.get(key(column.name)) or known.get(key(number)) or known.get(ANY)
        value = flat(run, held or {OPAQUE: None}, made.kind, at)
        if not only_taints(value) and OPAQUE in value:
            told_here: Value = {}
            for source in told.get(column.name, ()):
                hop = run.hop(None, Verb.SOURCE, at)
                if sequences:
                    told_here.update({maybe(source, below_any(atom), key(number)): hop for atom in sequences})
                else:
                    told_here[fact(source, made)] = hop
            if told_here:
                # what it is, is known now
                value = {**{atom: hop for atom, hop in value.items() if atom is not OPAQUE}, **told_here}
        for atom in sequences:
            value = {**value, derived(sym(atom.root, (*atom.path, ANY, key(number))), True): rest[atom]}
        if made.kind == ROW:
            value = only_taints(value) or value
            fields[key(number)] = value
            fields[attribute(column.name)] = value
        fields[key(column.name)] = value
    own: Value = {atom: hop for atom, hop in rest.items() if atom.is_taint}
    if own and not columns:
        fields[SELF] = own
    run.state.create(made, fields)
    return {made: None}


def below_any(symbol: Sym) -> Sym:
    """Some element of what a symbol is."""
    return sym(symbol.root, (*symbol.path, ANY))


def _placed(
    run: FunctionRun,
    spec: PropagatorSpec,
    value: Value,
    arguments: Arguments,
    receiver: Value | None,
    result: Value,
    at: int,
) -> Value:
    """The table where the entry says; it takes the place of what only the type of the result was known of."""
    from piilint.propagate.ports import write_port

    if spec.to.base == "receiver" and not spec.to.path:
        made = next((atom for atom in value if isinstance(atom, Alloc)), None)
        for atom in receiver or ():
            if made is not None and isinstance(atom, (Alloc, ExtInst)):
                run.state.create(atom, dict(run.state.heap.get(made, {})))
        return result
    if spec.to.base == "return" and not spec.to.path:
        # of the entries about one call each adds what it keeps
        kept = {
            atom: hop
            for atom, hop in result.items()
            if not isinstance(atom, ExtInst) and not (isinstance(atom, Alloc) and atom.site == (run.id, at))
        }
        return joined((kept, value))
    if spec.to.base == "receiver" and spec.to.path == (ANY,):
        # the rows of the last query, not of all
        holders = [atom for atom in receiver or () if isinstance(atom, (Alloc, ExtInst, Sym))]
        for atom in holders:
            run.state.write(atom, ANY, value, strong=len(holders) == 1)
        return result
    return write_port(run, spec.to, arguments, receiver, result, value, at, replace=True)
