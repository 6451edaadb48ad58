"""What a library keeps under keys for all functions: a session, what is global to a request, the state of a page.

Each constant key of such a store is a cell of its own. A cell holds a copy of all that was ever put there, by shape: of
containers made at different places there is one at each path. So who reads a cell gets objects that nobody else has,
and only those look again who read this very key. A key that is made at run time neither writes nor reads, in the store
or in a mapping that lies there (fewer flows): it would mean all cells at once, and what all functions share is often a
cache. While a function runs, what it put there itself counts alone; what it leaves there is an effect on the store's
symbol, `("k", store)`, until all that callers tell of it is known.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeGuard, TypeVar

from piilint.ir import instructions as ir
from piilint.ir.program import Function
from piilint.propagate.atoms import (
    ABSENT,
    EMPTY,
    OPAQUE,
    Alloc,
    Atom,
    Bound,
    Const,
    Derived,
    Ext,
    ExtInst,
    Fact,
    Inst,
    Maybe,
    Sym,
    Text,
    Value,
    alloc,
    below,
    derived,
    ext,
    ext_inst,
    fact,
    inst,
    sym,
)
from piilint.propagate.memory import Fields, State, joined, without_absent
from piilint.propagate.subjects import is_marked
from piilint.propagate.summary import MAX_RAISES, Effect, Summary
from piilint.terms.access_path import ANY, KEYS, Label, key, name_of, position_of

if TYPE_CHECKING:
    from piilint.propagate.engine import Engine
    from piilint.propagate.run import Context, FunctionRun

ROOT = "k"
"""The root of a store's symbol."""
SITE, KEYED = "kept", "keyed"
"""Where the objects of a cell were made, and copies of mappings with their constant keys alone."""
METHODS = frozenset(name for name in dir(dict) if name[:1] != "_")
"""Attributes of a store that are none of its keys."""
MAX_DEPTH, MAX_WIDTH, MAX_ALIKE, MAX_WRITERS = 4, 32, 3, 24
"""How deep and wide what is kept has a shape, how many sources of one type of data lie at one place of it, and how many
functions are looked at since they may put something there."""
COMPUTED = frozenset((ANY, KEYS))
"""In a mapping: what lies under keys that are made at run time, and these keys."""
NO_DATA = frozenset(("closure", "cell", "partial", "partialmethod", "getter", "base_method", "super", "slice"))
PLACED = frozenset(("tuple",))
"""Kinds of sequences whose elements stay at their positions."""

T = TypeVar("T")

Cell = tuple[str, str]
"""A store's name and a key."""
Tell = Callable[[Atom], Value]
"""What a taint comes to that waits for a caller."""


class Kept:
    """The cells, and who read them."""

    def __init__(self) -> None:
        self.cells: dict[Cell, Value] = {}
        self.heap: dict[Atom, Fields] = {}
        self.open: set[Cell] = set()
        """Cells into which something was put of which nothing is known."""
        self.readers: dict[Cell, set[tuple[int, Context]]] = defaultdict(set)
        self.asked: set[Cell] = set()
        self.personal: set[Cell] = set()
        self.written: set[Atom] = set()
        """The symbols of stores into which something was put."""
        self.taken: dict[tuple[int, Context], dict[Alloc, None]] = defaultdict(dict)
        """What a look that is under way took out of cells."""


def is_store(atom: Atom, run: FunctionRun) -> TypeGuard[Ext]:
    """Whether rules say of a library's object that it keeps things for all functions."""
    return isinstance(atom, Ext) and atom.name in run.engine.knowledge.stores


def key_in(label: Label) -> str | None:
    """The constant key that an element or attribute of a store is meant by."""
    name = label[1:] if label[:1] == "." else name_of(label)
    return name if isinstance(name, str) and label in (f".{name}", key(name)) else None


def put(run: FunctionRun, store: str, label: Label, value: Value, strong: bool) -> None:
    """Something is put into a store under a constant key."""
    name = key_in(label)
    if name is not None:
        symbol = sym((ROOT, store))
        run.engine.kept.written.add(symbol)
        run.state.write(symbol, key(name), value, strong)


