"""The JSON that scripts read. Its keys are promised: more may come, none goes or changes."""

from __future__ import annotations

import json
from typing import Any

from piilint import __version__
from piilint.report.options import RenderOptions
from piilint.terms.finding import CodeFrame, Finding, FramedStep, Member, Problem, Report, Summary, Suppressed
from piilint.terms.location import Place

VERSION = 1

Object = dict[str, Any]


def json_document(report: Report, _options: RenderOptions) -> str:
    """One document, the same bytes for the same report."""
    document = {
        "version": VERSION,
        "tool": {"name": "piilint", "version": __version__},
        "findings": [finding_object(finding) for finding in report.findings],
        "problems": [_problem(problem) for problem in report.problems],
        "summary": _summary(report.summary),
    }
    return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def finding_object(finding: Finding) -> Object:
    """One finding with its promised keys."""
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": str(finding.severity),
        "confidence": str(finding.confidence),
        "evidence": finding.evidence,
        "data": list(finding.data),
        "masked": str(finding.mask),
        "message": finding.message,
        "fingerprint": finding.fingerprint,
        "source": None if finding.source is None else frame_object(finding.source),
        "sink": {**frame_object(finding.sink), "kind": finding.sink_kind},
        "trace": [_step(step) for step in finding.steps],
        "members": [_member(member) for member in finding.members],
        "screen": finding.screen,
        "guards": [
            {"kind": guard.kind, "role": guard.role, "path": guard.path, "line": guard.line} for guard in finding.guards
        ],
        "audited": finding.audited,
        "purpose": finding.purpose,
        "change": finding.change or None,
        "suppressed": None if finding.suppressed is None else _suppressed(finding.suppressed),
    }


def _member(member: Member) -> Object:
    return {
        "data": member.data,
        "source": frame_object(member.source),
        "sink": {**frame_object(member.sink), "kind": member.sink_kind},
        "trace": [_step(step) for step in member.steps],
    }


def frame_object(frame: CodeFrame) -> Object:
    """A place with its code."""
    place = frame.place
    return {
        **start_object(place),
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": frame.text,
    }


def _step(framed: FramedStep) -> Object:
    return {**start_object(framed.frame.place), "message": framed.step.message}


def start_object(place: Place) -> Object:
    """`cell` is there in notebooks only; lines then count within it."""
    start: Object = {"path": place.path, "line": place.line, "column": place.column}
    return start if place.cell is None else {"path": place.path, "cell": place.cell, **start}


def _suppressed(suppressed: Suppressed) -> Object:
    until = suppressed.until
    return {
        "by": suppressed.by,
        "reason": suppressed.reason,
        "until": None if until is None else until.isoformat(),
    }


def _problem(problem: Problem) -> Object:
    return {"path": problem.path, "line": max(1, problem.line), "message": problem.message}


def _summary(summary: Summary) -> Object:
    return {
        "files": summary.files,
        "functions": summary.functions,
        "sources": summary.sources,
        "sinks": summary.sinks,
        "unresolved_calls": summary.unresolved_calls,
        "unreadable_files": summary.unreadable_files,
        "findings": summary.findings,
    }
