"""One entry of a rule file -> its values, each read and checked by the schema -> its spec."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from piilint.rulebook.complaints import Complaints
from piilint.rulebook.files import RuleFile
from piilint.rulebook.keys import Table
from piilint.rulebook.readers import Complain, kind_of
from piilint.rulebook.scan import key_line
from piilint.rulebook.schema import TABLES
from piilint.terms.port import Port
from piilint.terms.specs import Matcher, Origin
from piilint.terms.spelling import did_you_mean, listed, nearest

PER_CALL_KINDS = ("log", "export", "message", "third_party", "llm")
"""Sinks of these kinds, and of all below them, show each call by itself: a log record, a row, a message."""


@dataclass(slots=True)
class Entry:
    """One table of a rule file. `values` holds what could be read."""

    table: str
    file: RuleFile
    line: int
    raw: Mapping[str, object]
    extends: bool = False
    values: dict[str, object] = field(default_factory=dict)
    match: Matcher | None = None

    @property
    def id(self) -> str | None:
        """What other entries call it, where its table has an id."""
        written = self.values.get("id")
        return written if isinstance(written, str) else None

    @property
    def origin(self) -> Origin:
        """Where it stands."""
        return Origin(self.file.path, self.line)

    def complain(self, complaints: Complaints, cause: str, *within: str) -> None:
        """Something is wrong with the entry, at the key and below it that `within` leads to."""
        complaints.add(self.file.path, self._line(within), self._said(cause, within))

    def doubt(self, complaints: Complaints, cause: str, *within: str) -> None:
        """Something looks wrong, but may be meant."""
        complaints.doubt(self.file.path, self._line(within), self._said(cause, within))

    def _line(self, within: tuple[str, ...]) -> int:
        return key_line(self.file.text, self.line, *within) if within else self.line

    def _said(self, cause: str, within: tuple[str, ...]) -> str:
        key = f" {within[0]}" if within else ""
        return f"[[{self.table}]]{key}: {cause}"


def entries_of(file: RuleFile, complaints: Complaints) -> Iterator[Entry]:
    """The entries of a rule file, in its order by table, their values read."""
    for table, value in file.tables.items():
        if table not in TABLES:
            cause = f"[[{table}]] is no table of the rule language{did_you_mean(table, TABLES)}"
            complaints.add(file.path, _line_of_table(file, table), cause)
        elif not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            cause = f"{table} is {kind_of(value)}; write each entry as [[{table}]]"
            complaints.add(file.path, _line_of_table(file, table), cause)
        else:
            lines = file.lines.get(table, [])
            for nth, raw in enumerate(value):
                line = lines[nth] if len(lines) == len(value) else _line_of_table(file, table)
                yield _read(Entry(table, file, line, raw), complaints)


def _line_of_table(file: RuleFile, table: str) -> int:
    if table in file.lines:
        return file.lines[table][0]
    # written as [table], or as table = ...
    lines = enumerate(file.text.splitlines(), 1)
    return next((number for number, line in lines if line.lstrip(" \t[\"'").startswith(table)), 1)


def _read(entry: Entry, complaints: Complaints) -> Entry:
    table = TABLES[entry.table]

    def complain(cause: str, *within: str) -> None:
        entry.complain(complaints, cause, *within)

    _unknown_keys(entry.raw, table, complain)
    entry.extends = table.extendable and entry.raw.get("extend") is True
    if table.extendable and not isinstance(entry.raw.get("extend", True), bool):
        complain("expected true or false", "extend")
    entry.values = read_keys(entry.raw, table, complain)
    if entry.extends and "id" not in entry.values and "id" not in entry.raw:
        complain('needs "id", to say what it extends')
    elif not entry.extends:
        for name, key in table.keys.items():
            if key.required and name not in entry.raw:
                complain(f'needs "{name}"')
    _matcher(entry, table, complain)
    return entry


def read_keys(raw: Mapping[str, object], table: Table, complain: Complain) -> dict[str, object]:
    """The values of the keys that could be read."""
    values: dict[str, object] = {}
    for name, key in table.keys.items():
        if name not in raw:
            continue
        wrong = False

        def tell(cause: str, *within: str, name: str = name) -> None:
            nonlocal wrong
            wrong = True
            complain(cause, name, *within)

        value = _tables_inside(raw[name], key.inside, tell) if key.inside is not None else key.read(raw[name], tell)
        if not wrong:
            values[name] = value
    return values


def _tables_inside(value: object, table: Table, complain: Complain) -> tuple[dict[str, object], ...] | None:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        complain('expected a list of tables like [{ masked = "weak" }]')
        return None

    def tell(cause: str, *within: str) -> None:
        complain(f"{within[0]}: {cause}", *within)

    for each in value:
        if not each:
            complain("an empty table holds always and would excuse every flow")
        _unknown_keys(each, table, tell)
    return tuple(read_keys(each, table, tell) for each in value)


def _unknown_keys(raw: Mapping[str, object], table: Table, complain: Complain) -> None:
    known = _keys_of(table)
    for name in raw:
        if name in known:
            continue
        homes = [f"[[{other}]]" for other, its in TABLES.items() if name in _keys_of(its)]
        home = f"; it belongs to {listed(homes, 'and')}" if homes else ""
        every = f"; the keys are {listed(sorted(known), 'and')}"
        complain(f"unknown key{home or did_you_mean(name, known) or every}", name)


def _keys_of(table: Table) -> set[str]:
    return {*table.keys, *table.matchers, *(("extend",) if table.extendable else ())}


def _matcher(entry: Entry, table: Table, complain: Complain) -> None:
    given = [name for name in table.matchers if name in entry.raw]
    if len(given) > 1:
        complain(f"has {len(given)} matchers, {listed(given, 'and')}; make an entry of each", given[1])
    elif not given and table.matchers:
        misspelt = any(nearest(name, table.matchers) for name in entry.raw if name not in table.keys)
        if not misspelt:
            few = listed(table.matchers)
            complain(f'needs "{few}"' if len(table.matchers) == 1 else f"needs one matcher: {few}")
    for name in given:
        wrong: list[str] = []

        def tell(cause: str, *within: str, name: str = name, wrong: list[str] = wrong) -> None:
            wrong.append(cause)
            complain(cause, name, *within)

        patterns = table.matchers[name](entry.raw[name], tell)
        if not wrong and isinstance(patterns, tuple):
            entry.match = Matcher(name, patterns)
    for name, key in table.keys.items():
        if name in entry.raw and key.beside and given and not any(one in entry.raw for one in key.beside):
            few = " or ".join(f'"{one}"' for one in key.beside)
            complain(f'goes with {few} only; this entry matches by "{given[0]}"', name)


def specs_of(entry: Entry) -> tuple[object, ...]:
    """The frozen specs of an entry with which nothing is wrong: one, or one for each of its ports or templates."""
    for name in ("port", "template", "keep", "drop"):
        several = entry.values.get(name)
        if isinstance(several, tuple):
            return tuple(_spec(entry, {**entry.values, name: one}) for one in several)
    return (_spec(entry, entry.values),)


def _spec(entry: Entry, values: Mapping[str, object]) -> object:
    table = TABLES[entry.table]
    arguments = {table.keys[name].field or name: value for name, value in values.items()}
    for name, key in table.keys.items():
        if key.inside is not None and name in values:
            arguments[name] = tuple(key.inside.spec(**inner) for inner in _tables(values[name]))
    if table.matchers:
        arguments["match"] = entry.match
    arguments = _DEFAULTS.get(entry.table, dict)(arguments)
    return table.spec(**arguments, origin=entry.origin)


def _tables(value: object) -> tuple[dict[str, object], ...]:
    return value if isinstance(value, tuple) else ()


def _sink_defaults(arguments: dict[str, object]) -> dict[str, object]:
    kind, match = str(arguments["kind"]), arguments["match"]
    screen = "call" if kind.partition(".")[0] in PER_CALL_KINDS else "function"
    if isinstance(match, Matcher) and match.by == "returns_of":
        # what the function returns, whole
        arguments = {"port": Port("return", None, (), True), **arguments}
    return {"screen": screen, **arguments}


_DEFAULTS = {
    "data": lambda arguments: {"title": arguments["id"], **arguments},
    "rule": lambda arguments: {"name": arguments["id"], **arguments},
    "sink": _sink_defaults,
}
