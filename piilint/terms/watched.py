"""What is seen at one line of code: what is personal there and why, where it comes from, goes to, and stops."""

from __future__ import annotations

from dataclasses import dataclass

from piilint.terms.grades import Confidence, Mask
from piilint.terms.location import Place


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of a file, in a notebook of one of its cells. `path` as the program's files bear it."""

    path: str
    line: int
    cell: int | None = None

    def __str__(self) -> str:
        return str(Place(self.path, self.line, cell=self.cell))


@dataclass(frozen=True, slots=True)
class Meaning:
    """A source that stands on the line: what it is, what it belongs to, and why piilint believes so.

    `excused`: a rule or a comment says that it is not personal.
    """

    data: str
    owner: str
    evidence: str
    confidence: Confidence
    excused: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happens to data at a place. `kind` is a word for programs: masked, overwritten, unused, ..."""

    kind: str
    message: str
    place: Place


@dataclass(frozen=True, slots=True)
class Trail:
    """One kind of data from one source that the line has to do with.

    `came` says how it got here, `flows` are the positions of the flows that take it on to a sink, `masked` what hides
    it further on, and `stops` where and why it goes no further.
    """

    data: str
    owner: str
    source: Place
    evidence: str
    mask: Mask = Mask.NONE
    masked_by: str | None = None
    came: tuple[Note, ...] = ()
    flows: tuple[int, ...] = ()
    masked: tuple[Note, ...] = ()
    stops: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Watched:
    """What `propagate` saw at a spot. `scopes` are the functions that it stands in, `notes` what else bears on it."""

    scopes: tuple[str, ...] = ()
    meanings: tuple[Meaning, ...] = ()
    trails: tuple[Trail, ...] = ()
    notes: tuple[Note, ...] = ()
