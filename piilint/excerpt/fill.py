"""The stage: findings with their code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from piilint.excerpt.frames import Frames
from piilint.excerpt.texts import Texts
from piilint.ir.program import Program
from piilint.terms.finding import Finding, FramedStep, Member
from piilint.terms.flow import Step, Verb
from piilint.terms.source_file import SourceFile


def excerpt(findings: Sequence[Finding], program: Program, files: Sequence[SourceFile]) -> tuple[Finding, ...]:
    """The findings with code and exact columns, in reading order; frames of lost files stay bare."""
    frames = Frames(program, Texts(files))
    filled = [_filled(finding, frames) for finding in findings]
    return tuple(sorted(filled, key=lambda finding: finding.reading_order))


def _filled(finding: Finding, frames: Frames) -> Finding:
    if finding.members:
        return _combined(finding, frames)
    source = finding.source
    return replace(
        finding,
        sink=frames.fill(finding.sink, finding.sink_at, "", with_context=True),
        source=None if source is None else frames.fill(source, finding.source_at, finding.source_owner),
        steps=_steps(finding.steps, finding.source_owner, frames),
    )


def _combined(finding: Finding, frames: Frames) -> Finding:
    """The members, now in the order of their columns too; the finding repeats the first."""
    members = sorted((_member(member, frames) for member in finding.members), key=lambda member: member.reading_order)
    first = members[0]
    return replace(
        finding,
        data=tuple(dict.fromkeys(member.data for member in members)),
        sink=first.sink,
        sink_kind=first.sink_kind,
        source=first.source,
        source_owner=first.source_owner,
        sink_callee=first.sink_callee,
        evidence=first.evidence,
        steps=first.steps,
        members=tuple(members),
        source_at=first.source_at,
        sink_at=first.sink_at,
    )


def _member(member: Member, frames: Frames) -> Member:
    return replace(
        member,
        sink=frames.fill(member.sink, member.sink_at, "", with_context=True),
        source=frames.fill(member.source, member.source_at, member.source_owner),
        steps=_steps(member.steps, member.source_owner, frames),
    )


def _steps(steps: tuple[FramedStep, ...], owner: str, frames: Frames) -> tuple[FramedStep, ...]:
    """The steps; only the first declares something: the data's owner."""
    return tuple(
        FramedStep(one.step, frames.fill(one.frame, _at(one.step), owner if one.step.verb is Verb.SOURCE else ""))
        for one in steps
    )


def _at(step: Step) -> tuple[int, int]:
    return (step.function, step.instruction)
