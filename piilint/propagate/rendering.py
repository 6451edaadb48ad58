"""A call that renders a template: a call of the template's function with a context."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.access import constants_of
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, ExtInst, Inst, Value, alloc, const
from piilint.propagate.instantiate import Instantiation, specialised
from piilint.propagate.memory import SPREAD, joined
from piilint.propagate.pending import done
from piilint.propagate.ports import NO_VALUE, read_port
from piilint.propagate.summary import NAMED, Chain, SinkKey, Summary
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.things import things_of
from piilint.propagate.typed_results import implicit_value
from piilint.terms.access_path import key
from piilint.terms.flow import Verb
from piilint.terms.port import Port
from piilint.terms.render_specs import RenderSpec

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun


def chosen(
    run: FunctionRun, specs: tuple[RenderSpec, ...], receiver: Value | None, arguments: Arguments, at: int
) -> RenderSpec:
    """The entry whose template port holds a text at this call, or whose method the receiver's class has; else the first
    that is about no method."""
    for spec in specs if len(specs) > 1 else ():
        if spec.template.startswith("method:") and _has_method(run, receiver, spec.template.partition(":")[2]):
            return spec
        if spec.template.startswith("argument:"):
            value = read_port(run, Port.parse(spec.template), arguments, receiver, None, at)
            if any(isinstance(name, str) for name in constants_of(run, value, NAMED)[0]):
                return spec
    return next((spec for spec in specs if not spec.template.startswith("method:")), specs[0])


def _has_method(run: FunctionRun, receiver: Value | None, name: str) -> bool:
    return any(run.program.method(cls, name) is not None for cls in _classes_of(run, receiver))


def render(run: FunctionRun, spec: RenderSpec, receiver: Value | None, arguments: Arguments, at: int) -> None:
    """What the template shows of the context is shown here; without the template the whole context is."""
    engine = run.engine
    context = _context(run, spec, receiver, arguments, at)
    modules = _templates(run, spec, receiver, arguments, at)
    engine.sinks_seen.add((run.id, at))
    screen = engine.screen_name(run.function, "function", at)
    for module in modules:
        call_template(run, engine.program.modules[module].first_function, context, at, spec.kind, screen)
    if not modules:
        engine.unmatched_templates.add((run.id, at))
        shown = joined((run.state.deep(context), text_of(run, context, at)))
        sink = SinkKey(run.id, at, spec.kind, engine.written_name(run.function, at), "whole context", screen)
        run.hit(
            sink, run.moved(only_taints(shown), Verb.SINK, at, "the template is not in the program", unresolved=True)
        )


def call_template(
    run: FunctionRun, function: int, context: Value, at: int, kind: str | None, screen: str, way: Chain = ()
) -> None:
    """Runs a template's function with a context; `kind` None: this is itself a template.

    `way`: call sites between this call and that of the function, which was waiting for this one.
    """
    run.engine.called.add(function)
    instantiation = Instantiation(run, {("p", 0): context}, at)
    summary = specialised(run, function, instantiation)
    if run.engine.on_call is not None:
        run.engine.on_call(function, instantiation)
    instantiation.apply(summary, kind, screen, way)
    call_pending(instantiation, summary, kind, screen, way)


def call_pending(
    instantiation: Instantiation, summary: Summary, kind: str | None, screen: str, way: Chain = ()
) -> None:
    """Does the calls of a template's function that were waiting for one that renders it."""
    run = instantiation.run
    for there, call in summary.pending.items():
        function, context = done(instantiation, (*way, *there), call)
        # a block may stand in itself
        if function is not None and function not in run.rendering:
            run.rendering.add(function)
            call_template(run, function, context, instantiation.at, kind, screen, (*way, *there))
            run.rendering.discard(function)


def _templates(run: FunctionRun, spec: RenderSpec, receiver: Value | None, arguments: Arguments, at: int) -> list[int]:
    engine = run.engine
    if spec.template.startswith("text:"):
        value = read_port(run, Port.parse(spec.template[5:]), arguments, receiver, None, at)
        return engine.units_of(run, value)
    if spec.template == "receiver":
        value = joined(
            run.state.heap.get(atom, {}).get("<0>", EMPTY)
            for atom in receiver or ()
            if isinstance(atom, (ExtInst, Alloc))
        )
    elif spec.template.startswith("attribute:"):
        value = _named_by_class(run, spec.template.partition(":")[2], receiver)
    elif spec.template.startswith("method:"):
        value = run.call_method(receiver or {}, spec.template.partition(":")[2], Arguments(), at) or NO_VALUE
    else:
        value = read_port(run, Port.parse(spec.template), arguments, receiver, None, at)
        if value is NO_VALUE and spec.template_keyword is not None:
            value = arguments.keywords.get(spec.template_keyword, NO_VALUE)
    if value is NO_VALUE:
        return []
    return template_modules(run, spec.dialect, value)


def _named_by_class(run: FunctionRun, attribute: str, receiver: Value | None) -> Value:
    """The templates that the receiver's class names in an attribute."""
    classes = _classes_of(run, receiver)
    names = [name for cls in sorted(classes) for name in run.engine.listings.texts_of(cls, attribute)]
    return {const(name): None for name in names}


def _classes_of(run: FunctionRun, receiver: Value | None) -> set[int]:
    return {
        thing.cls
        for atom in receiver or ()
        if not atom.is_taint
        for thing in things_of(run, atom)
        if isinstance(thing, (Alloc, Inst)) and thing.cls >= 0
    }


def template_modules(run: FunctionRun, dialect: str, value: Value) -> list[int]:
    """The templates that a value names: constants, and elements of a list of constants."""
    names, _ = constants_of(run, value, NAMED)
    for atom in value:
        if isinstance(atom, Alloc) and atom.kind in ("list", "tuple"):
            names.extend(constants_of(run, joined(run.state.heap.get(atom, {}).values()))[0])
    found: dict[int, None] = {}
    for name in names:
        module = run.engine.program.template(dialect, name) if isinstance(name, str) else None
        if module is not None:
            found[module] = None
        elif isinstance(name, str):
            run.engine.missing_templates.add((dialect, name))
    return list(found)


def _context(run: FunctionRun, spec: RenderSpec, receiver: Value | None, arguments: Arguments, at: int) -> Value:
    made = alloc((run.id, at, "context", *run.turn), "dict")
    fields: dict[str, Value] = {}
    for name, wanted in spec.implicit.items():
        fields[key(name)] = implicit_value(run, wanted, at, name)
    spread: list[Value] = []
    if spec.context == "keywords":
        template_at = Port.parse(spec.template).which if spec.template.startswith("argument:") else None
        spread.extend(value for number, value in enumerate(arguments.positional) if number != template_at)
        spread.extend(arguments.mappings)
        fields.update({key(name): value for name, value in arguments.keywords.items()})
    else:
        value = read_port(run, Port.parse(spec.context), arguments, receiver, None, at)
        if value is NO_VALUE and spec.context_keyword is not None:
            value = arguments.keywords.get(spec.context_keyword, NO_VALUE)
        if value is not NO_VALUE:
            spread.append(value)
    for mapping in spread:
        # what the call gives comes before what is there anyhow
        for name in spec.implicit:
            given = joined(run.state.read(atom, key(name)) for atom in mapping if isinstance(atom, Alloc))
            if given:
                fields[key(name)] = given
    if spread:
        fields[SPREAD] = joined(spread)
    run.state.create(made, fields)
    return {made: None}
