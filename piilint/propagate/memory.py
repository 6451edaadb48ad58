"""Memory: what objects hold, flow-sensitively, and the value operations on top of it.

A State maps objects to their fields. Fields of local objects are exact (a write replaces); fields of symbols are only
there once written, everything else is still what the caller has. Labels beside access-path labels: `SELF` holds taints
that were put on an object as a whole, `<name>` what a closure captured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from piilint.propagate.atoms import (
    ABSENT,
    EMPTY,
    OPAQUE,
    Absent,
    Alloc,
    Atom,
    Const,
    Derived,
    ExtInst,
    Sym,
    Value,
    below,
    const,
    derived,
)
from piilint.propagate.hops import Hop
from piilint.propagate.narrowing import ENOUGH_ATOMS, MAX_ATOMS, narrowed
from piilint.terms.access_path import ANY, BEHIND, KEYS, MAX_DEPTH, Label, Path, attribute, name_of, position_of

if TYPE_CHECKING:
    from piilint.propagate.heat import Heat

SELF: Label = ""
PAIRS, CLOSED = ("list", "tuple", "generator"), ("closure", "unseen field")
SPREAD: Label = "<**>"
"""In a dict: other mappings whose keys are not known here and were spread into it."""
NAMED_SPREAD: Label = "<.**>"
"""In an object: mappings whose keys are names of its attributes."""
OBJECTS: Label = "<of>"
"""In a dict: the objects whose attributes it is."""
ITER: Label = "[iter]"
"""What iterating over a symbol gives: elements of a sequence, keys of a mapping."""
SLICED: Label = "[*:]"
"""Some element of a symbol that was sliced. Of a text it is nothing: what a slice of a text carries, the slice says."""
MIXED: Label = "<mixed>"  # in a symbol: it is a list whose elements have changed places
MAX_WIDTH = 512
"""Labels that one object keeps apart; further ones are joined under `[*]`."""
MAX_KEYS = 8
"""Keys of one mapping that are told one by one."""
MAX_CARRIED = 160
"""Taints that are gathered from inside of an object; more than a value keeps, since they are thinned."""
Fields = dict[Label, Value]


def joined(values: Iterable[Value]) -> Value:
    """The union; the first hop of each atom is kept."""
    result: Value | None = None
    copied = False
    for value in values:
        if not value or value is result:
            continue
        if result is None:
            result = value
            continue
        wide = len(result) >= ENOUGH_ATOMS
        for atom, hop in value.items():
            if atom not in result and not (wide and _is_held(atom, result)):
                if not copied:
                    result, copied = dict(result), True
                result[atom] = hop
    if result is None:
        return EMPTY
    return narrowed(result) if copied and len(result) > MAX_ATOMS else result


def _is_held(atom: Atom, value: Value) -> bool:
    """Whether a wide value holds an atom already: in what a whole port carries, or among what is not known."""
    if isinstance(atom, Sym):
        return atom.port.inside in value
    if isinstance(atom, Derived):
        return atom.sym.port.inside in value
    return isinstance(atom, Const) and OPAQUE in value


def is_one_thing(value: Value) -> bool:
    """Whether a value is one thing for certain, beside what it carries."""
    return sum(not atom.is_taint for atom in value) == 1


def is_element(label: Label) -> bool:
    """Whether a label names an element or key (no attribute, no mark)."""
    return label[:1] == "[" and label != KEYS


class State:
    """The memory at one point of a function."""

    __slots__ = ("heap", "inside", "names", "owned")

    def __init__(self, heap: dict[Atom, Fields] | None = None, names: Heat | None = None) -> None:
        self.heap: dict[Atom, Fields] = heap if heap is not None else {}
        self.names = names
        # fields that no other state shares may be changed in place
        self.owned: set[Atom] = set()
        self.inside: set[Atom] = set()  # sequences of pairs that are being read: pairs may lead back to them

    def copy(self) -> State:
        """An independent state; fields are shared until one side writes."""
        self.owned = set()
        return State(dict(self.heap), self.names)

    def adopt(self, other: State) -> None:
        """Know the objects, too, that another state alone knows."""
        for thing, fields in other.heap.items():
            if thing not in self.heap and isinstance(thing, Alloc):
                other.owned.discard(thing)
                self.heap[thing] = fields

    def _fields(self, thing: Atom) -> Fields:
        fields = self.heap.get(thing)
        if fields is None or thing not in self.owned:
            fields = self.heap[thing] = dict(fields or {})
            self.owned.add(thing)
        return fields

    def create(self, thing: Atom, fields: Fields) -> None:
        """A new object with these fields."""
        if len(fields) > MAX_WIDTH:
            fields = _widened(fields)
        self.heap[thing] = fields
        self.owned.add(thing)
        if self.names is not None and thing in self.names.shared:
            self.names.note_all(thing, fields, self.heap)

    def write(self, thing: Atom, label: Label, value: Value, strong: bool) -> None:
        """Store into a field: replacing it, or beside what it held."""
        if self.names is not None and (isinstance(thing, (Sym, ExtInst)) or thing in self.names.shared):
            self.names.note(thing, label, value, self.heap)
        fields = self._fields(thing)
        if label[:2] == "[-" and isinstance(thing, Alloc) and thing.kind == "list":
            label, strong = _from_the_front(fields, label, strong)
        if len(fields) >= MAX_WIDTH and label not in fields and is_element(label):
            label, strong = ANY, False
        if strong:
            fields[label] = value
            return
        old = fields.get(label)
        fields[label] = joined((self.missing(thing, label) if old is None else old, value))

    def drop(self, thing: Atom, label: Label) -> None:
        """`del thing[label]`."""
        fields = self._fields(thing)
        if isinstance(thing, Sym):
            fields[label] = {ABSENT: None}
        else:
            fields.pop(label, None)

    def clear(self, thing: Atom) -> None:
        """All elements go."""
        fields = self._fields(thing)
        for label in [label for label in fields if is_element(label) or label == KEYS]:
            del fields[label]

    @staticmethod
    def missing(thing: Atom, label: Label) -> Value:
        """What a field holds that was never written here."""
        unwritten: Value = {ABSENT: None} if isinstance(thing, Alloc) else EMPTY
        return {below(thing, label): None} if isinstance(thing, Sym) else unwritten

    def read(self, thing: Atom, label: Label) -> Value:
        """What a field of an object, or of a symbol, may hold."""
        fields = self.heap.get(thing)
        if isinstance(thing, Sym):
            is_spread = fields and SPREAD in fields and is_element(label) and label != ITER
            return self._read_spread(thing, label) if is_spread else self._read_symbol(thing, fields, label)
        if not fields:
            return EMPTY
        if label in (ITER, KEYS) and _is_dict(thing):
            return _keys(fields)
        if label == ITER:
            return self.read(thing, ANY)
        if SPREAD in fields and is_element(label) and (label not in fields or ABSENT in fields[label]):
            return self._read_spread(thing, label)
        if label == ANY:
            return joined(value for name, value in fields.items() if is_element(name))
        found = fields.get(label)
        if OBJECTS in fields and (name := name_of(label)) is not None:
            # the attributes of an object, whatever was put there since
            found = joined(
                [found or EMPTY, *(self.heap.get(one, {}).get(attribute(name), EMPTY) for one in fields[OBJECTS])]
            )
        if not is_element(label):
            return found if found is not None else EMPTY
        if found is not None:
            return found if ANY not in fields else joined((found, fields[ANY]))
        position = position_of(label)
        if position is not None and position < 0 and ANY not in fields:
            size = sum(1 for name in fields if position_of(name) is not None)
            return fields.get(f"[{size + position}]", EMPTY)
        return fields.get(ANY, EMPTY)

    def _read_spread(self, thing: Atom, label: Label) -> Value:
        """An element of a mapping that others were spread into, these perhaps into one another."""
        parts: list[Value] = []
        is_port = isinstance(thing, Sym)
        seen, waiting = {thing}, [thing]
        while waiting:
            one = waiting.pop()
            fields = self.heap.get(one) or {}
            held = fields.get(label)
            if isinstance(one, Sym):
                parts.append(self._read_symbol(one, fields, label))
                if SPREAD not in fields or (held is not None and label != ANY):
                    continue
            elif SPREAD not in fields or (held is not None and ABSENT not in held):
                is_pairs = isinstance(one, Alloc) and one.kind in PAIRS and one is not thing and _is_dict(thing)
                parts.append(self._read_pairs(one, label) if is_pairs else self.read(one, label))
                continue
            elif label == ANY:
                parts.extend(value for name, value in fields.items() if is_element(name))
            else:
                parts.extend((held or EMPTY, fields.get(ANY, EMPTY)))
            more = [other for other in fields[SPREAD] if other not in seen and not (is_port and _is_far(other))]
            seen.update(more)
            waiting.extend(reversed(more))
        return joined(parts)

    def _read_pairs(self, pairs: Atom, label: Label) -> Value:
        """What a mapping made of pairs of a key and a value has under a key."""
        parts: list[Value] = []
        if pairs in self.inside:
            return EMPTY
        self.inside.add(pairs)
        for pair in self.read(pairs, ANY):
            names = self.read(pair, "[0]") if isinstance(pair, (Alloc, Sym)) else EMPTY
            known = {name.value for name in names if isinstance(name, Const)}
            if label == ANY or not known or len(known) < len(names) or name_of(label) in known:
                parts.append(self.read(pair, "[1]") if isinstance(pair, (Alloc, Sym)) else {pair: None})
        self.inside.discard(pairs)
        return joined(parts)

    def _read_symbol(self, thing: Sym, fields: Fields | None, label: Label) -> Value:
        if not fields:
            return {below(thing, label): None}
        if label == ANY:
            return joined([{below(thing, ANY): None}, *(value for name, value in fields.items() if is_element(name))])
        found = fields.get(label)
        if found is not None:
            return found if ANY not in fields or not is_element(label) else joined((found, fields[ANY]))
        places = (label, ITER) if MIXED in fields and position_of(label) is not None else (label,)
        unwritten: Value = dict.fromkeys(below(thing, place) for place in places)
        return joined((unwritten, fields[ANY])) if is_element(label) and ANY in fields else unwritten

    def own(self, value: Value) -> Value:
        """What the value itself carries, without what is inside."""
        result: Value = {}
        for atom, hop in value.items():
            if atom.is_taint:
                result.setdefault(atom, hop)
            elif isinstance(atom, Sym) and not (self.names is not None and self.names.is_cold(atom)):
                result.setdefault(derived(atom, False), hop)
            marks = self.heap.get(atom)
            if marks and SELF in marks:
                for mark, before in marks[SELF].items():
                    result.setdefault(mark, before)
        return result

    def deep(self, value: Value, without: Path = (), reached: set[Atom] | None = None) -> Value:
        """What the value carries with all that is reachable inside, but for these parts of it.

        `reached` takes the objects that were looked into.
        """
        result: Value = {}
        seen: set[tuple[Atom, Path]] = set()
        stack: list[tuple[Atom, Hop | None, Path]] = [(atom, hop, without) for atom, hop in reversed(value.items())]
        visited: set[int] = set()
        while stack and len(result) <= MAX_CARRIED:
            atom, hop, skipped = stack.pop()
            if atom.is_taint:
                result.setdefault(atom, hop)
                continue
            if (atom, ()) in seen or (atom, skipped) in seen:
                continue
            seen.add((atom, skipped))
            if reached is not None:
                reached.add(atom)
            if isinstance(atom, Sym) and not (self.names is not None and self.names.is_cold(atom)):
                result.setdefault(derived(atom, True, (), skipped), hop)
            fields = self.heap.get(atom)
            if fields and not (isinstance(atom, Alloc) and atom.kind in CLOSED):
                for label, held in fields.items():
                    if label in skipped or label in BEHIND or not held:
                        continue
                    # what is replaced of a mapping that was spread in does not count
                    hidden = _replaced(fields) if label == SPREAD else ()
                    # one value often stands in many fields
                    if (hidden or id(held) not in visited) and (label[:1] != "<" or label in (SPREAD, NAMED_SPREAD)):
                        if not hidden:
                            visited.add(id(held))
                        for one, before in reversed(held.items()):
                            if not one.is_taint:
                                stack.append((one, before, hidden))
                            elif one not in result:
                                result[one] = before
        return narrowed(result) if len(result) > MAX_ATOMS else result

    def labels(self, thing: Atom) -> Iterator[Label]:
        """The element labels that an object is known to have."""
        for label in self.heap.get(thing, ()):
            if is_element(label):
                yield label


def _is_far(thing: Atom) -> bool:
    """Whether a symbol lies so deep that nothing could be told apart of what its elements hold, or stands for what a
    caller spread into the same mapping, which reading the mapping tells."""
    return isinstance(thing, Sym) and (len(thing.path) + 3 > MAX_DEPTH or thing.path[-1:] == (SPREAD,))


def _is_dict(thing: Atom) -> bool:
    return isinstance(thing, Alloc) and thing.kind == "dict"


def _keys(fields: Fields) -> Value:
    """What the keys of a mapping carry, and which constants they are where that is known of all of them."""
    carried = fields.get(KEYS, EMPTY)
    if len(fields) > MAX_KEYS or ANY in fields or SPREAD in fields:
        return carried
    names = [name_of(label) for label in fields if is_element(label)]
    if None in names:
        return carried
    return {**{const(name): None for name in names}, **carried}


def _from_the_front(fields: Fields, label: Label, strong: bool) -> tuple[Label, bool]:
    """The label of a list's element that is counted from the end, and whether it surely is that one."""
    known = [value for name, value in fields.items() if position_of(name) is not None]
    position = len(known) + (position_of(label) or 0)
    if position < 0 or ANY in fields or any(ABSENT in value for value in known):
        return ANY, False
    return f"[{position}]", strong


def _replaced(fields: Fields) -> Path:
    """The keys that surely are no longer what was spread into an object."""
    return tuple(label for label, value in fields.items() if is_element(label) and label != ANY and ABSENT not in value)


def _widened(fields: Fields) -> Fields:
    items = list(fields.items())
    kept, rest = dict(items[:MAX_WIDTH]), [value for label, value in items[MAX_WIDTH:] if is_element(label)]
    kept[ANY] = joined([kept.get(ANY, EMPTY), *rest])
    return kept


def without_absent(value: Value) -> Value:
    """The value where it is there at all."""
    if ABSENT not in value:
        return value
    return {atom: hop for atom, hop in value.items() if not isinstance(atom, Absent)}
