"""The constructs of Python that programs are made of: one function each, by the sections of what data flow means."""

from __future__ import annotations

from collections.abc import Callable

from tests.flow.generated.writer import Construct

CONSTRUCTS: dict[str, Construct] = {}
SECTIONS: dict[str, list[str]] = {}


def construct(section: str) -> Callable[[Construct], Construct]:
    """Registers a construct under its function's name."""

    def register(function: Construct) -> Construct:
        name = function.__name__.strip("_").replace("_", " ")
        assert name not in CONSTRUCTS, name
        CONSTRUCTS[name] = function
        SECTIONS.setdefault(section, []).append(name)
        return function

    return register
