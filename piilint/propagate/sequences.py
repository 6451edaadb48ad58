"""Lists whose elements move: what is deleted, removed, or put in the place of a slice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.access import constants_of
from piilint.propagate.arguments import positions_of
from piilint.propagate.atoms import ABSENT, Alloc, Const, Value, const
from piilint.propagate.memory import joined
from piilint.propagate.stores import forget_positions, moved_in
from piilint.terms.access_path import ANY, key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


TAKEN = "<taken>"
"""The label under which an iterator counts the elements that were taken from its front."""


def only_list(value: Value) -> Alloc | None:
    """The one list that a value is; None where it may be several, or something else."""
    things = [atom for atom in value if not atom.is_taint]
    one = things[0] if len(things) == 1 else None
    return one if isinstance(one, Alloc) and one.kind == "list" else None


def taken(run: FunctionRun, value: Value) -> Value | None:
    """The next element of an iterator whose elements are known, which it then no longer has; None of all others."""
    things = [atom for atom in value if not atom.is_taint]
    one = things[0] if len(things) == 1 else None
    if not isinstance(one, Alloc) or one.kind not in ("list", "generator") or run.in_loop:
        return None
    fields = run.state.heap.get(one, {})
    if ANY in fields and one.kind == "generator":
        # of a generator the first elements may be known, and the others not
        first, behind = fields.get(key(0)), fields[ANY]
        if first is None or ABSENT in first:
            return None
        ahead = [fields[key(number)] for number in range(1, len(fields)) if key(number) in fields]
        set_elements(run, one, ahead)
        run.state.write(one, ANY, behind, strong=True)
    else:
        known = positions_of(run, {one: None})
        if not known:
            return None
        set_elements(run, one, known[1:])
        first = known[0]
    if one.kind == "generator":
        before = [atom.value for atom in fields.get(TAKEN, ()) if isinstance(atom, Const)]
        run.state.write(one, TAKEN, {const(max(before, default=0) + 1): None}, strong=True)
    return first


def set_elements(run: FunctionRun, thing: Alloc, elements: list[Value]) -> None:
    """A list holds these elements, and no others."""
    run.state.clear(thing)
    for number, held in enumerate(elements):
        run.state.write(thing, key(number), held, strong=True)


def slice_of(run: FunctionRun, index: Value) -> slice | None:
    """The slice that an index is; None where it is none, or one whose bounds are not known."""
    only = next(iter(index)) if len(index) == 1 else None
    if not isinstance(only, Alloc) or only.kind != "slice":
        return None
    ends = [_bound(run, only, label) for label in (".start", ".stop", ".step")]
    numbers = [end for end in ends if end is None or isinstance(end, int)]
    return slice(*numbers) if len(numbers) == len(ends) and numbers[2] != 0 else None


def _bound(run: FunctionRun, bounds: Alloc, label: str) -> object:
    held = run.state.read(bounds, label)
    if not held:
        return None
    only = next(iter(held))
    return only.value if len(held) == 1 and isinstance(only, Const) else "?"


def delete_elements(run: FunctionRun, target: Value, index: Value) -> None:
    """`del xs[1]` or `del xs[1:]`: what stands behind moves up."""
    thing, known = only_list(target), positions_of(run, target)
    constants, others = constants_of(run, index)
    bounds = slice_of(run, index)
    if thing is not None and known is not None and not run.in_loop:
        if bounds is not None:
            del known[bounds]
            set_elements(run, thing, known)
            return
        if not others and len(constants) == 1 and isinstance(constants[0], int):
            if -len(known) <= constants[0] < len(known):
                del known[constants[0]]
            set_elements(run, thing, known)
            return
    lists: Value = {atom: hop for atom, hop in target.items() if isinstance(atom, Alloc) and atom.kind == "list"}
    forget_positions(run, lists)


def assign_slice(run: FunctionRun, target: Value, index: Value, value: Value, at: int) -> bool:
    """`xs[1:] = values`; False where the positions are not known."""
    thing, known, more = only_list(target), positions_of(run, target), positions_of(run, value)
    bounds = slice_of(run, index)
    if thing is None or known is None or more is None or bounds is None or run.in_loop:
        return False
    try:
        known[bounds] = [moved_in(run, one, at) for one in more]
    except ValueError:
        return False
    set_elements(run, thing, known)
    return True


def remove_element(run: FunctionRun, receiver: Value, value: Value) -> None:
    """`xs.remove(value)`: the first element that is equal, which may be each one before that is not known."""
    thing, known = only_list(receiver), positions_of(run, receiver)
    constants, others = constants_of(run, value)
    if thing is None or known is None or others or len(constants) != 1 or run.in_loop:
        forget_positions(run, receiver)
        return
    left: list[list[Value]] = []
    for number, held in enumerate(known):
        atoms = [atom for atom in held if not isinstance(atom, Const) or atom.value == constants[0]]
        if atoms:
            left.append([*known[:number], *known[number + 1 :]])
            if len(held) == 1 and isinstance(atoms[0], Const):
                break
    if left:
        set_elements(run, thing, [joined(one) for one in zip(*left, strict=True)])
