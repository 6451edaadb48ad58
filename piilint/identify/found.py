"""Makes the sources: a clue or a declaration, and the place that it is about."""

from __future__ import annotations

from piilint.identify.evidence import Clue
from piilint.terms.grades import Confidence
from piilint.terms.location import Place
from piilint.terms.specs import FoundSource, SourceSpec


def guessed(clue: Clue, place: Place, owner: str, function: int = -1, instruction: int = -1) -> FoundSource:
    """A source that a name or a type tells of."""
    return FoundSource(
        clue.data, clue.evidence, clue.confidence, place.path, place.line, owner, None, function, instruction,
        place.end_line,
    )  # fmt: skip


def ruled(
    spec: SourceSpec, place: Place, owner: str, function: int = -1, instruction: int = -1, kind: str = ""
) -> FoundSource:
    """A source that a rule declares; `kind` is the type that the rule is about, if it is about one."""
    evidence = f"declared in {spec.origin}" if spec.origin else "declared by a rule"
    evidence = f"type `{kind}`, {evidence}" if kind else evidence
    return FoundSource(
        spec.data, evidence, Confidence.HIGH, place.path, place.line, owner, spec.subject, function, instruction,
        place.end_line, declared=True,
    )  # fmt: skip


def stated(
    data: str, evidence: str, place: Place, owner: str, function: int = -1, instruction: int = -1
) -> FoundSource:
    """A source that the analysed code itself declares, by a comment or an annotation."""
    return FoundSource(
        data, evidence, Confidence.HIGH, place.path, place.line, owner, None, function, instruction, place.end_line,
        declared=True,
    )  # fmt: skip


def by_comment(data: str, place: Place, owner: str, function: int = -1, instruction: int = -1) -> FoundSource:
    """A source that `# pii: ...` declares."""
    return stated(data, f"declared by `# pii: {data}`", place, owner, function, instruction)


def by_annotation(data: str, place: Place, owner: str, function: int = -1, instruction: int = -1) -> FoundSource:
    """A source that `Annotated[..., PII("...")]` declares."""
    return stated(data, f'declared by `PII("{data}")`', place, owner, function, instruction)
