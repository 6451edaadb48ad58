"""Which function a comment stands at."""

from __future__ import annotations

from piilint.ir.instructions import Call, MakeClass, MakeFunction, Value
from piilint.ir.module import Body, CommentIR
from piilint.ir.program import Function, Module, Program


def function_at(program: Program, module: Module, comment: CommentIR) -> Function:
    """The function, or class body, whose header or decorator the comment stands at, else the innermost around it."""
    functions = program.functions[module.first_function : module.first_function + len(module.ir.functions)]
    headed = [
        one
        for one in functions[1:]
        if one.ir.kind != "lambda" and comment.first_line <= one.ir.line <= comment.last_line
    ]
    if headed:
        return headed[0]
    around = [one for one in functions[1:] if one.ir.line <= comment.line <= one.ir.end_line]
    innermost = max(around, key=lambda one: (one.ir.line, one.id), default=functions[0])
    return _decorated_at(program, innermost, comment) or innermost


def _decorated_at(program: Program, around: Function, comment: CommentIR) -> Function | None:
    """The function below the decorator that the comment stands at. Headers start at `def`, so the body must tell."""
    body = around.body
    for number, instruction in enumerate(body.code):
        if isinstance(instruction, Call) and instruction.decorator:
            first, last = body.statements[body.spans[number]]
            if first <= comment.last_line and comment.first_line <= last:
                return _below(program, around, body, number)
    return None


def _below(program: Program, around: Function, body: Body, value: Value) -> Function | None:
    instruction = body.code[value]
    while isinstance(instruction, Call) and instruction.arguments:
        instruction = body.code[instruction.arguments[0]]
    if isinstance(instruction, MakeFunction):
        return program.functions[around.module.first_function + instruction.function]
    if isinstance(instruction, MakeClass):
        return program.functions[around.module.first_function + around.module.ir.classes[instruction.class_].body]
    return None
