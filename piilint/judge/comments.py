"""Rules about the comments that suppress findings: each excuse has a rule, a reason and an end, and is needed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from piilint.judge.selection import ignored_at, means
from piilint.judge.suppress import frames_of, stands_at, valid
from piilint.terms.config import Config
from piilint.terms.finding import CodeFrame, Finding, SuppressionComment
from piilint.terms.grades import Confidence
from piilint.terms.ledger import LedgerEntry
from piilint.terms.location import Place
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook

CHANGES = {
    "unused": "take the comment, or the word of it that is told, away",
    "expired": "mend what it excused, or agree on a new end: until=YYYY-MM-DD",
    "blanket": "name the rules that are meant: ignore[PII103]",
    "reasonless": "say why behind two dashes: -- reason",
}
SOON = datetime.timedelta(days=14)


def entries_of(
    comments: Sequence[SuppressionComment], findings: Iterable[Finding], rulebook: Rulebook, config: Config
) -> tuple[LedgerEntry, ...]:
    """Each comment, in reading order, with what it covers and what is wrong with it."""
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        for path in dict.fromkeys(frame.place.path for frame in frames_of(finding)):
            by_path.setdefault(path, []).append(finding)
    ordered = sorted(comments, key=lambda comment: (comment.path, comment.cell or 0, comment.line))
    return tuple(_entry(comment, by_path.get(comment.path, ()), rulebook, config) for comment in ordered)


def comment_findings(rules: Sequence[Rule], entries: Iterable[LedgerEntry], config: Config) -> Iterator[Finding]:
    """What breaks the rules about comments."""
    for entry in entries:
        for problem, words in entry.problems:
            for rule in rules:
                if rule.suppression == problem and not ignored_at(rule, entry.comment.path, config):
                    yield _finding(rule, entry.comment, words)


def expiring(comments: Iterable[SuppressionComment], config: Config) -> tuple[str, ...]:
    """A note on each suppression that ends soon, so that nobody is surprised by what it has hidden."""
    soon = sorted(
        (comment.until, comment.path, comment.line)
        for comment in comments
        if comment.until is not None and config.today <= comment.until <= config.today + SOON
    )
    return tuple(f"{path}:{line}: the suppression ends on {until}" for until, path, line in soon)


def _entry(comment: SuppressionComment, near: Sequence[Finding], rulebook: Rulebook, config: Config) -> LedgerEntry:
    here = [finding for finding in near if stands_at(comment, finding)]
    covered = [
        one for one in here if not comment.rules or any(means(each, one.rule, one.name) for each in comment.rules)
    ]
    return LedgerEntry(comment, len(covered), tuple(_problems(comment, here, rulebook, config)))


def _problems(
    comment: SuppressionComment, here: Sequence[Finding], rulebook: Rulebook, config: Config
) -> Iterator[tuple[str, str]]:
    void = ", so it excuses nothing"
    if comment.until == datetime.date.min:
        yield "expired", f"its date cannot be read{void}; write it as until=2027-03-31"
    elif comment.until is not None and comment.until < config.today:
        yield "expired", f"it ended on {comment.until}"
    elif _too_long(comment, config):
        days = f"{config.max_suppression_days} days"
        yield "expired", f"it has no end within the {days} that max-suppression-days allows{void}"
    if not comment.rules:
        yield "blanket", "it names no rule, so it would excuse all"
    if not comment.reason:
        yield "reasonless", f"no text stands behind `--`{void if config.require_reason else ''}"
    if valid(comment, config):
        yield from (("unused", words) for words in _unused(comment, here, rulebook))


def _too_long(comment: SuppressionComment, config: Config) -> bool:
    if config.max_suppression_days is None:
        return False
    latest = config.today + datetime.timedelta(days=config.max_suppression_days)
    return comment.until is None or comment.until > latest


def _unused(comment: SuppressionComment, here: Sequence[Finding], rulebook: Rulebook) -> Iterator[str]:
    """What of the comment excuses nothing; each word of it is looked at."""
    if not comment.rules and not here:
        yield "nothing is found here"
    for word in comment.rules:
        if not any(means(word, rule.id, rule.name) for rule in rulebook.rule):
            yield f"{word} is no rule"
        elif not any(means(word, finding.rule, finding.name) for finding in here):
            yield f"{word} finds nothing here"


def _finding(rule: Rule, comment: SuppressionComment, words: str) -> Finding:
    """Without a source and without data, at the comment; what is written there names it, since lines move."""
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=rule.severity,
        confidence=Confidence.HIGH,
        message=f"{rule.message or f'{rule.suppression} suppression'}: {words}",
        data=(),
        sink=CodeFrame(Place(comment.path, comment.line, cell=comment.cell)),
        sink_kind=None,
        change=CHANGES[rule.suppression or ""],
        sink_callee=f"ignore[{','.join(comment.rules)}] {words}",
    )
