"""What rules say of those who may open a screen, and of records that they did: `[[guard]]` and `[[audit]]`."""

from __future__ import annotations

from dataclasses import dataclass

from piilint.terms.port import Port
from piilint.terms.specs import Matcher, Origin


@dataclass(frozen=True, slots=True)
class GuardSpec:
    """`[[guard]]`: who may open the screen.

    `role` and `region` are a port or constants, `compared`: those that a `test` compares the value with, or `matched`:
    what the `**` at a pattern's end stands for. `predicate`: the function at that port of the decorator, or the
    `method:name` of the class or of each class in the attribute's list, says who passes; what it checks counts as well.
    Of a `hook`, `path` is what code calls the request's path, `endpoint` the name of its view, `variables` those of its
    address (a name, or an argument of the hook), and `joined_by` are the calls that join one object to another. A
    `setting` holds for views whose class, decorator or first parameter `holds_for` names, save those that have an
    attribute or decorator `unless_given`. A `refusal` turns people away where it `answers` one of these constants or is
    handed a text with one of these `words`; `compared` is there also a role that a test's names speak of. A
    `dependency` made with the keyword `optional_by` as False turns nobody away. A `decorator` that `needs` a port says
    something only where a text is there; a call that registers a view says the same.
    """

    name: str
    match: Matcher
    role: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    value: object = None
    predicate: str | None = None
    path: tuple[str, ...] = ()
    joined_by: tuple[str, ...] = ()
    holds_for: tuple[str, ...] = ()
    unless_given: str | None = None
    origin: Origin | None = None
    answers: tuple[object, ...] = ()
    words: tuple[str, ...] = ()
    optional_by: str | None = None
    endpoint: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    needs: Port | None = None


@dataclass(frozen=True, slots=True)
class AuditSpec:
    """`[[audit]]`: the look is recorded."""

    match: Matcher
    value: object = None
    origin: Origin | None = None