def is_part(run: FunctionRun, name: str) -> bool:
    """Whether a library's object is what a store has under a key, of which nothing is known."""
    return name.rpartition(".")[0] in run.engine.knowledge.stores


def put_inside(run: FunctionRun, part: str, label: Label, value: Value, at: int) -> None:
    """Something is put into what lies under a key, where nothing is known of that but this."""
    store, _, name = part.rpartition(".")
    whole = alloc((run.id, at, SITE), "list" if label == ANY else "dict")
    run.state.create(whole, {label: value})
    put(run, store, key(name), {whole: None}, strong=False)


def take_out(run: FunctionRun, store: str, label: Label) -> None:
    """A key is deleted."""
    name = key_in(label)
    if name is not None:
        run.state.drop(sym((ROOT, store)), key(name))


def look_up(run: FunctionRun, store: str, name: str) -> Value:
    """What lies under a key: what this function put there itself, else a copy of what anybody did."""
    own, is_all = _own(run, store, name)
    if is_all:
        return own
    engine, cell = run.engine, (store, name)
    engine.kept.readers[cell].add((run.id, tuple(run.context.items())))
    _look_at_writers(engine, cell)
    held = engine.kept.cells.get(cell, EMPTY)
    _adopt(run, held)
    found = joined((own, held))
    return found if found and cell not in engine.kept.open else {**found, ext(f"{store}.{name}"): None}


def is_told(run: FunctionRun, store: str, label: Label) -> bool:
    """Whether what lies under a key is known, so that the key's name is no evidence."""
    name = key_in(label)
    if name is None:
        return False
    own, is_all = _own(run, store, name)
    if is_all:
        return any(atom.is_taint for atom in own) or not any(atom.is_opaque for atom in own)
    cell = (store, name)
    return cell in run.engine.kept.cells and cell not in run.engine.kept.open


def _own(run: FunctionRun, store: str, name: str) -> tuple[Value, bool]:
    """What this function put under a key, and whether nothing else can lie there."""
    symbol = sym((ROOT, store))
    held = run.state.heap.get(symbol, {}).get(key(name))
    if held is None:
        return EMPTY, False
    before = below(symbol, key(name))
    own = {atom: hop for atom, hop in without_absent(held).items() if atom is not before}
    return own, before not in held


def _look_at_writers(engine: Engine, cell: Cell) -> None:
    """Whoever names the store and assigns to the key may put something there."""
    if cell not in engine.kept.asked:
        engine.kept.asked.add(cell)
        writers = [one for one in _users(engine, cell) if _assigns(engine.program.functions[one], cell[1])]
        for function in writers[:MAX_WRITERS]:
            engine.need(function)


def _look_at_readers(engine: Engine, cell: Cell) -> None:
    """Something personal came into a cell: whoever names the store and the key may show it."""
    if cell not in engine.kept.personal:
        engine.kept.personal.add(cell)
        for function in _users(engine, cell):
            engine.need(function)


def _users(engine: Engine, cell: Cell) -> list[int]:
    store, name = cell
    mentions = engine.program.mentions
    those = frozenset(mentions.get(store.rpartition(".")[2], ()))
    return [one for one in mentions.get(name, ()) if one in those]


def _assigns(function: Function, name: str) -> bool:
    code = function.body.code
    for instruction in code:
        if isinstance(instruction, ir.StoreAttribute) and instruction.name == name:
            return True
        if isinstance(instruction, ir.StoreItem) and instruction.index >= 0:
            index = code[instruction.index]
            if isinstance(index, ir.Constant) and index.value == name:
                return True
    return False


def _adopt(run: FunctionRun, value: Value) -> None:
    stack = [atom for atom in value if isinstance(atom, Alloc)]
    while stack:
        thing = stack.pop()
        run.engine.kept.taken[run.id, tuple(run.context.items())][thing] = None
        if thing not in run.state.heap:
            fields = dict(run.engine.kept.heap.get(thing, {}))
            run.state.create(thing, fields)
            stack.extend(atom for held in fields.values() for atom in held if isinstance(atom, Alloc))


