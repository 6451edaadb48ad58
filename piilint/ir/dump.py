"""The intermediate representation as text to read: one instruction a line, in an order that never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from piilint.ir import instructions as ir
from piilint.ir.module import Annotation, Block, ClassIR, FieldIR, FunctionIR, ModuleIR, ParameterIR, decode_body

_COMMENT_COLUMN = 60


def dump_module(module: ModuleIR) -> str:
    """All that a file was lowered to: names, imports, classes, comments, then each function's code."""
    lines = [f"module {module.language}, {module.lines} lines"]
    if module.exports is not None:
        lines.append(f"exports {', '.join(module.exports)}")
    lines += [f"cell {number} lines {first}-{last}" for number, (first, last) in enumerate(module.cells, 1)]
    lines += [_import(imported) for imported in module.imports]
    for name, bindings in module.bindings.items():
        told = ", ".join(f"{one.kind} {one.index}{'' if one.plain else ' (decorated)'}" for one in bindings)
        lines.append(f"name {name} = {told}")
    lines += [f"comment line {one.line} on {one.first_line}-{one.last_line}: {one.text}" for one in module.comments]
    for number, cls in enumerate(module.classes):
        lines += ["", *_class(number, cls)]
    for number, function in enumerate(module.functions):
        lines += ["", *_function(number, function, module)]
    for function_number, instruction, unit in module.units:
        lines += ["", f"unit in function {function_number} at %{instruction}"]
        lines += [f"  {line}".rstrip() for line in dump_module(unit).splitlines()]
    return "\n".join(lines) + "\n"


def _import(imported: Any) -> str:
    origin = "." * imported.level + imported.module
    what = f"{imported.name} from {origin}" if imported.name else origin
    whole = "" if imported.whole else " (top package)"
    return f"import {what} as {imported.local}{whole}  ; line {imported.line}, function {imported.function}"


def _class(number: int, cls: ClassIR) -> Iterator[str]:
    bases = f"({', '.join(cls.bases)})" if cls.bases else ""
    lines = f"lines {cls.line}-{cls.end_line}"
    yield f"class {number} {cls.qualname}{bases}, {lines}, body {cls.body}, inside function {cls.parent}"
    for decorator in cls.decorators:
        yield f"  decorator {decorator}"
    for field in cls.fields:
        yield f"  field {_field(field)}"
    for name, function in cls.methods:
        yield f"  method {name} = function {function}"


def _field(field: FieldIR) -> str:
    told = ("self." if field.on_self else "") + field.name
    if field.annotation is not None:
        told += f": {show_annotation(field.annotation)}"
    if field.value >= 0:
        told += f" = %{field.value} of function {field.function}"
    if field.value_call:
        told += f" by {field.value_call}({', '.join(field.value_arguments)})"
    return f"{told}  ; lines {field.line}-{field.end_line}"


def _function(number: int, function: FunctionIR, module: ModuleIR) -> Iterator[str]:
    flags = [flag for flag, on in (("async", function.asynchronous), ("generator", function.generator)) if on]
    kind = " ".join([*flags, function.kind])
    parameters = ", ".join(_parameter(parameter) for parameter in function.parameters)
    returns = f" -> {show_annotation(function.returns)}" if function.returns is not None else ""
    name = function.qualname or "(module)"
    yield f"function {number} {kind} {name}({parameters}){returns}, lines {function.line}-{function.end_line}"
    if function.parent >= 0:
        owner = f", owner class {function.owner}" if function.owner >= 0 else ""
        yield f"  inside function {function.parent}{owner}"
    for decorator in function.decorators:
        yield f"  decorator {decorator}"
    for title, names in (
        ("captures", function.captures),
        ("assigned", function.assigned),
        ("mentions", function.mentions),
    ):
        if names:
            yield f"  {title} {', '.join(names)}"
    body = decode_body(function)
    before: dict[int, list[str]] = {}
    for index, block in enumerate(body.blocks):
        for position, successor in enumerate(block.successors):
            before.setdefault(successor, []).append(_edge(index, block, position))
    for index, block in enumerate(body.blocks):
        yield f"  {_block(index, block, before.get(index, []))}"
        for value in range(block.first, block.last):
            text = f"    %{value} = {show_instruction(body.code[value])}"
            meant = _meant(body.code[value], function, module)
            yield f"{text:<{_COMMENT_COLUMN}} ; line {body.lines[value]}" + (f", {meant}" if meant else "")


def _meant(instruction: ir.Instruction, function: FunctionIR, module: ModuleIR) -> str:
    """What a number in an instruction stands for."""
    if isinstance(instruction, ir.Parameter):
        return function.parameters[instruction.index].name
    if isinstance(instruction, ir.MakeFunction):
        return module.functions[instruction.function].qualname
    return module.classes[instruction.class_].qualname if isinstance(instruction, ir.MakeClass) else ""


def _edge(index: int, block: Block, position: int) -> str:
    if block.test < 0:
        return str(index)
    return f"{index} if %{block.test} is {'true' if position == 0 else 'false'}"


def _block(index: int, block: Block, before: list[str]) -> str:
    notes = [f"from {'; '.join(before)}"] if before else []
    notes += [f"dominated by {block.dominator}"] if block.dominator >= 0 else []
    notes += [f"handler {block.handler}"] if block.handler >= 0 else []
    told = f" ({', '.join(notes)})" if notes else ""
    onward = f" -> {', '.join(map(str, block.successors))}" if block.successors else ""
    return f"block {index}{told}{onward}"


def _parameter(parameter: ParameterIR) -> str:
    stars = {"star": "*", "double_star": "**"}.get(parameter.kind, "")
    told = stars + parameter.name
    if parameter.annotation is not None:
        told += f": {show_annotation(parameter.annotation)}"
    if parameter.has_default:
        told += "=..."
    return told if parameter.kind in ("normal", "star", "double_star") else f"{told} ({parameter.kind})"


