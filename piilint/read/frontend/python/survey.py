"""One walk over a file in the order of its text, before lowering: where each expression stands, and who binds a name.

An expression's ordinal is its number, from 0, among the `BaseExpression` nodes of its statement in preorder over
`children`; a statement is one logical line here: a simple statement line, or a compound statement's header (with its
decorators, and with the suite where that stands on the same line). Each is found again by parsing those lines alone.

Two tables drive the walk: `_EXPRESSIONS` and `_PARTS` give the fields of a node, last one first, since they are pushed
on a stack. A tuple on the stack is a target that binds a name, a `Scope` a change of scope, `COUNT` a name that is no
variable (an attribute's, a keyword's).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

import libcst as cst

from piilint.read.frontend.problem import SyntaxProblem
from piilint.read.frontend.python.lines import place_lines
from piilint.read.frontend.python.none_tests import none_test
from piilint.read.frontend.python.scopes import Scope

LINE_SHIFT = 32
"""A position is one integer: the line shifted, plus the ordinal and one (0: no expression)."""


class _Count:
    pass


COUNT = _Count()
UNBOUND = _Count()


def _call(node: cst.Call) -> Iterable[Any]:
    return (*reversed(node.args), node.func) if node.args else (node.func,)


def _field(node: Any) -> Iterable[Any]:
    return (*reversed(node.format_spec), node.expression) if node.format_spec else (node.expression,)


_EXPRESSIONS: dict[type, Callable[[Any], Iterable[Any]]] = {
    cst.Attribute: lambda node: (COUNT, node.value),
    cst.Call: _call,
    cst.Subscript: lambda node: (*reversed(node.slice), node.value),
    cst.BinaryOperation: attrgetter("right", "left"),
    cst.BooleanOperation: attrgetter("right", "left"),
    cst.UnaryOperation: lambda node: (node.expression,),
    cst.IfExp: attrgetter("orelse", "test", "body"),
    cst.Await: lambda node: (node.expression,),
    cst.Tuple: lambda node: reversed(node.elements),
    cst.List: lambda node: reversed(node.elements),
    cst.Set: lambda node: reversed(node.elements),
    cst.Dict: lambda node: reversed(node.elements),
    cst.StarredElement: lambda node: (node.value,),
    cst.FormattedString: lambda node: reversed(node.parts),
    cst.TemplatedString: lambda node: reversed(node.parts),
    cst.ConcatenatedString: attrgetter("right", "left"),
}
_LEAVES = frozenset((cst.SimpleString, cst.Integer, cst.Float, cst.Imaginary, cst.Ellipsis))
_PARTS: dict[type, Callable[[Any], Iterable[Any]]] = {
    cst.Arg: lambda node: (node.value,) if node.keyword is None else (node.value, COUNT),
    cst.Element: lambda node: (node.value,),
    cst.DictElement: attrgetter("value", "key"),
    cst.StarredDictElement: lambda node: (node.value,),
    cst.SubscriptElement: lambda node: (node.slice,),
    cst.Index: lambda node: (node.value,),
    cst.Slice: attrgetter("step", "upper", "lower"),
    cst.ComparisonTarget: lambda node: (node.comparator,),
    cst.FormattedStringExpression: _field,
    cst.TemplatedStringExpression: _field,
    cst.From: lambda node: (node.item,),
    cst.Decorator: lambda node: (node.decorator,),
    cst.WithItem: lambda node: (node.asname and (node.asname.name,), node.item),
    cst.TypeParameters: lambda node: reversed(node.params),
    cst.TypeParam: attrgetter("default", "param"),
    cst.TypeVar: lambda node: (node.bound, COUNT),
    cst.TypeVarTuple: lambda _: (COUNT,),
    cst.ParamSpec: lambda _: (COUNT,),
    cst.Expr: lambda node: (node.value,),
    cst.Return: lambda node: (node.value,),
    cst.Assign: lambda node: (node.value, *[(target.target,) for target in reversed(node.targets)]),
    cst.AnnAssign: lambda node: (node.value, node.annotation, (node.target,)),
    cst.AugAssign: lambda node: (node.value, (node.target,)),
    cst.Del: lambda node: ((node.target, UNBOUND),),
    cst.Raise: attrgetter("cause", "exc"),
    cst.Assert: attrgetter("msg", "test"),
    cst.TypeAlias: lambda node: (node.value, node.type_parameters, (node.name,)),
    cst.MatchValue: lambda node: (node.value,),
    cst.MatchSingleton: lambda node: (node.value,),
    cst.MatchSequenceElement: lambda node: (node.value,),
    cst.MatchStar: lambda node: (node.name and (node.name,),),
    cst.MatchList: lambda node: reversed(node.patterns),
    cst.MatchTuple: lambda node: reversed(node.patterns),
    cst.MatchMapping: lambda node: (node.rest and (node.rest,), *reversed(node.elements)),
    cst.MatchMappingElement: attrgetter("pattern", "key"),
    cst.MatchClass: lambda node: (*reversed(node.kwds), *reversed(node.patterns), node.cls),
    cst.MatchKeywordElement: lambda node: (node.pattern, COUNT),
    cst.MatchAs: lambda node: (node.name and (node.name,), node.pattern),
    cst.MatchOr: lambda node: reversed(node.patterns),
    cst.MatchOrElement: lambda node: (node.pattern,),
}


class Survey:
    """What the walk found, each by its node's id: `positions` of expressions, `spans` of statements, `scopes`, and the
    last lines (`ends`) of definitions. `decorated`: the line of a first decorator -> the last line of the header."""

    def __init__(self, logical: Sequence[tuple[int, int]]) -> None:
        self.positions: dict[int, int] = {}
        self.spans: dict[int, tuple[int, int]] = {}
        self.ends: dict[int, int] = {}
        self.decorated: dict[int, int] = {}
        self.scopes: dict[int, Scope] = {}
        self.scope = Scope("module", None)
        self.module = self.scope
        self._logical = iter(logical)
        self.last = 0
        self._line = 0
        self._base = 0
        self._count = 0

    def next_line(self) -> tuple[int, int]:
        """The lines of the next logical line; counting starts anew."""
        span = next(self._logical, None)
        if span is None:
            raise SyntaxProblem("the lines of this file cannot be counted; please report it with the file")
        self._base = (span[0] << LINE_SHIFT) + 1
        self._count = 0
        self.last = span[1]
        return span

    def statement(self, node: Any, parts: Iterable[Any]) -> None:
        """Walk a statement that starts a logical line; `parts` are its nodes, last first."""
        span = self.next_line()
        self.spans[id(node)] = span
        self._line = span[0]
        self.walk(list(parts))
        if span[0] != span[1]:
            self._line = place_lines(self.positions, node, span[0])

    def suite(self, node: cst.SimpleStatementSuite) -> None:
        """Walk the statements that stand on the line of the header above: they belong to its logical line."""
        self.walk(list(reversed(node.body)))
        if self._base >> LINE_SHIFT != self.last:
            place_lines(self.positions, node, self._line)

    def finish(self) -> None:
        """Check that every logical line was met."""
        if next(self._logical, None) is not None:
            raise SyntaxProblem("the lines of this file cannot be counted; please report it with the file")

    def walk(self, stack: list[Any]) -> None:
        """Give every expression on the stack, and inside, its position."""
        positions, base, count = self.positions, self._base, self._count
        pop, extend = stack.pop, stack.extend
        reads = self.scope.reads
        name_class = cst.Name
        expressions, parts = _EXPRESSIONS, _PARTS
        while stack:
            node = pop()
            cls = type(node)
            if cls is name_class:
                positions[id(node)] = base + count
                count += 1
                reads.add(node.value)
            elif cls in expressions:
                positions[id(node)] = base + count
                count += 1
                extend(expressions[cls](node))
            elif cls in parts:
                extend(parts[cls](node))
            elif cls in _LEAVES:
                positions[id(node)] = base + count
                count += 1
            elif node is COUNT:
                count += 1
            elif cls in _SPECIAL:
                if cls in _SCOPED:
                    positions[id(node)] = base + count
                    count += 1
                self._count = count
                _SPECIAL[cls](self, node, stack)
                count = self._count
                reads = self.scope.reads
        self._count = count

    def bind(self, target: tuple[Any, ...], stack: list[Any]) -> None:
        """Walk a target; `UNBOUND` behind it tells that its names lose their values again."""
        node = target[0]
        cls = type(node)
        if cls is cst.Name:
            self.positions[id(node)] = self._base + self._count
            self._count += 1
            scope = self.scope
            if node.value in scope.bound or len(target) > 1:
                scope.rebound.add(node.value)
            scope.bound.add(node.value)
        elif cls in (cst.Tuple, cst.List):
            self.positions[id(node)] = self._base + self._count
            self._count += 1
            stack.extend(
                (element if type(element) is cst.StarredElement else element.value, *target[1:])
                for element in reversed(node.elements)
            )
        elif cls is cst.StarredElement:
            self.positions[id(node)] = self._base + self._count
            self._count += 1
            stack.append((node.value, *target[1:]))
        else:
            stack.append(node)

    def enter(self, scope: Scope, _: list[Any]) -> None:
        self.scope = scope

    def annotation(self, node: cst.Annotation, stack: list[Any]) -> None:
        """Names in annotations are no reads: nobody needs their values."""
        stack += (self.scope, node.annotation, Scope("annotation", None))

    def lambda_(self, node: cst.Lambda, stack: list[Any]) -> None:
        outer = self.scope
        inner = self.scopes[id(node)] = Scope("function", outer)
        stack += (outer, node.body, inner)
        self.push_parameters(node.params, inner, stack)

    def push_parameters(self, node: cst.Parameters, inner: Scope, stack: list[Any]) -> None:
        """Put parameters on the stack: names belong to the function, defaults and annotations to its surroundings."""
        outer = self.scope
        for parameter in reversed(parameters_of(node)):
            stack += (parameter.default, parameter.annotation, outer, (parameter.name,), inner)

    def comprehension(self, node: Any, stack: list[Any]) -> None:
        outer = self.scope
        inner = self.scopes[id(node)] = Scope("comprehension", outer)
        stack.append(outer)
        clauses: list[Any] = []
        clause, first = node.for_in, True
        while clause is not None:
            clauses += ((clause.target,), outer if first else None, clause.iter, inner if first else None)
            clauses += [condition.test for condition in clause.ifs]
            clause, first = clause.inner_for_in, False
        stack.extend(reversed(clauses))
        if type(node) is cst.DictComp:
            stack += (node.value, node.key)
        elif hasattr(node, "elt"):
            stack.append(node.elt)
        else:
            stack.append(node.value)
        stack.append(inner)

    def comparison(self, node: cst.Comparison, stack: list[Any]) -> None:
        name, _ = none_test(node)
        if name:
            # on one of two ways it has a value of its own
            self.scope.rebound.add(name)
        stack += (*reversed(node.comparisons), node.left)

    def walrus(self, node: cst.NamedExpr, stack: list[Any]) -> None:
        owner = self.scope.owner
        if owner is self.scope:
            stack += (node.value, (node.target,))
        else:
            if isinstance(node.target, cst.Name):
                self.scope.reads.add(node.target.value)
            stack += (node.value, self.scope, (node.target,), owner)

    def yield_(self, node: cst.Yield, stack: list[Any]) -> None:
        self.scope.owner.generator = True
        stack.append(node.value)

    def global_(self, node: cst.Global, _: list[Any]) -> None:
        self._count += len(node.names)
        if self.scope.kind != "module":
            self.scope.globals.update(item.name.value for item in node.names)

    def nonlocal_(self, node: cst.Nonlocal, _: list[Any]) -> None:
        self._count += len(node.names)
        self.scope.nonlocals.update(item.name.value for item in node.names)

    def import_(self, node: Any, _: list[Any]) -> None:
        module = getattr(node, "module", None)
        self._count += _dots(module) if module is not None else 0
        for alias in node.names if isinstance(node.names, Sequence) else ():
            self.positions[id(alias)] = self._base + self._count
            self._count += _dots(alias.name)
            local = _head(alias.name) if alias.asname is None else alias.asname.name.value
            self._count += alias.asname is not None
            self.scope.bound.add(local)
            self.scope.rebound.add(local)


def parameters_of(node: cst.Parameters) -> list[cst.Param]:
    """All parameters in the order of the text."""
    found = [*node.posonly_params, *node.params]
    if isinstance(node.star_arg, cst.Param):
        found.append(node.star_arg)
    found += node.kwonly_params
    if node.star_kwarg is not None:
        found.append(node.star_kwarg)
    return found


def _dots(node: Any) -> int:
    """How many expressions a dotted name is."""
    count = 1
    while type(node) is cst.Attribute:
        node = node.value
        count += 2
    return count


def _head(node: Any) -> str:
    while type(node) is cst.Attribute:
        node = node.value
    return str(node.value)


_SPECIAL: dict[type, Callable[[Survey, Any, list[Any]], None]] = {
    tuple: Survey.bind,
    Scope: Survey.enter,
    cst.Annotation: Survey.annotation,
    cst.Lambda: Survey.lambda_,
    cst.GeneratorExp: Survey.comprehension,
    cst.ListComp: Survey.comprehension,
    cst.SetComp: Survey.comprehension,
    cst.DictComp: Survey.comprehension,
    cst.Comparison: Survey.comparison,
    cst.NamedExpr: Survey.walrus,
    cst.Yield: Survey.yield_,
    cst.Global: Survey.global_,
    cst.Nonlocal: Survey.nonlocal_,
    cst.Import: Survey.import_,
    cst.ImportFrom: Survey.import_,
}
for _name in ("LazyImport", "LazyImportFrom"):
    if hasattr(cst, _name):
        _SPECIAL[getattr(cst, _name)] = Survey.import_
if hasattr(cst, "StarredDictComp"):
    _SPECIAL[cst.StarredDictComp] = Survey.comprehension
_SCOPED = frozenset(cls for cls in _SPECIAL if isinstance(cls, type) and issubclass(cls, cst.BaseExpression))
