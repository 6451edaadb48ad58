"""What each instruction does to values and memory: one function an instruction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from piilint.ir import instructions as ir
from piilint.ir.blocks import returns_from
from piilint.propagate.access import constants_of, load_attribute, why_asked
from piilint.propagate.arguments import Arguments, positions_of, tuple_key
from piilint.propagate.assignments import assigned_attribute, assigned_item
from piilint.propagate.atoms import (
    EMPTY,
    Alloc,
    Atom,
    Derived,
    ExtInst,
    Sym,
    Value,
    alloc,
    below,
    cls_atom,
    const,
    fact,
    func,
    maybe,
    sym,
)
from piilint.propagate.autocalls import called_if_possible
from piilint.propagate.binding import default_label, gathered, tail_of
from piilint.propagate.builds import BUILDERS, add_keys, key_sources
from piilint.propagate.class_hooks import class_made
from piilint.propagate.exceptions import raised
from piilint.propagate.generators import RETURNED, SENT, delegated, handed_out
from piilint.propagate.kept import is_store, take_out
from piilint.propagate.managers import entered, left
from piilint.propagate.memory import joined, without_absent
from piilint.propagate.namespaces import named_by_text
from piilint.propagate.operators import operate
from piilint.propagate.pairs import beside_a_copy, paired
from piilint.propagate.pending import waits
from piilint.propagate.references import reference_value
from piilint.propagate.rendering import call_template, template_modules
from piilint.propagate.sequences import assign_slice, delete_elements
from piilint.propagate.shown_returns import note_decorator
from piilint.propagate.stores import store, used_up
from piilint.propagate.summary import KEY, SHOWN, SinkKey
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.terms.access_path import ANY, attribute, key, position_of
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

Transfer = Callable[["FunctionRun", int, Any], Value]


def _constant(run: FunctionRun, at: int, instruction: ir.Constant) -> Value:
    del run, at
    value = instruction.value
    return EMPTY if isinstance(value, list) else {const(value): None}


def _parameter(run: FunctionRun, at: int, instruction: ir.Parameter) -> Value:
    del at
    symbol = sym(("p", instruction.index))
    value: Value = {symbol: None}
    for source in run.engine.sources.parameters.get((run.id, instruction.index), ()):
        value[fact(source, symbol) if source.declared else maybe(source, symbol, "")] = None
    return value


def _name(run: FunctionRun, at: int, instruction: ir.Name) -> Value:
    name = instruction.name
    parts = [reference_value(run, reference) for reference in run.program.lookup(run.function.module.id, name)]
    if run.program.is_unbound(run.function.module.id, name):
        parts.append(named_by_text(run, name))
    value = joined(parts)
    for source in run.sources.get(at, ()):
        if source.declared or any(atom.is_opaque for atom in value):
            value = {**value, fact(source, None): run.hop(None, Verb.READ, at)}
    return value


def _import(run: FunctionRun, at: int, instruction: ir.Import) -> Value:
    del at
    found = run.program.resolve_import(run.function.module.id, instruction.module, instruction.name, instruction.level)
    return joined(reference_value(run, reference) for reference in found)


def _assign(run: FunctionRun, at: int, instruction: ir.Assign) -> Value:
    value = run.values[instruction.value]
    sources = run.sources.get(at, ())
    if sources:
        added: Value = {}
        for source in sources:
            if source.declared:
                added[fact(source, None)] = run.hop(None, Verb.READ, at)
            elif not any(atom.is_taint for atom in value):
                for atom in value:
                    if isinstance(atom, Sym):
                        added[maybe(source, atom, "")] = run.hop(None, Verb.READ, at)
                    elif atom.is_opaque:
                        added[fact(source, None)] = run.hop(None, Verb.READ, at)
            elif all(isinstance(atom, Derived) or _is_made_by_unknown(atom) for atom in value):
                # what an unknown call gives carries what its receiver does, of which a caller may know better
                for atom in value:
                    if isinstance(atom, Derived):
                        added[maybe(source, atom.sym, "")] = run.hop(None, Verb.READ, at)
        if added and (run.id, at) not in run.engine.sources.not_personal:
            value = {**value, **added}
    if run.namespace is not None and not instruction.inner:
        run.state.write(run.namespace, attribute(instruction.name), value, strong=True)
    return value


def _is_made_by_unknown(atom: Atom) -> bool:
    """Whether it is what a call gave of which nothing is known; texts and what rules speak of are not."""
    return isinstance(atom, ExtInst) and not atom.name


def _store_name(run: FunctionRun, at: int, instruction: ir.StoreName) -> Value:
    store(
        run, {sym(("m", run.function.module.id)): None}, attribute(instruction.name), run.values[instruction.value], at
    )
    return EMPTY


def _load_attribute(run: FunctionRun, at: int, instruction: ir.LoadAttribute) -> Value:
    value = load_attribute(run, run.values[instruction.object], instruction.name, at)
    return called_if_possible(run, value, at) if instruction.called else value


def _store_attribute(run: FunctionRun, at: int, instruction: ir.StoreAttribute) -> Value:
    target, value = run.values[instruction.object], run.values[instruction.value]
    assigned_attribute(run, target, instruction.name, value, at, instruction.object)
    if not run.call_setter(target, instruction.name, value, at):
        store(run, target, attribute(instruction.name), value, at)
    return EMPTY


def _load_item(run: FunctionRun, at: int, instruction: ir.LoadItem) -> Value:
    return run.subscript(run.values[instruction.object], run.values[instruction.index], at)


def _store_item(run: FunctionRun, at: int, instruction: ir.StoreItem) -> Value:
    target, value = run.values[instruction.object], run.values[instruction.value]
    if instruction.index < 0:
        known = positions_of(run, target) if run.turn and not run.in_loop else None
        store(run, target, ANY if known is None else key(len(known)), value, at)
        return EMPTY
    index = run.values[instruction.index]
    assigned_item(run, target, index, value, at, instruction.object)
    if run.call_method(target, "__setitem__", Arguments([index, value]), at) is not None:
        return EMPTY
    mapping = paired(run, instruction.index, instruction.value)
    if mapping is not None:
        run.merge_into({atom: None for atom in target if isinstance(atom, (Alloc, Sym))}, mapping, at)
        return EMPTY
    value = key_sources(run, instruction.index, value)
    pair = tuple_key(run, index)
    if pair is not None and all(isinstance(atom, Alloc) and atom.kind == "dict" for atom in target):
        store(run, target, pair, value, at)
        return EMPTY
    constants, others = constants_of(run, index, why_asked(run, target) or KEY)
    for constant in constants if not others else ():
        if len(constants) == 1:
            store(run, target, key(constant), value, at)
        else:
            for atom in target:
                if not atom.is_taint:
                    run.state.write(atom, key(constant), value, strong=False)
    if others:
        if any(isinstance(atom, Alloc) and atom.kind == "slice" for atom in index):
            if assign_slice(run, target, index, value, at):
                return EMPTY
            value = run.iterate(value, at)
        if not run.turn and beside_a_copy(run, instruction):
            return EMPTY
        run.keyed = run.keyed or bool(run.turn) or any(isinstance(atom, Sym) and ANY in atom.path for atom in value)
        store(run, target, ANY, value, at)
        add_keys(run, target, index)
    return EMPTY


def _delete(run: FunctionRun, at: int, instruction: ir.Delete) -> Value:
    target = run.values[instruction.object]
    if instruction.index >= 0:
        index = run.values[instruction.index]
        run.call_method(target, "__delitem__", Arguments([index]), at)
        constants, others = run.constants(index)
        if any(isinstance(atom, Alloc) and atom.kind == "list" for atom in target):
            delete_elements(run, target, index)
            return EMPTY
        labels = [] if others else [key(constant) for constant in constants]
        run.keyed = run.keyed or others
    else:
        run.call_method(target, "__delattr__", Arguments([{const(instruction.name): None}]), at)
        labels = [attribute(instruction.name)]
    things = [atom for atom in target if not atom.is_taint]
    if len(things) == 1 and len(labels) == 1 and is_store(things[0], run):
        take_out(run, things[0].name, labels[0])
    elif len(things) == 1 and len(labels) == 1 and isinstance(things[0], (Alloc, Sym)):
        if isinstance(things[0], Sym) and position_of(labels[0]) is not None:
            # of a list, what stands behind moves up
            run.state.write(things[0], labels[0], {below(things[0], ANY): None}, strong=True)
        else:
            run.state.drop(things[0], labels[0])
    return EMPTY


def _captured(run: FunctionRun, at: int, instruction: ir.Captured) -> Value:
    del run, at
    return {sym(("x", instruction.name)): None}


def _load_cell(run: FunctionRun, at: int, instruction: ir.LoadCell) -> Value:
    label = attribute(instruction.name)
    value = joined(
        without_absent(run.state.read(atom, label))
        for atom in run.values[instruction.cell]
        if isinstance(atom, (Alloc, Sym))
    )
    del at
    return value


def _store_cell(run: FunctionRun, at: int, instruction: ir.StoreCell) -> Value:
    store(run, run.values[instruction.cell], attribute(instruction.name), run.values[instruction.value], -1)
    del at
    return EMPTY


def _call(run: FunctionRun, at: int, instruction: ir.Call) -> Value:
    if instruction.decorator:
        note_decorator(run, instruction)
    if waits(run, instruction, at):
        return EMPTY
    return run.call_value(run.values[instruction.callee], gathered(run, instruction, at), at)


def _operate(run: FunctionRun, at: int, instruction: ir.Operate) -> Value:
    return operate(run, instruction.operator, [run.values[operand] for operand in instruction.operands], at)


def _build(run: FunctionRun, at: int, instruction: ir.Build) -> Value:
    return BUILDERS[instruction.kind](run, at, instruction)


def _iterate(run: FunctionRun, at: int, instruction: ir.Iterate) -> Value:
    if at in run.elements:
        used_up(run, run.values[instruction.value])
        return run.elements[at]
    found = run.iterate(run.values[instruction.value], at)
    used_up(run, run.values[instruction.value])
    return found


def _unpack(run: FunctionRun, at: int, instruction: ir.Unpack) -> Value:
    value = run.values[instruction.value]
    if instruction.star:
        known = positions_of(run, value)
        if known is not None:
            kept = known[instruction.position : len(known) - instruction.after]
            fields = {key(number): held for number, held in enumerate(kept)}
        else:
            fields = tail_of(run, value, instruction.position, at) if not instruction.after else {}
            fields = fields or {ANY: run.iterate(value, at)}
        thing = alloc((run.id, at, *run.turn), "list")
        run.state.create(thing, fields)
        return {thing: None}
    return run.unpacked(value, instruction.position, at)


def _enter(run: FunctionRun, at: int, instruction: ir.Enter) -> Value:
    return entered(run, run.values[instruction.value], at, "__aenter__" if instruction.asynchronous else "__enter__")


def _exit(run: FunctionRun, at: int, instruction: ir.Exit) -> Value:
    left(run, instruction, at)
    return EMPTY


def _return(run: FunctionRun, at: int, instruction: ir.Return) -> Value:
    if not returns_from(run.body, run.block):
        return EMPTY
    value = run.moved(run.values[instruction.value], Verb.RETURN, at)
    run.returns = joined((run.returns, value))
    run.return_sinks(value, at)
    return EMPTY


def _yield(run: FunctionRun, at: int, instruction: ir.Yield) -> Value:
    value = run.values[instruction.value]
    if instruction.delegate:
        delegated(run, value, at)
        inner = run.moved(run.iterate(value, at), Verb.YIELD, at)
        run.yields = joined((run.yields, inner))
        run.yielded[at] = joined((run.yielded.get(at, EMPTY), inner))
        run.suspend()
        return joined(run.state.read(atom, RETURNED) for atom in value if isinstance(atom, (Alloc, Sym)))
    given = run.moved(value, Verb.YIELD, at)
    run.yields = joined((run.yields, given))
    run.yielded[at] = joined((run.yielded.get(at, EMPTY), given))
    run.return_sinks(value, at)
    handed_out(run, value)
    run.suspend()
    return {sym(SENT): None}


def _raise(run: FunctionRun, at: int, instruction: ir.Raise) -> Value:
    value = run.values[instruction.value] if instruction.value >= 0 else EMPTY
    cause = run.values[instruction.cause] if instruction.cause >= 0 else EMPTY
    run.throw(run.moved(raised(run, value, cause, at), Verb.PASS, at))
    return EMPTY


def _make_function(run: FunctionRun, at: int, instruction: ir.MakeFunction) -> Value:
    number = run.function.module.first_function + instruction.function
    for index, operand in instruction.defaults:
        run.state.write(sym(("d", number)), key(index), run.values[operand], strong=not run.turn)
    if not instruction.captures and not (run.turn and instruction.defaults):
        return {func(number): None}
    thing = alloc((run.id, at, *run.turn), "closure", -1, number)
    kept = {f"<{name}>": run.values[cell] for name, cell in instruction.captures}
    if run.turn:
        # the functions of several turns have each its own
        kept.update({default_label(index): run.values[operand] for index, operand in instruction.defaults})
    run.state.create(thing, kept)
    return {thing: None}


def _make_class(run: FunctionRun, at: int, instruction: ir.MakeClass) -> Value:
    number = run.function.module.first_class + instruction.class_
    body = run.function.module.first_function + run.program.classes[number].ir.body
    captures: Atom | None = None
    if instruction.captures:
        captures = alloc((run.id, at, *run.turn), "closure", -1, body)
        run.state.create(captures, {f"<{name}>": run.values[cell] for name, cell in instruction.captures})
    run.call_function(body, Arguments(), at, captures=captures)
    class_made(run, number, Arguments(keywords={name: run.values[value] for name, value in instruction.keywords}), at)
    return {cls_atom(number): None}


def _show(run: FunctionRun, at: int, instruction: ir.Show) -> Value:
    value = run.values[instruction.value]
    run.engine.sinks_seen.add((run.id, at))
    sink = SinkKey(run.id, at, SHOWN, "{{ " + instruction.text + " }}", instruction.where, "")
    run.hit(sink, run.moved(only_taints(text_of(run, value, at)), Verb.SINK, at))
    return EMPTY


def _call_template(run: FunctionRun, at: int, instruction: ir.CallTemplate) -> Value:
    context = run.values[instruction.context]
    dialect = run.function.module.ir.language
    modules = template_modules(run, dialect, run.values[instruction.template])
    if instruction.how == "import":
        parts: list[Value] = []
        for module in modules:
            body = run.program.modules[module].first_function
            call_template(run, body, context, at, None, "")
            parts.append(dict.fromkeys(run.engine.template_namespace(module)))
        return joined(parts)
    for module in modules:
        call_template(run, run.program.modules[module].first_function, context, at, None, "")
    return EMPTY


TRANSFERS: dict[type[ir.Instruction], Transfer] = {
    ir.Constant: _constant, ir.Parameter: _parameter, ir.Name: _name, ir.Import: _import, ir.Assign: _assign,
    ir.StoreName: _store_name, ir.LoadAttribute: _load_attribute, ir.StoreAttribute: _store_attribute,
    ir.LoadItem: _load_item, ir.StoreItem: _store_item, ir.Delete: _delete, ir.Captured: _captured,
    ir.LoadCell: _load_cell, ir.StoreCell: _store_cell, ir.Call: _call, ir.Operate: _operate, ir.Build: _build,
    ir.Iterate: _iterate, ir.Unpack: _unpack, ir.Enter: _enter, ir.Exit: _exit, ir.Return: _return, ir.Yield: _yield,
    ir.Raise: _raise, ir.MakeFunction: _make_function, ir.MakeClass: _make_class, ir.Show: _show,
    ir.CallTemplate: _call_template,
}  # fmt: skip
"""Every instruction but `Phi` and `Caught`, which the run itself knows."""
