"""Classes that are pages by themselves: a library fills a context, asks the class for more, and renders a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import EMPTY, Alloc, Value, alloc, inst
from piilint.propagate.filled import made_for_page
from piilint.propagate.members import EXACT
from piilint.propagate.memory import SPREAD, joined
from piilint.propagate.rendering import call_template, template_modules
from piilint.propagate.summary import SinkKey
from piilint.propagate.taints import only_taints
from piilint.propagate.text import text_of
from piilint.propagate.typed_results import implicit_value, typed_as
from piilint.terms.access_path import attribute, key
from piilint.terms.flow import Verb

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun
    from piilint.terms.render_specs import Fill, RenderSpec


def show_page(run: FunctionRun) -> None:
    """What the template of the page that this body of a class describes shows."""
    cls = run.engine.class_of_body[run.id]
    shown: set[str] = set()
    # what a method of the class says comes before what an attribute does
    for spec in sorted(run.engine.listings.pages.get(run.id, ()), key=lambda spec: not _has_method(spec)):
        if spec.template not in shown:  # a class that is two kinds of a page has one template all the same
            shown.add(spec.template)
            if _show(run, cls, spec) and _has_method(spec):
                return


def _has_method(spec: RenderSpec) -> bool:
    return spec.template.startswith("method:")


def _show(run: FunctionRun, cls: int, spec: RenderSpec) -> bool:
    """Whether the class says what its template is, by what the entry is about."""
    modules, at = _templates(run, cls, spec)
    own = spec.context.partition(":")[2]
    says = _says_template(run, cls, spec)
    if not modules and (not says or run.program.method(cls, own) is None):
        return False
    context = _context(run, cls, spec, at)
    screen = run.engine.program.classes[cls].name
    run.engine.sinks_seen.add((run.id, at))
    for module in modules:
        call_template(run, run.program.modules[module].first_function, context, at, spec.kind, screen)
    if not modules:
        run.engine.unmatched_templates.add((run.id, at))
        shown = joined((run.state.deep(context), text_of(run, context, at)))
        sink = SinkKey(run.id, at, spec.kind, screen, "whole context", screen)
        run.hit(sink, run.moved(only_taints(shown), Verb.SINK, at, "the template is not in the program", True))
    return says


def _says_template(run: FunctionRun, cls: int, spec: RenderSpec) -> bool:
    if _has_method(spec):
        return run.program.method(cls, spec.template.partition(":")[2]) is not None
    return run.engine.listings.value_of(cls, spec.template.partition(":")[2]) is not None


def _templates(run: FunctionRun, cls: int, spec: RenderSpec) -> tuple[list[int], int]:
    """The templates of a page, and where this body says so."""
    program, listings = run.program, run.engine.listings
    path = spec.template.partition(":")[2]
    if _has_method(spec):
        method = run.program.method(cls, path)
        view: Value = {inst(cls, EXACT): None}
        told = run.call_function(method, Arguments(), 0, receiver=view) if method is not None else EMPTY
        return template_modules(run, spec.dialect, told), 0
    said = listings.value_of(cls, path)
    at = 0
    names = listings.texts_of(cls, path)
    if said is not None:
        holder, field = said
        at = field.value if holder.module.first_function + field.function == run.id else 0
    elif spec.template_default is not None:
        names.extend(_of_model(run, cls, spec.template_default))
    found = []
    for name in names:
        module = program.template(spec.dialect, name)
        if module is not None:
            found.append(module)
        elif said is not None:
            run.engine.missing_templates.add((spec.dialect, name))
    return found, at


def _context(run: FunctionRun, cls: int, spec: RenderSpec, at: int) -> Value:
    made = alloc((run.id, at, "page", *run.turn), "dict")
    view: Value = {inst(cls, EXACT): None}
    fields = {key(name): implicit_value(run, wanted, at, name) for name, wanted in spec.implicit.items()}
    for fill in spec.fills:
        if fill.class_from is not None or fill.listed_in is not None:
            record = fields.get(key(fill.of), EMPTY) if fill.of is not None else EMPTY
            value = made_for_page(run, cls, fill, record, at)
        else:
            value = _filled(run, cls, fill, view, at)
        for name in _names(run, cls, fill):
            fields[key(name)] = value
        run.state.write(next(iter(view)), attribute(fill.name), value, strong=True)
    method = run.program.method(cls, spec.context.partition(":")[2])
    if method is not None:
        given = run.call_function(method, Arguments(), at, receiver=view)
        fields[SPREAD] = given
        for mapping in given:
            for label, held in run.state.heap.get(mapping, {}).items() if isinstance(mapping, Alloc) else ():
                if label[:1] == "[" and label in fields and held:
                    fields[label] = held
    run.state.create(made, fields)
    return {made: None}


def _filled(run: FunctionRun, cls: int, fill: Fill, view: Value, at: int) -> Value:
    method = run.program.method(cls, fill.method) if fill.method is not None else None
    if method is not None:
        value = run.call_function(method, Arguments(), at, receiver=view)
        if any(not atom.is_taint for atom in value):
            return run.iterate(value, at) if fill.each else value
    return typed_as(run, fill.type, view, at) or EMPTY


def _names(run: FunctionRun, cls: int, fill: Fill) -> list[str]:
    names = [fill.name]
    said = run.engine.listings.texts_of(cls, fill.named_by) if fill.named_by is not None else []
    if not said and fill.also is not None:
        said = _of_model(run, cls, fill.also)
    names.extend(said)
    return names


def _of_model(run: FunctionRun, cls: int, pattern: str) -> list[str]:
    """A name that is made of the model's."""
    models = [model for model in run.engine.listings.models_of(cls)[:1] if model >= 0]
    return [pattern.replace("{model}", run.program.classes[model].ir.name.lower()) for model in models]
