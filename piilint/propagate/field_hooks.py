"""Methods of a class that a library calls with the mapping that it has made, or taken in; what they return counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from piilint.ir import instructions as ir
from piilint.propagate.arguments import Arguments
from piilint.propagate.atoms import Value, inst
from piilint.propagate.field_declarations import texts_at
from piilint.propagate.members import EXACT
from piilint.terms.access_path import key

if TYPE_CHECKING:
    from piilint.propagate.run import FunctionRun
    from piilint.terms.record_specs import RecordSpec


@dataclass(frozen=True, slots=True)
class Hook:
    """`whole`: it is called once for all mappings together; `original`: also with what these were made of. `names` are
    the constant texts that the decorator is handed."""

    method: int
    whole: bool = False
    original: bool = False
    names: frozenset[str] = frozenset()


def after_hooks(
    run: FunctionRun, cls: int, hooks: list[Hook], made: Value, value: Value, at: int, whole: bool
) -> Value:
    """What methods of the class leave of what was made of a value, each mapping by itself or all as a whole."""
    for hook in hooks:
        if hook.whole == whole and made:
            given = [made, value] if hook.original else [made]
            made = run.call_function(hook.method, Arguments(given), at, receiver={inst(cls, EXACT): None})
    return made


def written_out(run: FunctionRun, cls: int, value: Value, named: dict[str, Value], at: int) -> Value | None:
    """What a method makes of a whole object; None where none does: then its fields are as methods of the class write
    them, and those that methods make are there too."""
    for spec in run.engine.listings.written(cls):
        for hook in hooks_of(run, cls, spec, spec.written_as):
            if len(run.program.functions[hook.method].ir.parameters) == 1:
                return run.call_function(hook.method, Arguments(), at, receiver=value)
        for hook in hooks_of(run, cls, spec, spec.computed_by):
            name = run.program.functions[hook.method].ir.name
            named[key(name)] = run.load_attribute(value, name, at)
        for hook in hooks_of(run, cls, spec, spec.written_by):
            for label in [key(name) for name in hook.names if key(name) in named]:
                named[label] = run.call_function(hook.method, Arguments([named[label]]), at, receiver=value)
    return None


def hooks_of(run: FunctionRun, cls: int, spec: RecordSpec, decorators: tuple[str, ...]) -> list[Hook]:
    """The methods of a class and its bases that are decorated so, in the order of the code."""
    index = run.engine.knowledge.index_of(decorators)
    found: list[Hook] = []
    for base in reversed(run.program.classes[cls].mro) if decorators else ():
        if not isinstance(base, int):
            continue
        body = run.program.functions[run.engine.body_of(base)]
        made: dict[int, int] = {}
        for at, one in enumerate(body.body.code):
            if isinstance(one, ir.MakeFunction):
                made[at] = body.module.first_function + one.function
            elif isinstance(one, ir.Call) and one.decorator and one.arguments and one.arguments[0] in made:
                made[at] = made[one.arguments[0]]
                inner = body.body.code[one.callee]
                callee = inner.callee if isinstance(inner, ir.Call) else one.callee
                if any(True for _ in index.find(run.engine.name_of_value(body, callee))):
                    said = _said(body.body.code, inner)
                    whole, original = not said.isdisjoint(spec.whole_by), not said.isdisjoint(spec.original_by)
                    named = inner.arguments if isinstance(inner, ir.Call) else []
                    texts = frozenset(text for operand in named for text in texts_at(body, operand))
                    found.append(Hook(made[at], whole, original, texts))
    return found


def classes_said_by_decorator(run: FunctionRun, keyword: str) -> list[int]:
    """The classes of the program that a decorator of the method at hand names under a keyword: it holds in there."""
    owner = run.function
    if owner.cls < 0 or owner.parent < 0 or not owner.ir.decorators:
        return []
    body, holder = run.program.functions[owner.parent], run.program.classes[owner.cls]
    code, found, made = body.body.code, list[int](), set[int]()
    for at, one in enumerate(code):
        if isinstance(one, ir.MakeFunction) and body.module.first_function + one.function == owner.id:
            made.add(at)
        elif isinstance(one, ir.Call) and one.decorator and made.intersection(one.arguments):
            made.add(at)
            by = code[one.callee]
            for name, value in by.keywords if isinstance(by, ir.Call) else ():
                found += run.engine.listings.classes_in(holder, body, value) if name == keyword else ()
    return [cls for cls in found if cls >= 0]


def _said(code: list[ir.AnyInstruction], call: ir.AnyInstruction) -> set[str]:
    """The keywords that a decorator is given as true."""
    said = ((name, code[value]) for name, value in (call.keywords if isinstance(call, ir.Call) else ()))
    return {name for name, value in said if isinstance(value, ir.Constant) and value.value is True}
