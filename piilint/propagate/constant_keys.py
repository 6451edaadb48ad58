"""Names of constants as keys: `row[PHONE]`, where a module or a class says once what `PHONE` is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piilint.ir.instructions import Build, Constant, StoreName
from piilint.ir.program import VariableRef
from piilint.ir.variables import assigned_value
from piilint.propagate.things import constants_behind

if TYPE_CHECKING:
    from piilint.propagate.atoms import Sym
    from piilint.propagate.engine import Engine
    from piilint.propagate.run import FunctionRun


def named_keys(run: FunctionRun, symbol: Sym) -> list[object]:
    """The constant that a name stands for that is written like one's and that no function gives another value."""
    if symbol.root[0] not in ("m", "c") or len(symbol.path) != 1:
        return []
    name = symbol.path[0][1:]
    if not name.isupper() or (symbol.root[0] == "m" and name in _bound_anew(run.engine, symbol.root[1])):
        return []
    found = [constant.value for constant in constants_behind(run, symbol)]
    # a sentence or a statement is no key
    return found if not any(isinstance(one, str) and " " in one for one in found) else []


def named_elements(run: FunctionRun, symbol: Sym) -> list[object] | None:
    """The constants in the sequence that such a name of a module stands for: `FIELDS = ("phone", "plan")`."""
    if symbol.root[0] != "m" or len(symbol.path) != 1:
        return None
    module, name = symbol.root[1], symbol.path[0][1:]
    if not name.isupper() or name in _bound_anew(run.engine, module):
        return None
    body, value = assigned_value(run.program, VariableRef(module, name)) or (None, -1)
    made = body.code[value] if body is not None else None
    if isinstance(made, Constant) and isinstance(made.value, list):
        return list(made.value)
    if body is None or not isinstance(made, Build) or made.kind not in ("tuple", "list"):
        return None
    parts = [body.code[item] for marker, item in made.items if marker != -2]
    constants = [one.value for one in parts if isinstance(one, Constant) and not isinstance(one.value, list)]
    return list(constants) if len(constants) == len(made.items) else None


def _bound_anew(engine: Engine, module: int) -> frozenset[str]:
    """The variables of a module to which its functions assign."""
    known = engine.bound_anew.get(module)
    if known is None:
        functions = (one for one in engine.program.functions if one.module.id == module)
        names = (one.name for function in functions for one in function.body.code if isinstance(one, StoreName))
        known = engine.bound_anew[module] = frozenset(names)
    return known