def show_annotation(annotation: Annotation) -> str:
    """A type in nearly Python's own notation."""
    inner = [show_annotation(one) for one in annotation.arguments]
    constants = [repr(value) for value in annotation.constants]
    if annotation.name == "|":
        return " | ".join(inner)
    if annotation.name == "[]":
        return f"[{', '.join(inner)}]"
    if not annotation.name:
        return ", ".join(constants)
    if constants:
        return f"{annotation.name}({', '.join([*inner, *constants])})"
    return f"{annotation.name}[{', '.join(inner)}]" if inner else annotation.name


def show_instruction(instruction: ir.Instruction) -> str:
    """One instruction: its name in small letters, then its operands as `%number`."""
    return _SHOW[type(instruction)](instruction)


def _v(value: int) -> str:
    return f"%{value}" if value >= 0 else "none"


def _vs(values: list[int]) -> str:
    return ", ".join(map(_v, values))


def _named(pairs: list[tuple[Any, int]]) -> str:
    return ", ".join(f"{name}={_v(value)}" for name, value in pairs)


def _call(i: ir.Call) -> str:
    arguments = [("*" if number in i.stars else "") + _v(value) for number, value in enumerate(i.arguments)]
    arguments += [f"{name}={_v(value)}" if name else f"**{_v(value)}" for name, value in i.keywords]
    notes = [note for note, on in (("unused", i.unused), ("decorator", i.decorator)) if on]
    return f"call {_v(i.callee)}({', '.join(arguments)})" + (f" [{', '.join(notes)}]" if notes else "")


def _build(i: ir.Build) -> str:
    if i.kind == "dict":
        items = [f"**{_v(value)}" if key == -2 else f"{_v(key)}: {_v(value)}" for key, value in i.items]
    else:
        items = [("*" if key == -2 else "") + _v(value) for key, value in i.items]
    return f"build {i.kind}" + (f" {', '.join(items)}" if items else "")


def _import_instruction(i: ir.Import) -> str:
    origin = "." * i.level + i.module
    return f"import {i.name} from {origin}" if i.name else f"import {origin}"


def _make_function(i: ir.MakeFunction) -> str:
    told = f"make_function {i.function}"
    if i.defaults:
        told += f" defaults {_named(i.defaults)}"
    return told + (f" captures {_named(i.captures)}" if i.captures else "")


def _make_class(i: ir.MakeClass) -> str:
    told = f"make_class {i.class_}({', '.join([*map(_v, i.bases), *(f'{n}={_v(v)}' for n, v in i.keywords)])})"
    return told + (f" captures {_named(i.captures)}" if i.captures else "")


def _unpack(i: ir.Unpack) -> str:
    return f"unpack {_v(i.value)} [{i.position}{f':, without the last {i.after}' if i.star else ''}]"


def _delete(i: ir.Delete) -> str:
    return f"delete {_v(i.object)}" + (f".{i.name}" if i.index < 0 else f"[{_v(i.index)}]")


_SHOW: dict[type, Callable[[Any], str]] = {
    ir.Constant: lambda i: f"constant {i.value!r}",
    ir.Parameter: lambda i: f"parameter {i.index}",
    ir.Name: lambda i: f"name {i.name}",
    ir.Import: _import_instruction,
    ir.Assign: lambda i: f"assign {'inner ' if i.inner else ''}{i.name} = {_v(i.value)}",
    ir.StoreName: lambda i: f"store_name {i.name} = {_v(i.value)}",
    ir.LoadAttribute: lambda i: f"load_attribute {_v(i.object)} .{i.name}",
    ir.StoreAttribute: lambda i: f"store_attribute {_v(i.object)} .{i.name} = {_v(i.value)}",
    ir.LoadItem: lambda i: f"load_item {_v(i.object)} [{_v(i.index)}]",
    ir.StoreItem: lambda i: f"store_item {_v(i.object)} [{_v(i.index) if i.index >= 0 else '*'}] = {_v(i.value)}",
    ir.Delete: _delete,
    ir.Captured: lambda i: f"captured {i.name}",
    ir.LoadCell: lambda i: f"load_cell {_v(i.cell)} {i.name}",
    ir.StoreCell: lambda i: f"store_cell {_v(i.cell)} {i.name} = {_v(i.value)}",
    ir.Call: _call,
    ir.Operate: lambda i: f"operate {i.operator} {_vs(i.operands)}",
    ir.Build: _build,
    ir.Iterate: lambda i: f"{'async ' if i.asynchronous else ''}iterate {_v(i.value)}",
    ir.Unpack: _unpack,
    ir.Enter: lambda i: f"{'async ' if i.asynchronous else ''}enter {_v(i.value)}",
    ir.Exit: lambda i: f"{'async ' if i.asynchronous else ''}exit {_v(i.value)} {i.how}",
    ir.Return: lambda i: f"return {_v(i.value)}",
    ir.Yield: lambda i: f"yield {'from ' if i.delegate else ''}{_v(i.value)}",
    ir.Raise: lambda i: f"raise {_v(i.value)}" + (f" from {_v(i.cause)}" if i.cause >= 0 else ""),
    ir.Caught: lambda i: f"caught {'group ' if i.group else ''}{_vs(i.types)}".rstrip(),
    ir.Phi: lambda i: f"phi {_vs(i.values)}",
    ir.MakeFunction: _make_function,
    ir.MakeClass: _make_class,
    ir.Show: lambda i: f"show {_v(i.value)} in {i.where} {i.text!r}",
    ir.CallTemplate: lambda i: f"{i.how} template {_v(i.template)} with {_v(i.context)}",
}
