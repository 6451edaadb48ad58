"""Findings as SARIF results.

A host tells alerts apart by rule and line. So the findings of one rule at one sink are one result, and each source is a
code flow and a related location of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from piilint.report.folding import folded
from piilint.report.hosts import in_cell
from piilint.report.sarif.places import location
from piilint.terms.finding import CodeFrame, Finding, FramedStep, Suppressed
from piilint.terms.flow import Verb

Object = dict[str, Any]

FINGERPRINT = "piilint/flow/v1"
MOST_STEPS = 100
"""Of a longer trace the ends are kept."""

DEEPER = frozenset({Verb.CALL, Verb.TEMPLATE})


def result(findings: Sequence[Finding], rule_index: Mapping[str, int]) -> Object:
    """One result of the findings of one rule at one sink."""
    worst = max(findings, key=lambda finding: finding.severity.rank)
    related = _related(findings)
    made: Object = {
        "ruleId": worst.rule,
        "ruleIndex": rule_index[worst.rule],
        "level": worst.severity.value,
        "message": {"text": _message(findings, related)},
        "locations": [location(worst.sink)],
        "partialFingerprints": {FINGERPRINT: findings[0].fingerprint},
    }
    if related:
        made["relatedLocations"] = [location(frame, text, number) for number, (frame, text) in enumerate(related, 1)]
    flows = [_code_flow(steps, title) for steps, title in _ways(findings)]
    if flows:
        made["codeFlows"] = flows
    if worst.suppressed is not None:
        made["suppressions"] = [_suppression(worst.suppressed)]
    made["properties"] = _properties(findings)
    return made


def _message(findings: Sequence[Finding], related: Sequence[tuple[CodeFrame, str]]) -> str:
    """The findings' messages, each once, with links to the sources that are listed beside."""
    place = findings[0].sink.place
    said = [_escaped(message) for message in dict.fromkeys(finding.message for finding in findings)]
    links = [f"[{_escaped(text)}]({number})" for number, (_, text) in enumerate(related, 1)]
    tail = f" See: {', '.join(links)}." if links else ""
    return in_cell(place, f"{'; '.join(said)}.{tail}")


def _related(findings: Sequence[Finding]) -> list[tuple[CodeFrame, str]]:
    """Each source, and of a combination each member's source and sink, with what it is."""
    found: dict[tuple[object, str], CodeFrame] = {}
    for finding in findings:
        if finding.members:
            for member in finding.members:
                found.setdefault((member.source.place, member.source_owner or member.data), member.source)
                shown = f"{member.data} in {member.sink_callee or member.sink_kind}"
                found.setdefault((member.sink.place, shown), member.sink)
        elif finding.source is not None:
            owner = finding.source_owner or ", ".join(finding.data)
            found.setdefault((finding.source.place, owner), finding.source)
    return [(frame, text) for (_, text), frame in found.items()]


def _ways(findings: Sequence[Finding]) -> list[tuple[Sequence[FramedStep], str]]:
    """The traces with their titles."""
    ways: list[tuple[Sequence[FramedStep], str]] = []
    for finding in findings:
        if finding.members:
            ways += [(member.steps, f"{member.data}: {member.evidence}") for member in finding.members]
        else:
            ways.append((finding.steps, f"{', '.join(finding.data)}: {finding.evidence}"))
    return [(steps, title) for steps, title in ways if steps]


def _code_flow(steps: Sequence[FramedStep], title: str) -> Object:
    shown = {item[0] for item in folded(steps) if not isinstance(item, int)}
    depths = _depths(steps)
    numbered = list(enumerate(steps, 1))
    if len(numbered) > MOST_STEPS:
        numbered = numbered[: MOST_STEPS // 2] + numbered[-(MOST_STEPS // 2) :]
    return {
        "message": {"text": title},
        "threadFlows": [
            {"locations": [_hop(number, framed, depths[number - 1], number in shown) for number, framed in numbered]}
        ],
    }


def _hop(number: int, framed: FramedStep, depth: int, shown: bool) -> Object:
    step = framed.step
    ends = step.verb in (Verb.SOURCE, Verb.SINK)
    where = f" in {step.scope}" if step.scope else ""
    guess = " (the callee is not known)" if step.unresolved else ""
    said = f": {step.message}" if step.message else ""
    return {
        "location": location(framed.frame, f"{step.verb.value}{where}{said}{guess}"),
        "kinds": [step.verb.value],
        "executionOrder": number,
        "nestingLevel": depth,
        "importance": "essential" if ends else "important" if shown else "unimportant",
    }


def _depths(steps: Sequence[FramedStep]) -> list[int]:
    """How many calls deep each step stands; the shallowest is 0."""
    depths, depth = [], 0
    for framed in steps:
        depths.append(depth)
        depth += (framed.step.verb in DEEPER) - (framed.step.verb is Verb.RETURN)
    return [each - min(depths) for each in depths]


def _suppression(suppressed: Suppressed) -> Object:
    """A comment stands in the source, a baseline beside it."""
    kind = "inSource" if suppressed.by == "comment" else "external"
    made: Object = {"kind": kind, "status": "accepted"}
    until = f" (until {suppressed.until})" if suppressed.until else ""
    if suppressed.reason or until:
        made["justification"] = f"{suppressed.reason or 'no reason given'}{until}"
    return made


def _properties(findings: Sequence[Finding]) -> Object:
    """What SARIF has no word for."""
    first = findings[0]
    return {
        "confidence": max((finding.confidence for finding in findings), key=lambda grade: grade.rank).value,
        "data": list(dict.fromkeys(data for finding in findings for data in finding.data)),
        "sinkKind": first.sink_kind,
        "screen": first.screen,
        "changes": list(dict.fromkeys(finding.change for finding in findings if finding.change)),
        "fingerprints": [finding.fingerprint for finding in findings],
    }


def _escaped(text: str) -> str:
    """Text that is no link."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
