"""Run by the Python of a framework's own virtual environment: a description on stdin -> its public callables on stdout.

Needs the standard library alone. Each line is a module, a name in it, and the parameters: `m:f(a, b, *, c)`, a method's
with its receiver: `m:C.f(self, a)`. `m:f(...)`: they cannot be read. An attribute has none. What takes nothing is left
out, unless it is named.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from typing import Any


def found_by(name: str) -> Any:
    """The object of a dotted name: the longest module that can be imported, and attributes of it."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        for part in parts[end:]:
            found = getattr(found, part)
        return found
    raise ImportError(name)


def written(name: str) -> str:
    """`package.module:Class.method` of a dotted name."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        # a function may hide the module that it is called like
        end = end if end < len(parts) else end - 1
        return ".".join(parts[:end]) + ":" + ".".join(parts[end:])
    raise ImportError(name)


def public(module: Any) -> list[str]:
    """The names that a module offers: those of `__all__`, else all without an underscore that its package made."""
    offered = getattr(module, "__all__", None)
    if isinstance(offered, (list, tuple)):
        return sorted({str(name) for name in offered if not str(name).startswith("_")})
    package = getattr(module, "__name__", type(module).__module__).partition(".")[0]
    names = []
    for name in dir(module):
        if not name.startswith("_"):
            home = getattr(getattr(module, name, None), "__module__", None)
            if isinstance(home, str) and home.partition(".")[0] in (package, f"_{package}"):
                names.append(name)
    return names


def parameters_of(thing: Any, bound: bool) -> str:
    """`a, b, *, c`, a method's after `self`; `...` where they cannot be read."""
    try:
        signature = inspect.signature(thing)
    except (ValueError, TypeError):
        return "self, ..." if bound else "..."
    parts, star = ["self"] if bound else [], False
    for number, parameter in enumerate(signature.parameters.values()):
        if parameter.kind is parameter.VAR_POSITIONAL:
            star = True
            parts.append(f"*{parameter.name}")
        elif parameter.kind is parameter.VAR_KEYWORD:
            parts.append(f"**{parameter.name}")
        elif number == 0 and bound and parameter.kind is not parameter.KEYWORD_ONLY:
            continue
        else:
            if parameter.kind is parameter.KEYWORD_ONLY and not star:
                star = True
                parts.append("*")
            parts.append(parameter.name)
    return ", ".join(parts)


def members(cls: Any) -> Iterator[tuple[str, Any, Any]]:
    """The public members of a class: name, what stands in the class that defines it, and what reading it gives."""
    for name in dir(cls):
        if name.startswith("_"):
            continue
        home = next((base for base in cls.__mro__ if name in vars(base)), None)
        if home is None or home in (object, type) or home.__module__ in ("builtins", "typing", "enum"):
            continue
        try:
            yield name, vars(home)[name], getattr(cls, name)
        except Exception:  # a descriptor that only objects have
            continue


def expanded(names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Classes by name; `module.*` is every public class of the module."""
    for name in names:
        if name.endswith(".*"):
            module = found_by(name[:-2])
            for inner in public(module):
                thing = getattr(module, inner, None)
                if inspect.isclass(thing):
                    yield f"{name[:-2]}.{inner}", thing
        else:
            yield name, found_by(name)


def lines_of(wanted: dict[str, list[str]]) -> Iterator[str]:
    """One line for each callable and attribute."""
    for name in wanted["functions"]:
        module = found_by(name)
        for inner in public(module):
            thing = getattr(module, inner, None)
            if callable(thing) and not inspect.isclass(thing):
                yield f"{written(f'{name}.{inner}')}({parameters_of(thing, False)})"
    for name in wanted["classes"]:
        module = found_by(name)
        for inner in public(module):
            thing = getattr(module, inner, None)
            if inspect.isclass(thing) and not issubclass(thing, BaseException):
                yield f"{written(f'{name}.{inner}')}({parameters_of(thing, False)})"
    for name, cls in expanded(wanted["methods"]):
        holder = cls if inspect.isclass(cls) else type(cls)
        for inner, raw, thing in members(holder):
            if callable(thing) and not inspect.isclass(thing):
                bound = not isinstance(raw, (staticmethod, classmethod))
                yield f"{written(f'{name}.{inner}')}({parameters_of(thing, bound)})"
    for name, cls in expanded(wanted["attributes"]):
        for inner, _, thing in members(cls):
            if not callable(thing):
                yield written(f"{name}.{inner}")
    for name in wanted["named"]:
        thing = found_by(name)
        outer = found_by(name.rpartition(".")[0])
        bound = inspect.isclass(outer) and inspect.isfunction(thing)
        static = inspect.isclass(outer) and isinstance(
            inspect.getattr_static(outer, name.rpartition(".")[2]), staticmethod
        )
        yield f"{written(name)}({parameters_of(thing, bound and not static)})"


def main() -> None:
    """Reads the description, prints the lines, sorted, each once."""
    wanted = json.load(sys.stdin)
    warnings.simplefilter("ignore")
    exec(wanted.pop("setup", ""), {})
    take = re.compile("|".join(f"(?:{one})" for one in wanted.pop("take"))) if wanted.get("take") else None
    leave = re.compile("|".join(f"(?:{one})" for one in wanted.pop("leave"))) if wanted.get("leave") else None
    # a callable that takes nothing shows nothing of it; which one does all the same, a description names
    kept = set()
    named = set(wanted["named"])
    for line in lines_of(wanted):
        name = line.partition("(")[0].replace(":", ".")
        last = name.rpartition(".")[2]
        takes = not line.endswith(("()", "(self)"))
        if name in named or (
            takes and (take is None or take.fullmatch(last)) and not (leave and leave.fullmatch(last))
        ):
            kept.add(line)
    sys.stdout.write("".join(f"{line}\n" for line in sorted(kept)))


if __name__ == "__main__":
    main()
