"""The statement side of the survey: follows the blocks of a file and takes one logical line for each statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from piilint.read.frontend.python.scopes import Scope, resolve
from piilint.read.frontend.python.survey import UNBOUND, Survey


def survey_module(module: cst.Module, logical: list[tuple[int, int]]) -> Survey:
    """Where each expression and statement of a module stands, and who binds and captures which names."""
    survey = Survey(logical)
    _statements(survey, module.body)
    survey.finish()
    resolve(survey.module)
    return survey


def _statements(survey: Survey, body: Any) -> None:
    for statement in body:
        if type(statement) is cst.SimpleStatementLine:
            survey.statement(statement, reversed(statement.body))
        else:
            _COMPOUND[type(statement)](survey, statement)


def _block(survey: Survey, body: Any) -> None:
    if type(body) is cst.SimpleStatementSuite:
        survey.suite(body)
    else:
        _statements(survey, body.body)


def _if(survey: Survey, node: Any) -> None:
    while type(node) is cst.If:
        survey.statement(node, (node.test,))
        _block(survey, node.body)
        node = node.orelse
    _else(survey, node)


def _else(survey: Survey, node: Any) -> None:
    if node is not None:
        survey.statement(node, ())
        _block(survey, node.body)


def _while(survey: Survey, node: cst.While) -> None:
    survey.statement(node, (node.test,))
    _block(survey, node.body)
    _else(survey, node.orelse)


def _for(survey: Survey, node: cst.For) -> None:
    survey.statement(node, (node.iter, (node.target,)))
    _block(survey, node.body)
    _else(survey, node.orelse)


def _with(survey: Survey, node: cst.With) -> None:
    survey.statement(node, reversed(node.items))
    _block(survey, node.body)


def _try(survey: Survey, node: Any) -> None:
    survey.statement(node, ())
    _block(survey, node.body)
    for handler in node.handlers:
        survey.statement(handler, (handler.name and (handler.name.name, UNBOUND), handler.type))
        _block(survey, handler.body)
    _else(survey, node.orelse)
    _else(survey, node.finalbody)


def _match(survey: Survey, node: cst.Match) -> None:
    survey.statement(node, (node.subject,))
    for case in node.cases:
        survey.statement(case, (case.guard, case.pattern))
        _block(survey, case.body)


def _decorators(survey: Survey, node: Any) -> None:
    for decorator in node.decorators:
        survey.statement(decorator, (decorator.decorator,))


def _note_decorated(survey: Survey, node: Any) -> None:
    if node.decorators:
        survey.decorated[survey.spans[id(node.decorators[0])][0]] = survey.spans[id(node)][1]


def _function(survey: Survey, node: cst.FunctionDef) -> None:
    _decorators(survey, node)
    outer = survey.scope
    inner = survey.scopes[id(node)] = Scope("function", outer)
    stack: list[Any] = [outer, node.returns]
    survey.push_parameters(node.params, inner, stack)
    stack += (node.type_parameters, (node.name,))
    survey.statement(node, stack)
    _note_decorated(survey, node)
    survey.positions[id(node)] = survey.positions[id(node.name)]
    survey.scope = inner
    _block(survey, node.body)
    survey.scope = outer
    survey.ends[id(node)] = survey.last


def _class(survey: Survey, node: cst.ClassDef) -> None:
    _decorators(survey, node)
    outer = survey.scope
    survey.scopes[id(node)] = inner = Scope("class", outer)
    survey.statement(node, (*reversed(node.keywords), *reversed(node.bases), node.type_parameters, (node.name,)))
    _note_decorated(survey, node)
    survey.positions[id(node)] = survey.positions[id(node.name)]
    survey.scope = inner
    _block(survey, node.body)
    survey.scope = outer
    survey.ends[id(node)] = survey.last


_COMPOUND: dict[type, Callable[[Survey, Any], None]] = {
    cst.If: _if,
    cst.While: _while,
    cst.For: _for,
    cst.With: _with,
    cst.Try: _try,
    cst.TryStar: _try,
    cst.Match: _match,
    cst.FunctionDef: _function,
    cst.ClassDef: _class,
}
