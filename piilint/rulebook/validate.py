"""What no entry can tell by itself: names that must be declared somewhere, ids that may stand only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from piilint.rulebook.complaints import Complaints
from piilint.rulebook.convert import Entry
from piilint.rulebook.keys import Table
from piilint.rulebook.readers import variables_of
from piilint.rulebook.schema import TABLES
from piilint.terms.pattern import matches
from piilint.terms.port import Port
from piilint.terms.specs import BUILTIN_SINK_KINDS
from piilint.terms.spelling import did_you_mean

_CALLED = {"data": "data type", "sink": "sink kind"}
_WITH_ID = ("data", "rule", "audience", "purpose")


def _called(kind: str) -> str:
    return _CALLED.get(kind, kind)


def merge(entries: Iterable[Entry], complaints: Complaints) -> list[Entry]:
    """The entries with each `extend = true` merged into the one that it extends: lists joined, other keys replaced."""
    entries = list(entries)
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        if entry.id is None or entry.extends or entry.table not in _WITH_ID:
            continue
        other = first.setdefault((entry.table, entry.id), entry)
        if other is not entry:
            extend = "write extend = true to add to it, or " if TABLES[entry.table].extendable else ""
            cause = f'"{entry.id}" is defined already at {other.origin}; {extend}choose another id'
            entry.complain(complaints, cause, "id", entry.id)
    for entry in entries:
        if not entry.extends or entry.id is None:
            continue
        base = first.get((entry.table, entry.id))
        if base is None:
            known = (known_id for table, known_id in first if table == entry.table)
            cause = f'there is no {_called(entry.table)} "{entry.id}" to extend{did_you_mean(entry.id, known)}'
            entry.complain(complaints, cause, "id", entry.id)
        else:
            base.values = _joined(base.values, entry.values)
    return [entry for entry in entries if not entry.extends]


def _joined(base: Mapping[str, object], more: Mapping[str, object]) -> dict[str, object]:
    result = dict(base)
    for name, value in more.items():
        before = base.get(name)
        if isinstance(before, tuple) and isinstance(value, tuple):
            value = before + tuple(item for item in value if item not in before)
        result[name] = value
    return result


def check_shape(entry: Entry, complaints: Complaints) -> None:
    """Keys that need each other, once all that extends the entry is merged into it."""
    if entry.table == "rule":
        _check_rule(entry, complaints)
    elif entry.table == "audience" and not {"paths", "routes", "roles"} & set(entry.raw):
        entry.complain(complaints, "needs paths, routes or roles, to say which screens it sees")
    elif entry.table == "propagator":
        _check_variables(entry, complaints)
        _check_callee(entry, complaints)
    elif entry.table == "registration":
        _check_outputs(entry, complaints)
    elif entry.table == "sink" and "subclass_of" in entry.raw and "attribute" not in entry.raw:
        cause = 'needs "attribute" beside it: the class attribute or method that says what is shown'
        entry.complain(complaints, cause, "subclass_of")


_SCREEN_CONDITIONS = ("outside_purpose", "audience_not", "region_not")


def _check_rule(entry: Entry, complaints: Complaints) -> None:
    # a key that stands there but could not be read has its complaint already
    keys = {*entry.raw, *entry.values}
    if "same_record" in keys and "together" not in keys:
        entry.complain(complaints, 'goes with "together" only', "same_record")
    if "suppression" in keys:
        beside = sorted(keys & {"data", "sinks", "together", "same_record", "unless", "masked", *_SCREEN_CONDITIONS})
        if beside:
            entry.complain(complaints, f'is about comments and goes with no "{beside[0]}"', "suppression")
        return
    beyond_purpose = entry.values.get("outside_purpose", "outside_purpose" in entry.raw)
    if beyond_purpose or {"together", "audience_not", "region_not"} & keys or {"data", "sinks"} <= keys:
        return
    needed = "data with sinks, together, outside_purpose, audience_not, region_not or suppression"
    for one, other in (("data", "sinks"), ("sinks", "data")):
        if one in keys:
            needed = f'"{other}" beside "{one}"'
    entry.complain(complaints, f"needs {needed}")


_OF_ROUTES = ("url", "view", "on", "pairs", "of_module", "replaces", "methods", "decorated_by", "about", "default")


def _check_outputs(entry: Entry, complaints: Complaints) -> None:
    if entry.values.get("as", "route") != "route":
        for name in _OF_ROUTES:
            if name in entry.raw:
                entry.complain(complaints, 'goes with as = "route" only', name)
    if "outputs" in entry.raw:
        if "kind" not in entry.raw:
            entry.complain(complaints, 'needs "kind" beside it: what kind of sink a result is there', "outputs")
        if "call" in entry.raw and "function" not in entry.raw:
            entry.complain(complaints, 'needs "function" beside it: the port of the function that is called', "outputs")
        if "refers" in entry.raw and "unseen" not in entry.raw:
            entry.complain(complaints, 'goes with "unseen" only: the calls that make the components', "refers")
        return
    for name in ("function", "kind", "made_by", "unseen", "unseen_when", "refers"):
        if name in entry.raw:
            entry.complain(complaints, 'goes with "outputs" only', name)


def _check_callee(entry: Entry, complaints: Complaints) -> None:
    if "with" in entry.raw and "calls" not in entry.raw:
        entry.complain(complaints, 'goes with "calls" only: the port of the function that gets this', "with")


def _check_variables(entry: Entry, complaints: Complaints) -> None:
    target, origins = entry.values.get("to"), entry.values.get("from")
    if isinstance(target, Port) and isinstance(origins, tuple):
        bound = {variable for port in origins for variable in variables_of(port)}
        for variable in sorted(variables_of(target) - bound):
            entry.complain(complaints, f'the path variable {variable} stands in no port of "from"', "to")


def check_names(entries: Iterable[Entry], use_defaults: bool, complaints: Complaints) -> None:
    """Every data type, sink kind, guard and audience that is named is declared, and every pattern fits one that is."""
    entries = list(entries)
    declared = _declared(entries)
    for entry in entries:
        if entry.file.built_in and not use_defaults:
            # the language's own rules may speak of data types that are not loaded
            continue
        for kind, within, word in _names(entry.values, TABLES[entry.table]):
            known = declared[kind]
            if "*" not in word:
                if word not in known:
                    cause = f'there is no {_called(kind)} "{word}"{did_you_mean(word, known)}'
                    entry.complain(complaints, cause, *within, word)
            elif not any(matches(word, name) for name in known):
                say = entry.complain if use_defaults else entry.doubt
                cause = f'"{word}" fits no {_called(kind)}{did_you_mean(word, _alike(word, known))}'
                say(complaints, cause, *within, word)


def _declared(entries: list[Entry]) -> dict[str, set[str]]:
    declared: dict[str, set[str]] = {"data": set(), "sink": set(BUILTIN_SINK_KINDS), "guard": set(), "audience": set()}
    key_of = {"data": "id", "sink": "kind", "guard": "name", "audience": "id"}
    for entry in entries:
        table = "sink" if entry.table in ("render", "registration") else entry.table
        name = entry.values.get(key_of.get(table, ""))
        if isinstance(name, str):
            declared[table].add(name)
    return declared


def _names(values: Mapping[str, object], table: Table) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Each word of an entry that is a name of something, with what it names and the keys that lead to it."""
    for name, key in table.keys.items():
        value = values.get(name)
        if key.names is not None:
            for word in _words(value):
                yield key.names, (name,), word
        if key.inside is not None and isinstance(value, tuple):
            for inner in value:
                for kind, within, word in _names(inner, key.inside):
                    yield kind, (name, *within), word


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (key, item)


def _alike(pattern: str, known: Iterable[str]) -> set[str]:
    """The pattern as it would be written for each known name: its fixed beginning replaced, its end kept."""
    parts = pattern.split(".")
    fixed = next((number for number, part in enumerate(parts) if "*" in part), len(parts))
    return {".".join((*name.split(".")[:fixed], *parts[fixed:])) for name in known} if fixed else set()
