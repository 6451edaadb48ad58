"""What rules say about the world: one frozen type for each table of the rule language (docs: writing rules).

A *matcher* is a key such as `call` or `attribute` with one or more dotted patterns; every table has exactly one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from piilint.terms.grades import Confidence, Mask
from piilint.terms.port import Port

BUILTIN_SINK_KINDS = (
    "ui.page", "ui.widget", "ui.admin", "ui.console", "ui.notebook", "api.response", "api.error", "log", "export.file",
    "export.table", "message.email", "message.sms", "message.push", "map", "third_party", "llm", "storage.cookie",
    "storage.url",
)  # fmt: skip
"""Kinds that are always declared; a rule file may use more by declaring a sink of them."""

SUBJECTS = ("customer", "staff", "child", "third-party", "self")
"""Whom the data is about."""


BUILT_IN = "piilint:"
"""How the paths of rule files that come with piilint begin."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table stands: rule file and line, for messages and `explain`."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"

    @property
    def is_built_in(self) -> bool:
        """Whether the file came with piilint."""
        return self.path.startswith(BUILT_IN)


@dataclass(frozen=True, slots=True)
class Matcher:
    """One matcher of a table: its key (`call`, `attribute`, `returns_of`, ...) and its patterns."""

    by: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataType:
    """`[[data]]`: a kind of personal data, with the token phrases that tell it by name.

    `subject` is whom data of this kind is about, whoever holds it: a user's address book is about other people.
    `lacks` are parts that such a value does not have: an `email` with a `subject` only goes by the name. `plain` are
    parts that it has and that tell nothing of it, as the length of a recording.
    """

    id: str
    title: str
    sensitivity: int = 2
    fides: str | None = None
    strong: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    subject: str | None = None
    lacks: tuple[str, ...] = ()
    origin: Origin | None = None
    plain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """`[[source]]`: personal data enters here."""

    data: str
    match: Matcher
    port: Port = Port("return")
    subject: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class NotPersonalSpec:
    """`[[not_personal]]`: this is not personal, whatever its name says. Overrules everything."""

    match: Matcher
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class InputSpec:
    """`[[input]]`: a method or attribute that gives what somebody has typed into a field of a window or page.

    The field's name says what that is: `self.email_entry.get()`. The class of a field is seldom known where it is read,
    so that any object counts which is called like a field.
    """

    match: Matcher
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class SinkSpec:
    """`[[sink]]`: data leaves here to somebody's eyes or to another party.

    `screen` is what one screen is here: function, module, class or call. `cut_to` names what limits that which gets
    through (a response model): `decorator.response_model` is that keyword of the decorator; where it is not given, the
    return annotation counts. `keep` and `drop` are keywords that name fields. `mapped_by` are ports of the decorator's
    call at which it is handed a class that makes mappings of objects. `except_` are types of data that may leave here;
    `when` holds conditions as of a sanitizer. `default` is what a class lists that does not give the
    `attribute`, nor any of `unless_given`. `handed`: `returns_of` is no decorator but a call, and these
    are its ports of functions whose results are shown. `instances`: the port is handed a class, and all fields that its
    objects have are shown. `as_text`: what is shown is the text of what is handed over: of an object what its `__str__`
    or `__repr__` tells, not all that it holds. `without` are keywords that are never shown, as the file of `print`.
    """

    kind: str
    match: Matcher
    port: Port = Port("argument", "*", (), True)
    screen: str = "function"
    attribute: str | None = None
    cut_to: str | None = None
    mapped_by: tuple[Port, ...] = ()
    except_: tuple[str, ...] = ()
    keep: str | None = None
    drop: str | None = None
    when: Mapping[str, object] = field(default_factory=dict, hash=False)
    handed: tuple[Port, ...] = ()
    instances: bool = False
    default: tuple[str, ...] = ()
    unless_given: tuple[str, ...] = ()
    as_text: bool = False
    origin: Origin | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnsSpec:
    """`[[returns]]`: what a library call gives back.

    `type` is `argument:0`, `receiver.model`, `list[receiver.model]`, `never`, `callee` (an instance of the class that
    is called), a dotted class, or a dotted class with one of these in brackets: `sqlalchemy.orm.Query[argument:0]`;
    `type[a.Class]` is the class itself, `new[dict]` a new mapping with the call's keywords. `[owner]` is the class in
    whose body the call stands, `[receiver.model]` what the receiver is about. `fields_of[receiver]` is a mapping of a
    record's fields, `text_of[...]` a text that shows them, `copy_of[...]` an object of the same class,
    `made_of[argument:0]` one of the receiver's class with the fields that the argument has too, `made_of[keywords]`
    with those that the call names,
    `declared_of[argument:0]` a mapping of those that the receiver's class declares or lists as its `[[record]]` says;
    `object_of[receiver.get_class]` an object of the class that this method gives, made with the call's arguments,
    `element_of[receiver.get_all]` one of those that it gives, `class_of[receiver.maker]` the class in this attribute;
    `taken_of[argument:0]` one of those that it takes in;
    `keep` and `drop` are the ports of names of fields, `update` that of a mapping of new values; where
    a true constant is at `aliased_by`, the names are those that the fields' declarations say. `filled_of[receiver]`
    and `stored_in[argument:0]` give nothing: the receiver's fields show what is handed over (`also_filled_of`: too, as
    where a constructor calls its base's), or the object at the port gets what they hold.
    `kept[a.name]` is a store that all functions share: what one puts under a constant key, as an attribute too, others
    find there; entries that give the same name mean one store.
    The matcher `attribute` types what is read. `own` are library classes: a class of the program below one of them
    is meant instead of the library's. `names` says what class of a library a string stands for. `rows`: the result
    holds the model's fields that the arguments name, as a mapping (`keys`), by position, or each by itself (`single`);
    `separator` parts the fields of related objects; with `asked_by` a call of that method before it names them. `when`
    as in `[[sanitizer]]`; `subject` whom the data is about.

    Of a call that makes a class, `type[a.Class]` is what that is below, and one of the program at the ports `below`,
    too; what its objects show is said by the class at the ports `model_from`, the names at `keep` and `drop`, as what a
    class lists is. With `elements_from` its objects hold others: of the class at these ports, or of one that is made
    in its stead, with the names and the model, where `elements_type` says what that is below.
    """

    match: Matcher
    type: str
    origin: Origin | None = None
    keep: str | None = None
    drop: str | None = None
    update: str | None = None
    aliased_by: str | None = None
    own: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    rows: str | None = None
    separator: str | None = None
    asked_by: str | None = None
    when: Mapping[str, object] = field(default_factory=dict, hash=False)
    subject: str | None = None
    below: tuple[Port, ...] = ()
    model_from: tuple[Port, ...] = ()
    elements_from: tuple[Port, ...] = ()
    elements_type: str | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """What a library hands to a function that it calls: the value at a port, and how.

    `how` is "" for one argument, "*" or "**" where the value is spread, and ".." for this positional argument of the
    call and all that follow it, keywords too.
    """

    port: Port
    how: str = ""


