"""What rules say of functions and classes that are handed to a framework: `[[registration]]`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from piilint.terms.port import Port
from piilint.terms.specs import Matcher, Origin


@dataclass(frozen=True, slots=True)
class RegistrationSpec:
    """`[[registration]]`: a decorator or call that hands a function to a framework.

    `role` is filter, tag, global, route, callback, signal or task; `name` the port of the registered name. A template
    of `dialect` calls it as `dialect.role.name`: with its context first where the keyword `context_if` is true; where
    the port `template` names one, what the function returns is that template's context.
    `outputs` are the ports of what the function's results go to, in their order, one or a list or mapping each; there
    they are sinks of `kind`. With `made_by` only what these calls make is an output; a call is handed the function at
    a port of `function`. What a call of `unseen` makes shows nothing, nor does an output made with a constant as in
    `unseen_when`, or one that names such a component: `refers` leads from the port of its name to the component's.
    Of a route, `url` is the address and `view` what answers there: a function, class, object, or what has routes itself
    (a list, an object, a module whose variable `of_module` lists them); `pairs` is a list of (address, view). It is put
    on the object at `on`, else into what the call's value is put into; without a view it is what the call makes. It
    `replaces` an object's own address. Of a class `methods` answer. By `default` a library's class shows the `about`.
    `detail` is what comes behind the address of one object, for classes that have one of the methods or bases
    `detail_for`; a decorated method is of one object where the keyword `detail_by` is True.
    An address is `named` at a port, and others answer at the one `of_name`. With `prefix` what is handed over has
    addresses of its own, below this one; with `registers` the view is a function that is handed the object at `on`, to
    put more on it. With `shared` a class's decorator speaks for its methods, and the class is no view; `url_attribute`
    holds the address before those of its methods. `before` are ports of functions that are called first, `before_by`
    attributes of a class that list such ones. The `suffix` ends the names of the methods that answer; `method` is the
    port that names the one which does. Of an object with methods `exposed_by` decorators, or by a true
    `exposed_attribute`, each answers under its name, or at the object's own address where it is an `index`.
    `url_about` is the address of the class it is `about`, below where what is called `below` is put: `{class}` is that
    class's name in small letters, `{above:models}` what stands before `models` in its dotted name.
    """

    match: Matcher
    role: str
    name: str | None = None
    outputs: tuple[Port, ...] = ()
    function: tuple[Port, ...] = ()
    kind: str | None = None
    made_by: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()
    unseen_when: Mapping[str, object] = field(default_factory=dict, hash=False)
    refers: Mapping[str, str] = field(default_factory=dict, hash=False)
    origin: Origin | None = None
    dialect: str | None = None
    template: str | None = None
    context_if: str | None = None
    url: tuple[Port, ...] = ()
    view: tuple[Port, ...] = ()
    on: Port | None = None
    pairs: tuple[Port, ...] = ()
    of_module: str | None = None
    replaces: bool = False
    methods: tuple[str, ...] = ()
    decorated_by: tuple[str, ...] = ()
    about: tuple[Port, ...] = ()
    default: str | None = None
    detail: str | None = None
    detail_for: tuple[str, ...] = ()
    detail_by: str | None = None
    named: Port | None = None
    of_name: Port | None = None
    prefix: bool = False
    registers: bool = False
    shared: bool = False
    url_attribute: str | None = None
    before: tuple[Port, ...] = ()
    before_by: tuple[str, ...] = ()
    suffix: Port | None = None
    method: Port | None = None
    exposed_by: tuple[str, ...] = ()
    exposed_attribute: str | None = None
    index: tuple[str, ...] = ()
    url_about: str | None = None
    below: tuple[str, ...] = ()