def note_changes(run: FunctionRun, state: State, thrown: list[State]) -> None:
    """What was put into something that lies in a cell is put there, too: `session["rows"].append(row)`."""
    kept = run.engine.kept
    for one in (state, *thrown[-MAX_RAISES:]):
        for symbol in kept.written & one.heap.keys():
            one.create(symbol, {label: _keyed(one, held) for label, held in one.heap[symbol].items()})
    for thing in kept.taken.pop((run.id, tuple(run.context.items())), ()) if kept.taken else ():
        before = kept.heap.get(thing, {})
        if any(
            atom not in before.get(label, ())
            for label, held in state.heap.get(thing, {}).items()
            if label not in COMPUTED or thing.kind != "dict"
            for atom in held
            if not isinstance(atom, (Const, Text)) and atom is not OPAQUE and atom is not ABSENT
        ):
            _, store, name, *_ = thing.site
            whole: Value = {atom: hop for atom, hop in kept.cells[store, name].items() if isinstance(atom, Alloc)}
            state.write(sym((ROOT, store)), key(name), _keyed(state, whole), strong=False)


def _keyed(state: State, value: Value) -> Value:
    """The value with mappings that have no keys made at run time."""
    result: Value = {}
    for atom, hop in value.items():
        fields = state.heap.get(atom)
        if fields and isinstance(atom, Alloc) and atom.kind == "dict" and not COMPUTED.isdisjoint(fields):
            copy = alloc((KEYED, *atom.site), "dict")
            state.create(copy, {label: held for label, held in fields.items() if label not in COMPUTED})
            result[copy] = hop
        else:
            result[atom] = hop
    return result


def share_kept(engine: Engine, summary: Summary) -> None:
    """Put what a function leaves in stores into their cells; what waits for no caller is no effect any more."""
    effects = [effect for effect in summary.effects if effect.target.root[0] == ROOT]
    done = [effect for effect in effects if not _keep(engine, effect, summary, _nothing)[1]]
    for effect in done:
        del summary.effects[effect]
    if done:
        _forget_unused(summary)


def keep_settled(engine: Engine, effect: Effect, summary: Summary, tell: Tell) -> bool:
    """The same at a function that nobody calls, so that names decide; whether that was news."""
    return _keep(engine, effect, summary, tell)[0]


def _nothing(atom: Atom) -> Value:
    del atom
    return EMPTY


def _forget_unused(summary: Summary) -> None:
    """Objects that only lay in a store leave a function no other way."""
    heap, summary.heap = summary.heap, {}
    stack = [atom for value in summary.outputs() for atom in value]
    while stack:
        atom = stack.pop()
        atom = atom.receiver if isinstance(atom, Bound) else atom
        if atom in heap and atom not in summary.heap:
            summary.heap[atom] = heap[atom]
            stack.extend(one for held in heap[atom].values() for one in held)


def _keep(engine: Engine, effect: Effect, summary: Summary, tell: Tell) -> tuple[bool, bool]:
    """Whether something new came into a cell, and whether more may come from callers."""
    name = key_in(effect.label)
    if name is None:
        return False, False
    cell = (effect.target.root[1], name)
    copy = _Copy(engine.kept, cell, summary.heap, tell)
    value = copy.value(summary.effects[effect], ())
    copy.join(engine.kept.cells, cell, value)
    if copy.is_open and cell not in engine.kept.open:
        engine.kept.open.add(cell)
        copy.is_news = copy.is_news or cell in engine.kept.cells
    if copy.is_news:
        if copy.is_personal:
            _look_at_readers(engine, cell)
        for reader in sorted(engine.kept.readers[cell], key=lambda one: one[0]):
            engine.look_again(reader)
    return copy.is_news, copy.waits