@dataclass(frozen=True, slots=True)
class PropagatorSpec:
    """`[[propagator]]`: a library call that passes data on, path by path, perhaps as another data type.

    `calls` is the port of a function that the library calls with what `with_` says; its result goes to `to`.
    `text`: the result is also text that shows all of the argument. `attribute`: reading the attribute does it, without
    a call. `data`: only these types pass. `when`: only at calls that fit, as of
    sanitizers. `fields`: an argument that is a field of a class stands for what the field holds.

    The others are ports, for values with columns. `keep`, `drop`: the columns that stay or go; one name alone keeps
    that column itself, and what is no constant name keeps all. With `argument:*` the arguments are names and
    expressions that are columns of a table, also by a new name; where `from` is empty, the result is such an
    expression. `rename`: a dict from old to new names, or all names in order. `merge`: what else's columns come in, so
    that all belong to one record. `columns_from`: the names that the columns of `from` get, or a query whose columns
    they are. An entry whose port has nothing at a call says nothing of that call; where none says anything, all columns
    stay.
    """

    match: Matcher
    from_: tuple[Port, ...]
    to: Port
    text: bool = False
    becomes: Mapping[str, str] = field(default_factory=dict, hash=False)
    keep: str | None = None
    drop: str | None = None
    rename: str | None = None
    merge: str | None = None
    columns_from: str | None = None
    origin: Origin | None = None
    calls: Port | None = None
    with_: tuple[Handed, ...] = ()
    data: tuple[str, ...] = ()
    when: Mapping[str, object] = field(default_factory=dict, hash=False)
    attribute: bool = False
    fields: bool = False

    @property
    def is_about_columns(self) -> bool:
        """Whether it chooses, renames or brings columns."""
        return any((self.keep, self.drop, self.rename, self.merge, self.columns_from))


@dataclass(frozen=True, slots=True)
class SanitizerSpec:
    """`[[sanitizer]]`: a call that hides data, wholly or weakly; it sets the mask and never ends the flow.

    `when` holds conditions on constant arguments: port text -> a value, a list of values, a range `"..2"`, a
    slice `"[-4:]"`, "absent", or `"~https://**"`, the shape of an address or of a library's name (`"!~..."`: there is
    something else). `weak_beside`: only weak where one of these types is on the same screen. `leaves`: adds an
    unmasked fact of that type.
    """

    match: Matcher
    port: Port = Port("return")
    data: tuple[str, ...] = ("**",)
    strength: Mask = Mask.ADEQUATE
    leaves: str | None = None
    when: Mapping[str, object] = field(default_factory=dict, hash=False)
    weak_beside: tuple[str, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class AudienceSpec:
    """`[[audience]]`: who the people in front of a screen are, and where."""

    id: str
    paths: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    region: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class PurposeSpec:
    """`[[purpose]]`: what a screen is for and what it may show (patterns of data types)."""

    id: str
    may_show: tuple[str, ...]
    paths: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A place in the program where personal data enters, with why piilint believes so.

    `owner` is what the data belongs to as a reader would say it: `Clip.latitude`, `customer.name`, `row["lat"]`.
    `declared`: a rule, an annotation or a comment says so; it holds whatever the value is. All others are guesses from
    names and types, which hold only where nothing better is known of the value. In a notebook `cell` is the cell's
    number and the lines count within it.
    """

    data: str
    evidence: str
    confidence: Confidence
    path: str
    line: int
    owner: str = ""
    subject: str | None = None
    function: int = -1
    instruction: int = -1
    end_line: int | None = None
    declared: bool = False
    cell: int | None = None
