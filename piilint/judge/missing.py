"""What a rule asks for before data may be shown and what is not there, in words for whoever has to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from piilint.judge.candidate import Candidate
from piilint.judge.excuses import all_in, roles_let_in
from piilint.terms.rule import Rule, Unless

_SELF = Unless(self=True)


def missing(rule: Rule, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """What keeps these flows from being excused: of the rule's alternatives the one that asks for the least more."""
    table = nearest(rule, candidates)
    return () if table is None else _words(table, candidates)


def nearest(rule: Rule, candidates: Sequence[Candidate]) -> Unless | None:
    """The alternative that asks for the least more; None where the rule has none that a screen could come to."""
    found: list[tuple[bool, int, int, Unless]] = []
    for table in rule.unless:
        if table == _SELF:  # nobody can add that to a screen
            continue
        asked = sum(getattr(table, field.name) is not None for field in fields(table))
        elsewhere = any(_is_about_others(table, one) for one in candidates)
        # of two that lack as much, the one of which more is there is meant
        found.append((elsewhere, len(_words(table, candidates)), -asked, table))
    return min(found, key=lambda one: one[:3])[3] if found else None


def _words(table: Unless, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for one in candidates for word in _missing(table, one)))


def without(words: Sequence[str]) -> str:
    """` without guard "ticket" and an audit`; "" where nothing is missing."""
    if not words:
        return ""
    *most, last = words
    return f" without {', '.join(most)} and {last}" if most else f" without {last}"


def _is_about_others(table: Unless, candidate: Candidate) -> bool:
    """Whether the screen says of itself that it has another purpose or audience than the table speaks of."""
    purpose, audiences = candidate.screen.purpose, candidate.screen.audiences
    return (table.purpose is not None and purpose is not None and not all_in((purpose,), table.purpose)) or (
        table.audience is not None and bool(audiences) and not all_in(audiences, table.audience)
    )


def _missing(table: Unless, candidate: Candidate) -> Iterator[str]:
    guards, screen = candidate.context.guards, candidate.screen
    present = {guard.kind for guard in guards}
    asks_for_role = table.role is not None
    if table.guarded and not guards:
        yield "any guard"
    for name in table.guards or ():
        # a guard that is missing with its role is told once
        if name not in present and not (asks_for_role and name == "role"):
            yield f'guard "{name}"'
    if table.role is not None:
        yield from _role(table.role, candidate)
    if table.audited and not candidate.context.audited:
        yield "an audit"
    if table.masked is not None and candidate.mask.rank < table.masked.rank:
        yield "a mask"
    if table.self and not candidate.about_self:
        yield "being about the person who looks"
    yield from _declared("purpose", table.purpose, () if screen.purpose is None else (screen.purpose,))
    yield from _declared("audience", table.audience, screen.audiences)
    yield from _declared("region", table.region, screen.regions)


def _role(allowed: tuple[str, ...], candidate: Candidate) -> Iterator[str]:
    let_in = roles_let_in(candidate)
    if any(all_in(roles, allowed) for roles in let_in):
        return
    others = dict.fromkeys(f'"{role}"' for roles in let_in for role in roles if not all_in((role,), allowed))
    yield f"role {_either(allowed)}{_instead('lets in', list(others))}"


def _declared(word: str, allowed: tuple[str, ...] | None, known: Sequence[str]) -> Iterator[str]:
    if allowed is not None and not all_in(known, allowed):
        others = [f'"{one}"' for one in known if not all_in((one,), allowed)]
        yield f"{word} {_either(allowed)}{_instead('is', others)}"


def _either(allowed: Sequence[str]) -> str:
    return " or ".join(f'"{one}"' for one in allowed)


def _instead(verb: str, others: Sequence[str]) -> str:
    return f" ({verb} {', '.join(others)})" if others else ""
