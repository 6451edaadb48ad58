"""The rulebook: all that was loaded from rule files, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from piilint.terms.guard_specs import AuditSpec, GuardSpec
from piilint.terms.record_specs import RecordSpec
from piilint.terms.registration_specs import RegistrationSpec
from piilint.terms.render_specs import RenderSpec
from piilint.terms.rule import Rule
from piilint.terms.specs import (
    AudienceSpec,
    DataType,
    InputSpec,
    NotPersonalSpec,
    PropagatorSpec,
    PurposeSpec,
    ReturnsSpec,
    SanitizerSpec,
    SinkSpec,
    SourceSpec,
)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Each field holds the entries of one table, in the order of their files and lines.

    `digest` names the content that it was made from, for caches; `warnings` tell what looks wrong but may be meant.
    """

    data: tuple[DataType, ...] = ()
    source: tuple[SourceSpec, ...] = ()
    not_personal: tuple[NotPersonalSpec, ...] = ()
    input: tuple[InputSpec, ...] = ()
    sink: tuple[SinkSpec, ...] = ()
    render: tuple[RenderSpec, ...] = ()
    record: tuple[RecordSpec, ...] = ()
    returns: tuple[ReturnsSpec, ...] = ()
    registration: tuple[RegistrationSpec, ...] = ()
    propagator: tuple[PropagatorSpec, ...] = ()
    sanitizer: tuple[SanitizerSpec, ...] = ()
    guard: tuple[GuardSpec, ...] = ()
    audit: tuple[AuditSpec, ...] = ()
    audience: tuple[AudienceSpec, ...] = ()
    purpose: tuple[PurposeSpec, ...] = ()
    rule: tuple[Rule, ...] = ()
    digest: str = ""
    warnings: tuple[str, ...] = ()

    def data_type(self, key: str) -> DataType | None:
        """The data type of that key."""
        return next((data for data in self.data if data.id == key), None)

    def title_of(self, key: str) -> str:
        """How a message calls a data type: its title in lower case, else its key."""
        data = self.data_type(key)
        return data.title.lower() if data is not None else key
