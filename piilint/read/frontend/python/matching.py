"""`match`: each case is a row of tests and bindings that leaves for the next case where it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from piilint.ir.instructions import Build, Call, Constant, Delete, LoadAttribute, LoadItem, Name, Operate, Unpack
from piilint.read.frontend.python.builder import STATEMENTS, FunctionBuilder
from piilint.read.frontend.python.conditions import condition
from piilint.read.frontend.python.dead import collect
from piilint.read.frontend.python.expressions import key
from piilint.read.frontend.python.ssa import BlockBuilder
from piilint.read.frontend.python.statements import block


def _match(function: FunctionBuilder, node: cst.Match) -> None:
    function.statement(node)
    subject = function.expression(node.subject)
    after = BlockBuilder()
    for case in node.cases:
        if function.current is None:
            collect(function, case)
            continue
        function.statement(case)
        following = BlockBuilder()
        _pattern(function, case.pattern, subject, following)
        if case.guard is not None:
            holds = BlockBuilder()
            condition(function, case.guard, holds, following)
            function.resume(holds)
        if function.current is not None:
            block(function, case.body)
            function.jump(after)
        function.resume(following)
    function.jump(after)
    function.resume(after)


def _pattern(function: FunctionBuilder, node: Any, subject: int, fails: BlockBuilder) -> None:
    """Lower a pattern: control goes on here where it matches, and to `fails` where it does not."""
    _PATTERNS[type(node)](function, node, subject, fails)


def _test(function: FunctionBuilder, test: int, fails: BlockBuilder) -> None:
    holds = BlockBuilder()
    function.branch(test, holds, fails)
    function.start(holds)


def _value(function: FunctionBuilder, node: cst.MatchValue, subject: int, fails: BlockBuilder) -> None:
    value = function.expression(node.value)
    _test(function, function.emit(Operate("eq", [subject, value]), node.value), fails)


def _singleton(function: FunctionBuilder, node: cst.MatchSingleton, subject: int, fails: BlockBuilder) -> None:
    value = function.expression(node.value)
    _test(function, function.emit(Operate("is_", [subject, value]), node.value), fails)


def _as(function: FunctionBuilder, node: cst.MatchAs, subject: int, fails: BlockBuilder) -> None:
    if node.pattern is not None:
        _pattern(function, node.pattern, subject, fails)
    if node.name is not None and function.current is not None:
        function.bind(node.name.value, subject, node.name)


def _or(function: FunctionBuilder, node: cst.MatchOr, subject: int, fails: BlockBuilder) -> None:
    matched = BlockBuilder()
    last = len(node.patterns) - 1
    for number, element in enumerate(node.patterns):
        following = fails if number == last else BlockBuilder()
        _pattern(function, element.pattern, subject, following)
        function.jump(matched)
        if number != last:
            if not following.preds:
                break
            function.start(following)
    function.start(matched)


def _sequence(function: FunctionBuilder, node: Any, subject: int, fails: BlockBuilder) -> None:
    _test(function, -1, fails)
    patterns = node.patterns
    count = len(patterns)
    star = next((number for number, element in enumerate(patterns) if type(element) is cst.MatchStar), count)
    for number, element in enumerate(patterns):
        if number == star:
            if element.name is not None:
                rest = function.emit(Unpack(subject, number, star=True, after=count - number - 1), element.name)
                function.bind(element.name.value, rest, element.name)
            continue
        part = function.emit(Unpack(subject, number if number < star else number - count))
        _pattern(function, element.value, part, fails)


def _mapping(function: FunctionBuilder, node: cst.MatchMapping, subject: int, fails: BlockBuilder) -> None:
    if not node.elements:
        _test(function, -1, fails)
    names: list[int] = []
    for element in node.elements:
        name = key(function, element.key)
        names.append(name)
        _test(function, function.emit(Operate("contains", [name, subject]), element.key), fails)
        part = function.emit(LoadItem(subject, name), element.key)
        _pattern(function, element.pattern, part, fails)
    if node.rest is not None:
        rest = function.emit(Build("dict", [(-2, subject)]), node.rest)
        for name in names:
            function.emit(Delete(rest, name), node.rest)
        function.bind(node.rest.value, rest, node.rest)


def _class(function: FunctionBuilder, node: cst.MatchClass, subject: int, fails: BlockBuilder) -> None:
    cls = function.expression(node.cls)
    isinstance_ = function.emit(Name("isinstance"), node.cls)
    _test(function, function.emit(Call(isinstance_, [subject, cls]), node.cls), fails)
    for number, element in enumerate(node.patterns):
        position = function.emit(Constant(number))
        part = function.emit(Operate("match_args", [subject, cls, position]))
        _pattern(function, element.value, part, fails)
    for keyword in node.kwds:
        name = keyword.key.value
        function.mentions.add(name)
        _pattern(function, keyword.pattern, function.emit(LoadAttribute(subject, name)), fails)


_PATTERNS: dict[type, Callable[[FunctionBuilder, Any, int, BlockBuilder], None]] = {
    cst.MatchValue: _value,
    cst.MatchSingleton: _singleton,
    cst.MatchAs: _as,
    cst.MatchOr: _or,
    cst.MatchList: _sequence,
    cst.MatchTuple: _sequence,
    cst.MatchMapping: _mapping,
    cst.MatchClass: _class,
}

STATEMENTS[cst.Match] = _match
