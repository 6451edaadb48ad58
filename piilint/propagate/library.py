"""Calls without a body: what rules say of them, and what is assumed where they say nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from piilint.propagate.all_natives import NATIVES
from piilint.propagate.arguments import Arguments, moved_by_call
from piilint.propagate.atoms import (
    EMPTY,
    MADE_WITH,
    OPAQUE,
    Alloc,
    Atom,
    Const,
    Ext,
    ExtInst,
    Member,
    Opaque,
    Sym,
    Text,
    Value,
    alloc,
    ext_inst,
    fact,
    is_of_library,
)
from piilint.propagate.callbacks import call_back, hand_over
from piilint.propagate.columns import move_columns
from piilint.propagate.conditions import holds
from piilint.propagate.exceptions import ENDINGS, exception
from piilint.propagate.hops import Hop
from piilint.propagate.kept_calls import ask_store
from piilint.propagate.knowledge import CallSpecs
from piilint.propagate.lookups import is_lookup, keeps_nothing, read_as_mapping
from piilint.propagate.memory import SELF, joined
from piilint.propagate.ports import NO_VALUE, read_port, write_port
from piilint.propagate.queried import asked_for
from piilint.propagate.records import fields_of_instances
from piilint.propagate.rendering import chosen, render
from piilint.propagate.shown_returns import note_handed
from piilint.propagate.stores import store
from piilint.propagate.subjects import of_all
from piilint.propagate.summary import SinkKey
from piilint.propagate.taints import apply_op, apply_ops, only_taints
from piilint.propagate.text import shown_by_text, text_of, without_text
from piilint.propagate.things import MAX_CHAIN, is_plain, model_of, names_of, things_of
from piilint.propagate.typed_results import is_class, returned, with_parts, without_objects
from piilint.terms.access_path import attribute, key
from piilint.terms.flow import Verb
from piilint.terms.specs import Matcher, PropagatorSpec, SanitizerSpec, SinkSpec

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun

DESCRIBING = 2
"""Names by which a call hands its arguments over, from which on they describe what it gives."""
OPENS_DOORS = SinkSpec("", Matcher("call", ()), except_=("credential",))
"""What a call is let in with is nothing that it gives back, where its other arguments say what it is about."""
GUESSED = ("builtins.str", "builtins.dict", "builtins.list", "typing.NamedTuple")
"""Types whose methods are meant where nothing is known of the receiver."""
PASSED_CONTAINERS = ("list", "dict", "tuple", "set", "generator")


def call_library(
    run: FunctionRun, names: tuple[str, ...], thing: Atom, receiver: Value | None, arguments: Arguments, at: int
) -> Value:
    """A call of something that a library defines, known by its qualified names."""
    if run.engine.knowledge.handing:
        note_handed(run, names, arguments, receiver, at)
    if isinstance(thing, Ext) and (kept := ask_store(run, thing, arguments, at)) is not None:
        return kept
    for name in names:
        native = NATIVES.get(name)
        if native is not None:
            done = native(run, arguments, receiver, at)
            if done is not None:
                specs = run.engine.knowledge.of_calls(names)
                if specs.sinks or specs.sources:
                    before_call(run, specs, arguments, receiver, at)
                    done = after_call(run, specs, done, arguments, receiver, at)
                return sanitized(run, specs, done, arguments, receiver, at)
    specs = run.engine.knowledge.of_calls(names)
    if not specs:
        if arguments.decorator:
            return arguments.positional[0] if arguments.positional else EMPTY
        if at in run.sources and isinstance(thing, Ext) and (read := read_as_mapping(run, thing, arguments, at)):
            return read
        return unresolved(run, thing, receiver, arguments, at)
    if arguments.decorator and not specs.says_flow and not specs.returns:
        return arguments.positional[0] if arguments.positional else EMPTY
    hand_over(run, arguments, receiver, at, specs)
    before_call(run, specs, arguments, receiver, at)
    result = typed = returned(run, specs, EMPTY, arguments, receiver, at, thing)
    if run.never:
        return EMPTY
    if specs.renders:
        render(run, chosen(run, specs.renders, receiver, arguments, at), receiver, arguments, at)
    elif specs.propagators:
        result = result or with_parts(run, specs, thing, at)
        result = _propagated(run, specs, arguments, receiver, result, at)
        if any(isinstance(atom, ExtInst) and atom.name for atom in typed):
            # what was handed over may be a text or anything, what is made of it is not
            result = {
                atom: hop
                for atom, hop in result.items()
                if atom in typed or not (isinstance(atom, (Const, Opaque, Text)) or is_plain(atom))
            }
            result = without_objects(run, result) if all(map(is_plain, typed)) else result
    elif specs.sinks and not specs.sources and not specs.returns and is_class(thing):
        # an object that shows what it is made with; its methods are known by its class
        result = {ext_inst(names[0], -1, (run.id, at)): None}
    elif not specs.sinks and not specs.sources and not specs.returns:
        # only a sanitizer speaks of it: what it hides passes through
        result = _passed(run, receiver, arguments, at, unresolved=False)
    return after_call(run, specs, result, arguments, receiver, at)


def before_call(run: FunctionRun, specs: CallSpecs, arguments: Arguments, receiver: Value | None, at: int) -> None:
    """Sinks take what is handed over."""
    for number, sink in enumerate(specs.sinks):
        if sink.when and not holds(run, sink.when, arguments, receiver):
            continue
        shown_of = arguments.without(sink.without) if sink.without else arguments
        value = read_port(run, sink.port, shown_of, receiver, None, at)
        if value is NO_VALUE or (sink.when and not holds(run, sink.when, arguments, receiver)):
            continue
        if sink.instances:
            value = fields_of_instances(run, value, at)
        if sink.as_text:
            shown = joined((run.state.deep(without_text(run, value)), text_of(run, value, at)))
        elif sink.port.deep:
            shown = joined((run.state.deep(value), text_of(run, value, at)))
        else:
            shown = run.state.own(value)
        run.engine.sinks_seen.add((run.id, at))
        taken = only_taints(shown) if not sink.except_ else apply_ops(only_taints(shown), (sink,))
        run.hit(sink_key(run, sink, at, number), run.moved(taken, Verb.SINK, at))


def sink_key(run: FunctionRun, sink: SinkSpec, at: int, number: int = 0) -> SinkKey:
    """The name of a sink at a call."""
    del number
    return SinkKey(
        run.id,
        at,
        sink.kind,
        run.engine.written_name(run.function, at),
        str(sink.port),
        run.engine.screen_name(run.function, sink.screen, at),
    )


def after_call(
    run: FunctionRun, specs: CallSpecs, result: Value, arguments: Arguments, receiver: Value | None, at: int
) -> Value:
    """Sources and sanitizers speak of the result."""
    for source in specs.sources:
        found = run.engine.call_source(source, run.function, at)
        if receiver:
            found = of_all(found, [one for atom in receiver for one in things_of(run, atom) or (atom,)])
        carrying: Value = {fact(found, None): Hop(None, Verb.SOURCE, run.id, at)}
        if source.port.base == "return":
            result = write_port(run, source.port, arguments, receiver, joined((result, {OPAQUE: None})), carrying, at)
        else:
            write_port(run, source.port, arguments, receiver, result, carrying, at)
    if (
        specs.propagators
        and any(spec.to.base == "return" for spec in specs.propagators)
        and not any(not atom.is_taint for atom in result)
    ):
        if any(spec.from_ or spec.calls for spec in specs.propagators):
            result = joined((result, {OPAQUE: None}))
    return sanitized(run, specs, result, arguments, receiver, at)


def sanitized(
    run: FunctionRun, specs: CallSpecs, result: Value, arguments: Arguments, receiver: Value | None, at: int
) -> Value:
    """A result after those sanitizers whose conditions hold at this call."""
    for sanitizer in specs.sanitizers:
        if holds(run, sanitizer.when, arguments, receiver):
            if sanitizer.port.base == "return" and not sanitizer.port.path:
                result = hidden(run, result, sanitizer, at)
            else:
                value = read_port(run, sanitizer.port, arguments, receiver, result, at)
                if value is not NO_VALUE:
                    result = write_port(
                        run,
                        sanitizer.port,
                        arguments,
                        receiver,
                        result,
                        hidden(run, value, sanitizer, at),
                        at,
                        replace=True,
                    )
    return result


def hidden(run: FunctionRun, value: Value, sanitizer: SanitizerSpec, at: int) -> Value:
    """A value after a sanitizer: its taints are masked, those inside it too; symbols become what they carry."""
    return _hidden(run, value, sanitizer, at, set())


def _hidden(run: FunctionRun, value: Value, sanitizer: SanitizerSpec, at: int, seen: set[Atom]) -> Value:
    result: Value = {}
    for atom, hop in value.items():
        if isinstance(atom, Sym):
            for taint, before in run.state.own({atom: hop}).items():
                for after in apply_op(taint, sanitizer):
                    result.setdefault(after, run.hop(before, Verb.CALL, at, "masked"))
        elif atom.is_taint:
            for after in apply_op(atom, sanitizer):
                result.setdefault(after, run.hop(hop, Verb.CALL, at, "masked"))
        else:
            result.setdefault(atom, hop)
            fields = run.state.heap.get(atom)
            if fields and isinstance(atom, Alloc) and atom.kind in (*PASSED_CONTAINERS, MADE_WITH) and atom not in seen:
                seen.add(atom)
                for label, held in list(fields.items()):
                    if any(part.is_taint or isinstance(part, Alloc) for part in held):
                        run.state.write(atom, label, _hidden(run, held, sanitizer, at, seen), strong=True)
    return result


def _propagated(
    run: FunctionRun, specs: CallSpecs, arguments: Arguments, receiver: Value | None, result: Value, at: int
) -> Value:
    fitting = [spec for spec in specs.propagators if not spec.when or holds(run, spec.when, arguments, receiver)]
    about_columns = [spec for spec in fitting if spec.is_about_columns]
    if about_columns:
        told = move_columns(run, about_columns, arguments, receiver, result, at)
        if (
            told is None
            and not specs.returns
            and all(spec.columns_from and not spec.from_ for spec in specs.propagators)
        ):
            # no query: only the name is that of what runs queries
            return unresolved(run, OPAQUE, receiver, arguments, at)
        result = told if told is not None else result
    for spec in fitting:
        if spec.is_about_columns:
            continue
        if spec.calls is not None:
            told = call_back(run, spec, arguments, receiver, at)
            if told:
                result = write_port(run, spec.to, arguments, receiver, result, told, at)
        for port in spec.from_:
            result = _move(run, spec, port, arguments, receiver, result, at)
    return result


def _move(
    run: FunctionRun,
    spec: PropagatorSpec,
    port: object,
    arguments: Arguments,
    receiver: Value | None,
    result: Value,
    at: int,
) -> Value:
    from piilint.propagate.ports import bindings_of
    from piilint.terms.port import Port

    assert isinstance(port, Port)
    for variables in bindings_of(run, port, arguments, receiver, at):
        value = read_port(run, port, arguments, receiver, result, at, variables)
        if spec.fields and (asked := asked_for(run, port, at)):
            value = asked
        if value is NO_VALUE or not value:
            continue
        if port.deep:
            value = joined((only_taints(run.state.deep(value)), text_of(run, value, at)))
        elif spec.text:
            value = shown_by_text(run, value, at)
        if spec.becomes or spec.data:
            changed: Value = {}
            for atom, hop in run.state.own(value).items():
                for after in apply_op(atom, spec):
                    changed.setdefault(after, hop)
            value = changed
        result = write_port(
            run, spec.to, arguments, receiver, result, moved_by_call(value, run, at, False), at, variables=variables
        )
    return result


def unresolved(run: FunctionRun, thing: Atom, receiver: Value | None, arguments: Arguments, at: int) -> Value:
    """A call that nothing is known of: all passes to the result; of an unused one, arguments go into the receiver."""
    hand_over(run, arguments, receiver, at, None)
    site = (run.id, at)
    if isinstance(thing, Ext) and thing.name.endswith(ENDINGS):
        return exception(run, thing.name, arguments, at)
    if isinstance(thing, Ext) and thing.name.rpartition(".")[2][:1].isupper():
        # a class by its spelling: the object keeps what it was made with
        made = ext_inst(thing.name, -1, site)
        taints = only_taints(_passed(run, receiver, arguments, at, unresolved=True))
        run.engine.unresolved.add(site)
        fields = {f"<{number}>": value for number, value in enumerate(arguments.positional)}
        run.state.create(made, {**fields, SELF: taints} if taints else fields)
        return {made: None}
    run.engine.unresolved.add(site)
    if arguments.unused and receiver is not None:
        if keeps_nothing(run, at):
            return EMPTY
        taints = only_taints(joined(run.state.own(value) for value in arguments.all()))
        if taints:
            store(run, receiver, SELF, moved_by_call(taints, run, at, True), -1)
        return EMPTY
    handed = Arguments() if is_lookup(run, thing, at) else arguments
    described, others = _described(handed)
    result = _passed(run, receiver, others, at, unresolved=True)
    model = model_of(thing)
    if isinstance(thing, Member) and model >= 0:
        # a fluent interface of something that is about a class: still about it
        name = next(iter(names_of(run.engine, thing)), "")
        name = name if name.count(".") < MAX_CHAIN else name.rpartition(".")[0]
        result = joined((result, {ext_inst(name, model, site): None}))
        return joined((result, _made_with(run, described, at))) if described else result
    return joined((result, _made_with(run, described, at) or {ext_inst("", -1, site): None}))


def _described(arguments: Arguments) -> tuple[dict[str, Value], Arguments]:
    """Where a call describes something by several names: what stands under each, and the other arguments."""
    if len(arguments.keywords) < DESCRIBING:
        return {}, arguments
    return arguments.keywords, replace(arguments, keywords={})


def _made_with(run: FunctionRun, described: dict[str, Value], at: int) -> Value:
    """What a call of something unknown gives: as a whole it shows what described it, and each part is under its name.

    `create(amount=3, email=user.email)` gives an object with an e-mail address, whose `status` is none.
    """
    fields: dict[str, Value] = {}
    for name, value in described.items():
        held = _passed(run, None, Arguments([value]), at, unresolved=True)
        if held:
            fields[attribute(name)] = fields[key(name)] = apply_ops(held, (OPENS_DOORS,))
    if not fields:
        return EMPTY
    fields[SELF] = only_taints(joined(fields.values()))
    made = alloc((run.id, at, "made with", *run.turn), MADE_WITH)
    run.state.create(made, fields)
    return {made: None}


def _passed(run: FunctionRun, receiver: Value | None, arguments: Arguments, at: int, unresolved: bool) -> Value:
    parts: list[Value] = []
    for value in ([receiver] if receiver else []) + arguments.all():
        parts.append(moved_by_call(run.state.own(value), run, at, unresolved))
        kept: Value = {
            atom: hop
            for atom, hop in value.items()
            if isinstance(atom, Alloc) and (atom.kind in PASSED_CONTAINERS or is_of_library(atom))
        }
        if kept:
            parts.append(kept)
    return joined(parts)


def call_unknown(run: FunctionRun, callee: Value, arguments: Arguments, at: int) -> Value:
    """A call of a value of which nothing is known: by the name as written, else by the few methods of that name."""
    engine = run.engine
    receiver, method = engine.receiver_of(run, at)
    written = engine.written_name(run.function, at)
    names = [written] if written else []
    if method and receiver is not None:
        targets = (
            engine.methods_named(method)
            if not any(atom.is_taint for atom in receiver) or not engine.is_text_method(method)
            else ()
        )
        if targets and not engine.knowledge.of_call(written):
            results = [
                run.call_function(target, arguments, at, receiver={OPAQUE: None, **receiver}) for target in targets
            ]
            run.engine.unresolved.add((run.id, at))
            return joined(results)
        specs = engine.knowledge.of_call(written)
        if not specs:
            names = [
                name
                for name in (f"{kind}.{method}" for kind in GUESSED)
                if engine.knowledge.of_call(name) or (name in NATIVES and (arguments.unused or method[:1] == "_"))
            ][:1] or names
    if arguments.decorator:
        return arguments.positional[0] if arguments.positional else EMPTY
    for name in names:
        specs = engine.knowledge.of_call(name)
        if specs or (name in NATIVES and receiver is not None):
            return call_library(run, (name,), OPAQUE, receiver, arguments, at)
    own = run.state.own(callee)
    result = unresolved(run, OPAQUE, receiver, arguments, at)
    return joined((result, moved_by_call(only_taints(own), run, at, True))) if own and not arguments.unused else result
