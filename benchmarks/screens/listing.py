"""Run by the application's own interpreter: prints what its framework lists as routes, one JSON object a line.

`python listing.py django|flask|fastapi [module:factory]`. An object has the `route`, and of its view the `file`, the
qualified `name` within its module, and the first and last `line`; a registered admin class has the route `admin`.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

Listed = Iterator[tuple[str, Any]]


def of_django() -> Listed:
    """What the URL resolver lists, and the admin's classes."""
    importlib.import_module("django").setup()
    admin = importlib.import_module("django.contrib.admin")
    resolver = importlib.import_module("django.urls").get_resolver()

    def below(patterns: Any, prefix: str) -> Listed:
        for one in patterns:
            address = prefix + str(one.pattern)
            if hasattr(one, "url_patterns"):
                yield from below(one.url_patterns, address)
            else:
                yield address, getattr(one.callback, "cls", None) or getattr(one.callback, "view_class", one.callback)

    yield from below(resolver.url_patterns, "")
    for made in admin.site._registry.values():
        yield "admin", type(made)


def of_flask(factory: str) -> Listed:
    """What `url_map` lists."""
    application = _made(factory)
    for rule in application.url_map.iter_rules():
        view = application.view_functions[rule.endpoint]
        yield str(rule), getattr(inspect.unwrap(view), "view_class", None) or getattr(view, "view_class", view)


def of_fastapi(factory: str) -> Listed:
    """What `routes` lists, those of mounted applications too."""

    def below(routes: Any, prefix: str) -> Listed:
        for one in routes:
            address = prefix + getattr(one, "path", "")
            if getattr(one, "routes", None):
                yield from below(one.routes, address)
            elif hasattr(one, "endpoint"):
                yield address, one.endpoint

    yield from below(_made(factory).routes, "")


def _made(factory: str) -> Any:
    module, _, name = factory.partition(":")
    made = getattr(importlib.import_module(module), name)
    return made() if inspect.isfunction(made) else made


def described(route: str, view: Any) -> dict[str, object]:
    """The route with the place of its view; None where that is no Python code."""
    while isinstance(view, functools.partial):
        view = view.func
    view = inspect.unwrap(view)
    if not (inspect.isclass(view) or inspect.isroutine(view)):
        view = type(view)
    try:
        lines, first = inspect.getsourcelines(view)
        file = inspect.getsourcefile(view)
    except (OSError, TypeError):
        lines, first, file = [], 0, None
    name = view.__qualname__.replace("<locals>.", "")
    return {"route": route, "file": file, "name": name, "line": first, "last": first + len(lines) - 1}


if __name__ == "__main__":
    kind, *rest = sys.argv[1:]
    listers: dict[str, Callable[..., Listed]] = {"django": of_django, "flask": of_flask, "fastapi": of_fastapi}
    listed = listers[kind](*rest)
    for route, view in listed:
        print("ROUTE", json.dumps(described(route, view)))
