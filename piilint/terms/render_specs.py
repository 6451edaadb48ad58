"""What rules say about templates: which calls and classes render one, and with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from piilint.terms.specs import Matcher, Origin

DIALECTS = ("jinja", "django")
"""The template languages that can be read, as `dialect` names them."""


@dataclass(frozen=True, slots=True)
class Fill:
    """A variable that a library puts into a template's context: its type as in `[[returns]]`.

    `method` is the method of the page's class whose result it is where the class has one, with `each` one element;
    `also` is another name of it, with `{model}`, and `named_by` the attribute of the class that says that name.
    An object of the class in the attribute `class_from`, or of `type` with the fields that the attribute `listed_in`
    lists, shows the fields of the variable before it that `of` names, as `[[record]] filled_from` says. `handed_by`
    says what else it is made with: by keyword the method of the page's class that gives it.
    """

    name: str
    type: str
    method: str | None = None
    also: str | None = None
    named_by: str | None = None
    each: bool = False
    of: str | None = None
    class_from: str | None = None
    listed_in: str | None = None
    handed_by: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class RenderSpec:
    """`[[render]]`: a call, class or decorator that renders a template; what the template shows is the sink.

    `template` is a port, `receiver`, `text:` with the port of the template itself, or what the receiver's class says:
    `attribute:x`, or before it `method:x`, all constants that the method returns. An entry may list several.

    The matcher `subclass_of` is about classes that are pages by themselves: `template` is `method:x`, `attribute:x`, or
    what `template_default` makes of the model's name; `context` is `method:x`; `fills` are the variables that the
    library puts into the context by itself. `shown_in` are the methods in which it shows the page: a class that writes
    them all by itself shows it no sooner than they go on.

    `template_keyword` and `context_keyword` are the names by which a call may give what `template` and `context` give
    by position.
    """

    match: Matcher
    template: str
    context: str
    dialect: str
    kind: str
    implicit: Mapping[str, str] = field(default_factory=dict, hash=False)
    origin: Origin | None = None
    template_keyword: str | None = None
    context_keyword: str | None = None
    template_default: str | None = None
    fills: tuple[Fill, ...] = ()
    shown_in: tuple[str, ...] = ()
