"""What a program brings along that a policy can speak of: its own masks, guards, audits and sinks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from piilint.terms.grades import Confidence
from piilint.terms.specs import FoundSource


@dataclass(frozen=True, slots=True)
class OwnMask:
    """A function of the program that hides what it is given. `data` are the types that it surely hides well enough.

    Without `data` only its name says that it hides something.
    """

    name: str
    path: str
    line: int
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """A guard or an audit that no rule names, by the matcher `by` with which a rule could, and how often it is used.

    `proven`: its code calls something that rules know, and `roles` are whom that lets in; else only its name tells.
    `role_port` is where a call of it says the role.
    """

    name: str
    path: str
    line: int
    by: str
    is_audit: bool = False
    proven: bool = False
    roles: tuple[str, ...] = ()
    role_port: str | None = None
    uses: int = 0


@dataclass(frozen=True, slots=True)
class FoundField:
    """A field of the program that holds personal data, and why piilint believes so."""

    owner: str
    data: str
    evidence: str
    confidence: Confidence
    path: str
    line: int

    @classmethod
    def of(cls, source: FoundSource) -> FoundField:
        """What a source says of a field."""
        return cls(source.owner, source.data, source.evidence, source.confidence, source.path, source.line)

    @property
    def order(self) -> tuple[str, int, str]:
        """By place."""
        return self.path, self.line, self.data


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A library's call that is handed personal data and that no rule describes. `kind` is what its name suggests."""

    name: str
    kind: str
    data: tuple[str, ...]
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What `piilint init` found. `folders` hold the code; `sinks` counts those that rules know, by kind."""

    folders: tuple[str, ...] = ()
    fields: tuple[FoundField, ...] = ()
    sinks: Mapping[str, int] = field(default_factory=dict)
    masks: tuple[OwnMask, ...] = ()
    checks: tuple[OwnCheck, ...] = ()
    open_calls: tuple[OpenCall, ...] = ()
