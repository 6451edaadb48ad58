"""Flows: personal data that reaches a sink, hop by hop."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from piilint.terms.grades import Confidence, Mask
from piilint.terms.location import Place
from piilint.terms.own_code import OwnMask
from piilint.terms.specs import FoundSource
from piilint.terms.watched import Watched

PART = "\x1f"
"""Stands in the name of a record before each part of another one: what is read from a part is about the whole too."""


class Verb(Enum):
    """What one step of a trace does. The list is closed: readers learn ten words once."""

    SOURCE = "source"
    READ = "read"
    CALL = "call"
    PASS = "pass"
    RETURN = "return"
    STORE = "store"
    FORMAT = "format"
    JOIN = "join"
    YIELD = "yield"
    TEMPLATE = "template"
    SINK = "sink"


@dataclass(frozen=True, slots=True)
class Step:
    """One hop. (`function`, `instruction`) finds it again in the Program; -1 where it has no instruction.

    `scope` is the function that the step stands in, as a reader names it: `Repo.get`, `templates/clip.html`.
    `unresolved` marks a call whose callee is not known.
    """

    verb: Verb
    place: Place
    message: str
    scope: str = ""
    function: int = -1
    instruction: int = -1
    unresolved: bool = False


@dataclass(frozen=True, slots=True)
class SinkSite:
    """Where data leaves: the place, the kind, and the screen that it is part of.

    `callee` is the sink's name as a reader knows it (`flask.render_template`, `{{ clip.serial }}`); `screen` the
    screen's name (`app.views.show_user`); `slot` tells apart the sinks of one statement, for fingerprints;
    `in_test_code` is the module's.
    """

    kind: str
    place: Place
    callee: str
    screen: str
    function: int
    instruction: int
    slot: str = ""
    in_test_code: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A source that reaches a sink.

    `data` is the type that arrives (a propagator may have changed the source's); `mask` how well it is hidden there
    and `masked_by` what did it; `root` names the record that it was read from, equal for data of one record;
    `call_chain` are the call sites (function, instruction) that lead from the screen's function down to the sink.
    """

    source: FoundSource
    sink: SinkSite
    data: str
    mask: Mask
    steps: tuple[Step, ...]
    confidence: Confidence
    masked_by: str | None = None
    root: str = ""
    call_chain: tuple[tuple[int, int], ...] = ()

    @property
    def order(self) -> tuple[object, ...]:
        """Where it stands among others: by sink, then by source."""
        return (
            self.sink.place.path, self.sink.place.line, self.sink.instruction, self.sink.kind, self.sink.slot,
            self.data, self.source.path, self.source.line, self.source.owner, self.mask.rank, self.root,
            self.masked_by or "", len(self.steps),
        )  # fmt: skip

    @property
    def sureness(self) -> Confidence:
        """How sure a report is of it: what tests show is seen by nobody."""
        return Confidence.LOW if self.sink.in_test_code else self.confidence


@dataclass(frozen=True, slots=True)
class Propagation:
    """What `propagate` found: flows in a fixed order, and how much it saw.

    `sources` and `sinks` count the distinct places that were met; `unresolved` the calls whose callee is not known.
    `missing_templates` are the (dialect, name) of templates that calls render and the program does not have; `masks`
    the program's own functions that hide data; `watched` what was seen at the spot that was asked about.
    """

    flows: tuple[Flow, ...] = ()
    sources: int = 0
    sinks: int = 0
    unresolved_calls: int = 0
    unmatched_templates: tuple[Place, ...] = ()
    missing_templates: tuple[tuple[str, str], ...] = ()
    masks: tuple[OwnMask, ...] = ()
    watched: Watched | None = None
