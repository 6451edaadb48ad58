"""Which findings a comment in the code covers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from piilint.judge.selection import means
from piilint.terms.config import Config
from piilint.terms.finding import CodeFrame, Finding, Suppressed, SuppressionComment
from piilint.terms.location import Place

Comments = Sequence[SuppressionComment]


def with_suppressions(findings: Iterable[Finding], comments: Comments, config: Config) -> Iterator[Finding]:
    """The findings, those that a valid comment covers marked with its reason and date."""
    by_path: dict[str, list[SuppressionComment]] = {}
    for comment in comments:
        if valid(comment, config):
            by_path.setdefault(comment.path, []).append(comment)
    for finding in findings:
        found = _covering(finding, by_path)
        suppressed = None if found is None else Suppressed("comment", found.reason, found.until)
        yield replace(finding, suppressed=suppressed)


def valid(comment: SuppressionComment, config: Config) -> bool:
    """Not expired (the date itself still counts), with a reason and an end in time where the project asks for them."""
    if comment.until is not None and comment.until < config.today:
        return False
    if config.require_reason and not comment.reason:
        return False
    if config.max_suppression_days is None:
        return True
    latest = config.today + datetime.timedelta(days=config.max_suppression_days)
    return comment.until is not None and comment.until <= latest


def stands_at(comment: SuppressionComment, finding: Finding) -> bool:
    """Whether a comment stands where it may: at the sink or the source, of a combination at those of each member."""
    return any(frame.place.path == comment.path and _covers(comment, frame.place) for frame in frames_of(finding))


def frames_of(finding: Finding) -> Iterator[CodeFrame]:
    """The frames at which a comment may stand."""
    yield finding.sink
    if finding.source is not None:
        yield finding.source
    for member in finding.members:
        yield member.sink
        yield member.source


def _covering(finding: Finding, by_path: Mapping[str, Comments]) -> SuppressionComment | None:
    for frame in frames_of(finding):
        for comment in by_path.get(frame.place.path, ()):
            if _covers(comment, frame.place) and _names(comment, finding):
                return comment
    return None


def _covers(comment: SuppressionComment, place: Place) -> bool:
    last = place.end_line if place.end_line is not None else place.line
    return comment.cell == place.cell and comment.first_line <= last and place.line <= comment.last_line


def _names(comment: SuppressionComment, finding: Finding) -> bool:
    return not comment.rules or any(means(selector, finding.rule, finding.name) for selector in comment.rules)
