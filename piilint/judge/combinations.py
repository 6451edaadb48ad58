"""Rules about data that stand together: one finding for each (rule, screen), or for each record on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from piilint.judge.candidate import Candidate, SinkKey
from piilint.judge.excuses import excused, severity_of
from piilint.judge.framing import framed, source_frame, steps_of
from piilint.judge.missing import missing
from piilint.judge.remedy import NO_TOOLS, Tools, change_for_together
from piilint.judge.single import in_reach
from piilint.judge.wording import message_for_combination, with_mask
from piilint.terms.finding import Finding, Member
from piilint.terms.flow import PART
from piilint.terms.grades import Confidence, Mask
from piilint.terms.pattern import matches
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook


def combinations(
    rule: Rule, candidates: Iterable[Candidate], rulebook: Rulebook, tools: Tools = NO_TOOLS
) -> Iterator[Finding]:
    """The screens that show one datum of each group of `together`."""
    by_screen: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        if in_reach(rule, candidate) and _wanted(rule, candidate) and not excused(candidate, rule):
            by_screen.setdefault(candidate.screen.name, []).append(candidate)
    for shown in by_screen.values():
        for members, doubt in _records(rule, shown) if rule.same_record else [(shown, 0)]:
            if _complete(rule, members):
                yield _finding(rule, _one_each(members), doubt, rulebook, tools)


def _wanted(rule: Rule, candidate: Candidate) -> bool:
    return any(matches(pattern, candidate.flow.data) for group in rule.together for pattern in group)


def _records(rule: Rule, shown: Sequence[Candidate]) -> Iterator[tuple[list[Candidate], int]]:
    """The data of each record, with the doubt that they are of one.

    What is reached from a record is of that record. Data whose record is not known count as of any record that is
    incomplete without them, one confidence lower.
    """
    unknown = [candidate for candidate in shown if not candidate.flow.root]
    roots = dict.fromkeys(candidate.flow.root for candidate in shown if candidate.flow.root)
    joined = False
    for root in roots:
        if any(_is_part(root, other) for other in roots):
            continue
        own = [candidate for candidate in shown if candidate.flow.root == root or _is_part(candidate.flow.root, root)]
        if _complete(rule, own):
            yield own, 0
        elif _complete(rule, own + unknown):
            joined = True
            yield own + unknown, 1
    if unknown and not joined:
        yield unknown, 1


def _is_part(root: str, whole: str) -> bool:
    """Whether a record was reached from another one: `clip.device` from `clip`."""
    return root.startswith(whole + PART)


def _complete(rule: Rule, members: Sequence[Candidate]) -> bool:
    """Whether each group of `together` has a type of data of its own among the members."""
    types = list(dict.fromkeys(member.flow.data for member in members))
    taken: dict[str, int] = {}

    def place(group: int, tried: set[str]) -> bool:
        for data in types:
            if data in tried or not any(matches(pattern, data) for pattern in rule.together[group]):
                continue
            tried.add(data)
            if data not in taken or place(taken[data], tried):
                taken[data] = group
                return True
        return False

    return all(place(group, set()) for group in range(len(rule.together)))


def _needed(rule: Rule, members: Sequence[Candidate]) -> list[list[str]]:
    """The sets of types without which the combination falls apart: one type, else a whole group's."""
    types = list(dict.fromkeys(member.flow.data for member in members))
    alone = [[one] for one in types if not _complete(rule, [each for each in members if each.flow.data != one])]
    groups = [[one for one in types if any(matches(pattern, one) for pattern in group)] for group in rule.together]
    return [*alone, *groups]


def _one_each(members: Iterable[Candidate]) -> list[Candidate]:
    """One for each (data type, sink): the one that tells the most."""
    best: dict[tuple[str, SinkKey], Candidate] = {}
    for member in members:
        key = (member.flow.data, member.sink_key)
        if key not in best or member.preference < best[key].preference:
            best[key] = member
    return list(best.values())


def _finding(rule: Rule, chosen: list[Candidate], doubt: int, rulebook: Rulebook, tools: Tools) -> Finding:
    ordered = sorted(((_member(one), one) for one in chosen), key=lambda pair: pair[0].reading_order)
    members, (first, candidate) = tuple(member for member, _ in ordered), ordered[0]
    mask, hidden = _mask(rule, chosen)
    data = tuple(dict.fromkeys(member.data for member in members))
    lacking = missing(rule, chosen)
    message = message_for_combination(rule, rulebook, members, candidate.screen.name, lacking)
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=severity_of(rule, mask),
        confidence=_confidence(rule, chosen).lowered(doubt),
        message=with_mask(message, mask, hidden.flow.masked_by, rulebook.title_of(hidden.flow.data)),
        data=data,
        sink=first.sink,
        sink_kind=first.sink_kind,
        evidence=first.evidence,
        mask=mask,
        source=first.source,
        source_owner=first.source_owner,
        sink_callee=first.sink_callee,
        steps=first.steps,
        members=members,
        screen=candidate.screen.name,
        guards=candidate.context.guards,
        audited=candidate.context.audited,
        purpose=candidate.screen.purpose,
        masked_by=hidden.flow.masked_by,
        missing=lacking,
        change=change_for_together(rule, chosen, _needed(rule, chosen), tools),
        source_at=first.source_at,
        sink_at=first.sink_at,
    )


def _member(candidate: Candidate) -> Member:
    flow, source, sink = candidate.flow, candidate.flow.source, candidate.flow.sink
    return Member(
        data=flow.data,
        source=source_frame(flow),
        sink=framed(sink.place),
        sink_kind=sink.kind,
        steps=steps_of(flow),
        source_owner=source.owner,
        sink_callee=sink.callee,
        evidence=source.evidence,
        source_at=(source.function, source.instruction),
        sink_at=(sink.function, sink.instruction),
    )


def _confidence(rule: Rule, members: Sequence[Candidate]) -> Confidence:
    """The surest grade at which the combination is still complete."""
    for grade in reversed(Confidence):
        if _complete(rule, [member for member in members if member.confidence.rank >= grade.rank]):
            return grade
    return Confidence.LOW


def _mask(rule: Rule, members: Sequence[Candidate]) -> tuple[Mask, Candidate]:
    """How well the combination is hidden: as well as the best hidden datum that it needs; and that datum."""
    readable: list[Candidate] = []
    for grade in Mask:
        readable = [member for member in members if member.mask.rank <= grade.rank]
        if _complete(rule, readable):
            break
    hidden = max(readable, key=lambda member: member.mask.rank)
    return hidden.mask, hidden
