"""All places where personal data enters a program, as `identify` hands them to `propagate`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from piilint.terms.column import Column
from piilint.terms.specs import FoundSource


@dataclass(slots=True)
class Sources:
    """Where personal data enters, by the place that a value passes.

    fields: (class number, field name) -> the field's source, or None where the field is surely not personal. Only the
        class that declares the field has the entry; readers look along the MRO.
    reads: (function number, instruction) -> what the value made there is, when nothing better is known of it. The
        instruction is a `LoadAttribute`, a `LoadItem` with a constant key, an `Assign` (a variable gets a value), a
        `Name`, the `Constant` that is a key of a `Build` of kind "dict" or of a `StoreItem`, or that stands in the list
        by which a `LoadItem` chooses several columns, or the `Call` of a
        mapping's `get`, `pop`, `setdefault` or `getlist` with a constant key.
    parameters: (function number, parameter's index) -> what an argument from unknown callers is.
    not_personal: (function number, instruction) of reads that a rule or a comment excuses.
    columns: (columns that belong together, function number, instruction that brings them in) -> by name, what those are
        that are personal. Which they are, only `propagate` finds out.
    """

    fields: dict[tuple[int, str], FoundSource | None] = field(default_factory=dict)
    reads: dict[tuple[int, int], tuple[FoundSource, ...]] = field(default_factory=dict)
    parameters: dict[tuple[int, int], tuple[FoundSource, ...]] = field(default_factory=dict)
    not_personal: set[tuple[int, int]] = field(default_factory=set)
    columns: Callable[[Sequence[Column], int, int], Mapping[str, tuple[FoundSource, ...]]] = field(
        default=lambda *_: {}, compare=False
    )

    @property
    def count(self) -> int:
        """How many places there are."""
        declared = sum(source is not None for source in self.fields.values())
        return declared + len(self.reads) + len(self.parameters)
