"""What makes a flow that a rule names harmless: enough of a mask, or one whole table of the rule's `unless`."""

from __future__ import annotations

from collections.abc import Iterable

from piilint.judge.candidate import Candidate
from piilint.terms.grades import Mask, Severity
from piilint.terms.pattern import matches
from piilint.terms.rule import Rule, Unless


def excused(candidate: Candidate, rule: Rule) -> bool:
    """Whether the rule lets the flow pass."""
    if rule.masked is not None and candidate.mask.rank >= rule.masked.rank:
        return True
    return any(_holds(table, candidate) for table in rule.unless)


def severity_of(rule: Rule, mask: Mask) -> Severity:
    """The rule's own, one milder where the data is weakly masked."""
    return rule.severity.lowered() if mask is Mask.WEAK else rule.severity


def _holds(table: Unless, candidate: Candidate) -> bool:
    """Whether each key that the table gives holds."""
    guards, screen = candidate.context.guards, candidate.screen
    present = {guard.kind for guard in guards}
    asked = (
        table.masked is None or candidate.mask.rank >= table.masked.rank,
        table.guarded is None or table.guarded == bool(guards),
        table.guards is None or present.issuperset(table.guards),
        table.role is None or _role_in(table.role, candidate),
        table.audited is None or table.audited == candidate.context.audited,
        table.purpose is None or all_in(() if screen.purpose is None else (screen.purpose,), table.purpose),
        table.audience is None or all_in(screen.audiences, table.audience),
        table.region is None or all_in(screen.regions, table.region),
        table.self is None or table.self == candidate.about_self,
    )
    return all(asked)


def roles_let_in(candidate: Candidate) -> list[list[str]]:
    """The roles that each guard before a sink lets in. A guard that lets several in has one fact for each."""
    let_in: dict[tuple[str, str, int], list[str]] = {}
    for guard in candidate.context.guards:
        if guard.role is not None:
            let_in.setdefault((guard.kind, guard.path, guard.line), []).append(guard.role)
    return list(let_in.values())


def _role_in(allowed: tuple[str, ...], candidate: Candidate) -> bool:
    """Whether some guard asks for roles, all of them allowed."""
    return any(all_in(roles, allowed) for roles in roles_let_in(candidate))


def all_in(known: Iterable[str], allowed: tuple[str, ...]) -> bool:
    """Whether something is known, and all of it fits; what nobody declared excuses nothing."""
    values = list(known)
    return bool(values) and all(any(matches(pattern, value) for pattern in allowed) for value in values)
