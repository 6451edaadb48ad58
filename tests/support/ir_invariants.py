"""What holds for every lowered file, whatever it says. `violations` tells what does not."""

from __future__ import annotations

from collections.abc import Iterator

from piilint.ir import instructions as ir
from piilint.ir.module import Body, FunctionIR, ModuleIR, decode_body, decode_module, encode_module

_EXACT_DOMINATORS = 60
"""Functions of more blocks are not checked block by block: the check is cubic."""


def violations(module: ModuleIR) -> list[str]:
    """Each broken promise of the representation, with its place; empty for a sound module."""
    found = [] if decode_module(encode_module(module)) == module else ["the encoding does not decode to the same"]
    found += list(_module(module))
    for number, function in enumerate(module.functions):
        found += [f"function {number} {function.qualname}: {told}" for told in _function(module, function)]
    return found


def operands(instruction: ir.Instruction) -> list[int]:
    """The values that an instruction reads."""
    match instruction:
        case ir.Assign() | ir.StoreName() | ir.Iterate() | ir.Unpack() | ir.Enter() | ir.Return() | ir.Yield():
            return [instruction.value]
        case ir.Exit():
            return [instruction.value, instruction.entered]
        case ir.Raise():
            return [value for value in (instruction.value, instruction.cause) if value != -1]
        case ir.LoadAttribute():
            return [instruction.object]
        case ir.StoreAttribute():
            return [instruction.object, instruction.value]
        case ir.LoadItem():
            return [instruction.object, instruction.index]
        case ir.StoreItem():
            return [instruction.object, instruction.value, *([instruction.index] if instruction.index != -1 else [])]
        case ir.Delete():
            return [instruction.object, *([instruction.index] if instruction.index != -1 else [])]
        case ir.LoadCell():
            return [instruction.cell]
        case ir.StoreCell():
            return [instruction.cell, instruction.value]
        case ir.Call():
            return [instruction.callee, *instruction.arguments, *(value for _, value in instruction.keywords)]
        case ir.Operate():
            return list(instruction.operands)
        case ir.Build():
            keys = [key for key, _ in instruction.items if key not in (-1, -2)]
            values = [value for _, value in instruction.items if not (instruction.kind == "slice" and value == -1)]
            return keys + values
        case ir.Caught():
            return list(instruction.types)
        case ir.Phi():
            return list(instruction.values)
        case ir.MakeFunction():
            return [value for _, value in (*instruction.defaults, *instruction.captures)]
        case ir.MakeClass():
            return [*instruction.bases, *(value for _, value in (*instruction.keywords, *instruction.captures))]
        case _:
            return []


def _module(module: ModuleIR) -> Iterator[str]:
    if not module.functions or module.functions[0].kind not in ("module", "template"):
        yield "functions[0] is not the module's body"
    for number, cls in enumerate(module.classes):
        if module.functions[cls.body].kind != "class" or module.functions[cls.body].owner != number:
            yield f"class {cls.qualname}: its body is another function"
        if any(module.functions[function].owner != number for _, function in cls.methods):
            yield f"class {cls.qualname}: a method of somebody else"
        names = [field.name for field in cls.fields]
        if len(names) != len(set(names)):
            yield f"class {cls.qualname}: a field is listed twice"
        for field in cls.fields:
            if field.value >= len(decode_body(module.functions[field.function]).code):
                yield f"class {cls.qualname}: field {field.name} is made nowhere"
    sizes = {"function": len(module.functions), "class": len(module.classes), "import": len(module.imports)}
    body = decode_body(module.functions[0])
    for name, bindings in module.bindings.items():
        for binding in bindings:
            if binding.kind == "value":
                made = body.code[binding.index]
                if not isinstance(made, ir.Assign) or made.name != name:
                    yield f"name {name}: %{binding.index} does not assign it"
            elif not 0 <= binding.index < sizes[binding.kind]:
                yield f"name {name}: no {binding.kind} {binding.index}"


def _function(module: ModuleIR, function: FunctionIR) -> Iterator[str]:
    body = decode_body(function)
    count = len(body.code)
    if not len(body.lines) == len(body.spans) == len(body.ordinals) == count:
        yield "a place is missing"
    if function.mentions != sorted(set(function.mentions)):
        yield "mentions are not sorted"
    yield from _blocks(body)
    yield from _dominators(body)
    for number, instruction in enumerate(body.code):
        for operand in operands(instruction):
            if not 0 <= operand < count or (operand >= number and not isinstance(instruction, ir.Phi)):
                yield f"%{number} {instruction} reads %{operand}"
        first, last = body.statements[body.spans[number]]
        if not first <= body.lines[number] <= last:
            yield f"%{number} {instruction} is on line {body.lines[number]}, outside of its statement {first}-{last}"
        if body.ordinals[number] < -1:
            yield f"%{number} has no proper ordinal"
        if isinstance(instruction, ir.MakeFunction) and not 0 < instruction.function < len(module.functions):
            yield f"%{number} makes no function"
        if isinstance(instruction, ir.Parameter) and instruction.index != number:
            yield f"%{number} is parameter {instruction.index}"


def _blocks(body: Body) -> Iterator[str]:
    if not body.blocks:
        yield "no block"
        return
    edges = [block.first for block in body.blocks] + [len(body.code)]
    if edges[0] != 0 or any(block.last != end for block, end in zip(body.blocks, edges[1:], strict=True)):
        yield "blocks do not cover the code in order"
    reached = {0} | {successor for block in body.blocks for successor in block.successors}
    reached |= {block.handler for block in body.blocks}
    for number, block in enumerate(body.blocks):
        if any(not 0 <= successor < len(body.blocks) for successor in block.successors):
            yield f"block {number} goes nowhere"
        if block.test >= 0 and len(block.successors) != 2:
            yield f"block {number} tests but does not branch"
        if number not in reached:
            yield f"block {number} cannot be reached"
        if not -1 <= block.handler < len(body.blocks):
            yield f"block {number} has no such handler"
        for position in range(block.first, block.last):
            if isinstance(body.code[position], (ir.Return, ir.Raise)) and position != block.last - 1:
                yield f"block {number} goes on after %{position}"
            if isinstance(body.code[position], ir.Caught) and position != block.first:
                yield f"block {number} catches in its midst"


def _dominators(body: Body) -> Iterator[str]:
    blocks = body.blocks
    if len(blocks) > _EXACT_DOMINATORS:
        return
    for number, block in enumerate(blocks):
        if number == 0:
            if block.dominator != -1:
                yield "the entry is dominated"
        elif block.dominator < 0 or block.dominator == number or number in _reachable(body, block.dominator):
            yield f"block {number} is not dominated by {block.dominator}"


def _reachable(body: Body, without: int) -> set[int]:
    """The blocks that control can come to without passing one of them; exceptions may leave from every block."""
    seen: set[int] = set()
    pending = [0]
    while pending:
        number = pending.pop()
        if number in seen or number == without:
            continue
        seen.add(number)
        block = body.blocks[number]
        pending += block.successors
        if block.handler >= 0:
            pending.append(block.handler)
    return seen
