"""`[[rule]]`: which flows, or which sets of data on one screen, are wrong, and unless what."""

from __future__ import annotations

from dataclasses import dataclass

from piilint.terms.grades import Mask, Severity
from piilint.terms.specs import Origin


@dataclass(frozen=True, slots=True)
class Unless:
    """One table of `unless`: it excuses a flow where each key that is given holds."""

    masked: Mask | None = None
    guarded: bool | None = None
    guards: tuple[str, ...] | None = None
    role: tuple[str, ...] | None = None
    audited: bool | None = None
    purpose: tuple[str, ...] | None = None
    audience: tuple[str, ...] | None = None
    region: tuple[str, ...] | None = None
    self: bool | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy. `masked` None stands for the rule's `"never"`: no mask is enough, only `unless` decides.

    `not_named` are words for kinds of sinks: what is known as personal by a name that ends so is not shown there.
    `yields_to` names rules, by id or name: what one of them tells of a screen whole, this rule does not tell again.
    `preview`: the rule is new and only counts where somebody asks for it.
    `suppression`: the rule is not about flows but about comments that suppress findings, and names what is wrong there.
    """

    id: str
    name: str
    data: tuple[str, ...] = ()
    sinks: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    same_record: bool = False
    outside_purpose: bool = False
    audience_not: tuple[str, ...] = ()
    region_not: tuple[str, ...] = ()
    suppression: str | None = None
    unless: tuple[Unless, ...] = ()
    masked: Mask | None = Mask.ADEQUATE
    yields_to: tuple[str, ...] = ()
    not_named: tuple[tuple[str, tuple[str, ...]], ...] = ()
    severity: Severity = Severity.ERROR
    message: str | None = None
    why: str | None = None
    instead: str | None = None
    article: str | None = None
    preview: bool = False
    origin: Origin | None = None
