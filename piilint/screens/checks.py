"""What `[[guard]]` and `[[audit]]` entries say, indexed, and a check: one of them seen at a place in the code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from piilint.terms.finding import GuardFact
from piilint.terms.guard_specs import AuditSpec, GuardSpec
from piilint.terms.pattern import PatternIndex
from piilint.terms.port import Port
from piilint.terms.rulebook import Rulebook

Spec = GuardSpec | AuditSpec


@dataclass(frozen=True, slots=True)
class Slot:
    """A role or region that a parameter of a function stands for: who calls it says which.

    With an `attribute` it is that of the parameter: who makes the object, or its class, says which.
    """

    function: int
    index: int
    attribute: str = ""


Word = str | Slot | None
"""A role or region as far as it is known; None where only running the code tells."""

Spelled = Callable[[Port], tuple[Word, ...]]
"""The constants at a port of one call."""
Lettered = Callable[[str], tuple[Word, ...]]
"""The constants in an attribute of one class."""


@dataclass(frozen=True, slots=True)
class Check:
    """A guard or an audit, with the place where a reader finds it. Without `roles` it does not say whom it lets in."""

    spec: Spec
    path: str
    line: int
    roles: tuple[Word, ...] = ()
    regions: tuple[Word, ...] = ()

    def bound(self, words: Callable[[Slot], tuple[Word, ...]], place: tuple[str, int] | None = None) -> Check:
        """The same with its slots filled, and seen at another place."""
        path, line = place or (self.path, self.line)
        roles, regions = _filled(self.roles, words), _filled(self.regions, words)
        return replace(self, path=path, line=line, roles=roles, regions=regions)

    @property
    def kind(self) -> str | None:
        """The guard's name; None for an audit."""
        return self.spec.name if isinstance(self.spec, GuardSpec) else None

    @property
    def is_audit(self) -> bool:
        """Whether it records a look and keeps nobody out."""
        return isinstance(self.spec, AuditSpec)

    def facts(self) -> Iterator[GuardFact]:
        """One fact for each role that a guard lets in."""
        if isinstance(self.spec, GuardSpec):
            for role in self.roles or (None,):
                yield GuardFact(self.spec.name, self.path, self.line, role if isinstance(role, str) else None)


def _filled(words: tuple[Word, ...], of: Callable[[Slot], tuple[Word, ...]]) -> tuple[Word, ...]:
    return tuple(dict.fromkeys(one for word in words for one in (of(word) if isinstance(word, Slot) else (word,))))


def check(
    spec: Spec,
    path: str,
    line: int,
    at_port: Spelled,
    of_class: Lettered | None = None,
    compared: tuple[Word, ...] = (),
    name: str = "",
) -> Check:
    """A check as its rule says it: each role and region a constant, or read from a port or a class's attribute.

    `compared` are the constants that a test compares with, `name` is what it reads.
    """
    if isinstance(spec, AuditSpec):
        return Check(spec, path, line)

    def words(given: tuple[str, ...]) -> tuple[Word, ...]:
        if given == ("matched",):
            return _matched(spec, name) or (None,)
        return tuple(dict.fromkeys(word for one in given for word in _words(one, at_port, of_class, compared)))

    return Check(spec, path, line, words(spec.role), words(spec.region))


def _matched(spec: Spec, name: str) -> tuple[Word, ...]:
    """What the `**` at the end of the spec's pattern stands for: `shop.view` of `perms.shop.view`."""
    starts = (pattern[:-2] for pattern in spec.match.patterns if pattern.endswith(".**"))
    return tuple(name[len(start) :] for start in starts if name.startswith(start))


def _words(given: str, at_port: Spelled, of_class: Lettered | None, compared: tuple[Word, ...]) -> tuple[Word, ...]:
    if given == "compared":
        return compared or (None,)
    if given.startswith("attribute:"):
        return (of_class(given.partition(":")[2]) if of_class is not None else ()) or (None,)
    if given == "receiver" or given == "return" or given.startswith(("argument:", "receiver.", "return.")):
        return at_port(Port.parse(given)) or (None,)
    return (given,)


def nowhere(port: Port) -> tuple[Word, ...]:  # noqa: ARG001 - it answers for any port
    """The constants of what is no call."""
    return ()


@dataclass(frozen=True, slots=True)
class Checks:
    """All guards and audits by matcher and pattern, those that name a class's attribute also as a list."""

    by: dict[str, PatternIndex[Spec]] = field(default_factory=dict)
    attributes: tuple[Spec, ...] = ()
    joining: tuple[str, ...] = ()
    settings: tuple[GuardSpec, ...] = ()
    """The calls that join one object on which things are registered to another one."""

    @classmethod
    def of(cls, rulebook: Rulebook) -> Checks:
        """Those of a rulebook."""
        by: dict[str, PatternIndex[Spec]] = {}
        attributes: list[Spec] = []
        specs: tuple[Spec, ...] = (*rulebook.guard, *rulebook.audit)
        for spec in specs:
            if spec.match.by == "attribute":
                attributes.append(spec)
            matcher = "base_class" if spec.match.by == "mixin" else spec.match.by
            for pattern in spec.match.patterns:
                by.setdefault(matcher, PatternIndex()).add(pattern, spec)
        joining = dict.fromkeys(one for spec in rulebook.guard for one in spec.joined_by)
        settings = tuple(spec for spec in rulebook.guard if spec.match.by == "setting")
        return cls(by, tuple(attributes), tuple(joining), settings)

    def __bool__(self) -> bool:
        return bool(self.by)

    def find(self, matcher: str, names: Iterable[str]) -> tuple[Spec, ...]:
        """The entries of a matcher that fit one of the names, each once."""
        index = self.by.get(matcher)
        if index is None:
            return ()
        found: list[Spec] = []
        for name in names:
            found += [spec for spec in index.find(name) if spec not in found]
        return tuple(found)

    def patterns(self, matcher: str) -> PatternIndex[Spec]:
        """The patterns of a matcher."""
        return self.by.get(matcher, PatternIndex())


def joined(checks: Sequence[Check]) -> Check:
    """Several checks of one kind of which one has passed: whoever any of them lets in is let in."""
    first = checks[0]
    roles = tuple(dict.fromkeys(role for one in checks for role in one.roles or (None,)))
    regions = tuple(dict.fromkeys(region for one in checks for region in one.regions))
    return replace(first, roles=() if roles == (None,) else roles, regions=regions)


def narrowed(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Checks of which all have passed, each once; of those of one kind at one place whoever all of them let in."""
    found: dict[tuple[str | None, str, int], Check] = {}
    for one in checks:
        key = (one.kind, one.path, one.line)
        known = found.get(key)
        if known is None or not known.roles:
            found[key] = one
        elif one.roles:
            roles = tuple(role for role in known.roles if role in one.roles)
            found[key] = replace(known, roles=roles or known.roles)
    return tuple(found.values())


def in_both(some: Iterable[Check], others: Sequence[Check]) -> list[Check]:
    """The checks of one way that also stand on another; where the roles differ, all are let in."""
    found = []
    for one in some:
        same = [other for other in others if other.kind == one.kind]
        if same:
            alike = any(other.roles == one.roles and other.regions == one.regions for other in same)
            found.append(one if alike else joined([one, same[0]]))
    return found