class _Copy:
    """Copies a value into a cell, by shape."""

    def __init__(self, kept: Kept, cell: Cell, heap: dict[Atom, Fields], tell: Tell) -> None:
        self.kept = kept
        self.cell = cell
        self.heap = heap
        self.tell = tell
        self.is_news = self.is_open = self.waits = self.is_personal = False
        self.whole = ext(".".join(cell))

    def value(self, value: Value, path: tuple[str, ...]) -> Value:
        """The value as it lies in the cell at a path."""
        result: Value = {}
        for atom, hop in value.items():
            for part, before in self._atom(atom, path).items():
                result.setdefault(part, before or hop)
        return result

    def _atom(self, atom: Atom, path: tuple[str, ...]) -> Value:
        if isinstance(atom, Fact):
            return {self._fact(atom): None}
        if isinstance(atom, (Sym, Derived, Maybe)):
            return self._port(atom, path)
        if isinstance(atom, Alloc):
            return self._object(atom, path)
        if isinstance(atom, Inst):
            return {atom if is_marked(atom) else inst(atom.cls, (SITE, *self.cell)): None}
        if isinstance(atom, ExtInst) and (atom.name or atom.model != -1):
            return {atom if is_marked(atom) else ext_inst(atom.name, atom.model, (SITE, *self.cell)): None}
        if atom.is_opaque:
            self.is_open = self.is_open or not path
            return {OPAQUE: None} if path else EMPTY
        return EMPTY if isinstance(atom, (Const, Text, Bound)) or atom is ABSENT else {atom: None}

    def _fact(self, taint: Fact) -> Atom:
        self.is_personal = True
        # what it was read from is known where it was put here only; what lies in one cell is of one record
        return fact(taint.source, taint.root and self.whole, taint.data, taint.mask, taint.by)

    def _port(self, atom: Sym | Derived | Maybe, path: tuple[str, ...]) -> Value:
        symbol = atom if isinstance(atom, Sym) else atom.sym if isinstance(atom, Derived) else atom.base
        if symbol.root[0] not in ("p", "x", "s", "t", "y"):
            return EMPTY
        self.waits = True
        self.is_open = self.is_open or (not path and isinstance(atom, Sym))
        told = self.tell(derived(atom, True) if isinstance(atom, Sym) else atom)
        return {self._fact(one): hop for one, hop in told.items() if isinstance(one, Fact)}

    def _object(self, thing: Alloc, path: tuple[str, ...]) -> Value:
        if thing.kind in NO_DATA:
            return EMPTY
        fields = self.heap.get(thing) or {}
        if len(path) >= MAX_DEPTH:
            held = joined(fields.values())
            return self.value({atom: hop for atom, hop in held.items() if atom.is_taint}, path)
        copy = alloc((SITE, *self.cell, *path), thing.kind, thing.cls)
        there = self.kept.heap.setdefault(copy, {})
        for label, value in fields.items():
            if label in COMPUTED and thing.kind == "dict":
                continue
            place = ANY if position_of(label) is not None and thing.kind not in PLACED else label
            place = ANY if len(there) >= MAX_WIDTH and place not in there and label[:1] == "[" else place
            self.join(there, place, self.value(value, (*path, place)), is_part=True)
        return {copy: None}

    def join(self, fields: dict[T, Value], place: T, value: Value, is_part: bool = False) -> None:
        """Adds to what lies at a place, of data of one type that of a few sources; a part is there even if empty."""
        old = fields.get(place)
        known = Counter((atom.data, atom.mask) for atom in old or () if isinstance(atom, Fact))
        fresh: Value = {}
        for atom, hop in value.items():
            if atom not in (old or ()):
                if isinstance(atom, Fact):
                    known[atom.data, atom.mask] += 1
                    if known[atom.data, atom.mask] > MAX_ALIKE:
                        continue
                fresh[atom] = hop
        if fresh or (is_part and old is None):
            fields[place] = joined((old or EMPTY, fresh))
            self.is_news = True
