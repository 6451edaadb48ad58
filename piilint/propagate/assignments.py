"""Assignments that show something: `label.text = x` and `label["text"] = x`, where rules name what is assigned to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import Ext, Member, Value
from piilint.propagate.memory import joined
from piilint.propagate.summary import SinkKey
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.things import is_nameless, names_of, things_of
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

ITEM_SETTER = "operator.setitem"


def assigned_attribute(run: FunctionRun, target: Value, name: str, value: Value, at: int, written: int = -1) -> None:
    """`target.name = value`; `written` is the instruction that reads the target, to know it as it is written."""
    if run.engine.knowledge.may_be_assigned(name):
        _assigned(run, _owners(run, target, written), name, value, at)


def assigned_item(run: FunctionRun, target: Value, index: Value, value: Value, at: int, written: int = -1) -> None:
    """`target[index] = value`: an assignment to what a constant key names, and a call of `operator.setitem`."""
    knowledge = run.engine.knowledge
    if not knowledge.assigns:
        return
    constants, _ = run.constants(index)
    names = [name for name in constants if isinstance(name, str) and knowledge.may_be_assigned(name)]
    if not names and not knowledge.sets_items:
        return
    owners = _owners(run, target, written)
    for name in names:
        _assigned(run, owners, name, value, at)
    specs = knowledge.of_calls((ITEM_SETTER,))
    if specs.sinks:
        run.before_call(specs, Arguments([target, index, value]), None, at)
    specs = knowledge.of_calls(f"{owner}.__setitem__" for owner in owners)
    if specs.sinks:
        run.before_call(specs, Arguments([index, value]), target, at)


def _owners(run: FunctionRun, target: Value, written: int) -> tuple[str, ...]:
    """What rules may know the target by: its classes, and where these are unknown, as it is written."""
    found: dict[str, None] = {}
    unresolved = True
    for atom in target:
        for thing in things_of(run, atom) if not atom.is_taint else ():
            if not is_nameless(thing):
                found.update(dict.fromkeys(names_of(run.engine, thing)))
                unresolved = unresolved and isinstance(thing, (Ext, Member))
    if unresolved and written >= 0:
        name = run.engine.name_of_value(run.function, written)
        found.update(dict.fromkeys((name, name.rpartition(".")[2]) if name else ()))
    return tuple(found)


def _assigned(run: FunctionRun, owners: Iterable[str], name: str, value: Value, at: int) -> None:
    sinks = {id(sink): sink for owner in owners for sink in run.engine.knowledge.assign_sinks.find(f"{owner}.{name}")}
    for sink in sinks.values():
        shown = joined((run.state.deep(value), text_of(run, value, at)))
        screen = run.engine.screen_name(run.function, sink.screen, at)
        run.engine.sinks_seen.add((run.id, at))
        callee = run.engine.written_name(run.function, at)
        key = SinkKey(run.id, at, sink.kind, callee, f"assigned {name}", screen)
        run.hit(key, run.moved(only_taints(shown), Verb.SINK, at))
