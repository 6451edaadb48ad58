"""Lines of expressions within a statement that spans several: counts the line breaks of its whitespace and strings."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

import libcst as cst

_SHIFT = 32
_MASK = (1 << _SHIFT) - 1

_FIELDS = {
    "Arg": "whitespace_after_star keyword equal value comma whitespace_after_arg",
    "AnnAssign": "target annotation equal value",
    "Annotation": "whitespace_before_indicator whitespace_after_indicator annotation",
    "AsName": "whitespace_before_as whitespace_after_as name",
    "Assert": "whitespace_after_assert test comma msg",
    "Assign": "targets value",
    "AssignTarget": "target whitespace_before_equal whitespace_after_equal",
    "Asynchronous": "whitespace_after",
    "Attribute": "value dot attr",
    "AugAssign": "target operator value",
    "Await": "whitespace_after_await expression",
    "BinaryOperation": "left operator right",
    "BooleanOperation": "left operator right",
    "Call": "func whitespace_after_func whitespace_before_args args",
    "CompFor": "whitespace_before asynchronous whitespace_after_for target "
    "whitespace_before_in whitespace_after_in iter ifs inner_for_in",
    "CompIf": "whitespace_before whitespace_before_test test",
    "Comparison": "left comparisons",
    "ComparisonTarget": "operator comparator",
    "ConcatenatedString": "left whitespace_between right",
    "Del": "whitespace_after_del target",
    "Dict": "lbrace elements rbrace",
    "DictComp": "lbrace key whitespace_before_colon whitespace_after_colon value for_in rbrace",
    "DictElement": "key whitespace_before_colon whitespace_after_colon value comma",
    "Element": "value comma",
    "Expr": "value",
    "FormattedString": "parts",
    "FormattedStringExpression": "whitespace_before_expression expression "
    "equal whitespace_after_expression format_spec",
    "From": "whitespace_before_from whitespace_after_from item",
    "GeneratorExp": "elt for_in",
    "Global": "whitespace_after_global names",
    "IfExp": "body whitespace_before_if whitespace_after_if test whitespace_before_else whitespace_after_else orelse",
    "Import": "whitespace_after_import names",
    "ImportAlias": "name asname comma",
    "ImportFrom": "whitespace_after_from relative module whitespace_before_import "
    "whitespace_after_import lpar names rpar",
    "Index": "whitespace_after_star value",
    "Lambda": "whitespace_after_lambda params colon body",
    "LazyImport": "whitespace_after_lazy whitespace_after_import names",
    "LazyImportFrom": "whitespace_after_lazy whitespace_after_from relative module "
    "whitespace_before_import whitespace_after_import lpar names rpar",
    "LeftCurlyBrace": "whitespace_after",
    "LeftParen": "whitespace_after",
    "LeftSquareBracket": "whitespace_after",
    "List": "lbracket elements rbracket",
    "ListComp": "lbracket elt for_in rbracket",
    "MatchAs": "pattern whitespace_before_as whitespace_after_as name",
    "MatchClass": "cls whitespace_after_cls whitespace_before_patterns patterns kwds whitespace_after_kwds",
    "MatchKeywordElement": "key whitespace_before_equal whitespace_after_equal pattern comma",
    "MatchList": "lbracket patterns rbracket",
    "MatchMapping": "lbrace elements whitespace_before_rest rest trailing_comma rbrace",
    "MatchMappingElement": "key whitespace_before_colon whitespace_after_colon pattern comma",
    "MatchOr": "patterns",
    "MatchOrElement": "pattern separator",
    "MatchSequenceElement": "value comma",
    "MatchSingleton": "value",
    "MatchStar": "whitespace_before_name name comma",
    "MatchTuple": "patterns",
    "MatchValue": "value",
    "NameItem": "name comma",
    "NamedExpr": "target whitespace_before_walrus whitespace_after_walrus value",
    "Nonlocal": "whitespace_after_nonlocal names",
    "NotEqual": "whitespace_before whitespace_after",
    "NotIn": "whitespace_before whitespace_between whitespace_after",
    "IsNot": "whitespace_before whitespace_between whitespace_after",
    "Param": "whitespace_after_star name annotation equal default comma whitespace_after_param",
    "ParamSlash": "comma whitespace_after",
    "ParamSpec": "whitespace_after_star name",
    "ParamStar": "comma",
    "Parameters": "posonly_params posonly_ind params star_arg kwonly_params star_kwarg",
    "Raise": "whitespace_after_raise exc cause",
    "Return": "whitespace_after_return value",
    "RightCurlyBrace": "whitespace_before",
    "RightParen": "whitespace_before",
    "RightSquareBracket": "whitespace_before",
    "Set": "lbrace elements rbrace",
    "SetComp": "lbrace elt for_in rbrace",
    "SimpleStatementLine": "body",
    "SimpleStatementSuite": "leading_whitespace body",
    "Slice": "lower first_colon upper second_colon step",
    "StarredDictComp": "lbrace whitespace_before_value value for_in rbrace",
    "StarredDictElement": "whitespace_before_value value comma",
    "StarredElement": "whitespace_before_value value comma",
    "Subscript": "value whitespace_after_value lbracket slice rbracket",
    "SubscriptElement": "slice comma",
    "TemplatedString": "parts",
    "TemplatedStringExpression": "whitespace_before_expression expression "
    "equal whitespace_after_expression format_spec",
    "Tuple": "elements",
    "TypeAlias": "whitespace_after_type name whitespace_after_name "
    "type_parameters whitespace_after_type_parameters whitespace_after_equals value",
    "TypeParam": "param equal whitespace_after_star default comma",
    "TypeParameters": "lbracket params rbracket",
    "TypeVar": "name colon bound",
    "TypeVarTuple": "whitespace_after_star name",
    "UnaryOperation": "operator expression",
    "WithItem": "item asname comma",
    "Yield": "whitespace_after_yield value",
    # headers of compound statements, without their bodies
    "ClassDef": "whitespace_after_class name whitespace_after_name type_parameters "
    "whitespace_after_type_parameters lpar bases keywords rpar",
    "ExceptHandler": "whitespace_after_except type name",
    "ExceptStarHandler": "whitespace_after_except whitespace_after_star type name",
    "For": "asynchronous whitespace_after_for target whitespace_before_in whitespace_after_in iter",
    "FunctionDef": "asynchronous whitespace_after_def name whitespace_after_name type_parameters "
    "whitespace_after_type_parameters "
    "whitespace_before_params params returns",
    "If": "whitespace_before_test test",
    "Match": "whitespace_after_match subject",
    "MatchCase": "whitespace_after_case pattern whitespace_before_if whitespace_after_if guard",
    "While": "whitespace_after_while test",
    "With": "asynchronous whitespace_after_with lpar items rpar",
}
"""The fields that can hold expressions or line breaks, in the order of the text (without a node's own parentheses)."""

_SYMBOLS = "whitespace_before whitespace_after"


def _getters() -> dict[type, Callable[[Any], Any]]:
    """Each class's fields as one call that returns them all, last first."""
    found: dict[type, Callable[[Any], Any]] = {}
    for name, fields in _FIELDS.items():
        cls = getattr(cst, name, None)
        if cls is not None:
            found[cls] = _getter(fields)
    for cls in vars(cst).values():
        if isinstance(cls, type) and issubclass(cls, cst.CSTNode) and cls not in found:
            names = cls.__dataclass_fields__ if hasattr(cls, "__dataclass_fields__") else {}
            known = [field for field in _SYMBOLS.split() if field in names]
            if known:
                found[cls] = _getter(" ".join(known))
    return found


def _getter(fields: str) -> Callable[[Any], Any]:
    names = fields.split()
    if len(names) == 1:
        only = attrgetter(names[0])
        return lambda node: (only(node),)
    return attrgetter(*reversed(names))


_GETTERS = _getters()
_STARTS_WITH_TEXT = frozenset((cst.FormattedStringText, cst.TemplatedStringText, cst.SimpleString))
_PARENTHESIZED = tuple(
    cls for cls in _GETTERS if hasattr(cls, "__dataclass_fields__") and "lpar" in cls.__dataclass_fields__
)
_OWN_PARENTHESES = frozenset(cls for cls in _PARENTHESIZED if "lpar" not in _FIELDS.get(cls.__name__, "").split())
_OWN = _OWN_PARENTHESES | {cst.Name, cst.SimpleString, cst.Integer, cst.Float, cst.Imaginary, cst.Ellipsis}


def place_lines(positions: dict[int, int], node: Any, line: int) -> int:
    """Correct the lines of positions inside a statement that starts at `line`; returns the line of its end."""
    stack: list[Any] = [node]
    pop, append, extend = stack.pop, stack.append, stack.extend
    getters = _GETTERS
    while stack:
        node = pop()
        cls = type(node)
        if cls is cst.SimpleWhitespace:
            if "\n" in node.value:
                line += node.value.count("\n")
        elif cls is cst.ParenthesizedWhitespace:
            line += 1 + len(node.empty_lines) + node.last_line.value.count("\n")
        elif cls is cst.Comma:
            line += breaks(node.whitespace_before) + breaks(node.whitespace_after)
        elif cls is tuple or cls is list:
            extend(reversed(node))
        else:
            if cls in _OWN:
                if node.lpar:
                    for bracket in node.lpar:
                        line += breaks(bracket.whitespace_after)
                if node.rpar:
                    append(node.rpar)
            position = positions.get(id(node))
            if position is not None:
                positions[id(node)] = (line << _SHIFT) + (position & _MASK)
            getter = getters.get(cls)
            if getter is not None:
                extend(getter(node))
            elif cls in _STARTS_WITH_TEXT:
                line += node.value.count("\n")
    return line


def breaks(whitespace: Any) -> int:
    """How many lines a piece of whitespace ends."""
    if type(whitespace) is cst.ParenthesizedWhitespace:
        return 1 + len(whitespace.empty_lines) + whitespace.last_line.value.count("\n")
    return whitespace.value.count("\n") if whitespace.value else 0
