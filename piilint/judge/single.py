"""Rules about one flow at a time: one finding for each (rule, source declaration, sink, data type)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from piilint.judge.candidate import Candidate, SinkKey
from piilint.judge.excuses import excused, severity_of
from piilint.judge.framing import framed, source_frame, steps_of
from piilint.judge.missing import missing
from piilint.judge.remedy import NO_TOOLS, Tools, change_for_flow
from piilint.judge.wording import message_for_flow, with_mask
from piilint.terms.finding import Finding
from piilint.terms.names import tokenise
from piilint.terms.pattern import matches
from piilint.terms.rule import Rule
from piilint.terms.rulebook import Rulebook


def single_findings(
    rule: Rule, candidates: Iterable[Candidate], rulebook: Rulebook, tools: Tools = NO_TOOLS
) -> Iterator[Finding]:
    """What breaks the rule; of several ways from one source to one sink the one that tells the most."""
    best: dict[tuple[str, int, str, SinkKey], Candidate] = {}
    for candidate in candidates:
        if not in_reach(rule, candidate) or not _wrong_here(rule, candidate, rulebook) or excused(candidate, rule):
            continue
        if rule.not_named and _only_named(rule, candidate):
            continue
        source = candidate.flow.source
        key = (source.path, source.line, candidate.flow.data, candidate.sink_key)
        if key not in best or candidate.preference < best[key].preference:
            best[key] = candidate
    for candidate in best.values():
        yield _finding(rule, candidate, rulebook, tools)


def in_reach(rule: Rule, candidate: Candidate) -> bool:
    """Whether the rule's `data` and `sinks`, where it has them, name the flow."""
    flow = candidate.flow
    return (not rule.data or any(matches(pattern, flow.data) for pattern in rule.data)) and (
        not rule.sinks or any(matches(pattern, flow.sink.kind) for pattern in rule.sinks)
    )


def _only_named(rule: Rule, candidate: Candidate) -> bool:
    """Whether the source's name says that it only tells where the data lies, which such a sink does not show."""
    flow = candidate.flow
    words = tokenise(flow.source.owner.rpartition(".")[2])
    ends = {word for pattern, last in rule.not_named if matches(pattern, flow.sink.kind) for word in last}
    return not flow.source.declared and any(words[-len(end) :] == end for end in map(tokenise, ends))


def _wrong_here(rule: Rule, candidate: Candidate, rulebook: Rulebook) -> bool:
    """Whether the screen breaks each of the rule's conditions on screens; one that declares nothing breaks none."""
    screen = candidate.screen
    if rule.outside_purpose and not _outside_purpose(screen.purpose, candidate.flow.data, rulebook):
        return False
    if rule.audience_not and not set(rule.audience_not) & set(screen.audiences):
        return False
    return not rule.region_not or bool(set(rule.region_not) & set(screen.regions))


def _outside_purpose(purpose: str | None, data: str, rulebook: Rulebook) -> bool:
    declared = [spec for spec in rulebook.purpose if spec.id == purpose]
    return bool(declared) and not any(matches(pattern, data) for spec in declared for pattern in spec.may_show)


def _finding(rule: Rule, candidate: Candidate, rulebook: Rulebook, tools: Tools) -> Finding:
    flow, source, sink = candidate.flow, candidate.flow.source, candidate.flow.sink
    lacking = missing(rule, (candidate,))
    message = message_for_flow(rule, rulebook, flow, candidate.screen, lacking)
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=severity_of(rule, candidate.mask),
        confidence=candidate.confidence,
        message=with_mask(message, candidate.mask, flow.masked_by, rulebook.title_of(flow.data)),
        data=(flow.data,),
        sink=framed(sink.place),
        sink_kind=sink.kind,
        evidence=source.evidence,
        mask=candidate.mask,
        source=source_frame(flow),
        source_owner=source.owner,
        sink_callee=sink.callee,
        steps=steps_of(flow),
        screen=candidate.screen.name,
        guards=candidate.context.guards,
        audited=candidate.context.audited,
        purpose=candidate.screen.purpose,
        masked_by=flow.masked_by,
        missing=lacking,
        change=change_for_flow(rule, candidate, tools),
        source_at=(source.function, source.instruction),
        sink_at=(sink.function, sink.instruction),
    )
