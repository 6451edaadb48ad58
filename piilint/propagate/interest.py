"""Where to start: the functions in which personal data may enter, or be shown."""

from __future__ import annotations

from piilint.propagate.engine import Engine


def interesting(engine: Engine) -> list[int]:
    """The functions that read a source, or that mention the name of a call that is one or that renders a template."""
    program, knowledge = engine.program, engine.knowledge
    found: set[int] = set(engine.sources_in)
    found.update(function for function, _ in engine.sources.parameters)
    names, loose = knowledge.interesting_names(sources=True)
    for name in names:
        found.update(program.mentions.get(name, ()))
    for name in sorted(knowledge.names_of_columns()):
        found.update(program.mentions.get(name, ()))
    for module in program.modules:
        lines = [query.line for query in module.ir.queries if query.columns]
        for number in range(module.first_function, module.first_function + len(module.ir.functions) if lines else 0):
            one = program.functions[number].ir
            if any(one.line <= line <= one.end_line for line in lines):
                found.add(number)
    # where nothing personal can enter there is nothing to follow; only which templates are rendered is still asked
    engine.shallow = not found and not loose and not any(engine.sources.fields.values())
    renders, loose_renders = knowledge.interesting_names(sources=False)
    if loose or (loose_renders and not engine.shallow):
        return [function.id for function in program.functions if function.is_python]
    for name in renders:
        found.update(program.mentions.get(name, ()))
    found.update(_cut(engine))
    if not engine.shallow:
        found.update(engine.listings.bodies())
        for cls in program.classes:
            # an object that shows what it is made of has no need to be asked for a field by name
            if cls.external_bases and (engine.listings.filled(cls.id) or engine.listings.mapped(cls.id)):
                found.update(program.mentions.get(cls.ir.name, ()))
    found.update(_overriding(engine))
    found.update(_declaring(engine))
    for (owner, field), source in engine.sources.fields.items():
        if source is not None:
            # a typed parameter or a local object may be read by the field's name
            found.update(engine.readers_of(("f", owner), field))
    return sorted(function for function in found if program.functions[function].is_python)


def _cut(engine: Engine) -> set[int]:
    """The functions whose decorators may say what their answers are, and those that hand functions to libraries.

    Of the former the declared type tells what is personal; the latter's functions have no caller in the program.
    """
    roots, names = engine.knowledge.cut_decorators()
    program, handing = engine.program, engine.knowledge.handing
    importing = {
        module.id
        for module in program.modules
        if any(one.module.partition(".")[0] in roots for one in module.ir.imports)
    }
    if not importing:
        return set()
    mentioning = {function for name in handing for function in program.mentions.get(name, ())}
    return {one for one in mentioning if program.functions[one].module.id in importing} | {
        function.id
        for function in program.functions
        if any(name.rpartition(".")[2] in names for name in function.ir.decorators)
    }


def _overriding(engine: Engine) -> set[int]:
    """The methods whose results a library's class shows; what they return may be known by its class alone."""
    program, knowledge = engine.program, engine.knowledge
    return {
        function.id
        for function in program.functions
        if function.cls >= 0
        and knowledge.may_return(function.ir.name)
        and any(
            True
            for base in program.classes[function.cls].external_bases
            for _ in knowledge.decorator_sinks.find(f"{base}.{function.ir.name}")
        )
    }


def _declaring(engine: Engine) -> set[int]:
    """The functions that make mappings and texts of whole records: no field need be named there."""
    program, index = engine.program, engine.knowledge.declaring
    names = sorted(index.last_parts())
    bases = {base for cls in program.classes if names for base in cls.external_bases}
    whole = engine.knowledge.whole_arguments if program.classes else ()
    used = [
        name for name in names if name in whole or any(True for base in bases for _ in index.find(f"{base}.{name}"))
    ]
    used += sorted(engine.knowledge.of_instances) if program.classes else []
    return {function for name in used for function in program.mentions.get(name, ())}
