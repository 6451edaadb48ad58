"""Names for findings that outlive edits: no line numbers in them, no way in between, and no names of variables.

The same holds for the folder that piilint was run in and for the paths that it was given.

What a value is called on its way is the author's taste: `user.phone` and `person.phone` are the same leak, and so are
`{{ row.phone }}` and `{{ each.phone }}`. Findings that are alike in all the rest are told apart by their number.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from piilint.terms.finding import CodeFrame, Finding, Member

Shown = Callable[[str], str]

_VARIABLE = re.compile(r"^[a-z_]\w*(?=[.\[])")
_SHOWN_VARIABLE = re.compile(r"^(\{\{-?\s*)[A-Za-z_]\w*")


def with_fingerprints(findings: Iterable[Finding], shown: Shown = str) -> Iterator[Finding]:
    """The findings, each with a fingerprint of its own; of equal ones the second in order ends in `-2`, and so on.

    `shown` says what a path is called in them: the same from whatever folder piilint runs.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        name = _fingerprint(finding, shown)
        seen[name] += 1
        number = seen[name]
        yield replace(finding, fingerprint=name if number == 1 else f"{name}-{number}")


def _fingerprint(finding: Finding, shown: Shown) -> str:
    path = shown(finding.sink.place.path)
    screen, _, call = (finding.screen or "").partition(":")
    parts = [finding.rule, finding.sink_kind or "", within_file(screen, path), _stable(call), path]
    if finding.members:
        parts.extend(sorted({_path_of(member, shown) for member in finding.members}))
    else:
        source = finding.source
        parts.extend(finding.data)
        parts.extend((_end(source, finding.source_owner, shown), _end(finding.sink, finding.sink_callee, shown)))
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def within_file(screen: str, path: str) -> str:
    """A screen's name without that of its module, which depends on the folder that was named to piilint."""
    parts = screen.split(".")
    folders = path.rpartition(".")[0].removesuffix("/__init__").split("/")
    for length in range(min(len(parts), len(folders)), 0, -1):
        if parts[:length] == folders[-length:]:
            return ".".join(parts[length:])
    return ".".join(parts[-2:])  # shown by a template


def _path_of(member: Member, shown: Shown) -> str:
    """What a member is, whatever way its data takes."""
    source, sink = _end(member.source, member.source_owner, shown), _end(member.sink, member.sink_callee, shown)
    return "\1".join((member.data, source, sink))


def _end(frame: CodeFrame | None, name: str, shown: Shown) -> str:
    return "" if frame is None else f"{shown(frame.place.path)}\2{_stable(name)}"


def _stable(name: str) -> str:
    """A source's or sink's name without the variable that it begins with; spaces as one writes them do not count."""
    name = "".join(name.split())
    return _SHOWN_VARIABLE.sub(r"\1", _VARIABLE.sub("", name))
