"""A program that hands a phone number to each callable that the rules say shows something."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from piilint.pipeline import check
from piilint.terms.access_path import ANY
from piilint.terms.config import Config
from piilint.terms.port import Port
from piilint.terms.specs import BUILTIN_SINK_KINDS, SinkSpec
from tests.surfaces.covered import Rules
from tests.surfaces.description import Callable

_RULE = f"""
[[rule]]
id = "SHOWN"
data = ["contact.phone"]
sinks = {list(BUILTIN_SINK_KINDS)}
"""
_SHOWN = "customer.phone_number"


def call_of(found: Callable, sinks: Iterable[SinkSpec]) -> str | None:
    """A function in which the callable is handed a phone number where a sink takes one; None where the rules want more
    than an argument."""
    for sink in sinks:
        arguments = None if sink.when or "contact" in sink.except_ else _arguments(found, sink.port)
        if arguments is not None:
            if found.of_object:
                owner, _, method = found.name.rpartition(".")
                return f"def show(customer, it: {owner}):\n    it.{method}({arguments})\n"
            return f"def show(customer):\n    {found.name}({arguments})\n"
    return None


def _arguments(found: Callable, port: Port) -> str | None:
    if port.base != "argument" or not found.takes(port.which):
        return None
    value = _SHOWN
    for step in reversed(port.path):
        if step == ANY:
            value = f"[{value}]"
        elif re.match(r'\["', step):
            value = f"{{{step[1:-1]}: {value}}}"
        else:
            return None
    if isinstance(port.which, int):
        return ", ".join([*["0"] * port.which, value])
    return value if port.which == "*" and found.takes(0) else f"{'key' if port.which == '*' else port.which}={value}"


def silent_calls(surface: Iterable[Callable], rules: Rules, folder: Path) -> list[str]:
    """The callables for which a rule has a sink, and that show nothing all the same when a program calls them."""
    modules = sorted({one.module for one in surface})
    lines = [f"import {module}" for module in modules]
    at: dict[int, str] = {}
    for one in surface:
        written = call_of(one, rules.sinks(one.name))
        if written is not None:
            lines += ["", *written.rstrip().splitlines()]
            at[len(lines)] = one.name
    (folder / "shows.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
    own = folder.parent / f"{folder.name}_rule.toml"
    own.write_text(_RULE, encoding="utf-8")
    config = Config(rules=(str(own),), select=("SHOWN",), cache_dir=None, jobs=1)
    seen = {finding.sink.place.line for finding in check([str(folder)], config).findings}
    return [name for line, name in at.items() if line not in seen]
