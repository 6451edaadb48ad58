"""Names for findings that outlive edits elsewhere in the file: no line numbers in them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from piilint.terms.finding import CodeFrame, Finding, Member


def with_fingerprints(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, each with a fingerprint of its own; of equal ones the second in order ends in `-2`, and so on."""
    seen: Counter[str] = Counter()
    for finding in findings:
        name = _fingerprint(finding)
        seen[name] += 1
        number = seen[name]
        yield replace(finding, fingerprint=name if number == 1 else f"{name}-{number}")


def _fingerprint(finding: Finding) -> str:
    parts = [finding.rule, finding.sink_kind or "", finding.screen or "", finding.sink.place.path]
    if finding.members:
        parts.extend(sorted({_path_of(member) for member in finding.members}))
    else:
        source = finding.source
        parts.extend((*finding.data, _end(source, finding.source_owner), _end(finding.sink, finding.sink_callee)))
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=12).hexdigest()


def _path_of(member: Member) -> str:
    """What a member is, whatever way its data takes."""
    return "\1".join((member.data, _end(member.source, member.source_owner), _end(member.sink, member.sink_callee)))


def _end(frame: CodeFrame | None, name: str) -> str:
    return "" if frame is None else f"{frame.place.path}\2{name}"
